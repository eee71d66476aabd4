"""Stages of simulated trials that count events in one group or two: draw, achieved and wanted are those of size_paths.

Conditional power is of the difference of the rates seen so far, or assumed: the test's variance is that under the null, the
spread of its difference that of the rates themselves. Source: Wassmer & Brannath 2016, section 7.4.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri
from scipy.stats import binom, hypergeom

from trialwright.design.rpact.conditional_sizes import patients, reached
from trialwright.design.rpact.size_paths import Floats
from trialwright.kernels.restricted_rates import Measure, gap, null_variance, variance

FURTHEST = 8.2  # z of the smallest p-value told apart from 0 and 1


class OneRate:
    """Stages of one group. null : the rate tested. assumed : that conditional power counts on, NaN for the rate seen.
    exact : whether p-values are the binomial's."""

    def __init__(
        self,
        rate: float,
        null: float,
        sign: float,
        n: int,
        rng: np.random.Generator,
        assumed: float = math.nan,
        exact: bool = False,
    ) -> None:
        self.rate, self.null, self.sign, self.rng, self.assumed = rate, null, sign, rng, assumed
        self.exact = exact
        self.events, self.size = np.zeros(n), np.zeros(n)

    def draw(self, stage: Floats, i: int) -> tuple[Floats, Floats, Floats]:
        of = np.round(stage)
        new = self.rng.binomial(of.astype(int), self.rate).astype(float)
        self.events, self.size = self.events + new, self.size + of
        overall = self._z(self.events, self.size)
        return self._z(new, of), overall, overall / np.sqrt(self.size)

    def achieved(self, stage: Floats, bound: Floats) -> Floats:
        return reached(stage, bound, *self._one_patient())

    def wanted(self, bound: Floats, power: float) -> Floats:
        return patients(bound, power, *self._one_patient())

    def _one_patient(self) -> tuple[Floats, Floats, Floats]:
        rate = _known(self.assumed, self.events / self.size)
        null = np.full(len(rate), np.sqrt(self.null * (1 - self.null)))
        return self.sign * (rate - self.null), null, np.sqrt(rate * (1 - rate))

    def _z(self, x: Floats, of: Floats) -> Floats:
        if self.exact:
            return _score(binom.sf(x - 1, of, self.null) if self.sign > 0 else binom.cdf(x, of, self.null))
        return np.asarray(self.sign * (x / of - self.null) / np.sqrt(self.null * (1 - self.null) / of))


class TwoRates:
    """Stages of two groups, by the z whose variance is that under the null: a table with nothing to tell shows no difference.

    rates, assumed : of the treated and of control; assumed : as for one. r : treated to control. null : of the measure.
    exact : p-values are Fisher's, of the null of no difference. Source: Farrington & Manning 1990, Stat Med 9:1447.
    """

    def __init__(
        self,
        rates: tuple[float, float],
        r: float,
        sign: float,
        n: int,
        rng: np.random.Generator,
        assumed: tuple[float, float] = (math.nan, math.nan),
        null: float = 0.0,
        measure: Measure = "difference",
        exact: bool = False,
    ) -> None:
        self.rates, self.r, self.sign, self.rng, self.assumed = rates, r, sign, rng, assumed
        self.null, self.measure, self.exact = null, measure, exact
        self.events, self.sizes = np.zeros((2, n)), np.zeros((2, n))

    def draw(self, stage: Floats, i: int) -> tuple[Floats, Floats, Floats]:
        first = np.round(stage * self.r / (1 + self.r))
        of = np.stack([first, np.round(stage) - first])
        new = np.stack(
            [self.rng.binomial(s.astype(int), p) for s, p in zip(of, self.rates, strict=True)]
        ).astype(float)
        self.events, self.sizes = self.events + new, self.sizes + of
        overall = self._z(self.events, self.sizes)
        return self._z(new, of), overall, overall / np.sqrt(self.sizes.sum(0))

    def achieved(self, stage: Floats, bound: Floats) -> Floats:
        return reached(stage, bound, *self._one_patient())

    def wanted(self, bound: Floats, power: float) -> Floats:
        return patients(bound, power, *self._one_patient())

    def _one_patient(self) -> tuple[Floats, Floats, Floats]:
        seen = self.events / self.sizes
        first, second = (_known(a, s) for a, s in zip(self.assumed, seen, strict=True))
        of = (self.r / (1 + self.r), self.null, self.measure)
        null, spread = null_variance(first, second, *of), variance(first, second, *of)
        return self.sign * gap(first, second, self.null, self.measure), np.sqrt(null), np.sqrt(spread)

    def _z(self, x: Floats, of: Floats) -> Floats:
        if self.exact:
            return self._exact(x, of)
        there = np.maximum(of, 1.0)
        first, second = x / there
        known = null_variance(first, second, there[0] / there.sum(0), self.null, self.measure) / there.sum(0)
        tells = (known > 0) & (of > 0).all(0)
        z = self.sign * gap(first, second, self.null, self.measure) / np.sqrt(np.where(tells, known, 1.0))
        return np.where(tells, z, 0.0)

    def _exact(self, x: Floats, of: Floats) -> Floats:
        table = (of.sum(0), x.sum(0), of[0])
        return _score(hypergeom.sf(x[0] - 1, *table) if self.sign > 0 else hypergeom.cdf(x[0], *table))


def _score(p: Floats) -> Floats:
    """The normal score of one-sided p-values."""
    return np.clip(-ndtri(p), -FURTHEST, FURTHEST)


def _known(assumed: float, seen: Floats) -> Floats:
    return seen if math.isnan(assumed) else np.full(len(seen), assumed)
