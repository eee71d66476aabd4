"""What is asked of a fit of Cox's model: robust errors, and whether a hazard ratio is constant.

Sources: Lin & Wei 1989, JASA 84:1074 (robust); Grambsch & Therneau 1994, Biometrika 81:515 (the test).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, rankdata

from trialwright.kernels.compiled import compiled
from trialwright.kernels.cox import CoxFit, Ordered, Ties, ordered

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@compiled
def _moments(
    x: Floats, time: Floats, event: Bools, stratum: Integers, efron: bool, b: Floats
) -> tuple[Floats, Floats, Floats, Integers]:
    """At each of the deaths' steps: the mean (p,) and covariance (p, p) of x at risk, the
    denominator, and the step within its time."""
    n, p = x.shape
    count = 0
    for i in range(n):
        if event[i]:
            count += 1
    step = np.empty((count, 2), np.int64)
    mean, spread, below = np.empty((count, p)), np.empty((count, p, p)), np.empty(count)
    s0, i, at = 0.0, 0, 0
    s1, s2 = np.zeros(p), np.zeros((p, p))
    while i < n:
        if i == 0 or stratum[i] != stratum[i - 1]:
            s0 = 0.0
            s1[:] = 0.0
            s2[:] = 0.0
        t, group, deaths, d0 = time[i], stratum[i], 0, 0.0
        d1, d2 = np.zeros(p), np.zeros((p, p))
        while i < n and time[i] == t and stratum[i] == group:
            eta = 0.0
            for j in range(p):
                eta += x[i, j] * b[j]
            r = math.exp(eta)
            s0 += r
            for j in range(p):
                s1[j] += r * x[i, j]
                for k in range(p):
                    s2[j, k] += r * x[i, j] * x[i, k]
            if event[i]:
                deaths += 1
                d0 += r
                for j in range(p):
                    d1[j] += r * x[i, j]
                    for k in range(p):
                        d2[j, k] += r * x[i, j] * x[i, k]
            i += 1
        for a in range(deaths):
            share = a / deaths if efron else 0.0
            z = s0 - share * d0
            below[at] = z
            step[at, 0], step[at, 1] = a, deaths
            for j in range(p):
                mean[at, j] = (s1[j] - share * d1[j]) / z
            for j in range(p):
                for k in range(p):
                    spread[at, j, k] = (s2[j, k] - share * d2[j, k]) / z - mean[at, j] * mean[at, k]
            at += 1
    return mean, spread, below, step


def score_residuals(rows: Ordered, b: Floats, ties: Ties = "efron") -> Floats:
    """(n, p) each patient's part of the score, in the order in which the patients were given."""
    efron = ties == "efron"
    mean, _, below, step = _moments(rows.x, rows.time, rows.event, rows.stratum, efron, b)
    n = len(rows.time)
    risk = np.exp(rows.x @ b)
    found = np.zeros_like(rows.x)
    deaths = np.flatnonzero(rows.event)
    # Steps run through the deaths in the same order as the rows: a tied time's steps are its deaths.
    when, group = rows.time[deaths], rows.stratum[deaths]
    share = step[:, 0] / step[:, 1] if efron else np.zeros(len(deaths))
    for a in range(len(deaths)):
        at_risk = (rows.stratum == group[a]) & (rows.time >= when[a])
        tied = at_risk & (rows.time == when[a]) & rows.event
        weight = np.where(tied, 1.0 - share[a], 1.0) * at_risk * risk / below[a]
        found -= weight[:, None] * (rows.x - mean[a])
        found[tied] += (rows.x[tied] - mean[a]) / step[a, 1]
    answer = np.empty((n, rows.x.shape[1]))
    answer[rows.order] = found
    return answer


def robust_covariance(
    x: Floats, time: Floats, event: Bools, fitted: CoxFit, cluster: Integers | None = None,
    stratum: Integers | None = None, ties: Ties = "efron",
) -> Floats:  # fmt: skip
    """(p, p) sandwich covariance, patients of a cluster summed. Source: Lin & Wei 1989."""
    parts = score_residuals(ordered(x, time, event, stratum), fitted.b, ties) @ fitted.covariance
    if cluster is not None:
        _, at = np.unique(cluster, return_inverse=True)
        summed = np.zeros((int(at.max()) + 1, parts.shape[1]))
        np.add.at(summed, at, parts)
        parts = summed
    return np.asarray(parts.T @ parts)


class Constancy(NamedTuple):
    """Of the test of proportional hazards: chi-squared and p for each group of columns, then for all together."""

    chi_squared: Floats
    p: Floats
    df: Integers


def proportional_hazards(
    x: Floats, time: Floats, event: Bools, fitted: CoxFit, groups: list[list[int]],
    stratum: Integers | None = None, ties: Ties = "efron", transform: str = "km",
) -> Constancy:  # fmt: skip
    """Score tests that a coefficient does not change with g(t): "km" (1 - S just before t, all patients together),
    "identity" or "log" of the event times, or "rank", theirs among all follow-up times, ties averaged. groups : the
    columns of each term.

    Source: Grambsch & Therneau 1994; the score test with the full information (Therneau's survival, version 3).
    """
    rows = ordered(x, time, event, stratum)
    mean, spread, _, _ = _moments(rows.x, rows.time, rows.event, rows.stratum, ties == "efron", fitted.b)
    deaths = np.flatnonzero(rows.event)
    g = _time_scale(time, event, rows.time[deaths], transform)
    g = g - g.mean()
    u = np.sum(g[:, None] * (rows.x[deaths] - mean), axis=0)
    i11, i12 = spread.sum(0), np.einsum("d,djk->jk", g, spread)
    i22 = np.einsum("d,djk->jk", g**2, spread)
    left = i22 - i12 @ np.linalg.solve(i11, i12)
    found, df = [], []
    for columns in [*groups, list(range(x.shape[1]))]:
        at = np.ix_(columns, columns)
        found.append(float(u[columns] @ np.linalg.solve(left[at], u[columns])))
        df.append(len(columns))
    statistic = np.array(found)
    return Constancy(statistic, np.asarray(chi2.sf(statistic, df)), np.array(df))


def _time_scale(time: Floats, event: Bools, at: Floats, transform: str) -> Floats:
    if transform == "identity":
        return at.copy()
    if transform == "log":
        return np.log(at)
    if transform == "rank":
        ranks = dict(zip(time.tolist(), rankdata(time).tolist(), strict=True))
        return np.array([ranks[t] for t in at.tolist()])
    if transform != "km":
        raise ValueError(f"no time scale {transform!r}; there are km, identity, log and rank")
    times = np.unique(time[event])
    survival, before = 1.0, {}
    for t in times:
        before[float(t)] = 1.0 - survival
        survival *= 1.0 - float(np.sum(event & (time == t))) / float(np.sum(time >= t))
    return np.array([before[float(t)] for t in at])
