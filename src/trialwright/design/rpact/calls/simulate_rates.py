"""getSimulationRates: one or two groups, difference or ratio of rates, sizes planned or re-estimated by conditional power."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import (
    entropy,
    flag,
    number,
    positive,
    refuse,
    vector,
    whole,
)
from trialwright.design.rpact.calls.simulate_means import (
    NO_SEED,
    NOTES,
    generator,
    iterations,
    one_sided,
    reestimation,
    sizes_of,
)
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import design_of, present
from trialwright.design.rpact.rate_paths import OneRate, TwoRates
from trialwright.design.rpact.size_paths import result_fields, simulate
from trialwright.kernels.restricted_rates import Measure


def getSimulationRates(
    design: Any = None,
    *,
    groups: Any = 2.0,
    normalApproximation: Any = True,
    riskRatio: Any = False,
    thetaH0: Any = None,
    pi1: Any = None,
    pi2: Any = None,
    plannedSubjects: Any = None,
    directionUpper: Any = True,
    allocationRatioPlanned: Any = None,
    minNumberOfSubjectsPerStage: Any = None,
    maxNumberOfSubjectsPerStage: Any = None,
    conditionalPower: Any = None,
    pi1H1: Any = None,
    pi2H1: Any = None,
    maxNumberOfIterations: Any = 1000.0,
    seed: Any = None,
    calcSubjectsFunction: Any = None,
    showStatistics: Any = False,
    **more: Any,
) -> Answer:
    """Trials of every pi1. Sizes by a function in R are not taken, nor Fisher's test of a shifted null."""
    if calcSubjectsFunction is not None:
        refuse("`calcSubjectsFunction` is R code.", "Leave it out: conditionalPower re-estimates sizes.")
    of = one_sided(design_of(design, more))
    test, rates = _test(groups, riskRatio, thetaH0, pi1, pi2, normalApproximation)
    test = replace(
        test,
        r=positive(allocationRatioPlanned, "allocationRatioPlanned", 1.0),
        sign=1.0 if flag(directionUpper, "directionUpper", True) else -1.0,
        assumed=(number(pi1H1, "pi1H1", math.nan), number(pi2H1, "pi2H1", math.nan)),
    )
    planned, n, of_seed = (
        sizes_of(plannedSubjects, of),
        iterations(maxNumberOfIterations),
        whole(seed, "seed"),
    )
    again = reestimation(
        of, planned, conditionalPower, minNumberOfSubjectsPerStage, maxNumberOfSubjectsPerStage, None
    )
    paths = _paths(of, planned, test, rates, n, again, of_seed or 0)
    fields = (
        result_fields(paths)
        | _stated_fields(test, rates)
        | {
            "plannedSubjects": planned,
            "maxNumberOfIterations": float(n),
            "seed": float(of_seed or 0),
            "conditionalPower": None if again is None else again.power,
        }
    )
    notes = (*NOTES, *([NO_SEED] if of_seed is None else []))
    return Answer("getSimulationRates", present(fields), {"design": design, **more}, paths, notes)


CALLS = checked({"getSimulationRates": getSimulationRates})


@dataclass(frozen=True)
class RateTest:
    """two : groups, or one. null : of the measure, or of the rate. control : its rate; the null with one group. exact : by
    Fisher's or the binomial p-value. r : treated to control. sign : 1 where higher is better. assumed : as of rate_paths."""

    two: bool
    null: float
    control: float
    measure: Measure
    exact: bool
    r: float = 1.0
    sign: float = 1.0
    assumed: tuple[float, float] = (math.nan, math.nan)

    def stages(self, rate: float, n: int, rng: np.random.Generator) -> OneRate | TwoRates:
        """What draws n trials of one treated rate."""
        if self.two:
            rates = (rate, self.control)
            return TwoRates(
                rates, self.r, self.sign, n, rng, self.assumed, self.null, self.measure, self.exact
            )
        return OneRate(rate, self.null, self.sign, n, rng, self.assumed[0], self.exact)

    def effect(self, rates: np.ndarray) -> np.ndarray:
        """Beyond the null."""
        if self.measure == "ratio":
            return np.asarray(rates / self.control - self.null)
        return rates - (self.control + self.null if self.two else self.null)


def _test(
    groups: Any, ratio: Any, thetaH0: Any, pi1: Any, pi2: Any, normal: Any
) -> tuple[RateTest, np.ndarray]:
    """The test, and the treated rates it is simulated at."""
    exact = not flag(normal, "normalApproximation", True)
    two, of_ratio = number(groups, "groups", 2.0) == 2, flag(ratio, "riskRatio", False)
    null, rates, control = _rates(two, of_ratio, thetaH0, pi1, pi2)
    if exact and two and null != (1.0 if of_ratio else 0.0):
        refuse(
            f"Fisher's test is of no difference, and thetaH0 = {null:g}.",
            "Leave out normalApproximation=FALSE.",
        )
    return RateTest(two, null, control, "ratio" if of_ratio else "difference", exact), rates


def _stated_fields(test: RateTest, rates: np.ndarray) -> dict[str, Any]:
    return {
        "pi1": rates,
        "pi2": test.control if test.two else None,
        "effect": test.effect(rates),
        "thetaH0": test.null,
        "groups": 2.0 if test.two else 1.0,
    }


def _paths(
    design: SequentialDesign,
    planned: np.ndarray,
    test: RateTest,
    rates: np.ndarray,
    trials: int,
    again: Any,
    seed: int,
) -> list[Any]:
    """Simulated trials of every rate, each from a stream of its own."""
    paths = []
    for rate, stream in zip(rates, np.random.SeedSequence(entropy(seed)).spawn(len(rates)), strict=True):
        s = test.stages(rate, trials, generator(stream))
        paths.append(simulate(design, planned, s.draw, trials, again, None, s.achieved, s.wanted))
    return paths


def _rates(two: bool, risk_ratio: bool, thetaH0: Any, pi1: Any, pi2: Any) -> tuple[float, Any, float]:
    """The null, the treated rates, and that of control, or the null itself with one group. Raises DesignError."""
    usual = (1.0 if risk_ratio else 0.0) if two else math.nan
    null = number(thetaH0, "thetaH0", usual)
    if two and not (null > 0 if risk_ratio else -1 < null < 1):
        refuse(
            f"`thetaH0` = {null:g} is no null of two rates.",
            "Give a ratio above 0, or a difference in (-1, 1).",
        )
    if not two and not 0 < null < 1:
        refuse("`thetaH0` of one rate must be in (0, 1).", "Give the rate under the null.")
    rates = vector(pi1, "pi1")
    rates = np.array([0.2, 0.3, 0.4, 0.5]) if rates is None else rates
    control = number(pi2, "pi2", math.nan) if two else null
    if not 0 < control < 1 or np.any((rates < 0) | (rates > 1)):
        refuse("A rate is not in [0, 1], or `pi2` is not given.", "Give pi1 and, for two groups, pi2.")
    return null, rates, control
