"""The hazards of both arms from rpact's arguments, and getPiecewiseSurvivalTime and getEventProbabilities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_accrual import stated, steps_of
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given, missing, number, present, vector
from trialwright.design.sizes import survival_rates as rates
from trialwright.design.sizes.survival import Arms
from trialwright.errors import DesignError
from trialwright.kernels.event_probability import Hazard, by_calendar_time, dropout_hazard


@dataclass(frozen=True)
class Assumed:
    """One scenario: group 2's hazard in steps, the hazard ratio, and what goes with them."""

    starts: tuple[float, ...]
    rates1: tuple[float, ...]
    rates2: tuple[float, ...]
    shape: float
    hazard_ratio: float
    pi1: float | None = None
    pi2: float | None = None

    @property
    def hazard_ratios(self) -> tuple[float, ...]:
        """The one hazard ratio, or where it changes that of each period."""
        if not math.isnan(self.hazard_ratio):
            return (self.hazard_ratio,)
        return tuple(a / b for a, b in zip(self.rates1, self.rates2, strict=True))

    def arms(self, allocation: float, dropout: tuple[float, float]) -> Arms:
        return Arms(
            Hazard(self.rates1, self.starts, self.shape, dropout[0]),
            Hazard(self.rates2, self.starts, self.shape, dropout[1]),
            allocation,
        )


def scenarios(
    piecewise: Any,
    lambda1: Any,
    lambda2: Any,
    hazard_ratio: Any,
    pi1: Any,
    pi2: Any,
    median1: Any,
    median2: Any,
    event_time: float,
    shape: float,
    default_pi1: Sequence[float],
    *,
    proportional: bool = True,
) -> list[Assumed]:
    """A scenario for each alternative. Raises DesignError where too much or too little is stated, and, unless
    not `proportional`, where the hazard ratio changes over time: it is then NaN."""
    if given(median1) or given(median2):
        _alone("median", (lambda1, lambda2), (median1, median2))
        lambda1 = rates.rate_of_median(median1, shape) if given(median1) else lambda1
        lambda2 = rates.rate_of_median(median2, shape) if given(median2) else lambda2
    if isinstance(piecewise, dict):
        starts, _, values = steps_of(piecewise)
        piecewise, lambda2 = np.asarray(starts[: len(values)]), np.asarray(values)
    starts = tuple(vector(piecewise)) if given(piecewise) else (0.0,)
    if len(starts) > 1:
        return _in_steps(starts, lambda1, lambda2, hazard_ratio, shape, proportional)
    if given(lambda1) or given(lambda2):
        return _of_rates(lambda1, lambda2, hazard_ratio, shape)
    return _of_probabilities(pi1, pi2, hazard_ratio, event_time, shape, default_pi1)


def _of_rates(lambda1: Any, lambda2: Any, hazard_ratio: Any, shape: float) -> list[Assumed]:
    if not given(lambda2):
        if not given(hazard_ratio):
            raise DesignError("Group 2's hazard is not stated.", fix="Give lambda2, median2 or pi2.")
        lambda1_value = number(lambda1, "lambda1")
        return [
            Assumed((0.0,), (lambda1_value,), (lambda1_value * h ** (-1 / shape),), shape, h)
            for h in vector(hazard_ratio)
        ]
    second = vector(lambda2)
    if len(second) != 1:
        raise DesignError("Several hazards need their times.", fix="Give piecewiseSurvivalTime.")
    if given(lambda1) and given(hazard_ratio):
        raise DesignError("Both lambda1 and hazardRatio are stated.", fix="Leave one out.")
    if not given(lambda1) and not given(hazard_ratio):
        raise DesignError("The effect is not stated.", fix="Give hazardRatio, lambda1 or median1.")
    firsts = (
        vector(lambda1) if given(lambda1) else [second[0] * h ** (1 / shape) for h in vector(hazard_ratio)]
    )
    ratios = [(f / second[0]) ** shape for f in firsts] if given(lambda1) else vector(hazard_ratio)
    return [Assumed((0.0,), (f,), (second[0],), shape, h) for f, h in zip(firsts, ratios, strict=True)]


