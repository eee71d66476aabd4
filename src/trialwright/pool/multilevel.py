"""Effects of one trial, or group of trials, that belong together: three levels, and two outcomes at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from trialwright.errors import EvidenceError
from trialwright.kernels import mixed_effects
from trialwright.kernels import multilevel as kernel
from trialwright.kernels.effect_structures import STRUCTURES, Component, Labels, size
from trialwright.kernels.multilevel import Fit, Robust
from trialwright.pool import given
from trialwright.pool.given import Floats


class ThreeLevel(NamedTuple):
    """fit : its parameters are the variances between outer groups and between inner ones within them. robust : the
    same coefficients with errors that hold whatever the correlation within outer groups."""

    fit: Fit
    robust: Robust


def three_level(
    y: ArrayLike,
    v: ArrayLike,
    outer: Sequence[object],
    inner: Sequence[object],
    moderators: ArrayLike | None = None,
    restricted: bool = True,
) -> ThreeLevel:
    """Effects of inner groups within outer ones, as schools within districts. restricted : REML, else ML. Raises EvidenceError."""
    one, two = given.effects(y, v, least=3)
    x = given.design(moderators, len(one))
    of, within = labels("outer", outer, len(one)), labels("inner", inner, len(one))
    if len(set(of.tolist())) < 2:
        raise EvidenceError(
            "All effects are of one outer group.", where="outer", fix="Pool them with two levels."
        )
    found = kernel.three_level(one, two, x, of, within, restricted)
    return ThreeLevel(found, kernel.cluster_robust(found, one, x, of))


def robust_to_clusters(
    fit: Fit,
    y: ArrayLike,
    cluster: Sequence[object],
    moderators: ArrayLike | None = None,
    bias_reduced: bool = True,
    adjusted: bool = True,
) -> Robust:
    """A fit's coefficients with errors that hold whatever the correlation within clusters, if these are many.

    bias_reduced : CR2 with Satterthwaite's degrees of freedom, right with fewer; else the sandwich, times m / (m - p) where
    adjusted, with m - p. moderators : those that it was fitted with. Raises EvidenceError.
    """
    one = given.numbers("y", y)
    x = given.design(moderators, len(one))
    if (len(one), x.shape[1]) != (len(fit.marginal), len(fit.beta)):
        raise EvidenceError(
            f"The fit has {len(fit.beta)} coefficients of {len(fit.marginal)} effects, and these are {x.shape[1]} of {len(one)}.",
            where="moderators",
            fix="Give the effects and moderators that it was fitted with.",
        )
    of = labels("cluster", cluster, len(one))
    if len(np.unique(of)) <= x.shape[1]:
        raise EvidenceError(
            "There are no more clusters than coefficients.",
            where="cluster",
            fix="Leave moderators out, or take finer clusters.",
        )
    if bias_reduced:
        return kernel.cluster_robust(fit, one, x, of)
    return kernel.cluster_robust_adjusted(fit, one, x, of, adjusted)


def as_multilevel(fit: mixed_effects.Fit, v: ArrayLike) -> Fit:
    """A fit of independent effects (pool.models) with their variances v, as these functions take it."""
    marginal = np.diag(np.asarray(v, dtype=np.float64) + fit.tau2)
    return Fit(fit.beta, fit.covariance, np.array([fit.tau2]), math.nan, marginal)


def crossed(
    y: ArrayLike,
    v: ArrayLike,
    groups: Sequence[Sequence[object]],
    moderators: ArrayLike | None = None,
    restricted: bool = True,
) -> Fit:
    """Effects in groups of several kinds, as laboratories and experiments, that need not be nested. Parameters of the
    fit: the variance between groups of each kind. restricted : REML, else ML. Raises EvidenceError."""
    one, two = given.effects(y, v, least=3)
    x = given.design(moderators, len(one))
    kinds = [labels("groups", g, len(one)) for g in groups]
    if not kinds or any(len(np.unique(k)) < 2 for k in kinds):
        raise EvidenceError(
            "All effects are of one group.", where="groups", fix="Give kinds of two groups or more."
        )
    return kernel.crossed(one, two, x, kinds, restricted)


class Shared(NamedTuple):
    """A random effect: of `groups`, (k,) labels; or of `levels` within them, as outcomes or times of a trial, whose
    covariance has a `structure` of kernels.effect_structures. known : parameters in their order there, nan where they are
    estimated."""

    groups: Sequence[object]
    levels: Sequence[object] | None = None
    structure: str = "CS"
    known: Sequence[float] | None = None


def dependent(
    y: ArrayLike,
    covariance: ArrayLike,
    effects: Sequence[Shared],
    moderators: ArrayLike | None = None,
    restricted: bool = True,
) -> Fit:
    """Effects with any random effects in common and any sampling covariance (k, k). Parameters of the fit: those of the
    random effects, one after another. restricted : REML, else ML. Raises EvidenceError."""
    one = given.numbers("y", y)
    v = _sampling(covariance, len(one))
    x = given.design(moderators, len(one))
    return kernel.dependent(one, v, x, [_component(e, len(one)) for e in effects], restricted)


def _component(of: Shared, k: int) -> Component:
    """Raises EvidenceError."""
    given.choice("structure", of.structure, STRUCTURES)
    groups = labels("groups", of.groups, k)
    names, levels = (
        ([0.0], np.zeros(k, dtype=np.int64)) if of.levels is None else _in_order(of.levels, groups, k)
    )
    times = None
    if of.structure == "CAR":
        times = given.numbers("levels", names)
    out = Component(groups, levels, "ID" if of.levels is None else of.structure, times)
    if of.known is None:
        return out
    known = given.known("known", of.known, size(out))
    return out._replace(known=known)


def _in_order(levels: Sequence[object], groups: Labels, k: int) -> tuple[list[object], Labels]:
    """Distinct levels, numbers by size and text by the alphabet, and each effect's place among them."""
    if len(levels) != k:
        raise EvidenceError("There must be one level for each effect.", where="levels", fix=f"Give {k}.")
    names = sorted(set(levels), key=lambda v: (isinstance(v, str), v))
    place = {v: i for i, v in enumerate(names)}
    return names, np.array([place[v] for v in levels], dtype=np.int64)


