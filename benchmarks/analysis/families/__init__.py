"""What answers a reference case: one file for a group of families, found by scanning this folder.

A file declares `FAMILIES`: a family's name → a function of a Case that gives the expected fields by name, by the public
API alone. A call that it does not know raises Unknown; so does an argument that it would otherwise leave out. To add a
family is to add a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any

from benchmarks.analysis.case import Case

Answer = Callable[[Case], dict[str, Any]]


@cache
def families() -> dict[str, Answer]:
    """Every family that a file of this folder declares. Raises ValueError where two files declare the same."""
    found: dict[str, Answer] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")):
        declared = getattr(importlib.import_module(f"{__name__}.{module}"), "FAMILIES", {})
        if twice := found.keys() & declared.keys():
            raise ValueError(f"{module}.py declares families again that another file has: {sorted(twice)}")
        found |= declared
    return found
