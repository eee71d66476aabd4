"""One design under one scenario as a row of figures: what is kept of its trials while a search goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from trialwright.design import evaluation
from trialwright.design.characteristics import characteristics
from trialwright.design.failing import named, told
from trialwright.design.running import Engine, Streams, one_after_another, run
from trialwright.design.setting import Level, Setting
from trialwright.design.totals import Totals
from trialwright.errors import DesignError
from trialwright.model.design import Design, Figure, Limits
from trialwright.model.scenario import Scenario

Progress = Callable[[int, int], None]


class Point(NamedTuple):
    """A place of the grid: what we would do, and what might be true."""

    design: Design
    scenario: Scenario


class Row(NamedTuple):
    """Figures of a point over its trials, each followed by its Monte Carlo standard error (0: exact).

    patients, screened, months : mean over trials. shut_out : share of the benefit that eligible patients stand to gain
    which falls to those whom the design does not enrol. within_limits : whether the median trial keeps the limits.
    within : share of trials that do. cost : mean over trials, 0 where no costs are stated.
    """

    power: float
    power_mcse: float
    patients: float
    patients_mcse: float
    screened: float
    screened_mcse: float
    months: float
    months_mcse: float
    shut_out: float
    shut_out_mcse: float
    within: float
    within_mcse: float
    cost: float
    cost_mcse: float
    within_limits: bool


class Missing(NamedTuple):
    """In place of a Row: why the point could not be simulated."""

    why: str


def without_effect(point: Point) -> Point:
    """The same with no effect of any arm, or one at the design's margin."""
    with told(point.design.name, point.scenario.name):
        setting = Setting(point.design, point.scenario, Limits())
        return Point(point.design, setting.without_effect().scenario)


def check(points: Iterable[Point], replicates: int) -> None:
    """Raises DesignError for the first point that cannot be evaluated, before any is."""
    for design, scenario in points:
        evaluation.check([design], scenario, replicates)


def evaluate(
    points: Sequence[Point],
    limits: Limits,
    replicates: int,
    streams: Streams,
    engine: Engine | None = None,
    level: Level = "patient",
) -> Iterator[Row | Missing]:
    """A row for each point, in their order, as they are done; every point has the same simulated patients. A point that
    cannot be simulated is Missing, with the reason, and the others go on.

    A piece of the engine's work is a whole point and gives back its row alone, so that nothing of the trials is held.
    """
    pieces = [(p, limits, replicates, streams, level) for p in points]
    return (engine or one_after_another)(_row, pieces)


def _row(point: Point, limits: Limits, replicates: int, streams: Streams, level: Level) -> Row | Missing:
    names = point.design.name, point.scenario.name
    try:
        with told(*names):
            setting = Setting(point.design, point.scenario, limits, level)
            (made,) = run([setting], replicates, streams, _unseen)
            return row(setting, made)
    except DesignError as error:
        return Missing(error.what.removeprefix(named(*names)))


def row(setting: Setting, made: Totals) -> Row:
    """Of a setting's trials."""
    found = characteristics(setting, made, None)
    f = found.figures
    return Row(
        *_pair(f["power"]),
        *_pair(made.patients.averaged()),
        *_pair(made.screened.averaged()),
        *_pair(made.months.averaged()),
        *_pair(f.get("shut_out", Figure(value=0.0))),
        *_pair(f["within_limits_probability"]),
        *_pair(f.get("cost", Figure(value=0.0))),
        found.within_limits,
    )


def _pair(figure: Figure) -> tuple[float, float]:
    return figure.value, figure.mcse or 0.0


def _unseen(trials: int) -> None:
    """Progress is told by the point."""
