"""Simulated event-driven trials as rpact's simulations state them: planned or re-estimated events, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.entry import arrangements
from trialwright.kernels import log_rank
from trialwright.kernels.event_looks import event_looks
from trialwright.kernels.risk_tables import Followed, RiskTables, empty, follow, followed, tables_at
from trialwright.kernels.survival_tables import Cohorts, HazardTable, Recruiting
from trialwright.kernels.survival_trials import enrol, months_until
from trialwright.kernels.tables import CONSTANT, CurveTable, EntryTable, MarkerTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BLOCK = 64  # trials at once: a matter of speed
_ALIKE = MarkerTable(False, np.array([0.5]), np.array([0.0]), 0.0, 0.0, 0.0)
_NONE = np.zeros(2)


@dataclass(frozen=True)
class Reestimation:
    """Events of the next stage for conditional power. least, most : (stages,). effect : log hazard ratio it is
    computed for, in the direction that is better and relative to the null; None: as estimated."""

    power: float
    least: Floats
    most: Floats
    effect: float | None


@dataclass(frozen=True)
class Plan:
    """events : (stages,) planned, cumulative. null : hazard ratio under the null. upper : a higher ratio is better.
    starts, per_month : of accrual. allocation : treated and control patients of one block."""

    design: SequentialDesign
    table: HazardTable
    events: Integers
    patients: int
    starts: Floats
    per_month: Floats
    allocation: tuple[int, int]
    null: float
    upper: bool
    again: Reestimation | None = None


@dataclass
class Paths:
    """What happened, (trials, stages): reached its events; rejects, stops for futility; calendar months; cumulative
    events; patients of treatment and control; conditional power before the stage."""

    trials: int
    stages: int
    reached: NDArray[np.bool_] = field(init=False)
    rejects: NDArray[np.bool_] = field(init=False)
    futile: NDArray[np.bool_] = field(init=False)
    failed: NDArray[np.bool_] = field(init=False)
    months: Floats = field(init=False)
    events: Floats = field(init=False)
    patients: Floats = field(init=False)
    power: Floats = field(init=False)

    def __post_init__(self) -> None:
        shape = (self.trials, self.stages)
        self.reached, self.rejects, self.futile, self.failed = (np.zeros(shape, bool) for _ in range(4))
        self.months, self.events, self.power = (np.full(shape, np.nan) for _ in range(3))
        self.patients = np.full((*shape, 2), np.nan)


def simulate(plan: Plan, trials: int, rng: np.random.Generator) -> Paths:
    """That many trials. Patients arrive evenly spaced, patient j when j are expected."""
    keys = rng.integers(0, 2**64, trials, dtype=np.uint64)
    paths = Paths(trials, plan.design.k)
    room = Room.of(min(BLOCK, trials), plan)
    for first in range(0, trials, BLOCK):
        some = keys[first : first + BLOCK]
        if len(some) < len(room.cohorts.time):
            room = Room.of(len(some), plan)
        _block(plan, some, paths, first, room)
    return paths


class Room(NamedTuple):
    """Memory that every block of trials is drawn into."""

    cohorts: Cohorts
    followed: Followed
    tables: RiskTables

    @staticmethod
    def of(n: int, plan: Plan) -> Room:
        cohorts = Cohorts.empty(n, plan.patients)
        cohorts.entry[:] = months_until(np.arange(1.0, plan.patients + 1), plan.starts, plan.per_month)
        return Room(cohorts, followed(cohorts), empty(n, plan.patients))


def _enrol(plan: Plan, keys: NDArray[np.uint64], cohorts: Cohorts) -> None:
    n, none = len(keys), np.zeros((2, 1))
    treated, control = plan.allocation
    cohorts.enrolled[:] = 0
    whom = Recruiting(
        np.arange(n),
        np.full(n, plan.patients),
        np.full(n, -1.0),
        np.ones(n, np.uint64),
        np.full(n, np.uint64(3)),
        np.empty((0, 0)),
        False,
    )
    curve = CurveTable(
        np.full(2, CONSTANT), _NONE, np.ones(2), _NONE, _NONE, none, none, np.ones(2, np.int64)
    )
    entry = EntryTable(np.empty(0), np.array([control, treated]), arrangements((control, treated)))
    ones = np.ones(n)
    enrol(keys, ones, ones, whom, _ALIKE, curve, entry, plan.table, plan.patients + 1, cohorts)


def _block(plan: Plan, keys: NDArray[np.uint64], paths: Paths, first: int, room: Room) -> None:
    cohorts = room.cohorts
    rows, k = np.arange(len(keys)), plan.design.k
    _enrol(plan, keys, cohorts)
    follow(cohorts, rows, room.followed)
    z, size = np.full((len(keys), k), np.nan), np.zeros((len(keys), k))
    going = np.ones(len(keys), bool)
    for stage in range(k):
        of = rows[going]
        if not len(of):
            return
        at = first + of
        target = _target(plan, stage, z[of], size[of], paths, at)
        everyone, arms = np.ones((len(of), 1), np.bool_), np.ones((len(of), 2), np.bool_)
        cut = event_looks(cohorts, of, target[:, None], everyone, arms)[:, 0]
        got = np.isfinite(cut)
        paths.failed[at[~got], stage] = True
        going[of[~got]] = False
        of, at, cut = of[got], at[got], cut[got]
        tables = tables_at(cohorts, room.followed, of, cut, everyone[got], 1, False, room.tables)
        score, variance = log_rank.scores_against(tables, plan.null)
        told = variance > 0
        z[of, stage] = np.divide(score, np.sqrt(variance), out=np.zeros(len(of)), where=told) * (
            1.0 if plan.upper else -1.0
        )
        size[of, stage] = log_rank.events(tables).sum(1)
        paths.reached[at, stage], paths.months[at, stage] = True, cut
        paths.events[at, stage] = size[of, stage]
        paths.patients[at, stage] = tables.enrolled[:, ::-1]
        rejects, futile = decide(plan.design, stage, stage_scores(z[of], size[of]), z[of, stage])
        paths.rejects[at, stage], paths.futile[at, stage] = rejects, futile & ~rejects
        going[of[rejects | futile]] = False


def stage_scores(z: Floats, size: Floats) -> Floats:
    """(n, stages) scores of each stage's own events, from cumulative z and events."""
    total = z * np.sqrt(size)
    own = np.diff(size, axis=1, prepend=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(own > 0, np.diff(total, axis=1, prepend=0.0) / np.sqrt(own), np.nan)


def combined(design: SequentialDesign, stage: int, own: Floats, overall: Floats) -> Floats:
    """The statistic held to the bound of `stage`: z, or the product of p-values where Fisher's test combines them."""
    if design.kind == "group sequential":
        return overall
    if design.kind == "inverse normal":
        weights = np.sqrt(np.diff(design.information_rates, prepend=0.0))[: stage + 1]
        return np.asarray(own[:, : stage + 1] @ weights / np.sqrt(np.sum(weights**2)))
    assert design.weights is not None
    return np.asarray(np.prod(ndtr(-own[:, : stage + 1]) ** design.weights[: stage + 1], axis=1))


def decide(
    design: SequentialDesign, stage: int, own: Floats, overall: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which reject, and which are past the futility bound."""
    found = combined(design, stage, own, overall)
    bound, last = design.critical_values[stage], stage == design.k - 1
    futility = None if design.futility_bounds is None or last else design.futility_bounds[stage]
    if design.kind == "fisher":
        stops = ndtr(-own[:, stage]) >= futility if futility is not None else np.zeros(len(found), bool)
        return found <= bound, stops
    return found >= bound, found < futility if futility is not None else np.zeros(len(found), bool)


def _target(plan: Plan, stage: int, z: Floats, size: Floats, paths: Paths, at: Integers) -> Integers:
    """Cumulative events to wait for; keeps the conditional power that they give."""
    planned = np.full(len(z), plan.events[stage])
    if stage == 0:
        return planned
    before, own = size[:, stage - 1], stage_scores(z, size)
    needed = conditional_bound(plan.design, stage, own, z[:, stage - 1])
    treated, control = plan.allocation
    ratio = treated / control
    per_event = np.sqrt(ratio) / (1 + ratio)
    again = plan.again
    effect = z[:, stage - 1] / (np.sqrt(before) * per_event)
    if again is not None and again.effect is not None:
        effect = np.full(len(z), again.effect)
    target = planned
    if again is not None:
        floor = np.log(1 + 1e-12)
        wanted = (
            np.maximum(0.0, needed + ndtri(again.power)) ** 2 / (per_event * np.maximum(floor, effect)) ** 2
        )
        more = np.clip(wanted, again.least[stage], again.most[stage])
        target = np.ceil(before + more - 1e-9).astype(np.int64)
    paths.power[at, stage] = ndtr(effect * per_event * np.sqrt(target - before) - needed)
    return target


def conditional_bound(design: SequentialDesign, stage: int, own: Floats, overall: Floats) -> Floats:
    """What the next stage's own z must reach for rejection there."""
    bound = design.critical_values[stage]
    if design.kind == "fisher":
        assert design.weights is not None
        spent = combined(design, stage - 1, own, overall)
        level = np.minimum((bound / spent) ** (1 / design.weights[stage]), 1 - 1e-12)
        return np.asarray(-ndtri(level))
    rates = design.information_rates
    found = combined(design, stage - 1, own, overall)
    return np.asarray(
        (bound * np.sqrt(rates[stage]) - found * np.sqrt(rates[stage - 1]))
        / np.sqrt(rates[stage] - rates[stage - 1])
    )
