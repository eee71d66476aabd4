"""Concepts worked out from others, one file each, found by scanning this folder.

A file declares
  NAME     a word of the dictionary for the concept
  UNIT     the unit that its formula gives
  INPUTS   role → (word of the dictionary, unit the formula takes), of facts; age and sex come with persons
  PERSONS  columns of persons that it needs
  SOURCE   author, year, formula
  rows(inputs, persons) → person_id, time_hours, value
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

import ibis.expr.types as ir


class Derived(Protocol):
    """What a file in this folder declares."""

    NAME: str
    UNIT: str
    INPUTS: Mapping[str, tuple[str, str]]
    PERSONS: tuple[str, ...]
    SOURCE: str

    @staticmethod
    def rows(inputs: Mapping[str, ir.Table], persons: ir.Table) -> ir.Table: ...


@lru_cache(maxsize=1)
def found() -> tuple[Derived, ...]:
    """Every derived concept in this folder, by file name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{n}") for n in names)  # type: ignore[misc]
