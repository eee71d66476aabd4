"""Ordinal endpoints: cumulative link models, as proportional odds with a test of that assumption, and win statistics."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from trialwright.analyse.columns import Levels, factor_column, levels_of, plain
from trialwright.analyse.designs import design
from trialwright.analyse.estimates import Estimates, Note, normal
from trialwright.analyse.formula import Formula, parse
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import cumulative_link, threshold_structures
from trialwright.kernels import proportional_odds as kernel

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OrdinalAnalysis:
    """coefficients : thresholds ("1|2"), effects that each threshold has of its own, then common ones on the link's scale
    (log odds ratios of higher categories), then those on the logarithm of its scale ("scale: arm"). categories : lowest
    first. own : (n, r) columns with an effect at each. scale : (n, m) columns with an effect on the scale. structure : (thresholds, parameters) where
    thresholds are of fewer parameters, which then stand in their place among the coefficients."""

    coefficients: Estimates
    prepared: Prepared
    fit: kernel.OrdinalFit
    y: NDArray[np.int64]
    weights: Floats | None
    categories: tuple[Any, ...]
    notes: tuple[Note, ...]
    link: str = "logit"
    own: Floats | None = None
    scale: Floats | None = None
    structure: Floats | None = None

    @property
    def deviance(self) -> float:
        return -2 * self.fit.loglik

    def likelihood_ratio_p(self, term: str) -> float:
        """p of a term, by refitting without it."""
        gone = self.prepared.design.columns_of(term)
        kept = [j for j in range(self.prepared.x.shape[1]) if j not in gone]
        k = len(self.categories)
        under = _fitted(
            self.prepared.x[:, kept], self.own, self.y, k, self.weights, self.link, self.scale, self.structure
        )
        return kernel.likelihood_ratio_p(self.fit.loglik, under.loglik, len(gone))

    def proportionality_p(self, term: str) -> float:
        """p that a term has one effect at all thresholds, against one of its own at each; nan where that has no fit. Raises
        AnalysisError of thresholds that have a structure."""
        if self.structure is not None:
            raise AnalysisError(
                "Effects at each threshold are not offered with thresholds that have a structure.",
                fix='Use thresholds="flexible".',
            )
        own = self.prepared.design.columns_of(term)
        rest = [j for j in range(self.prepared.x.shape[1]) if j not in own]
        x, k = self.prepared.x, len(self.categories)
        z = x[:, own] if self.own is None else np.column_stack([self.own, x[:, own]])
        larger = cumulative_link.fit(x[:, rest], z, self.y, k, self.weights, self.link, self.scale)
        if not larger.converged:
            return math.nan
        return kernel.likelihood_ratio_p(larger.loglik, self.fit.loglik, len(own) * (k - 2))


def proportional_odds(
    formula: str | Formula,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    weights: str | None = None,
    level: float = 95.0,
    link: str = "logit",
    nominal: str | None = None,
    scale: str | None = None,
    thresholds: str = "flexible",
) -> OrdinalAnalysis:
    """Fit to complete cases; levels gives the order of the response's categories, lowest first, else they are sorted.

    link : of kernels.cumulative_link.LINKS; logit alone gives proportional odds. nominal : "~ sev", terms that have an
    effect of their own at each threshold, in the direction of its log odds of lower categories. scale : "~ arm", terms that
    spread the latent outcome: their coefficients are of the logarithm of its scale. thresholds : of
    kernels.threshold_structures.NAMES, "flexible" alone with `nominal`. Raises AnalysisError.
    """
    if link not in cumulative_link.LINKS:
        raise AnalysisError(f"No link {link!r}.", fix=f"There are {', '.join(cumulative_link.LINKS)}.")
    apart, spread = (parse(f) if f else None for f in (nominal, scale))
    also = (*((weights,) if weights else ()), *(c for f in (apart, spread) if f for c in f.columns))
    made = prepare(formula, data, levels, also, intercept=False)
    name = made.design.formula.response
    inner = factor_column(name)[0]
    y, categories = made.codes(
        inner, levels_of(f"factor({name})" if name == inner else name, made.data, levels or {})
    )
    if len(categories) < 2:
        raise AnalysisError(
            f"{inner} has one category only.",
            where=inner,
            fix="Nothing can be told apart: report the counts.",
        )
    w = made.numbers(weights) if weights else None
    of = design(apart, made.data, levels) if apart else None
    own = of.x[:, 1:] if of else None
    wide = design(spread, made.data, levels) if spread else None
    by_scale = wide.x[:, 1:] if wide else None
    structure, places = _structure(thresholds, len(categories) - 1, own)
    fitted = _fitted(made.x, own, y, len(categories), w, link, by_scale, structure)
    names = [*(places or _threshold_names(categories, of.names[1:] if of else ())), *made.design.names]
    names += [f"scale: {n}" for n in wide.names[1:]] if wide else []
    free = len(categories) - 1 if structure is None else structure.shape[1]
    found = normal(names, *_by_column(fitted, free, own), level)
    notes = (
        [Note("data", f"{made.left_out} rows with a missing value were left out.")] if made.left_out else []
    )
    if not fitted.converged:
        notes.append(Note("convergence", "The likelihood has no maximum that Newton's method reaches.", True))
    analysis = OrdinalAnalysis(
        found, made, fitted, y, w, tuple(categories), tuple(notes), link, own, by_scale, structure
    )
    if structure is not None and fitted.converged:
        return _with_structure_check(analysis, thresholds)
    return _with_checks(analysis) if len(categories) > 2 and fitted.converged else analysis


def _structure(name: str, q: int, own: Floats | None) -> tuple[Floats | None, list[str]]:
    """The matrix of thresholds that have a structure, and its parameters' names; None and none of flexible ones."""
    if name not in threshold_structures.NAMES:
        raise AnalysisError(
            f"No thresholds {name!r}.", fix=f"There are {', '.join(threshold_structures.NAMES)}."
        )
    if name == "flexible":
        return None, []
    if own is not None or q < 2:
        raise AnalysisError(
            f"{name} thresholds need three categories or more, and no effects that differ by threshold.",
            fix='Use thresholds="flexible".',
        )
    return threshold_structures.matrix(name, q)


