"""How the trials of a block ended, as far as they have."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs.decided import EFFICACY, GOING, Estimated
from trialwright.kernels.tables import EndTable

Floats = NDArray[np.float64]


class Ends(NamedTuple):
    """(trials,) what designs.decided.Decided calls so; GOING, -1 and NaN of trials that go on."""

    rejected: NDArray[np.bool_]
    look: NDArray[np.int64]
    reason: NDArray[np.int64]
    selected: NDArray[np.int64]
    naive: Estimated
    truth: Floats

    @staticmethod
    def none(trials: int, hypotheses: int) -> Ends:
        unknown = np.full((4, trials), np.nan)
        return Ends(
            np.zeros((trials, hypotheses), bool),
            np.zeros(trials, np.int64),
            np.full(trials, GOING),
            np.full(trials, -1),
            Estimated(*unknown[:3]),
            unknown[3],
        )

    @staticmethod
    def at_once(ended: EndTable, hypotheses: int, quantile: float, truth: float) -> Ends:
        """Of trials that all have: efficacy rejects every hypothesis. quantile : standard errors on either side of an
        estimate in its interval. truth : what all of them estimate."""
        trials, half = len(ended.look), quantile * ended.error
        rejected = np.empty((trials, hypotheses), bool)
        rejected[:] = (ended.reason == EFFICACY)[:, None]
        return Ends(
            rejected,
            ended.look,
            ended.reason,
            np.broadcast_to(-1, (trials,)),
            Estimated(ended.value, ended.value - half, ended.value + half),
            np.full(trials, truth),
        )
