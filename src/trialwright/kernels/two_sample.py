"""Two-arm tests on tallies of many trials at once: arrays of trials in, one-sided p-values out.

Every function returns the p-value against "the experimental arm is not higher". A trial whose data
cannot carry the test (an empty arm, no variance) gets p = 1: it shows nothing. A `_score` is the same evidence as a
standard normal score, p = 1 - Phi(score), and -inf where p = 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtr, ndtri, stdtr

Floats = NDArray[np.float64]

_SERIES_FROM = 30.0  # degrees of freedom from which Hill's series is good to 2e-8 for |z| < 6


def moments(tally: Floats) -> tuple[Floats, Floats, Floats]:
    """n, mean and variance (divisor n - 1) from tallies (..., 3) of n, sum and sum of squares.

    The sums are about a value near the mean, so the subtraction below loses no digits that matter.
    Mean is NaN where n = 0, variance where n < 2.
    """
    n, total, squares = tally[..., 0], tally[..., 1], tally[..., 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        variance = np.where(n > 1, np.maximum(squares - total * mean, 0.0) / (n - 1), np.nan)
    return n, mean, variance


def welch_t(control: Floats, experimental: Floats) -> Floats:
    """t test with unequal variances. control, experimental : (..., 3) tallies.

    Source: Welch 1947, Biometrika 34:28; degrees of freedom by Satterthwaite 1946, Biometrics 2:110.
    """
    n0, mean0, variance0 = moments(control)
    n1, mean1, variance1 = moments(experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        v0, v1 = variance0 / n0, variance1 / n1
        t = (mean1 - mean0) / np.sqrt(v0 + v1)
        df = (v0 + v1) ** 2 / (v0**2 / (n0 - 1) + v1**2 / (n1 - 1))
        return _or_one(stdtr(df, -t))


def welch_score(control: Floats, experimental: Floats) -> Floats:
    """Welch's t as a standard normal score."""
    n0, mean0, variance0 = moments(control)
    n1, mean1, variance1 = moments(experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        v0, v1 = variance0 / n0, variance1 / n1
        v = v0 + v1
        return normal_score((mean1 - mean0) / np.sqrt(v), v * v / (v0 * v0 / (n0 - 1) + v1 * v1 / (n1 - 1)))


def normal_score(t: Floats, df: Floats | float) -> Floats:
    """The standard normal z with 1 - Phi(z) = P(T > t) for Student's T on df degrees of freedom; -inf for NaN.

    From 30 degrees of freedom by Hill 1970, Commun ACM 13:617, algorithm 395; below from the distributions.
    """
    t = np.asarray(t)
    df = np.broadcast_to(df, t.shape)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        a = df - 0.5
        b = 48.0 * a * a
        y = a * np.log1p(t * t / df)
        inner = (((0.4 * y + 3.3) * y + 24.0) * y + 85.5) / (0.8 * y * y + 100.0 + b)
        z = np.asarray(np.copysign(np.sqrt(y) * (1.0 + (y + 3.0 - inner) / b), t))
    few = ~(df >= _SERIES_FROM)
    if few.any():
        with np.errstate(invalid="ignore", divide="ignore"):
            z[few] = -np.sign(t[few]) * ndtri(stdtr(df[few], -np.abs(t[few])))
    return _or_nothing(z)


def pooled_t(control: Floats, experimental: Floats) -> Floats:
    """Student's t test with one common variance. control, experimental : (..., 3) tallies."""
    n0, mean0, variance0 = moments(control)
    n1, mean1, variance1 = moments(experimental)
    df = n0 + n1 - 2
    with np.errstate(invalid="ignore", divide="ignore"):
        common = ((n0 - 1) * variance0 + (n1 - 1) * variance1) / df
        t = (mean1 - mean0) / np.sqrt(common * (1 / n0 + 1 / n1))
        return _or_one(stdtr(df, -t))


def pooled_z(control: Floats, experimental: Floats) -> Floats:
    """Difference of two proportions over its standard error under equality, no continuity correction.

    control, experimental : (..., 2) counts without and with the event.
    Source: Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, section 3.1.
    """
    return np.asarray(ndtr(-pooled_z_score(control, experimental)))


def pooled_z_score(control: Floats, experimental: Floats) -> Floats:
    """The standard normal score of `pooled_z`."""
    e0, e1 = control[..., 1], experimental[..., 1]
    n0, n1 = control[..., 0] + e0, experimental[..., 0] + e1
    events, n = e0 + e1, n0 + n1
    with np.errstate(invalid="ignore", divide="ignore"):
        return _or_nothing((e1 * n0 - e0 * n1) * np.sqrt(n / (events * (n - events) * n0 * n1)))


def fisher(control: Floats, experimental: Floats) -> Floats:
    """Fisher's exact test, one-sided: P(as many or more experimental events | margins).

    control, experimental : (..., 2) counts without and with the event.
    """
    tables = np.stack([control, experimental], -2).reshape(-1, 4)
    distinct, which = np.unique(tables, axis=0, return_inverse=True)
    p = np.array([_fisher_upper(*row) for row in distinct])
    return p[which.reshape(-1)].reshape(control.shape[:-1])


def _fisher_upper(no0: float, yes0: float, no1: float, yes1: float) -> float:
    n0, n1, events = no0 + yes0, no1 + yes1, yes0 + yes1
    if n0 == 0 or n1 == 0:
        return 1.0
    k = np.arange(yes1, min(n1, events) + 1)
    log_p = _log_choose(n1, k) + _log_choose(n0, events - k) - _log_choose(n0 + n1, events)
    return float(min(1.0, np.exp(log_p).sum()))


def _log_choose(n: float, k: Floats | float) -> Floats:
    return np.asarray(gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0))


def wilcoxon(control: Floats, experimental: Floats) -> Floats:
    """Wilcoxon rank-sum test with ties, normal approximation, no continuity correction.

    It is the score test of a common odds ratio of 1 in the proportional odds model, up to n/(n - 1) in
    the variance. control, experimental : (..., k) counts by category, lowest category first.
    Source: Lehmann 1975, Nonparametrics, equation 1.35; Whitehead 1993, Stat Med 12:2257.
    """
    return np.asarray(ndtr(-wilcoxon_score(control, experimental)))


def wilcoxon_score(control: Floats, experimental: Floats) -> Floats:
    """The standard normal score of `wilcoxon`."""
    n0, n1 = control.sum(-1), experimental.sum(-1)
    n = n0 + n1
    ties = control + experimental
    midrank = np.cumsum(ties, -1) - (ties - 1) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        w = (experimental * midrank).sum(-1) - n1 * (n + 1) / 2
        variance = n0 * n1 / 12 * ((n + 1) - (ties**3 - ties).sum(-1) / (n * (n - 1)))
        return _or_nothing(w / np.sqrt(variance))


def _or_one(p: Floats) -> Floats:
    return np.where(np.isnan(p), 1.0, p)


def _or_nothing(z: Floats) -> Floats:
    return np.where(np.isnan(z), -np.inf, z)
