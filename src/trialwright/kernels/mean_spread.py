"""The standard deviation behind what is printed beside a mean.

Source: Higgins, Li and Deeks, Cochrane Handbook for Systematic Reviews of Interventions 6.5 (2023), section 6.5.2.2.
"""

from __future__ import annotations

import math

LARGE = 100  # above it the Handbook takes the normal distribution, as intervals out of models have it too


def sd_of_error(error: float, n: int) -> float:
    """The standard deviation, from the standard error of a mean of n: SE sqrt(n)."""
    return error * math.sqrt(n)


def quantile_of_limits(n: int, level: float = 95.0) -> float:
    """How many standard errors the limits of a mean of n stand away from it.

    By Student's t with n - 1 degrees of freedom, by the normal distribution for more than 100.

    n : at least 2. level : of confidence, percent between 0 and 100.
    """
    from scipy.special import ndtri, stdtrit  # here, for most documents need none

    upper = 0.5 + level / 200
    return float(ndtri(upper) if n > LARGE else stdtrit(n - 1, upper))


def sd_of_limits(low: float, high: float, n: int, level: float = 95.0) -> float:
    """The standard deviation, from the confidence limits of a mean of n: sqrt(n) (high - low) / (2 quantile)."""
    return math.sqrt(n) * (high - low) / (2 * quantile_of_limits(n, level))


def told(low: float, high: float, n: int, level: float = 95.0) -> str:
    """The arithmetic of `sd_of_limits` in one line."""
    by = "normal" if n > LARGE else f"t with {n - 1} df"
    return (
        f"SD {sd_of_limits(low, high, n, level):.4g} = sqrt({n}) x ({high:g} - {low:g}) / "
        f"(2 x {quantile_of_limits(n, level):.4g}), {level:g} % limits, {by}"
    )
