"""What a block of trials is given, and what it has taken in the end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Drawn(NamedTuple):
    """Random in each trial, (trials,). keys : of its numbers. eligible : probability that a screened patient passes
    the criteria and joins. prevalence : share of positives, where the marker is binary. opened : (trials, sites) months at
    which sites open, rising; of no sites where the scenario states none."""

    keys: NDArray[np.uint64]
    eligible: Floats
    prevalence: Floats
    opened: Floats


class Account(NamedTuple):
    """(trials,) patients enrolled, screened, months to the last outcome. effect : mean true effect of the first
    experimental arm among the enrolled. misplaced : share of them whose usual marker value would not have let them
    in. screened is patients itself where everybody who is screened is enrolled. events : where the endpoint counts them, otherwise None. assays : patients whose marker was measured."""

    patients: Integers
    screened: Integers
    months: Floats
    effect: Floats
    misplaced: Floats
    events: Integers | None = None
    assays: Integers | None = None
