"""The log-rank test and the hazard ratio of trials at a look, where no two patients' follow-up ends at the same time.

These are the numbers that kernels.log_rank makes of kernels.risk_tables, without a table that is kept. Where follow-up
ends at the same time for some, the trial is said to be tied and left to those.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.risk_tables import MOST_ARMS, Followed, ended_by, still_at, take_sides
from trialwright.kernels.survival_tables import Cohorts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bytes = NDArray[np.int8]
Mask = NDArray[np.bool_]

_STEPS = 50  # of Newton's method; from one step's estimate three are the rule
_FAR = 10.0  # a first log hazard ratio beyond is not believed
_NEAR = 1e-9  # a step after which the next is below rounding


class RiskRoom(NamedTuple):
    """Room for one trial at a look. ended, still : months of follow-up that has ended by the cut, ascending, and that
    goes on; the sides they are on. risk, risk1 : at risk at each event, in all and in the experimental arm. share : for
    each event. side : of each code of Followed."""

    ended: Floats
    still: Floats
    ended_side: Bytes
    still_side: Bytes
    risk: Floats
    risk1: Floats
    share: Floats
    side: Bytes


@compiled
def risk_room(patients: int, groups: int) -> RiskRoom:
    n = patients + 4
    return RiskRoom(
        np.empty(n),
        np.empty(n),
        np.empty(n, np.int8),
        np.empty(n, np.int8),
        np.empty(n),
        np.empty(n),
        np.empty(n),
        np.zeros(groups * MOST_ARMS * 2, np.int8),
    )


@compiled
def scores_at(
    cohorts: Cohorts,
    sorted_by_time: Followed,
    rows: Integers,
    cut: Floats,
    counted: Mask,
    arm: int,
    score: Floats,
    variance: Floats,
    tied: Mask,
) -> None:
    """Fill score, variance and tied, (rows,), of the trials in `rows` at calendar time `cut`, (rows,): `arm` against
    arm 0 in the populations `counted`, (rows, groups). Of a tied trial nothing else is filled."""
    room = risk_room(cohorts.time.shape[1], counted.shape[1])
    for m in range(len(rows)):
        take_sides(counted[m], -1, arm, room.side)
        k, observed = at_risk(cohorts, sorted_by_time, rows[m], cut[m], room)
        tied[m] = k < 0
        score[m], variance[m] = score_of(room, k, observed)


@compiled
def hazard_ratios_at(
    cohorts: Cohorts,
    sorted_by_time: Followed,
    rows: Integers,
    cut: Floats,
    counted: Mask,
    arm: int,
    estimate: Floats,
    error: Floats,
    tied: Mask,
) -> None:
    """As scores_at, but Cox's log hazard ratio and its standard error; nan where an arm has no event."""
    room = risk_room(cohorts.time.shape[1], counted.shape[1])
    for m in range(len(rows)):
        take_sides(counted[m], -1, arm, room.side)
        k, observed = at_risk(cohorts, sorted_by_time, rows[m], cut[m], room)
        tied[m] = k < 0
        estimate[m], error[m] = hazard_ratio_of(room, k, observed, *score_of(room, k, observed))


@compiled
def score_of(room: RiskRoom, k: int, observed: int) -> tuple[float, float]:
    """The log-rank score of k events, `observed` in the arm, and its variance."""
    expected, variance = _sums(room.risk, room.risk1, k, 1.0, room.share)
    return observed - expected, variance


@compiled
def hazard_ratio_of(
    room: RiskRoom, k: int, observed: int, score: float, variance: float
) -> tuple[float, float]:
    """Cox's log hazard ratio and its standard error, from what score_of gave."""
    start = min(max(score / variance, -_FAR), _FAR) if variance > 0.0 else 0.0
    return _maximum(room.risk, room.risk1, k, observed, start, room.share)


