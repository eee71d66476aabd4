"""Stages of simulated trials of one mean or two, of known variance or by t: draw is that of size_paths.

What is tested is mean1 - c mean2, with c the ratio under the null (1 for a difference, 0 for one group), less the null.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtr

from trialwright.design.rpact.size_paths import Floats


@dataclass(frozen=True)
class MeanTest:
    """groups : 1 or 2. ratio : of means, mean2 being 1, so that sd is a coefficient of variation. null : of the difference, of the
    ratio, or of the mean. known : whether the variance is. r : of group 1 to 2. sign : 1 where larger is better, else -1."""

    groups: int
    ratio: bool
    null: float
    sd: float
    known: bool
    r: float
    sign: float

    @property
    def weights(self) -> Floats:
        """(groups,) of the means in what is tested."""
        return np.array([1.0, -self.null if self.ratio else -1.0][: self.groups])

    def means(self, effect: float) -> Floats:
        return np.array([effect, 1.0 if self.ratio else 0.0][: self.groups])

    def sizes(self, stage: Floats) -> Floats:
        """(groups, n) of a stage's patients."""
        if self.groups == 1:
            return stage[None]
        return np.stack([stage * self.r / (1 + self.r), stage / (1 + self.r)])

    @property
    def per_root(self) -> float:
        """What an effect of one standard deviation adds to z for each root of a patient."""
        return float(1 / np.sqrt(self.weights**2 @ (1 / self.sizes(np.ones(1))[:, 0])))


class Stages:
    """n trials at a true effect. spread : the standard deviation that conditional power assumes."""

    def __init__(
        self, test: MeanTest, effect: float, spread: float, n: int, rng: np.random.Generator
    ) -> None:
        self.test, self.mean, self.spread, self.rng = test, test.means(effect), spread, rng
        self.size, self.sum, self.square = (np.zeros((test.groups, n)) for _ in range(3))

    def draw(self, stage: Floats, i: int) -> tuple[Floats, Floats, Floats]:
        size = self.test.sizes(stage)
        seen = self.mean[:, None] + self.test.sd / np.sqrt(size) * self.rng.standard_normal(size.shape)
        within = np.zeros_like(size)
        if not self.test.known:
            within = self.test.sd**2 * self.rng.chisquare(np.maximum(size - 1, 1e-9))
        new = (size, size * seen, within + size * seen**2)
        self.size, self.sum, self.square = self.size + new[0], self.sum + new[1], self.square + new[2]
        return self._z(*new), self._z(self.size, self.sum, self.square), self._effect()

    def _effect(self) -> Floats:
        """The trend so far, as conditional power takes it: z of a root patient if the spread is as assumed."""
        tested = self._tested(self.sum / self.size)
        return np.asarray(tested / self.spread * self.test.per_root)

    def _tested(self, mean: Floats) -> Floats:
        of = self.test
        return np.asarray(of.sign * (of.weights @ mean - (0.0 if of.ratio else of.null)))

    def _z(self, size: Floats, sums: Floats, squares: Floats) -> Floats:
        """The normal score of the p-value of data with these sizes, sums and sums of squares, each (groups, n)."""
        test, mean = self.test, sums / size
        tested = self._tested(mean)
        error = np.sqrt(test.weights**2 @ (1 / size))
        if test.known:
            return np.asarray(tested / (test.sd * error))
        freedom = size.sum(0) - len(size)
        sd = np.sqrt((squares - size * mean**2).sum(0) / freedom)
        t = tested / (sd * error)
        return np.asarray(np.sign(t) * -ndtri(stdtr(freedom, -np.abs(t))))
