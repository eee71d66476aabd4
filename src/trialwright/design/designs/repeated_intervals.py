"""Intervals of everybody's and the subgroup's effect that hold for both at every look, whatever ends the trial.

A population's weighted sum of z about its true effect stays below the bounds made for alpha / 2 at all looks with
probability 1 - alpha / 2, on either side; so all four hold together with 1 - 2 alpha, and that of the population of record
does however it was chosen. The estimate in the middle is the stages' weighted one: for a choice made by the very data that
are estimated from there is no unbiased one. Sources: Jennison & Turnbull 1989, JRSS B 51:305 (repeated intervals);
Lehmacher & Wassmer 1999, Biometrics 55:1286 (with fixed weights); Putter & Rubinstein 1968, Technical report 165, University
of Wisconsin (no unbiased estimate of the selected).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs import stage_estimate
from trialwright.design.designs.combined import combination
from trialwright.design.designs.two_populations import EVERYONE, SUBGROUP
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design


class RepeatedIntervals:
    """Of a block of trials of a design with stated looks. Raises DesignError where no bounds make them."""

    def __init__(self, trials: Trials, design: Design) -> None:
        stage_estimate.begin(trials)
        each = design.model_copy(update={"alpha": design.alpha / 2})
        by = trials.once("repeated intervals", lambda: combination(each, trials.full, trials.options))
        if by.fisher:
            raise DesignError(
                f"The design `{design.name}` has no adjusted estimate: its stages are combined by Fisher's product.",
                where="design.adjusted",
                fix="Combine by the inverse normal, or leave `adjusted` out.",
            )
        self._reach = by.reach
        self._of = {b: stage_estimate.WeightedEstimate(by.weights, trials.n) for b in (EVERYONE, SUBGROUP)}

    def keep(self, trials: Trials, look: TallyLook, stage: int, record: NDArray[np.int64]) -> None:
        """Add a stage, and keep the interval at this look of the population of record (m,)."""
        for population, of in self._of.items():
            of.add(look, stage, bins=population)
            of.keep(trials, look.among(record == population), float(self._reach[stage]))
