"""What a log-rank test and a Cox model come to in a very large trial: expected numbers at risk and events.

Hazards need not be proportional, and a patient's log hazard ratio may vary: an arm's survival is then the average.
Source: Schoenfeld 1981, Biometrika 68:316; Lin & Wei 1989, J Am Stat Assoc 84:1074, for the limit of Cox's estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from trialwright.kernels.log_rank import FLEMING_HARRINGTON, MODEST, Weights
from trialwright.kernels.survival_tables import HazardTable

Floats = NDArray[np.float64]

_STEPS = 4000  # of follow-up; power changes by less than 1e-5 with twice as many
_FEW = 400  # log hazard ratios kept apart; more are averaged in groups of like ones
_NOBODY = 1e-200  # patients at risk, so few that a hazard ratio of exp(-_FAR) times them would be none
_FAR = 20.0  # a log hazard ratio beyond any


class Course(NamedTuple):
    """Follow-up in small steps. start : (steps,) months. at_risk, events : (2, steps) expected, control first."""

    start: Floats
    at_risk: Floats
    events: Floats


def survival(table: HazardTable, arm: int, months: Floats, theta: Floats, weight: Floats) -> Floats:
    """P(no event by each of months), averaged over log hazard ratios theta (k,) with weights that add to 1."""
    theta, weight = _few(theta, weight)
    time = months**table.shape
    ends = np.append(table.starts[1:], np.inf)
    spent = np.clip(time[:, None] - table.starts, 0.0, ends - table.starts)  # (months, periods)
    ratio = np.exp(table.sensitivity[arm] * theta[:, None])  # (k, periods)
    alive = np.exp(-spent @ (table.hazard[arm] * ratio).T) @ weight
    return np.asarray(table.cured[arm] + (1 - table.cured[arm]) * alive)


def _few(theta: Floats, weight: Floats) -> tuple[Floats, Floats]:
    kept = weight > 0
    theta, weight = theta[kept], weight[kept] / weight[kept].sum()
    if len(theta) <= _FEW:
        return theta, weight
    order = np.argsort(theta)
    groups = np.array_split(order, _FEW)
    of = np.array([weight[g].sum() for g in groups])
    return np.array([np.average(theta[g], weights=weight[g]) for g in groups]), of


def course(
    table: HazardTable,
    arm: int,
    theta: Floats,
    weight: Floats,
    share: float,
    cut: float,
    entered: Callable[[Floats], Floats],
) -> Course:
    """Of `arm` against the control at calendar time `cut`. share : of patients in `arm`, of those in both.
    entered : months from the start → patients expected to have entered by then, 0 before it."""
    edges = np.linspace(0.0, cut, _STEPS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    here, nobody = entered(cut - middle), np.zeros(1)
    at_risk, events = np.empty((2, _STEPS)), np.empty((2, _STEPS))
    for side, (a, of) in enumerate(((0, 1 - share), (arm, share))):
        stay = of * here * np.exp(-table.dropout[a] * middle)
        values = (nobody, np.ones(1)) if side == 0 else (theta, weight)
        alive = survival(table, a, edges, *values)
        at_risk[side] = stay * survival(table, a, middle, *values)
        events[side] = stay * -np.diff(alive)
    return Course(edges[:-1], at_risk, events)


def month_of_events(events: float, course_at: Callable[[float], Course], first: float) -> float:
    """The calendar time at which so many events are expected; where they never are, a time by which few remain at risk.
    first : a guess of that time, > 0, in months."""
    high = first
    while course_at(high).events.sum() < events:
        high *= 2
        if high > 1e4 * first:
            return high
    return float(brentq(lambda c: course_at(c).events.sum() - events, 1e-9, high, xtol=1e-9 * high))


def limit_of_cox(of: Course) -> float:
    """The log hazard ratio that Cox's estimate comes to."""
    (r0, r1), (e0, e1) = of.at_risk, of.events
    seen = r0 + r1 > _NOBODY
    r0, r1, e0, e1 = r0[seen], r1[seen], e0[seen], e1[seen]

    def gradient(beta: float) -> float:
        top = np.exp(beta) * r1
        return float(np.sum(e1 - (e0 + e1) * top / (r0 + top)))

    if gradient(-_FAR) <= 0 or gradient(_FAR) >= 0:
        return float("nan")
    return float(brentq(gradient, -_FAR, _FAR, xtol=1e-12))


def power(of: Course, weights: Weights, alpha: float, more: bool = False) -> float:
    """One-sided, that the experimental arm is shown to have fewer events than expected, or (`more`) more. One test: weights
    of length 1."""
    (r0, r1), (e0, e1) = of.at_risk, of.events
    seen = r0 + r1 > 0
    w = _weight(of, weights)[seen]
    r0, r1, e0, e1 = r0[seen], r1[seen], e0[seen], e1[seen]
    share = r1 / (r0 + r1)
    score = np.sum(w * (e1 - (e0 + e1) * share))
    null_variance = np.sum(w**2 * (e0 + e1) * share * (1 - share))
    variance = np.sum(w**2 * (share**2 * e0 + (1 - share) ** 2 * e1))
    better = score if more else -score
    return float(ndtr((better + ndtri(alpha) * np.sqrt(null_variance)) / np.sqrt(variance)))


def _weight(of: Course, weights: Weights) -> Floats:
    """(steps,) of one test, from the survival of both arms together."""
    total = of.at_risk.sum(0)
    hazard = np.divide(of.events.sum(0), total, out=np.zeros_like(total), where=total > 0)
    before = np.exp(-np.concatenate([[0.0], np.cumsum(hazard)[:-1]]))
    kind, first, second = weights.kind[0], weights.first[0], weights.second[0]
    if kind == FLEMING_HARRINGTON:
        return np.asarray(before**first * (1 - before) ** second)
    if kind == MODEST:
        at = np.interp(first, of.start, before)
        return np.asarray(np.minimum(1 / np.where(of.start <= first, before, at), second))
    step = np.searchsorted(weights.starts[0], of.start, side="right") - 1
    return np.asarray(weights.level[0][step])
