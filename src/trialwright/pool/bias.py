"""Small-study effects: whether they are there, and how far the mean would move if they were publication bias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from trialwright.errors import EvidenceError
from trialwright.kernels import fail_safe, selection, small_study
from trialwright.kernels.selection import Selection
from trialwright.kernels.small_study import Asymmetry, Filled, Limit
from trialwright.pool import given
from trialwright.pool.given import Floats
from trialwright.pool.models import METHODS, TESTS


class SmallStudyEffects(NamedTuple):
    """regression : on the standard error, random effects. egger : weighted regression. rank : Kendall's tau and p.
    limit, egger_limit : the effect of an infinitely large trial by either regression, nan on a predictor that grows with
    size."""

    regression: Asymmetry
    egger: Asymmetry
    rank: tuple[float, float]
    limit: Limit
    egger_limit: Limit


PREDICTORS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "sei": lambda v, n: np.sqrt(v),
    "vi": lambda v, n: v,
    "ni": lambda v, n: n,
    "ninv": lambda v, n: 1 / n,
    "sqrtni": lambda v, n: np.sqrt(n),
    "sqrtninv": lambda v, n: 1 / np.sqrt(n),
}


def small_study_effects(
    y: ArrayLike,
    v: ArrayLike,
    method: str = "reml",
    predictor: str = "sei",
    sizes: ArrayLike | None = None,
    test: str = "z",
    exact: bool | None = None,
    level: float = 0.95,
) -> SmallStudyEffects:
    """Three tests of funnel asymmetry, of three trials or more; little power below ten. predictor : of the regressions, a
    key of PREDICTORS; sizes : (k,) patients of each trial, for those that need them. test : of the random-effects regression, as in
    models.meta_analysis. exact : whether Kendall's tau is judged exactly, None where trials are few. Raises EvidenceError."""
    one, two = given.effects(y, v, least=3)
    given.choice("method", method, METHODS)
    given.choice("test", test, TESTS)
    of = PREDICTORS[given.choice("predictor", predictor, PREDICTORS)]
    n = given.numbers("sizes", sizes) if sizes is not None else np.full(len(one), np.nan)
    if "n" in predictor and (len(n) != len(one) or not (n > 0).all()):
        raise EvidenceError(
            f"The predictor {predictor} needs the patients of each trial.", where="sizes", fix="Give `sizes`."
        )
    size = of(two, n)
    if np.ptp(size) == 0:
        raise EvidenceError(
            f"Every trial has the same {predictor}: there is nothing to regress on.", where="predictor",
            fix="Choose another predictor, or none.",
        )  # fmt: skip
    fitted = small_study.regression_fit(one, two, method, size, test)
    low, high = fitted.interval(level)
    limit = Limit(float(fitted.beta[0]), float(low[0]), float(high[0]))
    endless = predictor in ("ni", "sqrtni")
    nothing = Limit(np.nan, np.nan, np.nan)
    return SmallStudyEffects(
        Asymmetry(float(fitted.statistic[1]), fitted.df, float(fitted.p[1])),
        small_study.egger_test(one, two, size),
        small_study.rank_test(one, two, exact),
        nothing if endless else limit,
        nothing if endless else small_study.egger_limit(one, two, size, level),
    )


FAIL_SAFE = ("rosenthal", "orwin", "rosenberg")


def fail_safe_n(
    y: ArrayLike, v: ArrayLike, kind: str = "rosenthal", alpha: float = 0.05, target: float | None = None
) -> tuple[int, float]:
    """Trials of no effect that would undo the finding, and its p (of "orwin" the mean; target : the mean that is nothing).
    They say nothing of how many such trials there are. Raises EvidenceError."""
    one, two = given.effects(y, v)
    given.choice("kind", kind, FAIL_SAFE)
    if not 0 < alpha < 0.5:
        raise EvidenceError(f"alpha = {alpha} is no level.", where="alpha", fix="Give, say, 0.05.")
    if kind == "orwin":
        if target is not None and not (np.isfinite(target) and target != 0):
            raise EvidenceError(
                "No number of trials brings a mean to 0.", where="target", fix="Give another target."
            )
        return fail_safe.orwin(one, target)
    return (
        fail_safe.rosenthal(one, two, alpha) if kind == "rosenthal" else fail_safe.rosenberg(one, two, alpha)
    )


def trim_and_fill(
    y: ArrayLike, v: ArrayLike, method: str = "reml", side: str = "auto", estimator: str = "L0"
) -> Filled:
    """The fit with trials added that would make the funnel symmetric. side : where they lack. estimator : how they are
    counted, "L0", "R0" or "Q0". Raises EvidenceError."""
    given.choice("estimator", estimator, small_study.ESTIMATORS)
    given.choice("side", side, ("auto", "left", "right"))
    return small_study.trim_and_fill(
        *given.effects(y, v, least=3), given.choice("method", method, METHODS), side, estimator
    )


def selection_model(
    y: ArrayLike, v: ArrayLike, steps: Sequence[float] = (0.025,), greater: bool = True
) -> Selection:
    """Mean with selection by one-sided p in intervals that end at `steps` allowed for. Raises EvidenceError."""
    one, two = given.effects(y, v, least=3)
    ends = given.numbers("steps", list(steps))
    if (ends <= 0).any() or (ends >= 1).any() or (ends[1:] <= ends[:-1]).any():
        raise EvidenceError(
            "`steps` must ascend between 0 and 1.", where="steps", fix="Give, say, 0.025 and 0.5."
        )
    return selection.step_function(one, two, tuple(ends.tolist()), greater)
