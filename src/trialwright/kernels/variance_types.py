"""Variances of an effect size by other conventions than its usual one, by name as metafor's escalc has them (vtype).

Every function takes the effects y (k,) and the trials' numbers by name, and returns the variances (k,).
"LS2" : large-sample, of the uncorrected effect. "UB" : unbiased. "AV" : at the trials' average, weighted by size, so that a
trial's own effect does not weigh it. "HO" : one standard deviation of both groups.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from trialwright.kernels.effect_sizes import Value
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.hypergeometric import gauss
from trialwright.kernels.mean_effects import small_sample_correction, unbiased_variance

Columns = Mapping[str, Floats]


def _hedges_uncorrected(y: Floats, of: Columns) -> Value:
    """Source: Borenstein 2009, in Cooper, Hedges & Valentine, Handbook of Research Synthesis, eqs 12.15 to 12.18."""
    n1, n2 = of["n1"], of["n2"]
    j = small_sample_correction(n1 + n2 - 2)
    return j**2 * (1 / n1 + 1 / n2) + y**2 / (2 * (n1 + n2))


def _hedges_average(y: Floats, of: Columns) -> Value:
    n1, n2 = of["n1"], of["n2"]
    mean = float(np.average(y, weights=n1 + n2))
    return 1 / n1 + 1 / n2 + mean**2 / (2 * (n1 + n2))


def _pooled_variance(of: Columns) -> Value:
    n1, n2 = of["n1"], of["n2"]
    return ((n1 - 1) * of["sd1"] ** 2 + (n2 - 1) * of["sd2"] ** 2) / (n1 + n2 - 2)


def _difference_pooled(y: Floats, of: Columns) -> Value:
    return _pooled_variance(of) * (1 / of["n1"] + 1 / of["n2"]) + 0 * y


def _ratio_pooled(y: Floats, of: Columns) -> Value:
    """Source: Lajeunesse 2011, Ecology 92:2049, with one standard deviation."""
    each = 1 / (of["n1"] * of["mean1"] ** 2) + 1 / (of["n2"] * of["mean2"] ** 2)
    return _pooled_variance(of) * each + 0 * y


def _ratio_average(y: Floats, of: Columns) -> Value:
    """Of the groups' average coefficients of variation."""
    mean1 = np.average(of["sd1"] / of["mean1"], weights=of["n1"])
    mean2 = np.average(of["sd2"] / of["mean2"], weights=of["n2"])
    return mean1**2 / of["n1"] + mean2**2 / of["n2"] + 0 * y


def _correlation_average(y: Floats, of: Columns) -> Value:
    """Source: Hunter & Schmidt 2004, Methods of Meta-Analysis, ch. 3."""
    return (1 - float(np.average(y, weights=of["n"])) ** 2) ** 2 / (of["n"] - 1)


def _correlation_unbiased(y: Floats, of: Columns) -> Value:
    """Source: Hedges 1989, J Educ Stat 14:469, of Olkin and Pratt's unbiased correlation."""
    r, n = of["r"], of["n"]
    return y**2 - (1 - (n - 3) / (n - 2) * (1 - r**2) * gauss(1, 1, n / 2, 1 - r**2))


VARIANCES: dict[tuple[str, str], Callable[[Floats, Columns], Value]] = {
    ("SMD", "UB"): lambda y, of: unbiased_variance(y, of["n1"], of["n2"]),
    ("SMD", "LS2"): _hedges_uncorrected,
    ("SMD", "AV"): _hedges_average,
    ("MD", "HO"): _difference_pooled,
    ("ROM", "HO"): _ratio_pooled,
    ("ROM", "AV"): _ratio_average,
    ("COR", "AV"): _correlation_average,
    ("UCOR", "AV"): _correlation_average,
    ("UCOR", "UB"): _correlation_unbiased,
}
