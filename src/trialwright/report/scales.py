"""Effects as readers know them: ratios for logarithms, percent for transformed proportions, r for Fisher's z."""

from __future__ import annotations

import math
from typing import Literal

from trialwright.report.labels import SCALES
from trialwright.report.numbers import decimals_for, fixed

Reads = Literal["difference", "ratio", "logit", "arcsine", "radians", "correlation"]
READS: dict[str, Reads] = {
    "logit_proportion": "logit",
    "arcsine_proportion": "arcsine",
    "freeman_tukey_proportion": "radians",
    "fisher_z": "correlation",
}


def reads(scale: str) -> Reads:
    """What readers are shown for an additive scale. A pooled double arcsine has no sample size to be turned back with,
    so it stays in radians."""
    return READS.get(scale, "ratio" if scale.startswith("log_") else "difference")


def back(value: float, read: Reads) -> float:
    """From the additive scale to what is shown; shares as fractions."""
    if read == "ratio":
        return math.exp(value)
    if read == "logit":
        return 1 / (1 + math.exp(-value))
    if read == "arcsine":
        return math.sin(min(max(value, 0.0), math.pi / 2)) ** 2
    return math.tanh(value) if read == "correlation" else value


def shown(value: float, low: float, high: float, scale: str) -> tuple[str, str]:
    """An effect and its interval as readers know them, with the same decimals: the interval's third digit.

    Ratios and correlations to two decimals (ratios to three below 0.1), percent to one; the difference itself otherwise.
    """
    read = reads(scale)
    value, low, high = (back(v, read) for v in (value, low, high))
    if read in ("logit", "arcsine"):
        return f"{fixed(100 * value, 1)} %", f"{fixed(100 * low, 1)} to {fixed(100 * high, 1)} %"
    decimals = {"ratio": 2 if low >= 0.1 else 3, "correlation": 2}.get(read, decimals_for((high - low) / 2))
    return fixed(value, decimals), f"{fixed(low, decimals)} to {fixed(high, decimals)}"


def scale_name(scale: str) -> str:
    """In words, of what is shown."""
    name = SCALES.get(scale, scale)
    return name.removeprefix("log ")


def compares(scale: str) -> bool:
    """Whether it is an effect of one arm against another."""
    return reads(scale) in ("difference", "ratio")
