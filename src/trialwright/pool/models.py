"""Meta-analysis of effects that are at hand as arrays: every estimator, test and interval by name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from trialwright.errors import EvidenceError
from trialwright.kernels import heterogeneity as kernel
from trialwright.kernels import influence as influence_kernel
from trialwright.kernels import mixed_effects
from trialwright.kernels.batched_reml import Fits, reml_many
from trialwright.kernels.mixed_effects import Fit, Prediction
from trialwright.pool import given
from trialwright.pool.given import Floats

METHODS = (*kernel.METHODS, "common")
TESTS = mixed_effects.TESTS
CONVENTIONS = ("z", "t(k-1)", "t(k-2)")


def meta_analysis(
    y: ArrayLike, v: ArrayLike, moderators: ArrayLike | None = None, method: str = "reml", test: str = "z",
    *, tau2: float | None = None, weights: ArrayLike | None = None,
) -> Fit:  # fmt: skip
    """Mean effect, or coefficients of moderators, with heterogeneity.

    y, v : (k,) effects and variances. moderators : (k, p) design matrix, with its column of ones; the mean alone where
    None. method : "common", or "dl", "he", "hs", "sj", "ml", "reml", "eb", "pm", "hsk", "pmm", or "genq", by the
    generalised Q of the weights that are given. test : "z", "t", "knha"
    (Hartung-Knapp), or "adhoc" (its variance factor floored at 1). tau2 : taken as it is, >= 0, and not estimated. weights :
    (k,) > 0, in place of the inverse variances (all the same: the unweighted mean). Sources at the kernels. Raises
    EvidenceError.
    """
    one, two = given.effects(y, v)
    given.choice("method", method, (*METHODS, "genq"))
    given.choice("test", test, TESTS)
    if tau2 is not None and not (math.isfinite(tau2) and tau2 >= 0):
        raise EvidenceError(f"tau2 = {tau2} is no variance.", where="tau2", fix="Give a number of 0 or more.")
    if method == "genq" and weights is None:
        raise EvidenceError(
            "The generalised Q takes weights.", where="weights", fix="Give them, or another method."
        )
    known = math.nan if tau2 is None else tau2
    found = mixed_effects.fit(
        one, two, given.design(moderators, len(one)), method, test, known, _weights(weights, one)
    )
    if test == "knha" and np.isnan(found.covariance).any():
        raise given.agreeing()
    return found


def tested_together(fitted: Fit, columns: Sequence[int]) -> Fit:
    """The fit with its omnibus test of these coefficients, counted from 0. Raises EvidenceError."""
    at = np.array([k for k in range(len(fitted.beta)) if k in columns], dtype=np.int64)
    if len(at) == 0 or len(at) < len(set(columns)):
        raise EvidenceError(
            f"There are {len(fitted.beta)} coefficients.", where="columns", fix="Name some of them, from 0."
        )
    return mixed_effects.tested_together(fitted, at)


def _weights(weights: ArrayLike | None, y: Floats) -> Floats | None:
    if weights is None:
        return None
    found = given.numbers("weights", weights)
    given.same_length({"y": y, "weights": found})
    if (found <= 0).any():
        raise EvidenceError("A weight is not positive.", where="weights", fix="Leave its trial out.")
    return found


def meta_analyses(y: ArrayLike, v: ArrayLike) -> Fits:
    """Means by restricted maximum likelihood of many data sets at once: y, v (m, k) → arrays (m,). Raises EvidenceError."""
    try:
        one, two = np.asarray(y, dtype=np.float64), np.asarray(v, dtype=np.float64)
    except (TypeError, ValueError):
        one = two = np.empty(0)  # words, or rows of unlike length
    if (
        one.ndim != 2
        or one.shape != two.shape
        or one.shape[1] < 2
        or not np.isfinite(one).all()
        or not (two > 0).all()
    ):
        raise EvidenceError(
            "`y` and `v` must be tables of the same shape, of two trials or more, with positive variances.", where="y",
            fix="Give a row for each data set and a column for each trial.",
        )  # fmt: skip
    return reml_many(one, two)


def predict(
    fitted: Fit, at: ArrayLike | None = None, convention: str = "z", level: float = 0.95
) -> Prediction:
    """The mean with its interval, and the interval for a new trial, at rows of moderators; level as a fraction.

    convention : of the new trial's interval, for its literature disagrees: "z"; "t(k-1)", k - p with p coefficients;
    "t(k-2)", one fewer (Higgins, Thompson & Spiegelhalter 2009). Raises EvidenceError for an unknown one.
    """
    given.choice("prediction convention", convention, CONVENTIONS)
    x = np.ones((1, 1)) if at is None else np.atleast_2d(np.asarray(at, dtype=np.float64))
    if x.shape[1] != len(fitted.beta) or not np.isfinite(x).all():
        raise EvidenceError(
            f"A prediction takes rows of {len(fitted.beta)} finite numbers, one for each coefficient.", where="at",
            fix="Give the moderators as the fit had them, with the intercept's 1.",
        )  # fmt: skip
    df = {"z": math.inf, "t(k-1)": float(fitted.q_df), "t(k-2)": float(fitted.q_df - 1)}[convention]
    if df < 1:
        raise EvidenceError(
            "Too few trials for this prediction interval.", where="convention", fix="Show the trials."
        )
    return mixed_effects.predict(fitted, x, df, level)


class Heterogeneity(NamedTuple):
    """tau2 (unit of v), tau, i2 (percent) and h2: each as (estimate, low, high)."""

    tau2: tuple[float, float, float]
    tau: tuple[float, float, float]
    i2: tuple[float, float, float]
    h2: tuple[float, float, float]


def heterogeneity(
    y: ArrayLike, v: ArrayLike, moderators: ArrayLike | None = None, method: str = "reml", level: float = 0.95
) -> Heterogeneity:
    """Heterogeneity with its Q-profile interval (Viechtbauer 2007): k > p. Raises EvidenceError."""
    one, two = given.effects(y, v, least=2)
    x = given.design(moderators, len(one))
    given.choice("method", method, kernel.METHODS)
    given.level(level)
    if len(one) <= x.shape[1]:
        raise EvidenceError(
            "There are as many moderators as trials.", where="moderators", fix="Leave some out."
        )
    ends = kernel.q_profile(one, two, x, level)
    all3 = (kernel.between_variance(one, two, x, method).tau2, *ends)
    typical = kernel.typical_variance(two, x)
    return Heterogeneity(
        all3,
        _each(all3, math.sqrt),
        _each(all3, lambda t: 100 * t / (t + typical)),
        _each(all3, lambda t: t / typical + 1),
    )


def _each(three, function):  # type: ignore[no-untyped-def]
    return tuple(function(t) for t in three)


def explained(
    y: ArrayLike, v: ArrayLike, moderators: ArrayLike, method: str = "reml", weights: ArrayLike | None = None
) -> float:
    """R2: percent by which moderators lower tau2, floored at 0; nan where there is none to explain. Of a common effect, by
    which they lower Q over its degrees of freedom: the adjusted R2 of weighted least squares.

    Source: Raudenbush 2009. It is imprecise below about 40 trials: Lopez-Lopez et al. 2014, Br J Math Stat Psychol 67:30.
    """
    alone, more = (meta_analysis(y, v, x, method, weights=weights) for x in (None, moderators))
    before, after = (alone.h2, more.h2) if method == "common" else (alone.tau2, more.tau2)
    return max(0.0, 100 * (before - after) / before) if before > 0 else math.nan


class Subgroups(NamedTuple):
    """names in order of the alphabet; a fit of each; q, df, p : test that their means are the same."""

    names: tuple[str, ...]
    fits: tuple[Fit, ...]
    q: float
    df: int
    p: float


def subgroups(
    y: ArrayLike, v: ArrayLike, groups: Sequence[object], method: str = "reml", test: str = "z"
) -> Subgroups:
    """A fit of each group with its own tau2, and whether their means differ. Across trials: what differs between
    groups of trials need not differ between patients. Source: Borenstein et al. 2009, ch. 19. Raises EvidenceError."""
    one, two = given.effects(y, v, least=2)
    if len(groups) != len(one):
        raise EvidenceError("There must be one group a trial.", where="groups", fix="Give a group for each.")
    names = sorted({str(g) for g in groups})
    if len(names) < 2:
        raise EvidenceError(
            "All trials are of one group.", where="groups", fix="Pool them without subgroups."
        )
    of = np.array([str(g) for g in groups])
    fits = tuple(meta_analysis(one[of == n], two[of == n], None, method, test) for n in names)
    means, variances = np.array([f.beta[0] for f in fits]), np.array([f.covariance[0, 0] for f in fits])
    q, df = kernel.residual_q(means, variances, np.ones((len(names), 1))), len(names) - 1
    return Subgroups(tuple(names), fits, q, df, float(chi2.sf(q, df)))


def indicator_matrix(groups: Sequence[object], *others: ArrayLike) -> tuple[Floats, tuple[str, ...]]:
    """A design matrix of an intercept, an indicator for each group but the alphabet's first, and further columns."""
    of = np.array([str(g) for g in groups])
    names = sorted(set(of.tolist()))[1:]
    columns = [
        np.ones(len(of)),
        *((of == n).astype(float) for n in names),
        *(np.asarray(o, dtype=float) for o in others),
    ]
    return np.column_stack(columns), tuple(names)


