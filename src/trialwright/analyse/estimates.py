"""What every analysis gives back: named estimates, and notes on its assumptions and convergence, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from scipy.stats import t as t_distribution

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Note:
    """kind : "assumption", "convergence" or "data". what : one sentence. p : of the check's test, where it has one.

    concern : whether a reader should act on it, and a plan's fallback take over.
    """

    kind: str
    what: str
    concern: bool = False
    p: float | None = None


@dataclass(frozen=True)
class Estimates:
    """names : (k,). estimate, error, df : (k,), df inf where the reference is normal. level : in percent."""

    names: tuple[str, ...]
    estimate: Floats
    error: Floats
    df: Floats
    level: float = 95.0

    @property
    def statistic(self) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.estimate / self.error)

    @property
    def p(self) -> Floats:
        """Two-sided."""
        z = np.abs(self.statistic)
        return np.asarray(np.where(np.isinf(self.df), 2 * norm.sf(z), 2 * t_distribution.sf(z, self.df)))

    @property
    def low(self) -> Floats:
        return np.asarray(self.estimate - self._half())

    @property
    def high(self) -> Floats:
        return np.asarray(self.estimate + self._half())

    def _half(self) -> Floats:
        tail = 0.5 + self.level / 200
        quantile = np.where(np.isinf(self.df), norm.ppf(tail), t_distribution.ppf(tail, self.df))
        return np.asarray(quantile * self.error)

    def index(self, name: str) -> int:
        """Raises KeyError where there is none of that name."""
        if name not in self.names:
            raise KeyError(f"no estimate {name!r}; there are {', '.join(self.names)}")
        return self.names.index(name)


def normal(names: Sequence[str], b: Floats, covariance: Floats, level: float = 95.0) -> Estimates:
    """Wald estimates against the normal distribution."""
    return Estimates(tuple(names), b, np.sqrt(np.diag(covariance)), np.full(len(b), np.inf), level)


def student(
    names: Sequence[str], b: Floats, covariance: Floats, df: float | Floats, level: float = 95.0
) -> Estimates:
    """Estimates against Student's t."""
    return Estimates(
        tuple(names), b, np.sqrt(np.diag(covariance)), np.broadcast_to(df, b.shape).astype(float), level
    )
