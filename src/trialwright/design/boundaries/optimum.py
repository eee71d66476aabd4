"""The Wang-Tsiatis delta of least expected size. Source: Wang & Tsiatis 1987, Biometrics 43:193."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import minimize_scalar

from trialwright.design.boundaries.efficacy import rejection, root, shaped_critical_values
from trialwright.design.boundaries.futility import NO_DRIFT, fixed_drift
from trialwright.design.boundaries.sequential import Floats
from trialwright.design.boundaries.statement import Statement


def optimal_delta(s: Statement) -> float:
    """delta in [0, 1] of least criterion: "asn_h1", the expected information at the alternative; "asn_inflation_h1",
    that plus the largest; "asn_sum", expected at the alternative, half of it and none, added up."""
    found = minimize_scalar(
        lambda d: criterion(s, d), bounds=(0.0, 1.0), method="bounded", options={"xatol": 1e-5}
    )
    return min((0.0, 1.0, float(found.x)), key=lambda d: criterion(s, d))


def criterion(s: Statement, delta: float) -> float:
    """What the optimum makes least, in units of drift squared."""
    wang_tsiatis = replace(s, boundaries="wang_tsiatis", delta=delta)
    critical = shaped_critical_values(wang_tsiatis, s.futility if s.binding else None)
    drift = root(lambda d: 1 - s.beta - _power(s, critical, d), fixed_drift(s), NO_DRIFT)
    sizes = [drift**2 * expected_rate(s, critical, share * drift) for share in (1.0, 0.5, 0.0)]
    return {"asn_h1": sizes[0], "asn_inflation_h1": sizes[0] + drift**2, "asn_sum": sum(sizes)}[s.criterion]


def _power(s: Statement, critical: Floats, drift: float) -> float:
    found = rejection(s, critical, s.futility, drift).sum()
    if s.sided == 2 and s.two_sided_power:
        found += rejection(s, critical, s.futility, -drift).sum()
    return float(found)


def expected_rate(s: Statement, critical: Floats, drift: float) -> float:
    """Expected information at the end over the largest."""
    from trialwright.kernels.group_sequential import exit_probabilities

    none = np.full(s.k - 1, -np.inf) if s.futility is None else s.futility
    if s.sided == 1:
        lower, inside = np.append(none, critical[-1]), np.zeros(s.k)
    else:
        lower, inside = -critical, np.zeros(s.k) if s.futility is None else np.append(s.futility, 0.0)
    ends = sum(exit_probabilities(lower, inside, critical, s.rates, drift))[:-1]
    return float(1.0 - ends @ (1.0 - s.rates[:-1]))
