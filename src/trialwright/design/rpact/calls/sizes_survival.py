"""getSampleSizeSurvival and getPowerSurvival."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
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
    scalar_or_vector,
    stage_fields,
)
from trialwright.design.rpact.calls.sizes_hazards import Assumed, assumption_fields, dropouts, scenarios
from trialwright.design.sizes.survival import (
    LogRankTest,
    SizedSurvival,
    accrual_survival,
    best_allocation,
    follow_up_survival,
    log_rank_test,
    power_survival,
    sample_size_survival,
    size_of_probabilities,
)
from trialwright.errors import DesignError

FORMULAS = ("Schoenfeld", "Freedman", "HsiehFreedman")


def getSampleSizeSurvival(
    design: Any = None,
    *,
    typeOfComputation: Any = "Schoenfeld",
    thetaH0: float = 1,
    pi1: Any = None,
    pi2: Any = None,
    lambda1: Any = None,
    lambda2: Any = None,
    median1: Any = None,
    median2: Any = None,
    kappa: float = 1,
    hazardRatio: Any = None,
    piecewiseSurvivalTime: Any = None,
    allocationRatioPlanned: float | None = None,
    eventTime: float = 12,
    accrualTime: Any = None,
    accrualIntensity: Any = 0.1,
    accrualIntensityType: Any = "auto",
    followUpTime: float | None = None,
    maxNumberOfSubjects: float | None = None,
    dropoutRate1: float = 0,
    dropoutRate2: float = 0,
    dropoutTime: float = 12,
    accountForObservationTimes: bool = True,
    **more: Any,
) -> Answer:
    of = design_of(design, more)
    found = scenarios(
        piecewiseSurvivalTime, lambda1, lambda2, hazardRatio, pi1, pi2, median1, median2, eventTime, kappa, [0.4, 0.5, 0.6],
    )  # fmt: skip
    times = accountForObservationTimes or found[0].pi1 is None  # hazards tell of events only with times
    accrual = stated(accrualTime, accrualIntensity, accrualIntensityType, maxNumberOfSubjects)
    follow_up = _follow_up(accrual, followUpTime)
    dropout = dropouts(dropoutRate1, dropoutRate2, dropoutTime)
    ratio, formula = float(missing(allocationRatioPlanned, 1.0)), _formula(typeOfComputation)

    def size(scenario: Assumed, allocation: float) -> tuple[LogRankTest, SizedSurvival]:
        test = log_rank_test(scenario.hazard_ratio, null=thetaH0, allocation=allocation, formula=formula)
        if not times:
            return test, _without_times(of, test, scenario)
        return test, _sized(of, test, scenario, allocation, dropout, accrual, follow_up)

    def best(scenario: Assumed) -> float:
        """Where patients are given, the fewest events are what can be had."""
        return best_allocation(lambda r: _burden(size(scenario, r)[1], accrual))

    pairs = [size(s, ratio or best(s)) for s in found]
    tests, sizes = [p[0] for p in pairs], [p[1] for p in pairs]
    fields = (
        _size_fields(of, tests, sizes, times)
        | assumption_fields(found, eventTime, given(median1) or given(median2))
        | _accrual_fields(accrual, sizes, times)
        | _stated_fields(thetaH0, formula, ratio, times, dropoutRate1, dropoutRate2, dropoutTime)
        | {"directionUpper": [t.upper for t in tests]}
    )
    if follow_up is not None:
        fields |= _given_times(fields, of.k, follow_up)
    return Answer("getSampleSizeSurvival", fields, {"design": design, **more}, sizes)


def getPowerSurvival(
    design: Any = None,
    *,
    typeOfComputation: Any = "Schoenfeld",
    thetaH0: float = 1,
    directionUpper: bool | None = None,
    pi1: Any = None,
    pi2: Any = None,
    lambda1: Any = None,
    lambda2: Any = None,
    median1: Any = None,
    median2: Any = None,
    kappa: float = 1,
    hazardRatio: Any = None,
    piecewiseSurvivalTime: Any = None,
    allocationRatioPlanned: float = 1,
    eventTime: float = 12,
    accrualTime: Any = None,
    accrualIntensity: Any = 0.1,
    accrualIntensityType: Any = "auto",
    maxNumberOfSubjects: float | None = None,
    maxNumberOfEvents: float | None = None,
    dropoutRate1: float = 0,
    dropoutRate2: float = 0,
    dropoutTime: float = 12,
    **more: Any,
) -> Answer:
    of = design_of(design, more)
    found = scenarios(
        piecewiseSurvivalTime, lambda1, lambda2, hazardRatio, pi1, pi2, median1, median2, eventTime, kappa, [0.2, 0.3, 0.4, 0.5],
    )  # fmt: skip
    stated_accrual = stated(accrualTime, accrualIntensity, accrualIntensityType, maxNumberOfSubjects)
    accrual = stated_accrual.accrual()
    if accrual is None:
        raise DesignError("How many patients enter is not stated.", fix="Give maxNumberOfSubjects.")
    events = number(maxNumberOfEvents, "maxNumberOfEvents")
    dropout = dropouts(dropoutRate1, dropoutRate2, dropoutTime)
    ratio, formula = float(missing(allocationRatioPlanned, 1.0)), _formula(typeOfComputation)
    upper = None if of.sided == 2 else bool(missing(directionUpper, True))
    tests = [
        log_rank_test(a.hazard_ratio, null=thetaH0, allocation=ratio, formula=formula, upper=upper)
        for a in found
    ]
    powers = [
        power_survival(of, t, a.arms(ratio, dropout), accrual, events)
        for t, a in zip(tests, found, strict=True)
    ]
    fields = (
        _power_fields(of, tests, powers)
        | assumption_fields(found, eventTime, given(median1) or given(median2))
        | _accrual_fields(stated_accrual, powers, True)
        | _stated_fields(thetaH0, formula, ratio, True, dropoutRate1, dropoutRate2, dropoutTime)
        | {
            "directionUpper": directionUpper,
            "allocationRatioPlanned": ratio,
            "optimumAllocationRatio": False,
        }
    )
    return Answer("getPowerSurvival", present(fields), {"design": design, **more}, powers)


CALLS = checked({"getSampleSizeSurvival": getSampleSizeSurvival, "getPowerSurvival": getPowerSurvival})


def _stated_fields(
    null: float,
    formula: str,
    ratio: float,
    times: bool,
    dropoutRate1: float,
    dropoutRate2: float,
    dropoutTime: float,
) -> dict[str, Any]:
    """What the call has stated, as sizes and power tell it."""
    return {
        "thetaH0": null,
        "typeOfComputation": formula,
        "optimumAllocationRatio": ratio == 0,
        "accountForObservationTimes": times,
        "dropoutRate1": dropoutRate1,
        "dropoutRate2": dropoutRate2,
        "dropoutTime": dropoutTime,
    }


def _without_times(of: SequentialDesign, test: LogRankTest, scenario: Assumed) -> SizedSurvival:
    assert scenario.pi1 is not None
    assert scenario.pi2 is not None
    return size_of_probabilities(of, test, scenario.pi1, scenario.pi2)


def _formula(stated_formula: Any) -> Any:
    name = stated_formula[0] if isinstance(stated_formula, list) else stated_formula
    if name not in FORMULAS:
        raise DesignError(
            f"There is no typeOfComputation `{name}`.", fix=f"Use one of: {', '.join(FORMULAS)}."
        )
    return name


def _follow_up(accrual: Stated, value: Any) -> float | None:
    """The follow-up, where it is given or, as in rpact, 6 when nothing else settles the size."""
    if given(value):
        if accrual.patients is not None:
            raise DesignError(
                "Patients and follow-up are both stated, which leaves nothing to solve for.",
                fix="Leave one out, or use getPowerSurvival.",
            )
        return float(value)
    if accrual.patients is not None:
        return None
    if accrual.end is None:
        raise DesignError(
            "Neither the end of accrual, nor patients, nor the follow-up is stated.", fix="Give one of them."
        )
    return 6.0


def _sized(
    design: SequentialDesign,
    test: LogRankTest,
    scenario: Assumed,
    allocation: float,
    dropout: tuple[float, float],
    accrual: Stated,
    follow_up: float | None,
) -> SizedSurvival:
    arms = scenario.arms(allocation, dropout)
    if follow_up is None:
        settled = accrual.accrual()
        assert settled is not None
        return follow_up_survival(design, test, arms, settled)
    if accrual.end is None:
        return accrual_survival(design, test, arms, accrual.starts, accrual.intensity, follow_up)
    return sample_size_survival(design, test, arms, accrual.course(), follow_up)


def _burden(size: SizedSurvival, accrual: Stated) -> float:
    return size.planned if accrual.patients is None else size.events.n


def _size_fields(
    design: SequentialDesign, tests: Sequence[LogRankTest], sizes: Sequence[SizedSurvival], timed: bool
) -> dict[str, Any]:
    events = [s.events for s in sizes]
    share1 = np.array([s.allocation / (1 + s.allocation) for s in sizes])
    # A fixed design's patients are rpact's as planned, those of one with looks as entered by the last look.
    most = np.array([s.planned if design.k == 1 else s.n for s in sizes])
    fields = {
        "eventsFixed": np.array([e.n_fixed for e in events]),
        "maxNumberOfEvents": np.array([e.n for e in events]),
        "eventsPerStage": by_look([e.at_looks for e in events]),
        "omega": np.array([s.event_probability for s in sizes]),
        "nFixed": np.array([s.n_fixed for s in sizes]),
        "nFixed1": np.array([s.n_fixed for s in sizes]) * share1,
        "nFixed2": np.array([s.n_fixed for s in sizes]) * (1 - share1),
        "maxNumberOfSubjects": most,
        "maxNumberOfSubjects1": most * share1,
        "maxNumberOfSubjects2": most * (1 - share1),
        "expectedEventsH1": np.array([e.expected for e in events]),
        "allocationRatioPlanned": scalar_or_vector([s.allocation for s in sizes]),
        **_bounds(design, [(e.bounds, t.upper) for e, t in zip(events, tests, strict=True)]),
        **p_value_fields(design, events[0]),
        **(_time_fields(sizes, design.k == 1) if timed else {}),
    }
    if not timed:
        fields["numberOfSubjects"] = by_look([s.n * design.information_rates for s in sizes])
        fields["numberOfSubjects1"] = fields["numberOfSubjects"] * share1
        fields["numberOfSubjects2"] = fields["numberOfSubjects"] * (1 - share1)
    if timed:
        fields["studyDuration"] = np.array([s.expected_duration for s in sizes])
    if design.k > 1:
        fields |= {
            "informationRates": design.information_rates,
            "expectedEventsH0": np.array([e.expected_null for e in events]),
            "expectedEventsH01": np.array([e.expected_halfway for e in events]),
            **stage_fields(design, events[0].stages),
        }
        if timed:
            fields |= {
                "expectedNumberOfSubjectsH1": np.array([s.expected_patients for s in sizes]),
                "studyDurationH1": np.array([s.expected_duration for s in sizes]),
            }
    return present(fields)


def _bounds(design: SequentialDesign, found: Sequence[Any]) -> dict[str, Any]:
    """A look that cannot reject has, for rpact, the critical hazard ratio 0 (or, upward, infinity)."""
    fields = bounds_fields(design, found)
    critical = fields.get("criticalValuesEffectScale")
    if critical is not None:
        never = np.isinf(design.critical_values)
        critical[never] = [math.inf if upper else 0.0 for _, upper in found]
    return fields


def _time_fields(sizes: Sequence[SizedSurvival], planned: bool) -> dict[str, Any]:
    patients = by_look([[s.planned] if planned else s.patients for s in sizes])
    share1 = np.array([s.allocation / (1 + s.allocation) for s in sizes])
    return {
        "analysisTime": by_look([s.times for s in sizes]),
        "maxStudyDuration": np.array([s.study_duration for s in sizes]),
        "followUpTime": np.array([s.follow_up for s in sizes]),
        "numberOfSubjects": patients,
        "numberOfSubjects1": patients * share1,
        "numberOfSubjects2": patients * (1 - share1),
    }


def _given_times(fields: dict[str, Any], looks: int, follow_up: float) -> dict[str, Any]:
    """Where the follow-up is given all alternatives end at one time, and rpact prints it once."""
    once: dict[str, Any] = {"followUpTime": follow_up}
    if looks == 1:
        once |= {
            name: np.ravel(fields[name])[:1]
            for name in ("analysisTime", "maxStudyDuration", "studyDuration")
            if name in fields and len(set(np.round(np.ravel(fields[name]), 9))) == 1
        }
    return once


def _power_fields(
    design: SequentialDesign, tests: Sequence[LogRankTest], powers: Sequence[SizedSurvival]
) -> dict[str, Any]:
    events = [p.events for p in powers]
    times = _time_fields(powers, planned=False)
    return {
        "maxNumberOfEvents": events[0].n,
        "maxNumberOfSubjects": powers[0].planned,
        "eventsPerStage": events[0].at_looks,
        **times,
        "studyDuration": np.array([p.expected_duration for p in powers]),
        "expectedNumberOfEvents": np.array([e.expected for e in events]),
        "expectedNumberOfSubjects": np.array([p.expected_patients for p in powers]),
        **_bounds(design, [(events[0].bounds, tests[0].upper)]),
        **p_value_fields(design, events[0]),
        **outcome_fields(design, [e.stages for e in events], always=True),
    }


def _accrual_fields(accrual: Stated, sizes: Sequence[SizedSurvival], timed: bool) -> dict[str, Any]:
    if not timed:
        return {}
    courses = [s.accrual.holding(s.planned) for s in sizes]
    rates = [c.rates for c in courses]
    if accrual.relative and accrual.patients is None and len(rates[0]) > 1 and max(accrual.intensity) >= 1:
        rates = [accrual.intensity]  # rpact tells absolute ones only where all were stated below 1
    return present(
        {
            "accrualTime": np.array(courses[0].bounds[1:]),
            "totalAccrualTime": scalar_or_vector([c.end for c in courses]),
            "accrualIntensity": np.array(rates[0]) if len(set(rates)) == 1 else np.concatenate(rates),
            "accrualIntensityRelative": np.array(accrual.intensity)
            if accrual.relative and accrual.patients is None
            else None,
        }
    )
