"""One wave of a block of trials drawn as tallies, not patients: exact where patients of a bin and arm are alike.

Who goes to which arm is the very sequence of blocks that kernels.enrolment follows. Bins are multinomial within an arm,
since a patient's marker knows nothing of the arm; a cell's categories are multinomial, a cell's normal values have a
normal sum and an independent chi-square spread; with a baseline the spreads of both are a Wishart matrix, by Bartlett's
decomposition (Bartlett 1933, Proc R Soc Edinb 53:260), and weighted values are normal within each extent of follow-up.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import EXTRA, TRIAL, aside, binomial, gamma, normal, number, poisson
from trialwright.kernels.allocation import arm_at
from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.tables import (
    COVARIATE,
    NORMAL,
    WEIGHTED,
    CourseTable,
    EntryTable,
    InstructionTable,
    WaveTable,
)

Floats = NDArray[np.float64]
_ONE = np.uint64(1)


class CellTable(NamedTuple):
    """weight : (bins,) share of eligible patients whose measured marker is in each. probability : (bins, arms, k) of
    each category, or (bins, arms, 0). mean : (bins, arms) about the control mean. effect : (bins,) of the first
    experimental arm. kind, sd, dropout, rho, seen, sds, weights as in OutcomeTable."""

    weight: Floats
    probability: Floats
    mean: Floats
    effect: Floats
    sd: float
    dropout: float
    kind: int = NORMAL
    rho: float = 0.0
    seen: Floats = np.empty(0)
    sds: Floats = np.empty(0)
    weights: Floats = np.empty(0)


@compiled
def enrol_tallies(
    course: CourseTable, given: InstructionTable, cells: CellTable, entry: EntryTable, wave: WaveTable
) -> None:
    """Move the trials of `given.rows` on, as kernels.enrolment.enrol does."""
    bins, arms = cells.mean.shape
    in_arm = np.zeros(arms, np.int64)
    for i in range(len(given.rows)):
        r = given.rows[i]
        more = given.target[i] - course.enrolled[r]
        if more <= 0:
            continue
        h = aside(number(course.keys[r], TRIAL + course.patient[r], EXTRA))
        if len(given.shares) == 0:
            course.place[r] = _allocate(course.keys[r], course.place[r], more, given.arms[i], entry, in_arm)
        else:
            h = _split(h, more, given.shares[i], in_arm)
        prevalence = 0.0
        for b in range(bins):
            if (given.admitted[i] >> np.uint64(b)) & _ONE:
                prevalence += cells.weight[b]
        passed_over = 0
        if prevalence < 1.0 - 1e-12:
            h = aside(h)
            waited = gamma(h, float(more))
            h = aside(h)
            passed_over = poisson(h, waited * (1.0 - prevalence) / prevalence)
        for a in range(arms):
            h = _fill(h, i, a, in_arm[a], prevalence, given, cells, wave)
        course.enrolled[r] += more
        course.patient[r] += more + passed_over


@inlined
def _allocate(
    key: np.uint64, place: int, more: int, open_arms: np.uint64, entry: EntryTable, in_arm: NDArray[np.int64]
) -> int:
    """Patients of each arm among the next `more`, and the place after them."""
    in_arm[:] = 0
    size, opened, arms = 0, 0, len(in_arm)
    for a in range(arms):
        size += entry.places[a]
        opened += entry.places[a] if (open_arms >> np.uint64(a)) & _ONE else 0
    while more > 0:
        if place % size == 0 and more >= opened:
            whole = more // opened
            for a in range(arms):
                in_arm[a] += whole * entry.places[a] if (open_arms >> np.uint64(a)) & _ONE else 0
            more -= whole * opened
            place += whole * size
            continue
        arm = arm_at(key, place, entry)
        place += 1
        if (open_arms >> np.uint64(arm)) & _ONE:
            in_arm[arm] += 1
            more -= 1
    return place


@inlined
def _split(h: np.uint64, n: int, shares: Floats, out: NDArray[np.int64]) -> np.uint64:
    """n patients over shares that add to 1."""
    left = 1.0
    for a in range(len(shares)):
        h = aside(h)
        out[a] = n if a == len(shares) - 1 else binomial(h, n, min(1.0, shares[a] / left)) if left > 0 else 0
        n -= out[a]
        left -= shares[a]
    return h


@inlined
def _fill(
    h: np.uint64,
    i: int,
    arm: int,
    n: int,
    prevalence: float,
    given: InstructionTable,
    cells: CellTable,
    wave: WaveTable,
) -> np.uint64:
    """Spread an arm's n new patients over the admitted bins, and draw each cell's tally."""
    bins, left = cells.mean.shape[0], prevalence
    for b in range(bins):
        if (given.admitted[i] >> np.uint64(b)) & _ONE == 0:
            continue
        here = n
        if left - cells.weight[b] > 1e-12:
            h = aside(h)
            here = binomial(h, n, cells.weight[b] / left)
        n -= here
        left -= cells.weight[b]
        wave.effect[i] += here * cells.effect[b]
        if cells.dropout > 0.0:
            h = aside(h)
            here = binomial(h, here, 1.0 - cells.dropout)
        k = cells.probability.shape[2]
        if k == 0 and cells.kind == COVARIATE:
            h = _covariate_cell(h, here, cells.mean[b, arm], cells.sd, cells.rho, wave.tally, i, b, arm)
            continue
        if k == 0 and cells.kind == WEIGHTED:
            h = _weighted_cell(h, here, cells.mean[b, arm], cells, wave.tally, i, b, arm)
            continue
        if k == 0:
            h = _normal_cell(h, here, cells.mean[b, arm], cells.sd, wave.tally, i, b, arm)
            continue
        remaining = 1.0
        for category in range(k - 1):
            h = aside(h)
            p = cells.probability[b, arm, category]
            found = binomial(h, here, min(1.0, p / remaining))
            wave.tally[i, b, arm, category] = found
            here -= found
            remaining -= p
        wave.tally[i, b, arm, k - 1] = here
    return h


@inlined
def _normal_cell(
    h: np.uint64, n: int, mean: float, sd: float, tally: Floats, i: int, b: int, arm: int
) -> np.uint64:
    """n, sum and sum of squares of n normal values, in tally[i, b, arm]."""
    if n <= 0:
        return h
    h = aside(h)
    total = n * mean + math.sqrt(n) * sd * normal(h)
    squares = total * total / n
    if n > 1:
        h = aside(h)
        squares += sd * sd * 2.0 * gamma(h, 0.5 * (n - 1))
    tally[i, b, arm, 0], tally[i, b, arm, 1], tally[i, b, arm, 2] = n, total, squares
    return h


@inlined
def _covariate_cell(
    h: np.uint64, n: int, mean: float, sd: float, rho: float, tally: Floats, i: int, b: int, arm: int
) -> np.uint64:
    """n, sums and sums of products of n pairs of outcome and baseline, in tally[i, b, arm]."""
    if n <= 0:
        return h
    left = math.sqrt(1.0 - rho * rho)
    h = aside(h)
    first = normal(h)
    h = aside(h)
    root = math.sqrt(n) * sd
    x = root * first
    y = n * mean + root * (rho * first + left * normal(h))
    xx = xy = yy = 0.0
    if n > 1:
        h = aside(h)
        spread = 2.0 * gamma(h, 0.5 * (n - 1))
        h = aside(h)
        along = rho * math.sqrt(spread) + left * normal(h)  # of y, on the baseline's direction
        residual = 0.0
        if n > 2:
            h = aside(h)
            residual = 2.0 * gamma(h, 0.5 * (n - 2))
        xx = sd * sd * spread
        xy = sd * sd * math.sqrt(spread) * along
        yy = sd * sd * (along * along + left * left * residual)
    tally[i, b, arm, 0], tally[i, b, arm, 1], tally[i, b, arm, 2] = n, y, yy + y * y / n
    tally[i, b, arm, 3], tally[i, b, arm, 4], tally[i, b, arm, 5] = x, xx + x * x / n, xy + x * y / n
    return h


@inlined
def _weighted_cell(
    h: np.uint64, n: int, mean: float, cells: CellTable, tally: Floats, i: int, b: int, arm: int
) -> np.uint64:
    """Weighted sums of n values, seen to different extents, in tally[i, b, arm]."""
    below = 0.0
    for j in range(len(cells.seen)):
        here = n
        if j < len(cells.seen) - 1:
            h = aside(h)
            here = binomial(h, n, min(1.0, (cells.seen[j] - below) / (1.0 - below))) if n > 0 else 0
        n -= here
        below = cells.seen[j]
        if here == 0:
            continue
        w, sd = cells.weights[j], cells.sds[j]
        h = aside(h)
        total = here * mean + math.sqrt(here) * sd * normal(h)
        squares = total * total / here
        if here > 1:
            h = aside(h)
            squares += sd * sd * 2.0 * gamma(h, 0.5 * (here - 1))
        tally[i, b, arm, 0] += here
        tally[i, b, arm, 1] += w * here
        tally[i, b, arm, 2] += w * total
        tally[i, b, arm, 3] += w * w * here
        tally[i, b, arm, 4] += w * w * total
        tally[i, b, arm, 5] += w * w * squares
    return h
