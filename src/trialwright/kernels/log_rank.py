"""Log-rank and weighted log-rank tests, the hazard ratio, and the strongest of several tests, from risk tables.

A score is observed minus expected events of the experimental arm: negative where it has fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled
from trialwright.kernels.risk_tables import RiskTables

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FLEMING_HARRINGTON, MODEST, PIECEWISE = range(3)  # Weights.kind


class Weights(NamedTuple):
    """Weights of event times, one row a test; FLEMING_HARRINGTON with rho = gamma = 0 is the log-rank test.

    kind : (k,). first, second : (k,) rho and gamma of S(t-)**rho (1 - S(t-))**gamma, S pooled within a stratum
    (Fleming & Harrington 1991); or for MODEST the delay t* and the largest weight of
    min(1 / S(min(t-, t*)), largest) (Magirr & Burman 2019, Stat Med 38:3782, section 2.1).
    starts, level : (k, periods) for PIECEWISE: the weight from each time on, the first 0.
    """

    kind: Integers
    first: Floats
    second: Floats
    starts: Floats
    level: Floats


def fleming_harrington(*rho_gamma: tuple[float, float]) -> Weights:
    """A test for each (rho, gamma), both >= 0."""
    k = len(rho_gamma)
    given = np.array(rho_gamma, dtype=np.float64).reshape(k, 2)
    return Weights(
        np.full(k, FLEMING_HARRINGTON),
        given[:, 0].copy(),
        given[:, 1].copy(),
        np.zeros((k, 1)),
        np.ones((k, 1)),
    )


def modestly_weighted(delay: float, largest: float = np.inf) -> Weights:
    """Magirr & Burman's test with t* = delay months."""
    return Weights(
        np.array([MODEST]), np.array([delay]), np.array([largest]), np.zeros((1, 1)), np.ones((1, 1))
    )


def piecewise(starts: Sequence[float], level: Sequence[float]) -> Weights:
    """The weight level[i] from starts[i] months on; starts[0] is 0."""
    zero = np.zeros(1)
    return Weights(
        np.array([PIECEWISE]), zero, zero, np.array([starts], np.float64), np.array([level], np.float64)
    )


def is_log_rank(weights: Weights) -> bool:
    """Whether it is the one unweighted test."""
    one = len(weights.kind) == 1 and weights.kind[0] == FLEMING_HARRINGTON
    return bool(one and weights.first[0] == weights.second[0] == 0.0)


LOG_RANK = fleming_harrington((0.0, 0.0))


def scores(tables: RiskTables, weights: Weights = LOG_RANK) -> tuple[Floats, Floats]:
    """Score (sets, k) and covariance (sets, k, k) of k tests, summed over strata.

    The variance is hypergeometric (Mantel 1966; with ties as in R's survdiff); the covariance of two tests has the
    product of their weights (Karrison 2016, Stata J 16:678).
    """
    sets, k = len(tables.rows), len(weights.kind)
    score, covariance = np.zeros((sets, k)), np.zeros((sets, k, k))
    if is_log_rank(weights):
        _log_rank(tables.counts, tables.rows, score, covariance)
    else:
        _weighted(tables, weights, score, covariance)
    return score, covariance


@compiled
def _log_rank(counts: NDArray[np.int32], rows: Integers, score: Floats, covariance: Floats) -> None:
    for r in range(len(rows)):
        u = v = 0.0
        for i in range(rows[r]):
            n1 = float(counts[r, i, 1])
            n = counts[r, i, 0] + n1
            d1 = counts[r, i, 3]
            d = counts[r, i, 2] + d1
            share = n1 / n
            u += d1 - d * share
            v += d * share * (1.0 - share) * ((n - d) / (n - 1.0) if d > 1 else 1.0)
        score[r, 0], covariance[r, 0, 0] = u, v


def scores_against(tables: RiskTables, ratio: float) -> tuple[Floats, Floats]:
    """Score and variance (sets,) of the log-rank test that the hazard ratio is `ratio` > 0: of the partial likelihood
    there, with ties as in `scores`, which it is at a ratio of 1."""
    score, variance = np.zeros(len(tables.rows)), np.zeros(len(tables.rows))
    _against(tables.counts, tables.rows, ratio, score, variance)
    return score, variance


@compiled
def _against(
    counts: NDArray[np.int32], rows: Integers, ratio: float, score: Floats, variance: Floats
) -> None:
    for r in range(len(rows)):
        u = v = 0.0
        for i in range(rows[r]):
            n1 = float(counts[r, i, 1])
            n = counts[r, i, 0] + n1
            d1 = counts[r, i, 3]
            d = counts[r, i, 2] + d1
            share = ratio * n1 / (counts[r, i, 0] + ratio * n1)
            u += d1 - d * share
            v += d * share * (1.0 - share) * ((n - d) / (n - 1.0) if d > 1 else 1.0)
        score[r], variance[r] = u, v


