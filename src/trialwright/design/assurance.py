"""Assurance: power averaged over how uncertain the effect is, normal about its estimate, by the trapezium rule.

In closed form where one holds; else effects are simulated, each in its share of the trials, so that all of them cost and err
about as much as power itself. Source: O'Hagan, Stevens & Campbell 2005, Pharm Stat 4:187. Of a smooth step the rule's error
falls with exp(-2 (pi / d)^2), d the standard errors of the trial between two effects (Trefethen & Weideman 2014, SIAM Rev
56:385). Over two steps a rise in one place shows how steep it is wherever the effects lie in it; over one it would look half as
large where an effect lies in its middle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.closed_form import closed_form
from trialwright.design.figures import proportion
from trialwright.design.running import Engine, Kept, Step, Streams, run
from trialwright.design.setting import Setting
from trialwright.errors import DesignError
from trialwright.model.design import Figure
from trialwright.model.scenario import EffectCurve

CLOSED = (
    0.25,
    0.125,
    0.0625,
)  # SDs between two effects in closed form, the next where power rises too steeply
SIMULATED = (0.5, 0.25, 0.125)  # and between two that are simulated
STEEPEST = 0.8  # share of power's whole rise over two steps: d up to 1.7, an error of 1e-4
SLIGHT = 0.25  # a rise that a few trials of an effect would make by chance
BEYOND = 1e-4  # chance of effects without a closed form that are as good as never met
FURTHEST = 4.0  # SDs
FEWEST = 50  # trials of one effect
APART = 1 << 20  # blocks between effects, more than any run has, so that each has trials of its own


class Version(NamedTuple):
    """One effect: its distance from the estimate in SDs, its weight, the setting with it, its trials and their first block."""

    z: float
    weight: float
    setting: Setting
    replicates: int
    first: int


def in_closed_form(setting: Setting) -> Figure | None:
    """None where the level is stated, or no closed form holds over its range: all of it but effects so far out that together
    they are as good as never met, since counts too small for a normal law are there for any cautious plan."""
    cv = setting.scenario.level_cv
    if cv == 0:
        return None
    split = setting.populations[0].checked_split(setting.design.cutoff)
    power = cache(lambda at: closed_form(setting, split, float(1 + cv * at)))
    for apart in CLOSED:
        z, w = _rule(apart)
        powers = np.array([power(at) for at in z], dtype=float)
        known = np.isfinite(powers)
        if w[~known].sum() > BEYOND:
            return None
        if not _too_steep(powers[known]):
            return Figure(value=float(w[known] @ powers[known] / w[known].sum()))
    return None


def versions(setting: Setting, replicates: int, apart: float = SIMULATED[0]) -> list[Version]:
    """The effects to simulate, each in a share of the trials that is its weight; none where the level is stated.
    apart : SDs from one to the next, of SIMULATED."""
    cv = setting.scenario.level_cv
    if cv == 0:
        return []
    return [
        Version(
            float(z),
            float(weight),
            _times(setting, float(1 + cv * z)),
            max(FEWEST, round(replicates * weight)),
            (1 + round((z + FURTHEST) / SIMULATED[-1])) * APART,
        )
        for z, weight in zip(*_rule(apart), strict=True)
    ]


def simulated(
    setting: Setting, replicates: int, streams: Streams, step: Step, engine: Engine | None, kept: Kept | None
) -> Figure | None:
    """With its Monte Carlo error; None where the level is stated, an effect cannot be simulated, or power rises too steeply
    even between the closest. step : called with the trials just done, of the effects that are looked at first."""
    known: dict[float, Figure] = {}
    for apart in SIMULATED:
        of = versions(setting, replicates, apart)
        for v in of:
            if v.z not in known:
                try:
                    (made,) = run([v.setting], v.replicates, streams, step, engine, kept, v.first)
                except DesignError:
                    return None
                known[v.z] = proportion(made.any, v.replicates)
        figures = [known[v.z] for v in of]
        if of and not _too_steep([f.value for f in figures]):
            error = math.sqrt(
                sum((v.weight * (f.mcse or 0.0)) ** 2 for v, f in zip(of, figures, strict=True))
            )
            return Figure(value=sum(v.weight * f.value for v, f in zip(of, figures, strict=True)), mcse=error)
        step = _uncounted
    return None


def _uncounted(_: int) -> None:
    """The trials between effects that lay too far apart are more than were told of."""


def _rule(apart: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points in SDs and their weights, which add up to 1."""
    z = np.arange(-round(FURTHEST / apart), round(FURTHEST / apart) + 1) * apart
    w = np.exp(-(z**2) / 2)
    return z, w / w.sum()


def _too_steep(powers: Sequence[float] | NDArray[np.float64]) -> bool:
    """Whether nearly all of power's rise is between effects two steps apart."""
    p = np.asarray(powers)
    whole = float(np.ptp(p)) if len(p) > 2 else 0.0
    return whole > SLIGHT and float(np.abs(p[2:] - p[:-2]).max()) > STEEPEST * whole


def _times(setting: Setting, times: float) -> Setting:
    """The same with the scenario's effect times a number; arms with an effect of their own keep it."""
    effect = setting.scenario.effect
    scaled = EffectCurve(
        curve=effect.curve,
        level=times * effect.level,
        half=effect.half,
        slope=times * effect.slope,
        at=tuple((m, times * v) for m, v in effect.at),
    )
    scenario = setting.scenario.model_copy(update={"effect": scaled})
    return Setting(setting.design, scenario, setting.limits, setting.level)
