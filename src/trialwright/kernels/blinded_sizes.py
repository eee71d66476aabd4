"""Patients in all that a comparison of two arms needs, by interim data that do not tell the arms apart.

What is pooled gives the nuisance parameter (a variance, an overall rate, the categories' shares); the effect is the assumed
one. Throughout: effect in the measure's unit, either sign; ratio of experimental to control; alpha one-sided; results (m,), not
rounded, inf where the data give no nuisance parameter.
Sources: Kieser & Friede 2003, Stat Med 22:3571 (one-sample variance); Gould 1992, Stat Med 11:55 (overall rate); Friede & Schmidli
2010, Stat Med 29:1145 (counts).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]

_HALVINGS = 60


def of_means(variance: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """variance : (m,) about the pooled mean, so a little too large where there is an effect.

    The last term is Guenther's for Student's t. Source: Kieser & Friede 2003; Guenther 1981, Am Stat 35:243.
    """
    a, b = -ndtri(alpha), ndtri(power)
    n = (1 + ratio) ** 2 / ratio * (a + b) ** 2 * variance / effect**2 + 0.5 * a**2
    return np.where(np.isfinite(n) & (variance > 0), n, np.inf)


def rates_of_odds(pooled: Floats, log_odds_ratio: float, ratio: float) -> tuple[Floats, Floats]:
    """(m,) control and experimental rate with that log odds ratio whose mean, weighted by arms, is `pooled`."""
    low, high = np.zeros(len(pooled)), np.ones(len(pooled))
    odds = np.exp(log_odds_ratio)
    for _ in range(_HALVINGS):
        p0 = 0.5 * (low + high)
        p1 = odds * p0 / (1 - p0 + odds * p0)
        above = p0 + ratio * p1 > (1 + ratio) * pooled
        low, high = np.where(above, low, p0), np.where(above, p0, high)
    p0 = 0.5 * (low + high)
    return p0, odds * p0 / (1 - p0 + odds * p0)


def of_rates(p0: Floats, p1: Floats, ratio: float, alpha: float, power: float) -> Floats:
    """Of the pooled z test. Source: Fleiss, Levin & Paik 2003, section 4.2, for arms of unequal size."""
    pooled = (p0 + ratio * p1) / (1 + ratio)
    under_null = -ndtri(alpha) * np.sqrt((1 + 1 / ratio) * pooled * (1 - pooled))
    under_effect = ndtri(power) * np.sqrt(p0 * (1 - p0) + p1 * (1 - p1) / ratio)
    with np.errstate(divide="ignore", invalid="ignore"):
        n = (1 + ratio) * ((under_null + under_effect) / (p1 - p0)) ** 2
    usable = (p0 > 0) & (p0 < 1) & (p1 > 0) & (p1 < 1) & np.isfinite(n)
    return np.where(usable, n, np.inf)


def of_ordered(shares: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """Of Wilcoxon's test. shares : (m, k) pooled. effect : log odds ratio. Source: Whitehead 1993, Stat Med 12:2257."""
    spread = 1 - (shares**3).sum(-1)
    needed = 3 * (1 + ratio) ** 2 / ratio * (ndtri(power) - ndtri(alpha)) ** 2 / effect**2
    with np.errstate(divide="ignore"):
        return np.where(spread > 1e-12, needed / np.maximum(spread, 1e-12), np.inf)


def of_wins(shares: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """The same for an effect that is a log win odds. Source: Noether 1987, JASA 82:645, with ties."""
    spread = 1 - (shares**3).sum(-1)
    apart = 1 / (1 + np.exp(-effect)) - 0.5
    needed = (1 + ratio) ** 2 / ratio * (ndtri(power) - ndtri(alpha)) ** 2 * spread / (12 * apart**2)
    return np.where(spread > 1e-12, needed, np.inf)


def of_counts(
    mean: Floats, variance: Floats, effect: float, ratio: float, alpha: float, power: float
) -> Floats:
    """mean, variance : (m,) pooled, of events a patient. effect : log rate ratio. Source: Friede & Schmidli 2010."""
    with np.errstate(divide="ignore", invalid="ignore"):
        k = np.maximum((variance - mean) / mean**2, 0.0)
        mean0 = mean * (1 + ratio) / (1 + ratio * np.exp(effect))
        of_patient = 1 / mean0 + k + (1 / (mean0 * np.exp(effect)) + k) / ratio
        n = (1 + ratio) * (ndtri(power) - ndtri(alpha)) ** 2 * of_patient / effect**2
    return np.where(np.isfinite(n) & (mean > 0), n, np.inf)
