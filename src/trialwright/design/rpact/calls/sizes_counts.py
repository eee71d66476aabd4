"""getSampleSizeCounts and getPowerCounts, with the names of rpact 4: negative binomial counts.

As in rpact 4 a sample size is rounded up in each arm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_accrual import Stated, stated
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import (
    bounds_fields,
    by_look,
    design_of,
    given,
    missing,
    number,
    outcome_fields,
    p_value_fields,
    present,
    stage_fields,
    vector,
)
from trialwright.design.sizes import counts as of_counts
from trialwright.design.sizes.counts import Counts, SizedCounts
from trialwright.design.sizes.result import Sized
from trialwright.errors import DesignError


def getSampleSizeCounts(
    design: Any = None,
    *,
    lambda1: Any = None,
    lambda2: float | None = None,
    theta: Any = None,
    thetaH0: float = 1,
    overdispersion: float = 0,
    fixedExposureTime: float | None = None,
    accrualTime: Any = None,
    accrualIntensity: Any = None,
    followUpTime: float | None = None,
    maxNumberOfSubjects: float | None = None,
    allocationRatioPlanned: float = 1,
    **more: Any,
) -> Answer:
    pooled = more.pop("lambda", None)  # no name for a parameter in Python
    of = design_of(design, more)
    scenarios = _scenarios(lambda1, lambda2, pooled, theta, overdispersion, allocationRatioPlanned)
    if not given(accrualTime):
        exposure = number(fixedExposureTime, "fixedExposureTime")
        found = [
            of_counts.sample_size_counts(of, of_counts.count_test(c, exposure, null=thetaH0))
            for c in scenarios
        ]
        fields = _fixed_exposure(found)
        information = [
            f.n / of_counts.count_test(c, exposure).variance for f, c in zip(found, scenarios, strict=True)
        ]
        fields |= _information_fields(of, found, information)
    else:
        longest = float(missing(fixedExposureTime, math.inf))
        timed = [
            _timed(of, c, accrualTime, accrualIntensity, followUpTime, maxNumberOfSubjects, thetaH0, longest)
            for c in scenarios
        ]
        found = [t.information for t in timed]
        fields = _calendar(timed) | _information_fields(of, found, [f.n for f in found])
    fields |= _shared(of, found, scenarios, thetaH0, overdispersion, allocationRatioPlanned)
    if of.k > 1:
        fields |= stage_fields(of, found[0].stages)
    return Answer("getSampleSizeCounts", present(fields), {"design": design, **more}, found)


def getPowerCounts(
    design: Any = None,
    *,
    directionUpper: bool | None = None,
    maxNumberOfSubjects: float | None = None,
    lambda1: Any = None,
    lambda2: float | None = None,
    theta: Any = None,
    thetaH0: float = 1,
    overdispersion: float = 0,
    fixedExposureTime: float | None = None,
    accrualTime: Any = None,
    accrualIntensity: Any = None,
    followUpTime: float | None = None,
    allocationRatioPlanned: float = 1,
    **more: Any,
) -> Answer:
    pooled = more.pop("lambda", None)  # no name for a parameter in Python
    of = design_of(design, more)
    scenarios = _scenarios(lambda1, lambda2, pooled, theta, overdispersion, allocationRatioPlanned)
    upper = None if of.sided == 2 else bool(missing(directionUpper, True))
    if not given(accrualTime):
        exposure = number(fixedExposureTime, "fixedExposureTime")
        n = number(maxNumberOfSubjects, "maxNumberOfSubjects")
        tests = [of_counts.count_test(c, exposure, null=thetaH0, upper=upper) for c in scenarios]
        found = [of_counts.power_counts(of, t, n) for t in tests]
        fields: dict[str, Any] = {
            "maxNumberOfSubjects": n,
            "expectedNumberOfSubjects": np.array([f.expected for f in found]),
        }
    else:
        accrual = stated(accrualTime, accrualIntensity, "auto", maxNumberOfSubjects).accrual()
        if accrual is None:
            raise DesignError("How many patients enter is not stated.", fix="Give maxNumberOfSubjects.")
        longest = float(missing(fixedExposureTime, math.inf))
        follow_up = float(missing(followUpTime, 0.0 if math.isinf(longest) else longest))
        timed = [
            of_counts.power_counts_accrual(
                of, c, accrual, follow_up, null=thetaH0, upper=upper, longest=longest
            )
            for c in scenarios
        ]
        found = [t.information for t in timed]
        fields = _calendar(timed)
    fields |= _shared(of, found, scenarios, thetaH0, overdispersion, allocationRatioPlanned)
    fields |= outcome_fields(of, [f.stages for f in found])
    return Answer("getPowerCounts", present(fields), {"design": design, **more}, found)


CALLS = checked({"getSampleSizeCounts": getSampleSizeCounts, "getPowerCounts": getPowerCounts})


def _scenarios(
    lambda1: Any, lambda2: Any, pooled: Any, theta: Any, dispersion: float, allocation: float
) -> list[Counts]:
    if given(pooled):
        if not given(theta) or given(lambda1) or given(lambda2):
            raise DesignError("The pooled lambda goes with theta alone.", fix="Give lambda and theta.")
        rate, r = number(pooled, "lambda"), allocation
        seconds = [rate * (1 + r) / (1 + r * t) for t in vector(theta)]
        return [Counts(s * t, s, dispersion, r) for s, t in zip(seconds, vector(theta), strict=True)]
    if given(lambda1) == given(theta) and given(lambda2):
        raise DesignError("The effect is stated by lambda1 or by theta.", fix="Give one of them.")
    if not given(lambda2):
        if not (given(lambda1) and given(theta)):
            raise DesignError("The rates are not stated.", fix="Give lambda2 and theta or lambda1.")
        first = number(lambda1, "lambda1")
        return [Counts(first, first / t, dispersion, allocation) for t in vector(theta)]
    second = number(lambda2, "lambda2")
    firsts = vector(lambda1) if given(lambda1) else [second * t for t in vector(theta)]
    return [Counts(f, second, dispersion, allocation) for f in firsts]


def _timed(
    design: Any,
    counts: Counts,
    time: Any,
    intensity: Any,
    follow_up: Any,
    patients: Any,
    null: float,
    longest: float,
) -> SizedCounts:
    accrual: Stated = stated(time, intensity, "auto", patients)
    settled = accrual.accrual()
    if settled is not None:
        if given(follow_up):
            raise DesignError(
                "Patients and follow-up are both stated, which leaves nothing to solve for.",
                fix="Leave one out, or use getPowerCounts.",
            )
        return of_counts.follow_up_counts(design, counts, settled, null=null, longest=longest)
    if accrual.end is None:
        raise DesignError("The end of accrual is not stated.", fix="Give it, or maxNumberOfSubjects.")
    after = float(missing(follow_up, longest))
    if math.isinf(after):
        raise DesignError("The follow-up is not stated.", fix="Give followUpTime or fixedExposureTime.")
    return of_counts.sample_size_counts_accrual(
        design, counts, accrual.course(), after, null=null, longest=longest
    )


def _fixed_exposure(found: Sequence[Sized]) -> dict[str, Any]:
    def whole(n: float) -> float:
        return math.ceil(n - 1e-8)

    first = [whole(f.first(f.n_fixed)) for f in found]
    second = [whole(f.n_fixed - f.first(f.n_fixed)) for f in found]
    most1, most2 = [f.n1_rounded for f in found], [f.n2_rounded for f in found]
    return {
        "nFixed": np.array(first) + np.array(second),
        "nFixed1": np.array(first),
        "nFixed2": np.array(second),
        "maxNumberOfSubjects": np.array(most1) + np.array(most2),
        "maxNumberOfSubjects1": np.array(most1),
        "maxNumberOfSubjects2": np.array(most2),
    }


def _calendar(timed: Sequence[SizedCounts]) -> dict[str, Any]:
    return {
        "nFixed": np.ceil(np.array([t.n_fixed for t in timed]) - 1e-8),
        "maxNumberOfSubjects": np.ceil(np.array([t.planned for t in timed]) - 1e-8),
        "numberOfSubjects": by_look([t.patients for t in timed]),
        "calendarTime": by_look([t.times for t in timed]),
        "studyTime": np.array([float(t.times[-1]) for t in timed]),
        "followUpTime": np.array([t.follow_up for t in timed]),
        "expectedStudyDurationH1": np.array([t.expected_duration for t in timed]),
        "expectedNumberOfSubjectsH1": np.array([t.expected_patients for t in timed]),
    }


def _information_fields(design: Any, found: Sequence[Sized], most: Sequence[float]) -> dict[str, Any]:
    fields: dict[str, Any] = {"maxInformation": np.array(most)}
    if design.k > 1:
        rates = design.information_rates
        fields |= {
            "informationRates": rates,
            "informationOverStages": by_look([m * rates for m in most]),
            "expectedInformationH0": np.array(
                [f.null.expected(m * rates) for f, m in zip(found, most, strict=True)]
            ),
            "expectedInformationH01": np.array(
                [f.halfway.expected(m * rates) for f, m in zip(found, most, strict=True)]
            ),
            "expectedInformationH1": np.array(
                [f.stages.expected(m * rates) for f, m in zip(found, most, strict=True)]
            ),
        }
    return fields


def _shared(
    design: Any,
    found: Sequence[Sized],
    scenarios: Sequence[Counts],
    null: float,
    dispersion: float,
    ratio: float,
) -> dict[str, Any]:
    ratios = [c.rate1 / c.rate2 for c in scenarios]
    return {
        "lambda1": np.array([c.rate1 for c in scenarios]),
        "lambda2": np.array([c.rate2 for c in scenarios]),
        "theta": np.array(ratios),
        "thetaH0": null,
        "overdispersion": dispersion,
        "allocationRatioPlanned": ratio,
        **p_value_fields(design, found[0]),
        **bounds_fields(design, [(f.bounds, r >= null) for f, r in zip(found, ratios, strict=True)]),
    }
