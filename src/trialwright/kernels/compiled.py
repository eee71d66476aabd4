"""How this package compiles its loops: to disk-cached machine code that releases the GIL.

Numba's own cache watches the one file a function is written in, so a change to a callee elsewhere would leave old
machine code, and old numbers, in use. Here the cache folder is named by a digest of the file's source and of every
kernel file it imports, however indirectly: a change to any of them compiles anew, so kernels may call one another
across files, and a change to one leaves the rest as they are. The folder lies beside the kernels (in
NUMBA_CACHE_DIR where that is set), in the user's cache where that cannot be written, and where neither can, nothing is
kept.
"""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile with strict IEEE arithmetic: no fastmath, so results do not depend on vector width."""
    return _compile(function, {})


def inlined(function: F) -> F:
    """As compiled, and copied into its callers by LLVM whatever it thinks of the size: for a patient's numbers."""
    return _compile(function, {"forceinline": True})


def _compile(function: F, options: dict[str, Any]) -> F:
    source = sys.modules[function.__module__].__file__
    folder = cache_folder(Path(source)) if source else ""
    before = config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = folder  # type: ignore[attr-defined]
    try:
        made = numba.njit(cache=bool(folder), nogil=True, error_model="numpy", **options)(function)
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]
    return cast(F, made)


@cache
def cache_folder(source: Path) -> str:
    """Where machine code made from this kernel file is kept, "" where no folder can be written."""
    name = f"compiled-{digest(source)[:16]}"
    stated = os.environ.get("NUMBA_CACHE_DIR")
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trialwright"
    for parent in (Path(stated) if stated else source.parent / "__pycache__", own):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=parent / name).close()
        except OSError:
            continue
        return str(parent / name)
    return ""


def digest(source: Path) -> str:
    """SHA-256 over the names and bytes of a file and of all files of its folder that it imports, and they import."""
    total = hashlib.sha256()
    for file in sorted(_with_imports(source)):
        content = file.read_bytes()
        total.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _with_imports(source: Path) -> set[Path]:
    found, waiting = {source}, [source]
    while waiting:
        new = _imported(waiting.pop()) - found
        found |= new
        waiting += new
    return found


@cache
def _imported(source: Path) -> set[Path]:
    """Files beside a file that any import statement in it may name, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            names |= set((node.module or "").split(".")) | {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {part for alias in node.names for part in alias.name.split(".")}
    return {file for name in names if (file := source.parent / f"{name}.py").is_file()}
