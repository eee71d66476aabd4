"""Everybody and a subgroup: their scores, the test of their intersection, the closed test of both.

Bins are those below the cut-off (0) and at or above it (1), so everybody is "bin 0 and above", the subgroup "bin 1".
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.designs.combined import TESTS, Combination
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.kernels.intersection_tests import spiessens_debois
from trialwright.model.design import Design

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

EVERYONE, SUBGROUP = 0, 1  # columns of what is rejected, and the lowest bin of each
NAMES = ("everyone", "subgroup")
INTERSECTIONS = ("simes", "spiessens_debois", "bonferroni", "sidak")


_TESTS = {
    **TESTS,
    "spiessens_debois": "the larger of the two scores, with their correlation (Spiessens and Debois)",
}


def intersection_rule(test: str, first: str = NAMES[EVERYONE]) -> str:
    """How the intersection of both hypotheses is tested, as a sentence. first : of a hierarchical order."""
    if test == "hierarchical":
        other = next(n for n in NAMES if n != first)
        return f"No effect in {first} is tested first, and no effect in {other} only once that is rejected."
    return f"No effect in either population is tested by {_TESTS[test]}."


def cutoffs(design: Design) -> tuple[float, ...]:
    """Of a design that chooses its population: the one cut-off that makes the subgroup."""
    return () if design.cutoff is None else (design.cutoff,)


class Scores(NamedTuple):
    """(m,) standard normal scores of one stage: everybody's, the subgroup's, and of the test of their intersection."""

    everyone: Floats
    subgroup: Floats
    intersection: Floats


def scores(look: TallyLook, test: str, first: str = NAMES[EVERYONE]) -> Scores:
    """Of the patients since the last look. first : whose score tests the intersection in hierarchical order."""
    everyone = look.z(bins=EVERYONE, stage=True)
    subgroup = look.z(bins=SUBGROUP, stage=True)
    if test == "hierarchical":
        return Scores(everyone, subgroup, everyone if first == NAMES[EVERYONE] else subgroup)
    if test != "spiessens_debois":
        return Scores(everyone, subgroup, of_two(everyone, subgroup, test))
    share = look.information(bins=SUBGROUP, stage=True) / look.information(bins=EVERYONE, stage=True)
    share = np.where(np.isfinite(share), np.clip(share, 0.0, 1.0), 0.0)
    return Scores(everyone, subgroup, largest(everyone, subgroup, np.sqrt(share)))


def of_two(a: Floats, b: Floats, test: str) -> Floats:
    """The intersection's score by Simes, Bonferroni or Sidak."""
    high = np.maximum(a, b)
    p = ndtr(-high)
    if test == "sidak":
        return np.asarray(-ndtri(p * (2.0 - p)))
    doubled = -ndtri(np.minimum(2.0 * p, 1.0))
    return np.maximum(doubled, np.minimum(a, b)) if test == "simes" else np.asarray(doubled)


def largest(a: Floats, b: Floats, correlation: Floats) -> Floats:
    """The intersection's score by the largest of two correlated ones. Source: Spiessens & Debois 2010."""
    finite = np.stack([np.maximum(a, -30.0), np.maximum(b, -30.0)], 1)
    return np.asarray(-ndtri(np.minimum(spiessens_debois(finite, correlation)[:, 0], 1.0)))


def tell(
    trials: Trials,
    look: TallyLook,
    stage: int,
    evidence: Evidence,
    by: Combination,
    tested: Any = (True, True),
) -> None:
    """Keep the evidence for each of the three hypotheses of an opened trial. tested : as in added."""
    if not trials.opened:
        return
    names = (*NAMES, " and ".join(NAMES))
    for name, value, here in zip(names, evidence.of, (*tested, True), strict=True):
        by.tell(trials, look, stage, np.where(here, value, np.nan), name)


class Evidence(NamedTuple):
    """(m,) combined so far, and whether each of the three hypotheses has fallen at some look by itself."""

    of: tuple[Floats, Floats, Floats]
    fallen: tuple[Mask, Mask, Mask]

    def among(self, rows: NDArray[np.int64]) -> Evidence:
        return Evidence(
            (self.of[0][rows], self.of[1][rows], self.of[2][rows]),
            (self.fallen[0][rows], self.fallen[1][rows], self.fallen[2][rows]),
        )

    @property
    def rejected(self) -> Mask:
        """(m, 2) by the closed test: those whose own test and that of the intersection have fallen."""
        return np.stack([self.fallen[EVERYONE] & self.fallen[2], self.fallen[SUBGROUP] & self.fallen[2]], 1)


def added(
    before: Evidence | None, stage: int, found: Scores, by: Combination, tested: Any = (True, True)
) -> Evidence:
    """The evidence after one more stage. tested : whether each population is, bools or (m,)."""
    new = [by.evidence(z, stage) for z in found]
    if before is not None:
        new = [a + b for a, b in zip(before.of, new, strict=True)]
    fallen = [e >= by.reach[stage] for e in new]
    for i in (EVERYONE, SUBGROUP):
        if tested[i] is not True:
            fallen[i] &= tested[i]
    if before is not None:
        fallen = [a | b for a, b in zip(before.fallen, fallen, strict=True)]
    return Evidence((new[0], new[1], new[2]), (fallen[0], fallen[1], fallen[2]))
