"""Common effects over tables with rare events: Mantel-Haenszel and Peto, with their tests."""

from __future__ import annotations

import math
from typing import NamedTuple

from numpy.typing import ArrayLike

from trialwright.kernels import mantel_haenszel as kernel
from trialwright.kernels.mantel_haenszel import Test
from trialwright.kernels.mixed_effects import critical, reference
from trialwright.pool import given
from trialwright.pool.measures import COLUMNS, effect_sizes

EFFECTS = {
    "OR": kernel.odds_ratio,
    "RR": kernel.risk_ratio,
    "RD": kernel.risk_difference,
    "IRR": kernel.rate_ratio,
    "IRD": kernel.rate_difference,
    "PETO": kernel.peto,
}
NO_TEST = Test(math.nan, math.nan)


class CommonEffect(NamedTuple):
    """effect with se, two-sided p and 95 % interval, a log for ratios. heterogeneity : of the trials' own effects about
    it, `trials` of which have one. cochran : no effect in any (odds ratios, rate ratios). tarone : one odds ratio in all."""

    effect: float
    se: float
    p: float
    low: float
    high: float
    heterogeneity: Test
    trials: int
    cochran: Test = NO_TEST
    tarone: Test = NO_TEST


def common_effect(
    measure: str,
    *,
    add: float = 0.5,
    correct: bool = True,
    level: float = 0.95,
    drop00: bool | None = None,
    floored: bool = True,
    **columns: ArrayLike,
) -> CommonEffect:
    """Mantel-Haenszel's "OR", "RR", "RD", "IRR" or "IRD", or "PETO"'s odds ratio, of tables without any correction of zeros.

    add : to tables with a zero cell, in the test of heterogeneity alone, which needs each trial's own effect. drop00 :
    whether that leaves out trials as effect_sizes() has it; all but Peto's do where it is None. correct, floored :
    continuity correction of Cochran's test, see there. level : of the interval, a fraction. Trials with no event in both groups carry no weight, except in risk
    differences. effect is nan where no trial has weight; se, p and limits alone where counts leave no spread. Raises EvidenceError as effect_sizes().
    """
    given.choice("measure", measure, EFFECTS)
    given.level(level)
    own = effect_sizes(
        measure,
        add=0.0 if measure == "PETO" else add,
        to="only0",
        drop00=measure != "PETO" if drop00 is None else drop00,
        **columns,
    )
    data = [given.numbers(n, columns[n]) for n in COLUMNS[measure]]
    effect, se = EFFECTS[measure](*data)
    half = critical(math.inf, level) * se
    p = float(2 * reference(math.inf).sf(abs(effect / se)))
    q = kernel.heterogeneity(own.y, own.v, effect)
    tests = (NO_TEST, NO_TEST)
    if measure == "OR" and not math.isnan(effect):
        tests = kernel.cochran_test(*data, correct, floored), kernel.tarone_test(*data, effect)[1]
    if measure == "IRR" and not math.isnan(effect):
        tests = kernel.rate_test(*data, correct, floored), NO_TEST
    return CommonEffect(effect, se, p, effect - half, effect + half, q, int(own.kept.sum()), *tests)
