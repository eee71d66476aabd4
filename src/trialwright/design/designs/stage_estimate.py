"""Estimates that adaptation leaves valid, from what each stage brought by itself.

Last stage alone: given all before it, what it estimates was chosen without its patients, so its own estimate and interval
hold whatever the rule; less precise than one that uses both stages. Source: the unbiased estimate that Cohen &
Sackrowitz 1989, Stat Probab Lett 8:273, start from; Bowden & Glimm 2008, Biom J 50:515.

Fixed weights w: sum w (x - theta) / se is standard normal at the true theta, whatever sizes the later stages were given;
solved for 0 it gives the median-unbiased estimate, for its quantiles the interval.
Source: Lawrence & Hung 2003, Biom J 45:143.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from trialwright.design.designs.options import Option
from trialwright.design.designs.stagewise_table import StagewiseTable
from trialwright.design.look import Bins, TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

OPTION = Option(
    "adjusted",
    False,
    "Also the last stage's own estimate and interval, of trials whose one hypothesis was chosen before it",
)


def expect(trials: Trials) -> None:
    """Tell that trials may get an estimate, so that blocks where none does add up with others."""
    none = np.empty(0)
    trials.adjust(np.empty(0, np.int64), none, none, none)


def begin(trials: Trials) -> None:
    """Every trial without an estimate so far.

    Raises DesignError where what a stage brings is not its own patients' outcomes."""
    if getattr(trials.setting.endpoint, "SOURCE", "tally") != "tally":
        raise DesignError(
            f"The design `{trials.design.name}` has no adjusted estimate with the endpoint {trials.design.endpoint}.",
            where="design.adjusted",
            fix="Leave `adjusted` out: patients of one stage bring outcomes in the next.",
        )
    expect(trials)


def keep_last_stage(trials: Trials, look: TallyLook, arm: int = 1, bins: Bins = None) -> None:
    """Keep the estimate and interval of the patients since the look before."""
    value, se = look.estimate(arm, bins, stage=True)
    half = ndtri(1 - trials.design.alpha) * se
    trials.adjust(look.rows, value, value - half, value + half)


def keep_ordered(
    trials: Trials, look: TallyLook, stage: int, table: StagewiseTable, about: float = 0.0
) -> None:
    """Keep the estimates by stage-wise ordering of trials that end at a stage, z being (estimate - about) over its
    standard error, about counted in the better direction."""
    if not len(look.rows):
        return
    value, se = look.estimate()
    sign = 1.0 if trials.design.better == "higher" else -1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        drift = table.drifts((sign * value - about) / se, stage)
        found = sign * (about + drift * se * np.sqrt(table.rates[stage]))
    trials.adjust(look.rows, found[0], np.minimum(found[1], found[2]), np.maximum(found[1], found[2]))


class WeightedEstimate:
    """Over the looks of n trials: sums of w x / se and of w / se, of one arm and population."""

    def __init__(self, weights: Floats, n: int) -> None:
        self._weights, self._score, self._slope = weights, np.zeros(n), np.zeros(n)

    def add(
        self, look: TallyLook, stage: int, arm: int = 1, bins: Bins = None, few: Mask | None = None
    ) -> None:
        """few : (m,) trials whose stage is left out, a weight of 0 known before its outcomes."""
        value, se = look.estimate(arm, bins, stage=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = np.where(se > 0, self._weights[stage] / se, np.nan)
        gained = slope * value
        if few is not None:
            slope, gained = np.where(few, 0.0, slope), np.where(few, 0.0, gained)
        self._score[look.rows] += gained
        self._slope[look.rows] += slope

    def keep(self, trials: Trials, look: TallyLook, reach: float | None = None) -> None:
        """reach : what the weighted sum, about the truth, keeps within; the normal quantile of alpha where not said."""
        score, slope = self._score[look.rows], self._slope[look.rows]
        if reach is None:
            reach = float(ndtri(1 - trials.design.alpha) * np.sqrt((self._weights**2).sum()))
        with np.errstate(invalid="ignore", divide="ignore"):
            trials.adjust(look.rows, score / slope, (score - reach) / slope, (score + reach) / slope)
