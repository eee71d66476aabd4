"""How a number is distributed over simulated trials, kept in memory that does not grow with their count."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import DesignError
from trialwright.kernels.bookkeeping import counted
from trialwright.model.design import Figure

Floats = NDArray[np.float64]

MOST_STEPS = 2**24  # 10,000 years in steps of 1/128 month; 128 MB of counts


@dataclass(frozen=True)
class Histogram:
    """Counts of trials in steps of `step`, from step number `first` on; exact where values are multiples of it.

    total, squares : sums of the values themselves, about `centre`, in the order of blocks.
    """

    step: float
    first: int
    counts: NDArray[np.int64]
    centre: float
    total: float
    squares: float

    @staticmethod
    def of(values: NDArray, step: float, centre: float) -> Histogram:
        if values.strides == (0,):  # one value for all
            about, n = float(values[0]) - centre, len(values)
            return Histogram(step, round(values[0] / step), np.array([n]), centre, n * about, n * about**2)
        low, high = float(values.min()), float(values.max())
        if not high - low < MOST_STEPS * step:
            raise DesignError(
                f"What trials take goes from {low:.3g} to {high:.3g}, which no calendar holds.",
                where="scenario",
                fix="Check `screened_per_month`, `eligible`, `consent` and the sizes: one of them is far from any trial's.",
            )
        first, counts, total, squares = counted(values, step, centre)
        return Histogram(step, first, counts, centre, total, squares)

    @staticmethod
    def restored(plain: dict[str, Any]) -> Histogram:
        return Histogram(**plain | {"counts": np.array(plain["counts"], np.int64)})

    def __add__(self, other: Histogram) -> Histogram:
        first = min(self.first, other.first)
        last = max(self.first + len(self.counts), other.first + len(other.counts))
        counts = np.zeros(last - first, np.int64)
        for h in (self, other):
            counts[h.first - first : h.first - first + len(h.counts)] += h.counts
        total, squares = self.total + other.total, self.squares + other.squares
        return Histogram(self.step, first, counts, self.centre, total, squares)

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    @property
    def mean(self) -> float:
        return self.centre + self.total / self.n

    def quantile(self, p: float) -> float:
        """The smallest step that a share p of trials does not exceed."""
        at = int(np.searchsorted(np.cumsum(self.counts), p * self.n - 1e-9))
        return (self.first + at) * self.step

    def averaged(self) -> Figure:
        """Mean over trials with its Monte Carlo error and the range of 90 % of trials."""
        return self._ranged(self.expected())

    def expected(self) -> Figure:
        """Mean over trials with its Monte Carlo error."""
        variance = (self.squares - self.total**2 / self.n) / (self.n - 1) if self.n > 1 else math.nan
        mcse = math.sqrt(max(0.0, variance) / self.n) if self.n > 1 else None
        return Figure(value=self.mean, mcse=mcse)

    def median(self) -> Figure:
        """The median trial with its Monte Carlo error, and the range of 90 % of trials.

        The error is half the distance between the trials one standard error of the count to either side: David &
        Nagaraja 2003, Order Statistics, section 7.1.
        """
        away = 0.5 / math.sqrt(self.n)
        spread = self.quantile(min(1.0, 0.5 + away)) - self.quantile(max(0.0, 0.5 - away))
        return self._ranged(Figure(value=self.quantile(0.5), mcse=spread / 2))

    def _ranged(self, figure: Figure) -> Figure:
        return Figure(value=figure.value, mcse=figure.mcse, low=self.quantile(0.05), high=self.quantile(0.95))
