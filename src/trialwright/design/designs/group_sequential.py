"""Looks at stated information fractions; the trial stops for efficacy or futility at exact boundaries."""

from __future__ import annotations

import math

import numpy as np

from trialwright.design.boundaries import SequentialDesign, group_sequential
from trialwright.design.designs import options_of, stage_estimate
from trialwright.design.designs.combined import OF_DELTA, OF_GAMMA
from trialwright.design.designs.decided import Decided
from trialwright.design.designs.options import Option
from trialwright.design.designs.stagewise_table import StagewiseTable
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels.group_sequential import stage_probabilities
from trialwright.model.design import Design

NAME = "group_sequential"
MARGIN = True
LABEL = "group-sequential"
OPTIONS = (
    Option("boundaries", "lan_demets_of", "How efficacy boundaries are made: a name of design.boundaries"),
    Option("gamma", None, "Parameter of kim_demets and hwang_shih_decani spending", needs=(OF_GAMMA,)),
    Option("delta", None, "Parameter of wang_tsiatis boundaries", needs=(OF_DELTA,)),
    Option("futility", (), "z below which a look before the last stops for futility, one for each such look"),
    Option(
        "beta_spending",
        "",
        "Spends beta on futility instead: a name of design.boundaries, e.g. lan_demets_of",
    ),
    Option(
        "beta",
        0.2,
        "What beta_spending spends: 1 less the power that the boundaries are made for",
        low=1e-4,
        needs=(("beta_spending", ()),),
    ),
    Option("beta_gamma", None, "Parameter of the beta spending", needs=(("beta_spending", OF_GAMMA[1]),)),
    Option("binding_futility", False, "Efficacy boundaries count on stopping for futility"),
    Option(
        "adjusted",
        False,
        "Also estimates by stage-wise ordering: median-unbiased, with an interval that stopping leaves valid",
    ),
)
HALVES = (0.5, 1.0)


def looks(design: Design) -> tuple[float, ...]:
    """Information fractions; a half and the whole where the design states none."""
    return design.looks or HALVES


def sizes(design: Design, full: int) -> np.ndarray:
    """The size at each look, rounded up."""
    return np.array([math.ceil(f * full - 1e-9) for f in looks(design)])


def bounds(design: Design, full: int) -> SequentialDesign:
    """At the information fractions that whole patients (or events) make of the stated ones."""
    rates, o = sizes(design, full) / full, options_of(design)
    if o["futility"] and len(o["futility"]) != len(rates) - 1:
        raise DesignError(
            f"The design `{design.name}` has {len(rates)} looks and {len(o['futility'])} futility bounds.",
            where="design.futility",
            fix="State one for each look but the last.",
        )
    return group_sequential(
        alpha=design.alpha,
        beta=o["beta"],
        boundaries=o["boundaries"],
        information_rates=rates,
        gamma=o["gamma"],
        delta=o["delta"],
        futility_bounds=o["futility"] or None,
        beta_spending=o["beta_spending"] or None,
        beta_gamma=o["beta_gamma"],
        binding_futility=o["binding_futility"],
    )


def lower_bounds(made: SequentialDesign) -> np.ndarray:
    """(k,) below which a look stops for futility, -inf where it cannot."""
    stated = [-np.inf] * (made.k - 1) if made.futility_bounds is None else made.futility_bounds
    return np.append(stated, -np.inf)


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    made = bounds(design, full)
    may = zip(np.isfinite(made.critical_values), np.isfinite(lower_bounds(made)), strict=True)
    return [(bool(e), bool(f)) for e, f in may][:-1]


def power(design: Design, drift: float, full: int) -> float:
    """Chance to cross an efficacy boundary; drift : expected z at the full size."""
    made = bounds(design, full)
    crossed = stage_probabilities(lower_bounds(made), made.critical_values, made.information_rates, drift)[1]
    return float(crossed.sum())


def run(design: Design, trials: Trials) -> Decided:
    made = trials.once("bounds", lambda: bounds(design, trials.full))
    upper, lower = made.critical_values, lower_bounds(made)

    def keep(look: TallyLook, z: np.ndarray, i: int) -> None:
        ends = (z >= upper[i]) | (z < lower[i]) | (i == made.k - 1)
        adjust(trials, look.among(ends), i, made)

    trials.through(sizes(design, trials.full), upper, lower, keep if trials.options["adjusted"] else None)
    return trials.decided()


def adjust(trials: Trials, look: TallyLook, stage: int, made: SequentialDesign) -> None:
    """Keep the estimates by stage-wise ordering of trials that end at a stage, z being what the estimate is beyond the null,
    over its standard error."""
    table = trials.once(
        "stage-wise ordering",
        lambda: StagewiseTable(
            lower_bounds(made), made.critical_values, made.information_rates, trials.design.alpha
        ),
    )
    stage_estimate.keep_ordered(trials, look, stage, table, about=-(trials.design.margin or 0.0))
