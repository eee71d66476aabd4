"""A time from enrolment to an event, compared by log-rank tests: plain, weighted, or the strongest of several.

Control parameters, all but the hazard optional: `median` months, or `hazards` per month, one for each period of
`starts`; `delay` months before treatment acts; `shape` of a Weibull law with that median; `cured`, a share who never have the
event. A scenario's dropout is the share who are lost within 12 months.
"""

from __future__ import annotations

import math
import re

import numpy as np

from trialwright.endpoints.outcome import Control, Floats, Outcome, Parameter, checked
from trialwright.errors import DesignError
from trialwright.kernels import log_rank
from trialwright.kernels.survival_tables import HazardTable

NAME = "time_to_event"
LABEL = "time to an event"
SOURCE = "events"
EFFECT = "log hazard ratio (negative: the event comes later)"
MEASURE = "log hazard ratio"
PARAMETERS = (
    Parameter("median", "median months to the event in the control arm", low=0.0),
    Parameter("hazards", "control arm's events per month in each period", low=0.0, many=True),
    Parameter(
        "starts",
        "months of follow-up at which the periods begin, the first 0",
        low=0.0,
        closed=True,
        many=True,
    ),
    Parameter("delay", "months from enrolment until treatment acts", low=0.0, closed=True),
    Parameter("shape", "shape of a Weibull law, 1 for a constant hazard", low=0.0),
    Parameter("cured", "share who never have the event", low=0.0, high=1.0, closed=True),
)
DEFAULTS = {"starts": (0.0,), "delay": 0.0, "shape": 1.0, "cured": 0.0}
DROPOUT_MONTHS = 12.0  # a scenario's dropout is the share lost by then

STRATIFIED = "stratified_log_rank"  # by the ranges of the marker that a design parts patients into
TESTS = (
    f"log_rank, {STRATIFIED}, fleming_harrington(rho, gamma), modest(delay months), modest(delay months, largest weight) or "
    "max_combo, the strongest of (0, 0), (0, 1), (1, 0) and (1, 1)"
)
_COMBO = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))


def latent(control: Control) -> Outcome:
    """The scale of effects alone: what they do to a time, `hazard_table` says. Raises DesignError."""
    hazard_table(control, np.zeros(2))
    return Outcome()


def hazard_table(control: Control, dropout: Floats) -> HazardTable:
    """Hazards of the control and the experimental arms, which a log hazard ratio multiplies once the delay is over.

    dropout : (arms,) share lost within DROPOUT_MONTHS, control first. Raises DesignError for parameters that do not fit together.
    """
    stated, arms = _stated(control), len(dropout)
    starts, hazards, delay, shape = (
        stated["starts"],
        stated["hazards"],
        stated["delay"][0],
        stated["shape"][0],
    )
    if delay > 0 and delay not in starts:
        at = np.searchsorted(starts, delay)
        starts, hazards = np.insert(starts, at, delay), np.insert(hazards, at, hazards[at - 1])
    acts = (starts >= delay).astype(float)
    return HazardTable(
        starts=starts**shape,
        hazard=np.tile(hazards, (arms, 1)),
        sensitivity=np.vstack([np.zeros(len(starts)), *[acts] * (arms - 1)]),
        shape=float(shape),
        cured=np.full(arms, stated["cured"][0]),
        dropout=-np.log1p(-np.asarray(dropout, float)) / DROPOUT_MONTHS,
    )


def _stated(control: Control) -> dict[str, Floats]:
    """Every parameter, `hazards` from the median where that is what is stated."""
    if ("median" in control) == ("hazards" in control):
        raise DesignError(
            "A time_to_event endpoint needs the control parameter `median` or `hazards`, and not both.",
            where="control",
            fix="State `median:` in months, or `hazards:` with `starts:`.",
        )
    absent = "hazards" if "median" in control else "median"
    kept = tuple(p for p in PARAMETERS if p.name != absent)
    stated = checked({**DEFAULTS, **control}, kept, NAME)
    shape = stated["shape"][0]
    if absent == "hazards":
        stated["hazards"] = np.array([_hazard_of_median(stated, shape)])
    elif shape != 1:
        raise DesignError(
            "A Weibull shape goes with a median, not with hazards by period.",
            where="control.shape",
            fix="State `median:`, or leave out `shape:`.",
        )
    starts = stated["starts"]
    if len(starts) != len(stated["hazards"]) or starts[0] != 0 or np.any(np.diff(starts) <= 0):
        raise DesignError(
            f"{len(stated['hazards'])} hazards do not go with starts {', '.join(f'{s:g}' for s in starts)}.",
            where="control.starts",
            fix="State as many starts as hazards, ascending, the first 0.",
        )
    return stated


def _hazard_of_median(stated: dict[str, Floats], shape: float) -> float:
    """Of those who are not cured, so that half of all have had the event by the median."""
    cured = stated["cured"][0]
    if cured >= 0.5:
        raise DesignError(
            f"With {cured:.0%} cured there is no median.",
            where="control.median",
            fix="State `hazards:` of those who are not cured.",
        )
    return float(-math.log((0.5 - cured) / (1 - cured)) / stated["median"][0] ** shape)


def weights_of(test: str) -> log_rank.Weights:
    """The weights of the named test, "" log-rank. Raises DesignError naming those there are."""
    found = re.fullmatch(r"\s*([a-z_]+)\s*(?:\(([^()]*)\))?\s*", test or "log_rank")
    try:
        name, numbers = found[1], [float(n) for n in found[2].split(",")] if found[2] else []  # type: ignore[index]
    except (TypeError, ValueError):
        name, numbers = "", []
    valid = all(n >= 0 for n in numbers)
    match name, len(numbers), valid:
        case (("log_rank" | "stratified_log_rank"), 0, _):
            return log_rank.LOG_RANK
        case "max_combo", 0, _:
            return log_rank.fleming_harrington(*_COMBO)
        case "fleming_harrington", 2, True:
            return log_rank.fleming_harrington((numbers[0], numbers[1]))
        case "modest", 1 | 2, True:
            return log_rank.modestly_weighted(*numbers)
    raise DesignError(f"There is no log-rank test `{test}`.", where="design.test", fix=f"Use {TESTS}.")


def _logged(ratio: float, control: Control) -> float:
    return math.log(ratio) if ratio > 0 else math.nan


SCALES = {"hazard_ratio": _logged}