def _with_structure_check(analysis: OrdinalAnalysis, name: str) -> OrdinalAnalysis:
    """With the test of thresholds that have a structure against free ones, where that says anything."""
    a, k = analysis, len(analysis.categories)
    assert a.structure is not None
    fewer = k - 1 - a.structure.shape[1]
    if fewer == 0:
        return a
    free = _fitted(a.prepared.x, a.own, a.y, k, a.weights, a.link, a.scale)
    p = kernel.likelihood_ratio_p(free.loglik, a.fit.loglik, fewer) if free.converged else math.nan
    what = f"Thresholds that are {name} (likelihood ratio against free ones)."
    return replace(a, notes=(*a.notes, Note("assumption", what, p < 0.05, None if math.isnan(p) else p)))


def _fitted(
    x: Floats,
    own: Floats | None,
    y: NDArray[np.int64],
    k: int,
    weights: Floats | None,
    link: str,
    scale: Floats | None = None,
    structure: Floats | None = None,
) -> kernel.OrdinalFit:
    if link == "logit" and own is None and scale is None and structure is None:
        return kernel.fit(x, y, k, weights)
    z = np.zeros((len(y), 0)) if own is None else own
    return cumulative_link.fit(x, z, y, k, weights, link, scale, structure)


def _threshold_names(categories: Sequence[Any], own: Sequence[str]) -> list[str]:
    """ "1|2", or with effects of their own "1|2.(Intercept)" and "1|2.sev", as R's ordinal has them."""
    pairs = [f"{plain(a)}|{plain(b)}" for a, b in pairwise(categories)]
    return pairs if not own else [f"{p}.{name}" for name in ("(Intercept)", *own) for p in pairs]


