"""Arms, groups of the marker and outcomes of an opened trial, in words."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.design.setting import Setting
from trialwright.kernels import tables

Floats = NDArray[np.float64]


def arms(setting: Setting) -> tuple[str, ...]:
    """By number, control first."""
    named = [a or "experimental" for a in setting.design.arms or ("",)]
    return ("control", *named)


def _is_binary(setting: Setting) -> bool:
    marker = setting.scenario.marker
    return marker is not None and marker.positive is not None


def group(setting: Setting, b: int) -> str:
    """A bin of the measured marker, "" where nothing is parted."""
    cuts = setting.cutoffs
    if not cuts:
        return ""
    name = setting.scenario.marker.name if setting.scenario.marker else "marker"
    if _is_binary(setting):
        return f"{name} {'positive' if b else 'negative'}"
    if b == 0:
        return f"{name} < {cuts[0]:g}"
    if b == len(cuts):
        return f"{name} ≥ {cuts[-1]:g}"
    return f"{name} {cuts[b - 1]:g} to < {cuts[b]:g}"


def groups(setting: Setting, held: tuple[bool, ...]) -> str:
    """Whose data: "everyone", or the groups together."""
    if all(held):
        return "everyone"
    if not any(held):
        return "nobody"
    lowest = held.index(True)
    if all(held[lowest:]) and not _is_binary(setting) and setting.scenario.marker:
        return f"{setting.scenario.marker.name} ≥ {setting.cutoffs[lowest - 1]:g}"
    return ", ".join(group(setting, b) for b, counts in enumerate(held) if counts)


def comparison(setting: Setting, arm: int, held: tuple[bool, ...]) -> str:
    """e.g. "high v control, hsCRP ≥ 3"."""
    said = f"{arms(setting)[arm]} v control"
    return said if len(held) == 1 else f"{said}, {groups(setting, held)}"


def tally_outcome(setting: Setting, tally: Floats) -> tuple[float | None, str]:
    """One patient's outcome from the tally that it alone is in, (k,): its value, None where it is no one number, and it in words."""
    kind = setting.outcome.kind
    if kind == tables.CATEGORIES:
        category = int(tally.argmax())
        if len(tally) == 2:
            return float(category), "event" if category else "no event"
        return float(category + 1), f"category {category + 1} of {len(tally)}"
    if kind == tables.COUNT:
        return float(tally[1]), f"{tally[1]:.0f} event{'' if tally[1] == 1 else 's'}"
    if kind not in (tables.NORMAL, tables.COVARIATE):
        return None, "measured"  # several numbers a patient: no one of them is the outcome
    mean = setting.scenario.control.get("mean")
    if isinstance(mean, float | int):
        value = float(tally[1]) + mean
        return value, f"{value:.4g}"
    value = float(tally[1])
    return value, f"{value:+.4g} from the control mean"


def marker_value(setting: Setting, log_measured: float) -> float | None:
    """The measured value; None where there is none to measure, or where it would be a real patient's own."""
    marker, table = setting.scenario.marker, setting.populations[0].marker_table
    if marker is None or len(table.log_values) == 1 or table.binary:
        return None
    if table.sample and table.noise_sd == 0:
        return None
    return math.exp(log_measured)
