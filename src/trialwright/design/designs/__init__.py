"""Designs: one file each says when it looks at the data and what it decides.

A file is a design when it declares NAME. It also declares

LABEL                words for people
looks(design)        patients enrolled at each look, ascending; the last is the full size
evaluate(design, p)  Decided, from one-sided p-values of the data so far, (trials, looks)
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from trialwright.errors import DesignError


@cache
def found() -> dict[str, ModuleType]:
    """Every design type by name."""
    files = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {m.NAME: m for m in files if hasattr(m, "NAME")}


def design_type(name: str) -> ModuleType:
    """The design type of that name. Raises DesignError naming those there are."""
    if name not in found():
        raise DesignError(
            f"There is no design type `{name}`.",
            where="design.type",
            fix=f"Use one of: {', '.join(sorted(found()))}.",
        )
    return found()[name]
