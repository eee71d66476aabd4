"""Events for a log-rank test, and its drift, by the three formulas in use.

allocation : n1 / n2. hazard_ratio : group 1 to group 2. null_ratio : the hazard ratio under the null.
Sources: Schoenfeld 1981, Biometrika 68:316; Freedman 1982, Stat Med 1:121; Hsieh 1992, Stat Med 11:583.
"""

from __future__ import annotations

import math
from typing import Literal

from scipy.special import ndtri

Formula = Literal["Schoenfeld", "Freedman", "HsiehFreedman"]


def unit_drift(
    hazard_ratio: float, allocation: float, null_ratio: float = 1.0, formula: Formula = "Schoenfeld"
) -> float:
    """The statistic's mean divided by sqrt(events); its sign is that of hazard_ratio - null_ratio.

    Freedman's formula and Hsieh's are for a null_ratio of 1.
    """
    if formula == "Freedman":
        return math.sqrt(allocation) * (hazard_ratio - 1) / (1 + allocation * hazard_ratio)
    balance = math.sqrt(allocation) / (1 + allocation)
    if formula == "HsiehFreedman":
        return 2 * balance * (hazard_ratio - 1) / (hazard_ratio + 1)
    return balance * math.log(hazard_ratio / null_ratio)


def events(unit: float, alpha: float, target: float, sided: int = 1) -> float:
    """Events for power `target`, not rounded. unit : as `unit_drift` gives, of either sign."""
    return ((float(ndtri(1 - alpha / sided)) + float(ndtri(target))) / unit) ** 2


def critical_ratio(z: float, events: float, allocation: float, null_ratio: float = 1.0) -> float:
    """The hazard ratio whose estimate has a statistic of z at that many events. Source: Schoenfeld 1981."""
    return null_ratio * math.exp(z * (1 + allocation) / math.sqrt(allocation * events))
