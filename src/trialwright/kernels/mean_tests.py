"""Power and size of tests of means: z and Student's t, one or two samples, one- or two-sided.

Every such test compares an estimate of variance `unit_variance` / n with a margin, so all of them are
a standardised effect, a total size n and degrees of freedom n - lost. Sizes are not rounded.

effect : (true value - value under the null) / SD, positive in the direction of the alternative.
unit_variance : n times the estimate's variance, in units of the SD squared; see `unit_variance`.
alpha : of the whole test; a two-sided test has alpha / 2 on each side.
both_sides : count rejections on the far side as power; matters only near the null.
"""

from __future__ import annotations

import math
from functools import partial

from scipy.special import ndtr, ndtri, stdtrit

from trialwright.kernels import noncentral_t
from trialwright.kernels.roots import reaches


def unit_variance(allocation: float | None, null_ratio: float = 1.0) -> float:
    """n times the variance of mean1 - null_ratio * mean2 with n in all, or of one mean if allocation is None.

    allocation : n1 / n2 > 0. null_ratio : 1 for a difference; the ratio of means under the null otherwise.
    Source: Chow, Shao & Wang 2008, section 3.2; Kieser & Hauschke 2000 for the ratio.
    """
    if allocation is None:
        return 1.0
    return (1 + allocation) / allocation + null_ratio**2 * (1 + allocation)


def best_allocation(null_ratio: float) -> float:
    """The n1 / n2 of least variance: arms in the ratio of the contrast's weights."""
    return 1 / abs(null_ratio)


def z_power(drift: float, alpha: float, sided: int = 1, both_sides: bool = True) -> float:
    """P(reject) of a normal test whose statistic has mean `drift` and unit variance."""
    critical = float(ndtri(1 - alpha / sided))
    far = float(ndtr(-drift - critical)) if sided == 2 and both_sides else 0.0
    return float(ndtr(drift - critical)) + far


def t_power(drift: float, df: float, alpha: float, sided: int = 1, both_sides: bool = True) -> float:
    """P(reject) of a t test with noncentrality `drift` on df > 0 degrees of freedom. Exact for normal data."""
    critical = -float(stdtrit(df, alpha / sided))
    far = above(critical, df, -drift) if sided == 2 and both_sides else 0.0
    return above(critical, df, drift) + far


def above(critical: float, df: float, noncentrality: float) -> float:
    """P(T > critical) for noncentral t; by the mirror image, which keeps small tails exact."""
    return float(noncentral_t.cdf(df, -noncentrality, -critical))


def power(
    effect: float,
    n: float,
    unit_variance: float,
    lost: int | None,
    alpha: float,
    sided: int = 1,
    both_sides: bool = True,
) -> float:
    """P(reject) with n patients in all. lost : parameters estimated beside the SD; None if the SD is known."""
    drift = effect * math.sqrt(n / unit_variance)
    if lost is None:
        return z_power(drift, alpha, sided, both_sides)
    return t_power(drift, n - lost, alpha, sided, both_sides)


def size(
    effect: float,
    unit_variance: float,
    lost: int | None,
    alpha: float,
    target: float,
    sided: int = 1,
    both_sides: bool = False,
) -> float:
    """Patients in all, not rounded, for power `target`, with one degree of freedom at least; inf where the effect is 0 or on the far side of the null."""
    if not effect > 0:
        return math.inf
    one_sided = unit_variance * ((float(ndtri(1 - alpha / sided)) + float(ndtri(target))) / effect) ** 2
    if lost is None and not (sided == 2 and both_sides):
        return one_sided
    # A z test needs fewer, and with less than one degree of freedom power falls as patients are added.
    lowest = max(one_sided * (0.5 if both_sides else 1.0), 1e-9 if lost is None else lost + 1.0)
    reached = partial(
        power, effect, unit_variance=unit_variance, lost=lost, alpha=alpha, sided=sided, both_sides=both_sides
    )
    return reaches(lambda n: reached(n=n), target, lowest, max(one_sided, lowest) + 1)


def critical_effect(
    critical_p: float, n: float, unit_variance: float, lost: int | None, sd: float, sided: int = 1
) -> float:
    """The smallest estimate beyond the null that a test at p <= critical_p rejects, in units of sd. > 0 for p < 0.5."""
    tail = critical_p / sided
    quantile = -float(ndtri(tail)) if lost is None else -float(stdtrit(n - lost, tail))
    return quantile * sd * math.sqrt(unit_variance / n)
