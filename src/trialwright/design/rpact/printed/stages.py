"""Designs whose stages are combined → the bounds that rpact's combination tests have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign, fisher, group_sequential
from trialwright.model.design import Design


def at_sizes(
    design: Design, at: Sequence[int], options: dict[str, Any], futility: Sequence[float] | None = None
) -> SequentialDesign:
    """As designs.combined has them. at : planned sizes. futility : z at each look but the last, of the inverse normal test."""
    rates = np.array(at) / at[-1]
    if options["combination"] == "fisher":
        return fisher(alpha=design.alpha, method=options["fisher_method"], information_rates=rates)
    return group_sequential(
        alpha=design.alpha,
        boundaries=options["boundaries"],
        information_rates=rates,
        gamma=options["gamma"],
        delta=options["delta"],
        futility_bounds=futility,
        kind="inverse normal",
    )
