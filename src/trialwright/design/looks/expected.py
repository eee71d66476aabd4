"""What later stages are expected to bring, from an assumed effect and planned sizes: expected stage-wise z.

n : (stages,) patients of each later stage over both groups, or events. ratio : treated per control. All return
(stages,) means of a z that is large under the alternative `upper` names.
"""

from __future__ import annotations

import numpy as np

from trialwright.design.looks.evidence import Floats
from trialwright.errors import DesignError
from trialwright.kernels.restricted_rates import restricted


def of_means(
    effect: float, theta0: float, sd: float, n: Floats, ratio: float | None, upper: bool = True
) -> Floats:
    """effect : assumed mean, or difference of means; ratio None for one sample; sd : of one observation."""
    return _sign(upper) * (effect - theta0) / sd * np.sqrt(n * _share(ratio))


def of_survival(hazard_ratio: float, theta0: float, n: Floats, ratio: float, upper: bool = True) -> Floats:
    """n : events. Raises DesignError for a hazard ratio that is none."""
    if not (hazard_ratio > 0 and theta0 > 0):
        raise DesignError(f"A hazard ratio of {min(hazard_ratio, theta0):g} is none.", fix="Give it above 0.")
    return _sign(upper) * float(np.log(hazard_ratio / theta0)) * np.sqrt(n * _share(ratio))


def of_one_rate(p: float, theta0: float, n: Floats, critical: float, upper: bool = True) -> Floats:
    """p : the assumed rate. critical : normal quantile of 1 - conditional rejection probability."""
    return _rescaled(p - theta0, np.sqrt(theta0 * (1 - theta0)), np.sqrt(p * (1 - p)), n, critical, upper)


def of_rates(
    p1: float, p2: float, theta0: float, n: Floats, ratio: float, critical: float, upper: bool = True
) -> Floats:
    """p1, p2 : assumed rates of treated and control. critical : as in of_one_rate."""
    q1, q2 = restricted(p1, p2, ratio / (1 + ratio), theta0, "difference")
    # Standard deviations of a difference of rates per root of n / (1 + ratio).
    under_null = float(np.sqrt(q1 * (1 - q1) / ratio + q2 * (1 - q2)))
    assumed = float(np.sqrt(p1 * (1 - p1) / ratio + p2 * (1 - p2)))
    return _rescaled(p1 - p2 - theta0, under_null, assumed, n / (1 + ratio), critical, upper)


def _rescaled(
    gap: float, under_null: float, assumed: float, n: Floats, critical: float, upper: bool
) -> Floats:
    """The test divides by the null's standard deviation, the statistic varies with the assumed one.

    With one stage to come P(z >= critical) is exact; with more the correction is shared out by the root of
    their sizes, as increments of information are.
    """
    if not np.isfinite(critical):  # no rejection to come, or a sure one: nothing to correct
        critical = 0.0
    if assumed == 0:
        return np.full(len(n), np.inf if _sign(upper) * gap > 0 else -np.inf)
    share = np.sqrt(n / n.sum())
    return _sign(upper) * gap * np.sqrt(n) / assumed + critical * (1 - under_null / assumed) * share


def _share(ratio: float | None) -> float:
    return 1.0 if ratio is None else ratio / (1 + ratio) ** 2


def _sign(upper: bool) -> float:
    return 1.0 if upper else -1.0
