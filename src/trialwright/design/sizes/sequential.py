"""From a test's drift to what a design with looks does; a fixed design is one with a single look."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign, exits, fixed_drift, powered_drift
from trialwright.design.sizes.result import Bounds, Floats, Sized, Stages
from trialwright.errors import DesignError


class Test(Protocol):
    """One test of one effect against a null, whatever the endpoint. n : patients in all; tail : level on one side.

    upper : whether the alternative lies above the null (the side on which a one-sided test rejects).
    """

    upper: bool
    allocation: float
    groups: int

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        """Patients in all for the power without interim looks; not rounded."""

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        """P(reject) without interim looks; both sides if two-sided."""

    def drift(self, n: float, tail: float) -> float:
        """The expected z of the z test of level `tail` that has this test's power towards the effect.

        Positive where the effect lies on the alternative's side; of opposite sign, and the same size, on the other.
        """

    def estimate(self, z: float, n: float) -> float:
        """The estimate of effect at which the test's one-sided p is that of z; z > 0 above the null."""


def fixed(
    alpha: float = 0.025, beta: float = 0.2, sided: int = 1, two_sided_power: bool = False
) -> SequentialDesign:
    """A design with its one look at the end. Raises DesignError."""
    if sided not in (1, 2):
        raise DesignError(f"A test is one-sided or two-sided, not {sided}-sided.", fix="Give 1 or 2.")
    for name, level in (("alpha", alpha), ("beta", beta)):
        if not 0 < level < 1:
            raise DesignError(
                f"{name} is {level}, no probability between 0 and 1.", fix=f"Give {name} in (0, 1)."
            )
    if alpha + beta >= 1:
        raise DesignError("Power below the level is no plan.", fix="Let alpha + beta be below 1.")
    tail = alpha / sided
    return SequentialDesign(
        kind="group sequential",
        alpha=alpha,
        beta=beta,
        sided=sided,
        information_rates=np.array([1.0]),
        critical_values=np.array([-float(ndtri(tail))]),
        futility_bounds=None,
        binding_futility=False,
        alpha_spent=np.array([alpha]),
        stage_levels=np.array([tail]),
        two_sided_power=two_sided_power,
    )


def stages(design: SequentialDesign, drift: float, near_only: bool = False) -> Stages:
    """What the design does under a drift, its futility bounds obeyed. Raises DesignError for a Fisher design.

    near_only : count only rejections on the drift's side (drift >= 0) of a two-sided test as power.
    """
    found = exits(design, drift)
    if near_only and design.sided == 2:
        return Stages(drift, found.upper, found.futility[:-1], found.crossed, found.lower)
    return Stages(drift, found.rejection, found.futility[:-1], found.crossed)


def inflation(design: SequentialDesign) -> float:
    """Most patients to patients of the fixed design of the same level and power."""
    if design.k == 1:
        return 1.0
    return (powered_drift(design) / fixed_drift(design)) ** 2


def sized(design: SequentialDesign, test: Test, near_fixed: bool = False) -> Sized:
    """The design with as many patients as give it power 1 - beta.

    near_fixed : let the fixed design that is inflated count the effect's side only, whatever the power does.
    """
    both_sides = design.two_sided_power and not near_fixed
    n_fixed = test.fixed_size(design.alpha, 1 - design.beta, design.sided, both_sides)
    if not math.isfinite(n_fixed):
        raise DesignError("No size reaches this power.", fix="Ask for less power or a larger effect.")
    shown = stages(design, powered_drift(design), not design.two_sided_power)
    return _assembled(design, test, n_fixed * inflation(design), n_fixed, shown)


def powered(design: SequentialDesign, test: Test, n: float, by_drift: bool = False) -> Sized:
    """The design with n patients in all at most.

    by_drift : let a single look's power too follow from the drift, as with several; it is then the test's own on the
    side of the effect, and by symmetry, not exactly, on the other side. rpact has it so.
    """
    if not n > 0:
        raise DesignError(f"{n} patients are none.", fix="Give a size above 0.")
    tail = design.alpha / design.sided
    if design.k == 1 and not by_drift:
        reject = np.array([test.fixed_power(n, design.alpha, design.sided)])
        shown = Stages(test.drift(n, tail), reject, np.empty(0), np.empty(0))
    else:
        shown = stages(design, test.drift(n, tail))
    return _assembled(design, test, n, n, shown)


def _assembled(design: SequentialDesign, test: Test, n: float, n_fixed: float, shown: Stages) -> Sized:
    return Sized(
        power=shown.power,
        n=n,
        n_fixed=n_fixed,
        allocation=test.allocation,
        groups=test.groups,
        information_rates=design.information_rates,
        ending_rates=_ending_rates(design),
        critical_p=ndtr(-design.critical_values),
        futility_p=futility_p(design),
        bounds=estimates(design, test, n * design.information_rates),
        stages=shown,
        null=stages(design, 0.0),
        halfway=stages(design, shown.drift / 2),
    )


def _ending_rates(design: SequentialDesign) -> Floats:
    """(k,) information at the end of a trial stopped at each look: what is in the pipeline still comes in."""
    rates = np.array(design.information_rates, float)
    if design.delayed_information is not None:
        rates[:-1] += design.delayed_information
    return rates


def futility_p(design: SequentialDesign) -> Floats | None:
    """(k - 1,) the one-sided p at and above which a look stops for futility, NaN where none does."""
    return None if design.futility_bounds is None or design.k == 1 else ndtr(-_futility(design)[:-1])


def estimates(design: SequentialDesign, test: Test, at_looks: Floats) -> Bounds:
    """The design's bounds as estimates, at the sizes of its looks (k,)."""
    sign = 1.0 if test.upper else -1.0
    far = design.sided == 2
    has_futility = design.futility_bounds is not None and design.k > 1

    def on_scale(z: Floats, side: float) -> Floats:
        values = [
            test.estimate(side * b, n) if np.isfinite(b) else math.nan
            for b, n in zip(z, at_looks, strict=False)
        ]
        return np.asarray(values, float)

    critical, stop = design.critical_values, _futility(design)[:-1]
    return Bounds(
        on_scale(critical, sign),
        on_scale(stop, sign) if has_futility else None,
        on_scale(critical, -sign) if far else None,
        on_scale(stop, -sign) if far and has_futility else None,
    )


def _futility(design: SequentialDesign) -> Floats:
    """(k,) futility bounds on the z scale, NaN where the look has none; the last look has none of its own."""
    found = np.full(design.k, math.nan)
    if design.futility_bounds is not None and design.k > 1:
        bounds = np.asarray(design.futility_bounds, float)[: design.k - 1]
        # A two-sided test stops within (-bound, bound), which a bound of 0 leaves empty.
        none = ~np.isfinite(bounds) | ((bounds <= 0) & (design.sided == 2))
        found[: design.k - 1] = np.where(none, math.nan, bounds)
    return found
