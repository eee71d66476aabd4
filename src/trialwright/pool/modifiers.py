"""Effect modifiers and populations: what differs between patients, what between trials, and the effect elsewhere."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from trialwright.errors import EvidenceError
from trialwright.kernels import balancing
from trialwright.kernels.mixed_effects import Fit
from trialwright.pool import given
from trialwright.pool.given import Floats
from trialwright.pool.models import meta_analysis


class Interaction(NamedTuple):
    """within : pooled treatment x modifier interaction from inside trials, per unit of the modifier. across : slope of
    trials' effects on their mean modifier, None below four trials or where means are the same. p_differ : that the two
    are one: small where trials differ by more than the modifier. prior_mean, prior_sd : of the interaction in a new trial,
    from within alone, since randomisation protects nothing else."""

    within: Fit
    across: Fit | None
    p_differ: float
    prior_mean: float
    prior_sd: float


def interaction(
    within: ArrayLike, within_v: ArrayLike, effect: ArrayLike, effect_v: ArrayLike, modifier_mean: ArrayLike
) -> Interaction:
    """Interaction within and across trials, kept apart: never one slope of both, which has ecological bias in it.

    within, within_v : each trial's own interaction (subgroups: their difference over the difference of their means).
    effect, effect_v, modifier_mean : each trial's overall effect and mean modifier. Raises EvidenceError.
    Source: Fisher et al. 2017, BMJ 356:j573; Riley et al. 2020, Stat Med 39:2115.
    """
    inside = meta_analysis(within, within_v, None, "reml", "adhoc")
    y, v = given.effects(effect, effect_v)
    x = given.numbers("modifier_mean", modifier_mean)
    given.same_length({"effect": y, "modifier_mean": x})
    across = None
    if len(y) >= 4 and float(np.ptp(x)) > 0:
        across = meta_analysis(y, v, np.column_stack([np.ones(len(x)), x]), "reml", "adhoc")
    differ = math.nan
    if across is not None:
        se = math.hypot(float(inside.se[0]), float(across.se[1]))
        differ = float(2 * ndtr(-abs(float(inside.beta[0]) - float(across.beta[1])) / se))
    mean, sd = float(inside.beta[0]), math.sqrt(float(inside.covariance[0, 0]) + inside.tau2)
    return Interaction(inside, across, differ, mean, sd)


def from_subgroups(
    high: tuple[ArrayLike, ArrayLike], low: tuple[ArrayLike, ArrayLike], apart: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    """Each trial's interaction from its two subgroups' effects (y, v): their difference over how far `apart` their mean
    modifiers are. Two subgroups' own p-values are no test of it. Raises EvidenceError."""
    (y1, v1), (y0, v0) = given.effects(*high), given.effects(*low)
    given.same_length({"high": y1, "low": y0})
    gap = np.broadcast_to(np.asarray(apart, dtype=np.float64), y1.shape)
    if not np.all(gap > 0):
        raise EvidenceError(
            "Subgroups must be apart.", where="apart", fix="Give the high mean less the low one."
        )
    return (y1 - y0) / gap, (v1 + v0) / gap**2


class Transported(NamedTuple):
    """weights (n,) sum to 1. effective : people that the weighted ones are worth, of `people`."""

    weights: Floats
    effective: float
    people: int


def transport(covariates: ArrayLike, target_means: ArrayLike) -> Transported:
    """Weights that carry a trial's people to a population known by its covariate means alone, and what they cost.

    It is right where effects differ only by these covariates. Raises EvidenceError where the population lies outside
    what the trial's people can stand for. Source: Signorovitch et al. 2010, Pharmacoeconomics 28:935.
    """
    target = given.numbers("target_means", target_means)
    try:
        x = np.asarray(covariates, dtype=np.float64)
    except (TypeError, ValueError):
        x = np.empty((0, 0))
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or x.shape[1] != len(target) or not np.isfinite(x).all() or len(x) < 2:
        raise EvidenceError(
            "Covariates must be a finite row for each person.",
            where="covariates",
            fix="Give a mean for each.",
        )
    try:
        weights = balancing.moment_weights(x, target)
    except balancing.Separation:
        raise EvidenceError(
            "No weights of these people give the population's means.",
            where="target_means",
            fix="The population is not one the trial can speak for; leave out a covariate, or say so.",
        ) from None
    return Transported(weights, balancing.effective_size(weights), len(x))
