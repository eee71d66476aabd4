"""Designs under scenarios: evaluate, compare, recommend. Heavy imports wait for the first call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from trialwright.design.curve_points import through
from trialwright.design.figures import ADEQUATE, FIGURES
from trialwright.model.design import Design, Limits, OperatingCharacteristics, Recommendation
from trialwright.model.findings import DesignStatement, PowerCurve
from trialwright.model.opened import OpenedTrial
from trialwright.model.scenario import EffectCurve, Marker, Scenario

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from trialwright.design.running import Engine, Kept

    Streams = Callable[[int], np.random.Generator]

Progress = Callable[[int, int], None]

__all__ = [
    "ADEQUATE",
    "FIGURES",
    "calibrate",
    "evaluate",
    "fixed_size",
    "open_trial",
    "power_curve",
    "recommend",
    "size_within",
    "through",
]


def evaluate(
    designs: Sequence[Design],
    scenario: Scenario,
    limits: Limits,
    replicates: int,
    streams: Streams,
    progress: Progress | None = None,
    engine: Engine | None = None,
    level: Literal["patient", "statistic"] = "patient",
    nulls: bool = True,
    kept: Kept | None = None,
) -> tuple[OperatingCharacteristics, ...]:
    """What each design does under the scenario, all on the same simulated patients.

    streams : block number → the generator of that block. progress : called with trials done and in all.
    engine : where the blocks run (adapters.engines opens one); here, one after another, where None, and the same bytes
    anywhere. kept : blocks that an interrupted run had finished. level : "patient" follows every patient; "statistic" draws the
    tallies of each wave of patients at once, where patients who share a range of the marker and an arm are alike.
    nulls : whether the same trials are run without effect too, for the type I error. Raises DesignError.
    """
    from trialwright.design.evaluation import evaluate as run

    return run(designs, scenario, limits, replicates, streams, progress, engine, level, nulls, kept)


def power_curve(
    design: Design,
    scenario: Scenario,
    limits: Limits,
    sizes: Sequence[int],
    replicates: int,
    streams: Streams,
    progress: Progress | None = None,
    engine: Engine | None = None,
    kept: Kept | None = None,
) -> PowerCurve:
    """Power of the design at each size that its method supports, its cut-off unchanged, on the same simulated patients."""
    from trialwright.design.evaluation import power_curve as run

    return run(design, scenario, limits, sizes, replicates, streams, progress, engine, kept)


def open_trial(
    design: Design, scenario: Scenario, limits: Limits, number: int, replicates: int, streams: Streams
) -> OpenedTrial:
    """Trial `number` (from 1) of a run of `evaluate` with these arguments, step by step: the same patients, looks and
    decisions as the run counted. Raises DesignError for a number that the run does not have."""
    from trialwright.design.opening import opened

    return opened(design, scenario, limits, number, replicates, streams)


def state(
    characteristics: Sequence[OperatingCharacteristics], scenario: Scenario, limits: Limits, streams: Streams
) -> DesignStatement:
    """The one design of these characteristics (under each scenario, the first being `scenario`) as a protocol states
    it, with R's calls where they correspond and the paths of a few simulated trials."""
    from trialwright.design.statement import state as run

    return run(characteristics, scenario, limits, streams)


def recommend(
    characteristics: Sequence[OperatingCharacteristics], limits: Limits | None = None
) -> Recommendation:
    """The design whose worst loss of power over the scenarios is least, among those within the limits. limits : as they
    were stated, to tell a default from what someone chose, where none can be recommended."""
    from trialwright.design.recommendation import recommend as run

    return run(characteristics, limits)


def size_within(
    scenario: Scenario, cutoff: float | None, limits: Limits, allocation: float | None = None
) -> int:
    """The most patients, at or above the cut-off, that the median trial can enrol within the limits, and
    that `allocation` (experimental to control) splits exactly where it is given."""
    from trialwright.design.sizing import size_within as run

    return run(scenario, cutoff, limits, allocation)


def calibrate(
    curve: EffectCurve, marker: Marker | None, target: float, at_or_above: float | None
) -> EffectCurve:
    """The curve sized so that its mean effect among patients measured at or above a value is `target`."""
    from trialwright.design.calibration import calibrate as run

    return run(curve, marker, target, at_or_above)


def fixed_size(design: Design, scenario: Scenario, power: float) -> tuple[int | None, str]:
    """The fewest patients of a fixed design with that power in closed form, or None; and what to know of it."""
    from trialwright.design.smallest import fixed_size as run

    return run(design, scenario, power)


def table(characteristics: Sequence[OperatingCharacteristics]) -> pd.DataFrame:
    """One row for each design under each scenario. Columns carry their unit, "power [share]", and have beside them their
    Monte Carlo standard error ("power mcse [share]") and, where trials differ, the 5th and 95th percentile of trials
    ("months p5 [months]"). Effects and errors of estimates are on the scales of "effect scale" and "scale of estimates", "[effect]"."""
    from trialwright.design.frame import table as run

    return run(characteristics)
