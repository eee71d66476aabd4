"""getSampleSizeMeans and getPowerMeans."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import (
    design_of,
    each,
    given,
    missing,
    number,
    power_fields,
    size_fields,
    vector,
)
from trialwright.design.sizes.means import MeanTest, mean_test, power_means, sample_size_means
from trialwright.errors import DesignError


def getSampleSizeMeans(
    design: Any = None,
    *,
    groups: float = 2,
    normalApproximation: bool = False,
    meanRatio: bool = False,
    thetaH0: float | None = None,
    alternative: Any = None,
    stDev: Any = 1.0,
    allocationRatioPlanned: float | None = None,
    **more: Any,
) -> Answer:
    of = design_of(design, more, ends_early=True)
    effects = vector(alternative if given(alternative) else np.arange(1, 6) / 5)
    null = float(missing(thetaH0, 1.0 if meanRatio else 0.0))
    ratio = float(missing(allocationRatioPlanned, 1.0))
    tests = [
        _test(e, groups, normalApproximation, meanRatio, null, stDev, None if ratio == 0 else ratio)
        for e in effects
    ]
    if of.sided == 1 and any(not t.upper for t in tests):
        raise DesignError(
            f"A one-sided test looks above thetaH0 = {null:g}, and an alternative lies below.",
            fix="Turn the sign of the alternatives and of thetaH0.",
        )
    found = [sample_size_means(of, t) for t in tests]
    fields = size_fields(of, found, [t.upper for t in tests]) | {
        "alternative": np.array(effects),
        "thetaH0": null,
        "stDev": np.asarray(stDev, float),
        "meanRatio": meanRatio,
        "normalApproximation": normalApproximation,
        "optimumAllocationRatio": ratio == 0,
    }
    return Answer("getSampleSizeMeans", fields, {"design": design, **more}, found)


def getPowerMeans(
    design: Any = None,
    *,
    groups: float = 2,
    normalApproximation: bool = False,
    meanRatio: bool = False,
    thetaH0: float | None = None,
    alternative: Any = None,
    stDev: Any = 1.0,
    directionUpper: bool | None = None,
    maxNumberOfSubjects: float | None = None,
    allocationRatioPlanned: float | None = None,
    **more: Any,
) -> Answer:
    of = design_of(design, more, ends_early=True)
    effects = vector(alternative if given(alternative) else np.arange(6) / 5)
    null = float(missing(thetaH0, 1.0 if meanRatio else 0.0))
    n = number(maxNumberOfSubjects, "maxNumberOfSubjects")
    ratio = number(missing(allocationRatioPlanned, 1.0), "allocationRatioPlanned")
    upper = None if of.sided == 2 else bool(missing(directionUpper, True))

    def test(effect: float) -> MeanTest:
        return _test(effect, groups, normalApproximation, meanRatio, null, stDev, ratio, upper)

    found = each(effects, lambda e: power_means(of, test(e), n, by_drift=True))
    fields = power_fields(of, found, [test(e).upper for e in effects]) | {
        "alternative": np.array(effects),
        "effect": np.array(effects) - null,
        "thetaH0": null,
        "stDev": np.asarray(stDev, float),
        "meanRatio": meanRatio,
        "normalApproximation": normalApproximation,
        "directionUpper": directionUpper,
        "optimumAllocationRatio": False,
    }
    return Answer("getPowerMeans", fields, {"design": design, **more}, found)


CALLS = checked({"getSampleSizeMeans": getSampleSizeMeans, "getPowerMeans": getPowerMeans})


def _test(
    effect: float,
    groups: float,
    known_sd: bool,
    ratio: bool,
    null: float,
    sd: Any,
    allocation: float | None,
    upper: bool | None = None,
) -> MeanTest:
    sds = vector(sd)
    if len(sds) > 2 or (len(sds) == 2 and (groups != 2 or ratio)):
        raise DesignError("`stDev` is one number, or two for two groups.", fix="Give one SD.")
    return mean_test(
        effect,
        sds[-1],
        sd1=sds[0] if len(sds) == 2 else None,
        null=null,
        groups=int(groups),
        allocation=allocation,
        ratio=ratio,
        known_sd=known_sd,
        upper=upper,
    )
