"""What a look at the data of many trials shows, from their tallies."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from trialwright.kernels.bookkeeping import from_bin_up, of_bins

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bins = int | NDArray[np.int64] | NDArray[np.bool_] | None


class Estimate(NamedTuple):
    """(m,) values on the endpoint's MEASURE, experimental against control, and their standard errors."""

    value: Floats
    se: Floats


class TallyLook:
    """The data of the trials in `rows` (m,) at one look.

    total : (m, bins, arms, k) tallies of all patients so far; stage : of those enrolled since the last look.
    patients : (m,) enrolled. Everywhere below: arm is the experimental arm, 1 for the first; bins says whose data:
    None everyone's; an int, or one for each trial (m,), that bin and all above it; a bool mask (bins,), those bins.
    """

    def __init__(
        self,
        rows: Integers,
        patients: Integers,
        total: Floats,
        stage: Floats,
        endpoint: ModuleType,
        better: str,
        chosen: Integers | None = None,
    ) -> None:
        self.rows, self.patients, self.total, self.stage, self._chosen = rows, patients, total, stage, chosen
        self._endpoint, self._better = endpoint, better

    def z(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Floats:
        """(m,) test statistics as standard normal scores, large where the arm is better; -inf without data to test.
        stage : from this wave's patients alone."""
        control, experimental = self._pair(arm, bins, stage)
        if self._better == "lower":  # "lower is shown" is "control is higher", so the arms change places
            control, experimental = experimental, control
        z: Floats = self._endpoint.score(control, experimental)
        return z

    def p(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Floats:
        """(m,) one-sided p-values: 1 - Phi(z)."""
        return np.asarray(ndtr(-self.z(arm, bins, stage)))

    def estimate(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Estimate:
        control, experimental = self._pair(arm, bins, stage)
        with np.errstate(invalid="ignore", divide="ignore"):
            if hasattr(self._endpoint, "estimate_and_error"):
                return Estimate(*self._endpoint.estimate_and_error(control, experimental))
            return Estimate(
                self._endpoint.estimate(control, experimental),
                self._endpoint.standard_error(control, experimental),
            )

    def information(self, arm: int = 1, bins: Bins = None, stage: bool = False) -> Floats:
        """(m,) one over the squared standard error of the estimate."""
        with np.errstate(divide="ignore"):
            return self.estimate(arm, bins, stage).se ** -2.0

    def tally(self, arm: int, bins: Bins = None, stage: bool = False) -> Floats:
        """(m, k) of one arm, 0 for control; kernels.observation says what it holds."""
        data = self.stage if stage else self.total
        if data.shape[1] == 1 and self._chosen is None:
            return data[:, 0, arm]
        chosen = np.arange(len(data)) if self._chosen is None else self._chosen
        if isinstance(bins, np.ndarray) and bins.dtype != bool:
            return from_bin_up(data, arm, bins, chosen)
        return of_bins(data, arm, self._included(bins, data.shape[1]), chosen)

    @staticmethod
    def _included(bins: Bins, n: int) -> NDArray[np.bool_]:
        if isinstance(bins, np.ndarray):
            return bins
        return np.arange(n) >= (bins or 0)

    def among(self, chosen: NDArray[np.bool_] | Integers) -> TallyLook:
        """The same look at some of its trials: a mask (m,), or their places, ascending."""
        within = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        if self._chosen is not None:
            within = self._chosen[within]
        return TallyLook(
            self.rows[chosen],
            self.patients[chosen],
            self.total,
            self.stage,
            self._endpoint,
            self._better,
            within,
        )

    def _pair(self, arm: int, bins: Bins, stage: bool) -> tuple[Floats, Floats]:
        return self.tally(0, bins, stage), self.tally(arm, bins, stage)
