"""Finished work, kept beside the plan under the digest of what it was made from."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from trialwright.app import digest
from trialwright.errors import PlanError

T = TypeVar("T")
EXCHANGES = 5  # of a folder, where other runs put theirs there at the same time
A_DAY = 24 * 3600.0


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


def replace_folder(folder: Path, files: dict[str, bytes], written: Collection[str] = ()) -> None:
    """Put `files` (relative path → bytes) in place of those of `written`, what earlier runs left in a folder, or change
    nothing. Files of other names in it are somebody's own, and stay. Two runs at once each leave a whole folder."""
    fresh, old = (folder.with_name(f".{folder.name}.{os.getpid()}.{end}") for end in ("new", "old"))
    _drop_leftovers(folder)
    try:
        with writable(folder):
            for name, data in files.items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            for name in _others(folder, {*files, *written}):
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(folder / name, fresh / name, follow_symlinks=False)
            _exchange(folder, fresh, old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _others(folder: Path, known: Collection[str]) -> list[str]:
    """Relative paths of the files in a folder that are not among the known ones."""
    found = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    return [name for p in found if (name := p.relative_to(folder).as_posix()) not in known]


def _exchange(folder: Path, fresh: Path, old: Path) -> None:
    """The new folder in the old one's place; again where another run has put its own there in between."""
    for attempt in range(EXCHANGES):
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
            return
        except OSError:
            if attempt == EXCHANGES - 1 or not folder.exists():
                raise


def _drop_leftovers(folder: Path) -> None:
    """Folders that a run was killed over, once no run can still be at work on them."""
    for path in folder.parent.glob(f".{folder.name}.*new"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > A_DAY:
                shutil.rmtree(path, ignore_errors=True)


def recover_folder(folder: Path) -> None:
    """Undo a replacement that was killed between its two renames."""
    if not folder.exists():
        for old in sorted(folder.parent.glob(f".{folder.name}.*old"))[:1]:
            with suppress(OSError):
                old.rename(folder)
