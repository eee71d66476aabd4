"""Ordered categories, compared by ranks under proportional odds."""

from __future__ import annotations

import math

import numpy as np

from trialwright.endpoints.outcome import SPARSE, Control, Floats, Outcome, Parameter, checked
from trialwright.errors import DesignError
from trialwright.kernels import blinded_sizes, two_sample
from trialwright.kernels import power as closed_form

NAME = "ordinal"
LABEL = "ordinal outcome"
EFFECT = "log common odds ratio"
MEASURE = "log common odds ratio"
CATEGORICAL = True
PARAMETERS = (
    Parameter(
        "probabilities",
        "share of the control arm in each category, lowest first, adding to 1",
        low=0.0,
        high=1.0,
        many=True,
    ),
)
_ROUNDING = 0.005  # shares printed to two decimals may miss 1 by this much


def latent(control: Control) -> Outcome:
    """Logistic with k - 1 thresholds, so that an effect is a common log odds ratio for "higher"."""
    p = _shares(control)
    higher = 1 - np.cumsum(p)[:-1]
    return Outcome(cuts=tuple(float(c) for c in np.log((1 - higher) / higher)))


def _shares(control: Control) -> Floats:
    p = checked(control, PARAMETERS, NAME)["probabilities"]
    if len(p) < 2 or abs(p.sum() - 1) > _ROUNDING:
        raise DesignError(
            f"The {len(p)} category probabilities add to {p.sum():g}.",
            where="control.probabilities",
            fix="State two or more that add to 1.",
        )
    return np.asarray(p / p.sum())


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Log common odds ratio by one step from 0: score over information of the proportional odds model.

    control, experimental : (..., k) counts, lowest category first. Good for odds ratios near 1; it falls
    short of the maximum likelihood estimate further out. Source: Whitehead 1993, Stat Med 12:2257.
    """
    score, information = _score_and_information(control, experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(score / information)


def standard_error(control: Floats, experimental: Floats) -> Floats:
    """Of that estimate: one over the root of the information at 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 / np.sqrt(_score_and_information(control, experimental)[1]))


def _score_and_information(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    n0, n1 = control.sum(-1), experimental.sum(-1)
    n, ties = n0 + n1, control + experimental
    below = np.cumsum(control, -1) - control
    above = n0[..., None] - below - control
    with np.errstate(invalid="ignore", divide="ignore"):
        efficient = (experimental * (below - above)).sum(-1) / (n + 1)
        information = n0 * n1 * n / (3 * (n + 1) ** 2) * (1 - ((ties / n[..., None]) ** 3).sum(-1))
    return efficient, information


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By the categories' shares of all patients."""
    return blinded_sizes.of_ordered(shares_of(pooled), effect, ratio, alpha, power)


def shares_of(counts: Floats) -> Floats:
    """(m, k) of counts; all in one category where there are none."""
    total = counts.sum(-1, keepdims=True)
    return np.where(total > 0, counts / np.maximum(total, 1.0), np.eye(counts.shape[-1])[0])


def p_value(control: Floats, experimental: Floats) -> Floats:
    """Wilcoxon's test with ties: the score test of proportional odds."""
    return two_sample.wilcoxon(control, experimental)


def score(control: Floats, experimental: Floats) -> Floats:
    """Wilcoxon's test as a standard normal score."""
    return two_sample.wilcoxon_score(control, experimental)


def power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of Wilcoxon's test. shift, weight : (k,) distribution of the log odds ratio among the enrolled.

    A mixture of odds ratios is not proportional, so this goes by win probability; with one odds ratio
    it agrees with Whitehead 1993. None where an arm expects fewer than five patients outside its commonest
    category: the ranks are then too few, or too much tied, for a normal law.
    """
    p0 = closed_form.shares(np.array(outcome.cuts), np.zeros(1))[0]
    p1 = weight @ closed_form.shares(np.array(outcome.cuts), shift)
    if min(n0 * (1 - p0.max()), n1 * (1 - p1.max())) < SPARSE:
        return None
    return closed_form.wilcoxon_test(p0, p1, n0, n1, alpha)


def _logged(ratio: float, control: Control) -> float:
    return math.log(ratio) if ratio > 0 else math.nan


SCALES = {"odds_ratio": _logged}