def _of_probabilities(
    pi1: Any, pi2: Any, hazard_ratio: Any, time: float, shape: float, default_pi1: Sequence[float]
) -> list[Assumed]:
    second = float(missing(pi2, 0.2))
    if any(not 0 < p < 1 for p in [second, *(vector(pi1) if given(pi1) else [])]):
        raise DesignError("An event rate of 0 or 1 has no hazard.", fix="Give pi1 and pi2 in (0, 1).")
    rate2 = float(rates.rate_of_probability(second, time, shape))
    if given(hazard_ratio):
        if given(pi1):
            raise DesignError("Both pi1 and hazardRatio are stated.", fix="Leave one out.")
        first_rates = [rate2 * h ** (1 / shape) for h in vector(hazard_ratio)]
        firsts = [float(rates.probability_of_rate(r, time, shape)) for r in first_rates]
    else:
        firsts = vector(pi1) if given(pi1) else list(default_pi1)
        first_rates = [float(rates.rate_of_probability(p, time, shape)) for p in firsts]
    return [
        Assumed((0.0,), (r,), (rate2,), shape, (r / rate2) ** shape, p, second)
        for r, p in zip(first_rates, firsts, strict=True)
    ]


def _in_steps(
    starts: tuple[float, ...],
    lambda1: Any,
    lambda2: Any,
    hazard_ratio: Any,
    shape: float,
    proportional: bool,
) -> list[Assumed]:
    if shape != 1:
        raise DesignError("A Weibull hazard has no steps.", fix="Leave out kappa or piecewiseSurvivalTime.")
    second = tuple(vector(lambda2)) if given(lambda2) else ()
    if len(second) != len(starts) or starts[0] != 0 or any(b <= a for a, b in pairwise(starts)):
        raise DesignError(
            "Each interval of piecewiseSurvivalTime, ascending from 0, needs one lambda2.",
            fix="Give as many of both.",
        )
    if given(lambda1):
        return [_both_in_steps(starts, tuple(vector(lambda1)), second, proportional)]
    if not given(hazard_ratio):
        raise DesignError("The effect is not stated.", fix="Give hazardRatio or lambda1.")
    return [Assumed(starts, tuple(h * x for x in second), second, 1.0, h) for h in vector(hazard_ratio)]


def _both_in_steps(
    starts: tuple[float, ...], first: tuple[float, ...], second: tuple[float, ...], proportional: bool
) -> Assumed:
    if len(first) != len(second):
        raise DesignError("lambda1 and lambda2 differ in length.", fix="Give one hazard an interval.")
    changes = len({round(a / b, 10) for a, b in zip(first, second, strict=True)}) > 1
    if changes and proportional:
        raise DesignError(
            "The hazard ratio changes over time, and these sizes are for proportional hazards.",
            fix="Simulate the design, or state one hazardRatio.",
        )
    return Assumed(starts, first, second, 1.0, math.nan if changes else first[0] / second[0])


def _alone(what: str, others: Sequence[Any], own: Sequence[Any]) -> None:
    for other, mine in zip(others, own, strict=True):
        if given(other) and given(mine):
            raise DesignError(f"Both a {what} and a hazard are stated for one arm.", fix="Leave one out.")


def assumption_fields(found: Sequence[Assumed], event_time: float, by_median: bool) -> dict[str, Any]:
    steps = len(found[0].starts) > 1
    fields: dict[str, Any] = {
        "hazardRatio": np.array([ratio for a in found for ratio in a.hazard_ratios]),
        "kappa": found[0].shape,
        # rpact has NA where hazards follow from medians or event rates, and the one start, 0, where they are given.
        "piecewiseSurvivalTime": None if by_median or found[0].pi1 is not None else np.array(found[0].starts),
        "lambda2": np.array(found[0].rates2),
        "pi1": np.array([a.pi1 for a in found]) if found[0].pi1 is not None else None,
        "pi2": found[0].pi2,
        "eventTime": event_time if found[0].pi1 is not None else None,
    }
    if not steps:
        firsts = np.array([a.rates1[0] for a in found])
        fields |= {
            "lambda1": firsts,
            "median1": rates.median_of_rate(firsts, found[0].shape),
            "median2": float(rates.median_of_rate(found[0].rates2[0], found[0].shape)),
        }
    elif len(found) == 1:
        fields["lambda1"] = np.array(found[0].rates1)
    return present(fields)


