"""The same design at another level."""

from __future__ import annotations

import numpy as np

from trialwright.design.boundaries import SequentialDesign, group_sequential


def at_level(design: SequentialDesign, alpha: float) -> SequentialDesign:
    """Looks, spending or shape as they are; bounds for another alpha. Futility bounds stay only where binding."""
    return group_sequential(
        design.k,
        alpha,
        design.beta,
        design.sided,
        design.boundaries,
        design.information_rates,
        futility_bounds=design.futility_bounds if design.binding_futility else None,
        kind=design.kind,
        **design.parameters,
    )


def has_level(design: SequentialDesign, look: int) -> bool:
    """Whether the bound of this look (from 1) follows from the design's level, so that another level has one."""
    if not np.isfinite(design.critical_values[look - 1]):
        return False
    if design.boundaries == "haybittle_peto":
        return look == design.k
    return design.boundaries not in ("user_spending", "user_critical_values", "wang_tsiatis_optimum")
