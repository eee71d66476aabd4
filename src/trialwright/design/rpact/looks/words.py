"""Turning rpact's words and shapes into ours and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.looks.datasets import Floats
from trialwright.errors import DesignError


def one_of(value: Any, known: Mapping[str, str], default: str, name: str) -> str:
    if value is None:
        return known[default]
    if value not in known:
        raise DesignError(
            f"There is no {name} `{value}`.", where=name, fix=f"Use one of: {', '.join(known)}."
        )
    return known[value]


def word(value: str, known: Mapping[str, str]) -> str:
    return next(r for r, ours in known.items() if ours == value)


def wide(values: Floats, k: int) -> Floats:
    """(stages, m) of the looks so far as rpact's rows of hypotheses by k stages."""
    out = np.full((values.shape[1], k), np.nan)
    out[:, : len(values)] = values.T
    return out


def each(given: Mapping[str, Any], name: str, otherwise: Floats) -> Floats:
    """One value for every hypothesis; one stated for all is every one's."""
    value = given.get(name)
    if value is None or np.all(np.isnan(value)):
        return np.asarray(otherwise, dtype=float)
    found = np.atleast_1d(np.asarray(value, dtype=float))
    if len(found) not in (1, len(otherwise)):
        raise DesignError(
            f"`{name}` has {len(found)} values for {len(otherwise)} hypotheses.",
            where=name,
            fix="Give one, or one each.",
        )
    return np.broadcast_to(found, otherwise.shape).copy()


def shown(given: Mapping[str, Any], name: str, values: Floats) -> Floats:
    """A column of values, or the one value that was stated for all, as rpact keeps it."""
    value = given.get(name)
    return values[:1, None] if value is not None and np.size(value) == 1 else values[:, None]


LOW, HIGH = 1e-6, 0.5  # between which rpact looks for a repeated p-value


def resolved(p: Floats, looks: int, tolerance: Any = None) -> Floats:
    """Repeated p-values to rpact's resolution: the middle of the interval, no wider than its tolerance, that halving
    (1e-6, 0.5) comes to. Ours are exact; told this way small ones do not differ in their last digits. Those of one look
    are plain p-values, which rpact tells as they are."""
    if looks == 1:
        return p
    halvings = max(0, _halvings(tolerance) - 1)
    width = (HIGH - LOW) / 2**halvings
    cell = np.clip(np.floor((p - LOW) / width), 0, 2**halvings - 1)
    return np.asarray(LOW + (cell + 0.5) * width)


def resolved_above(p: Floats, looks: int, tolerance: Any = None) -> Floats:
    """Repeated p-values of a closed test to rpact's resolution, which tells the upper end of its last interval; those of
    one look as they are."""
    if looks == 1:
        return p
    halvings = _halvings(tolerance)
    width = (HIGH - LOW) / 2**halvings
    return np.asarray(LOW + np.clip(np.ceil((p - LOW) / width), 1, 2**halvings) * width)


def _halvings(tolerance: Any) -> int:
    """How often (1e-6, 0.5) is halved until it is no wider than the tolerance."""
    asked = 1e-6 if tolerance is None or np.isnan(tolerance) else float(tolerance)
    return max(0, int(np.ceil(np.log2((HIGH - LOW) / asked))))
