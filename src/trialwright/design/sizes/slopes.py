"""Slopes of repeated measurements under random intercepts and slopes, with dropout. Source: see kernels.random_slopes."""

from __future__ import annotations

from itertools import pairwise

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.result import Sized
from trialwright.design.sizes.sequential import powered, sized
from trialwright.design.sizes.wald import WaldTest, beyond_null, wald_test
from trialwright.errors import DesignError
from trialwright.kernels import random_slopes
from trialwright.kernels.random_slopes import Course


def slope_test(
    difference: float,
    course: Course,
    *,
    null: float = 0.0,
    allocation: float = 1.0,
    same_baseline: bool = False,
    upper: bool | None = None,
) -> WaldTest:
    """A test that the arms' slopes (per unit of the visits' time) differ by other than `null`. Raises DesignError.

    same_baseline : the model has one intercept for both arms, as randomisation before the first visit allows.
    """
    _check(course, allocation)
    unit = random_slopes.unit_variance(course, allocation, same_baseline)
    return wald_test(difference, unit, null=null, upper=upper, allocation=allocation)


def sample_size_slopes(design: SequentialDesign, test: WaldTest) -> Sized:
    """Patients for power 1 - beta, all visits made at each look. Raises DesignError."""
    beyond_null(test)
    return sized(design, test)


def power_slopes(design: SequentialDesign, test: WaldTest, n: float) -> Sized:
    """Power and all that goes with it for n patients."""
    return powered(design, test, n)


def _check(course: Course, allocation: float) -> None:
    visits, stays = course.visits, course.stays
    if len(visits) < 2 or list(visits) != sorted(set(visits)):
        raise DesignError("A slope needs two visits or more, ascending.", fix="Give the visits' times.")
    if not course.residual_sd > 0 or min(course.sd_intercept, course.sd_slope) < 0:
        raise DesignError("The residual SD is above 0 and the others 0 or more.", fix="Check the SDs.")
    if not -1 <= course.correlation <= 1:
        raise DesignError("A correlation lies in [-1, 1].", fix="Check the correlation.")
    if stays is not None and (
        len(stays) != len(visits) or not all(1 >= a >= b >= 0 for a, b in pairwise(stays)) or stays[1] <= 0
    ):
        raise DesignError(
            "The shares still seen, one a visit, start at 1 or less, never rise, and are above 0 at the second visit.",
            fix="Check the shares.",
        )
    if not allocation > 0:
        raise DesignError("The allocation puts nobody in an arm.", fix="Give n1 / n2 above 0.")
