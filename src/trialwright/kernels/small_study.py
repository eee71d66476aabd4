"""Whether small trials show other effects than large ones, and what selective publication would have done.

y (k,) effects, v (k,) variances > 0. None of these tells publication bias from true differences between small and
large trials, and all have little power below ten trials: Sterne et al. 2011, BMJ 343:d4002.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import kendalltau, rankdata, t

from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.mixed_effects import Fit, fit


class Asymmetry(NamedTuple):
    """A test of funnel asymmetry: statistic, degrees of freedom (inf for the normal), two-sided p."""

    statistic: float
    df: float
    p: float


class Limit(NamedTuple):
    """Effect of an infinitely large trial by a regression test, with its interval; nan where the predictor has no such end."""

    effect: float
    low: float
    high: float


def regression_fit(
    y: Floats, v: Floats, method: str = "reml", predictor: Floats | None = None, test: str = "z"
) -> Fit:
    """Meta-regression on the standard error, or on another predictor (k,) of a trial's size. Sources: Sterne & Egger 2005;
    Moreno et al. 2009, BMC Med Res Methodol 9:2."""
    size = np.sqrt(v) if predictor is None else predictor
    return fit(y, v, np.column_stack([np.ones_like(v), size]), method=method, test=test)


def regression_test(
    y: Floats, v: Floats, method: str = "reml", predictor: Floats | None = None, test: str = "z"
) -> Asymmetry:
    """The slope of regression_fit()."""
    found = regression_fit(y, v, method, predictor, test)
    return Asymmetry(float(found.statistic[1]), found.df, float(found.p[1]))


def egger_test(y: Floats, v: Floats, predictor: Floats | None = None) -> Asymmetry:
    """Weighted regression of y on its standard error, or another predictor, with a dispersion factor; k >= 3.

    On the standard error the same as Egger's regression of y / se on 1 / se. Sources: Egger et al. 1997, BMJ 315:629;
    Peters et al. 2006, JAMA 295:676 (on 1 / n).
    """
    beta, covariance, df = _weighted(y, v, predictor)
    statistic = float(beta[1] / np.sqrt(covariance[1, 1]))
    return Asymmetry(statistic, df, float(2 * t.sf(abs(statistic), df)))


def egger_limit(y: Floats, v: Floats, predictor: Floats | None = None, level: float = 0.95) -> Limit:
    """The intercept of egger_test()'s regression, with its interval."""
    beta, covariance, df = _weighted(y, v, predictor)
    half = float(t.ppf(0.5 + level / 2, df) * np.sqrt(covariance[0, 0]))
    return Limit(float(beta[0]), float(beta[0]) - half, float(beta[0]) + half)


def _weighted(y: Floats, v: Floats, predictor: Floats | None) -> tuple[Floats, Floats, float]:
    """Coefficients, covariance with the dispersion, and degrees of freedom."""
    se = np.sqrt(v)
    x = np.column_stack([np.ones_like(v), se if predictor is None else predictor]) / se[:, None]
    beta, *_ = np.linalg.lstsq(x, y / se, rcond=None)
    df = len(y) - 2
    sigma2 = float(np.sum((y / se - x @ beta) ** 2)) / df
    return (
        np.asarray(beta, dtype=np.float64),
        np.asarray(sigma2 * np.linalg.inv(x.T @ x), dtype=np.float64),
        float(df),
    )


def rank_test(y: Floats, v: Floats, exact: bool | None = None) -> tuple[float, float]:
    """Kendall's tau between standardised effects and variances, and its p. exact : not by the normal approximation; None:
    where there are 50 trials or fewer. Ties are never judged exactly. Source: Begg & Mazumdar 1994, Biometrics 50:1088."""
    w = 1 / v
    standardised = (y - np.sum(w * y) / np.sum(w)) / np.sqrt(v - 1 / np.sum(w))
    ties = len(np.unique(v)) < len(v) or len(np.unique(standardised)) < len(v)
    exactly = not ties and (len(v) <= 50 if exact is None else exact)
    found = kendalltau(standardised, v, method="exact" if exactly else "asymptotic")
    return float(found.statistic), float(found.pvalue)


class Filled(NamedTuple):
    """added : trials that would restore symmetry; the fit with them."""

    added: int
    fit: Fit


ESTIMATORS = ("L0", "R0", "Q0")


def _lacking(away: Floats, estimator: str) -> int:
    """Trials missing on one side, from distances (k,) to the centre. Source: Duval & Tweedie 2000, section 3."""
    k, ranks = len(away), rankdata(np.abs(away), method="ordinal")
    above = float(np.sum(ranks[away > 0]))
    if estimator == "R0":
        found = k - float(np.max(ranks[away <= 0], initial=0)) - 1
    elif estimator == "Q0":
        found = k - 0.5 - np.sqrt(max(0.0, 2 * k**2 - 4 * above + 0.25))
    else:
        found = (4 * above - k * (k + 1)) / (2 * k - 1)
    return min(max(0, int(np.rint(found))), k - 1)


def trim_and_fill(
    y: Floats, v: Floats, method: str = "reml", side: str = "auto", estimator: str = "L0"
) -> Filled:
    """estimator : of ESTIMATORS, how the trials that lack are counted. side : where trials are missing, "left", "right", or "auto", the side the regression test says.

    Source: Duval & Tweedie 2000, Biometrics 56:455. It assumes that asymmetry is publication bias.
    """
    if side == "auto":
        # A slope below zero: small trials have low effects, so high ones are missing.
        side = "right" if regression_test(y, v, method).statistic < 0 else "left"
    way = -1.0 if side == "right" else 1.0
    order = np.argsort(way * y, kind="stable")
    z, u, k = way * y[order], v[order], len(y)
    added = 0
    for _ in range(100):
        keep = k - added
        centre = float(fit(z[:keep], u[:keep], method=method).beta[0])
        now = _lacking(z - centre, estimator)
        if now == added:
            break
        added = now
    centre = float(fit(z[: k - added], u[: k - added], method=method).beta[0])
    mirrored = 2 * centre - z[k - added :]
    full_y, full_v = np.append(z, mirrored), np.append(u, u[k - added :])
    return Filled(added, fit(way * full_y, full_v, method=method))
