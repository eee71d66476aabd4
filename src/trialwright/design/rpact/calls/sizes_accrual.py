"""How rpact's users state accrual and survival: getAccrualTime, getNumberOfSubjects, getPiecewiseSurvivalTime and conversions."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given, missing, present, vector
from trialwright.design.sizes import survival_rates as rates
from trialwright.design.sizes.survival import Accrual
from trialwright.errors import DesignError
from trialwright.kernels.stepped_accrual import end_of_accrual, entered

NUMBER = re.compile(r"\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+")


@dataclass(frozen=True)
class Stated:
    """Accrual as it was stated. starts : of each step; end : None while it is open; patients : None while unknown."""

    starts: tuple[float, ...]
    intensity: tuple[float, ...]
    end: float | None
    relative: bool
    patients: float | None
    patients_given: bool

    def accrual(self) -> Accrual | None:
        """In absolute rates, when patients and end are settled."""
        if self.end is None or self.patients is None:
            return None
        return self.course().holding(self.patients)

    def course(self) -> Accrual:
        """Its shape, when the end is settled."""
        assert self.end is not None
        return Accrual((*self.starts, self.end), self.intensity)


def stated(time: Any, intensity: Any, kind: str | list[str], patients: Any) -> Stated:
    """Accrual from rpact's four arguments. Raises DesignError where they do not fit together."""
    if isinstance(time, dict):
        times, open_end, values = steps_of(time)
        if given(intensity) and vector(intensity) != [0.1]:
            raise DesignError(
                "Intensities are given twice.", fix="Give them in the list of accrualTime only."
            )
        intensity = list(time.values())
    else:
        times = vector(time) if given(time) else [0.0, 12.0]
        times = [0.0, times[0]] if len(times) == 1 and times[0] > 0 else times
        open_end = False
    values = vector(intensity) if given(intensity) else [0.1]
    _check_steps(times, values)
    if len(times) > 2 and len(values) == 1 and not open_end:
        values = values * (len(times) - 1)
    if len(values) not in (len(times), len(times) - 1):
        raise DesignError(
            f"{len(times)} accrual times do not go with {len(values)} intensities.",
            fix="Give one intensity an interval; leave the last time out where the end is open.",
        )
    kind = kind[0] if isinstance(kind, list) else kind
    if kind not in ("auto", "absolute", "relative"):
        raise DesignError(
            f"There is no accrualIntensityType `{kind}`.", fix="Use auto, absolute or relative."
        )
    relative = kind == "relative" or (kind == "auto" and all(v < 1 for v in values))
    n = float(missing(patients, math.nan))
    return _settled(times, values, relative, None if math.isnan(n) else n)


def _settled(times: list[float], values: list[float], relative: bool, n: float | None) -> Stated:
    starts, end = tuple(times[: len(values)]), None if len(values) == len(times) else times[-1]
    if end is None:
        if relative:
            raise DesignError(
                "Accrual at relative intensities needs an end.", fix="Give the last accrualTime."
            )
        if n is not None:
            bounds = end_of_accrual(np.asarray(starts), np.asarray(values), n)
            starts, values, end = tuple(bounds[:-1]), values[: len(bounds) - 1], float(bounds[-1])
        return Stated(starts, tuple(values), end, relative, n, n is not None)
    if not relative:
        total = Accrual((*starts, end), tuple(values)).total
        if n is not None and abs(total - n) > 1e-6 * n:
            raise DesignError(
                f"The accrual enters {total:g} patients, and maxNumberOfSubjects is {n:g}.",
                fix="Leave out maxNumberOfSubjects, or the end of accrual.",
            )
        return Stated(starts, tuple(values), end, relative, total, n is not None)
    return Stated(starts, tuple(values), end, relative, n, n is not None)


def steps_of(named: dict[str, Any]) -> tuple[list[float], bool, list[float]]:
    """Times, whether the last step is open, and values of a list such as list("0 - <6" = 20, "6 - <=10" = 30)."""
    times, open_end, end = [], True, math.nan
    for i, name in enumerate(named):
        found = [float(x) for x in NUMBER.findall(name)]
        if not found:
            if i == 0 and len(named) == 1:
                found = [0.0]
            else:
                raise DesignError(f"`{name}` names no interval.", fix='Write intervals such as "6 - <12".')
        if i == 0 and len(found) == 1 and name.strip().startswith("<"):
            found = [0.0, *found]
        if found[0] != end and not math.isnan(end):
            raise DesignError(
                f"`{name}` does not start where the interval before it ends, at {end:g}.",
                fix="Let each interval start at the end of the one before.",
            )
        end = found[1] if len(found) == 2 else math.nan
        times.append(found[0])
        last = i == len(named) - 1
        if last and len(found) == 2 and "inf" not in name.lower():
            times.append(found[1])
            open_end = False
    return times, open_end, [float(v) for v in named.values()]


