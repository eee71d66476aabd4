"""Cox's proportional hazards model: ties by Efron, Breslow or the exact partial likelihood, strata. What is asked of a
fit stands in `cox_diagnostics`.

Sources: Cox 1972, J R Stat Soc B 34:187; Efron 1977, JASA 72:557; Breslow 1974, Biometrics 30:89; Gail, Lubin &
Rubinstein 1981, Biometrika 68:703 (the recursion of the exact likelihood).
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.proportional_odds import solve_positive

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]
Ties = Literal["efron", "breslow", "exact"]

_STEPS = 50


class CoxFit(NamedTuple):
    """b : (p,). covariance : (p, p). loglik : at 0 and at b. score : the score statistic at 0, chi-squared on p degrees
    of freedom. converged : False where a coefficient runs away."""

    b: Floats
    covariance: Floats
    loglik: tuple[float, float]
    score: float
    converged: bool
    n: int
    events: int


@compiled
def _approximate(
    x: Floats, time: Floats, event: Bools, stratum: Integers, weight: Floats, offset: Floats, start: Floats,
    leaving: Integers, efron: bool, b: Floats, u: Floats, v: Floats,
) -> float:  # fmt: skip
    """Log partial likelihood at b, its gradient u and information v; rows by stratum, then time, descending.

    leaving : rows by stratum, then start, descending, or empty where all are at risk from the first; one is at risk at
    t where start < t <= time. Tied deaths share the mean of their weights.
    """
    n, p = x.shape
    u[:] = 0.0
    v[:] = 0.0
    total, s0, i, gone = 0.0, 0.0, 0, 0
    s1, d1, m = np.zeros(p), np.zeros(p), np.empty(p)
    s2, d2 = np.zeros((p, p)), np.zeros((p, p))
    while i < n:
        if i == 0 or stratum[i] != stratum[i - 1]:
            s0 = 0.0
            s1[:] = 0.0
            s2[:] = 0.0
        t, group, deaths, d0, dw = time[i], stratum[i], 0, 0.0, 0.0
        d1[:] = 0.0
        d2[:] = 0.0
        while i < n and time[i] == t and stratum[i] == group:
            eta = offset[i]
            for j in range(p):
                eta += x[i, j] * b[j]
            r = weight[i] * math.exp(eta)
            s0 += r
            for j in range(p):
                rx = r * x[i, j]
                s1[j] += rx
                for k in range(j + 1):
                    s2[j, k] += rx * x[i, k]
            if event[i]:
                deaths += 1
                total += weight[i] * eta
                dw += weight[i]
                d0 += r
                for j in range(p):
                    u[j] += weight[i] * x[i, j]
                    d1[j] += r * x[i, j]
                    if efron:
                        for k in range(j + 1):
                            d2[j, k] += r * x[i, j] * x[i, k]
            i += 1
        while deaths > 0 and gone < len(leaving):
            row = leaving[gone]
            if stratum[row] > group or (stratum[row] == group and start[row] < t):
                break
            if stratum[row] == group:
                eta = offset[row]
                for j in range(p):
                    eta += x[row, j] * b[j]
                r = weight[row] * math.exp(eta)
                s0 -= r
                for j in range(p):
                    for k in range(j + 1):
                        s2[j, k] -= r * x[row, j] * x[row, k]
                    s1[j] -= r * x[row, j]
            gone += 1
        for a in range(deaths):
            share = a / deaths if efron else 0.0
            z = s0 - share * d0
            each = dw / deaths
            total -= each * math.log(z)
            for j in range(p):
                m[j] = (s1[j] - share * d1[j]) / z
                u[j] -= each * m[j]
            for j in range(p):
                for k in range(j + 1):
                    v[j, k] += each * ((s2[j, k] - share * d2[j, k]) / z - m[j] * m[k])
    for j in range(p):
        for k in range(j):
            v[k, j] = v[j, k]
    return total


@compiled
def _exact(
    x: Floats, time: Floats, event: Bools, stratum: Integers, offset: Floats, b: Floats, u: Floats, v: Floats
) -> float:
    """As _approximate, for the exact (discrete) partial likelihood: sums over all sets of as many deaths."""
    n, p = x.shape
    u[:] = 0.0
    v[:] = 0.0
    total, first, i = 0.0, 0, 0
    while i < n:
        if i == 0 or stratum[i] != stratum[i - 1]:
            first = i
        t, group, deaths = time[i], stratum[i], 0
        top = 0.0
        while i < n and time[i] == t and stratum[i] == group:
            if event[i]:
                deaths += 1
                top += offset[i]
                for j in range(p):
                    top += x[i, j] * b[j]
                    u[j] += x[i, j]
            i += 1
        if deaths == 0:
            continue
        # f[d]: sum over sets of d of those at risk; g, h its derivatives, scaled so that nothing overflows.
        f = np.zeros(deaths + 1)
        g, h = np.zeros((deaths + 1, p)), np.zeros((deaths + 1, p, p))
        f[0], scale, logs = 1.0, 0.0, 0.0
        for row in range(first, i):
            eta = offset[row]
            for j in range(p):
                eta += x[row, j] * b[j]
            scale = max(scale, eta) if row > first else eta
        for row in range(first, i):
            eta = offset[row] - scale
            for j in range(p):
                eta += x[row, j] * b[j]
            r = math.exp(eta)
            for d in range(min(deaths, row - first + 1), 0, -1):
                for j in range(p):
                    for k in range(j + 1):
                        h[d, j, k] += r * (
                            h[d - 1, j, k]
                            + x[row, j] * g[d - 1, k]
                            + x[row, k] * g[d - 1, j]
                            + x[row, j] * x[row, k] * f[d - 1]
                        )
                for j in range(p):
                    g[d, j] += r * (g[d - 1, j] + x[row, j] * f[d - 1])
                f[d] += r * f[d - 1]
            if f[deaths] > 1e200:
                f *= 1e-200
                g *= 1e-200
                h *= 1e-200
                logs += math.log(1e200)
        total += top - (math.log(f[deaths]) + logs + deaths * scale)
        for j in range(p):
            mj = g[deaths, j] / f[deaths]
            u[j] -= mj
            for k in range(j + 1):
                v[j, k] += h[deaths, j, k] / f[deaths] - mj * g[deaths, k] / f[deaths]
    for j in range(p):
        for k in range(j):
            v[k, j] = v[j, k]
    return total


class _Climb(NamedTuple):
    b: Floats
    information: Floats
    start: float  # log likelihood at 0
    end: float
    score: float
    converged: bool


def _climb(rows: Ordered, ties: Ties) -> _Climb:
    """Newton's method from 0. Not converged where a coefficient runs to infinity."""
    p = rows.x.shape[1]
    u, v = np.empty(p), np.empty((p, p))

    def likelihood(at: Floats) -> float:
        if ties == "exact":
            return float(_exact(rows.x, rows.time, rows.event, rows.stratum, rows.offset, at, u, v))
        known = (rows.weight, rows.offset, rows.start, rows.leaving)
        return float(
            _approximate(rows.x, rows.time, rows.event, rows.stratum, *known, ties == "efron", at, u, v)
        )

    b, step, factor = np.zeros(p), np.empty(p), np.empty((p, p))
    loglik = start = likelihood(b)
    score = math.nan
    for k in range(_STEPS):
        step[:], factor[:] = u, v
        if not solve_positive(factor, step):
            break
        gain = float(step @ u)
        score = gain if k == 0 else score
        if gain < 1e-18 * (1.0 + abs(loglik)):
            return _Climb(b, v, start, loglik, score, True)
        for half in range(30):
            trial = b + step * 0.5**half
            new = likelihood(trial)
            if new >= loglik - 1e-12 * (1.0 + abs(loglik)):
                break
        else:
            likelihood(b)
            return _Climb(b, v, start, loglik, score, gain < 1e-8)
        # Where the likelihood no longer rises while the steps stay long, a coefficient is running to infinity.
        lost = new - loglik < 1e-10 * (1.0 + abs(loglik)) and float(np.max(np.abs(trial - b))) > 0.5
        b, loglik = trial, new
        if lost:
            break
    return _Climb(b, v, start, loglik, score, False)


