"""Sample-size re-estimation: the last look before the end sets how many patients the last stage enrols.

`design.patients` is the largest size there can be; what is planned is that over `increase`, and looks are fractions of
what is planned. Stages are combined with their planned weights, so the size may follow the data in any way.
Sources: Cui, Hung & Wang 1999, Biometrics 55:853; Mehta & Pocock 2011, Stat Med 30:3267.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from trialwright.design.designs import combined, options_of, stage_estimate
from trialwright.design.designs.combined import Combination, looks
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided
from trialwright.design.designs.options import Option
from trialwright.design.designs.reestimation_estimate import OrderedEstimate
from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design

Floats = NDArray[np.float64]
Sizes = NDArray[np.int64]

NAME = "reestimation"
MARGIN = True
LABEL = "sample-size re-estimation"
RULES = ("promising zone", "conditional power")
OPTIONS = (
    Option("rule", "promising zone", "When the last stage's size follows the interim data", RULES),
    Option("increase", 2.0, "The largest size over the planned one", low=1.0, high=20.0),
    Option(
        "decrease",
        1.0,
        "The last stage's smallest size over its planned one; never fewer than are enrolled when it is set",
        low=0.05,
        high=1.0,
    ),
    Option("target", 0.9, "Conditional power that the last stage is sized for", low=0.01, high=0.999),
    Option(
        "promising",
        0.3,
        "Conditional power at the planned size from which an interim is promising",
        low=0,
        high=1,
        needs=(("rule", ("promising zone",)),),
    ),
    Option(
        "futility", 0.0, "Conditional power at the largest size below which the trial stops", low=0, high=1
    ),
    Option(
        "effect", None, "Effect that conditional power assumes, on the estimate's scale; else what is seen"
    ),
    Option(
        "adjusted",
        False,
        "Also the estimate and interval by the stages' fixed weights, stage-wise ordered where an interim may stop: "
        "median-unbiased",
    ),
    *combined.OPTIONS,
)

__all__ = ["LABEL", "NAME", "OPTIONS", "followed", "interim_stops", "looks", "protocol", "rules", "run"]


def sizes(design: Design, full: int) -> list[int]:
    """What is planned at each look."""
    planned = full / options_of(design)["increase"]
    return [math.ceil(f * planned - 1e-9) for f in looks(design)]


def protocol(design: Design, full: int) -> str:
    return combined.stated(design, combined.at_sizes(design, sizes(design, full), options_of(design)))


def followed(design: Design) -> str:
    return f"followed until at most {design.events:,} events have happened"


def rules(design: Design, full: int) -> list[str]:
    o, at = options_of(design), sizes(design, full)
    _check(design, o, len(at))
    unit = "events" if design.events else "patients"
    least = at[-2] + max(1, math.ceil(o["decrease"] * (at[-1] - at[-2]) - 1e-9))
    fewest = "" if design.events else " and never fewer than are enrolled by then"
    effect = "the effect seen" if o["effect"] is None else f"an effect of {o['effect']:g}"
    zone = (
        f"; where conditional power at {at[-1]:,} is below {o['promising']:g} or is {o['target']:g} already, it stays as planned"
        if o["rule"] == "promising zone"
        else ""
    )
    told = [
        f"The planned size is {at[-1]:,} {unit}. Look {len(at) - 1}, at {at[-2]:,}, sets how many there are at the end, from {least:,} to "
        f"{full:,}{fewest}: as many as give a conditional power of {o['target']:g} for {effect}{zone}."
    ]
    if o["futility"] > 0:
        told.append(
            f"That look ends the trial for futility where conditional power at {full:,} {unit} is below {o['futility']:g}."
        )
    return told


def interim_stops(design: Design, full: int) -> list[tuple[bool, bool]]:
    """Futility is asked at the last interim alone, which sizes the last stage."""
    o, at = options_of(design), sizes(design, full)
    futility = [k == len(at) - 2 and o["futility"] > 0 for k in range(len(at) - 1)]
    return combined.may_stop(combined.at_sizes(design, at, o), futility)


def run(design: Design, trials: Trials) -> Decided:
    o, at = trials.options, sizes(design, trials.full)
    _check(design, o, len(at))
    by = trials.once("combination", lambda: combined.at_sizes(design, at, o))
    evidence = np.zeros(trials.n)
    weighted = _weighted(trials, by, at) if o["adjusted"] else None
    for stage, size in enumerate(at[:-1]):
        look = trials.enrol(size)
        evidence[look.rows] += by.evidence(look.z(stage=True), stage)
        by.tell(trials, look, stage, evidence[look.rows])
        shown = evidence[look.rows] >= by.reach[stage]
        if weighted:
            weighted.add(look, stage)
            _keep(trials, weighted, look, shown, stage)
        trials.stop(look, shown, EFFICACY, rejected=True)
    last, futile = last_sizes(design, look, needed(by, evidence[look.rows]), at, trials.full, o)
    last = np.maximum(last, trials.awaited(look, at[-2], at[-1]))
    if weighted:
        _keep(trials, weighted, look, futile & ~shown, len(at) - 2)
    trials.stop(look, futile, FUTILITY)
    if len(trials.open):
        look = trials.enrol(last[np.searchsorted(look.rows, trials.open)])
        if weighted:
            weighted.add(look, len(at) - 1)
            weighted.keep(trials, look)
        total = evidence[look.rows] + by.evidence(look.z(stage=True), len(at) - 1)
        by.tell(trials, look, len(at) - 1, total)
        trials.stop(look, total >= by.reach[-1], EFFICACY, rejected=True)
        trials.stop(look, True, END)
    return trials.decided()


def _check(design: Design, o: dict[str, Any], looks: int) -> None:
    if looks < 2:
        raise DesignError(
            f"The design `{design.name}` has one look.",
            where="design.looks",
            fix="Re-estimation needs an interim look: state e.g. [0.5, 1].",
        )
    if o["rule"] == "promising zone" and o["promising"] >= o["target"]:
        raise DesignError(
            f"The promising zone of `{design.name}` goes from {o['promising']:g} to {o['target']:g}, so it is empty.",
            where="design.promising",
            fix="State a `promising` below `target`: conditional power between the two is promising.",
        )


def _weighted(trials: Trials, by: Combination, at: list[int]) -> stage_estimate.WeightedEstimate:
    """Raises DesignError where the bounds of the interims are not known on the scale of the weighted statistic."""
    stage_estimate.begin(trials)
    o = trials.options
    if by.fisher or (o["futility"] > 0 and o["effect"] is not None):
        raise DesignError(
            f"The design `{trials.design.name}` has no adjusted estimate: its stages are combined by Fisher's product, or "
            "its futility rule assumes an effect, so that its bound moves with the estimated information.",
            where="design.adjusted",
            fix="Combine by the inverse normal, state `futility` without `effect`, or leave `adjusted` out.",
        )
    if np.isinf(by.reach[:-1]).all() and o["futility"] == 0:
        return stage_estimate.WeightedEstimate(by.weights, trials.n)
    rates = np.cumsum(by.weights**2)
    lower = np.full(len(at), -np.inf)
    if o["futility"] > 0:
        lower[-2] = futility_bound(by, at, trials.full, o["futility"]) / math.sqrt(rates[-2])
    return OrderedEstimate(trials, by.weights, lower, by.reach / np.sqrt(rates), rates)


def futility_bound(by: Combination, at: list[int], full: int, least: float) -> float:
    """The evidence at the last interim below which conditional power at the largest size, for the effect seen, is below
    `least`: of an inverse normal combination, and where all interims' evidence is that of their pooled data."""
    seen, weight = at[-2], float(by.weights[-1])
    rate = float((by.weights[:-1] ** 2).sum())
    grown = math.sqrt((full - seen) / (seen * rate))
    return float((ndtri(least) + by.reach[-1] / weight) / (grown + 1 / weight))