def _check_steps(times: list[float], values: list[float]) -> None:
    if times[0] != 0 or any(b <= a for a, b in pairwise(times)):
        raise DesignError("Accrual times start at 0 and ascend.", fix="Give c(0, ...) in ascending order.")
    if any(v < 0 for v in values) or not any(v > 0 for v in values):
        raise DesignError(
            "Accrual intensities are 0 or more, and not all 0.", fix="Give patients per time unit."
        )


def getAccrualTime(
    accrualTime: Any = None,
    *,
    accrualIntensity: Any = None,
    accrualIntensityType: Any = "auto",
    maxNumberOfSubjects: float | None = None,
) -> Answer:
    if not any(given(v) for v in (accrualTime, accrualIntensity, maxNumberOfSubjects)):
        raise DesignError("Accrual is not stated.", fix="Give accrualTime.")
    found = stated(accrualTime, accrualIntensity, accrualIntensityType, maxNumberOfSubjects)
    settled = found.accrual()
    bounds = [*found.starts, *([] if found.end is None else [found.end])]
    fields = {
        "accrualTime": np.array(bounds),
        "accrualIntensity": np.array(settled.rates if settled else found.intensity),
        "accrualIntensityRelative": np.array(found.intensity) if found.relative else None,
        "maxNumberOfSubjects": found.patients,
        "followUpTimeMustBeUserDefined": found.end is None,
        "maxNumberOfSubjectsCanBeCalculatedDirectly": _direct(found),
        "maxNumberOfSubjectsIsUserDefined": found.patients_given,
        "endOfAccrualIsUserDefined": len(vector_or_steps(accrualTime)) > len(found.intensity),
        "absoluteAccrualIntensityEnabled": not found.relative,
        "piecewiseAccrualEnabled": len(found.intensity) > 1,
        "remainingTime": None if found.end is None else found.end - found.starts[-1],
    }
    return Answer("getAccrualTime", present(fields), {}, found)


def _direct(found: Stated) -> bool:
    """Whether the number of patients is stated, or needs the length of accrual alone: it is at the planner's choice where
    relative intensities change, and unknown where the end is open."""
    return found.patients is not None or (found.end is not None and len(found.intensity) == 1)


def vector_or_steps(time: Any) -> list[float]:
    if isinstance(time, dict):
        times, _, _ = steps_of(time)
        return times
    times = vector(time) if given(time) else [0.0, 12.0]
    return [0.0, *times] if len(times) == 1 and times[0] > 0 else times


def getNumberOfSubjects(
    time: Any,
    *,
    accrualTime: Any = None,
    accrualIntensity: Any = None,
    accrualIntensityType: Any = "auto",
    maxNumberOfSubjects: float | None = None,
) -> Answer:
    found = stated(accrualTime, accrualIntensity, accrualIntensityType, maxNumberOfSubjects).accrual()
    if found is None:
        raise DesignError("How many patients enter is not stated.", fix="Give maxNumberOfSubjects.")
    fields = {
        "time": np.asarray(time, float),
        "numberOfSubjects": entered(time, *found.steps),
        "maxNumberOfSubjects": found.total,
        "accrualTime": np.array(found.bounds[1:]),
        "accrualIntensity": np.array(found.rates),
    }
    return Answer("getNumberOfSubjects", fields, {}, found)


def of_numbers(call: str, value: Any) -> Answer:
    return Answer(call, {"value": np.asarray(value, float)}, {}, value)


def getLambdaByMedian(median: Any, kappa: float = 1) -> Answer:
    return of_numbers("getLambdaByMedian", rates.rate_of_median(median, kappa))


def getLambdaByPi(piValue: Any, eventTime: float = 12, kappa: float = 1) -> Answer:
    return of_numbers("getLambdaByPi", rates.rate_of_probability(piValue, eventTime, kappa))


def getMedianByLambda(lambda_: Any, kappa: float = 1) -> Answer:
    return of_numbers("getMedianByLambda", rates.median_of_rate(lambda_, kappa))


def getMedianByPi(piValue: Any, eventTime: float = 12, kappa: float = 1) -> Answer:
    rate = rates.rate_of_probability(piValue, eventTime, kappa)
    return of_numbers("getMedianByPi", rates.median_of_rate(rate, kappa))


def getPiByLambda(lambda_: Any, eventTime: float = 12, kappa: float = 1) -> Answer:
    return of_numbers("getPiByLambda", rates.probability_of_rate(lambda_, eventTime, kappa))


def getPiByMedian(median: Any, eventTime: float = 12, kappa: float = 1) -> Answer:
    rate = rates.rate_of_median(median, kappa)
    return of_numbers("getPiByMedian", rates.probability_of_rate(rate, eventTime, kappa))


def getHazardRatioByPi(pi1: Any, pi2: Any, eventTime: float = 12, kappa: float = 1) -> Answer:
    rate1, rate2 = (rates.rate_of_probability(p, eventTime, kappa) for p in (pi1, pi2))
    return of_numbers("getHazardRatioByPi", rates.hazard_ratio_of_rates(rate1, rate2, kappa))


CALLS = checked(
    {name: value for name, value in list(globals().items()) if name.startswith("get") and callable(value)}
)
