"""The one seam to the patients' engine: what it says when it fails becomes one of our errors.

A connection answers one question at a time. A question is written before its turn comes, so that one thread can write
the next while another waits for an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import ibis.expr.operations as ops
import ibis.expr.types as ir

from trialwright.errors import PatientsError, engine_errors

Answer = TypeVar("Answer")
Columns = Mapping[str, list[Any]]
IN_SQL = ("duckdb",)  # engines whose own client brings the columns of a written question in Arrow
_TURNS: WeakKeyDictionary[Any, RLock] = WeakKeyDictionary()


def answer(table: ir.Table) -> Columns:
    """The table's columns, brought here."""
    return written(table)()


def records(table: ir.Table) -> list[dict[str, Any]]:
    """The table's rows, brought here."""
    return _in_turn(table, lambda: table.to_pyarrow().to_pylist())


def keep(table: ir.Table) -> ir.Table:
    """Held by the engine for this screening, so that it is worked out once."""
    return _in_turn(table, table.cache)


def written(table: ir.Table) -> Callable[[], Columns]:
    """The question for the table's columns, written now and answered when it is called."""
    engine = table.get_backend()
    # A table of ours is given to the engine with the question.
    if engine.name not in IN_SQL or table.op().find(ops.InMemoryTable):
        return lambda: _in_turn(table, lambda: table.to_pyarrow().to_pydict())
    sql, types = _engine_call(lambda: engine.compile(table)), table.schema().to_pyarrow()
    return lambda: _in_turn(table, lambda: engine.raw_sql(sql).to_arrow_table().cast(types).to_pydict())


def _in_turn(table: ir.Table, call: Callable[[], Answer]) -> Answer:
    with _TURNS.setdefault(table.get_backend(), RLock()):
        return _engine_call(call)


def _engine_call(call: Callable[[], Answer]) -> Answer:
    """What the engine answers. Raises PatientsError for an error of DuckDB, PostgreSQL, Spark or Ibis."""
    try:
        return call()
    except engine_errors() as error:
        raise PatientsError(
            f"The patients' engine could not answer: {_reason(error)}.",
            where="patients",
            fix="Check that the table still exists, that its columns have not changed, and that the engine still runs.",
        ) from error


def _reason(error: Exception) -> str:
    """The first line of what the engine says; PostgreSQL and Spark add the whole query below it."""
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__
