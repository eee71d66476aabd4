"""Can the reported numbers be true? One file a check, found by scanning this folder.

A check file declares NAME (its own file name), SOURCE (where its formula comes from) and
check(readings) -> Iterable[Check]. What several checks need stands in evidence/.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from trialwright.model.check import Check
    from trialwright.model.result import Reading


class CheckFile(Protocol):
    """What a file in this folder declares."""

    NAME: str
    SOURCE: str

    def check(self, readings: Sequence[Reading]) -> Iterable[Check]: ...


@cache
def files() -> tuple[CheckFile, ...]:
    """Every check, by name. A file that does not declare itself is an AttributeError, not a silence."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg)
    modules = [importlib.import_module(f"{__name__}.{n}") for n in names]
    for module in modules:
        for declared in ("NAME", "SOURCE", "check"):
            if not hasattr(module, declared):
                raise AttributeError(f"{module.__name__} declares no {declared}; see check/__init__.py")
    return tuple(cast(CheckFile, m) for m in modules)


def check(readings: Sequence[Reading]) -> tuple[Check, ...]:
    """All checks of all readings, in reading order: by document, then by place, then by check."""
    order = {r.document.key: i for i, r in enumerate(readings)}
    found = [c for file in files() for c in file.check(readings)]
    return tuple(
        sorted(found, key=lambda c: (order.get(c.quote.document, len(order)), c.quote.start, c.name))
    )
