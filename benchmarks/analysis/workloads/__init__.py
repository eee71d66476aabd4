"""What is timed: every file of this folder declares `ROWS`, a tuple of Row, and is found by scanning."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Data = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """An analysis that is timed: ours over many data sets at once, and others' one at a time on the first of them.

    data : seed → arrays, the same for all programs. ours : data → a number for each data set, by the public API.
    r : R code that defines `one(i)`, the same number for data set i, counted from 1, of the list `d`; its packages are
    loaded there. "" where Debian has no such package. python : the same by a Python peer, (data, i) → number, i from 0.
    tolerance : relative, between their numbers and ours. reach : for the ratio to R, or where r is "", per second.
    """

    name: str
    reach: float
    data: Callable[[int], Data]
    ours: Callable[[Data], np.ndarray]
    r: str = ""
    r_fits: int = 200
    python: Callable[[Data, int], float] | None = None
    python_fits: int = 200
    tolerance: float = 1e-4


def rows() -> tuple[Row, ...]:
    """All rows, in order of files' names."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return tuple(row for n in names for row in importlib.import_module(f"{__name__}.{n}").ROWS)
