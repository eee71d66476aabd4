"""How this package compiles its loops: to disk-cached machine code that releases the GIL.

Numba's own cache watches the one file a function is written in, so a change to a callee elsewhere would leave old
machine code, and old numbers, in use. Here the cache folder is named by a digest of every kernel's source: any change
to any of them compiles anew, so kernels may call one another across files. The folder lies beside the kernels (in
NUMBA_CACHE_DIR where that is set), in the user's cache where that cannot be written, and where neither can, nothing is
kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config

F = TypeVar("F", bound=Callable[..., Any])
KERNELS = Path(__file__).parent


def compiled(function: F) -> F:
    """Compile with strict IEEE arithmetic: no fastmath, so results do not depend on vector width."""
    return _compile(function, {})


def inlined(function: F) -> F:
    """As compiled, and copied into its callers by LLVM whatever it thinks of the size: for a patient's numbers."""
    return _compile(function, {"forceinline": True})


def _compile(function: F, options: dict[str, Any]) -> F:
    folder = cache_folder(KERNELS)
    before = config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = folder  # type: ignore[attr-defined]
    try:
        made = numba.njit(cache=bool(folder), nogil=True, error_model="numpy", **options)(function)
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]
    return cast(F, made)


@cache
def cache_folder(kernels: Path) -> str:
    """Where machine code made from these sources is kept, "" where no folder can be written."""
    name = f"compiled-{digest(kernels)[:16]}"
    stated = os.environ.get("NUMBA_CACHE_DIR")
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trialwright"
    for parent in (Path(stated) if stated else kernels / "__pycache__", own):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=parent / name).close()
        except OSError:
            continue
        return str(parent / name)
    return ""


def digest(kernels: Path) -> str:
    """SHA-256 over the names and bytes of all Python files of a folder."""
    total = hashlib.sha256()
    for file in sorted(kernels.glob("*.py")):
        content = file.read_bytes()
        total.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()
