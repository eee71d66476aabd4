"""What a look at the data of many trials shows, from their tallies."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

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
        chosen: NDArray[np.bool_] | None = None,
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
        found = _of_bins((self.stage if stage else self.total)[:, :, arm], bins, self._chosen)
        return found if self._chosen is None else found[self._chosen]

    def among(self, chosen: NDArray[np.bool_]) -> TallyLook:
        """The same look at some of its trials, (m,)."""
        if self._chosen is not None:
            within = np.zeros(len(self._chosen), bool)
            within[self._chosen] = chosen
        else:
            within = chosen
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


def _of_bins(data: Floats, bins: Bins, chosen: NDArray[np.bool_] | None) -> Floats:
    """(m, bins, k) → (m, k). bins that differ by trial are given for the chosen trials alone."""
    if data.shape[1] == 1:
        return data[:, 0]
    if bins is None:
        return data.sum(1)
    if isinstance(bins, int | np.integer):
        return data[:, bins:].sum(1)
    if bins.dtype == bool:
        return data[:, bins].sum(1)
    if chosen is not None:
        of_all = np.zeros(len(data), np.int64)
        of_all[chosen] = bins
        bins = of_all
    from_each_up = np.cumsum(data[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(from_each_up[np.arange(len(data)), bins])
