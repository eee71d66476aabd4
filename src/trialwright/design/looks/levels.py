"""The same design at another level."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign, fisher, group_sequential

# Bounds that are stated outright, or that rest on more than the level, have no other level.
_FIXED = ("user_spending", "user_critical_values", "wang_tsiatis_optimum")
_OF_FUTILITY = ("futility_bounds", "beta_spending", "beta_gamma", "beta_spending_values")


def at_level(design: SequentialDesign, alpha: float) -> SequentialDesign:
    """Looks, spending or shape as they are, bounds for another alpha. Futility stays only where it binds."""
    stated: dict[str, Any] = {**design.parameters, "alpha": alpha}
    if design.kind == "fisher":
        return fisher(**stated)
    if not design.binding_futility:
        stated = {name: value for name, value in stated.items() if name not in _OF_FUTILITY}
        stated["k"] = design.k
    return group_sequential(**stated)


def has_level(design: SequentialDesign, look: int) -> bool:
    """Whether the bound of this look (from 1) follows from the design's level, so that another level has one."""
    if not np.isfinite(design.critical_values[look - 1]):
        return False
    if design.boundaries == "haybittle_peto":
        return look == design.k
    return design.boundaries not in _FIXED
