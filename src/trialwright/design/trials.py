"""A block of trials under way: enrolled wave by wave, looked at, stopped by the design's decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from trialwright.design.designs import hypotheses_of, looks_of, options_of
from trialwright.design.designs.decided import EFFICACY, END, FUTILITY, GOING, Decided, Dosed, Estimated
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

    def __init__(self, setting: Setting, drawn: Drawn) -> None:
        n, made = len(drawn.keys), source_of(setting.endpoint)
        self.setting, self.design, self.n, self.look = setting, setting.design, n, 0
        self.bins, self.arms, self.full = setting.bins, setting.arms, made.full(setting)
        self.options: dict[str, Any] = options_of(setting.design)
        self.source = made.Source(setting, drawn)
        self._alive = np.ones(n, bool)
        self._open: NDArray[np.int64] | None = None
        self._admitted, self._arms, self._shares = self._at_the_start(n)
        hypotheses = len(hypotheses_of(setting.design))
        self._rejected = np.zeros((n, hypotheses), bool)
        self._stopped_at, self._reason = np.zeros(n, np.int64), np.full(n, GOING)
        self._selected = np.full(n, -1)
        self._naive, self._truth = np.full((3, n), np.nan), np.full(n, np.nan)
        self._adjusted: Floats | None = None
        self._dose: Dosed | None = None

    def _at_the_start(self, n: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64], Floats]:
        chooses = hasattr(self.setting.kind, "cutoffs")  # otherwise a cut-off restricts entry
        lowest = 1 if self.bins > 1 and not chooses else 0
        return self._bins_word(lowest or None, n), np.full(n, 2**self.arms - 1, np.uint64), np.empty((0, 0))

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
        ended = self.source.through(self._instructions(looks.size[0]), looks)
        if ended is None:
            return False
        self.look = len(looks.size)
        self._alive[:], self._open = False, None
        self._stopped_at, self._reason = ended.look, ended.reason
        self._rejected[:] = (ended.reason == EFFICACY)[:, None]
        half = ndtri(1 - self.design.alpha) * ended.error
        self._naive[0] = ended.value
        np.subtract(ended.value, half, out=self._naive[1])
        np.add(ended.value, half, out=self._naive[2])
        self._truth[:] = self.truth(1)
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
        ending = bookkeeping.end(
            rows, np.asarray(where, bool), self._alive, self._stopped_at, self._reason, self.look - 1, reason
        )
        if not len(ending):
            return
        of = rows[ending]
        self._open = None
        shown = np.asarray(rejected)
        if shown.ndim == 0:
            self._rejected[of] = shown
        else:
            self._rejected[of] = (shown if shown.ndim == 2 else shown[:, None])[ending]
        differ = isinstance(bins, np.ndarray) and bins.dtype != bool
        self._record(seen.among(ending), arm, bins[ending] if differ else bins)

    def select(self, seen: TallyLook, which: Any) -> None:
        """Keep which of the design's selections is made, (m,) or one for all; -1 none."""
        self._selected[seen.rows] = which

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

    def _record(self, seen: TallyLook, arm: int, bins: Bins) -> None:
        estimate = seen.estimate(arm, bins)
        half = ndtri(1 - self.design.alpha) * estimate.se
        bookkeeping.note(seen.rows, estimate.value, half, self._naive)
        words = self._bins_word(bins, len(seen.rows)) & self._admitted[seen.rows] if self.bins > 1 else None
        if words is None:
            self._truth[seen.rows] = self.setting.truth(arm, (True,))
            return
        for word in np.unique(words):
            self._truth[seen.rows[words == word]] = self.setting.truth(arm, self._held(int(word)))

    def _held(self, word: int) -> tuple[bool, ...]:
        """(bins,) what _bins_word wrote."""
        return tuple(bool(word >> b & 1) for b in range(self.bins))

    def decided(self) -> Decided:
        """What was decided, once every trial has ended."""
        assert not self._alive.any(), f"the design type {self.design.type} left trials open"
        return Decided(
            self._rejected,
            self._stopped_at,
            self._reason,
            self._selected,
            Estimated(*self._naive),
            None if self._adjusted is None else Estimated(*self._adjusted),
            self._truth,
            self.source.account(self._stopped_at, self._stopped_at < len(looks_of(self.design)) - 1),
            self._dose,
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