def _sampling(covariance: ArrayLike, k: int) -> Floats:
    """Raises EvidenceError for what is no covariance of k effects."""
    v = np.asarray(covariance, dtype=np.float64)
    if v.shape != (k, k) or not np.allclose(v, v.T) or np.linalg.eigvalsh(v).min() <= 0:
        raise EvidenceError(
            "The sampling covariance must be symmetric and positive definite, a row for each effect.",
            where="covariance",
            fix="Look at the covariances of outcomes within trials.",
        )
    return v


def equicorrelated(v: ArrayLike, cluster: Sequence[object], correlation: float) -> Floats:
    """(k, k) sampling covariance of effects whose errors have one correlation within a cluster: what is assumed where
    trials do not report it. Raises EvidenceError. Source: Pustejovsky & Tipton 2022, Prev Sci 23:425."""
    two = given.numbers("v", v)
    of = labels("cluster", cluster, len(two))
    if not -1 < correlation < 1:
        raise EvidenceError("A correlation lies between -1 and 1.", where="correlation", fix="Give another.")
    out = (of[:, None] == of[None, :]) * correlation * np.sqrt(np.outer(two, two))
    np.fill_diagonal(out, two)
    return _sampling(out, len(two))


def bivariate(
    y: ArrayLike,
    covariance: ArrayLike,
    trial: Sequence[object],
    outcome: Sequence[object],
    restricted: bool = True,
    moderators: ArrayLike | None = None,
    structure: str = "UN",
) -> tuple[Fit, tuple[str, str]]:
    """Means of two outcomes whose effects are correlated within and between trials, and the outcomes' names in order.

    covariance : (k, k) sampling covariance of y, positive definite. parameters of the fit: tau2 of each outcome, and
    the correlation of true effects, as far as structure has them (kernels.effect_structures.STRUCTURES). moderators : (k, p)
    design in place of a mean of each outcome. restricted : REML, else ML. Raises EvidenceError.
    """
    given.choice("structure", structure, STRUCTURES)
    one = given.numbers("y", y)
    v = _sampling(covariance, len(one))
    names = sorted({str(o) for o in outcome})
    if len(names) != 2:
        raise EvidenceError(
            "There must be two outcomes.", where="outcome", fix="Pool one outcome without this."
        )
    which = labels("outcome", outcome, len(one))
    x = np.eye(2)[which] if moderators is None else given.design(moderators, len(one))
    found = kernel.bivariate(one, v, x, labels("trial", trial, len(one)), which, restricted, structure)
    return found, (names[0], names[1])


def labels(name: str, values: Sequence[object], k: int) -> Labels:
    """Whole numbers for labels, in order of the alphabet. Raises EvidenceError where their number is wrong."""
    if len(values) != k:
        raise EvidenceError(f"`{name}` must have one label for each effect.", where=name, fix=f"Give {k}.")
    return np.unique([str(v) for v in values], return_inverse=True)[1].astype(np.int64)
