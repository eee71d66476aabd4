"""Effects of means and of spreads, of one group, of two, or of one group twice, and their variances.

Every function takes numbers or arrays (k,) and returns (y, v); sd > 0, n the patients, r the correlation of a patient's two
values, between -1 and 1. Names in brackets are those of metafor's escalc.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from trialwright.kernels.effect_sizes import Effect, Value


def small_sample_correction(df: Value) -> Value:
    """What takes the bias from a mean over an SD on df >= 2 degrees of freedom. Source: Hedges 1981, eq. 6e."""
    return np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)


def standardized_mean_difference_unequal(
    mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value
) -> Effect:
    """Difference over the root of the arms' mean variance, corrected for small samples ("SMDH"): for SDs that differ.

    Source: Bonett 2009, Psychol Methods 14:225, eq. 8."""
    df = n1 + n2 - 2
    mean = (sd1**2 + sd2**2) / 2
    correction = small_sample_correction(df)
    d = correction * (mean1 - mean2) / np.sqrt(mean)
    spread = d**2 * (sd1**4 / (n1 - 1) + sd2**4 / (n2 - 1)) / (8 * mean**2)
    # The variance of the uncorrected difference at the corrected one, times the correction's square.
    return d, correction**2 * (spread + (sd1**2 / (n1 - 1) + sd2**2 / (n2 - 1)) / mean)


def glass_delta(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """Difference over the second group's SD, corrected for small samples ("SMD1"). Source: Hedges 1981, J Educ Stat 6:107."""
    d = small_sample_correction(n2 - 1) * (mean1 - mean2) / sd2
    return d, 1 / n1 + 1 / n2 + d**2 / (2 * n2)


def unbiased_variance(g: Value, n1: Value, n2: Value) -> Value:
    """Of Hedges' g, unbiased (vtype = "UB"). Source: Hedges 1983, Psychol Bull 93:388, eq. 9."""
    df = n1 + n2 - 2
    return 1 / n1 + 1 / n2 + (1 - (df - 2) / (df * small_sample_correction(df) ** 2)) * g**2


def log_variability_ratio(mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value) -> Effect:
    """Log ratio of SDs ("VR"). Source: Nakagawa et al. 2015, Methods Ecol Evol 6:143, eqs 5 and 6."""
    y = np.log(sd1 / sd2) + 1 / (2 * (n1 - 1)) - 1 / (2 * (n2 - 1))
    return y + 0 * (mean1 + mean2), 1 / (2 * (n1 - 1)) + 1 / (2 * (n2 - 1)) + 0 * y


def log_coefficient_of_variation_ratio(
    mean1: Value, sd1: Value, n1: Value, mean2: Value, sd2: Value, n2: Value
) -> Effect:
    """Log ratio of SDs over means ("CVR"), means and SDs independent. Source: Nakagawa et al. 2015, eqs 11 and 12."""
    one, two = log_coefficient_of_variation(mean1, sd1, n1), log_coefficient_of_variation(mean2, sd2, n2)
    return one[0] - two[0], one[1] + two[1]


def one_mean(mean: Value, sd: Value, n: Value) -> Effect:
    """("MN")."""
    return mean + 0.0, sd**2 / n


def log_mean(mean: Value, sd: Value, n: Value) -> Effect:
    """Log of a mean above 0, else nan ("MNLN")."""
    return np.log(mean), sd**2 / (n * mean**2)


def log_sd(mean: Value, sd: Value, n: Value) -> Effect:
    """Log of an SD, corrected for small samples ("SDLN"). Source: Nakagawa et al. 2015, eq. 7."""
    return np.log(sd) + 1 / (2 * (n - 1)) + 0 * mean, 1 / (2 * (n - 1)) + 0 * sd


def log_coefficient_of_variation(mean: Value, sd: Value, n: Value) -> Effect:
    """Log of the SD over a mean above 0, else nan ("CVLN"). Source: Nakagawa et al. 2015, eq. 8."""
    return np.log(sd / mean) + 1 / (2 * (n - 1)), 1 / (2 * (n - 1)) + sd**2 / (n * mean**2)


def mean_change(mean1: Value, sd1: Value, mean2: Value, sd2: Value, r: Value, n: Value) -> Effect:
    """Difference of a group's two means ("MC")."""
    return mean1 - mean2, (sd1**2 + sd2**2 - 2 * r * sd1 * sd2) / n


def standardized_change(mean1: Value, sd1: Value, mean2: Value, sd2: Value, r: Value, n: Value) -> Effect:
    """Mean change over the SD of changes, corrected for small samples ("SMCC"). Source: Gibbons et al. 1993, J Educ Stat
    18:271."""
    d = small_sample_correction(n - 1) * (mean1 - mean2) / np.sqrt(sd1**2 + sd2**2 - 2 * r * sd1 * sd2)
    return d, 1 / n + d**2 / (2 * n)


def standardized_change_by_first(
    mean1: Value, sd1: Value, mean2: Value, sd2: Value, r: Value, n: Value
) -> Effect:
    """Mean change over the first SD, corrected for small samples ("SMCR"). Source: Becker 1988, Br J Math Stat Psychol
    41:257."""
    d = small_sample_correction(n - 1) * (mean1 - mean2) / sd1
    return d, 2 * (1 - r) / n + d**2 / (2 * n)


def log_ratio_of_paired_means(
    mean1: Value, sd1: Value, mean2: Value, sd2: Value, r: Value, n: Value
) -> Effect:
    """Log ratio of a group's two means ("ROMC"). Source: Lajeunesse 2011, Ecology 92:2049, eq. 6."""
    apart = sd1**2 / mean1**2 + sd2**2 / mean2**2 - 2 * r * sd1 * sd2 / (mean1 * mean2)
    return np.log(mean1 / mean2), apart / n
