"""scale(x) in a formula: a column less its mean, over its standard deviation, of the rows that it was learned on."""

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

_CALL = re.compile(r"scale\(\s*([^,]+?)\s*((?:,\s*(?:center|scale)\s*=\s*(?:TRUE|FALSE|T|F)\s*)*)\)")


@dataclass(frozen=True)
class Scaled:
    """inside : the column, or what computes it; less `centre`, over `spread`."""

    atom: str
    inside: str
    centre: float
    spread: float

    @property
    def names(self) -> list[str]:
        return [said(self.atom)]

    def columns(self, data: Mapping[str, Any]) -> NDArray[np.float64]:
        """(n, 1)."""
        return np.asarray((values(self.inside, data)[:, None] - self.centre) / self.spread)


def is_scaled(atom: str) -> bool:
    return re.match(r"scale\s*\(", atom) is not None


def scaled(atom: str, data: Mapping[str, Any]) -> Scaled:
    """From the rows that have a value, whatever else they lack, as R does. Without centring, spread is the root mean square
    with n - 1. Raises AnalysisError."""
    called = _CALL.fullmatch(atom)
    if not called:
        raise AnalysisError(f"{atom} is not understood.", fix="Write scale(x), or scale(x, scale = FALSE).")
    asked = dict(re.findall(r"(center|scale)\s*=\s*(\w)", called[2]))
    x = values(called[1], data)
    x = x[~pd.isna(x)]
    centre = float(x.mean()) if asked.get("center", "T") == "T" else 0.0
    spread = (
        float(np.sqrt(np.sum((x - centre) ** 2) / (len(x) - 1)))
        if asked.get("scale", "T") == "T" and len(x) > 1
        else 1.0
    )
    if not spread > 0:
        raise AnalysisError(f"{called[1]} does not vary.", where=atom, fix="Leave it out.")
    return Scaled(atom, called[1], centre, spread)
