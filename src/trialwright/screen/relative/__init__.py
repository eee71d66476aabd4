"""What a criterion may compare of a concept besides its value: one file each, found by scanning this folder.

A file declares
  MEASURE  its name in a bound leaf
  SOURCE   author, year, formula
  rows(values) → person_id, time_hours, value: a null value where it cannot be told at that time. That is kept, because
      a later value that is unknown must not let an earlier one answer for it.

values : person_id, time_hours, value, and upper, the row's own upper limit of normal (null where it has none), both
in the concept's canonical unit; implausible values are gone.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import Protocol

import ibis.expr.types as ir


class Relative(Protocol):
    """What a file in this folder declares."""

    MEASURE: str
    SOURCE: str

    @staticmethod
    def rows(values: ir.Table) -> ir.Table: ...


@lru_cache(maxsize=1)
def found() -> dict[str, Relative]:
    """Measure → its file."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    files = [importlib.import_module(f"{__name__}.{n}") for n in names]
    return {file.MEASURE: file for file in files}  # type: ignore[misc]
