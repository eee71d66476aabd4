"""rpact's functions, one file a topic: each declares CALLS, R's function name → what computes it.

A function takes R's argument names as parameters, in R's order; Python's `*` stands where R has `...`: what
comes after it must be named in full, as in R. Values arrive as the evaluation of R gives them: number → float;
TRUE → bool; string → str; vector → float array (NaN for NA) or list of str or bool, and of length one as R
has it: the value itself; NULL → None; list(...) → dict when named, else list; matrix → 2-D array; a nested
call → its Answer.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from trialwright.design.rpact.answer import Answer


@cache
def found() -> dict[str, Callable[..., Answer]]:
    """Every known function by its R name."""
    files = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {name: call for file in files for name, call in getattr(file, "CALLS", {}).items()}
