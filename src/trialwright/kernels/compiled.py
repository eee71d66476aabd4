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
from numba.core import config, types

F = TypeVar("F", bound=Callable[..., Any])

_LEAN: dict[str, Any] = {
    "no_cfunc_wrapper": True
}  # by which C would call a kernel: it would be compiled with each


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
        made = numba.njit(cache=bool(folder), nogil=True, error_model="numpy", **_LEAN, **options)(function)
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]
    _of_types_alone(made)
    return cast(F, made)


def _of_types_alone(made: Any) -> None:
    """Numba would compile a function once more for each literal that another passes it, as the 0 of f(x, 0), and
    LLVM makes as good code of the one for any number."""
    template = made.get_call_template
    of_type: Callable[[Any], Any] = types.unliteral

    def of_types(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return template(tuple(map(of_type, args)), {k: of_type(v) for k, v in kws.items()})

    made.get_call_template = of_types


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
