"""What R refuses of an argument that is stated: NA and NULL, and numbers out of range. Left to itself a call would take its default
instead, and answer another question than the one that was asked.

The ranges, and the arguments that may be NA or NULL, are those of rpact 3.3.4, asked for every argument of every function;
those of gsDesign are its documentation's. Checked for all calls at once, before any computes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.rpact.arguments import refuse

DATA = {"getDataset", "getDataSet", "getDesignSet"}  # whose arguments are columns, or designs' own

# Functions by how they begin, the longest that fits → arguments that rpact takes as left out where they say NA, or NULL.
_OF_DESIGN = "typeOfDesign typeBetaSpending optimizationCriterion"
_NA = {
    "getDesign": f"{_OF_DESIGN} method bindingFutility twoSidedPower betaAdjustment secondStageConditioning",
    "getSampleSize": "allocationRatioPlanned",
    "getSampleSizeSurvival": "allocationRatioPlanned typeOfComputation accountForObservationTimes piecewiseSurvivalTime",
    "getPower": "allocationRatioPlanned directionUpper",
    "getPowerSurvival": "typeOfComputation directionUpper piecewiseSurvivalTime accrualIntensity",
    "getEventProbabilities": "piecewiseSurvivalTime",
    "getSimulationSurvival": "piecewiseSurvivalTime",
    "getSimulationMultiArm": "doseLevels adaptations selectArmsFunction effectMatrix",
    "getSimulationEnrichment": "adaptations selectPopulationsFunction",
    "getAnalysisResults": "thetaH0 thetaH1 assumedStDev stage maxInformation informationEpsilon",
    "getStageResults": "stage",
    "getFinalConfidenceInterval": "thetaH0 stage",
    "getRepeatedConfidenceIntervals": "directionUpper stage",
}
_NULL = {
    "getDesign": f"{_OF_DESIGN} method",
    "getSampleSize": "design",
    "getSampleSizeSurvival": "design typeOfComputation accountForObservationTimes accrualIntensityType",
    "getPower": "design",
    "getPowerSurvival": "design typeOfComputation accrualIntensity accrualIntensityType",
    "getEventProbabilities": "accrualIntensityType",
    "getNumberOfSubjects": "accrualIntensityType",
    "getAccrualTime": "accrualIntensityType",
    "getSimulation": "calcSubjectsFunction calcEventsFunction",
    "getSimulationSurvival": "accrualIntensityType calcEventsFunction",
    "getSimulationMultiArm": "doseLevels effectMatrix correlationComputation selectArmsFunction calcSubjectsFunction "
    "calcEventsFunction",
    "getSimulationEnrichment": "selectPopulationsFunction calcSubjectsFunction calcEventsFunction",
    "getAnalysisResults": "stage maxInformation informationEpsilon",
    "getStageResults": "stage",
    "getFinalConfidenceInterval": "stage",
    "getRepeatedConfidenceIntervals": "directionUpper stage",
    "getObservedInformationRates": "informationEpsilon",
}
# gsDesign's own defaults are NULL here, or NULL asks for something to be computed.
_GS_NULL = "sfupar sflpar usTime lsTime n n2 S T minfup etaE param wgts theta hr1 d overrun sd2 tbl exclude"
_GS_ALSO = {"nSurv": "beta", "gsSurv": "beta"}
_GS_NEVER = {"gsProbability": "theta", "gsBound1": "theta"}


class Range:
    """low..high; above, below : without the end itself. whole : no fractions."""

    def __init__(
        self,
        low: float = -math.inf,
        high: float = math.inf,
        above: bool = False,
        below: bool = False,
        whole: bool = False,
    ) -> None:
        self.low, self.high, self.above, self.below, self.whole = low, high, above, below, whole

    def holds(self, values: np.ndarray) -> bool:
        """NA among several says that there is none at that place, and is left to the call."""
        low = values <= self.low if self.above else values < self.low
        high = values >= self.high if self.below else values > self.high
        fraction = np.isfinite(values) & (values != np.round(values)) if self.whole else False
        return not bool(np.any(low | high | fraction))

    def __str__(self) -> str:
        ends = f"{'(' if self.above else '['}{self.low:g}, {self.high:g}{')' if self.below else ']'}"
        return f"{'a whole number ' if self.whole else ''}in {ends}"


POSITIVE, SHARE = Range(0, above=True), Range(0, 1, above=True, below=True)
COUNTED, SOME = Range(1, 1e9, whole=True), Range(1)
_ALL: Mapping[str, Range] = {
    "maxNumberOfIterations": COUNTED, "activeArms": COUNTED, "rValue": COUNTED, "allocation1": COUNTED, "allocation2": COUNTED,
    "iterations": Range(0, 1e9, whole=True), "seed": Range(whole=True), "sided": Range(1, 2, whole=True),
    "stage": COUNTED, "epsilonValue": Range(0), "stDevH1": POSITIVE,
}  # fmt: skip
_OWN: Mapping[str, Mapping[str, Range]] = {
    "getDesignGroupSequential": {"tolerance": Range(1e-10, 1e-3)},
    "getDesignInverseNormal": {"tolerance": Range(1e-10, 1e-3)},
    "getDesignFisher": {"tolerance": Range(high=0.1)},
    "getPowerAndAverageSampleNumber": {"nMax": SOME},
    "getSampleSizeRates": {"pi1": SHARE, "pi2": SHARE},
    "getPowerRates": {"pi1": SHARE, "pi2": SHARE, "maxNumberOfSubjects": SOME},
    "getPowerMeans": {"maxNumberOfSubjects": SOME},
    "getPowerSurvival": {"maxNumberOfEvents": SOME},
    "getMedianByPi": {"piValue": SHARE},
    "nBinomial": {"p1": SHARE, "p2": SHARE},
    "nBinomial1Sample": {"p0": SHARE, "p1": SHARE},
    "getSimulationRates": {"pi1": SHARE, "pi2": SHARE, "pi1H1": SHARE, "pi2H1": SHARE},
    "getSimulationSurvival": {"thetaH0": POSITIVE, "thetaH1": POSITIVE},
    "getSimulationMultiArmRates": {"piMaxVector": SHARE, "piControl": SHARE},
    "getSimulationMultiArmSurvival": {
        "omegaMaxVector": Range(0, 1e9, above=True), "thetaH1": POSITIVE,
    },
    "getSimulationEnrichmentSurvival": {"thetaH1": POSITIVE},
    "getAnalysisResults": {"tolerance": Range(0, 0.1, above=True), "allocationRatioPlanned": Range(0, 100, True, True)},
    "getObservedInformationRates": {"maxInformation": COUNTED, "informationEpsilon": Range(0, 200, True, True)},
    "getConditionalPower": {"allocationRatioPlanned": Range(0, 100, True, True)},
    "getFinalConfidenceInterval": {"tolerance": Range(0, 0.1, above=True)},
    "getRepeatedConfidenceIntervals": {"tolerance": Range(0, 0.1, above=True)},
    "getRepeatedPValues": {"tolerance": Range(0, 0.1, above=True)},
}  # fmt: skip
FINITE = Range(-1e6, 1e6)
_GS: Mapping[str, Range] = {
    "k": Range(1, 30, whole=True), "test_type": Range(1, 8, whole=True), "i": Range(1, 30, whole=True),
    "tol": Range(0, 0.1, above=True), "r": Range(1, 80, whole=True), "outtype": Range(1, 3, whole=True),
    "n_fix": Range(0, 1e9, above=True), "delta": Range(0, 1e6), "delta0": FINITE, "delta1": FINITE, "astar": Range(0, 1),
    "theta": FINITE, "z": FINITE, "zi": FINITE, "t": Range(0), "printerr": FINITE,
}  # fmt: skip
_ONE = (
    "k",
    "test.type",
    "i",
    "tol",
    "r",
    "outtype",
    "n.fix",
    "delta",
    "delta0",
    "delta1",
    "astar",
)  # of gsDesign, no vectors
_STAGES = ("minNumberOfSubjectsPerStage", "maxNumberOfSubjectsPerStage", "minNumberOfEventsPerStage",
           "maxNumberOfEventsPerStage", "effectMatrix", "decisionMatrix")  # fmt: skip


def check(function: str, literals: Mapping[str, str], given: Mapping[str, Any]) -> None:
    """Raises DesignError for what R refuses. literals : arguments stated as NA or NULL, and which. given : the values of all."""
    for name, value in literals.items():
        if function not in DATA and not _may_be(function, name, value):
            refuse(
                f"`{_in_r(name)}` is {value}, which {function} does not take.",
                f"Give a value, or leave {_in_r(name)} out for its default.",
            )
    own = _OWN.get(function, {}) if _of_rpact(function) else {**_GS, **_OWN.get(function, {})}
    for name, value in given.items():
        allowed = own.get(name) or (_ALL.get(name) if _of_rpact(function) else None)
        if name in _STAGES and isinstance(value, str | bool):
            refuse(f"`{name}` must be numbers.", f"Give {name} as c(...), or as a matrix.")
        if allowed is not None and name not in literals:
            _within(_in_r(name), value, allowed)
    if _of_rpact(function):
        _together(given)


def _within(name: str, value: Any, allowed: Range) -> None:
    if value is None:
        return
    try:
        values = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        refuse(f"`{name}` is not a number.", f"Give {name} {allowed}.")
    if values.size > 1 and name in _ONE:
        refuse(f"`{name}` has {values.size} values.", f"Give {name} as one number.")
    if not allowed.holds(values):
        said = f"{values.ravel()[0]:g}" if values.size == 1 else "one of its values"
        refuse(f"`{name}` = {said} is not {allowed}.", f"Give {name} {allowed}.")


def _together(given: Mapping[str, Any]) -> None:
    """Arguments that R takes alone, and not beside one another."""
    weibull = _number(given.get("kappa"), 1.0) != 1
    if weibull and "plannedEvents" not in given:  # of those that follow patients, simulations alone take both
        if any(_number(given.get(n), 0.0) > 0 for n in ("dropoutRate1", "dropoutRate2")):
            refuse(
                "A Weibull law (kappa) is not taken beside dropout.", "Leave kappa or the dropout rates out."
            )
        if any(np.size(given.get(n)) > 1 for n in ("piecewiseLambda", "lambda_")) and _in_steps(given):
            refuse(
                "A Weibull law (kappa) is not taken with hazards in steps.", "Give one hazard, or kappa = 1."
            )
    first = given.get("accrualTime")
    if _stated(given.get("accrualIntensity")) and np.ndim(first) == 0 and _number(first, 0.0) > 0:
        refuse(
            f"With accrualIntensity the first accrualTime must be 0, and it is {_number(first, 0.0):g}.",
            "Give accrualTime = c(0, ...), or leave accrualIntensity out.",
        )


def _in_steps(given: Mapping[str, Any]) -> bool:
    return any(np.size(given.get(n)) > 1 for n in ("piecewiseSurvivalTime", "s"))


def _stated(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _number(value: Any, otherwise: float) -> float:
    """A value that is one number; another's fault is for the call to tell."""
    one = isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)
    return float(value) if one else otherwise


def _of_rpact(function: str) -> bool:
    return function.startswith("get") or function in ("ppwexp", "qpwexp")


def _in_r(name: str) -> str:
    """As R writes it: test.type, lambda."""
    return {"test_type": "test.type", "n_fix": "n.fix", "n_I": "n.I", "lambda_": "lambda"}.get(name, name)


def _may_be(function: str, name: str, value: str) -> bool:
    if not _of_rpact(function):
        told = f"{_GS_NULL} {_GS_ALSO.get(function, '')}".split()
        return value == "NULL" and name in told and name != _GS_NEVER.get(function)
    return name in _longest({"NA": _NA, "NULL": _NULL}[value], function).split()


def _longest(of: Mapping[str, str], function: str) -> str:
    fitting = [begins for begins in of if function.startswith(begins)]
    return of[max(fitting, key=len)] if fitting else ""
