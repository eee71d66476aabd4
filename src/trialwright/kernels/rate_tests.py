"""Power and size of tests of one rate or two by the normal approximation. Sizes are of all patients, not rounded.

Two rates: the score statistic of Farrington & Manning, whose null variance takes the rates of greatest likelihood
under the null and whose true variance takes the assumed rates; with a difference of 0 it is the pooled z test of
Fleiss, Levin & Paik 2003, section 4.2. Source: Farrington & Manning 1990, Stat Med 9:1447, equations 4 to 6.
"""

from __future__ import annotations

import math

from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr, ndtri

from trialwright.kernels.restricted_rates import Measure, gap, null_variance, variance
from trialwright.kernels.roots import reaches


def unit_errors(
    p1: float, p2: float, allocation: float, null: float, measure: Measure
) -> tuple[float, float]:
    """sqrt(n) times the standard error of the gap under the null and under the assumed rates. allocation : n1 / n2."""
    share1 = allocation / (1 + allocation)
    null_error = math.sqrt(float(null_variance(p1, p2, share1, null, measure)))
    return null_error, math.sqrt(float(variance(p1, p2, share1, null, measure)))


def one_sample_errors(p: float, null: float) -> tuple[float, float]:
    """sqrt(n) times the standard error of one rate under the null and at p."""
    return math.sqrt(null * (1 - null)), math.sqrt(p * (1 - p))


def power(
    distance: float,
    errors: tuple[float, float],
    n: float,
    alpha: float,
    sided: int = 1,
    both_sides: bool = True,
) -> float:
    """P(reject). distance : gap in the direction of the alternative. errors : as `unit_errors` gives."""
    null_error, error = errors
    critical = float(ndtri(1 - alpha / sided)) * null_error
    if error == 0:
        return float(distance * math.sqrt(n) > critical)
    near = float(ndtr((distance * math.sqrt(n) - critical) / error))
    far = float(ndtr((-distance * math.sqrt(n) - critical) / error))
    return near + (far if sided == 2 and both_sides else 0.0)


def size(
    distance: float,
    errors: tuple[float, float],
    alpha: float,
    target: float,
    sided: int = 1,
    both_sides: bool = False,
) -> float:
    """Patients in all for power `target`; distance > 0."""
    null_error, error = errors
    z = float(ndtri(1 - alpha / sided)) * null_error + float(ndtri(target)) * error
    if not (sided == 2 and both_sides):
        return max(z, 0.0) ** 2 / distance**2
    return reaches(lambda n: power(distance, errors, n, alpha, 2), target, 1e-9, (z / distance) ** 2 + 1)


def best_allocation(
    p1: float, p2: float, null: float, measure: Measure, alpha: float, target: float, sided: int = 1
) -> float:
    """The n1 / n2 that needs the fewest patients."""
    distance = abs(float(gap(p1, p2, null, measure)))

    def needed(log_ratio: float) -> float:
        errors = unit_errors(p1, p2, math.exp(log_ratio), null, measure)
        return size(distance, errors, alpha, target, sided)

    found = minimize_scalar(needed, bracket=(-0.5, 0.5), options={"xtol": 1e-10})
    return math.exp(float(found.x))


def critical_effect(z: float, p2: float, n: float, allocation: float, null: float, measure: Measure) -> float:
    """The observed effect at which the statistic equals z when p2 is seen in group 2; nan where no p1 in (0, 1) does.

    On the scale of the measure: p1 - p2, p1 / p2 or an odds ratio. z < 0 looks below the null.
    """
    share1 = allocation / (1 + allocation)

    def statistic(p1: float) -> float:
        spread = float(null_variance(p1, p2, share1, null, measure))
        distance = float(gap(p1, p2, null, measure))
        return distance * math.sqrt(n) - z * math.sqrt(spread)

    if not 0 < p2 < 1:
        return math.nan
    at_null = {"difference": p2 + null, "ratio": p2 * null, "odds ratio": _of_odds(p2, null)}[measure]
    if z == 0:
        return null
    low, high = (at_null, 1 - 1e-12) if z > 0 else (1e-12, at_null)
    low, high = min(max(low, 1e-12), 1 - 1e-12), min(max(high, 1e-12), 1 - 1e-12)
    if not low < high or statistic(low) * statistic(high) > 0:
        return math.nan
    p1 = float(brentq(statistic, low, high, xtol=1e-14, rtol=1e-14))
    if measure == "odds ratio":
        return p1 / (1 - p1) * (1 - p2) / p2
    return p1 - p2 if measure == "difference" else p1 / p2


def _of_odds(p2: float, odds_ratio: float) -> float:
    odds = odds_ratio * p2 / (1 - p2)
    return odds / (1 + odds)


def one_sample_critical(z: float, n: float, null: float) -> float:
    """The observed rate at which the z test of one rate equals z; it may lie outside [0, 1]."""
    return null + z * math.sqrt(null * (1 - null) / n)
