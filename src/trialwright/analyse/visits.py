"""Rows of the visit that counts, of an endpoint that is seen once though the data have a row a visit."""

from __future__ import annotations

import pandas as pd

from trialwright.analyse.prepare import in_order
from trialwright.errors import AnalysisError
from trialwright.model.analysis import AnalysedEndpoint


def imputed_by_visit(e: AnalysedEndpoint) -> bool:
    """Whether its course is imputed first: its table is then of one row a patient, and visits are its columns."""
    return e.impute is not None and bool(e.visit) and e.type == "continuous"


def seen_at(e: AnalysedEndpoint) -> bool:
    """Whether only the rows of the visit `at` are its outcomes."""
    course = e.type in ("repeated", "slope") or imputed_by_visit(e)
    return bool(e.visit) and e.at is not None and not course


def at_visit(name: str, e: AnalysedEndpoint, data: pd.DataFrame) -> pd.DataFrame:
    """Those rows, or all where a course is analysed or no visit is stated. Raises AnalysisError for an unknown visit."""
    if not seen_at(e):
        return data
    kept = data[data[e.visit] == e.at]
    if kept.empty:
        known = ", ".join(map(str, in_order(data[e.visit].tolist())))
        raise AnalysisError(f"No visit {e.at!r} in {e.visit}.", where=name, fix=f"There are {known}.")
    return kept
