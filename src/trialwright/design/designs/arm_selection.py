"""Which experimental arms go on after a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs.options import Option
from trialwright.design.look import TallyLook

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SELECTIONS = ("all", "best", "r best", "epsilon")
OPTIONS = (
    Option(
        "selection",
        "best",
        "Which arms go on after a look: all, the best, the `r` best, those within `epsilon` of the best",
        SELECTIONS,
    ),
    Option(
        "r", 2, "Arms that go on at most, where the `r best` do", low=1, needs=(("selection", ("r best",)),)
    ),
    Option(
        "epsilon",
        0.0,
        "How far behind the best an arm may be, in units of the measure",
        low=0.0,
        needs=(("selection", ("epsilon",)),),
    ),
    Option("measure", "estimate", "What the arms are compared by", ("estimate", "statistic")),
    Option("threshold", None, "An arm whose measure is below this does not go on"),
)


def rules(o: Mapping[str, Any], arms: int) -> list[str]:
    """Which of the experimental arms go on, as sentences."""
    goes = {
        "all": "After an interim look every arm goes on that is neither shown to be better nor dropped",
        "best": "After an interim look only the best arm goes on, beside control",
        "r best": f"After an interim look only the best {o['r']:g} arms go on, beside control",
        "epsilon": f"After an interim look the best arm goes on and all that are at most {o['epsilon']:g} behind it",
    }[o["selection"]]
    by = {
        "estimate": "estimated effect against control on all data so far, better counted as positive",
        "statistic": "z against control on all data so far, better counted as positive",
    }[o["measure"]]
    told = (
        [f"{goes}." if o["selection"] == "all" else f"{goes}; arms are compared by their {by}."]
        if arms > 1
        else []
    )
    if o["threshold"] is not None:
        told.append(f"An arm does not go on where its {by}, is below {o['threshold']:g}.")
    return told


def measures(look: TallyLook, arms: int, measure: str, better: str) -> Floats:
    """(m, arms) of all data so far, large where the arm is better; -inf without data."""
    if measure == "statistic":
        return np.stack([look.z(a + 1) for a in range(arms)], 1)
    sign = 1.0 if better == "higher" else -1.0
    found = np.stack([sign * look.estimate(a + 1).value for a in range(arms)], 1)
    return np.where(np.isnan(found), -np.inf, found)


def select(measured: Floats, going: Mask, selection: str, r: int, epsilon: float, least: float) -> Mask:
    """(m, arms) those that go on, of those `going`; equal ones in the order of the arms."""
    value = np.where(going, measured, -np.inf)
    kept = going & (measured >= least)
    if selection == "epsilon":
        kept &= value >= value.max(1, keepdims=True) - epsilon
    elif selection != "all":
        rank = np.argsort(np.argsort(-value, axis=1, kind="stable"), axis=1, kind="stable")
        kept &= rank < (1 if selection == "best" else r)
    return kept
