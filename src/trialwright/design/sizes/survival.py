"""Survival: events for a log-rank test, patients and calendar time to see them, fixed and group sequential.

Accrual in steps, hazards in steps (or Weibull), exponential dropout. What is not known is solved for: patients
where the follow-up is given, follow-up where patients are, accrual time where its rate and the follow-up are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.sizes.result import Floats, Sized
from trialwright.design.sizes.sequential import powered, sized
from trialwright.errors import DesignError
from trialwright.kernels import log_rank_events
from trialwright.kernels.event_probability import Hazard, by_calendar_time
from trialwright.kernels.log_rank_events import Formula
from trialwright.kernels.roots import reaches
from trialwright.kernels.stepped_accrual import end_of_accrual, entered


@dataclass(frozen=True)
class LogRankTest:
    """The log-rank test as the sequential layer asks of it: its n is events, of both arms.

    unit : the statistic's mean per sqrt(event), positive towards the alternative.
    """

    hazard_ratio: float
    null: float
    events_ratio: float
    unit: float
    upper: bool
    allocation: float = 1.0
    groups: int = 1

    def fixed_size(self, alpha: float, power: float, sided: int, both_sides: bool) -> float:
        near = log_rank_events.events(self.unit, alpha, power, sided)
        if not (sided == 2 and both_sides):
            return near
        return reaches(lambda n: self.fixed_power(n, alpha, 2), power, near / 4, near + 1e-9)

    def fixed_power(self, n: float, alpha: float, sided: int) -> float:
        drift, critical = self.unit * math.sqrt(n), -float(ndtri(alpha / sided))
        return float(ndtr(drift - critical)) + (float(ndtr(-drift - critical)) if sided == 2 else 0.0)

    def drift(self, n: float, tail: float) -> float:
        return self.unit * math.sqrt(n)

    def estimate(self, z: float, n: float) -> float:
        return log_rank_events.critical_ratio(z, n, self.events_ratio, self.null)


def log_rank_test(
    hazard_ratio: float,
    *,
    null: float = 1.0,
    allocation: float = 1.0,
    formula: Formula = "Schoenfeld",
    upper: bool | None = None,
) -> LogRankTest:
    """A test that the hazard ratio (group 1 to 2) differs from `null`. allocation : n1 / n2. Raises DesignError."""
    if not hazard_ratio > 0 or not null > 0:
        raise DesignError("A hazard ratio is above 0.", fix="Give numbers above 0.")
    if formula != "Schoenfeld" and null != 1:
        raise DesignError(
            f"{formula}'s formula is for a hazard ratio of 1 under the null.", fix="Use Schoenfeld's."
        )
    if not allocation > 0:
        raise DesignError(
            f"The allocation {allocation:g} puts nobody in an arm.", fix="Give n1 / n2 above 0."
        )
    side = hazard_ratio >= null if upper is None else upper
    unit = log_rank_events.unit_drift(hazard_ratio, allocation, null, formula)
    return LogRankTest(hazard_ratio, null, allocation, unit if side else -unit, side)


@dataclass(frozen=True)
class Arms:
    """Both arms' hazards and the allocation n1 / n2."""

    hazard1: Hazard
    hazard2: Hazard
    allocation: float = 1.0

    def event_probability(self, time: float, accrual: Accrual) -> float:
        """P(event by a calendar time) of a patient of either arm, entered or not yet."""
        bounds, rates = accrual.steps
        first, second = (
            float(by_calendar_time(time, h, bounds, rates)) for h in (self.hazard1, self.hazard2)
        )
        return (self.allocation * first + second) / (1 + self.allocation)


@dataclass(frozen=True)
class Accrual:
    """Entry in steps. bounds : (k + 1,) from 0 to the end of accrual; rates : (k,), absolute or relative to each other."""

    bounds: tuple[float, ...]
    rates: tuple[float, ...]

    @property
    def steps(self) -> tuple[Floats, Floats]:
        return np.asarray(self.bounds), np.asarray(self.rates)

    @property
    def end(self) -> float:
        return self.bounds[-1]

    @property
    def total(self) -> float:
        """Patients, when the rates are absolute."""
        return float(np.sum(np.diff(self.bounds) * np.asarray(self.rates)))

    def holding(self, patients: float) -> Accrual:
        """The same course of entry with that many patients in all."""
        return Accrual(self.bounds, tuple(r * patients / self.total for r in self.rates))


@dataclass(frozen=True, eq=False)
class SizedSurvival:
    """Events, patients and calendar time of a survival design.

    events : a Sized whose n is events. planned : patients that the accrual holds; n : those of them entered by the last
    look, fewer where the events are there first; n_fixed : those of the fixed design. allocation : n1 / n2.
    event_probability : of a planned patient, by the last look. follow_up : from the end of accrual to the last look; below 0
    when the events are there before accrual ends. times, patients : (k,) calendar time of, and patients entered by, each look.
    """

    events: Sized
    planned: float
    n_fixed: float
    allocation: float
    event_probability: float
    accrual: Accrual
    follow_up: float
    times: Floats
    patients: Floats

    @property
    def n(self) -> float:
        return float(self.patients[-1])

    @property
    def n1(self) -> float:
        return self.n * self.allocation / (1 + self.allocation)

    @property
    def n2(self) -> float:
        return self.n / (1 + self.allocation)

    @property
    def study_duration(self) -> float:
        """At most: until the last look."""
        return float(self.times[-1])

    @property
    def expected_duration(self) -> float:
        return self.events.stages.expected(self.times)

    @property
    def expected_patients(self) -> float:
        return self.events.stages.expected(self.patients)


