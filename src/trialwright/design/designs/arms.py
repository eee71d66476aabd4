"""Several arms against one control: the closed combination test of their hypotheses, over looks.

Each intersection is tested at each stage by the arms of it that are there, and its stages are combined with weights
planned before; an arm is better when every intersection that holds it has fallen, at whatever look.
Sources: Bauer & Kieser 1999, Stat Med 18:1833; Posch et al. 2005, Stat Med 24:3697; Koenig et al. 2008, Stat Med 27:1612.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.designs.combined import TESTS, Combination, listed
from trialwright.design.designs.options import Option
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels import dunnett_table, intersection_tests
from trialwright.kernels.closed_testing import intersections
from trialwright.kernels.closed_testing import rejected as closed
from trialwright.model.design import Design

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_BY_P: dict[str, Callable[[Floats], Floats]] = {
    "simes": intersection_tests.simes,
    "bonferroni": intersection_tests.bonferroni,
    "sidak": intersection_tests.sidak,
    "hierarchical": intersection_tests.hierarchical,
}
INTERSECTIONS = ("dunnett", *_BY_P)


def intersection_option(default: str, choices: tuple[str, ...] = INTERSECTIONS) -> Option:
    return Option("intersection", default, "Test of no effect in any of several arms", choices)


_TESTS = {
    "dunnett": "Dunnett's test",
    **TESTS,
    "hierarchical": "the first of them in the order of the arms",
}


def intersection_rule(design: Design, test: str) -> list[str]:
    """How intersections are tested, as a sentence; none with one arm."""
    if len(names(design)) < 2:
        return []
    return [f"An intersection of several arms' hypotheses is tested at each stage by {_TESTS[test]}."]


def futility_rule(bounds: Sequence[float], what: str) -> list[str]:
    """bounds : z of all data, one for each look before the last. what : happens below it, to whom."""
    if not bounds:
        return []
    told = [f"{z:g} at look {k}" for k, z in enumerate(bounds, 1)]
    return [f"{what} z of all data so far is below {listed(told)}."]


def names(design: Design) -> tuple[str, ...]:
    """Of the hypotheses, one for each experimental arm."""
    return design.arms or ("",)


def stage_z(look: TallyLook, going: Mask) -> Floats:
    """(m, arms) scores of the patients since the last look; NaN of arms that have closed."""
    return np.where(going, np.stack([look.z(a + 1, stage=True) for a in range(going.shape[1])], 1), np.nan)


@cache
def _table(arms: int, allocation: float) -> dunnett_table.DunnettTables:
    return dunnett_table.tables(arms, allocation / (1 + allocation))


def intersection_scores(z: Floats, test: str, allocation: float) -> Floats:
    """(m, 2^arms - 1) normal scores of every intersection; NaN of those with no arm there.

    allocation : of each experimental arm to control, which makes the correlation of Dunnett's test.
    """
    if z.shape[1] == 1:
        return z
    if test == "dunnett":
        return dunnett_table.scores(z, _table(z.shape[1], allocation))
    return np.asarray(-ndtri(_BY_P[test](np.asarray(ndtr(-z)))))


class ClosedTest:
    """Of a block of trials: the evidence for each intersection so far, and which have fallen. Rows are trials."""

    def __init__(self, trials: Trials, by: Combination, test: str) -> None:
        self.by, self.test, self.allocation, self.trials = by, test, trials.design.allocation, trials
        self.arms = trials.arms - 1
        self.evidence = np.zeros((trials.n, 2**self.arms - 1))
        self.fallen = np.zeros((trials.n, 2**self.arms - 1), bool)

    def scores(self, z: Floats) -> Floats:
        """(m, 2^arms - 1) of the intersections, from z (m, arms)."""
        return intersection_scores(z, self.test, self.allocation)

    def take(self, look: TallyLook, stage: int, z: Floats) -> Mask:
        """Add a stage's evidence from its z (m, arms). Returns (m, arms), the arms shown to be better so far."""
        with np.errstate(invalid="ignore"):
            evidence = self.evidence[look.rows] + self.by.evidence(self.scores(z), stage)
            self.evidence[look.rows] = evidence
            self.tell(look, stage, evidence)
            return self.fall(look, evidence >= self.by.reach[stage])

    def tell(self, look: TallyLook, stage: int, evidence: Floats) -> None:
        """Keep the evidence (m, 2^arms - 1) for every intersection of an opened trial."""
        if self.trials.opened:
            for i, held in enumerate(intersections(self.arms)):
                of = " and ".join(n for n, h in zip(names(self.trials.design), held, strict=True) if h)
                self.by.tell(self.trials, look, stage, evidence[:, i], of)

    def alone(self, look: TallyLook) -> Mask:
        """(m, arms) whether the hypothesis of each arm has fallen by itself, whatever those that hold it."""
        return self.fallen[look.rows][:, -self.arms :]

    def fall(self, look: TallyLook, now: Mask) -> Mask:
        """Note intersections that fall now, (m, 2^arms - 1). Returns as `take`."""
        fallen = self.fallen[look.rows] | now
        self.fallen[look.rows] = fallen
        return closed(fallen)


def stop_by_arm(
    trials: Trials, look: TallyLook, where: Mask, reason: int, rejected: Mask, among: Mask, z: Floats
) -> None:
    """End trials, each with its arm of record."""
    best = of_record(rejected, among, z)
    for arm in range(z.shape[1]):
        trials.stop(look, where & (best == arm), reason, rejected=rejected, arm=arm + 1)


def of_record(rejected: Mask, among: Mask, z: Floats) -> NDArray[np.int64]:
    """(m,) the arm, from 0, with the largest z (m, arms) of those shown, or, where none is, `among`."""
    shown = np.where(rejected.any(1, keepdims=True), rejected, among)
    return np.where(shown, z, -np.inf).argmax(1)


def futility_bounds(design: Design, interim: int, stated: tuple[float, ...]) -> tuple[float, ...]:
    """The bound at each look but the last, -inf where none are stated. Raises DesignError where they are not as many."""
    if stated and len(stated) != interim:
        raise DesignError(
            f"The design `{design.name}` has {interim + 1} looks and {len(stated)} futility bounds.",
            where="design.futility",
            fix="State one for each look but the last.",
        )
    return stated or (-np.inf,) * interim
