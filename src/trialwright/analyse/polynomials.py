"""poly(x, 2) and poly(x, 3, raw = TRUE) in a formula: powers of a column, orthogonal over the rows that they were learned on.

Source: Kennedy & Gentle 1980, Statistical Computing, section 8.4 (the recurrence); as R names and signs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trialwright.analyse.columns import said
from trialwright.analyse.expressions import values
from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
_CALL = re.compile(
    r"poly\(\s*([^,]+?)\s*,\s*(?:degree\s*=\s*)?(\d+)\s*(?:,\s*raw\s*=\s*(TRUE|FALSE|T|F)\s*)?\)"
)


@dataclass(frozen=True)
class Polynomial:
    """inside : the column, or what computes it. centre, norm : of the recurrence, (degree,) and (degree + 1,); none of
    plain powers."""

    atom: str
    inside: str
    degree: int
    centre: Floats | None = None
    norm: Floats | None = None

    @property
    def names(self) -> list[str]:
        label = said(self.atom)
        return [f"{label}{k + 1}" for k in range(self.degree)]

    def columns(self, data: Mapping[str, Any]) -> Floats:
        """(n, degree)."""
        x = values(self.inside, data)
        if self.centre is None or self.norm is None:
            return np.column_stack([x ** (k + 1) for k in range(self.degree)])
        found, before = [x - self.centre[0]], np.ones(len(x))
        for k in range(1, self.degree):
            found.append((x - self.centre[k]) * found[-1] - self.norm[k] / self.norm[k - 1] * before)
            before = found[-2]
        return np.column_stack(found) / np.sqrt(self.norm[1:])


def is_polynomial(atom: str) -> bool:
    return re.match(r"poly\s*\(", atom) is not None


def learned(atom: str, data: Mapping[str, Any]) -> Polynomial:
    """From the rows that have a value of the column, whatever others lack, as R does. Raises AnalysisError."""
    called = _CALL.fullmatch(atom)
    if not called or int(called[2]) < 1:
        raise AnalysisError(f"{atom} is not understood.", fix="Write poly(x, 2) or poly(x, 2, raw = TRUE).")
    inside, degree = called[1], int(called[2])
    x = values(inside, data)
    x = x[~pd.isna(x)]
    if len(np.unique(x)) <= degree:
        raise AnalysisError(
            f"{inside} has too few distinct values for a polynomial of degree {degree}.", where=atom,
            fix="Take a lower degree.",
        )  # fmt: skip
    if called[3] in ("TRUE", "T"):
        return Polynomial(atom, inside, degree)
    centre, norm = np.empty(degree), np.empty(degree + 1)
    before, now = np.zeros(len(x)), np.ones(len(x))
    norm[0] = len(x)
    for k in range(degree):
        centre[k] = np.sum(x * now**2) / norm[k]
        before, now = now, (x - centre[k]) * now - (norm[k] / norm[k - 1] * before if k else 0.0)
        norm[k + 1] = np.sum(now**2)
    return Polynomial(atom, inside, degree, centre, norm)
