"""How data of several arms arise in rpact's multi-arm simulations, and what they show of each arm against control.

State is additive over stages: (n, arms + 1, k) with control last, or (n, arms, k) where arms are followed in pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from trialwright.design.rpact.conditional_sizes import Outlook, hazards_outlook, least, rates_outlook

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class ArmOutcome(Protocol):
    """drawn_ties : whether two arms may look the same, so that the best of them is chosen by lot."""

    @property
    def drawn_ties(self) -> bool: ...

    def draw(self, going: Mask, size: Floats, rng: np.random.Generator) -> Floats:
        """A stage of these sizes (n,) with the arms going (n, arms) → state."""
        ...

    def show(self, state: Floats) -> tuple[Floats, Floats]:
        """(n, arms) effect estimate, large where the arm is better, and standard normal score."""
        ...

    def taken(self, going: Mask, size: Floats) -> Floats:
        """(n,) what the stage adds to a trial's size."""
        ...

    @property
    def whole(self) -> bool:
        """Whether a re-estimated size is rounded up."""
        ...

    def outlook(self, state: Floats, among: Mask) -> Outlook:
        """What conditional power counts on: the least effect of the arms in `among` (n, arms), or the one assumed."""
        ...


@dataclass(frozen=True, eq=False)
class Means:
    """value : (arms + 1,) true means, control last. sd : known. ratio : of each arm to control. Sizes are of an arm.
    assumed : difference and standard deviation that conditional power counts on, NaN for the one seen; a difference seen in
    the wrong direction counts as none."""

    value: Floats
    sd: float
    ratio: float
    assumed: tuple[float, float]
    drawn_ties = False
    whole = False

    def draw(self, going: Mask, size: Floats, rng: np.random.Generator) -> Floats:
        sizes = _sizes(going, size, self.ratio)
        noise = self.sd * np.sqrt(sizes) * rng.standard_normal((len(going), len(self.value)))
        return np.stack([np.broadcast_to(sizes, noise.shape), sizes * self.value + noise], -1)

    def show(self, state: Floats) -> tuple[Floats, Floats]:
        n, mean = state[..., 0], state[..., 1] / state[..., 0]
        difference = mean[:, :-1] - mean[:, -1:]
        return difference, difference / (self.sd * np.sqrt(1 / n[:, :-1] + 1 / n[:, -1:]))

    def taken(self, going: Mask, size: Floats) -> Floats:
        return np.asarray(going.sum(1) * size + size / self.ratio)

    def outlook(self, state: Floats, among: Mask) -> Outlook:
        effect, spread = self.assumed
        seen = least(self.show(state)[0], among)[0]
        root = np.full(len(state), spread * np.sqrt(1 + self.ratio))
        return Outlook(np.maximum(seen, 0.0) if np.isnan(effect) else np.full(len(state), effect), root, root)


@dataclass(frozen=True, eq=False)
class Rates:
    """value : (arms + 1,) true rates, control last. upper : whether higher is better. assumed : rates of an arm and of
    control that conditional power counts on, NaN for those seen."""

    value: Floats
    ratio: float
    upper: bool
    assumed: tuple[float, float]
    drawn_ties = True
    whole = True

    def draw(self, going: Mask, size: Floats, rng: np.random.Generator) -> Floats:
        sizes = _sizes(going, size, self.ratio)
        events = rng.binomial(np.round(sizes).astype(int), self.value, (len(going), len(self.value)))
        return np.stack([np.broadcast_to(sizes, events.shape), events.astype(float)], -1)

    def show(self, state: Floats) -> tuple[Floats, Floats]:
        n1, x1, n0, x0 = state[:, :-1, 0], state[:, :-1, 1], state[:, -1:, 0], state[:, -1:, 1]
        sign = 1.0 if self.upper else -1.0
        difference, rate = sign * (x1 / n1 - x0 / n0), (x1 + x0) / (n1 + n0)
        spread = np.sqrt(rate * (1 - rate) * (1 / n1 + 1 / n0))
        with np.errstate(invalid="ignore", divide="ignore"):
            return difference, np.where(spread > 0, difference / spread, 0.0)

    def taken(self, going: Mask, size: Floats) -> Floats:
        return np.asarray(going.sum(1) * size + size / self.ratio)

    def outlook(self, state: Floats, among: Mask) -> Outlook:
        whose = least(self.show(state)[0], among)[1]
        rates = state[..., 1] / state[..., 0]
        seen = np.take_along_axis(rates, whose[:, None], 1)[:, 0], rates[:, -1]
        arm, control = (
            s if np.isnan(a) else np.full(len(s), a) for s, a in zip(seen, self.assumed, strict=True)
        )
        return rates_outlook(arm, control, self.ratio, 1.0, 1.0 if self.upper else -1.0)


