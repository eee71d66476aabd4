"""getSimulationSurvival: power, stopping, events and times of event-driven designs, each with its Monte Carlo error."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import (
    entropy,
    number,
    refuse,
    vector,
    whole,
)
from trialwright.design.rpact.calls.sizes_accrual import stated
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import design_of, given, present
from trialwright.design.rpact.calls.sizes_hazards import Assumed, assumption_fields, dropouts, scenarios
from trialwright.design.rpact.survival_paths import Paths, Plan, Reestimation, simulate
from trialwright.design.sizes.survival import Accrual
from trialwright.errors import DesignError
from trialwright.kernels.survival_tables import HazardTable

PI1 = (0.2, 0.3, 0.4, 0.5)  # rpact's event rates where nothing is stated
NO_SEED = "No seed was given: 0 is used."
NOTES = (
    "standardErrors holds the Monte Carlo standard error of each simulated figure.",
    "rpact alternates the arms patient by patient; here blocks are permuted.",
)


def getSimulationSurvival(
    design: Any = None,
    *,
    thetaH0: Any = 1.0,
    directionUpper: Any = None,
    pi1: Any = None,
    pi2: Any = None,
    lambda1: Any = None,
    lambda2: Any = None,
    median1: Any = None,
    median2: Any = None,
    hazardRatio: Any = None,
    kappa: Any = 1.0,
    piecewiseSurvivalTime: Any = None,
    allocation1: Any = 1.0,
    allocation2: Any = 1.0,
    eventTime: Any = 12.0,
    accrualTime: Any = None,
    accrualIntensity: Any = 0.1,
    accrualIntensityType: Any = "auto",
    dropoutRate1: Any = 0.0,
    dropoutRate2: Any = 0.0,
    dropoutTime: Any = 12.0,
    maxNumberOfSubjects: Any = None,
    plannedEvents: Any = None,
    minNumberOfEventsPerStage: Any = None,
    maxNumberOfEventsPerStage: Any = None,
    conditionalPower: Any = None,
    thetaH1: Any = None,
    maxNumberOfIterations: Any = 1000.0,
    maxNumberOfRawDatasetsPerStage: Any = 0.0,
    longTimeSimulationAllowed: Any = False,
    seed: Any = None,
    calcEventsFunction: Any = None,
    showStatistics: Any = False,
    **more: Any,
) -> Answer:
    """Trials of every stated hazard ratio. calcEventsFunction, a function in R, is not taken."""
    if calcEventsFunction is not None:
        refuse("`calcEventsFunction` is R code.", "Leave it out: conditionalPower re-estimates the events.")
    of, time = _one_sided(design_of(design, more)), number(eventTime, "eventTime", 12.0)
    shape, null = number(kappa, "kappa", 1.0), number(thetaH0, "thetaH0", 1.0)
    upper = True if not given(directionUpper) else bool(directionUpper)
    found = scenarios(
        piecewiseSurvivalTime, lambda1, lambda2, hazardRatio, pi1, pi2, median1, median2, time, shape, PI1,
        proportional=False,  # a ratio that changes from period to period only a simulation can take
    )  # fmt: skip
    accrual = _accrual(accrualTime, accrualIntensity, accrualIntensityType, maxNumberOfSubjects)
    patients = math.floor(accrual.total + 1e-9)
    events = _planned(plannedEvents, of, patients)
    again = _again(
        of, conditionalPower, minNumberOfEventsPerStage, maxNumberOfEventsPerStage, thetaH1, null, upper
    )
    iterations = whole(maxNumberOfIterations, "maxNumberOfIterations") or 1000
    of_seed = whole(seed, "seed")
    terms = Terms(of, events, patients, accrual, _block(allocation1, allocation2), null, upper, again)
    lost = _dropouts(dropoutRate1, dropoutRate2, dropoutTime)
    paths = _paths(terms, [_hazards(a, lost) for a in found], iterations, of_seed or 0)
    fields = (
        result_fields(paths)
        | assumption_fields(found, time, given(median1) or given(median2))
        | (_event_rates(found, time) if given(median1) or given(median2) else {})
        | _shared_fields(terms)
        | {"maxNumberOfIterations": float(iterations), "seed": float(of_seed or 0)}
        | {"dropoutRate1": dropoutRate1, "dropoutRate2": dropoutRate2, "dropoutTime": dropoutTime}
        | {"allocation1": allocation1, "allocation2": allocation2}
    )
    notes = (*NOTES, *([NO_SEED] if of_seed is None else []))
    return Answer("getSimulationSurvival", present(fields), {"design": design, **more}, paths, notes)


class Terms(NamedTuple):
    """What all scenarios of a call share."""

    design: SequentialDesign
    events: np.ndarray
    patients: int
    accrual: Accrual
    block: tuple[int, int]
    null: float
    upper: bool
    again: Reestimation | None


def _shared_fields(terms: Terms) -> dict[str, Any]:
    bounds, rates = terms.accrual.steps
    return {
        "plannedEvents": terms.events.astype(float),
        "thetaH0": terms.null,
        "directionUpper": terms.upper,
        "maxNumberOfSubjects": float(terms.patients),
        "accrualTime": np.asarray(bounds[1:]),
        "accrualIntensity": np.asarray(rates),
    }


def _paths(terms: Terms, hazards: list[HazardTable], iterations: int, seed: int) -> list[Paths]:
    """Simulated trials of every scenario, each from a stream of its own."""
    bounds, rates = terms.accrual.steps
    streams = np.random.SeedSequence(entropy(seed)).spawn(len(hazards))
    return [
        simulate(
            Plan(
                terms.design,
                hazard,
                terms.events,
                terms.patients,
                bounds[:-1],
                np.asarray(rates),
                terms.block,
                terms.null,
                terms.upper,
                terms.again,
            ),
            iterations,
            np.random.Generator(np.random.PCG64DXSM(stream)),
        )
        for hazard, stream in zip(hazards, streams, strict=True)
    ]


def _event_rates(found: Any, time: float) -> dict[str, Any]:
    """Probabilities of an event by `time`, which medians imply: 1 - exp(-(lambda t)^kappa)."""

    def by_time(rate: float, shape: float) -> float:
        return -math.expm1(-((rate * time) ** shape))

    return {
        "pi1": np.array([by_time(a.rates1[0], a.shape) for a in found]),
        "pi2": by_time(found[0].rates2[0], found[0].shape),
    }


CALLS = checked({"getSimulationSurvival": getSimulationSurvival})


def _one_sided(design: SequentialDesign) -> SequentialDesign:
    if design.sided != 1 or design.delayed_information is not None:
        refuse(
            "Only one-sided designs without delayed information are simulated.", "Give a design with sided=1."
        )
    return design


def _accrual(time: Any, intensity: Any, kind: Any, patients: Any) -> Accrual:
    found = stated(time, intensity, kind, patients).accrual()
    if found is None:
        refuse("How many patients enter is not stated.", "Give maxNumberOfSubjects.")
    return found


def _dropouts(rate1: Any, rate2: Any, time: Any) -> tuple[float, float]:
    """Hazards of dropping out, of group 1 and 2."""
    return dropouts(
        number(rate1, "dropoutRate1", 0.0),
        number(rate2, "dropoutRate2", 0.0),
        number(time, "dropoutTime", 12.0),
    )


def _hazards(a: Assumed, lost: tuple[float, float]) -> HazardTable:
    """rpact's rate r gives the cumulative hazard (r t)^kappa. Control first, which is its group 2."""
    return HazardTable(
        np.asarray(a.starts) ** a.shape,
        np.array([a.rates2, a.rates1]) ** a.shape,
        np.zeros((2, len(a.starts))),
        a.shape,
        np.zeros(2),
        np.array(lost[::-1]),
    )


