"""Blinded sample-size re-estimation: the interim data of both arms together give the nuisance parameter, which sets the size.

What is pooled is a variance, an overall rate, the categories' shares or a mean count with its spread; the effect stays the
assumed one. Nobody sees the arms apart, so the trial ends with its usual test at the whole alpha. `design.patients` is the
largest size there can be; what is planned is that over `increase`.
Sources: Wittes & Brittain 1990, Stat Med 9:65; Kieser & Friede 2003, Stat Med 22:3571; Gould 1992, Stat Med 11:55; Friede &
Schmidli 2010, Stat Med 29:1145.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from trialwright.design.designs import combined, options_of
from trialwright.design.designs.decided import EFFICACY, END, Decided
from trialwright.design.designs.options import Option
from trialwright.design.entry import ratio
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design

NAME = "blinded_reestimation"
LABEL = "blinded sample-size re-estimation"
NO_ESTIMATE = "the size hangs on data that do not tell the arms apart, so the plain estimate is its own"
OPTIONS = (
    Option(
        "effect",
        None,
        "Effect the trial is sized for, on the scale of the measure, above 0 in the better direction",
        low=1e-9,
    ),
    Option("target", 0.9, "Power that it is sized for", low=0.05, high=0.999),
    Option("increase", 2.0, "The largest size over the planned one", low=1.0, high=20.0),
    Option(
        "decrease", 1.0, "The smallest size over the planned one; 1 never recruits fewer", low=0.1, high=1.0
    ),
)
HALVES = (0.5, 1.0)

__all__ = ["LABEL", "NAME", "NO_ESTIMATE", "OPTIONS", "interim_stops", "looks", "protocol", "rules", "run"]


def looks(design: Design) -> tuple[float, ...]:
    """The blinded look's fraction of the planned size, and the end."""
    return design.looks or HALVES


def protocol(design: Design, full: int) -> str:
    return (
        f"{combined.of_alpha(design)} The first look tells nobody the arms apart and ends no trial; the null hypothesis is "
        f"rejected at the end when the standardised test statistic is at least {ndtri(1 - design.alpha):.3f}."
    )


def rules(design: Design, full: int) -> list[str]:
    o = options_of(design)
    planned = full / o["increase"]
    first = math.ceil(looks(design)[0] * planned - 1e-9)
    least = max(first + 1, math.ceil(o["decrease"] * planned - 1e-9))
    effect = "the assumed effect" if o["effect"] is None else f"an effect of {o['effect']:g}"
    return [
        f"The first look, at {first:,} patients, sets how many are enrolled in all, from {least:,} to {full:,} and never fewer than "
        f"are by then: as many as give a power of {o['target']:g} for {effect} with the nuisance parameter that both arms "
        "together show."
    ]


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    """The blinded look ends no trial."""
    return [(False, False)] * (len(looks(design)) - 1)


def run(design: Design, trials: Trials) -> Decided:
    o = trials.options
    check(trials, o)
    planned = trials.full / o["increase"]
    first = math.ceil(looks(design)[0] * planned - 1e-9)
    look = trials.enrol(first)
    needed = sizes(trials, look, first, o["effect"], o["target"])
    least = max(first + 1, math.ceil(o["decrease"] * planned - 1e-9))
    least = np.maximum(trials.awaited(look, first, math.ceil(planned - 1e-9)), least)
    look = trials.enrol(np.clip(needed, least, trials.full).astype(np.int64))
    z = look.z()
    trials.tell(look, "z of all patients", z, float(ndtri(1 - design.alpha)))
    trials.stop(look, z >= ndtri(1 - design.alpha), EFFICACY, rejected=True)
    trials.stop(look, True, END)
    return trials.decided()


def sizes(
    trials: Trials, look: TallyLook, enrolled: int, effect: float, target: float
) -> NDArray[np.float64]:
    """(m,) patients to enrol in all, rounded up: with as many of them without an outcome as there are so far."""
    design, endpoint = trials.design, trials.setting.endpoint
    experimental, control = ratio(design.allocation)
    pooled = look.tally(0) + look.tally(1)
    seen = pooled.sum(1) if endpoint.CATEGORICAL else pooled[:, 0]
    signed = effect if design.better == "higher" else -effect
    needed = endpoint.blinded_size(pooled, signed, experimental / control, design.alpha, target)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(seen > 0, np.ceil(needed * enrolled / np.maximum(seen, 1.0)), np.inf))


def check(trials: Trials, o: dict) -> None:
    """Raises DesignError where nothing blinded can set the size."""
    design = trials.design
    if not hasattr(trials.setting.endpoint, "blinded_size") or trials.setting.outcome.known:
        tested = f" tested by {design.test}" if design.test else ""
        raise DesignError(
            f"The design `{design.name}` has a {design.endpoint} endpoint{tested}, whose size no blinded data set.",
            where="design.type",
            fix="Use another endpoint; of times to an event the number of events is the information, whatever the hazards.",
        )
    if o["effect"] is None:
        raise DesignError(
            f"The design `{design.name}` states no effect to size the trial for: blinded data show none.",
            where="design.effect",
            fix="State `effect` on the scale of the measure, above 0 in the better direction.",
        )
    if len(looks(design)) != 2:
        raise DesignError(
            f"The design `{design.name}` has {len(looks(design))} looks.",
            where="design.looks",
            fix="State the blinded one and the end, e.g. [0.5, 1].",
        )
    if math.ceil(looks(design)[0] * trials.full / options_of(design)["increase"] - 1e-9) >= trials.full:
        raise DesignError(
            f"The blinded look of `{design.name}` comes when all its patients are enrolled.",
            where="design.looks",
            fix="State an earlier one.",
        )
