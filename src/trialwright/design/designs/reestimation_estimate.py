"""Estimate and interval of a trial whose interims may end it and whose last stage was resized, by stage-wise ordering.

At the true effect the stages' z about it, added with the planned weights, are a Brownian path whatever size the last stage
was given, and the bounds of the interims, which come before any resizing, lie on that path as planned. So the chance of an
outcome as extreme as the one at hand, earlier stops for success being the more extreme, is known at every effect, and is
uniform at the true one: solved for a half it gives the median-unbiased estimate, for alpha and 1 - alpha the interval.
Source: Brannath, Mehta & Posch 2009, Biometrics 65:539 (exact bounds after an adaptation); Tsiatis, Rosner & Mehta 1984,
Biometrics 40:797 (the ordering); Lawrence & Hung 2003, Biom J 45:143 (fixed weights).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline
from scipy.special import ndtri

from trialwright.design.designs import stage_estimate
from trialwright.design.designs.stagewise_table import StagewiseTable
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.kernels.group_sequential import stage_probabilities

Floats = NDArray[np.float64]

_DRIFTS = np.arange(-6.0, 14.01, 0.25)
_ENDS = np.arange(-6.0, 6.01, 0.25)
_LEAST = 1e-13  # probabilities are kept this far from 0 and 1
_HALVINGS = 50


class LastLookTable:
    """Chance of an outcome as extreme as one at the last look, by the drift at the planned information and by the weighted
    sum, about that drift, of the stages' z.

    lower, upper : (k - 1,) bounds of the interims on the z scale. rates : (k,) planned information fractions.
    """

    def __init__(self, lower: Floats, upper: Floats, rates: Floats) -> None:
        low = np.append(lower, -np.inf)
        p = [
            [stage_probabilities(low, np.append(upper, end + drift), rates, drift)[1].sum() for end in _ENDS]
            for drift in _DRIFTS
        ]
        self._probit = RectBivariateSpline(_DRIFTS, _ENDS, ndtri(np.clip(p, _LEAST, 1 - _LEAST)))

    def probit(self, drift: Floats, end: Floats) -> Floats:
        """(m,) normal quantile of that chance. Beyond the table nothing changes that an interval asks for."""
        drift, end = np.clip(drift, _DRIFTS[0], _DRIFTS[-1]), np.clip(end, _ENDS[0], _ENDS[-1])
        return np.asarray(self._probit.ev(drift, end))


class OrderedEstimate(stage_estimate.WeightedEstimate):
    """lower, upper : (k,) bounds of the looks on the z scale. rates : (k,). weights : (k,) of the stages."""

    def __init__(self, trials: Trials, weights: Floats, lower: Floats, upper: Floats, rates: Floats) -> None:
        super().__init__(weights, trials.n)
        self._rates, self._alpha = rates, trials.design.alpha
        self._early = trials.once(
            "ordering of interims", lambda: StagewiseTable(lower, upper, rates, trials.design.alpha)
        )
        self._last = trials.once(
            "ordering of the last look", lambda: LastLookTable(lower[:-1], upper[:-1], rates)
        )
        self._sign = 1.0 if trials.design.better == "higher" else -1.0
        self._margin = trials.design.margin or 0.0  # the bounds are about it
        self._root = np.zeros(trials.n)  # of the planned information that the interims' would grow to

    def keep(self, trials: Trials, look: TallyLook, stage: int | None = None) -> None:
        """Keep the estimates of a look's trials, which end at `stage`, the last where not said."""
        if stage is not None and stage < len(self._rates) - 1:
            score, slope = self._about_the_null(look)
            drift = self._early.drifts(score / np.sqrt(self._rates[stage]), stage)
            found = drift * self._rates[stage] / slope
        else:
            found = self._at_the_last(look)
        found = self._sign * (found - self._margin)
        trials.adjust(look.rows, found[0], np.minimum(found[1], found[2]), np.maximum(found[1], found[2]))

    def _about_the_null(self, look: TallyLook) -> tuple[Floats, Floats]:
        """(m,) each: the weighted sum of what the stages show beyond the null in the better direction, and its slope."""
        slope = self._slope[look.rows]
        return self._sign * self._score[look.rows] + self._margin * slope, slope

    def note(self, look: TallyLook, stage: int) -> None:
        """What the data of the last interim make of the planned information, before the last stage is added."""
        self._root[look.rows] = self._slope[look.rows] / self._rates[stage]

    def _at_the_last(self, look: TallyLook) -> Floats:
        """(3, m) solved by halving: the chance rises with the effect."""
        score, slope = self._about_the_null(look)
        root = self._root[look.rows]
        out = []
        for probability in (0.5, self._alpha, 1 - self._alpha):
            wanted = ndtri(probability)
            low, high = (score - 12.0) / slope, (score + 12.0) / slope
            for _ in range(_HALVINGS):
                at = 0.5 * (low + high)
                rises = self._last.probit(at * root, score - at * slope) > wanted
                low, high = np.where(rises, low, at), np.where(rises, at, high)
            out.append(np.where(np.isfinite(score) & np.isfinite(slope), 0.5 * (low + high), np.nan))
        return np.array(out)
