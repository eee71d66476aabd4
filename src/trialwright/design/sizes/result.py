"""What a size or power calculation gives: every figure a protocol quotes, and what happens at each look."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stages:
    """What a design does under one drift. drift : expected z at full information.

    reject : (k,) P(reject at the look) as power counts it; futility : (k - 1,) P(stop for futility at the look).
    uncounted : (k,) P(reject at the look on the far side of a two-sided test), where power does not count it.
    crossed : (k - 1,) P(the look's data lie in the futility region), which is `futility` unless outcomes are delayed:
    then the trial ends without a rejection or, after all, with one.
    """

    drift: float
    reject: Floats
    futility: Floats
    crossed: Floats
    uncounted: Floats | None = None

    @property
    def power(self) -> float:
        return float(self.reject.sum())

    @property
    def stop(self) -> Floats:
        """(k,) P(the trial ends at the look)."""
        far = 0.0 if self.uncounted is None else self.uncounted[:-1]
        early = self.reject[:-1] + self.futility + far
        return np.append(early, 1 - early.sum())

    @property
    def early_stop(self) -> float:
        """P(the trial ends before the last look for a reason that power counts, or for futility)."""
        return float(self.reject[:-1].sum() + self.futility.sum())

    def expected(self, at_looks: Floats) -> float:
        """The mean over when the trial ends of what it has come to by each look (k,)."""
        return float(np.sum(self.stop * at_looks))


@dataclass(frozen=True, eq=False)
class Bounds:
    """The design's bounds as estimates of effect, each (k,) or (k - 1,); NaN where no estimate reaches the bound.

    One-sided tests have `critical` (and `futility`) alone; two-sided ones an upper and a lower of each, which
    are `critical` with the sign of the effect and `critical_far` on the other side.
    """

    critical: Floats
    futility: Floats | None = None
    critical_far: Floats | None = None
    futility_far: Floats | None = None

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter((self.critical, self.futility, self.critical_far, self.futility_far))


@dataclass(frozen=True, eq=False)
class Sized:
    """A design of a size, whether the size was asked for or given.

    n, n1, n2 : most patients, of both arms and each, not rounded (n1 = n and n2 = nan with one group).
    n_fixed : for the same test without interim looks. allocation : n1 / n2. information_rates : (k,).
    ending_rates : (k,) the same at the end of a trial that stops there, larger where outcomes are still in the pipeline.
    stages : under the alternative. expected : patients, under the alternative; under the null and halfway too.
    bounds : on the effect scale. critical_p : (k,) one-sided p at which each look rejects.
    """

    power: float
    n: float
    n_fixed: float
    allocation: float
    groups: int
    information_rates: Floats
    ending_rates: Floats
    critical_p: Floats
    futility_p: Floats | None
    bounds: Bounds
    stages: Stages
    null: Stages
    halfway: Stages

    @property
    def at_looks(self) -> Floats:
        """(k,) patients by each look."""
        return self.n * self.information_rates

    @property
    def n1(self) -> float:
        return self.first(self.n)

    @property
    def n2(self) -> float:
        return self.n - self.n1 if self.groups == 2 else math.nan

    def first(self, n: float | Floats):  # type: ignore[no-untyped-def]
        """How many of n are in group 1."""
        return n * self.allocation / (1 + self.allocation) if self.groups == 2 else n

    @property
    def n1_rounded(self) -> int:
        return _whole(self.n1)

    @property
    def n2_rounded(self) -> int:
        return _whole(self.n2) if self.groups == 2 else 0

    @property
    def n_rounded(self) -> int:
        """Each arm rounded up."""
        return self.n1_rounded + self.n2_rounded

    @property
    def expected(self) -> float:
        return self.stages.expected(self.n * self.ending_rates)

    @property
    def expected_null(self) -> float:
        return self.null.expected(self.n * self.ending_rates)

    @property
    def expected_halfway(self) -> float:
        return self.halfway.expected(self.n * self.ending_rates)


def _whole(n: float) -> int:
    """Rounded up; a size within 1e-8 above a whole number is that number, which roundoff would double-count."""
    return math.ceil(n * (1 - 1e-10) - 1e-8)
