"""Looks at stated information fractions; the trial stops for efficacy or futility at exact boundaries."""

from __future__ import annotations

import math

import numpy as np

from trialwright.design.boundaries import SequentialDesign, group_sequential
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided
from trialwright.design.designs.options import Option
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design

NAME = "group_sequential"
LABEL = "group-sequential"
OPTIONS = (
    Option(
        "boundaries", "lan_demets_of", "How the efficacy boundaries are made, e.g. lan_demets_of or pocock"
    ),
    Option("futility", (), "z below which a look before the last stops for futility, one for each such look"),
)
HALVES = (0.5, 1.0)


def looks(design: Design) -> tuple[float, ...]:
    """Information fractions; a half and the whole where the design states none."""
    return design.looks or HALVES


def sizes(design: Design, full: int) -> np.ndarray:
    """The size at each look, rounded up."""
    return np.array([math.ceil(f * full - 1e-9) for f in looks(design)])


def bounds(design: Design, full: int, boundaries: str, futility: tuple[float, ...]) -> SequentialDesign:
    """At the information fractions that whole patients (or events) make of the stated ones."""
    rates = sizes(design, full) / full
    if futility and len(futility) != len(rates) - 1:
        raise DesignError(
            f"The design `{design.name}` has {len(rates)} looks and {len(futility)} futility bounds.",
            where="design.futility",
            fix="State one for each look but the last.",
        )
    return group_sequential(
        k=len(rates),
        alpha=design.alpha,
        boundaries=boundaries,
        information_rates=rates,
        futility_bounds=futility or None,
    )


def run(design: Design, trials: Trials) -> Decided:
    made = bounds(design, trials.full, **trials.options)
    upper, k = made.critical_values, made.k
    lower = np.full(k, -np.inf) if made.futility_bounds is None else np.append(made.futility_bounds, -np.inf)
    for i, size in enumerate(sizes(design, trials.full)):
        look = trials.enrol(size)
        z = look.z()
        trials.stop(look, z >= upper[i], EFFICACY, rejected=True)
        trials.stop(look, z < lower[i], FUTILITY)
    trials.stop(look, True, END)
    return trials.decided()
