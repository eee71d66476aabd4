"""bs(x, df = 5) and ns(x, 3) in a formula: cubic B-splines, and those that are straight beyond the outermost knots.

Source: de Boor 1978, A Practical Guide to Splines; natural ones as Hastie 1992 in Chambers & Hastie, Statistical Models in S,
ch. 7: the part of the basis whose second derivative vanishes at both ends, by a Householder triangulation of that condition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import BSpline

from trialwright.analyse.columns import said
from trialwright.analyse.expressions import values
from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
_CALL = re.compile(r"(?:splines::)?(bs|ns)\(\s*([^,]+?)\s*((?:,[^()]*(?:\([^()]*\))?)*)\)")
_FIX = "Write bs(x, df = 5), ns(x, 3) or ns(x, knots = c(2, 5))."


@dataclass(frozen=True)
class Spline:
    """inside : the column, or what computes it. knots : all of them, the outermost repeated. natural : columns of the
    B-spline basis → those that are straight at the ends, (m, p); None of bs()."""

    atom: str
    inside: str
    degree: int
    knots: Floats
    natural: Floats | None

    @property
    def names(self) -> list[str]:
        label = said(self.atom)
        size = len(self.knots) - self.degree - 1 if self.natural is None else self.natural.shape[1] + 1
        return [f"{label}{k}" for k in range(1, size)]

    def columns(self, data: Mapping[str, Any]) -> Floats:
        """(n, p). Raises AnalysisError for a value beyond those that it was learned on."""
        x = values(self.inside, data)
        low, high = self.knots[0], self.knots[-1]
        if np.any((x < low) | (x > high)):
            raise AnalysisError(
                f"{self.inside} has values beyond {low:g} to {high:g}, on which the spline was learned.",
                where=self.atom, fix="Ask within that range.",
            )  # fmt: skip
        basis = _basis(x, self.knots, self.degree)[:, 1:]
        return np.asarray(basis if self.natural is None else basis @ self.natural)


def is_spline(atom: str) -> bool:
    return re.match(r"(?:splines::)?[bn]s\s*\(", atom) is not None


def spline(atom: str, data: Mapping[str, Any]) -> Spline:
    """From the rows that have a value of the column, whatever others lack; knots that are not named are at its quantiles.
    Raises AnalysisError."""
    called = _CALL.fullmatch(atom)
    if not called:
        raise AnalysisError(f"{atom} is not understood.", fix=_FIX)
    kind, inside = called[1], called[2]
    asked = _asked(atom, called[3])
    x = values(inside, data)
    x = x[~pd.isna(x)]
    degree = int(asked.get("degree", [3])[0]) if kind == "bs" else 3
    inner = np.array(asked["knots"]) if "knots" in asked else _placed(x, kind, degree, asked, atom)
    if len(x) == 0 or not np.all((inner > x.min()) & (inner < x.max())) or np.any(np.diff(inner) <= 0):
        raise AnalysisError(f"{inside} does not vary enough for these knots.", where=atom, fix=_FIX)
    knots = np.concatenate([[x.min()] * (degree + 1), inner, [x.max()] * (degree + 1)])
    return Spline(atom, inside, degree, knots, _straight(knots) if kind == "ns" else None)


def _asked(atom: str, text: str) -> dict[str, list[float]]:
    """df, by name or place, knots and degree. Raises AnalysisError for any other."""
    out: dict[str, list[float]] = {}
    for part in re.findall(r",\s*((?:[\w.]+\s*=\s*)?(?:c\([^()]*\)|[^,()]+))", text):
        found = re.fullmatch(r"(?:(df|knots|degree)\s*=\s*)?(?:c\(([-\d., ]+)\)|(-?[\d.]+))\s*", part)
        if not found:
            raise AnalysisError(f"{atom} is not understood at {part.strip()!r}.", fix=_FIX)
        out[found[1] or "df"] = [float(v) for v in (found[2] or found[3]).split(",")]
    return out


def _placed(x: Floats, kind: str, degree: int, asked: dict[str, list[float]], atom: str) -> Floats:
    """Inner knots at quantiles, as many as the degrees of freedom leave."""
    count = int(asked["df"][0]) - (degree if kind == "bs" else 1) if "df" in asked else 0
    if count < 0:
        raise AnalysisError(f"{atom} has too few degrees of freedom.", fix=_FIX)
    return np.quantile(x, np.linspace(0, 1, count + 2)[1:-1]) if len(x) else np.empty(0)


def _basis(x: Floats, knots: Floats, degree: int, derivative: int = 0) -> Floats:
    """(n, m): at the last knot, as approached from below."""
    curve = BSpline(knots, np.eye(len(knots) - degree - 1), degree)
    if derivative:
        return np.asarray(curve(x, nu=derivative))
    return np.asarray(curve(x))


def _straight(knots: Floats) -> Floats:
    condition = _basis(np.array([knots[0], knots[-1]]), knots, 3, derivative=2)[:, 1:]
    return np.asarray(np.linalg.qr(condition.T, mode="complete")[0][:, 2:])