def leave_one_out(y: ArrayLike, v: ArrayLike, method: str = "reml", test: str = "z") -> list[Fit]:
    """The fit without each trial in turn; of "knha" without errors (nan) where the others agree exactly. Raises
    EvidenceError below two trials."""
    return mixed_effects.leave_one_out(
        *given.effects(y, v, least=2), given.choice("method", method, METHODS), test
    )


def cumulative(
    y: ArrayLike, v: ArrayLike, order: ArrayLike, method: str = "reml", test: str = "z"
) -> list[Fit]:
    """The fit of the first trial, the first two, ... in ascending `order`, ties as they stand; of "knha" without errors
    (nan) while they agree exactly. Raises EvidenceError."""
    one, two = given.effects(y, v)
    by = given.numbers("order", order)
    given.same_length({"y": one, "order": by})
    return mixed_effects.cumulative(one, two, by, given.choice("method", method, METHODS), test)


def influence(
    y: ArrayLike, v: ArrayLike, moderators: ArrayLike | None = None, method: str = "reml", test: str = "z"
) -> influence_kernel.Influence:
    """What each trial does to the fit. Raises EvidenceError where the model cannot be fitted without one of them."""
    one, two = given.effects(y, v, least=3)
    x = given.design(moderators, len(one))
    given.choice("method", method, METHODS)
    given.choice("test", test, TESTS)
    for i in range(len(one)):
        without = np.delete(x, i, axis=0)
        if len(without) <= x.shape[1] or np.linalg.matrix_rank(without) < x.shape[1]:
            raise EvidenceError(
                f"Without trial {i + 1} the moderators cannot be told apart.", where="moderators",
                fix="Leave a moderator out: this trial alone tells it.",
            )  # fmt: skip
    return influence_kernel.influence(one, two, x, method, test)
