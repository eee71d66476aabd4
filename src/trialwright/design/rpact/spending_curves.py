"""gsDesign's families of spending functions with two parameters or more: the share spent at each share of information.

Source: Anderson & Clark 2010, Stat Med 29:321: F(a + b F^-1(t)) for a distribution F, and Beta(a, b) itself;
the exponential function alpha^(t^-nu).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import optimize, special, stats

from trialwright.design.looks.evidence import Floats
from trialwright.design.rpact.arguments import number, refuse, vector

# Each family's distribution F and its inverse.
DISTRIBUTIONS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "sfLogistic": (special.expit, special.logit),
    "sfNormal": (special.ndtr, special.ndtri),
    "sfCauchy": (lambda x: stats.cauchy.cdf(x), lambda u: stats.cauchy.ppf(u)),
    "sfExtremeValue": (lambda x: np.exp(-np.exp(-x)), lambda u: -np.log(-np.log(u))),
    "sfExtremeValue2": (lambda x: -np.expm1(-np.exp(x)), lambda u: np.log(-np.log1p(-u))),
}
CURVES = (*DISTRIBUTIONS, "sfBetaDist", "sfTDist", "sfExponential", "sfLinear", "sfStep")


def curve(family: str, parameter: Any, name: str, total: float, t: Floats) -> Floats:
    """The share of `total` spent at each t in (0, 1]: (k,), 1 at t = 1. Raises DesignError naming the argument."""
    t = np.clip(t, 0.0, 1.0)
    if family == "sfExponential":
        nu = number(parameter, name, 0.8)
        if not 0 < nu <= 10:
            refuse(f"`{name}` = {nu:g} is not above 0 and at most 10.", "0.75 is near O'Brien and Fleming's.")
        return np.asarray(total ** (t**-nu - 1))
    stated = vector(parameter, name)
    values = np.empty(0) if stated is None else stated
    if family in ("sfLinear", "sfStep"):
        return _pieces(family, values, name, t)
    if family == "sfBetaDist":
        a, b = _beta(values, name)
        return np.asarray(special.betainc(a, b, t))
    of, inverse = _distribution(family, values, name)
    if family == "sfTDist":
        values = values[:2] if len(values) == 3 else values[:4]
    a, b = _line(values, inverse, name)
    inside = np.clip(t, 1e-300, 1 - 1e-16)
    return np.where(t >= 1, 1.0, of(a + b * inverse(inside)))


def _distribution(
    family: str, values: Floats, name: str
) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if family != "sfTDist":
        return DISTRIBUTIONS[family]
    if len(values) not in (3, 5) or not values[-1] > 0:
        refuse(f"`{name}` for sfTDist is a, b and the degrees of freedom.", f"Give {name} = c(a, b, df).")
    freedom = float(values[-1])
    return (lambda x: special.stdtr(freedom, x)), (lambda u: special.stdtrit(freedom, u))


def _line(values: Floats, inverse: Callable[[Any], Any], name: str) -> tuple[float, float]:
    """a and b as they are given, or through two points of the curve: t1, t2, and the shares spent there."""
    if len(values) == 2 and values[1] > 0:
        return float(values[0]), float(values[1])
    if not _points(values):
        refuse(
            f"`{name}` is neither a, b (b above 0) nor two points t1, t2, u1, u2.", f"Give {name} = c(a, b)."
        )
    (t1, t2), (u1, u2) = inverse(values[:2]), inverse(values[2:])
    b = (u2 - u1) / (t2 - t1)
    return float(u1 - b * t1), float(b)


def _points(values: Floats) -> bool:
    inside = len(values) == 4 and bool(np.all((values > 0) & (values < 1)))
    return inside and bool(values[0] < values[1] and values[2] < values[3])


def _beta(values: Floats, name: str) -> tuple[float, float]:
    if len(values) == 2 and np.all(values > 0):
        return float(values[0]), float(values[1])
    if not _points(values):
        refuse(f"`{name}` is neither a, b above 0 nor two points t1, t2, u1, u2.", f"Give {name} = c(a, b).")

    def missed(logs: Floats) -> Floats:
        spent = special.betainc(*np.exp(logs), values[:2])
        return np.asarray(special.logit(np.clip(spent, 1e-15, 1 - 1e-15)) - special.logit(values[2:]))

    found = optimize.root(missed, np.zeros(2), tol=1e-12)
    if not found.success:
        refuse(f"No Beta distribution goes through the points of `{name}`.", "Give a and b.")
    a, b = np.exp(found.x)
    return float(a), float(b)


def _pieces(family: str, values: Floats, name: str, t: Floats) -> Floats:
    """Straight lines between points, or steps at them: first their places, then the shares spent there."""
    half = len(values) // 2
    at, spent = values[:half], values[half:]
    rising = np.all(np.diff(at) > 0) and np.all(np.diff(spent) >= 0)
    inside = np.all((at > 0) & (at < 1)) and np.all((spent >= 0) & (spent <= 1))
    if not half or len(values) != 2 * half or not rising or not inside:
        refuse(
            f"`{name}` is not of places and as many shares, rising in (0, 1).", f"Give {name} = c(.5, .2)."
        )
    places, shares = np.concatenate(([0.0], at, [1.0])), np.concatenate(([0.0], spent, [1.0]))
    if family == "sfLinear":
        return np.interp(t, places, shares)
    return shares[np.searchsorted(places, t, side="right") - 1]
