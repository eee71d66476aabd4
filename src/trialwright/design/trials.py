"""A block of trials under way: enrolled wave by wave, looked at, stopped by the design's decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from trialwright.design.designs import hypotheses_of, looks_of, options_of
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, Decided, Dosed, Estimated
from trialwright.design.ends import Ends
from trialwright.design.look import Bins, TallyLook
from trialwright.design.setting import Setting
from trialwright.design.sources import source_of
from trialwright.design.sources.account import Drawn
from trialwright.kernels import bookkeeping
from trialwright.kernels.tables import InstructionTable, LookTable

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Watch = Callable[[TallyLook, Floats, int], None]


class Trials:
    """n trials of one design under one scenario.

    full : the largest size, in the source's unit (patients, or events). bins, arms : how many; arm 0 is control, and
    bin b holds patients whose measured marker reaches b of the design's cut-offs. options : the design's, each with a
    value. look : how many looks there have been.
    """

    opened = False  # whether one of them is read step by step

    def __init__(self, setting: Setting, drawn: Drawn) -> None:
        n, made = len(drawn.keys), source_of(setting.endpoint)
        self.setting, self.design, self.n, self.look = setting, setting.design, n, 0
        self.bins, self.arms, self.full = setting.bins, setting.arms, made.full(setting)
        self.options: dict[str, Any] = options_of(setting.design)
        self.source = made.Source(setting, drawn)
        self._alive = np.ones(n, bool)
        self._open: NDArray[np.int64] | None = None
        self._shares = np.empty((0, 0))
        self._hypotheses = len(hypotheses_of(setting.design))
        self._adjusted: Floats | None = None
        self._dose: Dosed | None = None
        self._given: NDArray[np.int64] | None = None

    # What follows is filled when it is first asked for: trials that go from start to end at once ask for none of it.

    @cached_property
    def _admitted(self) -> NDArray[np.uint64]:
        """(n,) bit b for bin b. To begin with all, or without the lowest where the design's cut-off restricts entry."""
        restricts = self.bins > 1 and not self.setting.chooses_bins
        return self._bins_word(1 if restricts else None, self.n)

    @cached_property
    def _arms(self) -> NDArray[np.uint64]:
        """(n,) bit a for arm a, open."""
        return np.full(self.n, 2**self.arms - 1, np.uint64)

    @cached_property
    def _ends(self) -> Ends:
        return Ends.none(self.n, self._hypotheses)

    @property
    def open(self) -> NDArray[np.int64]:
        """Numbers of the trials that go on."""
        if self._open is None:
            self._open = np.flatnonzero(self._alive)
        return self._open

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once for all blocks of this design under this scenario."""
        return self.setting.once(name, make)

    def enrol(
        self,
        to: Any,
        admitted: Bins | NDArray[np.bool_] = None,
        arms: Mask | None = None,
        shares: Floats | None = None,
    ) -> TallyLook:
        """Take every trial that goes on to the size `to`, and look at its data.

        to : in all, in the source's unit; one for all or (m,) for the m trials that go on, in their order. admitted,
        arms and shares stay as they were where None. admitted : the lowest bin that may enter, one for all or (m,)
        integers, or a bool mask (bins,) or (m, bins). arms : bool mask (arms,) or (m, arms) of the open ones, control
        included. shares : (arms,) or (m, arms) chance of each arm instead of blocks.
        """
        rows = self.open
        m = len(rows)
        if admitted is not None:
            self._admitted[rows] = self._bins_word(admitted, m)
        if arms is not None:
            self._arms[rows] = _word(np.broadcast_to(arms, (m, self.arms)))
        if shares is not None:
            if not len(self._shares):
                self._shares = np.zeros((self.n, self.arms))
            self._shares[rows] = shares
        self.look += 1
        seen: TallyLook = self.source.move(self._instructions(to))
        return seen

    def _instructions(self, to: Any) -> InstructionTable:
        """What stands now, for the trials that go on. to : as in enrol."""
        rows = self.open
        all_open = len(rows) == self.n
        return InstructionTable(
            rows,
            np.broadcast_to(np.asarray(to), (len(rows),)).astype(np.int64),
            self._admitted if all_open else self._admitted[rows],
            self._arms if all_open else self._arms[rows],
            self._shares[rows] if len(self._shares) else self._shares,
        )

    def awaited(self, look: TallyLook, size: int, most: int) -> NDArray[np.int64]:
        """(m,) enrolled by the time that the outcomes of a look at `size` are known, in the source's unit: no later size may
        be below. most : what recruitment goes on to meanwhile at most, here and in trials that stop at a look."""
        if not hasattr(self.source, "awaited"):
            return np.full(len(look.rows), size)
        came: NDArray[np.int64] = self.source.awaited(look.rows, most)
        return came

    def through(self, sizes: Sequence[int], upper: Floats, lower: Floats, watch: Watch | None = None) -> None:
        """Look at all trials at each of `sizes` (k,). A trial ends for efficacy where z >= upper (k,), else for futility
        where z < lower (k,), else at the last look. watch(look, z, i) sees look i before its trials end."""
        looks = LookTable(np.array(sizes, np.int64), upper, lower)
        if watch is None and self._at_once(looks):
            return
        for i, size in enumerate(sizes):
            look = self.enrol(size)
            z = look.z()
            if watch is not None:
                watch(look, z, i)
            self.stop(look, z >= upper[i], EFFICACY, rejected=True)
            self.stop(look, z < lower[i], FUTILITY)
        self.stop(look, True, END)

    def _at_once(self, looks: LookTable) -> bool:
        """Whether the source has taken the trials, none of which has begun, through all looks."""
        ended = self.source.through(lambda: self._instructions(looks.size[0]), looks)
        if ended is None:
            return False
        self.look = len(looks.size)
        self._alive[:], self._open = False, None
        self._ends = Ends.at_once(ended, self._hypotheses, ndtri(1 - self.design.alpha), self.truth(1))
        return True

    def truth(self, arm: int) -> float:
        """What an arm's estimate estimates, among those whom a design admits that changes nothing about it."""
        return self.setting.truth(arm, self._held(int(self._admitted[0])))

    def stop(
        self,
        seen: TallyLook,
        where: Mask | bool,
        reason: int,
        rejected: Any = False,
        arm: int = 1,
        bins: Bins = None,
    ) -> None:
        """End the trials of a look `where` (m,) holds and that have not ended yet.

        rejected : whether each hypothesis is, a bool for all, (m,) or (m, hypotheses). arm, bins : the hypothesis of
        record, whose estimate is kept.
        """
        rows = seen.rows
        if where is True:
            where = np.ones(len(rows), bool)
        ends = self._ends
        ending = bookkeeping.end(
            rows, np.asarray(where, bool), self._alive, ends.look, ends.reason, self.look - 1, reason
        )
        if not len(ending):
            return
        of = rows[ending]
        self._open = None
        shown = np.asarray(rejected)
        if shown.ndim == 0:
            ends.rejected[of] = shown
        else:
            ends.rejected[of] = (shown if shown.ndim == 2 else shown[:, None])[ending]
        differ = isinstance(bins, np.ndarray) and bins.dtype != bool
        self._record(seen.among(ending), arm, bins[ending] if differ else bins)

    def select(self, seen: TallyLook, which: Any) -> None:
        """Keep which of the design's selections is made, (m,) or one for all; -1 none."""
        self._ends.selected[seen.rows] = which

    def tell(
        self, seen: TallyLook, what: str, value: Floats, bound: Floats | float, at_most: bool = False
    ) -> None:
        """What a look's decision rests on where that is not one z: `what` in words, with its value (m,) and the bound, one or
        (m,), that it must reach (or, `at_most`, not exceed) there. Kept of a trial that is opened."""

    def adjust(self, rows: NDArray[np.int64], value: Floats, low: Floats, high: Floats) -> None:
        """Keep the design's own estimate and interval of some trials, (m,) each."""
        if self._adjusted is None:
            self._adjusted = np.full((3, self.n), np.nan)
        self._adjusted[:, rows] = value, low, high

    def dose(
        self, rows: NDArray[np.int64], value: Floats, low: Floats, high: Floats, truth: float, found: Mask
    ) -> None:
        """Keep the dose with the target effect of some trials, (m,) each, as designs.decided.Dosed has it."""
        if self._dose is None:
            kept = [np.full(self.n, np.nan) for _ in range(3)]
            self._dose = Dosed(kept[0], kept[1], kept[2], np.zeros(self.n, bool), truth)
        for kept_of, new in zip(self._dose, (value, low, high, found), strict=False):
            kept_of[rows] = new

    def give(self, rows: NDArray[np.int64], patients: Floats) -> None:
        """Keep how many patients (m, arms), control's first, have had an outcome by a look: the last look of a trial counts."""
        if self._given is None:
            self._given = np.zeros((self.n, patients.shape[1]), np.int64)
        self._given[rows] = patients

    def _record(self, seen: TallyLook, arm: int, bins: Bins) -> None:
        estimate = seen.estimate(arm, bins)
        half = ndtri(1 - self.design.alpha) * estimate.se
        bookkeeping.note(seen.rows, estimate.value, half, *self._ends.naive)
        words = self._bins_word(bins, len(seen.rows)) & self._admitted[seen.rows] if self.bins > 1 else None
        if words is None:
            self._ends.truth[seen.rows] = self.setting.truth(arm, (True,))
            return
        for word in np.unique(words):
            self._ends.truth[seen.rows[words == word]] = self.setting.truth(arm, self._held(int(word)))

    def _held(self, word: int) -> tuple[bool, ...]:
        """(bins,) what _bins_word wrote."""
        return tuple(bool(word >> b & 1) for b in range(self.bins))

    def decided(self) -> Decided:
        """What was decided, once every trial has ended."""
        assert not self._alive.any(), f"the design type {self.design.type} left trials open"
        ends = self._ends
        return Decided(
            ends.rejected,
            ends.look,
            ends.reason,
            ends.selected,
            ends.naive,
            None if self._adjusted is None else Estimated(*self._adjusted),
            ends.truth,
            self.source.account(ends.look, ends.look < len(looks_of(self.design)) - 1),
            self._dose,
            self._given,
        )

    def _bins_word(self, bins: Bins, m: int) -> NDArray[np.uint64]:
        """(m,) bit b for bin b."""
        if self.bins == 1 and bins is None:
            return np.ones(m, np.uint64)
        if bins is None:
            bins = 0
        chosen = np.asarray(bins)
        if chosen.dtype != bool:
            chosen = np.arange(self.bins) >= np.broadcast_to(chosen, (m,))[:, None]
        return _word(np.broadcast_to(chosen, (m, self.bins)))


def _word(mask: Mask) -> NDArray[np.uint64]:
    """(m, n) → (m,) with bit j where column j holds."""
    return mask.astype(np.uint64) @ (np.uint64(1) << np.arange(mask.shape[1], dtype=np.uint64))
