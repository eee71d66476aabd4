"""The one seam to the patients' engine: what it says when it fails becomes one of our errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import ibis.expr.types as ir

from trialwright.errors import PatientsError, engine_errors

Answer = TypeVar("Answer")


def engine_call(call: Callable[[], Answer]) -> Answer:
    """What the engine answers. Raises PatientsError for an error of DuckDB, PostgreSQL, Spark or Ibis."""
    try:
        return call()
    except engine_errors() as error:
        raise PatientsError(
            f"The patients' engine could not answer: {_reason(error)}.",
            where="patients",
            fix="Check that the table still exists, that its columns have not changed, and that the engine still runs.",
        ) from error


def answer(table: ir.Table) -> Mapping[str, list[Any]]:
    """The table's columns, brought here."""
    return engine_call(lambda: table.to_pyarrow().to_pydict())


def keep(table: ir.Table) -> ir.Table:
    """Held by the engine for this screening, so that it is worked out once."""
    return engine_call(lambda: table.cache())


def _reason(error: Exception) -> str:
    """The first line of what the engine says; PostgreSQL and Spark add the whole query below it."""
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__
