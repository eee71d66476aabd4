"""Finished work, kept beside the plan under the digest of what it was made from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from trialwright.app import digest

T = TypeVar("T")


def write_whole(path: Path, data: bytes) -> None:
    """Write under a temporary name, then rename: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class Store:
    """folder : where entries live; None keeps nothing and finds nothing (a replay)."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def get(
        self, stage: str, type_: type[T], inputs: tuple[object, ...], make: Callable[[], T]
    ) -> tuple[T, bool]:
        """The stored value for these inputs and this code, else what `make` gives, stored.

        Returns (value, whether it was stored). A damaged entry counts as absent.
        """
        adapter: TypeAdapter[T] = TypeAdapter(type_)
        key = f"{stage}-{digest.of(digest.of_code(), *inputs)[:24]}.json"
        self.used.add(key)
        path = self.folder / key if self.folder else None
        if path and path.exists():
            try:
                return adapter.validate_json(path.read_bytes()), True
            except (ValidationError, OSError):
                path.unlink(missing_ok=True)
        value = make()
        if path:
            write_whole(path, adapter.dump_json(value))
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
