"""What R's calls say of a formula: where it stands, and the order of levels that the reference's terms show."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from trialwright.analyse.formula import Formula, parse


def arguments(call: str, *functions: str) -> str:
    """What is between the brackets of the first of these functions in the call."""
    found = re.search(rf"(?<![\w.])(?:{'|'.join(map(re.escape, functions))})\s*\(", call)
    if not found:
        raise Unknown(f"none of {', '.join(functions)} is called in {call!r}")
    depth = 1
    for i, c in enumerate(call[found.end() :]):
        depth += {"(": 1, ")": -1}.get(c, 0)
        if depth == 0:
            return call[found.end() : found.end() + i]
    raise Unknown(f"a bracket is not closed in {call!r}")


def split(text: str) -> list[str]:
    """Arguments between commas that stand in no bracket."""
    parts, depth, last = [], 0, 0
    for i, c in enumerate(text):
        depth += {"(": 1, ")": -1}.get(c, 0)
        if c == "," and depth == 0:
            parts.append(text[last:i].strip())
            last = i + 1
    return [*parts, text[last:].strip()]


def formula_of(call: str, *functions: str) -> Formula:
    """The argument with a ~. Raises Unknown where there is none."""
    for part in split(arguments(call, *functions)):
        if "~" in part:
            return parse(part)
    raise Unknown(f"no formula in {call!r}")


def levels(case: Case, terms: list[str] | None = None) -> dict[str, list[Any]]:
    """Each text column's levels as the reference had them: those that its terms name, after the one they do not; else,
    as R's own data sets keep them in a file, in order of appearance where "ref" is stated, or sorted."""
    named = terms if terms is not None else [str(t) for t in case.expected.get("terms", [])]
    found: dict[str, list[Any]] = {}
    for name, values in case.data.items():
        if not isinstance(values, list) or not any(isinstance(v, str) for v in values):
            continue
        given = list(dict.fromkeys(v for v in values if v is not None))
        order = _thresholds(named, given) or _contrasts(name, named, given)
        reference = re.search(r"\bref(?:erence)?\s+(\w+)", case.call)
        if order is None and reference and reference[1] in given:
            order = [reference[1], *(g for g in given if g != reference[1])]
        if order is not None:
            found[name] = order
    return found


def _thresholds(terms: list[str], given: list[str]) -> list[str] | None:
    """From "Low|Medium", "Medium|High"."""
    pairs = [t.split("|") for t in terms if t.count("|") == 1]
    if pairs and {p for pair in pairs for p in pair} == set(given):
        return [pairs[0][0], *(p[1] for p in pairs)]
    return None


def _contrasts(name: str, terms: list[str], given: list[str]) -> list[str] | None:
    """From "SEXFemale": the level without a contrast is the reference."""
    parts = list(dict.fromkeys(p for t in terms for p in t.split(":")))
    shown = [g for p in parts for g in given if p in (f"{name}{g}", f"factor({name}){g}")]
    left = [g for g in given if g not in shown]
    return [*left, *shown] if shown and len(left) == 1 else None


def binary_columns(case: Case) -> list[str]:
    """Columns of 0 and 1 alone."""
    found = []
    for name, values in case.data.items():
        if isinstance(values, list) and values and set(values) <= {0, 1}:
            found.append(name)
    return found


def array(values: Any) -> np.ndarray:
    return np.asarray(values, dtype=np.float64)
