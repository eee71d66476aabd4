"""What each stage of a trial brought: summary statistics by stage and group.

Arrays are (stages, groups). NaN stands for a group that a stage did not enrol. With several groups the last
one is the control. Every data set holds what each stage brought alone; `cumulative` gives all up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import DesignError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Means:
    """n : sizes; mean; sd : divisor n - 1. Each (stages, groups)."""

    n: Floats
    mean: Floats
    sd: Floats

    def __post_init__(self) -> None:
        _positive("sample sizes", self.n)
        _not_negative("standard deviations", self.sd)

    @classmethod
    def from_cumulative(cls, n: Floats, mean: Floats, sd: Floats) -> Means:
        """Stage-wise statistics from cumulative ones; a group has no stage after its first NaN.

        Raises DesignError where the cumulative figures are of no stage, a negative sum of squares.
        """
        sizes, total = _differences(n), _differences(n * mean)
        with np.errstate(invalid="ignore", divide="ignore"):
            squares = _differences((n - 1) * sd**2 + n * mean**2)
            variance = (squares - total**2 / sizes) / (sizes - 1)
        if np.any(variance < 0):
            raise DesignError(
                "The cumulative means and standard deviations are of no stage: a variance would be negative.",
                where=_where(variance < 0),
                fix="Check the figures of that stage, or give them to more digits.",
            )
        return cls(sizes, total / sizes, np.sqrt(variance))

    @cached_property
    def cumulative(self) -> Means:
        """All up to each stage, groups not enrolled in a stage as NaN there."""
        n, total = np.cumsum(self.n, axis=0), np.cumsum(self.n * self.mean, axis=0)
        squares = np.cumsum((self.n - 1) * self.sd**2 + self.n * self.mean**2, axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = np.maximum((squares - total**2 / n) / (n - 1), 0.0)
        return Means(n, total / n, np.sqrt(variance))

    @property
    def stages(self) -> int:
        return len(self.n)

    @property
    def groups(self) -> int:
        return self.n.shape[1]


@dataclass(frozen=True, eq=False)
class Rates:
    """n : sizes; events : how many had the event. Each (stages, groups)."""

    n: Floats
    events: Floats

    def __post_init__(self) -> None:
        _positive("sample sizes", self.n)
        _not_negative("events", self.events)
        if np.any(self.events > self.n):
            raise DesignError(
                "There are more events than patients.",
                where=_where(self.events > self.n),
                fix="Give events no larger than the sample size.",
            )

    @classmethod
    def from_cumulative(cls, n: Floats, events: Floats) -> Rates:
        return cls(_differences(n), _differences(events))

    @cached_property
    def cumulative(self) -> Rates:
        return Rates(np.cumsum(self.n, axis=0), np.cumsum(self.events, axis=0))

    @property
    def stages(self) -> int:
        return len(self.n)

    @property
    def groups(self) -> int:
        return self.n.shape[1]


@dataclass(frozen=True, eq=False)
class Survival:
    """events and standardized one-sided log-rank statistics by comparison with the control.

    allocation_ratio : treated per control. Each (stages, comparisons). A positive statistic is more events
    than expected in the treated arm, a hazard ratio above 1.
    """

    events: Floats
    log_rank: Floats
    allocation_ratio: Floats

    def __post_init__(self) -> None:
        _positive("events", self.events)
        _positive("allocation ratios", self.allocation_ratio)

    @classmethod
    def from_cumulative(cls, events: Floats, log_rank: Floats, allocation_ratio: Floats) -> Survival:
        """Increments of the score process: root(events) x log-rank has independent increments.

        Source: Tsiatis 1981, Biometrika 68:311; Wassmer 2006, Biom J 48:714.
        """
        new = _differences(events)
        _positive("events", new)
        score, ratio = (
            _differences(np.sqrt(events) * log_rank),
            _differences(events * allocation_ratio) / new,
        )
        return cls(new, score / np.sqrt(new), ratio)

    @cached_property
    def cumulative(self) -> Survival:
        events = np.cumsum(self.events, axis=0)
        score = np.cumsum(np.sqrt(self.events) * self.log_rank, axis=0)
        ratio = np.cumsum(self.events * self.allocation_ratio, axis=0) / events
        return Survival(events, score / np.sqrt(events), ratio)

    @property
    def stages(self) -> int:
        return len(self.events)

    @property
    def groups(self) -> int:
        return self.events.shape[1] + 1


@dataclass(frozen=True, eq=False)
class StratifiedSurvival:
    """Observed and expected events of the treated arm's log-rank test, and its variance, in one stratum."""

    events: Floats
    expected: Floats
    variance: Floats
    allocation_ratio: Floats

    def __post_init__(self) -> None:
        _positive("events", self.events)
        _positive("variances of events", self.variance)

    @classmethod
    def from_cumulative(
        cls, events: Floats, expected: Floats, variance: Floats, allocation_ratio: Floats
    ) -> StratifiedSurvival:
        new = _differences(events)
        _positive("events", new)
        ratio = _differences(events * allocation_ratio) / new
        return cls(new, _differences(expected), _differences(variance), ratio)

    @cached_property
    def cumulative(self) -> StratifiedSurvival:
        events = np.cumsum(self.events, axis=0)
        ratio = np.cumsum(self.events * self.allocation_ratio, axis=0) / events
        return StratifiedSurvival(
            events, np.cumsum(self.expected, axis=0), np.cumsum(self.variance, axis=0), ratio
        )

    @property
    def stages(self) -> int:
        return len(self.events)

    @property
    def groups(self) -> int:
        return 2


Dataset = Means | Rates | Survival | StratifiedSurvival
D = TypeVar("D", Means, Rates, Survival, StratifiedSurvival)


def until(data: D, stage: int) -> D:
    """The first stages of a data set."""
    return type(data)(**{f.name: getattr(data, f.name)[:stage] for f in fields(data)})


def pair(data: D, treated: int, control: int) -> D:
    """Two groups of a data set, or one comparison where the data are of comparisons."""
    columns = [treated, control] if isinstance(data, Means | Rates) else [treated]
    return type(data)(**{f.name: getattr(data, f.name)[:, columns] for f in fields(data)})


@dataclass(frozen=True, eq=False)
class Populations:
    """One data set a sub-population or stratum, by its name.

    S1, S2, ... F are nested or overlapping populations and F the full one; S1, S12, ... R are strata that do
    not overlap, R the remainder.
    """

    subsets: Mapping[str, Dataset]

    @property
    def stratified(self) -> bool:
        return "R" in self.subsets

    @property
    def stages(self) -> int:
        return max(d.stages for d in self.subsets.values())


def _differences(cumulative: Floats) -> Floats:
    return np.asarray(np.diff(cumulative, axis=0, prepend=0.0))


def _positive(what: str, values: Floats) -> None:
    if np.any(values <= 0):
        raise DesignError(
            f"The {what} of every stage must be above 0.",
            where=_where(values <= 0),
            fix="Give NA for a group that a stage did not enrol; cumulative figures must grow.",
        )


def _not_negative(what: str, values: Floats) -> None:
    if np.any(values < 0):
        raise DesignError(
            f"The {what} of every stage must not be negative.",
            where=_where(values < 0),
            fix="Cumulative figures must not fall from one stage to the next.",
        )


def _where(wrong: NDArray[np.bool_]) -> str:
    stage, group = np.argwhere(wrong)[0] + 1
    return f"stage {stage}, group {group}"