@compiled
def at_risk(
    cohorts: Cohorts, sorted_by_time: Followed, r: int, cut: float, room: RiskRoom
) -> tuple[int, int]:
    """Fill room.risk and risk1 for every event by the cut, ascending: how many were at risk just before, in all and in
    the experimental arm. room.side : by take_sides. Returns how many events there were and how many in that arm; -1
    where follow-up ended at the same time for some."""
    ended, still, ended_side, still_side, risk, risk1 = (
        room.ended,
        room.still,
        room.ended_side,
        room.still_side,
        room.risk,
        room.risk1,
    )
    k = ended_by(
        sorted_by_time.time[r],
        sorted_by_time.entry[r],
        sorted_by_time.code[r],
        cut,
        room.side,
        ended,
        ended_side,
    )
    b = still_at(
        cohorts.entry[r], cohorts.time[r], sorted_by_time.by_entry[r], cut, room.side, still, still_side
    )
    ties = n1 = 0
    for i in range(1, k):
        ties += 1 if ended[i] == ended[i - 1] else 0
    for i in range(k):
        ended_side[i] -= 1  # now 0 and 1 the control, 2 and 3 the arm; odd with event
        n1 += ended_side[i] >> 1
    for i in range(b):
        still_side[i] = (still_side[i] - 1) >> 1
        n1 += still_side[i]
    if ties > 0:
        return -1, 0
    # Times >= 0 are in the order of their bits, which compare sooner; the next of both lists are read ahead.
    ended_bits, still_bits = ended.view(np.int64), still.view(np.int64)
    i, j, n, events, observed = 0, 0, k + b, 0, 0
    first_ended, first_still = ended_bits[0], still_bits[0]
    while i < k:  # without a jump on who leaves next, which cannot be foreseen
        next_ended, next_still = ended_bits[i + 1], still_bits[j + 1]
        leaves = 1 if first_still < first_ended else 0
        risk[events], risk1[events] = n, n1
        one, other = ended_side[i] >> 1, still_side[j]
        event = (ended_side[i] & 1) & (1 - leaves)
        events += event
        observed += event & one
        n -= 1
        n1 -= one + leaves * (other - one)
        i += 1 - leaves
        j += leaves
        first_ended = first_ended if leaves else next_ended
        first_still = next_still if leaves else first_still
    return events, observed


@compiled
def _sums(risk: Floats, risk1: Floats, k: int, ratio: float, share: Floats) -> tuple[float, float]:
    """Expected events of the arm at a hazard ratio, and their variance, over k events. share : room for each."""
    for i in range(k):
        n1 = ratio * risk1[i]
        share[i] = n1 / (risk[i] - risk1[i] + n1)
    for i in range(k, k + 3):
        share[i] = 0.0
    a = b = c = d = va = vb = vc = vd = 0.0  # in four parts, which need not wait for one another
    for i in range(0, k, 4):
        p, q, r, s = share[i], share[i + 1], share[i + 2], share[i + 3]
        a += p
        b += q
        c += r
        d += s
        va += p * (1.0 - p)
        vb += q * (1.0 - q)
        vc += r * (1.0 - r)
        vd += s * (1.0 - s)
    return (a + b) + (c + d), (va + vb) + (vc + vd)


@compiled
def _maximum(
    risk: Floats, risk1: Floats, k: int, observed: int, beta: float, share: Floats
) -> tuple[float, float]:
    """Where the log partial likelihood is largest, by Newton's method from beta within a bracket, and the standard
    error."""
    lowest = highest = observed  # the derivative at -inf and inf
    for i in range(k):
        lowest -= 1 if risk1[i] == risk[i] else 0
        highest -= 1 if risk1[i] > 0.0 else 0
    if lowest <= 0 or highest >= 0:
        return np.nan, np.nan
    left, right, information = -50.0, 50.0, 1.0
    for _ in range(_STEPS):
        expected, information = _sums(risk, risk1, k, np.exp(beta), share)
        gradient = observed - expected
        left, right = (beta, right) if gradient > 0.0 else (left, beta)
        step = gradient / information if information > 0.0 else np.inf
        if not (left < beta + step < right):
            step = 0.5 * (left + right) - beta
        beta += step
        if abs(step) < _NEAR:
            break
    return beta, 1.0 / np.sqrt(information)
