"""Futility bounds that spend beta, one- and two-sided, and Pampallona & Tsiatis's pairs of shapes.

Beta is spent at the drift at which the whole design has power 1 - beta, so bounds and drift are found together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from trialwright.design.boundaries.efficacy import (
    alpha_steps,
    critical_values,
    rejection,
    root,
    shaped,
    shaped_critical_values,
)
from trialwright.design.boundaries.sequential import Floats
from trialwright.design.boundaries.spending import SPENDING, steps
from trialwright.design.boundaries.statement import Statement, refuse
from trialwright.kernels.group_sequential import (
    exit_probabilities,
    spending_bounds,
    two_sided_spending_bounds,
)

NO_DRIFT = "No effect gives this design its power."


@dataclass(frozen=True, eq=False)
class Bounds:
    """critical : (k,). futility : (k-1,) or None. drift : expected z at full information, where it was solved for."""

    critical: Floats
    futility: Floats | None
    drift: float | None = None


def beta_spent_by(s: Statement) -> Floats:
    """(k,) cumulative beta by look."""
    if s.beta_spending == "user_spending":
        assert s.beta_user is not None
        return s.beta_user
    assert s.beta_spending is not None
    cumulative = SPENDING[s.beta_spending](s.times, s.beta, s.beta_gamma or 0.0)
    cumulative[-1] = s.beta
    return cumulative


def fixed_drift(s: Statement) -> float:
    """The drift at which one look at full information has power 1 - beta, one tail counted."""
    return float(-ndtri(s.tail) - ndtri(s.beta))


def spending_beta(s: Statement) -> Bounds:
    """Bounds of a design that spends beta."""
    return _two_sided(s) if s.sided == 2 else _one_sided(s)


def _one_sided(s: Statement) -> Bounds:
    looks = np.append(s.futility_looks, True)
    beta = steps(beta_spent_by(s), looks)
    given = np.full(s.k, np.nan)
    fixed = given if s.spends else critical_values(s, None)
    alpha = alpha_steps(s) if s.spends else given

    def at(drift: float) -> tuple[Floats, Floats, float]:
        if s.binding and not s.spends:
            return _binding_shape(s, beta, drift)
        return spending_bounds(alpha, beta, given, fixed, s.rates, drift, s.binding, True)

    drift = root(lambda d: at(d)[2], fixed_drift(s), NO_DRIFT)
    lower, upper, _ = at(drift)
    return Bounds(upper, lower[:-1], drift)


def _binding_shape(s: Statement, beta: Floats, drift: float) -> tuple[Floats, Floats, float]:
    """Futility at the drift for a shape whose constant counts on stopping for it."""
    given = np.full(s.k, np.nan)

    def at(c: float) -> tuple[Floats, Floats, float]:
        return spending_bounds(given, beta, given, shaped(s, c), s.rates, drift, True, True)

    def error(c: float) -> float:
        return float(rejection(s, shaped(s, c), at(c)[0][:-1]).sum() - s.tail)

    return at(root(error, float(-ndtri(s.tail)), "No constant gives these boundaries the error rate."))


def _two_sided(s: Statement) -> Bounds:
    """A wedge around 0 that spends beta, from the first look where a one-sided test's futility bound is not negative.

    Before, the bounds of the tests in the two directions cross, and a look has no wedge; with beta_adjustment what it
    would have spent is taken out of the spending function, in proportion.
    """
    if not s.spends:
        raise refuse("Two-sided beta spending needs alpha spending.", "Choose an alpha-spending function.")
    alpha, planned = alpha_steps(s), beta_spent_by(s)
    given, none, every = np.full(s.k, np.nan), np.zeros(s.k), np.ones(s.k, dtype=bool)
    for skipped in range(s.k):
        beta = planned.copy()
        if s.beta_adjustment and skipped:
            beta = s.beta * (planned - planned[skipped - 1]) / (s.beta - planned[skipped - 1])
        uses = np.append((np.arange(s.k - 1) >= skipped) & s.futility_looks, True)
        beta[~uses] = np.nan

        def at(drift: float, beta: Floats = beta) -> tuple[Floats, Floats, float]:
            return two_sided_spending_bounds(alpha, beta, none, s.rates, drift, s.binding)

        drift = root(lambda d, at=at: at(d)[2], fixed_drift(s), NO_DRIFT)
        inside, upper, _ = at(drift)
        first = int(np.argmax(uses))
        lower = spending_bounds(given, steps(planned, every), given, upper, s.rates, drift, False, True)[0]
        if first == s.k - 1 or lower[first] >= 0:
            return Bounds(upper, inside[:-1], drift)
    raise refuse("No look can spend beta on both sides.", "Use a one-sided design.")


def pampallona_tsiatis(s: Statement) -> Bounds:
    """Upper bounds c1 t^(delta1 - 1/2), lower bounds drift t^(1/2) - c0 t^(delta0 - 1/2), meeting at the last look.

    Source: Pampallona & Tsiatis 1994, J Stat Plan Inference 42:19.
    """
    assert s.deltas is not None

    def lower(c1: float, c0: float) -> Floats:
        assert s.deltas is not None
        bounds = ((c1 + c0) * np.sqrt(s.rates) - c0 * s.rates ** (s.deltas[1] - 0.5))[:-1]
        return np.where(s.futility_looks, np.maximum(bounds, 0.0) if s.sided == 2 else bounds, _none(s))

    free = shaped_critical_values(s, None)[-1]

    def upper(c0: float) -> float:
        if not s.binding:
            return float(free)
        return root(
            lambda c: rejection(s, shaped(s, c), np.minimum(lower(c, c0), shaped(s, c)[:-1])).sum() - s.tail,
            float(free),
            "No constant gives these boundaries the error rate.",
        )

    def missed(c0: float) -> float:
        c1 = upper(c0)
        critical = shaped(s, c1)
        return accepted(s, critical, np.minimum(lower(c1, c0), critical[:-1]), c1 + c0)[-1] - s.beta

    c0 = root(missed, max(float(-ndtri(s.beta)), 0.05), NO_DRIFT)
    c1 = upper(c0)
    return Bounds(shaped(s, c1), lower(c1, c0), c1 + c0)


def _none(s: Statement) -> float:
    return -np.inf if s.sided == 1 else 0.0


def accepted(s: Statement, critical: Floats, futility: Floats | None, drift: float) -> Floats:
    """(k,) cumulative probability of having stopped without a rejection."""
    none = np.full(s.k - 1, _none(s)) if futility is None else futility
    ends = np.append(none, critical[-1])
    if s.sided == 1:
        found = exit_probabilities(ends, np.zeros(s.k), critical, s.rates, drift)[0]
    else:
        found = exit_probabilities(-critical, ends, critical, s.rates, drift)[1]
    return np.cumsum(found)


def without_futility(s: Statement) -> Statement:
    """The same design with no futility bounds."""
    return replace(s, futility=None, beta_spending=None)
