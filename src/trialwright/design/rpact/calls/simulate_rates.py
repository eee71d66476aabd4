"""getSimulationRates: one or two groups, difference or ratio of rates, sizes as planned."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import ndtr

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, number, positive, refuse, vector, whole
from trialwright.design.rpact.calls.simulate_means import (
    NO_SEED,
    NOTES,
    generator,
    iterations,
    one_sided,
    sizes_of,
)
from trialwright.design.rpact.calls.sizes_given import design_of, given, present
from trialwright.design.rpact.size_paths import Floats, result_fields, simulate


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
    """Trials of every pi1. Sizes by conditional power, exact tests, and shifted nulls of two rates are not taken."""
    if given(conditionalPower) or calcSubjectsFunction is not None:
        refuse("Sizes re-estimated from rates are not simulated here.", "Leave out conditionalPower.")
    if not flag(normalApproximation, "normalApproximation", True):
        refuse("Exact tests of rates are not simulated here.", "Leave out normalApproximation=FALSE.")
    of, two = one_sided(design_of(design, more)), number(groups, "groups", 2.0) == 2
    risk_ratio = flag(riskRatio, "riskRatio", False)
    usual = (1.0 if risk_ratio else 0.0) if two else math.nan
    null = number(thetaH0, "thetaH0", usual)
    if two and null != usual:
        refuse(
            f"Two rates are simulated against no difference, and thetaH0 = {null:g}.", "Leave out thetaH0."
        )
    if not two and not 0 < null < 1:
        refuse("`thetaH0` of one rate must be in (0, 1).", "Give the rate under the null.")
    rates = vector(pi1, "pi1")
    rates = np.array([0.2, 0.3, 0.4, 0.5]) if rates is None else rates
    control = number(pi2, "pi2", math.nan) if two else null
    if not 0 < control < 1 or np.any((rates < 0) | (rates > 1)):
        refuse("A rate is not in [0, 1], or `pi2` is not given.", "Give pi1 and, for two groups, pi2.")
    r = positive(allocationRatioPlanned, "allocationRatioPlanned", 1.0)
    sign = 1.0 if flag(directionUpper, "directionUpper", True) else -1.0
    planned, n, of_seed = (
        sizes_of(plannedSubjects, of),
        iterations(maxNumberOfIterations),
        whole(seed, "seed"),
    )
    streams = np.random.SeedSequence(of_seed or 0).spawn(len(rates))
    paths = []
    for rate, s in zip(rates, streams, strict=True):
        rng = generator(s)
        stages = TwoRates(rate, control, r, sign, n, rng) if two else OneRate(rate, null, sign, n, rng)
        paths.append(simulate(of, planned, stages.draw, n, None, None, stages.achieved))
    fields = result_fields(paths) | {
        "pi1": rates,
        "pi2": control if two else None,
        "effect": rates / control - null if risk_ratio else rates - (control if two else null),
        "thetaH0": null,
        "plannedSubjects": planned,
        "maxNumberOfIterations": float(n),
        "seed": float(of_seed or 0),
        "groups": 2.0 if two else 1.0,
    }
    notes = (*NOTES, *([NO_SEED] if of_seed is None else []))
    return Answer("getSimulationRates", present(fields), {"design": design, **more}, paths, notes)


CALLS = {"getSimulationRates": getSimulationRates}


class OneRate:
    """Stages of one group: draw and achieved are those of size_paths. null : the rate tested."""

    def __init__(self, rate: float, null: float, sign: float, n: int, rng: np.random.Generator) -> None:
        self.rate, self.null, self.sign, self.rng = rate, null, sign, rng
        self.events, self.size = np.zeros(n), np.zeros(n)

    def draw(self, stage: Floats, i: int) -> tuple[Floats, Floats, Floats]:
        of = np.round(stage)
        new = self.rng.binomial(of.astype(int), self.rate).astype(float)
        self.events, self.size = self.events + new, self.size + of
        overall = self._z(self.events, self.size)
        return self._z(new, of), overall, overall / np.sqrt(self.size)

    def achieved(self, stage: Floats, bound: Floats) -> Floats:
        """With the rate seen so far, and its own variance."""
        seen = self.events / self.size
        null = np.sqrt(self.null * (1 - self.null) / stage)
        return shown(self.sign * (seen - self.null), bound * null, np.sqrt(seen * (1 - seen) / stage))

    def _z(self, x: Floats, of: Floats) -> Floats:
        return np.asarray(self.sign * (x / of - self.null) / np.sqrt(self.null * (1 - self.null) / of))


class TwoRates:
    """Stages of two groups, by the pooled z: a table without events, or with nothing else, shows no difference.
    draw and achieved are those of size_paths. r : treated to control."""

    def __init__(
        self, rate: float, control: float, r: float, sign: float, n: int, rng: np.random.Generator
    ) -> None:
        self.rates, self.r, self.sign, self.rng = (rate, control), r, sign, rng
        self.events, self.sizes = np.zeros((2, n)), np.zeros((2, n))

    def draw(self, stage: Floats, i: int) -> tuple[Floats, Floats, Floats]:
        of = self._split(stage)
        new = np.stack(
            [self.rng.binomial(s.astype(int), p) for s, p in zip(of, self.rates, strict=True)]
        ).astype(float)
        self.events, self.sizes = self.events + new, self.sizes + of
        overall = self._z(self.events, self.sizes)
        return self._z(new, of), overall, overall / np.sqrt(self.sizes.sum(0))

    def achieved(self, stage: Floats, bound: Floats) -> Floats:
        """With the rates seen so far: the test's variance pools them, that of its difference does not."""
        seen, of = self.events / self.sizes, self._split(stage)
        pooled = (self.r * seen[0] + seen[1]) / (1 + self.r)
        null = np.sqrt(pooled * (1 - pooled) * (1 / of).sum(0))
        spread = np.sqrt((seen * (1 - seen) / of).sum(0))
        return shown(self.sign * (seen[0] - seen[1]), bound * null, spread)

    def _split(self, stage: Floats) -> Floats:
        first = np.round(stage * self.r / (1 + self.r))
        return np.stack([first, np.round(stage) - first])

    def _z(self, x: Floats, of: Floats) -> Floats:
        pooled = x.sum(0) / of.sum(0)
        variance = pooled * (1 - pooled) * (1 / of).sum(0)
        difference = x[0] / of[0] - x[1] / of[1]
        return np.where(
            variance > 0, self.sign * difference / np.sqrt(np.where(variance > 0, variance, 1.0)), 0.0
        )


def shown(effect: Floats, needed: Floats, spread: Floats) -> Floats:
    """Probability that an estimate around `effect` with this standard error reaches what is needed."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(spread > 0, ndtr((effect - needed) / spread), (effect > needed).astype(float))
