"""getSampleSizeRates and getPowerRates."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import (
    design_of,
    given,
    missing,
    number,
    power_fields,
    size_fields,
    vector,
)
from trialwright.design.sizes.exact_rates import check_reached, exact_rate, sample_size_exact_rate
from trialwright.design.sizes.rates import (
    RateTest,
    best_allocation,
    one_rate_test,
    power_rates,
    rate_test,
    sample_size_rates,
)
from trialwright.design.sizes.result import Sized
from trialwright.errors import DesignError
from trialwright.kernels.one_sample_binomial import halving_size, power

SAW_TOOTH = (
    "The exact test's power is a saw-tooth in n: nFixed is a size that reaches it, found by halving as in rpact 3.3.4. "
    "conservative=FALSE gives the first, conservative=TRUE the one from which on every size does."
)


def getSampleSizeRates(
    design: Any = None,
    *,
    groups: float = 2,
    normalApproximation: bool = True,
    conservative: bool | None = None,
    riskRatio: bool = False,
    thetaH0: float | None = None,
    pi1: Any = None,
    pi2: float = 0.2,
    allocationRatioPlanned: float | None = None,
    **more: Any,
) -> Answer:
    """conservative : with the exact test, FALSE for the first size on its saw-tooth of power, TRUE for the one that no
    larger one falls short of, as rpact has it from 4.1 on; left out, the size that rpact 3.3.4 finds, by halving."""
    of = design_of(design, more, ends_early=True)
    if of.k == 1:  # rpact sizes a single look of rates for the near side, and inflates that for several
        of = replace(of, two_sided_power=False)
    rates = vector(pi1 if given(pi1) else [0.4, 0.5, 0.6])
    null = _null(thetaH0, riskRatio, groups)
    ratio = float(missing(allocationRatioPlanned, 1.0))
    if groups == 2 and not normalApproximation:
        raise DesignError(
            "rpact has no exact size for two groups.",
            fix="Use trialwright.design.sizes.exact_rates, or the normal approximation.",
        )
    tests = [_sized_test(of, p, pi2, int(groups), riskRatio, null, ratio) for p in rates]
    if normalApproximation:
        found = [sample_size_rates(of, t, near_fixed=True) for t in tests]
    else:
        found = [_exact(of, t, conservative) for t in tests]
    fields = size_fields(of, found, [t.upper for t in tests]) | {
        "pi1": np.array(rates),
        "pi2": pi2,
        "thetaH0": null,
        "riskRatio": riskRatio,
        "directionUpper": [t.upper for t in tests],
        "normalApproximation": normalApproximation,
        "optimumAllocationRatio": ratio == 0,
    }
    notes = () if normalApproximation or conservative is not None else (SAW_TOOTH,)
    return Answer("getSampleSizeRates", fields, {"design": design, **more}, found, notes)


def getPowerRates(
    design: Any = None,
    *,
    groups: float = 2,
    riskRatio: bool = False,
    thetaH0: float | None = None,
    pi1: Any = None,
    pi2: float = 0.2,
    directionUpper: bool | None = None,
    maxNumberOfSubjects: float | None = None,
    allocationRatioPlanned: float | None = None,
    normalApproximation: bool = True,
    **more: Any,
) -> Answer:
    """normalApproximation : FALSE for the exact test of one rate looked at once (rpact >= 4.1; 3.3.4 leaves it aside)."""
    of = design_of(design, more, ends_early=True)
    rates = vector(pi1 if given(pi1) else [0.2, 0.3, 0.4, 0.5])
    null = _null(thetaH0, riskRatio, groups)
    n = number(maxNumberOfSubjects, "maxNumberOfSubjects")
    ratio = number(missing(allocationRatioPlanned, 1.0), "allocationRatioPlanned")
    upper = None if of.sided == 2 else bool(missing(directionUpper, True))
    tests = [_test(p, pi2, int(groups), riskRatio, null, ratio, upper) for p in rates]
    found: list[Sized] = [power_rates(of, t, n, by_drift=True) for t in tests]
    if not normalApproximation:
        found = [_exact_power(of, t, f) for t, f in zip(tests, found, strict=True)]
    effect = np.array([_effect(p, pi2, groups, riskRatio) - null for p in rates])
    fields = power_fields(of, found, [t.upper for t in tests]) | {
        "pi1": np.array(rates),
        "pi2": pi2,
        "effect": effect,
        "thetaH0": null,
        "riskRatio": riskRatio,
        "normalApproximation": normalApproximation,
        "directionUpper": directionUpper,
        "optimumAllocationRatio": False,
    }
    return Answer("getPowerRates", fields, {"design": design, **more}, found)


CALLS = checked({"getSampleSizeRates": getSampleSizeRates, "getPowerRates": getPowerRates})


def _null(value: Any, ratio: bool, groups: float) -> float:
    if groups == 1 and not given(value):
        raise DesignError("A test of one rate needs the rate under the null.", fix="Give thetaH0 in (0, 1).")
    return float(missing(value, 1.0 if ratio else 0.0))


def _effect(p1: float, p2: float, groups: float, ratio: bool) -> float:
    if groups == 1:
        return p1
    return (p1 / p2 if p2 else math.inf) if ratio else p1 - p2


def _exact(design: SequentialDesign, test: RateTest, conservative: bool | None) -> Sized:
    if conservative is not None or design.sided == 2:
        return sample_size_exact_rate(design, test, bool(conservative))
    check_reached(test.p1, test.null, design.alpha, 1 - design.beta)
    n = halving_size(test.p1, test.null, design.alpha, 1 - design.beta)
    return sample_size_exact_rate(design, test, exact=exact_rate(n, test.p1, test.null, design.alpha))


def _exact_power(design: SequentialDesign, test: RateTest, approximate: Sized) -> Sized:
    if test.groups == 2 or design.k > 1 or design.sided == 2 or approximate.n != int(approximate.n):
        raise DesignError(
            "Exact power is of one rate, looked at once, one-sided, of whole patients.",
            fix="Leave out normalApproximation=FALSE.",
        )
    exact = float(power(int(approximate.n), test.p1, test.null, design.alpha, test.upper)[0])
    stages = replace(approximate.stages, reject=np.array([exact]))
    return replace(approximate, power=exact, stages=stages)


def _sized_test(
    design: SequentialDesign, p1: float, p2: float, groups: int, ratio: bool, null: float, allocation: float
) -> RateTest:
    if groups == 2 and allocation == 0:
        allocation = best_allocation(design, p1, p2, "ratio" if ratio else "difference", null)
    return _test(p1, p2, groups, ratio, null, allocation or 1.0, None)


def _test(
    p1: float, p2: float, groups: int, ratio: bool, null: float, allocation: float, upper: bool | None
) -> RateTest:
    if groups == 1:
        return one_rate_test(p1, null, upper=upper)
    measure = "ratio" if ratio else "difference"
    return rate_test(p1, p2, measure=measure, null=null, allocation=allocation, upper=upper)
