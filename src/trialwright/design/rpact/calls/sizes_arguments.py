"""What the size calls' arguments may be: one table for all of them, checked before a call computes anything.

NULL and NA stand for an argument that is left out, as in R.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.errors import DesignError

LARGEST = 1e9  # patients, events or time units past which a number is a slip


@dataclass(frozen=True)
class Numbers:
    """Real numbers from low to high; `above`, `below` : without the end itself. many : more than one may be given."""

    low: float = -LARGEST
    high: float = LARGEST
    above: bool = False
    below: bool = False
    many: bool = False

    def __call__(self, value: Any) -> str:
        """What is wrong with a value, or nothing."""
        if isinstance(value, str | bool | dict | list | Answer):
            return "is not a number"
        array = np.asarray(value, float)
        if array.ndim > 1 or array.size == 0 or (array.size > 1 and not self.many):
            return "must be one number" if not self.many else "must be a vector of numbers"
        if np.any(np.isnan(array)):
            return "holds NA"
        low = array <= self.low if self.above else array < self.low
        high = array >= self.high if self.below else array > self.high
        return self.range if np.any(low | high) else ""

    @property
    def range(self) -> str:
        if self.low == -LARGEST:
            return "is not a finite number of sensible size"
        if self.high == LARGEST and 0 < self.low < 0.01:  # the least that is taken for more than nothing
            return "must be above 0, and of sensible size"
        if self.high == LARGEST:
            return f"must be {'above' if self.above else 'at least'} {self.low:g}, and of sensible size"
        return f"must lie between {self.low:g} and {self.high:g}"


@dataclass(frozen=True)
class Steps(Numbers):
    """Times or rates of steps: a vector, or a list with an interval for each name."""

    def __call__(self, value: Any) -> str:
        if isinstance(value, dict):
            return next((wrong for v in value.values() if (wrong := super(Steps, self).__call__(v))), "")
        return super().__call__(value)


def _words(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))


POSITIVE, POSITIVES = Numbers(1e-9), Numbers(1e-9, many=True)
COUNT = Numbers(1e-3)
PROBABILITY, PROBABILITIES = Numbers(0, 1), Numbers(0, 1, many=True)
LEVEL = Numbers(1e-12, 1, below=True)
REAL, REALS = Numbers(-1e6, 1e6), Numbers(-1e6, 1e6, many=True)

RULES: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(("alpha", "beta"), LEVEL),
    **dict.fromkeys(("groups", "sided"), lambda v: "" if not Numbers(1, 2)(v) and float(v).is_integer() else "must be 1 or 2"),
    **dict.fromkeys(("thetaH0", "delta1", "zi", "delta0", "z1"), REAL),
    **dict.fromkeys(("alternative",), REALS),
    **dict.fromkeys(("stDev", "lambda1", "lambda2", "hazardRatio", "median1", "median2", "median"), POSITIVES),
    **dict.fromkeys(("lambda_", "piecewiseLambda"), POSITIVES),
    **dict.fromkeys(("pi1", "piValue", "quantile"), PROBABILITIES),
    **dict.fromkeys(("pi2", "p0", "p1", "p2", "piControl"), PROBABILITY),
    **dict.fromkeys(("dropoutRate1", "dropoutRate2"), Numbers(0, 1, below=True)),
    **dict.fromkeys(("overdispersion", "followUpTime", "eta", "etaE"), Numbers(0, 1e6)),
    **dict.fromkeys(("eventTime", "dropoutTime", "fixedExposureTime", "sd", "sd2", "ratio"), POSITIVE),
    **dict.fromkeys(("hr", "hr0", "hr1", "lambdaC", "gamma", "R", "S"), POSITIVES),
    **dict.fromkeys(("T", "Ts", "Tr"), POSITIVE),
    "minfup": Numbers(0),
    **dict.fromkeys(("maxNumberOfSubjects", "maxNumberOfEvents", "n.fix"), COUNT),
    **dict.fromkeys(("n", "n2"), Numbers(1, 1e7, many=True)),
    "allocationRatioPlanned": Numbers(0, 1e6),
    **dict.fromkeys(("accrualTime", "piecewiseSurvivalTime"), Steps(0, many=True)),
    "accrualIntensity": Numbers(0, many=True),
    **dict.fromkeys(("typeOfComputation", "accrualIntensityType"), lambda v: "" if _words(v) else "must be a word"),
    "kappa": Numbers(0.01, 100),
    **dict.fromkeys(("time", "timeValues"), Numbers(0, many=True)),
    "theta": REALS,
    "k": Numbers(1, 20),
    "i": Numbers(1, 20),
    "test.type": Numbers(1, 6),
    "timing": Numbers(0, 1, above=True, many=True),
    "sfupar": Numbers(-40, 40),
    **dict.fromkeys(("thetaH1", "nPlanned"), REALS),
    **dict.fromkeys(("stage", "maxInformation", "informationEpsilon"), REAL),
    **dict.fromkeys(("assumedStDev", "assumedStDevs"), POSITIVES),
    **dict.fromkeys(("piTreatments", "piControls", "pi1H1", "pi2H1"), PROBABILITIES),
    **dict.fromkeys(("intersectionTest", "varianceOption", "typeOfSelection"), lambda v: "" if isinstance(v, str) else "must be a word"),
    **dict.fromkeys(
        ("normalApproximation", "meanRatio", "riskRatio", "directionUpper", "conservative", "equalVariances", "stratifiedAnalysis"),
        lambda v: "" if isinstance(v, bool) else "must be TRUE or FALSE",
    ),
    **dict.fromkeys(("twoSidedPower", "accountForObservationTimes"), lambda v: "" if isinstance(v, bool) else "must be TRUE or FALSE"),
    **dict.fromkeys(("scale", "method", "z2"), lambda v: "" if isinstance(v, str) else "must be a word"),
}  # fmt: skip
# NULL that says something, and is passed on.
TELLING = {(call, name) for call in ("nSurv", "gsSurv") for name in ("beta", "T", "minfup")}


def checked(calls: Mapping[str, Callable[..., Answer]]) -> dict[str, Callable[..., Answer]]:
    """The calls with their arguments checked. They raise DesignError, and no other error, for bad ones."""
    return {name: _checking(name, function) for name, function in calls.items()}


def _checking(name: str, function: Callable[..., Answer]) -> Callable[..., Answer]:
    parameters = inspect.signature(function).parameters

    @functools.wraps(function)
    def call(**given: Any) -> Answer:
        kept = {k: v for k, v in given.items() if not _left_out(v) or (name, k) in TELLING}
        for argument, value in kept.items():
            wrong = RULES[argument](value) if argument in RULES and value is not None else ""
            if wrong:
                raise DesignError(f"`{argument}` {wrong}.", fix=f"Change `{argument}`.")
        for argument, parameter in parameters.items():
            if (
                parameter.default is parameter.empty
                and parameter.kind is not parameter.VAR_KEYWORD
                and argument not in kept
            ):
                raise DesignError(f"`{argument}` is missing.", fix=f"Give `{argument}`.")
        try:
            return function(**kept)
        except (OverflowError, ZeroDivisionError, FloatingPointError):
            raise DesignError(
                "These numbers are too extreme to compute with.", fix="Check their units."
            ) from None

    return call


def _left_out(value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, str | bool | dict | list | Answer):
        return False
    return (
        bool(np.all(np.isnan(np.asarray(value, float))))
        if not isinstance(value, float)
        else math.isnan(value)
    )
