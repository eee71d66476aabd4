"""The posterior probability a Bayesian design must ask for, so that its type I error is a wanted one."""

from __future__ import annotations

from typing import NamedTuple

from trialwright.design.evaluation import evaluate
from trialwright.design.running import Engine, Streams
from trialwright.design.setting import Setting
from trialwright.errors import DesignError
from trialwright.model.design import Design, Figure, Limits
from trialwright.model.scenario import Scenario

_STEPS = 14
_LEAST, _MOST = 0.5, 1 - 1e-6


class Calibrated(NamedTuple):
    """design : with its `efficacy` set. type_one_error : simulated, at most what was wanted."""

    design: Design
    efficacy: float
    type_one_error: Figure


def calibrated(
    design: Design,
    scenario: Scenario,
    limits: Limits,
    replicates: int,
    streams: Streams,
    type_one_error: float | None = None,
    engine: Engine | None = None,
) -> Calibrated:
    """The least `efficacy` of a bayesian design with a simulated type I error of at most `type_one_error` (design.alpha
    where None), every patient without effect, by halving the range on the same simulated patients.

    The answer has the simulation's error: the threshold's own type I error lies within a few mcse of the figure.
    Raises DesignError where even the highest threshold shows a benefit too often, as a strong prior can.
    """
    if design.type != "bayesian":
        raise DesignError(
            f"A {design.type} design has no posterior probability to find.",
            where="design.type",
            fix="Use type: bayesian.",
        )
    wanted = design.alpha if type_one_error is None else type_one_error
    null = Setting(design, scenario, limits).without_effect().scenario

    def at(efficacy: float) -> tuple[Design, Figure]:
        options = design.options | {"efficacy": efficacy}
        tried = Design.model_validate(design.model_dump() | {"options": options})
        (found,) = evaluate([tried], null, limits, replicates, streams, engine=engine, nulls=False)
        return tried, found.figures["power"]

    low, high = _LEAST, _MOST
    best = at(high)
    if best[1].value > wanted:
        raise DesignError(
            f"Even at a posterior probability of {high:g} the type I error is {best[1].value:.3g}.",
            where="design.prior_sd",
            fix="Use a prior that says less, or a larger delta.",
        )
    for _ in range(_STEPS):
        middle = (low + high) / 2
        tried = at(middle)
        if tried[1].value > wanted:
            low = middle
        else:
            high, best = middle, tried
    return Calibrated(best[0], high, best[1])
