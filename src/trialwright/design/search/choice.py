"""The design to take forward out of many: by its worst regret over the scenarios, or by its power on average over them.

Sources: Savage 1951, JASA 46:55 (minimax regret); O'Hagan, Stevens & Campbell 2005, Pharm Stat 4:187 (assurance).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.search.pareto import ERRORS

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rule = Literal["regret", "assurance"]

PROMISE = 4.0  # power within so many errors of alpha is none: there is nothing to give up


class Powers(NamedTuple):
    """(scenarios, designs) power, its Monte Carlo error, whether the median trial keeps the limits; (designs,) alpha.

    drawn : the scenarios are draws from a prior, so that an average over them has an error of its own.
    """

    power: Floats
    mcse: Floats
    within: Mask
    alpha: Floats
    drawn: bool = False

    def among(self, scenarios: Mask | Sequence[int]) -> Powers:
        return self._replace(
            power=self.power[scenarios], mcse=self.mcse[scenarios], within=self.within[scenarios]
        )


class Choice(NamedTuple):
    """chosen : number of the design, -1 where none keeps the limits in every scenario. criterion : (designs,) worst
    regret (less is better) or average power (more is better), nan outside the limits. error : (designs,) of the
    criterion's difference from the best design's. tied : designs that their error does not tell from the best."""

    chosen: int
    criterion: Floats
    error: Floats
    tied: Mask


def choose(powers: Powers, rule: Rule, order: Sequence[Floats], enough: float = 1.0) -> Choice:
    """order : (designs,) figures each; of designs that are tied the first in this order is taken, less before more.
    enough : power above it counts for no more, so that of designs that reach it the order decides."""
    allowed = powers.within.all(0)
    if not allowed.any():
        none = np.full(len(allowed), np.nan)
        return Choice(-1, none, none, allowed)
    of = powers._replace(power=np.minimum(powers.power, enough))
    criterion, error, loss = (_by_regret if rule == "regret" else _by_assurance)(of, allowed)
    best = int(np.nanargmin(np.where(allowed, loss, np.nan)))
    tied = allowed & (loss - loss[best] <= ERRORS * error[best])
    numbers = np.flatnonzero(tied)
    keys = [np.asarray(o)[numbers] for o in reversed(order)]
    first = numbers[np.lexsort((numbers, *keys))[0]]
    return Choice(
        int(first), np.where(allowed, criterion, np.nan), np.where(allowed, error[best], np.nan), tied
    )


def regrets(powers: Powers, allowed: Mask) -> Floats:
    """(scenarios, designs) power given up against the best allowed design; 0 in a scenario in which no design shows
    more than its type I error."""
    top = powers.power[:, allowed].max(1)
    ahead = powers.power - powers.alpha - PROMISE * powers.mcse
    promising = (ahead[:, allowed] > 0).any(1)
    return np.where(promising[:, None], top[:, None] - powers.power, 0.0)


def _by_regret(powers: Powers, allowed: Mask) -> tuple[Floats, Floats, Floats]:
    regret = regrets(powers, allowed)
    worst, at = regret.max(0), regret.argmax(0)
    own = powers.mcse[at, np.arange(len(at))]
    # Of the difference of two designs' worst regrets: each at its own worst scenario.
    return worst, np.hypot(own[None, :], own[:, None]), worst


def _by_assurance(powers: Powers, allowed: Mask) -> tuple[Floats, Floats, Floats]:
    mean = powers.power.mean(0)
    # Every scenario has the same simulated patients, so errors may add up: their mean bounds that of the average.
    simulated = powers.mcse.mean(0)
    error = np.hypot(simulated[None, :], simulated[:, None])
    n = len(powers.power)
    if powers.drawn and n > 1:
        about = powers.power - mean
        together = about.T @ about / (n - 1)
        own = np.diag(together)
        error = np.sqrt(error**2 + np.maximum(0.0, own[:, None] + own[None, :] - 2 * together) / n)
    return mean, error, -mean
