"""getSimulationRates: one or two groups, difference or ratio of rates, sizes planned or re-estimated by conditional power."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, number, positive, refuse, vector, whole
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
    exact = not flag(normalApproximation, "normalApproximation", True)
    of, two = one_sided(design_of(design, more)), number(groups, "groups", 2.0) == 2
    risk_ratio = flag(riskRatio, "riskRatio", False)
    null, rates, control = _rates(two, risk_ratio, thetaH0, pi1, pi2)
    if exact and two and null != (1.0 if risk_ratio else 0.0):
        refuse(
            f"Fisher's test is of no difference, and thetaH0 = {null:g}.",
            "Leave out normalApproximation=FALSE.",
        )
    r = positive(allocationRatioPlanned, "allocationRatioPlanned", 1.0)
    sign = 1.0 if flag(directionUpper, "directionUpper", True) else -1.0
    planned, n, of_seed = (
        sizes_of(plannedSubjects, of),
        iterations(maxNumberOfIterations),
        whole(seed, "seed"),
    )
    again = reestimation(
        of, planned, conditionalPower, minNumberOfSubjectsPerStage, maxNumberOfSubjectsPerStage, None
    )
    assumed = (number(pi1H1, "pi1H1", math.nan), number(pi2H1, "pi2H1", math.nan))
    measure: Measure = "ratio" if risk_ratio else "difference"

    def stages(rate: float, rng: np.random.Generator) -> OneRate | TwoRates:
        if two:
            return TwoRates((rate, control), r, sign, n, rng, assumed, null, measure, exact)
        return OneRate(rate, null, sign, n, rng, assumed[0], exact)

    paths = _paths(of, planned, stages, rates, n, again, of_seed or 0)
    fields = result_fields(paths) | {
        "pi1": rates,
        "pi2": control if two else None,
        "effect": rates / control - null if risk_ratio else rates - (control + null if two else null),
        "thetaH0": null,
        "plannedSubjects": planned,
        "maxNumberOfIterations": float(n),
        "seed": float(of_seed or 0),
        "groups": 2.0 if two else 1.0,
        "conditionalPower": None if again is None else again.power,
    }
    notes = (*NOTES, *([NO_SEED] if of_seed is None else []))
    return Answer("getSimulationRates", present(fields), {"design": design, **more}, paths, notes)


CALLS = checked({"getSimulationRates": getSimulationRates})


def _paths(
    design: SequentialDesign,
    planned: np.ndarray,
    stages: Callable[[float, np.random.Generator], OneRate | TwoRates],
    rates: np.ndarray,
    trials: int,
    again: Any,
    seed: int,
) -> list[Any]:
    """Simulated trials of every rate, each from a stream of its own. stages : what draws the trials of one rate."""
    paths = []
    for rate, stream in zip(rates, np.random.SeedSequence(seed).spawn(len(rates)), strict=True):
        s = stages(rate, generator(stream))
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