def _planned(value: Any, design: SequentialDesign, patients: int) -> np.ndarray:
    found = vector(value, "plannedEvents")
    if found is None:
        refuse("`plannedEvents` must be given.", f"Give cumulative events of {design.k} looks.")
    if len(found) != design.k or np.any(np.diff(found, prepend=0.0) <= 0):
        refuse(
            f"`plannedEvents` must be {design.k} numbers that ascend.", "Give cumulative events of each look."
        )
    if found[-1] > patients:
        refuse(f"{found[-1]:g} events do not come of {patients} patients.", "Give more maxNumberOfSubjects.")
    return np.ceil(found - 1e-9).astype(np.int64)


def _again(
    design: SequentialDesign, power: Any, least: Any, most: Any, theta: Any, null: float, upper: bool
) -> Reestimation | None:
    if not given(power):
        return None
    # R has NA for the first stage, whose events are planned.
    low, high = (np.atleast_1d(np.asarray(v if given(v) else [], dtype=float)) for v in (least, most))
    if not len(low) == len(high) == design.k or np.isnan([low[1:], high[1:]]).any():
        refuse(
            "conditionalPower needs minNumberOfEventsPerStage and maxNumberOfEventsPerStage.",
            f"Give {design.k} of each.",
        )
    wanted = number(power, "conditionalPower", 0.8)
    if not 0 < wanted < 1:
        refuse(f"`conditionalPower` = {wanted:g} is not between 0 and 1.", "Give a probability.")
    effect = None
    if given(theta):
        effect = math.log(number(theta, "thetaH1", 1.0) / null) * (1.0 if upper else -1.0)
    return Reestimation(wanted, low, high, effect)


