"""How this package compiles its loops: to disk-cached machine code that releases the GIL.

A compiled function may call only compiled functions of its own file. Numba's disk cache watches the
one file a function is written in, so a change to a callee elsewhere would leave old machine code, and
old numbers, in use. A test holds the kernels to this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile with strict IEEE arithmetic: no fastmath, so results do not depend on vector width."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