def _by_column(fitted: kernel.OrdinalFit, q: int, own: Floats | None) -> tuple[Floats, Floats]:
    """Parameters and covariance with each own effect's thresholds side by side, signed as thresholds are."""
    r = 0 if own is None else own.shape[1]
    size = len(fitted.parameters)
    order = [*range(q), *(q + j * r + c for c in range(r) for j in range(q)), *range(q + q * r, size)]
    sign = np.ones(size)
    sign[q : q + q * r] = -1.0
    return sign * fitted.parameters[order], np.outer(sign, sign) * fitted.covariance[np.ix_(order, order)]


def _with_checks(analysis: OrdinalAnalysis) -> OrdinalAnalysis:
    notes = list(analysis.notes)
    for term in analysis.prepared.design.formula.terms:
        said = ":".join(term)
        p = analysis.proportionality_p(said)
        what = f"One odds ratio of {said} at every threshold (likelihood ratio against a ratio at each)."
        if math.isnan(p):
            what = f"Whether {said} has one odds ratio at every threshold cannot be tested: the larger model has no fit."
        notes.append(Note("assumption", what, p < 0.05, None if math.isnan(p) else p))
    return replace(analysis, notes=tuple(notes))


@dataclass(frozen=True)
class Wins:
    """Pairs of a treated and a control patient in which the treated does better, worse, equally; what follows of it.

    wilcoxon_p : of the rank-sum test, normal approximation with ties, no continuity correction.
    """

    wins: int
    losses: int
    ties: int
    probability: float
    probability_error: float
    df: float
    ratio: float
    odds: float
    net_benefit: float
    wilcoxon_p: float


def wins(
    treated: Sequence[float] | Floats, control: Sequence[float] | Floats, lower_is_better: bool = False
) -> Wins:
    """Generalised pairwise comparison of one outcome. A tie is half a win in the probability and the odds.

    Sources: Buyse 2010, Stat Med 29:3245; Pocock et al. 2012, Eur Heart J 33:176 (ratio); Dong et al. 2020, Stat
    Biopharm Res 12:99 (odds); Brunner & Munzel 2000 (error). Raises AnalysisError, also of values that are no numbers:
    one that is missing neither wins nor loses, and must not be counted as lost.
    """
    from trialwright.kernels.win_probability import brunner_munzel

    try:
        a, b = np.asarray(treated, float), np.asarray(control, float)
    except (TypeError, ValueError):
        a = b = np.array([np.nan])
    if np.isnan(a).any() or np.isnan(b).any():
        raise AnalysisError(
            "A value of the outcome is missing or no number.",
            fix="Leave these patients out, or give each a rank.",
        )
    if len(a) == 0 or len(b) == 0:
        raise AnalysisError("A win needs a patient in each arm.", fix="Look at the outcome's column.")
    sign = -1.0 if lower_is_better else 1.0
    values = np.unique(np.concatenate([a, b]) * sign)
    n1, n0 = (np.array([(s * sign == v).sum() for v in values], float) for s in (a, b))
    below = np.concatenate([[0.0], np.cumsum(n0)[:-1]])
    won, tied = float(n1 @ below), float(n1 @ n0)
    lost = len(a) * len(b) - won - tied
    win = (won + tied / 2) / (len(a) * len(b))
    _, variance, df = brunner_munzel(n0, n1)
    n, m = len(a), len(b)
    total = n + m
    spread = n * m / 12 * (total + 1 - float(np.sum((n0 + n1) ** 3 - (n0 + n1))) / (total * (total - 1)))
    z = (won + tied / 2 - n * m / 2) / math.sqrt(spread) if spread > 0 else math.nan
    return Wins(
        int(won), int(lost), int(tied), win, math.sqrt(float(variance)), float(df),
        won / lost if lost else math.inf if won else math.nan, win / (1 - win) if win < 1 else math.inf, (won - lost) / (n * m),
        float(2 * norm.sf(abs(z))),
    )  # fmt: skip
