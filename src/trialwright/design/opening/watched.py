"""A block of trials in which one is watched: whatever its design asks of it and decides is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs.decided import GOING
from trialwright.design.look import Bins, TallyLook
from trialwright.design.setting import Setting
from trialwright.design.sources.account import Drawn
from trialwright.design.trials import Trials
from trialwright.kernels.tables import LookTable

Floats = NDArray[np.float64]

ASKED = ("z", "p", "estimate", "information")


@dataclass(frozen=True)
class Asked:
    """A comparison at a look. bins : whose data, by bin."""

    arm: int
    bins: tuple[bool, ...]
    stage: bool
    z: float
    estimate: float
    standard_error: float
    information: float


class Told(NamedTuple):
    """As Trials.tell has it, of one trial."""

    what: str
    value: float
    bound: float
    at_most: bool


@dataclass
class Wave:
    """From one look to the next, for the watched trial: the instructions in force, and what came of them.

    target : in the source's unit. shares : () where permuted blocks allocate. reason : why the trial ended here, GOING if
    it did not.
    """

    target: int
    admitted: int
    arms: int
    shares: tuple[float, ...]
    enrolled: int = 0
    cut: float | None = None
    asked: dict[tuple[int, tuple[bool, ...], bool], Asked] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    selected: int | None = None
    reason: int = GOING


class WatchedLook:
    """A look that notes what it is asked about one of its trials; `at` is that trial's place in it."""

    def __init__(self, look: TallyLook, at: int, wave: Wave, bins: int) -> None:
        self._look, self._at, self._wave, self._bins = look, at, wave, bins
        mask = np.zeros(len(look.rows), bool)
        mask[at] = True
        self._one = look.among(mask)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._look, name)
        if name not in ASKED:
            return found

        def noting(arm: int = 1, bins: Bins = None, stage: bool = False) -> Any:
            self._note(arm, bins, stage)
            return found(arm, bins, stage)

        return noting

    def _note(self, arm: int, bins: Bins, stage: bool) -> None:
        mine = self._of_one(bins)
        key = (int(arm), self._held(mine), stage)
        if key in self._wave.asked:
            return
        estimate = self._one.estimate(arm, mine, stage)
        self._wave.asked[key] = Asked(
            *key,
            z=float(self._one.z(arm, mine, stage)[0]),
            estimate=float(estimate.value[0]),
            standard_error=float(estimate.se[0]),
            information=float(self._one.information(arm, mine, stage)[0]),
        )

    def _of_one(self, bins: Bins) -> Bins:
        differ = isinstance(bins, np.ndarray) and bins.dtype != bool
        return cast(NDArray[np.int64], bins)[self._at : self._at + 1] if differ else bins

    def _held(self, bins: Bins) -> tuple[bool, ...]:
        """(bins,) whether each bin's patients count."""
        if bins is None:
            return (True,) * self._bins
        if isinstance(bins, np.ndarray) and bins.dtype == bool:
            return tuple(map(bool, bins))
        return tuple(b >= int(np.asarray(bins).ravel()[0]) for b in range(self._bins))


class Watched(Trials):
    """row : the number in the block of the trial that is watched."""

    opened = True

    def __init__(self, setting: Setting, drawn: Drawn, row: int) -> None:
        super().__init__(setting, drawn)
        self.row, self.waves = row, list[Wave]()

    def enrol(self, to: Any, *rest: Any, **more: Any) -> TallyLook:
        if not self._alive[self.row]:
            return super().enrol(to, *rest, **more)
        rows = self.open
        at = int(np.searchsorted(rows, self.row))
        target = int(np.broadcast_to(np.asarray(to), rows.shape)[at])
        look = super().enrol(to, *rest, **more)
        wave = Wave(
            target=target,
            admitted=int(self._admitted[self.row]),
            arms=int(self._arms[self.row]),
            shares=tuple(map(float, self._shares[self.row])) if len(self._shares) else (),
            enrolled=int(look.patients[at]),
            cut=float(self.source.cut[self.row]) if hasattr(self.source, "cut") else None,
        )
        self.waves.append(wave)
        return cast(TallyLook, WatchedLook(look, at, wave, self.bins))

    def stop(
        self,
        seen: TallyLook,
        where: Any,
        reason: int,
        rejected: Any = False,
        arm: int = 1,
        bins: Bins = None,
    ) -> None:
        going = self._alive[self.row]
        super().stop(seen, where, reason, rejected, arm, bins)
        if going and not self._alive[self.row]:
            self.waves[-1].reason = reason

    def _at_once(self, looks: LookTable) -> bool:
        """Never: what is watched goes look by look."""
        return False

    def select(self, seen: TallyLook, which: Any) -> None:
        super().select(seen, which)
        if self.row in seen.rows:
            self.waves[-1].selected = int(self._ends.selected[self.row])

    def tell(
        self, seen: TallyLook, what: str, value: Floats, bound: Floats | float, at_most: bool = False
    ) -> None:
        for at in np.flatnonzero(seen.rows == self.row):
            of = float(np.broadcast_to(bound, value.shape)[at])
            self.waves[-1].told.append(Told(what, float(value[at]), of, at_most))


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
