"""Effects between scales, and of the strength of association: every function takes numbers or arrays (k,) and returns (y, v).

Names in brackets are those of metafor's escalc. sd > 0, n the patients, r a correlation between -1 and 1.
"""

from __future__ import annotations

import math

import numpy as np

from trialwright.kernels.effect_sizes import Effect, Value
from trialwright.kernels.hypergeometric import gauss
from trialwright.kernels.mean_effects import small_sample_correction


def glass_delta_unequal(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """Difference over the second group's SD, corrected, where the SDs differ ("SMD1H"). Source: Bonett 2009, Psychol Methods
    14:225, in the large-sample form with n for n - 1."""
    d = small_sample_correction(n2 - 1) * (mean1 - mean2) / sd2
    return d, sd1**2 / (sd2**2 * n1) + 1 / n2 + d**2 / (2 * n2)


def _cohen(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """Difference over the pooled SD, uncorrected, with its large-sample variance."""
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / (n1 + n2 - 2))
    d = (mean1 - mean2) / pooled
    return d, 1 / n1 + 1 / n2 + d**2 / (2 * (n1 + n2))


def point_biserial(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """Correlation of group and outcome, the groups' sizes fixed ("RPB"). Source: Borenstein et al. 2009, ch. 7, with the
    delta method."""
    d, v = _cohen(mean1, sd1, n1, mean2, sd2, n2)
    h = (n1 + n2 - 2) * (1 / n1 + 1 / n2)
    return d / np.sqrt(d**2 + h), (h / (d**2 + h) ** 1.5) ** 2 * v


def odds_ratio_by_logistic(
    mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value
) -> Effect:
    """Log odds ratio of a standardised difference of logistic outcomes ("D2ORL", "D2OR"). Source: Chinn 2000, Stat Med 19:3127."""
    d, v = _cohen(mean1, sd1, n1, mean2, sd2, n2)
    return d * math.pi / math.sqrt(3), v * math.pi**2 / 3


def odds_ratio_by_normal(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """The same of normal outcomes ("D2ORN"). Source: Cox & Snell 1989."""
    d, v = _cohen(mean1, sd1, n1, mean2, sd2, n2)
    return d * 1.65, v * 1.65**2


def standardized_mean(mean: Value, sd: Value, n: Value) -> Effect:
    """A mean over its SD, corrected for small samples ("SMN")."""
    y = small_sample_correction(n - 1) * mean / sd
    return y, 1 / n + y**2 / (2 * n)


def standardized_change_unequal(
    mean1: Value, sd1: Value, mean2: Value, sd2: Value, r: Value, n: Value
) -> Effect:
    """Mean change over the first SD, where the SDs differ ("SMCRH"). Source: Bonett 2008, Psychol Methods 13:99, eq. 13."""
    j = small_sample_correction(n - 1)
    d = j * (mean1 - mean2) / sd1
    apart = sd1**2 + sd2**2 - 2 * r * sd1 * sd2
    return d, j**2 * (apart / (sd1**2 * (n - 1)) + d**2 / (2 * (n - 1)))


def log_variability_ratio_paired(
    mean1: Value, sd1: Value, mean2: Value, sd2: Value, r: Value, n: Value
) -> Effect:
    """Log ratio of a group's two SDs ("VRC"). Source: Nakagawa et al. 2015, Methods Ecol Evol 6:143, paired."""
    return np.log(sd1 / sd2) + 0 * (mean1 + mean2), (1 - r**2) / (n - 1) + 0 * mean1


def log_coefficient_of_variation_ratio_paired(
    mean1: Value, sd1: Value, mean2: Value, sd2: Value, r: Value, n: Value
) -> Effect:
    """Log ratio of a group's two SDs over means ("CVRC")."""
    means = sd1**2 / mean1**2 + sd2**2 / mean2**2 - 2 * r * sd1 * sd2 / (mean1 * mean2)
    return np.log(sd1 / mean1) - np.log(sd2 / mean2), (1 - r**2) / (n - 1) + means / n


def unbiased_correlation(r: Value, n: Value) -> Effect:
    """("UCOR"). Source: Olkin & Pratt 1958, Ann Math Stat 29:201, eq. 2.3."""
    y = r * gauss(0.5, 0.5, (n - 2) / 2, 1 - r**2)
    return y, (1 - y**2) ** 2 / (n - 1)


def partial_correlation(t: Value, m: Value, n: Value) -> Effect:
    """Of a coefficient's t in a regression on m predictors ("PCOR"). Source: Aloe & Thompson 2013, J Soc Soc Work Res 4:390."""
    r = t / np.sqrt(t**2 + n - m - 1)
    return r, (1 - r**2) ** 2 / (n - m - 1)


def partial_fisher_z(t: Value, m: Value, n: Value) -> Effect:
    """The same on Fisher's scale ("ZPCOR")."""
    return np.arctanh(partial_correlation(t, m, n)[0]), 1 / (n - m - 1) + 0 * t