class Ordered(NamedTuple):
    """Rows by stratum, then time descending; the mean is taken off x, which no estimate notices. leaving : the rows
    by stratum, then start, descending; empty where all are at risk from the first."""

    x: Floats
    time: Floats
    event: Bools
    stratum: Integers
    order: Integers
    weight: Floats
    offset: Floats
    start: Floats
    leaving: Integers


class Known(NamedTuple):
    """Of each row, (n,): weight > 0, a coefficient of the likelihood; offset, added to the log hazard; start, the time
    after which it is at risk. None where all are the same, or at risk from the first."""

    weight: Floats | None = None
    offset: Floats | None = None
    start: Floats | None = None


def ordered(
    x: Floats, time: Floats, event: Bools, stratum: Integers | None = None, known: Known | None = None
) -> Ordered:
    """x : (n, p); time : (n,); event : (n,) False where censored; stratum : (n,) whole numbers."""
    group = np.zeros(len(time), np.int64) if stratum is None else np.asarray(stratum, np.int64)
    order = np.lexsort((-time, group))
    centred = x - x.mean(0)
    return Ordered(
        np.ascontiguousarray(centred[order], dtype=np.float64), np.asarray(time, float)[order],
        np.asarray(event, np.bool_)[order], group[order], order,
        *_known(known or Known(), order, group[order]),
    )  # fmt: skip


