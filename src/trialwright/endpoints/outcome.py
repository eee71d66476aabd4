"""What an endpoint says of itself: its parameters, and how its data arise."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import DesignError

Floats = NDArray[np.float64]
Control = Mapping[str, float | tuple[float, ...]]

SPARSE = 5.0  # with fewer patients than this expected in a cell, no normal law is trusted (Cochran 1954, Biometrics 10:417)


class Parameter(NamedTuple):
    """A control parameter. low, high : its open range; low is allowed itself where `closed`.
    many : a list of numbers."""

    name: str
    meaning: str
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    closed: bool = False
    many: bool = False


class Outcome(NamedTuple):
    """A latent value to which treatment adds shift(effect).

    Without cuts it is normal with this sd, about the control mean, and is itself the outcome. With them it is
    standard logistic, and the outcome is the category it falls in, lowest first; cuts ascend.
    shift : smooth and monotone, (n,) → (n,); None: the effect itself.
    """

    sd: float = 1.0
    cuts: tuple[float, ...] = ()
    shift: Callable[[Floats], Floats] | None = None

    def shifted_by(self, effect: Floats) -> Floats:
        """What the effect adds to the latent value; positive raises the outcome."""
        return effect if self.shift is None else self.shift(effect)


def checked(control: Control, parameters: tuple[Parameter, ...], endpoint: str) -> dict[str, Floats]:
    """The control parameters as arrays, (1,) or (k,). Raises DesignError for one missing, unknown or
    out of range."""
    names = [p.name for p in parameters]
    if unknown := [name for name in control if name not in names]:
        raise DesignError(
            f"A {endpoint} endpoint has no control parameter `{unknown[0]}`.",
            where="control",
            fix=f"It takes: {', '.join(names)}.",
        )
    return {p.name: _checked(control, p, endpoint) for p in parameters}


def _checked(control: Control, parameter: Parameter, endpoint: str) -> Floats:
    where = f"control.{parameter.name}"
    if parameter.name not in control:
        raise DesignError(
            f"A {endpoint} endpoint needs the control parameter `{parameter.name}`.",
            where=where,
            fix=f"State it: {parameter.meaning}.",
        )
    stated = control[parameter.name]
    if isinstance(stated, tuple | list) != parameter.many:
        wanted = "a list of numbers" if parameter.many else "one number"
        raise DesignError(f"`{parameter.name}` must be {wanted}.", where=where, fix=f"{parameter.meaning}.")
    values = np.atleast_1d(np.asarray(stated, dtype=float))
    above = values >= parameter.low if parameter.closed else values > parameter.low
    if not values.size or not np.all(np.isfinite(values) & above & (values < parameter.high)):
        raise DesignError(
            f"`{parameter.name}` is {stated}, outside its range.",
            where=where,
            fix=f"It must lie {'from' if parameter.closed else 'above'} {parameter.low:g} "
            f"and below {parameter.high:g}: {parameter.meaning}.",
        )
    return values
