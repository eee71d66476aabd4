"""Category counts of an ordinal scale pooled to one proportional-odds effect, with a check of that assumption."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from trialwright.errors import EvidenceError
from trialwright.kernels.mixed_effects import Fit
from trialwright.pool.given import Floats
from trialwright.pool.models import meta_analysis


class OrdinalTrial(NamedTuple):
    """effect, variance : log odds ratio of being higher, first group against second, common to all cuts. cuts : that of
    each usable cut. statistic, df, p : that the cuts are one."""

    effect: float
    variance: float
    cuts: Floats
    statistic: float
    df: int
    p: float


class OrdinalPool(NamedTuple):
    """fit : pooled. trials : each one's. statistic, df, p : that odds are proportional, over all trials. binary : the
    pooled effect of each cut alone, None where fewer than two trials have it."""

    fit: Fit
    trials: tuple[OrdinalTrial, ...]
    statistic: float
    df: int
    p: float
    binary: tuple[Fit | None, ...]


def pool_categories(
    first: ArrayLike, second: ArrayLike, method: str = "reml", test: str = "adhoc"
) -> OrdinalPool:
    """first, second : (k trials, categories) counts of people in each category, lowest first. Raises EvidenceError."""
    one, two = (_counts(n, c) for n, c in (("first", first), ("second", second)))
    if one.shape != two.shape:
        raise EvidenceError(
            "Both groups need the same trials and categories.", where="second", fix="Give a row a trial."
        )
    trials = tuple(common_odds(a, b) for a, b in zip(one, two, strict=True))
    fit = meta_analysis([t.effect for t in trials], [t.variance for t in trials], None, method, test)
    statistic, df = sum(t.statistic for t in trials), sum(t.df for t in trials)
    binary = tuple(_cut(one, two, c, method, test) for c in range(one.shape[1] - 1))
    return OrdinalPool(fit, trials, statistic, df, float(chi2.sf(statistic, df)) if df else 1.0, binary)


def common_odds(first: ArrayLike, second: ArrayLike) -> OrdinalTrial:
    """One trial's common log odds ratio by weighted least squares over the cuts, and the test that they are one.

    Cumulative logits of one group have covariance 1 / (n (1 - F_a) F_b), a <= b, so the best common value and the
    chi-squared of what it leaves are in closed form. A cut with nobody on one side in a group is left out.
    Source: Grizzle, Starmer & Koch 1969, Biometrics 25:489. Raises EvidenceError where no cut is left.
    """
    logits, covariance, use = [], [], []
    groups = _pair(first, second)
    below = [np.cumsum(c)[:-1] / c.sum() for c in groups]
    use = np.all([(f > 0) & (f < 1) for f in below], axis=0)
    # Categories that nobody in either group is in give the same cut twice.
    use &= np.append(True, np.any([np.diff(f) > 0 for f in below], axis=0)) if len(use) else use
    if not use.any():
        raise EvidenceError(
            "The groups have no cut with people on both sides.", where="categories", fix="Join categories."
        )
    for c, f in zip(groups, below, strict=True):
        f = f[use]
        logits.append(np.log((1 - f) / f))
        covariance.append(1 / (c.sum() * (1 - np.minimum.outer(f, f)) * np.maximum.outer(f, f)))
    ratios = logits[0] - logits[1]
    inverse = np.linalg.pinv(covariance[0] + covariance[1])
    weight = inverse.sum(0)
    effect = float(weight @ ratios / weight.sum())
    left = ratios - effect
    statistic, df = float(left @ inverse @ left), int(use.sum()) - 1
    return OrdinalTrial(
        effect, 1 / float(weight.sum()), ratios, statistic, df, float(chi2.sf(statistic, df)) if df else 1.0
    )


def win_probability(first: ArrayLike, second: ArrayLike) -> float:
    """P(a person of the first group is higher) + half P(the same), from counts, under no assumption. Raises EvidenceError."""
    a, b = (c / c.sum() for c in _pair(first, second))
    return float(a @ (np.cumsum(b) - b / 2))


def _pair(first: ArrayLike, second: ArrayLike) -> list[Floats]:
    """Counts of one trial's groups. Raises EvidenceError."""
    one, two = (
        _counts(n, np.atleast_2d(np.asarray(c)))[0] for n, c in (("first", first), ("second", second))
    )
    if len(one) != len(two):
        raise EvidenceError(
            "Both groups need the same categories.", where="second", fix="Give 0 where nobody is in one."
        )
    return [one, two]


def _cut(one: Floats, two: Floats, at: int, method: str, test: str) -> Fit | None:
    tables = [(a[at + 1 :].sum(), a.sum(), b[at + 1 :].sum(), b.sum()) for a, b in zip(one, two, strict=True)]
    usable = [t for t in tables if 0 < t[0] < t[1] and 0 < t[2] < t[3]]
    if len(usable) < 2:
        return None
    x1, n1, x2, n2 = np.array(usable).T
    y = np.log(x1 * (n2 - x2) / (x2 * (n1 - x1)))
    return meta_analysis(y, 1 / x1 + 1 / (n1 - x1) + 1 / x2 + 1 / (n2 - x2), None, method, test)


def _counts(name: str, values: ArrayLike) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if (
        found.ndim != 2
        or found.shape[1] < 2
        or not np.isfinite(found).all()
        or (found < 0).any()
        or (found.sum(1) == 0).any()
    ):
        raise EvidenceError(
            "Counts of people must be a row for each trial, of two categories or more.", where=name,
            fix="Give whole numbers, lowest category first.",
        )  # fmt: skip
    return found
