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
from trialwright.kernels.cox import CoxFit, Known, Ordered, Ties, ordered

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

_SINGULAR = 1e13  # condition of an information that no longer tells its columns apart


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
    """(n, p) each row's part of the score, before its weight, in the order in which the rows were given.

    Source: Therneau & Grambsch 2000, sections 4.6 and 7.1; Binder 1992, Biometrika 79:139 (weights).
    """
    risk = np.exp(rows.x @ b + rows.offset)
    found = np.zeros_like(rows.x)
    when = np.unique(np.column_stack([rows.stratum, rows.time])[rows.event], axis=0)
    for group, t in when:
        at_risk = np.flatnonzero((rows.stratum == group) & (rows.time >= t) & _begun(rows, t))
        x = rows.x[at_risk]
        tied = (rows.time[at_risk] == t) & rows.event[at_risk]
        deaths = int(tied.sum())
        each = float(rows.weight[at_risk][tied].mean())
        for a in range(deaths):
            part = risk[at_risk] * (1.0 - a / deaths * tied if ties == "efron" else 1.0)
            load = part * rows.weight[at_risk]
            mean = load @ x / load.sum()
            found[at_risk] += (tied / deaths - each * part / load.sum())[:, None] * (x - mean)
    answer = np.empty_like(found)
    answer[rows.order] = found
    return answer


def _begun(rows: Ordered, t: float) -> Bools:
    return rows.start < t if len(rows.leaving) else np.ones(len(rows.time), np.bool_)


def robust_covariance(
    x: Floats, time: Floats, event: Bools, fitted: CoxFit, cluster: Integers | None = None,
    stratum: Integers | None = None, ties: Ties = "efron", known: Known | None = None,
) -> Floats:  # fmt: skip
    """(p, p) sandwich covariance, rows of a cluster summed, each times its weight. Source: Lin & Wei 1989; Binder 1992."""
    rows = ordered(x, time, event, stratum, known)
    parts = score_residuals(rows, fitted.b, ties) @ fitted.covariance
    if known is not None and known.weight is not None:
        parts = parts * known.weight[:, None]
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

    Source: Grambsch & Therneau 1994; the score test with the full information (Therneau's survival, version 3). NaN where
    events at too few times, or a coefficient at infinity, leave a group of columns no information of a change.
    """
    rows = ordered(x, time, event, stratum)
    mean, spread, _, _ = _moments(rows.x, rows.time, rows.event, rows.stratum, ties == "efron", fitted.b)
    deaths = np.flatnonzero(rows.event)
    g = _time_scale(time, event, rows.time[deaths], transform)
    g = g - g.mean()
    u = np.sum(g[:, None] * (rows.x[deaths] - mean), axis=0)
    i11, i12 = spread.sum(0), np.einsum("d,djk->jk", g, spread)
    i22 = np.einsum("d,djk->jk", g**2, spread)
    told = bool(np.isfinite(i11).all()) and np.linalg.cond(i11) < _SINGULAR
    left = i22 - i12 @ np.linalg.solve(i11, i12) if told else np.full_like(i22, np.nan)
    found, df = [], []
    for columns in [*groups, list(range(x.shape[1]))]:
        found.append(_quadratic(u[columns], left[np.ix_(columns, columns)], i22[np.ix_(columns, columns)]))
        df.append(len(columns))
    statistic = np.array(found)
    return Constancy(statistic, np.asarray(chi2.sf(statistic, df)), np.array(df))


def _quadratic(u: Floats, left: Floats, of: Floats) -> float:
    """u' left^-1 u; nan where what is left of the information `of` a change is rounding, in some direction."""
    size = np.sqrt(np.diag(of))
    if not (np.isfinite(left).all() and (size > 0).all()):
        return np.nan
    if np.linalg.eigvalsh(left / np.outer(size, size)).min() < 1 / _SINGULAR:
        return np.nan
    return float(u @ np.linalg.solve(left, u))


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
