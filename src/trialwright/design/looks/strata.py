"""Populations and the strata they are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from trialwright.design.looks.datasets import Floats, Means, Populations, Rates
from trialwright.errors import DesignError

FULL = "F"


def population_names(data: Populations) -> list[str]:
    """S1, S2, ... and F, the order of hypotheses. Raises DesignError where sub-populations are left out."""
    numbers = sorted({int(d) for name in data.subsets for d in _digits(name)})
    if not numbers and set(data.subsets) - {FULL, "R"} == {"S"}:
        return ["S", FULL]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        raise DesignError(
            "The sub-populations are not S1, S2, ...",
            where=", ".join(data.subsets),
            fix="Number them from 1.",
        )
    return [*(f"S{i}" for i in numbers), FULL]


def strata_of(data: Populations, population: str) -> list[str]:
    """The data sets that make a population: itself, or the strata that lie in it."""
    if not data.stratified:
        return [population]
    if population == FULL:
        return list(data.subsets)
    if population == "S":
        return ["S"]
    return [name for name in data.subsets if population[1:] in _digits(name)]


def merged_means(parts: Sequence[Means]) -> Means:
    """All observations of several data sets as one, differences between them part of its spread."""
    n = sum_of(parts, "n")
    total = sum(p.n * p.mean for p in parts)
    squares = sum((p.n - 1) * p.sd**2 + p.n * p.mean**2 for p in parts)
    return Means(n, total / n, np.sqrt((squares - total**2 / n) / (n - 1)))


def merged_rates(parts: Sequence[Rates]) -> Rates:
    return Rates(sum_of(parts, "n"), sum_of(parts, "events"))


def sum_of(parts: Sequence[object], name: str) -> Floats:
    return np.asarray(np.sum([getattr(p, name) for p in parts], axis=0))


def _digits(name: str) -> str:
    found = re.fullmatch(r"S(\d*)", name)
    return found.group(1) if found else ""
