"""Where blocks of work run: one file each, all with the same answer.

A file is an engine when it declares NAME. It also declares

HELP                     words for people
open(workers, address)   a context that gives an Engine; workers None takes as many as there are cores; address is what
                         followed NAME:// ("" where nothing did)

An Engine is called with a function and the arguments of each piece, and yields the results in the order of the pieces,
whoever made them and in whatever order. The function and what it takes are sent to other processes by some engines, so
both must be of this package or of plain values. A piece whose worker died is done again.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from types import ModuleType
from typing import Any

from trialwright.errors import DesignError

Engine = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], Iterator[Any]]
DEFAULT = "threads"


@cache
def found() -> dict[str, ModuleType]:
    """Every engine by name."""
    files = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {m.NAME: m for m in files if hasattr(m, "NAME")}


def open(name: str = DEFAULT, workers: int | None = None) -> AbstractContextManager[Engine]:
    """The engine of that name, e.g. "threads", "processes", "dask" or "dask://HOST:PORT". Raises DesignError."""
    kind, _, address = name.partition("://")
    if kind not in found():
        raise DesignError(
            f"There is no engine `{name}`.",
            where="--engine",
            fix=f"Use one of: {', '.join(sorted(found()))}, dask://HOST:PORT.",
        )
    if workers is not None and workers < 1:
        raise DesignError(f"{workers} workers can do nothing.", where="--workers", fix="Use 1 or more.")
    if address and kind != "dask":
        raise DesignError(
            f"The engine `{kind}` runs on this machine and takes no address.",
            where="--engine",
            fix=f"Use `{kind}`, or dask://HOST:PORT for a cluster.",
        )
    opened: AbstractContextManager[Engine] = found()[kind].open(workers, address)
    return opened
