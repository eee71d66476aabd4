"""What a look at times to an event shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.look import Bins, Estimate
from trialwright.endpoints import time_to_event
from trialwright.kernels import log_rank
from trialwright.kernels.log_rank_at import hazard_ratios_at, scores_at
from trialwright.kernels.max_combo import max_combo_p
from trialwright.kernels.risk_tables import RiskTables, tables_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trialwright.design.sources.events import Source

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class EventsLook:
    """The trials in `rows` (m,) at their look, at calendar time `cut` (m,); the look before was at `before`.

    Arm and bins as in design.look.TallyLook. Everything is computed when it is asked for, so ask before the next
    `trials.enrol`: an adaptation takes back nobody who had entered by the cut, and an older look stays true.
    """

    def __init__(self, source: Source, rows: Integers, before: Floats, cut: Floats) -> None:
        self.rows, self._source, self._before, self._cut = rows, source, before, cut

    @property
    def patients(self) -> Integers:
        """(m,) enrolled by the look."""
        entered: Integers = (self._source.cohorts.entry[self.rows] <= self._cut[:, None]).sum(1)
        return entered

    def z(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Floats:
        """(m,) test statistics as standard normal scores, large where the arm is better; -inf where no event tells
        the arms apart. stage : from what has come since the last look, by independent increments of the score (Tsiatis 1982,
        J Am Stat Assoc 77:855)."""
        score, covariance = self._scores(arm, bins, self._cut)
        if stage:
            old, was = self._scores(arm, bins, self._before)
            score, covariance = score - old, covariance - was
        if self._source.setting.design.better == "higher":
            score = -score  # a score is negative where the arm has fewer events
        variance = np.diagonal(covariance, axis1=1, axis2=2)
        told = (variance > 1e-12).all(axis=1)
        out = np.full(len(self.rows), -np.inf)
        if score.shape[1] == 1:
            out[told] = -score[told, 0] / np.sqrt(variance[told, 0])
        elif told.any():
            out[told] = -ndtri(max_combo_p(score[told], covariance[told]))
        return out

    def p(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Floats:
        """(m,) one-sided p-values: 1 - Phi(z)."""
        return np.asarray(ndtr(-self.z(arm, bins, stage)))

    def estimate(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Estimate:
        """Cox's log hazard ratio; by one step from the increments of the score where of a stage."""
        if stage:
            (score, variance), (old, was) = (
                self._scores(arm, bins, at, log_rank.LOG_RANK) for at in (self._cut, self._before)
            )
            return Estimate(*log_rank.peto_log_hazard_ratio((score - old)[:, 0], (variance - was)[:, 0, 0]))
        value, se, tied = self._untied(hazard_ratios_at, arm, bins, self._cut)
        for part, tables in self._tables(arm, bins, self._cut, np.flatnonzero(tied)):
            value[part], se[part] = log_rank.cox(tables)
        lost = ~np.isfinite(value)  # an arm without an event has no estimate
        value[lost] = se[lost] = np.nan
        return Estimate(value, se)

    def information(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Floats:
        """(m,) variance of the log-rank score: about events times the product of the arms' shares."""
        info = self._scores(arm, bins, self._cut, log_rank.LOG_RANK)[1][:, 0, 0]
        return info - self._scores(arm, bins, self._before, log_rank.LOG_RANK)[1][:, 0, 0] if stage else info

    def events(self, arm: int = 1, bins: Bins = None) -> Integers:
        """(m, 2) events of the control and of the arm."""
        out = np.empty((len(self.rows), 2), np.int64)
        for part, tables in self._tables(arm, bins, self._cut, np.arange(len(self.rows))):
            out[part] = log_rank.events(tables)
        return out

    def among(self, chosen: NDArray[np.bool_]) -> EventsLook:
        """The same look at some of its trials, (m,)."""
        return EventsLook(self._source, self.rows[chosen], self._before[chosen], self._cut[chosen])

    def _scores(
        self, arm: int, bins: Bins, at: Floats, weights: log_rank.Weights | None = None
    ) -> tuple[Floats, Floats]:
        """(m, k) scores and (m, k, k) covariances; of the stratified test added over the ranges of the marker, each with
        its own patients at risk. Source: Mantel 1966, Cancer Chemother Rep 50:163."""
        n = self._source.setting.bins
        if n == 1 or self._source.setting.design.test != time_to_event.STRATIFIED:
            return self._of_one_stratum(arm, bins, at, weights)
        counted = _counted(bins, len(self.rows), n)
        parts = [self._of_one_stratum(arm, counted & (np.arange(n) == b), at, weights) for b in range(n)]
        return sum(score for score, _ in parts), sum(covariance for _, covariance in parts)  # type: ignore[return-value]

    def _of_one_stratum(
        self, arm: int, bins: Bins, at: Floats, weights: log_rank.Weights | None
    ) -> tuple[Floats, Floats]:
        weights = self._source.weights if weights is None else weights
        k, m = len(weights.kind), len(self.rows)
        if weights is log_rank.LOG_RANK:
            score, variance, tied = self._untied(scores_at, arm, bins, at)
            score, covariance, which = score[:, None], variance[:, None, None], np.flatnonzero(tied)
        else:
            score, covariance, which = np.zeros((m, k)), np.zeros((m, k, k)), np.arange(m)
        for part, tables in self._tables(arm, bins, at, which):
            score[part], covariance[part] = log_rank.scores(tables, weights)
        return score, covariance

    def _untied(
        self, of: Callable[..., None], arm: int, bins: Bins, at: Floats
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """(m,) two numbers of each trial, and for which there are none because of ties."""
        s, m = self._source, len(self.rows)
        one, two, tied = np.empty(m), np.empty(m), np.empty(m, np.bool_)
        counted = _counted(bins, m, s.setting.bins)
        of(s.cohorts, s.followed, self.rows, at, counted, arm, one, two, tied)
        return one, two, tied

    def _tables(
        self, arm: int, bins: Bins, at: Floats, which: Integers
    ) -> Iterator[tuple[Integers, RiskTables]]:
        """Of the trials `which` of the look, some at a time, in the same room: use one before asking for the next."""
        from trialwright.design.sources.events import CHUNK

        if not len(which):
            return
        s = self._source
        counted = _counted(bins, len(self.rows), s.setting.bins)
        for start in range(0, len(which), CHUNK):
            part = which[start : start + CHUNK]
            rows = self.rows[part]
            yield part, tables_at(s.cohorts, s.followed, rows, at[part], counted[part], arm, False, s.room)


def _counted(bins: Bins, m: int, n: int) -> NDArray[np.bool_]:
    """(m, n) whose data are asked for."""
    if bins is None:
        return np.ones((m, n), np.bool_)
    chosen = np.asarray(bins)
    if chosen.dtype != bool:
        chosen = np.arange(n) >= np.broadcast_to(chosen, (m,))[:, None]
    return np.array(np.broadcast_to(chosen, (m, n)))
