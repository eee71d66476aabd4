"""Which candidate population a trial goes on with: rules that see no more than estimates and their information."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs.combined import Combination

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RULES = ("conditional power", "estimate", "utility", "smallest")


class Interim(NamedTuple):
    """x, information : (m, populations), the largest population first; effects with better counted as positive, -inf
    where there are no data. sign : 1, or -1 where a lower outcome is better."""

    x: Floats
    information: Floats
    sign: float

    def among(self, rows: Integers) -> Interim:
        return Interim(self.x[rows], self.information[rows], self.sign)


def choose(seen: Interim, by: Combination, more: float, o: dict[str, Any]) -> Integers:
    """(m,) the population chosen, -1 for none. more : patients to come over those there are.

    "conditional power": the largest chance to be shown if all further patients come from it and its estimate is true.
    "estimate": the largest estimate. "utility": the largest share of the patients times (estimate - bound), none where
    it is negative. "smallest": the lowest cut-off whose estimate reaches the bound, none where none does.
    """
    x, information = seen.x, seen.information
    share = information / np.maximum(information[:, :1], 1e-300)
    rule = o["rule"]
    if rule == "smallest":
        passes = x >= o["bound"]
        chosen = np.where(passes.any(1), passes.argmax(1), -1)
    elif rule == "utility":
        with np.errstate(invalid="ignore"):
            worth = np.where(share > 0, share * (x - o["bound"]), -np.inf)
        chosen = np.where(worth.max(1) >= 0, worth.argmax(1), -1)
    elif rule == "estimate":
        chosen = x.argmax(1)
    else:
        chosen = conditional_power(seen, by, more).argmax(1)
    if o["futility"] > 0:
        of = np.arange(len(x))
        power = conditional_power(seen, by, more)[of, chosen]
        chosen = np.where(power < o["futility"], -1, chosen)
    return chosen


def conditional_power(seen: Interim, by: Combination, more: float) -> Floats:
    """(m, populations) if all further patients come from that population, its information growing with them."""
    information = np.maximum(seen.information, 1e-300)
    z = np.where(seen.information > 0, seen.x * np.sqrt(information), -np.inf)
    grown = more * information[:, :1] / information
    with np.errstate(invalid="ignore"):
        expected = np.where(np.isfinite(z), z * np.sqrt(grown), -np.inf)
        power = by.conditional_power(z, expected)
    return np.where(np.isfinite(z), power, 0.0)
