"""Small-study effects: whether they are there, and how far the mean would move if they were publication bias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from trialwright.errors import EvidenceError
from trialwright.kernels import selection, small_study
from trialwright.kernels.selection import Selection
from trialwright.kernels.small_study import Asymmetry, Filled
from trialwright.pool import given
from trialwright.pool.given import Floats
from trialwright.pool.models import METHODS


class SmallStudyEffects(NamedTuple):
    """regression : on the standard error, random effects. egger : weighted regression. rank : Kendall's tau and p."""

    regression: Asymmetry
    egger: Asymmetry
    rank: tuple[float, float]


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
) -> SmallStudyEffects:
    """Three tests of funnel asymmetry, of three trials or more; little power below ten. predictor : of the regressions, a
    key of PREDICTORS; sizes : (k,) patients of each trial, for those that need them. Raises EvidenceError."""
    one, two = given.effects(y, v, least=3)
    given.choice("method", method, METHODS)
    of = PREDICTORS[given.choice("predictor", predictor, PREDICTORS)]
    n = given.numbers("sizes", sizes) if sizes is not None else np.full(len(one), np.nan)
    if "n" in predictor and (len(n) != len(one) or not (n > 0).all()):
        raise EvidenceError(
            f"The predictor {predictor} needs the patients of each trial.", where="sizes", fix="Give `sizes`."
        )
    size = of(two, n)
    return SmallStudyEffects(
        small_study.regression_test(one, two, method, size),
        small_study.egger_test(one, two, size),
        small_study.rank_test(one, two),
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
