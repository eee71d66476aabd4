"""A reference case: another program's call, its data and what it gave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np


class Unknown(Exception):
    """A family, call or argument that no file answers: the case counts as failed."""


@dataclass(frozen=True)
class Case:
    """call : what was called, in R's words. expected : field → value. tolerance : see agrees().
    source : where the data come from, and what their codes mean.

    before : the calls of the same family earlier in the file, latest first, which a call that says "same" refers to.
    """

    id: str
    family: str
    call: str
    data: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float
    note: str = ""
    source: str = ""
    before: tuple[str, ...] = ()

    def column(self, *names: str) -> np.ndarray:
        """The first of these columns that the data have, as numbers. Raises Unknown where none is there."""
        for name in names:
            if name in self.data:
                return np.atleast_1d(np.asarray(self.data[name], dtype=np.float64))
        raise Unknown(f"none of the columns {', '.join(names)} is in the data")

    def stated(self, name: str) -> Any:
        """A setting that the file keeps among its results, as the points at which a curve was asked for."""
        if name not in self.expected:
            raise Unknown(f"`{name}` is not stated")
        return self.expected[name]

    @property
    def said(self) -> str:
        """The call, with the one before it where it says "same": what it says itself comes first."""
        if not re.match(r"same\b", self.call):
            return self.call
        return "; ".join([self.call, *(c for c in self.before if not re.match(r"same\b", c))][:2])

    def tolerance_of(self, name: str) -> float:
        """A field's own tolerance where the note gives one ("bayesmeta fields 2e-3"), and the case's otherwise."""
        found = re.search(rf"\b{re.escape(name)} fields (\d[\d.]*(?:e-?\d+)?)", self.note)
        return float(found[1]) if found else self.tolerance


@dataclass(frozen=True)
class Words:
    """A call's arguments: `name=value`, in R's syntax or among words."""

    text: str

    def argument(self, name: str) -> str | None:
        """The value of `name=` with its quotes gone, None where it is not given; the first where it is given twice."""
        found = re.search(
            rf"(?<![\w.]){re.escape(name)}\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([\w./+-]+))", self.text
        )
        return next((g for g in found.groups() if g is not None), None) if found else None

    def word(self, *words: str) -> str | None:
        """Whichever of these words comes first in the call, with no letter or digit next to it."""
        places = [
            (m.start(), w)
            for w in words
            if (m := re.search(rf"(?<![\w.]){re.escape(w)}(?![\w.])", self.text))
        ]
        return min(places)[1] if places else None


# Estimates that iteration leaves near a bound of 0 where it is not reached exactly.
BOUNDED = ("tau2", "tau", "sigma2", "I2")


def agrees(expected: Any, got: Any, tolerance: float, name: str = "") -> bool:
    """Every number within `tolerance`, absolute up to 1 and relative above; words equal; None where None is.

    References stop iterating at an absolute step, so a small one is no more exact than that; but a number near or below
    the tolerance itself, as a tail probability, must agree relatively to a thousand times the tolerance. That is not
    asked of BOUNDED ones. name : the field's.
    A dict or list agrees where all its members do, by name or in order.
    """
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            k in got and agrees(v, got[k], tolerance, k) for k, v in expected.items()
        )
    if isinstance(expected, list):
        got = got.tolist() if isinstance(got, np.ndarray) else got
        return (
            isinstance(got, list | tuple)
            and len(got) == len(expected)
            and all(agrees(e, g, tolerance, name) for e, g in zip(expected, got, strict=True))
        )
    if isinstance(got, list | tuple | np.ndarray) and np.ndim(got) == 1 and len(got) == 1:
        return agrees(expected, got[0], tolerance, name)  # R's writers drop the brackets of a vector of one
    if expected in ("Inf", "-Inf"):
        expected = float(expected)
    if isinstance(expected, float) and np.isinf(expected):
        return got in (expected, str(expected))
    if expected is None or isinstance(expected, str | bool):
        return bool(expected == got) or (expected is None and isinstance(got, float) and bool(np.isnan(got)))
    if not isinstance(got, int | float | np.number) or isinstance(got, bool):
        return False
    away = abs(float(got) - expected)
    near = away <= 1000 * tolerance * abs(expected) or expected == 0 or name in BOUNDED
    return bool(near and away <= tolerance * max(1.0, abs(expected)))
