"""Names for content: what a stage was given, and which code ran."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

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


@cache
def of_code() -> str:
    """SHA-256 of the installed package's own files: a stage made by other code is stale."""
    whole = hashlib.sha256()
    for path in sorted(p for p in PACKAGE.rglob("*") if p.suffix in CODE_SUFFIXES):
        whole.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
