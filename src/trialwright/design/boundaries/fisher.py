"""Designs whose stages' p-values are combined by Fisher's product.

Sources: Bauer & Köhne 1994, Biometrics 50:1029; Wassmer 1999, Biometrical J 41:277; Wassmer & Brannath 2016, ch. 6.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import brentq

from trialwright.design.boundaries.sequential import Floats, SequentialDesign
from trialwright.design.boundaries.statement import numbers, refuse
from trialwright.kernels.fisher import critical_value, level, rejection_probabilities

METHODS = ("equal_alpha", "full_alpha", "no_interaction", "user_spending")
MOST = 6


def fisher(
    k: int | None = None,
    alpha: float = 0.025,
    method: str = "equal_alpha",
    information_rates: Sequence[float] | Floats | None = None,
    *,
    futility_p_values: Sequence[float] | Floats | None = None,
    alpha_spending: Sequence[float] | Floats | None = None,
    binding_futility: bool = True,
) -> SequentialDesign:
    """A one-sided design with k <= 6 looks; information rates give stage i the weight sqrt(its share over the first's).

    method : "equal_alpha", every look has the same level; "full_alpha", the last look has level alpha and those before
    an equal one, or, where that is too little for a falling critical value, all looks the last's; "no_interaction",
    c_i = c_(i+1) alpha0_i ** (-1 / w_(i+1)) from the full last level, the first look taking what is left;
    "user_spending". futility_p_values : (k-1,) alpha0, the stage p-values above which the trial stops; the critical
    values count on it where binding_futility. Raises DesignError.
    """
    given: dict[str, Any] = {n: v for n, v in locals().items() if v is not None}
    alpha0, spending = numbers(futility_p_values), numbers(alpha_spending)
    rates = _rates(k, information_rates, alpha0, spending)
    looks = len(rates)
    stop = np.ones(looks - 1) if alpha0 is None else alpha0
    _check(looks, alpha, method, rates, stop, spending)
    weights = np.sqrt(np.diff(rates, prepend=0.0) / rates[0])
    counted = stop if binding_futility else np.ones(looks - 1)
    critical = _critical(method, alpha, counted, weights, spending)
    if np.any(np.cumsum(-weights[:-1] * np.log(stop)) >= -np.log(critical[:-1])):
        raise refuse("No trial goes on past a look: it rejects or stops.", "Raise the futility p-values.")
    return SequentialDesign(
        kind="fisher",
        alpha=alpha,
        beta=np.nan,
        sided=1,
        information_rates=rates,
        critical_values=critical,
        futility_bounds=stop,
        binding_futility=binding_futility,
        alpha_spent=np.cumsum(rejection_probabilities(critical, counted, weights)),
        stage_levels=np.array([level(c, weights[: i + 1]) for i, c in enumerate(critical)]),
        boundaries=method,
        parameters=given,
        weights=weights,
    )


def _rates(k: int | None, rates: Any, alpha0: Floats | None, spending: Floats | None) -> Floats:
    if rates is not None:
        found = np.atleast_1d(np.asarray(rates, dtype=float))
        if k is not None and k != len(found):
            raise refuse(
                f"There are {len(found)} information rates for {k} looks.", "Give one for each look."
            )
        return found
    looks = k
    if looks is None:
        looks = len(alpha0) + 1 if alpha0 is not None else len(spending) if spending is not None else 3
    if not 1 <= looks <= MOST:
        raise refuse(f"{looks} looks are not in 1 to {MOST}.", "Give another number of looks.")
    return np.arange(1, looks + 1) / looks


def _check(k: int, alpha: float, method: str, rates: Floats, alpha0: Floats, spending: Floats | None) -> None:
    if method not in METHODS:
        raise refuse(f"There is no method `{method}`.", f"Use one of: {', '.join(METHODS)}.")
    if not 1 <= k <= MOST:
        raise refuse(f"{k} looks are not in 1 to {MOST}.", "Give fewer looks.")
    if not 1e-6 <= alpha < 0.5:
        raise refuse(f"alpha = {alpha:g} is not in [1e-6, 0.5).", "Give a smaller error rate.")
    if not (rates[0] > 0 and np.all(np.diff(rates) > 0) and np.isclose(rates[-1], 1.0)):
        raise refuse("The information rates do not rise from above 0 to 1.", "Give each look's share.")
    if len(alpha0) != k - 1 or np.any((alpha0 <= 0) | (alpha0 > 1)):
        raise refuse(f"There must be {k - 1} futility p-values in (0, 1].", "Give one for each interim look.")
    if method == "no_interaction" and np.all(alpha0 == 1):
        raise refuse("no_interaction needs stopping for futility.", "Give futility p-values below 1.")
    if method == "user_spending" and (
        spending is None
        or len(spending) != k
        or spending[0] <= 0
        or np.any(np.diff(spending) <= 0)
        or abs(spending[-1] - alpha) > 1e-9
    ):
        raise refuse(
            "The alpha spending does not rise from above 0 to alpha.", f"Give {k} cumulative values."
        )


def _critical(method: str, alpha: float, alpha0: Floats, weights: Floats, spending: Floats | None) -> Floats:
    k = len(weights)
    if k == 1:
        return np.array([alpha])
    if method == "user_spending":
        assert spending is not None
        return _spent(spending, alpha0, weights)
    last = critical_value(alpha, weights)
    if method == "no_interaction":
        return _no_interaction(alpha, last, alpha0, weights)
    if method == "full_alpha":
        return _full_alpha(alpha, last, alpha0, weights)
    return _levelled(alpha, alpha0, weights, lambda a: _at_level(a, weights))


def _at_level(alpha: float, weights: Floats) -> Floats:
    return np.array([critical_value(alpha, weights[: i + 1]) for i in range(len(weights))])


def _levelled(alpha: float, alpha0: Floats, weights: Floats, at: Callable[[float], Floats]) -> Floats:
    """The critical values at the level with which the whole design has error alpha."""

    def excess(a: float) -> float:
        return float(rejection_probabilities(at(a), alpha0, weights).sum()) - alpha

    return at(_root(excess, alpha / 50, alpha))


def _root(excess: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising excess over alpha is none. Raises DesignError where no level reaches alpha."""
    if excess(high) < 0:
        raise refuse(
            "Stopping at these futility p-values leaves too few trials to spend alpha on.",
            "Raise the futility p-values, or give a smaller alpha.",
        )
    return float(brentq(excess, low, high, xtol=1e-15, rtol=1e-14))


def _full_alpha(alpha: float, last: float, alpha0: Floats, weights: Floats) -> Floats:
    def at(a: float) -> Floats:
        return np.append(_at_level(a, weights[:-1]), last)

    least = level(last, weights[:-1])
    if least >= alpha or rejection_probabilities(at(least), alpha0, weights).sum() >= alpha:
        return np.full(len(weights), last)  # a look at a higher level would reject more than alpha in all

    def excess(a: float) -> float:
        return float(rejection_probabilities(at(a), alpha0, weights).sum()) - alpha

    return at(_root(excess, least, alpha))


def _no_interaction(alpha: float, last: float, alpha0: Floats, weights: Floats) -> Floats:
    critical = np.append(np.zeros(len(weights) - 1), last)
    for i in range(len(weights) - 2, 0, -1):
        critical[i] = critical[i + 1] * alpha0[i] ** (-1.0 / weights[i + 1])

    def at(first: float) -> Floats:
        return np.append(first, critical[1:])

    def excess(first: float) -> float:
        return float(rejection_probabilities(at(first), alpha0, weights).sum()) - alpha

    if excess(critical[1]) > 0:
        raise refuse(
            "These futility p-values leave the first look nothing.", "Lower them, or use equal_alpha."
        )
    return at(_root(excess, critical[1], alpha))


def _spent(spending: Floats, alpha0: Floats, weights: Floats) -> Floats:
    critical = np.array([spending[0]])
    for i in range(1, len(weights)):

        def gain(log_c: float, i: int = i, before: Floats = critical) -> float:
            tried = np.append(before, np.exp(log_c))
            found = rejection_probabilities(tried, alpha0[:i], weights[: i + 1])
            return float(found[i] - (spending[i] - spending[i - 1]))

        high = float(np.log(critical[-1]))
        if gain(high) < 0:
            raise refuse(
                f"Look {i + 1} cannot spend {spending[i] - spending[i - 1]:g} of alpha with a critical value below "
                f"look {i}'s.",
                "Spend less there, or raise the futility p-values.",
            )
        critical = np.append(critical, np.exp(brentq(gain, high - 80.0, high, xtol=1e-14, rtol=1e-14)))
    return critical