@compiled
def _weighted(tables: RiskTables, weights: Weights, score: Floats, covariance: Floats) -> None:
    k = len(weights.kind)
    w = np.empty(k)
    for r in range(len(tables.rows)):
        stratum, survival = np.int16(-1), 1.0
        frozen = np.ones(k)
        for i in range(tables.rows[r]):
            if tables.stratum[r, i] != stratum:
                stratum, survival = tables.stratum[r, i], 1.0
                frozen[:] = 1.0
            n1 = float(tables.counts[r, i, 1])
            n = tables.counts[r, i, 0] + n1
            d1 = tables.counts[r, i, 3]
            d = tables.counts[r, i, 2] + d1
            t, share = tables.time[r, i], n1 / n
            v = d * share * (1.0 - share) * ((n - d) / (n - 1.0) if d > 1 else 1.0)
            for a in range(k):
                w[a] = _weight(weights, a, t, survival, frozen[a])
                score[r, a] += w[a] * (d1 - d * share)
                for b in range(a + 1):
                    covariance[r, a, b] += w[a] * w[b] * v
            survival *= 1.0 - d / n
            for a in range(k):
                if weights.kind[a] == MODEST and t <= weights.first[a]:
                    frozen[a] = survival
        for a in range(k):
            for b in range(a):
                covariance[r, b, a] = covariance[r, a, b]


@compiled
def _weight(weights: Weights, a: int, t: float, survival: float, frozen: float) -> float:
    """survival : just before t. frozen : the same, but no further than the delay."""
    if weights.kind[a] == FLEMING_HARRINGTON:
        early = survival ** weights.first[a] if weights.first[a] != 0.0 else 1.0
        late = (1.0 - survival) ** weights.second[a] if weights.second[a] != 0.0 else 1.0
        return float(early * late)
    if weights.kind[a] == MODEST:
        return float(min(1.0 / frozen if frozen > 0.0 else np.inf, weights.second[a]))
    at = 0
    while at + 1 < weights.starts.shape[1] and t >= weights.starts[a, at + 1]:
        at += 1
    return float(weights.level[a, at])


def z_values(score: Floats, covariance: Floats) -> Floats:
    """(sets, k) score over its standard error; 0 where no event tells the arms apart."""
    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    return np.divide(score, np.sqrt(variance), out=np.zeros_like(score), where=variance > 0)


def events(tables: RiskTables) -> Integers:
    """(sets, 2) events in the control and the experimental arm."""
    filled = np.arange(tables.counts.shape[1]) < tables.rows[:, None]
    return np.asarray((tables.counts[:, :, 2:] * filled[..., None]).sum(1, dtype=np.int64))


def expected_events(tables: RiskTables) -> Floats:
    """(sets, 2) events expected in each arm if the hazards were equal, summed over strata."""
    observed, score = events(tables).astype(np.float64), scores(tables)[0][:, 0]
    return np.stack([observed[:, 0] + score, observed[:, 1] - score], axis=1)


def peto_log_hazard_ratio(score: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """One step from no effect: O - E over V, and its standard error 1 / sqrt(V); nan where V is 0. It falls
    short of Cox's estimate for large effects. Source: Yusuf, Peto et al. 1985, Prog Cardiovasc Dis 27:335."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return score / variance, 1.0 / np.sqrt(np.where(variance > 0, variance, np.nan))


def cox(tables: RiskTables, efron: bool = True) -> tuple[Floats, Floats]:
    """Log hazard ratio and its standard error by partial likelihood, (sets,), stratified as the tables are.

    Ties by Efron's approximation (Efron 1977, J Am Stat Assoc 72:557), or Breslow's. Where one arm has no event
    the estimate is -inf or inf and the error nan; where no event tells the arms apart both are nan.
    """
    estimate, error = np.empty(len(tables.rows)), np.empty(len(tables.rows))
    _cox(tables.counts, tables.rows, efron, estimate, error)
    return estimate, error


@compiled
def _partial(counts: NDArray[np.int32], rows: int, beta: float, efron: bool) -> tuple[float, float]:
    """First derivative of the log partial likelihood, and minus the second."""
    ratio, gradient, information = np.exp(beta), 0.0, 0.0
    for i in range(rows):
        n0, n1 = float(counts[i, 0]), ratio * counts[i, 1]
        d0, d1 = counts[i, 2], counts[i, 3]
        d = d0 + d1
        if d == 1 or not efron:
            share = n1 / (n0 + n1)
            gradient += d1 - d * share
            information += d * share * (1.0 - share)
            continue
        gradient += d1
        for j in range(d):
            out = j / d
            top = n1 - out * ratio * d1
            share = top / (n0 - out * d0 + top)
            gradient -= share
            information += share * (1.0 - share)
    return gradient, information


@compiled
def _cox(counts: NDArray[np.int32], rows: Integers, efron: bool, estimate: Floats, error: Floats) -> None:
    for r in range(len(rows)):
        low, high = _partial(counts[r], rows[r], -50.0, efron), _partial(counts[r], rows[r], 50.0, efron)
        error[r] = np.nan
        # The derivative falls from its limit at -inf to that at inf; without a change of sign there is no maximum.
        if low[0] < 1e-9 or high[0] > -1e-9:
            neither = low[0] < 1e-9 and high[0] > -1e-9
            estimate[r] = np.nan if neither else (-np.inf if low[0] < 1e-9 else np.inf)
            continue
        left, right, beta = -50.0, 50.0, 0.0
        for _ in range(200):
            gradient, information = _partial(counts[r], rows[r], beta, efron)
            left, right = (beta, right) if gradient > 0.0 else (left, beta)
            step = gradient / information if information > 0.0 else 0.0
            following = beta + step
            # Newton's step, or half the bracket where the step leaves it: concave, so this always arrives.
            if not (left < following < right):
                following = 0.5 * (left + right)
            if abs(following - beta) < 1e-12:
                break
            beta = following
        estimate[r], error[r] = beta, 1.0 / np.sqrt(information)
