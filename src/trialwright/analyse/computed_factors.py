"""Factors that a formula makes of numbers: `I(age > 60)`, `cut(age, c(0, 40, 60, 90))`, and what `factor()` takes of either
or of a number that is computed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.analyse.expressions import NAME, Floats, comparison, is_comparison, values
from trialwright.errors import AnalysisError

_ORDER = ("FALSE", "TRUE")
_CUT = re.compile(
    r"cut\(\s*([^,]+?)\s*,\s*(?:breaks\s*=\s*)?c\(([^()]*)\)\s*((?:,\s*[\w.]+\s*=\s*\w+\s*)*)\)"
)


def is_computed(atom: str) -> bool:
    return re.match(r"cut\s*\(", atom) is not None or is_comparison(atom)


def is_expression(text: str) -> bool:
    """Whether it is more than a column: what `factor(x > 2)` has in its brackets."""
    return re.fullmatch(rf"{NAME}|`[^`]*`", text) is None


def computed_levels(atom: str, data: Mapping[str, Any]) -> list[Any]:
    """Those that the data have, in order."""
    given = set(computed_values(atom, data))
    if not is_computed(atom):
        return sorted(given)
    order = _intervals(atom)[2] if atom.startswith("cut") else list(_ORDER)
    return [label for label in order if label in given]


def computed_values(atom: str, data: Mapping[str, Any]) -> NDArray[Any]:
    """(n,) labels. Raises AnalysisError for a number in none of the intervals."""
    if not is_computed(atom):
        return values(atom, data).astype(object)
    if not atom.startswith("cut"):
        return np.array(_ORDER, dtype=object)[comparison(atom, data).astype(int)]
    inside, breaks, labels, right, lowest = (*_intervals(atom), *_ends(atom))
    x = values(inside, data)
    at = np.searchsorted(breaks, x, side="left" if right else "right") - 1
    if lowest:
        at[x == breaks[0 if right else -1]] = 0 if right else len(labels) - 1
    if outside := [v for v, i in zip(x, at, strict=True) if not 0 <= i < len(labels)]:
        raise AnalysisError(
            f"{inside} has values in none of the intervals, as {outside[0]:g}.", where=atom,
            fix="Take breaks that span all values, -Inf and Inf if need be; include.lowest = TRUE takes the first break in.",
        )  # fmt: skip
    return np.array(labels, dtype=object)[at]


def _intervals(atom: str) -> tuple[str, Floats, list[str]]:
    """What is cut, the breaks ascending, and the intervals' labels as R writes them: to three digits, or as many as tell them apart."""
    said = _CUT.fullmatch(atom)
    try:
        breaks = sorted(float(b) for b in said[2].split(",")) if said else []
    except ValueError:
        breaks = []
    if said is None or len(breaks) < 2 or len(set(breaks)) < len(breaks):
        raise AnalysisError(
            f"{atom} is not understood.", fix="Write cut(x, c(0, 40, 60)), with breaks that differ."
        )
    shown = next(
        found
        for d in (3, 4, 5, 6, 9, 12, 17)
        if len(set(found := [_written(b, d) for b in breaks])) == len(breaks)
    )
    right, lowest = _ends(atom)
    labels = [f"({a},{b}]" if right else f"[{a},{b})" for a, b in pairwise(shown)]
    if lowest and right:
        labels[0] = "[" + labels[0][1:]
    elif lowest:
        labels[-1] = labels[-1][:-1] + "]"
    return said[1], np.array(breaks), labels


def _written(b: float, digits: int) -> str:
    return {np.inf: " Inf", -np.inf: "-Inf"}.get(b) or f"{b:.{digits}g}"


def _ends(atom: str) -> tuple[bool, bool]:
    """Whether intervals hold their right end, and whether the outermost holds both."""
    said = dict(re.findall(r"([\w.]+)\s*=\s*(\w+)", (_CUT.fullmatch(atom) or ["", "", "", ""])[3]))
    if unknown := said.keys() - {"right", "include.lowest"}:
        raise AnalysisError(
            f"The options {', '.join(unknown)} of cut() are not taken here.",
            where=atom,
            fix="Compute the column beforehand.",
        )
    return said.get("right", "TRUE") in ("TRUE", "T"), said.get("include.lowest", "FALSE") in ("TRUE", "T")
