"""Making external controls look like the treated, without their outcomes: propensity, weights, matches, balance.

x : (n, p) covariates without an intercept. treated : (n,) booleans. Weights are for each person, 0 where unused.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.special import expit

from trialwright.kernels.heterogeneity import Floats

Booleans = NDArray[np.bool_]
Whole = NDArray[np.int64]


class Separation(ArithmeticError):
    """Covariates tell treated and controls apart, so no weights exist."""


def propensity(x: Floats, treated: Booleans) -> tuple[Floats, Floats]:
    """Chance of being treated (n,), and coefficients (p + 1,) with the intercept first: logistic regression.

    Raises Separation where a coefficient grows without end. Source: Rosenbaum & Rubin 1983, Biometrika 70:41.
    """
    centre, scale = x.mean(0), np.where(x.std(0) > 0, x.std(0), 1.0)
    z = np.column_stack([np.ones(len(x)), (x - centre) / scale])
    beta = np.zeros(z.shape[1])
    for _ in range(100):
        p = expit(z @ beta)
        w = p * (1 - p)
        step = np.linalg.lstsq(z.T @ (w[:, None] * z), z.T @ (treated - p), rcond=None)[0]
        beta = beta + step
        if np.abs(z @ beta).max() > 30:  # a chance that is 0 or 1 to machine precision
            raise Separation
        if np.abs(step).max() < 1e-12:
            break
    slopes = beta[1:] / scale
    return expit(z @ beta), np.append(beta[0] - slopes @ centre, slopes)


def odds_weights(p: Floats, treated: Booleans) -> Floats:
    """1 for the treated, odds of treatment for controls: they then stand for the treated."""
    return np.where(treated, 1.0, p / (1 - p))


def overlap_weights(p: Floats, treated: Booleans) -> Floats:
    """Chance of the other group: exact balance, for the people who could be in either.

    Source: Li, Morgan & Zaslavsky 2018, JASA 113:390.
    """
    return np.where(treated, 1 - p, p)


def entropy_weights(x: Floats, treated: Booleans) -> Floats:
    """Weights of controls nearest to equal whose means are exactly the treated's; they sum to the number treated.

    Raises Separation where the treated's means lie outside what controls can reach. Source: Hainmueller 2012, Polit
    Anal 20:25: the dual is convex, so Newton with halved steps finds it.
    """
    out = np.ones(len(x))
    out[~treated] = moment_weights(x[~treated], x[treated].mean(0)) * treated.sum()
    return out


def moment_weights(x: Floats, target: Floats) -> Floats:
    """Weights (n,) that sum to 1, nearest to equal, under which the means of x (n, p) are `target` (p,).

    Raises Separation where no weights reach it. Sources: Hainmueller 2012; as matching-adjusted comparison from aggregate
    covariates, Signorovitch et al. 2010, Pharmacoeconomics 28:935.
    """
    scale = np.where(x.std(0) > 0, x.std(0), 1.0)
    away = (x - target) / scale
    at = np.zeros(x.shape[1])

    def dual(q: Floats) -> float:
        e = away @ q
        return float(e.max() + np.log(np.exp(e - e.max()).sum()))

    for _ in range(200):
        e = away @ at
        w = np.exp(e - e.max())
        w /= w.sum()
        gradient = w @ away
        if np.abs(gradient).max() < 1e-10:
            break
        hessian = away.T @ (w[:, None] * away) - np.outer(gradient, gradient)
        step = np.linalg.lstsq(hessian, gradient, rcond=None)[0]
        size, here = 1.0, dual(at)
        while dual(at - size * step) > here - 1e-4 * size * float(gradient @ step) and size > 1e-8:
            size /= 2
        at = at - size * step
    if np.abs(gradient).max() > 1e-6 or np.abs(at).max() > 1e4:
        raise Separation
    return np.asarray(w)


def nearest_match(score: Floats, treated: Booleans, sweep: bool = False) -> Floats:
    """1 : 1 without replacement: treated from the largest score down take the nearest control that is left.

    Weights 1 for the matched; of controls with the same score the first goes first. sweep : controls above a treated
    person count as passed while any at or below is left, and the last of equals goes first, which is what MatchIt 4.5
    does with `m.order = "largest"`. Source: Rubin 1973, Biometrics 29:159.
    """
    left = np.flatnonzero(~treated)
    left = left[::-1] if sweep else left
    weights = np.zeros(len(score))
    order = np.flatnonzero(treated)
    for i in order[np.argsort(-score[order], kind="stable")]:
        if not len(left):
            break
        away = np.abs(score[left] - score[i])
        below = score[left] <= score[i]
        if sweep and below.any():
            away = np.where(below, away, np.inf)
        best = int(np.argmin(away))
        weights[i] = weights[left[best]] = 1.0
        left = np.delete(left, best)
    return weights


def optimal_match(distance: Floats, treated: Booleans) -> Floats:
    """1 : 1 with the least total distance: (treated, controls), at least as many controls. Source: Rosenbaum 1989, JASA 84:1024."""
    rows, columns = linear_sum_assignment(distance)
    weights = np.zeros(len(treated))
    weights[np.flatnonzero(treated)[rows]] = 1.0
    weights[np.flatnonzero(~treated)[columns]] = 1.0
    return weights


def full_match(distance: Floats, treated: Booleans) -> tuple[Floats, Whole]:
    """Everyone in a set of one treated and controls, or one control and treated, with the least total distance.

    Returns weights (treated 1; controls share their set's treated) and each person's set. The least-cost edge cover of
    a bipartite graph is such stars, and reduces to an assignment with each person's own nearest as the price of staying
    out. Source: Rosenbaum 1991, J R Stat Soc B 53:597.
    """
    nearest_row, nearest_column = distance.argmin(1), distance.argmin(0)
    own = distance.min(1)[:, None] + distance.min(0)[None, :]
    rows, columns = linear_sum_assignment(np.minimum(distance - own, 0.0))
    gain = (distance - own)[rows, columns] < 0
    edges = set(zip(rows[gain].tolist(), columns[gain].tolist(), strict=True))
    done_rows, done_columns = set(rows[gain].tolist()), set(columns[gain].tolist())
    edges |= {(i, int(nearest_row[i])) for i in range(len(distance)) if i not in done_rows}
    edges |= {(int(nearest_column[j]), j) for j in range(distance.shape[1]) if j not in done_columns}
    return _stars(_pruned(edges), treated, distance.shape)


def _pruned(edges: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Without edges whose both ends are covered by others: what is left are stars."""
    kept = set(edges)
    for edge in sorted(edges):
        i, j = edge
        if any(e[0] == i and e[1] != j for e in kept) and any(e[1] == j and e[0] != i for e in kept):
            kept.discard(edge)
    return kept


def _stars(edges: set[tuple[int, int]], treated: Booleans, shape: tuple[int, int]) -> tuple[Floats, Whole]:
    of_treated, of_control = np.full(shape[0], -1), np.full(shape[1], -1)
    hubs = 0
    for i in range(shape[0]):
        leaves = [j for a, j in edges if a == i]
        if len(leaves) > 1 or (len(leaves) == 1 and sum(b == leaves[0] for _, b in edges) == 1):
            of_treated[i], of_control[leaves] = hubs, hubs
            hubs += 1
    for j in range(shape[1]):
        if of_control[j] < 0:
            of_control[j] = hubs
            of_treated[[i for i, b in edges if b == j]] = hubs
            hubs += 1
    sets = np.empty(len(treated), dtype=np.int64)
    sets[treated], sets[~treated] = of_treated, of_control
    counts_t, counts_c = np.bincount(of_treated, minlength=hubs), np.bincount(of_control, minlength=hubs)
    weights = np.ones(len(treated))
    weights[~treated] = (counts_t / counts_c)[of_control]
    return weights, sets


def effective_size(weights: Floats) -> float:
    """Unweighted people with the same variance of a mean. Source: Kish 1965."""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def standardized_differences(x: Floats, treated: Booleans, weights: Floats) -> Floats:
    """(p,) weighted mean of the treated less that of controls, over the treated's unweighted SD (of a binomial for 0/1).

    Above 0.1 in size is the usual sign of imbalance. Source: Austin 2009, Stat Med 28:3083.
    """
    binary = np.all((x == 0) | (x == 1), axis=0)
    share = x[treated].mean(0)
    sd = np.where(binary, np.sqrt(np.maximum(share * (1 - share), 0)), x[treated].std(0, ddof=1))
    means = [np.average(x[of], axis=0, weights=weights[of]) for of in (treated, ~treated)]
    with np.errstate(all="ignore"):
        return np.asarray((means[0] - means[1]) / sd)


def difference(outcome: Floats, treated: Booleans, weights: Floats) -> float:
    """Weighted mean of the treated less that of controls."""
    one, two = (np.average(outcome[of], weights=weights[of]) for of in (treated, ~treated))
    return float(one - two)
