"""A group-sequential design from how its bounds are stated."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries.sequential import Floats, SequentialDesign
from trialwright.errors import DesignError
from trialwright.kernels.group_sequential import stage_probabilities


def group_sequential(
    k: int = 3,
    alpha: float = 0.025,
    beta: float = 0.2,
    sided: int = 1,
    boundaries: str = "obrien_fleming",
    information_rates: Sequence[float] | None = None,
    futility_bounds: Sequence[float] | None = None,
    kind: str = "group sequential",
) -> SequentialDesign:
    """A design with k looks. Raises DesignError where the statement does not make one."""
    rates = np.asarray(information_rates if information_rates is not None else np.arange(1, k + 1) / k, float)
    tail = alpha / sided
    spending = {"lan_demets_of": _lan_demets_of, "lan_demets_pocock": _lan_demets_pocock}
    shapes = {"obrien_fleming": 0.0, "pocock": 0.5}
    if boundaries in spending:
        critical = _spend(spending[boundaries](rates, tail), rates, sided)
    elif boundaries in shapes:
        shape = rates ** (shapes[boundaries] - 0.5)
        critical = shape * brentq(
            lambda c: _spent(c * shape, rates, sided)[-1] - tail, ndtri(1 - tail) * 0.5, 20.0, xtol=1e-13
        )
    else:
        raise DesignError(
            f"There are no boundaries `{boundaries}`.", fix=f"Use one of: {', '.join([*spending, *shapes])}."
        )
    return SequentialDesign(
        kind=kind,
        alpha=alpha,
        beta=beta,
        sided=sided,
        information_rates=rates,
        critical_values=critical,
        futility_bounds=None if futility_bounds is None else np.asarray(futility_bounds, float),
        binding_futility=False,
        alpha_spent=sided * _spent(critical, rates, sided),
        stage_levels=ndtr(-critical),
        boundaries=boundaries,
    )


def _lan_demets_of(t: Floats, tail: float) -> Floats:
    return 2 * ndtr(ndtri(tail / 2) / np.sqrt(t))


def _lan_demets_pocock(t: Floats, tail: float) -> Floats:
    return tail * np.log(1 + (np.e - 1) * t)


def _spent(critical: Floats, rates: Floats, sided: int) -> Floats:
    lower = -critical if sided == 2 else np.full(len(rates), -np.inf)
    return np.cumsum(stage_probabilities(lower, critical, rates, 0.0)[1])


def _spend(spent: Floats, rates: Floats, sided: int) -> Floats:
    critical = np.full(len(rates), np.inf)
    for i in range(len(rates)):
        critical[i] = _root(_at(critical, i, rates, spent[i], sided))
    return critical


def _at(critical: Floats, i: int, rates: Floats, target: float, sided: int) -> Callable[[float], float]:
    def excess(z: float) -> float:
        tried = np.append(critical[:i], z)
        return float(_spent(tried, rates[: i + 1], sided)[-1] - target)

    return excess


def _root(excess: Callable[[float], float]) -> float:
    return float(brentq(excess, 0.0, 12.0, xtol=1e-12))
