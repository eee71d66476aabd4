"""Names for content: what a stage was given, and which code ran."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from trialwright.model.base import Node

PACKAGE = Path(__file__).resolve().parents[1]
CODE_SUFFIXES = {".py", ".yaml", ".html", ".css", ".js", ".j2", ".txt"}


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of a file, read in pieces so that a large patient table needs no memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def of(*parts: Any) -> str:
    """SHA-256 of model objects and plain values, the same in any process."""
    return of_bytes(json.dumps(parts, sort_keys=True, default=_plain).encode())


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


PLACE_KEYS = {"id", "because", "quote"}


def without_places(*nodes: Any) -> Any:
    """Plain data of model objects without where they were read or why they hold: what a computation
    depends on. A line added to plan.yaml moves every quote below it and changes no figure."""
    return [_unplaced(n.model_dump(mode="json") if isinstance(n, BaseModel) else n) for n in nodes]


def _unplaced(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _unplaced(value.model_dump(mode="json"))
    if isinstance(value, dict):
        return {k: _unplaced(v) for k, v in value.items() if k not in PLACE_KEYS}
    if isinstance(value, list | tuple):
        return [_unplaced(v) for v in value]
    return value


def names_of(*nodes: Node) -> tuple[str, ...]:
    """The ids of nodes and of what they rest on, in a fixed order."""
    return tuple(name for n in nodes for name in (n.id, *n.because.of))


@cache
def of_code() -> str:
    """SHA-256 of the installed package's own files: a stage made by other code is stale."""
    whole = hashlib.sha256()
    for path in sorted(p for p in PACKAGE.rglob("*") if p.suffix in CODE_SUFFIXES):
        whole.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