def _block(first: Any, second: Any) -> tuple[int, int]:
    ratio = Fraction(
        number(first, "allocation1", 1.0) / number(second, "allocation2", 1.0)
    ).limit_denominator(10)
    if ratio <= 0 or ratio.numerator > 10:
        raise DesignError("The allocation is no ratio of small whole numbers.", fix="Give up to 10 to 10.")
    twice = 2 if ratio.numerator + ratio.denominator <= 6 else 1
    return twice * ratio.numerator, twice * ratio.denominator


def result_fields(paths: list[Paths]) -> dict[str, Any]:
    """rpact's fields: matrices have a row for each stage and a column for each hazard ratio."""
    columns = [_of_paths(p) for p in paths]
    fields: dict[str, Any] = {}
    for name in columns[0][0]:
        fields[name] = _laid([c[0][name] for c in columns])
    fields["standardErrors"] = {n: _laid([c[1][n] for c in columns]) for n in columns[0][1]}
    return fields


def _laid(values: list[Any]) -> Any:
    if np.ndim(values[0]) == 0:
        return np.array(values) if len(values) > 1 else float(values[0])
    return np.column_stack(values) if len(values) > 1 else np.asarray(values[0])


def _of_paths(p: Paths) -> tuple[dict[str, Any], dict[str, Any]]:
    n, k = p.trials, p.stages
    stopped = np.where(p.reached, np.arange(k), -1).max(1)  # the last stage that had its events
    some = stopped >= 0
    rows, last = np.flatnonzero(some), stopped[some]
    rejects, futile = p.rejects.mean(0), p.futile.mean(0)[:-1]
    overall = float(rejects.sum())
    early = p.rejects.mean(0)[:-1] + futile
    ends = {
        "expectedNumberOfEvents": p.events[rows, last],
        "expectedNumberOfSubjects": p.patients[rows, last].sum(-1),
        "studyDuration": p.months[rows, last],
    }
    by_stage = {
        "analysisTime": p.months,
        "overallEventsPerStage": p.events,
        "numberOfSubjects": p.patients.sum(-1),
        "numberOfSubjects1": p.patients[..., 0],
        "numberOfSubjects2": p.patients[..., 1],
        "eventsPerStage": np.diff(p.events, axis=1, prepend=0.0),
        "conditionalPowerAchieved": p.power,
    }
    share = {"overallReject": overall, "rejectPerStage": rejects, "futilityPerStage": futile, "futilityStop": float(futile.sum()),
             "earlyStop": float(early.sum())}  # fmt: skip
    values = share | {
        "iterations": p.reached.sum(0).astype(float),
        "eventsNotAchieved": p.failed.mean(0),
    }
    errors: dict[str, Any] = {
        name: np.sqrt(np.asarray(v) * (1 - np.asarray(v)) / n) for name, v in share.items()
    }
    for name, x in ends.items():
        values[name], errors[name] = float(x.mean()) if len(x) else math.nan, _error(x)
    for name, table in by_stage.items():
        kept = [table[np.isfinite(table[:, i]), i] for i in range(k)]
        values[name] = np.array([float(x.mean()) if len(x) else math.nan for x in kept])
        errors[name] = np.array([_error(x) for x in kept])
    return values, errors


def _error(values: np.ndarray) -> float:
    return float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.nan
