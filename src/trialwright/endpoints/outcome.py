"""What an endpoint says of itself: its parameters, and how its data arise."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from trialwright.errors import DesignError
from trialwright.kernels import tables

Floats = NDArray[np.float64]
Control = Mapping[str, float | tuple[float, ...]]

MANY = 1e9  # patients of a "very large" arm
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
    shift : smooth and monotone, (n,) → (n,); None: the effect itself. correlation : with a baseline that is
    observed too, and has the same SD. mean : of a count of events, which treatment multiplies by exp(shift), its
    variance m + dispersion m^2; None where the outcome is no count. known : the SD of a normal value is not estimated, so that
    a tally's third number is n sd^2. precisions : (share of patients, SD, weight) for each extent to which a patient may
    have been seen, shares adding to 1; () where all are seen alike. challenge : as
    kernels.tables.OutcomeTable has it. Tallies are those of kernels.observation.
    """

    sd: float = 1.0
    cuts: tuple[float, ...] = ()
    shift: Callable[[Floats], Floats] | None = None
    correlation: float | None = None
    mean: float | None = None
    dispersion: float = 0.0
    known: bool = False
    precisions: tuple[tuple[float, float, float], ...] = ()
    challenge: tuple[float, ...] = ()

    @property
    def kind(self) -> int:
        """As kernels.tables.OutcomeTable names it."""
        if self.mean is not None:
            return tables.COUNT
        if self.cuts:
            return tables.CATEGORIES
        if self.challenge:
            return tables.CHALLENGE
        if self.precisions:
            return tables.WEIGHTED
        return tables.NORMAL if self.correlation is None else tables.COVARIATE

    def expected(self, shift: Floats, weight: Floats) -> Floats:
        """The tally of a very large arm whose patients' shifts have this distribution, (k,) and (k,): what an
        estimator estimates is its value here."""
        if self.kind == tables.CATEGORIES:
            edges = expit(np.array(self.cuts) - shift[:, None])
            below = np.concatenate([[0.0], weight @ edges, [1.0]])
            return MANY * np.diff(below)
        if self.mean is not None:
            means = self.mean * np.exp(shift)
            squares = means + (1 + self.dispersion) * means**2
            return MANY * np.array([1.0, weight @ means, weight @ squares])
        if self.precisions:
            share, sd, w = np.array(self.precisions).T
            first, second = share @ w, share @ w**2
            mean, square = weight @ shift, weight @ shift**2
            squares = second * square + share @ (w * sd) ** 2
            return MANY * np.array([1.0, first, first * mean, second, second * mean, squares])
        if self.challenge:
            return self._challenged(shift, weight)
        spread = self.sd**2
        third = spread if self.known else weight @ (shift**2 + spread)
        moments = np.array([1.0, weight @ shift, third])
        if self.correlation is None:
            return MANY * moments
        return MANY * np.array([*moments, 0.0, spread, self.correlation * spread])

    def _challenged(self, shift: Floats, weight: Floats) -> Floats:
        e0, emax, ed50, sd_between = self.challenge[:4]
        doses = np.array(self.challenge[4:])
        response = e0 + emax * doses / (ed50 * np.exp(shift)[:, None] + doses)
        squares = weight @ (response**2).sum(1) + len(doses) * (sd_between**2 + self.sd**2)
        of_total = len(doses) * sd_between**2 + self.sd**2
        totals = weight @ (response.sum(1) ** 2) / len(doses) + of_total
        return MANY * np.array([1.0, *(weight @ response), *doses, squares, totals])

    def shifted_by(self, effect: Floats) -> Floats:
        """What the effect adds to the latent value; positive raises the outcome."""
        return effect if self.shift is None else self.shift(effect)


def checked(control: Control, parameters: tuple[Parameter, ...], endpoint: str) -> dict[str, Floats]:
    """The control parameters as arrays, (1,) or (k,). Raises DesignError for one missing, unknown or
    out of range."""
    names = [p.name for p in parameters]
    if unknown := [name for name in control if name not in names]:
        raise DesignError(
            f"The {endpoint} endpoint has no control parameter `{unknown[0]}`.",
            where="control",
            fix=f"It takes: {', '.join(names)}.",
        )
    return {p.name: _checked(control, p, endpoint) for p in parameters}


def _checked(control: Control, parameter: Parameter, endpoint: str) -> Floats:
    where = f"control.{parameter.name}"
    if parameter.name not in control:
        raise DesignError(
            f"The {endpoint} endpoint needs the control parameter `{parameter.name}`.",
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