def _keep(
    trials: Trials, of: stage_estimate.WeightedEstimate, look: TallyLook, ends: NDArray[np.bool_], stage: int
) -> None:
    """The estimates of trials that an interim ends, where it may; and what those that go on need of it."""
    if isinstance(of, OrderedEstimate):
        of.keep(trials, look.among(ends), stage)
        of.note(look, stage)


def needed(by: Combination, evidence: Floats) -> Floats:
    """(m,) z of the last stage with which the combination rejects."""
    missing = (by.reach[-1] - evidence) / by.weights[-1]
    if not by.fisher:
        return np.asarray(missing)
    with np.errstate(over="ignore", divide="ignore"):
        return np.asarray(-ndtri(np.minimum(np.exp(-missing), 1.0)))


def last_sizes(
    design: Design, look: TallyLook, bound: Floats, at: list[int], full: int, o: dict
) -> tuple[Sizes, NDArray[np.bool_]]:
    """(m,) size in all at the end, and where conditional power is too low to go on. bound : `needed`."""
    seen, planned = at[-2], at[-1] - at[-2]
    least, most = max(1, math.ceil(o["decrease"] * planned - 1e-9)), full - seen
    root = drift(design, look, seen, o["effect"])
    wanted = patients_for(root, bound, o["target"], most)
    with np.errstate(invalid="ignore"):
        power = ndtr(root * math.sqrt(planned) - bound)
        reachable = ndtr(root * math.sqrt(most) - bound)
        follows = np.ones(len(root), bool)
        if o["rule"] == "promising zone":
            follows = (power >= o["promising"]) & (power < o["target"])
        stage = np.where(follows, np.clip(wanted, least, most), planned)
        return seen + stage.astype(np.int64), reachable < o["futility"]


def drift(design: Design, look: TallyLook, seen: int, effect: float | None) -> Floats:
    """(m,) expected z of a later stage over the root of its size: of the effect seen, or of the one assumed with the
    information a patient has brought so far. With a margin, z counts from there, and so does the assumed effect."""
    if effect is None:
        return np.asarray(look.z() / math.sqrt(seen))
    sign = 1.0 if design.better == "higher" else -1.0
    information = look.information()
    beyond = sign * effect + (design.margin or 0.0)
    return np.asarray(beyond * np.sqrt(np.where(np.isfinite(information), information, 0.0) / seen))


def patients_for(root: Floats, bound: Floats, target: float, most: int) -> Floats:
    """(m,) patients with which a stage of drift `root` a root patient reaches `bound` with chance `target`, rounded up;
    `most` where none do, 0 where none are needed."""
    z = bound + ndtri(target)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        n = np.where(root > 0, np.ceil((z / root) ** 2 - 1e-9), np.inf)
    return np.where(z <= 0, np.where(root > 0, 0.0, most), np.minimum(n, most))
