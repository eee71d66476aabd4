"""R's arguments → ours: what is missing, vectors, words, and designs among them."""

from __future__ import annotations

import math
from typing import Any, NoReturn

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.errors import DesignError

NONE = -6.0  # rpact's futility bound where there is none


def missing(value: Any) -> bool:
    """NULL, or NA alone."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def number(value: Any, name: str, otherwise: float) -> float:
    """One number, `otherwise` where it is missing."""
    if missing(value):
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(f"`{name}` must be one number.", f"Give {name} as a number.")
    return float(value)


def positive(value: Any, name: str, otherwise: float) -> float:
    """One number above 0, `otherwise` where it is missing."""
    found = number(value, name, otherwise)
    if not 0 < found < math.inf:
        refuse(f"`{name}` = {found:g} is not above 0.", f"Give a positive {name}.")
    return found


def whole(value: Any, name: str) -> int | None:
    """One whole number, None where it is missing."""
    if missing(value):
        return None
    found = number(value, name, 0.0)
    if not math.isfinite(found) or found != int(found):
        refuse(f"`{name}` = {found:g} is not a whole number.", f"Give {name} as a whole number.")
    return int(found)


def entropy(seed: int | None) -> int:
    """Of R's seed, which may be below 0, a number that seeds a generator; 0 where none is stated."""
    return 0 if seed is None else seed if seed >= 0 else 2**32 - seed


def vector(value: Any, name: str) -> np.ndarray | None:
    """A vector of numbers, None where it is missing. Raises for NA within."""
    if missing(value):
        return None
    if isinstance(value, str | dict | Answer) or (
        isinstance(value, list) and not all(isinstance(v, bool) for v in value)
    ):
        refuse(f"`{name}` must be a vector of numbers.", f"Give {name} as c(...).")
    found = np.atleast_1d(np.asarray(value, dtype=float))
    if found.ndim > 1:
        refuse(f"`{name}` is a matrix.", f"Give {name} as c(...).")
    if np.any(np.isnan(found)):
        refuse(f"`{name}` has an NA in it.", "Give a number for each look.")
    return found


def word(value: Any, name: str, known: dict[str, Any]) -> Any:
    """The value that a word stands for."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str) or value not in known:
        refuse(f"There is no {name} `{value}`.", f"Use one of: {', '.join(known)}.")
    return known[value]


def flag(value: Any, name: str, otherwise: bool) -> bool:
    """TRUE or FALSE."""
    if missing(value):
        return otherwise
    if not isinstance(value, bool):
        refuse(f"`{name}` must be TRUE or FALSE.", f"Give {name}=TRUE or {name}=FALSE.")
    return value


def sequential(value: Any, name: str = "design") -> SequentialDesign:
    """The design behind a getDesign... call's answer."""
    if not isinstance(value, Answer) or not isinstance(value.of, SequentialDesign):
        refuse(f"`{name}` must be a design.", "Give a call such as getDesignGroupSequential(...).")
    return value.of


def refuse(what: str, fix: str) -> NoReturn:
    raise DesignError(what, fix=fix)
