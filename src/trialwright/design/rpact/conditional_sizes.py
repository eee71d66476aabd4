"""Conditional power of a simulated trial's next stage, and the patients that a stage needs for it.

A stage of n patients brings a difference whose mean is `effect` and whose standard error is `spread` over the root of n; it
rejects when the difference is `bound` times `null` over the root of n, its standard error under the null.
Source: Wassmer & Brannath 2016, section 7.4.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.designs.combined import Combination

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SMALLEST = 1e-7  # a p-value is kept this far from 1, so that a later stage can still make good for it


class Outlook(NamedTuple):
    """(n,) of each trial's next stage; effect : large where treatment is better."""

    effect: Floats
    null: Floats
    spread: Floats


class Resizing(NamedTuple):
    """power : conditional power that a stage is sized for. least, most : (stages,) of a stage's size."""

    power: float
    least: Floats
    most: Floats

    def size(self, stage: int, bound: Floats, ahead: Outlook) -> Floats:
        """(n,), not rounded. bound : the score with which the stage rejects."""
        return np.clip(patients(bound, self.power, *ahead), self.least[stage], self.most[stage])


def reached(stage: Floats, bound: Floats, effect: Floats, null: Floats, spread: Floats) -> Floats:
    """P(a stage of this size rejects). null, spread : standard errors of one patient's share."""
    margin = effect * np.sqrt(stage) - bound * null
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(spread > 0, ndtr(margin / spread), (margin > 0).astype(float))


def patients(bound: Floats, power: float, effect: Floats, null: Floats, spread: Floats) -> Floats:
    """Patients of a stage with this conditional power: none where it has it without, inf where the effect is not in the
    right direction."""
    needed = np.maximum(0.0, bound * null + ndtri(power) * spread)
    towards = effect > 0
    without = np.where(needed > 0, np.inf, 0.0)
    return np.where(towards, (needed / np.where(towards, effect, 1.0)) ** 2, without)


class GlobalTest:
    """The evidence of n trials against all their hypotheses together, each stage's by Bonferroni whatever the closed test.

    It is what conditional power is of: who is to be shown is not known before the selection.
    """

    def __init__(self, by: Combination, n: int) -> None:
        self.by, self.evidence = by, np.zeros(n)

    def add(self, z: Floats, stage: int) -> None:
        """z : (n, hypotheses) of a stage, NaN of those that it has no data of."""
        there = ~np.isnan(z)
        p = there.sum(1) * np.where(there, ndtr(-z), 1.0).min(1)
        self.evidence = self.evidence + self.by.evidence(-ndtri(np.minimum(p, 1 - SMALLEST)), stage)

    def needed(self, stage: int) -> Floats:
        """(n,) score of the stage with which the hypothesis falls."""
        return self.by.needed(self.evidence, stage)


def least(effect: Floats, among: Mask) -> tuple[Floats, NDArray[np.int64]]:
    """(n,) the smallest effect (n, hypotheses) of those in `among`, and whose it is; inf where there are none."""
    seen = np.where(among & ~np.isnan(effect), effect, np.inf)
    whose = seen.argmin(1)
    return np.take_along_axis(seen, whose[:, None], 1)[:, 0], whose


def rates_outlook(treated: Floats, control: Floats, ratio: float, per: float, sign: float) -> Outlook:
    """Of the difference of two rates (n,). per : patients counted for one of the treated. ratio : treated to control."""
    pooled = (ratio * treated + control) / (1 + ratio)
    null = np.sqrt(per * (1 + ratio) * pooled * (1 - pooled))
    spread = np.sqrt(per * (treated * (1 - treated) + ratio * control * (1 - control)))
    return Outlook(sign * (treated - control), null, spread)


def hazards_outlook(effect: Floats, ratio: float) -> Outlook:
    """Of a log hazard ratio (n,), sizes being events."""
    root = np.full(len(effect), (1 + ratio) / np.sqrt(ratio))
    return Outlook(effect, root, root)
