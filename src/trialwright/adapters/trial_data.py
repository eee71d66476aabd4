"""A trial's data as a table: CSV, Parquet, SAS transport (XPT) or CDISC Dataset-JSON; or counts by arm and outcome."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from trialwright.errors import AnalysisError

KINDS = ".csv, .parquet, .xpt, .json (CDISC Dataset-JSON)"


def load(path: Path) -> pd.DataFrame:
    """Read the file by its suffix. Raises AnalysisError where it is absent, empty, damaged or of another kind."""
    if path.is_dir():
        raise AnalysisError(
            f"{path.name} is a folder, not a table.", where=str(path), fix=f"Name one file in it: {KINDS}."
        )
    reader = {".csv": _csv, ".parquet": pd.read_parquet, ".xpt": _xpt, ".json": _dataset_json}.get(
        path.suffix.lower()
    )
    if reader is None:
        raise AnalysisError(
            f"{path.name} is no kind of table that is read here.", where=path.name, fix=f"Give {KINDS}."
        )
    if not path.is_file():
        raise AnalysisError(
            f"There is no file {path.name}.", where=str(path), fix="Correct `data` in the plan."
        )
    try:
        table = reader(path)
    except AnalysisError:
        raise
    except Exception as error:
        raise AnalysisError(
            f"{path.name} cannot be read: {str(error).splitlines()[0] if str(error) else type(error).__name__}.",
            where=path.name, fix="Check that the file is whole.",
        ) from None  # fmt: skip
    if table.empty:
        raise AnalysisError(f"{path.name} has no rows.", where=path.name)
    return table


def expanded(counts: Mapping[str, Mapping[Any, int]], arm: str, outcome: str) -> pd.DataFrame:
    """A row a patient from arm → value → patients. Raises AnalysisError for a count below 0."""
    rows = []
    for label, values in counts.items():
        for value, n in values.items():
            if n < 0:
                raise AnalysisError(f"{n} patients of {label} cannot be.", where="counts")
            rows += [(label, value)] * n
    return pd.DataFrame(rows, columns=[arm, outcome])


def _csv(path: Path) -> pd.DataFrame:
    """A row with more values than the header has columns is refused: it would move all values by a column."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(path, index_col=False)


def _xpt(path: Path) -> pd.DataFrame:
    """Text comes as bytes, and a blank is how the format writes a missing one."""
    table = pd.read_sas(path, format="xport", encoding="utf-8")
    text = table.select_dtypes(include=["object", "string"]).columns
    return table.assign(**{c: table[c].where(table[c].astype(str).str.strip() != "", None) for c in text})


def _dataset_json(path: Path) -> pd.DataFrame:
    """Dataset-JSON 1.1 (columns and rows at the top), or 1.0 (one item group under clinicalData)."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if "itemGroupData" in (inside := content.get("clinicalData") or {}):
        groups = list(inside["itemGroupData"].values())
        if len(groups) != 1:
            raise AnalysisError(
                f"{path.name} holds {len(groups)} data sets.", where=path.name, fix="Give one."
            )
        names = [c["name"] for c in groups[0]["items"]]
        return pd.DataFrame(groups[0]["itemData"], columns=names)
    if "columns" not in content or "rows" not in content:
        raise AnalysisError(
            f"{path.name} is no Dataset-JSON.", where=path.name, fix="It has `columns` and `rows`."
        )
    return pd.DataFrame(content["rows"], columns=[c["name"] for c in content["columns"]])
