"""Finished work, kept beside the plan under the digest of what it was made from."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from trialwright.app import digest
from trialwright.errors import PlanError

T = TypeVar("T")


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """A disk that is full, or a place that may not be written to, told as a PlanError."""
    try:
        yield
    except OSError as error:
        raise PlanError(
            f"The plan's folder cannot be written to: {error.strerror}.",
            where=str(path),
            fix="Free some space, or copy the plan to a folder of your own.",
        ) from None


def write_whole(path: Path, data: bytes) -> None:
    """Write under a temporary name, then rename: a reader never sees half a file."""
    with writable(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with writable(path):
            temporary.write_bytes(data)
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _renamed(entry: bytes, names: tuple[str, ...]) -> bytes:
    """A stored value with the names it was stored under replaced by `names`, place by place."""
    head, _, value = entry.partition(b"\n")
    stored = json.loads(head)
    new = {a.encode(): b.encode() for a, b in zip(stored, names, strict=True) if a != b}
    if not new:
        return value
    return re.sub(b"|".join(map(re.escape, new)), lambda m: new[m.group()], value)


class Store:
    """folder : where entries live; None keeps nothing and finds nothing (a replay)."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def get(
        self,
        stage: str,
        type_: type[T],
        inputs: tuple[object, ...],
        make: Callable[[], T],
        names: tuple[str, ...] = (),
    ) -> tuple[T, bool]:
        """The stored value for these inputs and this code, else what `make` gives, stored.

        names : ids that the value refers to, in a fixed order. A value stored under other names (the
        same content quoted from a plan whose lines have moved) comes back with today's.
        Returns (value, whether it was stored). A damaged entry counts as absent.
        """
        adapter: TypeAdapter[T] = TypeAdapter(type_)
        key = f"{stage}-{digest.of(digest.of_code(), *inputs)[:24]}.json"
        self.used.add(key)
        path = self.folder / key if self.folder else None
        if path and path.exists():
            try:
                return adapter.validate_json(_renamed(path.read_bytes(), names)), True
            except (ValueError, OSError):
                pass  # it is made again and written over
        value = make()
        if path:
            write_whole(path, json.dumps(names).encode() + b"\n" + adapter.dump_json(value))
        return value, False

    def sweep(self) -> None:
        """Drop entries that the run just finished did not use: the plan has moved on."""
        if self.folder and self.folder.is_dir():
            for path in self.folder.glob("*.json"):
                if path.name not in self.used:
                    path.unlink(missing_ok=True)


def replace_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Put `files` (relative path → bytes) in place of a folder's whole content, or change nothing."""
    fresh, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    shutil.rmtree(fresh, ignore_errors=True)
    with writable(folder):
        for name, data in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def recover_folder(folder: Path) -> None:
    """Undo a replacement that was killed between its two renames."""
    old = folder.with_name(f".{folder.name}.old")
    if old.exists() and not folder.exists():
        old.rename(folder)
