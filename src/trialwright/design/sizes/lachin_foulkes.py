"""Survival sized through the variance of the log hazard ratio, under no effect and under the alternative.

Source: Lachin & Foulkes 1986, Biometrics 42:507; Kim & Tsiatis 1990, Biometrics 46:81 (rates of entry that are fixed).
Schoenfeld's and Freedman's formulas take one variance for both, by the events alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from trialwright.design.sizes.survival import Accrual, Arms
from trialwright.errors import DesignError
from trialwright.kernels.event_probability import Hazard, by_calendar_time
from trialwright.kernels.log_rank_events import Formula, unit_drift


@dataclass(frozen=True)
class Comparison:
    """control : the control's hazard, dropout and all; dropout1 : the other arm's hazard of leaving. allocation : n1 / n2.

    formula : None for Lachin and Foulkes.
    """

    control: Hazard
    hazard_ratio: float
    null: float
    dropout1: float
    allocation: float
    formula: Formula | None = None

    @property
    def effect(self) -> float:
        """Distance of the log hazard ratio from the null."""
        return abs(math.log(self.hazard_ratio / self.null))

    @property
    def arms(self) -> Arms:
        return self._with(1.0, self.hazard_ratio)

    @property
    def null_arms(self) -> Arms:
        """Both arms where the null is true and the hazard of all patients is the same."""
        shared = (1 + self.hazard_ratio * self.allocation) / (1 + self.null * self.allocation)
        return self._with(shared, shared * self.null)

    def _with(self, control: float, treated: float) -> Arms:
        def times(factor: float) -> tuple[float, ...]:
            return tuple(factor * rate for rate in self.control.rates)

        return Arms(
            replace(self.control, rates=times(treated), dropout=self.dropout1),
            replace(self.control, rates=times(control)),
            self.allocation,
        )

    def variances(self, accrual: Accrual, time: float) -> tuple[float, float]:
        """Of one patient's share in the log hazard ratio at a calendar time: under the null, under the alternative."""
        if self.formula is None:
            return _of_patient(self.null_arms, accrual, time), _of_patient(self.arms, accrual, time)
        unit = unit_drift(self.hazard_ratio, self.allocation, self.null, self.formula)
        variance = (self.effect / unit) ** 2 / self.arms.event_probability(time, accrual)
        return variance, variance

    def patients(self, alpha: float, beta: float, accrual: Accrual, time: float) -> float:
        """Patients for one-sided alpha and power 1 - beta with entry in this course."""
        null, real = self.variances(accrual, time)
        return float(((-ndtri(alpha) * math.sqrt(null) - ndtri(beta) * math.sqrt(real)) / self.effect) ** 2)

    def power(self, alpha: float, accrual: Accrual, time: float) -> float:
        """Power at one-sided alpha of an accrual with absolute rates."""
        null, real = self.variances(accrual, time)
        drift = math.sqrt(accrual.total) * self.effect
        return float(ndtr((drift + ndtri(alpha) * math.sqrt(null)) / math.sqrt(real)))


def probabilities(arms: Arms, accrual: Accrual, time: float) -> tuple[float, float]:
    """P(event by a calendar time) of a patient of either arm."""
    return tuple(float(by_calendar_time(time, h, *accrual.steps)) for h in (arms.hazard1, arms.hazard2))  # type: ignore[return-value]


def _of_patient(arms: Arms, accrual: Accrual, time: float) -> float:
    first, second = probabilities(arms, accrual, time)
    return (1 + arms.allocation) * (1 / (arms.allocation * first) + 1 / second)


def follow_up_for(test: Comparison, alpha: float, beta: float, accrual: Accrual) -> float:
    """The follow-up after the last patient that gives power 1 - beta. Raises DesignError."""

    def deficit(follow_up: float) -> float:
        return test.power(alpha, accrual, accrual.end + follow_up) - (1 - beta)

    return _solved(
        deficit, 1e-9, accrual.end, "No follow-up gives this power.", "Enrol faster or for longer."
    )


def accrual_for(
    test: Comparison, alpha: float, beta: float, entry: Callable[[float], Accrual], follow_up: float
) -> Accrual:
    """The length of entry, of absolute rates, that gives power 1 - beta. entry : length → accrual. Raises DesignError."""

    def deficit(length: float) -> float:
        return test.power(alpha, entry(length), length + follow_up) - (1 - beta)

    return entry(_solved(deficit, 1e-6, 1.0, "No length of entry gives this power.", "Follow for longer."))


def _solved(deficit: Callable[[float], float], low: float, step: float, what: str, fix: str) -> float:
    if deficit(low) > 0:
        raise DesignError("The power is above that at once.", fix="Enrol fewer, or ask for more power.")
    high = low + step
    while deficit(high) < 0:
        high *= 2
        if high > 1e6 * step:
            raise DesignError(what, fix=fix)
    return float(brentq(deficit, low, high, xtol=1e-12))