def sample_size_survival(
    design: SequentialDesign, test: LogRankTest, arms: Arms, accrual: Accrual, follow_up: float
) -> SizedSurvival:
    """Patients for power 1 - beta with accrual in the given course and the given follow-up. Raises DesignError."""
    events = _events(design, test)
    if not follow_up >= 0:
        raise DesignError(f"A follow-up of {follow_up:g} is none.", fix="Give 0 or more.")
    probability = arms.event_probability(accrual.end + follow_up, accrual)
    n = events.n / probability
    return _timed(events, arms, accrual.holding(n), n, events.n_fixed / probability, accrual.end + follow_up)


def follow_up_survival(
    design: SequentialDesign, test: LogRankTest, arms: Arms, accrual: Accrual
) -> SizedSurvival:
    """The follow-up that gives power 1 - beta to the patients of an accrual with absolute rates. Raises DesignError."""
    return _timed(_events(design, test), arms, accrual, accrual.total, accrual.total)


def accrual_survival(
    design: SequentialDesign,
    test: LogRankTest,
    arms: Arms,
    starts: tuple[float, ...],
    rates: tuple[float, ...],
    follow_up: float,
) -> SizedSurvival:
    """How long to accrue at absolute rates, the last running on, for power 1 - beta after a given follow-up.

    Raises DesignError.
    """
    events = _events(design, test)

    def until(n: float) -> Accrual:
        bounds = end_of_accrual(np.asarray(starts), np.asarray(rates), n)
        return Accrual(tuple(bounds), rates[: len(bounds) - 1])

    def excess(log_n: float) -> float:
        n = math.exp(log_n)
        accrual = until(n)
        return n * arms.event_probability(accrual.end + follow_up, accrual) - events.n

    low = math.log(events.n)
    high = low + 1
    while excess(high) < 0 and high < low + 40:
        high += 1
    if excess(high) < 0:
        raise DesignError("No length of accrual gives these events.", fix="Lengthen the follow-up.")
    n = math.exp(brentq(excess, low - 1, high, xtol=1e-14))
    accrual = until(n)
    return _timed(events, arms, accrual, n, n, accrual.end + follow_up)


def power_survival(
    design: SequentialDesign,
    test: LogRankTest,
    arms: Arms,
    accrual: Accrual,
    events: float,
    by_drift: bool = True,
) -> SizedSurvival:
    """Power with that many events at most, and when they are expected of an accrual with absolute rates. Raises DesignError."""
    return _timed(powered(design, test, events, by_drift), arms, accrual, accrual.total, accrual.total)


def size_of_probabilities(
    design: SequentialDesign, test: LogRankTest, probability1: float, probability2: float
) -> SizedSurvival:
    """Patients when the probability of an event is all that is known of each arm, and nothing of times. Raises DesignError."""
    events = _events(design, test)
    r = test.events_ratio
    probability = (r * probability1 + probability2) / (1 + r)
    n, unknown = events.n / probability, np.full(design.k, math.nan)
    patients = np.append(unknown[:-1], n)
    accrual = Accrual((0.0, math.nan), (math.nan,))
    return SizedSurvival(
        events, n, events.n_fixed / probability, r, probability, accrual, math.nan, unknown, patients
    )


def best_allocation(needed: Callable[[float], float]) -> float:
    """The n1 / n2 for which a function of it (patients, say) is least."""
    found = minimize_scalar(lambda x: needed(math.exp(x)), bracket=(-0.5, 0.5), options={"xtol": 1e-9})
    return math.exp(float(found.x))


def event_time(events: float, n: float, arms: Arms, accrual: Accrual) -> float:
    """The calendar time by which n patients are expected to have had that many events. Raises DesignError."""

    def excess(time: float) -> float:
        return n * arms.event_probability(time, accrual) - events

    high = accrual.end
    while excess(high) < 0:
        high *= 2
        if high > 1e6 * accrual.end:
            most = n * arms.event_probability(high, accrual)
            raise DesignError(
                f"{n:g} patients have {most:.1f} events at most, not {events:.1f}.",
                fix="Enter more patients, or ask for less power.",
            )
    return float(brentq(excess, 0.0, high, xtol=1e-12 * high, rtol=1e-14))


def _events(design: SequentialDesign, test: LogRankTest) -> Sized:
    if not test.unit > 0:
        raise DesignError(
            f"The hazard ratio {test.hazard_ratio:g} does not lie beyond {test.null:g} on the side that is tested.",
            fix="Change the hazard ratio, the null, or the side.",
        )
    return sized(design, test)


def _timed(
    events: Sized, arms: Arms, accrual: Accrual, n: float, n_fixed: float, end: float | None = None
) -> SizedSurvival:
    """The looks on the calendar. end : of the last look, where it is known already."""
    at_looks = events.at_looks
    times = np.array([event_time(d, n, arms, accrual) for d in (at_looks if end is None else at_looks[:-1])])
    times = times if end is None else np.append(times, end)
    return SizedSurvival(
        events,
        n,
        n_fixed,
        arms.allocation,
        events.n / n,
        accrual,
        float(times[-1]) - accrual.end,
        times,
        entered(times, *accrual.steps),
    )
