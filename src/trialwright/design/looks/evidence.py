"""What every kind of data set tells a sequential analysis, whatever its endpoint.

An Evidence tests theta <= theta0 (or >=, where smaller is better) from each stage alone and from all data up
to it. The combination test uses the first, the group-sequential test the second.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


class Tests(NamedTuple):
    """statistic, p : (stages,). p is one-sided in the direction of the alternative."""

    statistic: Floats
    p: Floats


class Evidence(Protocol):
    """One comparison with data up to a stage. Later stages are not in it."""

    upper: bool
    null: float

    @property
    def stages(self) -> int: ...

    @property
    def effects(self) -> Floats:
        """Estimates from all data up to each stage, on the scale of theta: (stages,)."""
        ...

    @property
    def search(self) -> tuple[float, float]:
        """Where theta can lie; infinite ends are searched for outwards."""
        ...

    @property
    def information(self) -> Floats:
        """What each stage brought, in units of one observation of unit variance, or events: (stages,)."""
        ...

    @property
    def total_information(self) -> Floats:
        """The same of all data up to each stage taken together; more than the sum where allocation varied."""
        ...

    def effect_at(self, theta0: float, expected: float, look: int) -> float:
        """theta at which the statistic of all data up to a look (from 1) that tests theta0 is expected there."""
        ...

    def interval_at(self, reach: float, look: int) -> tuple[float, float]:
        """The interval of all data up to a look that a plain test with this critical z gives."""
        ...

    def stagewise(self, theta0: float) -> Tests: ...

    def overall(self, theta0: float) -> Tests: ...


FARTHEST = float(-ndtri(1e-100))  # of a p that is 0 or 1 in double precision


def z_of(p: Floats) -> Floats:
    """Normal scores of one-sided p-values, kept finite so that a weighted sum of them stays a number."""
    return np.clip(-ndtri(p), -FARTHEST, FARTHEST)
