"""Critical values: classical shapes sized by one constant, and error spending look by look."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri

from trialwright.design.boundaries.sequential import Floats
from trialwright.design.boundaries.spending import SPENDING, steps
from trialwright.design.boundaries.statement import Statement, refuse
from trialwright.kernels.group_sequential import (
    exit_probabilities,
    spending_bounds,
    two_sided_spending_bounds,
)


def rejection(s: Statement, critical: Floats, futility: Floats | None, drift: float = 0.0) -> Floats:
    """(k,) probability of first rejecting in the upper tail at each look; futility (k-1,) or None."""
    if s.sided == 1:
        lower = np.append(np.full(s.k - 1, -np.inf) if futility is None else futility, critical[-1])
        return exit_probabilities(lower, np.zeros(s.k), critical, s.rates, drift)[2]
    inside = np.zeros(s.k) if futility is None else np.append(futility, 0.0)
    return exit_probabilities(-critical, inside, critical, s.rates, drift)[2]


def alpha_steps(s: Statement) -> Floats:
    """(k,) what each look spends of one side's error."""
    if s.boundaries == "user_spending":
        assert s.alpha_spending is not None
        cumulative = s.alpha_spending / s.sided
    elif s.boundaries == "no_early_efficacy":
        cumulative = np.append(np.zeros(s.k - 1), s.tail)
    else:
        cumulative = SPENDING[s.boundaries](s.times, s.tail, s.gamma or 0.0)
        if s.rates[-1] >= 1 - 1e-12:  # an under-run's last look spends all
            cumulative[-1] = s.tail
    return steps(cumulative, s.efficacy_looks)


def spent_critical_values(s: Statement, binding: Floats | None) -> Floats:
    """(k,) critical values that spend alpha, given futility bounds that the error counts on, or None."""
    nothing = np.full(s.k, np.nan)
    if s.sided == 2:
        inside = np.zeros(s.k) if binding is None else np.append(binding, 0.0)
        return two_sided_spending_bounds(alpha_steps(s), nothing, inside, s.rates, np.nan, True)[1]
    lower = np.append(np.full(s.k - 1, -np.inf) if binding is None else binding, 0.0)
    return spending_bounds(alpha_steps(s), nothing, lower, nothing, s.rates, np.nan, True, True)[1]


def shaped(s: Statement, c: float) -> Floats:
    """(k,) the critical values of a shape with constant c, its last value; inf where a look cannot reject."""
    if s.boundaries == "haybittle_peto":
        critical = np.append(np.full(s.k - 1, s.constant_bound), c)
    else:
        critical = c * s.rates ** (exponent(s) - 0.5)
    return np.where(s.efficacy_looks, critical, np.inf)


def exponent(s: Statement) -> float:
    """Wang & Tsiatis's delta. Source: Wang & Tsiatis 1987, Biometrics 43:193."""
    if s.deltas is not None:
        return s.deltas[0]
    return {"obrien_fleming": 0.0, "pocock": 0.5}.get(s.boundaries, s.delta or 0.0)


def shaped_critical_values(s: Statement, binding: Floats | None) -> Floats:
    """(k,) critical values of a shape whose constant makes the error alpha."""
    found = root(
        lambda c: rejection(s, shaped(s, c), binding).sum() - s.tail,
        float(-ndtri(s.tail)),
        "No constant gives these boundaries the error rate"
        + (f": looks before the last spend all of it at {s.constant_bound:g}." if s.k > 1 else "."),
    )
    return shaped(s, found)


def critical_values(s: Statement, binding: Floats | None) -> Floats:
    """(k,) for any statement but Pampallona-Tsiatis; binding as in `spent_critical_values`."""
    if s.boundaries == "user_critical_values":
        assert s.critical_values is not None
        return np.where(s.efficacy_looks, s.critical_values, np.inf)
    return spent_critical_values(s, binding) if s.spends else shaped_critical_values(s, binding)


def root(falling: Callable[[float], float], start: float, failed: str, least: float = 1e-3) -> float:
    """Where a falling function of a positive number is 0, searched from `start` outwards. Raises DesignError."""
    low, high = start, start
    while low > least and not falling(low) >= 0:
        low *= 0.8
    while high < 50 and not falling(high) <= 0:
        high *= 1.2
    if not (falling(low) >= 0 >= falling(high)):
        raise refuse(failed, "Change the bounds, the looks or the error rate.")
    return low if low == high else float(brentq(falling, low, high, xtol=1e-13, rtol=1e-14))