def _known(known: Known, order: Integers, group: Integers) -> tuple[Floats, Floats, Floats, Integers]:
    """weight, offset, start and leaving of Ordered."""
    n = len(order)
    weight = np.ones(n) if known.weight is None else np.asarray(known.weight, float)[order]
    offset = np.zeros(n) if known.offset is None else np.asarray(known.offset, float)[order]
    if known.start is None:
        return weight, offset, np.zeros(n), np.empty(0, np.int64)
    start = np.asarray(known.start, float)[order]
    return weight, offset, start, np.lexsort((-start, group)).astype(np.int64)


def fit(
    x: Floats,
    time: Floats,
    event: Bools,
    stratum: Integers | None = None,
    ties: Ties = "efron",
    known: Known | None = None,
) -> CoxFit:
    """Fit; x : (n, p) without an intercept, p >= 1. The exact likelihood takes offsets alone, as the caller checks.

    Source of starts: Andersen & Gill 1982, Ann Stat 10:1100; of weighted ties, Therneau & Grambsch 2000, sec. 3.3.
    """
    rows = ordered(x, time, event, stratum, known)
    c = _climb(rows, ties)
    p = x.shape[1]
    # Where all die at one time no coefficient has information.
    told = c.converged and bool(np.linalg.cond(c.information) < 1e15)
    covariance = np.asarray(np.linalg.inv(c.information)) if told else np.full((p, p), np.nan)
    return CoxFit(c.b, covariance, (c.start, c.end), c.score, told, len(time), int(np.sum(event)))


class CoxFits(NamedTuple):
    """Of many data sets: b, errors (sets, p); loglik (sets, 2); score, converged (sets,)."""

    b: Floats
    errors: Floats
    loglik: Floats
    score: Floats
    converged: Bools


def fit_many(x: Floats, time: Floats, event: Bools, ties: Ties = "efron") -> CoxFits:
    """x : (sets, n, p); time, event : (sets, n). Where a coefficient runs away, errors are nan and converged False."""
    sets, n, p = x.shape
    order = np.argsort(-time, axis=1)
    b, errors = np.empty((sets, p)), np.full((sets, p), np.nan)
    loglik, score, converged = np.empty((sets, 2)), np.empty(sets), np.zeros(sets, np.bool_)
    stratum, seen = np.zeros(n, np.int64), np.asarray(event, np.bool_)
    alone = (np.ones(n), np.zeros(n), np.zeros(n), np.empty(0, np.int64))
    for s in range(sets):
        at = order[s]
        centred = np.ascontiguousarray(x[s, at] - x[s].mean(0), dtype=np.float64)
        c = _climb(Ordered(centred, time[s, at], seen[s, at], stratum, at, *alone), ties)
        b[s], loglik[s], score[s], converged[s] = c.b, (c.start, c.end), c.score, c.converged
        if c.converged:
            errors[s] = np.sqrt(np.diag(np.linalg.inv(c.information)))
    return CoxFits(b, errors, loglik, score, converged)
