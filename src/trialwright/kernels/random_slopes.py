"""Two arms' slopes over time: the variance of their difference under random intercepts and slopes, with dropout.

A patient seen at `visits` (k,) has measurements b0 + b1 t + error with (b0, b1) normal around the arm's line. The
difference of slopes is estimated by generalised least squares, the estimator of a mixed model with known variances.
Source: Laird & Ware 1982, Biometrics 38:963; Lefante 1990, Stat Med 9:437; Diggle, Heagerty, Liang & Zeger 2002, sec. 2.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """How measurements vary. visits : (k,) ascending, k >= 2. residual_sd > 0; sd_intercept, sd_slope >= 0.

    correlation : of intercept and slope, in [-1, 1]. stays : (k,) P(still seen at each visit), falling, the first <= 1.
    """

    visits: tuple[float, ...]
    residual_sd: float
    sd_intercept: float = 0.0
    sd_slope: float = 0.0
    correlation: float = 0.0
    stays: tuple[float, ...] | None = None


def covariance(course: Course) -> Floats:
    """(k, k): of one patient's measurements."""
    times = np.asarray(course.visits)
    design = np.column_stack([np.ones_like(times), times])
    both = course.correlation * course.sd_intercept * course.sd_slope
    random = np.array([[course.sd_intercept**2, both], [both, course.sd_slope**2]])
    return np.asarray(design @ random @ design.T + course.residual_sd**2 * np.eye(len(times)))


def information(course: Course) -> Floats:
    """(2, 2): expected information of one patient about the arm's intercept and slope, over when patients leave."""
    times, v = np.asarray(course.visits), covariance(course)
    stays = np.ones(len(times)) if course.stays is None else np.asarray(course.stays)
    total = np.zeros((2, 2))
    for seen in range(1, len(times) + 1):
        last = stays[seen - 1] - (stays[seen] if seen < len(times) else 0.0)
        x = np.column_stack([np.ones(seen), times[:seen]])
        total += last * x.T @ np.linalg.solve(v[:seen, :seen], x)
    return total


def unit_variance(course: Course, allocation: float, same_baseline: bool = False) -> float:
    """n times the variance of the difference of slopes, n patients in all. allocation : n1 / n2.

    same_baseline : the arms share an intercept, as randomisation before the first visit makes them.
    """
    share1 = allocation / (1 + allocation)
    each = information(course)
    if not same_baseline:
        of_slope = float(np.linalg.inv(each)[1, 1])
        return of_slope / share1 + of_slope / (1 - share1)
    # Parameters: common intercept, slope of group 2, difference of slopes.
    joint = np.zeros((3, 3))
    for share, arm in ((share1, 1.0), (1 - share1, 0.0)):
        lift = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, arm]])
        joint += share * lift @ each @ lift.T
    return float(np.linalg.inv(joint)[2, 2])


def two_stage_unit_variance(course: Course, allocation: float) -> float:
    """The same when each patient's slope is fitted alone and slopes are averaged, all visits seen. Lefante 1990."""
    times = np.asarray(course.visits)
    of_slope = course.sd_slope**2 + course.residual_sd**2 / float(np.sum((times - times.mean()) ** 2))
    return of_slope * (1 + allocation) ** 2 / allocation