def getPiecewiseSurvivalTime(
    piecewiseSurvivalTime: Any = None,
    *,
    lambda1: Any = None,
    lambda2: Any = None,
    hazardRatio: Any = None,
    pi1: Any = None,
    pi2: Any = None,
    median1: Any = None,
    median2: Any = None,
    eventTime: float = 12,
    kappa: float = 1,
    delayedResponseAllowed: bool = False,
) -> Answer:
    found = scenarios(
        piecewiseSurvivalTime, lambda1, lambda2, hazardRatio, pi1, pi2, median1, median2, eventTime, kappa, [0.4, 0.5, 0.6],
        proportional=not delayedResponseAllowed,
    )  # fmt: skip
    fields = assumption_fields(found, eventTime, given(median1) or given(median2)) | {
        "piecewiseSurvivalEnabled": len(found[0].starts) > 1,
        "delayedResponseAllowed": delayedResponseAllowed,
        "delayedResponseEnabled": delayedResponseAllowed and math.isnan(found[0].hazard_ratio),
    }
    return Answer("getPiecewiseSurvivalTime", fields, {}, found)


def getEventProbabilities(
    time: Any,
    *,
    accrualTime: Any = None,
    accrualIntensity: Any = 0.1,
    accrualIntensityType: Any = "auto",
    kappa: float = 1,
    piecewiseSurvivalTime: Any = None,
    lambda2: Any = None,
    lambda1: Any = None,
    allocationRatioPlanned: float = 1,
    hazardRatio: Any = None,
    dropoutRate1: float = 0,
    dropoutRate2: float = 0,
    dropoutTime: float = 12,
    maxNumberOfSubjects: float | None = None,
) -> Answer:
    accrual = stated(accrualTime, accrualIntensity, accrualIntensityType, maxNumberOfSubjects)
    if accrual.end is None:
        raise DesignError("The end of accrual is not settled.", fix="Give it, or maxNumberOfSubjects.")
    found = scenarios(
        piecewiseSurvivalTime, lambda1, lambda2, hazardRatio, None, None, None, None, 12.0, kappa, [0.2],
        proportional=False,
    )  # fmt: skip
    if len(found) > 1:
        raise DesignError("Event probabilities are of one scenario.", fix="Give one hazardRatio or lambda1.")
    dropout = dropouts(dropoutRate1, dropoutRate2, dropoutTime)
    arms = found[0].arms(allocationRatioPlanned, dropout)
    steps = accrual.course().steps
    first, second = (by_calendar_time(time, h, *steps) for h in (arms.hazard1, arms.hazard2))
    overall = (allocationRatioPlanned * first + second) / (1 + allocationRatioPlanned)
    settled = accrual.accrual()
    fields = {
        "time": np.asarray(time, float),
        "eventProbabilities1": first,
        "eventProbabilities2": second,
        "cumulativeEventProbabilities": overall,
        "overallEventProbabilities": overall,
        "lambda1": np.array(found[0].rates1),
        "lambda2": np.array(found[0].rates2),
        "hazardRatio": np.array(found[0].hazard_ratios),
        "piecewiseSurvivalTime": np.array(found[0].starts),
        "kappa": kappa,
        "allocationRatioPlanned": allocationRatioPlanned,
        "accrualTime": np.array([*accrual.starts[1:], accrual.end]),
        "accrualIntensity": np.array(settled.rates if settled else accrual.intensity),
        "dropoutRate1": dropoutRate1,
        "dropoutRate2": dropoutRate2,
        "dropoutTime": dropoutTime,
        "maxNumberOfSubjects": accrual.patients,
    }
    return Answer("getEventProbabilities", present(fields), {}, arms)


def dropouts(rate1: float, rate2: float, time: float) -> tuple[float, float]:
    for rate in (rate1, rate2):
        if not 0 <= rate < 1:
            raise DesignError(f"A dropout rate of {rate:g} is no probability below 1.", fix="Give 0 to 1.")
    return dropout_hazard(rate1, time), dropout_hazard(rate2, time)


CALLS = checked(
    {
        "getPiecewiseSurvivalTime": getPiecewiseSurvivalTime,
        "getEventProbabilities": getEventProbabilities,
    }
)