def _sizes(going: Mask, size: Floats, ratio: float) -> Floats:
    """(n, arms + 1) of a stage, control last."""
    return np.stack([*[size] * going.shape[1], size / ratio], axis=1)


@dataclass(frozen=True, eq=False)
class LogRanks:
    """Log-rank scores of every arm against control, normal with the variance that their events give.

    hazard_ratio : (arms,). Sizes are events of control and of the arms that go on, which share them as their hazards and
    numbers do. State is the events of each pair, and the score. The effect is
    the hazard ratio, of control to the arm where lower is better. under_null : scores correlate as without effect.
    assumed : hazard ratio that conditional power counts on, NaN for the least effect seen.
    Source: Deng, Zhang & Long 2019, Stat Biopharm Res 11:187; Schoenfeld 1981, Biometrika 68:316.
    """

    hazard_ratio: Floats
    ratio: float
    upper: bool
    under_null: bool = False
    assumed: float = np.nan
    drawn_ties = False
    whole = False

    def events(self, going: Mask, size: Floats) -> Floats:
        """(n, arms + 1) of a stage, control last."""
        shares = np.concatenate([going * self.ratio * self.hazard_ratio, np.ones((len(going), 1))], axis=1)
        return np.asarray(size[:, None] * shares / shares.sum(1, keepdims=True))

    def draw(self, going: Mask, size: Floats, rng: np.random.Generator) -> Floats:
        events = self.events(going, size)
        pairs = (events[:, :-1] + events[:, -1:]) * going
        sign = 1.0 if self.upper else -1.0
        drift = sign * np.log(self.hazard_ratio) * np.sqrt(pairs * self.ratio) / (1 + self.ratio)
        loading = self.loadings
        common, own = rng.standard_normal((len(going), 1)), rng.standard_normal(pairs.shape)
        noise = loading * common + np.sqrt(1 - loading**2) * own
        return np.stack([pairs, np.sqrt(pairs) * (drift + noise)], -1)

    @property
    def loadings(self) -> Floats:
        """(arms,) of the scores on the control arm's events, which they share: their correlation is the product.

        With a share p = r / (1 + r) of a pair at risk in its arm, a score moves by 1 - p at an event there and by -p at one of
        control, so that two of them have the variances D0 ((1 - p)^2 r w + p^2) and the covariance D0 p^2.
        """
        by = np.ones(len(self.hazard_ratio)) if self.under_null else self.hazard_ratio
        return np.asarray(np.sqrt(self.ratio / (self.ratio + by)))

    def show(self, state: Floats) -> tuple[Floats, Floats]:
        with np.errstate(invalid="ignore", divide="ignore"):
            z = state[..., 1] / np.sqrt(state[..., 0])
            return np.exp(z * (1 + self.ratio) / np.sqrt(self.ratio * state[..., 0])), z

    def taken(self, going: Mask, size: Floats) -> Floats:
        return size

    def outlook(self, state: Floats, among: Mask) -> Outlook:
        sign = 1.0 if self.upper else -1.0
        seen = np.log(least(self.show(state)[0], among)[0])
        effect = seen if np.isnan(self.assumed) else np.full(len(seen), sign * np.log(self.assumed))
        return hazards_outlook(effect, self.ratio)
