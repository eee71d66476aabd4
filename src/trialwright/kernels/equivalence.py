"""Power of two one-sided t tests, exact: both must reject, so the SD's estimate must be small enough.

The estimate of effect is normal with standard error `se` = sd * sqrt(unit_variance / n); the SD's estimate is
independent, on df degrees of freedom. Given the SD's estimate both tests reject when the effect's estimate lies
in an interval; its probability is averaged over the chi distribution.
Source: Phillips 1990, J Pharmacokinet Biopharm 18:137; by Owen's Q: Owen 1965, Biometrika 52:437.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammainccinv, gammaincinv, gammaln, ndtr, stdtrit

from trialwright.kernels.roots import reaches

# In the SD's estimate, within whose limits the integrand is smooth.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)
_TAIL = 1e-15  # chi-square mass left out on each side


def tost_power(
    effect: float, lower: float, upper: float, se: float, df: float, alpha: float, known_sd: bool = False
) -> float:
    """P(both tests at level alpha reject). effect, lower < upper and se > 0 on one scale; df > 0."""
    width = (upper - lower) / 2
    if known_sd:
        reach = width / se - (-float(stdtrit(np.inf, alpha)))
        middle = (effect - (lower + upper) / 2) / se
        return float(ndtr(reach - middle) - ndtr(-reach - middle)) if reach > 0 else 0.0
    critical = -float(stdtrit(df, alpha))
    # Where the estimated SD is `most` times the true one or more, no estimate passes both tests.
    most = width / (critical * se)
    low = math.sqrt(2 * float(gammaincinv(df / 2, _TAIL)) / df)
    high = min(most, math.sqrt(2 * float(gammainccinv(df / 2, _TAIL)) / df))
    if high <= low:
        return 0.0
    share = low + (high - low) * (_NODES + 1) / 2
    log_density = (
        math.log(2)
        + df / 2 * math.log(df / 2)
        - float(gammaln(df / 2))
        + (df - 1) * np.log(share)
        - df * share**2 / 2
    )
    passed = ndtr((upper - effect) / se - critical * share) - ndtr((lower - effect) / se + critical * share)
    return float(np.sum(_WEIGHTS * (high - low) / 2 * np.exp(log_density) * passed))


def tost_size(
    effect: float,
    lower: float,
    upper: float,
    sd: float,
    unit_variance: float,
    lost: int,
    alpha: float,
    target: float,
    known_sd: bool = False,
) -> float:
    """Patients in all, not rounded, for TOST power `target`. lower < effect < upper. lost : n - df."""

    def reached(n: float) -> float:
        se = sd * math.sqrt(unit_variance / n)
        return tost_power(effect, lower, upper, se, n - lost, alpha, known_sd)

    nearest = min(upper - effect, effect - lower)
    return reaches(reached, target, lost + 1e-3, lost + 2 + 8 * unit_variance * (sd / nearest) ** 2)
