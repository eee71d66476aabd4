"""What many simulated trials of one design come to: counts, sums and histograms, added up in the order of blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs.decided import REASONS, Decided, Dosed, Estimated
from trialwright.design.histogram import Histogram
from trialwright.design.setting import Setting
from trialwright.kernels import bookkeeping
from trialwright.model.design import Limits

Counts = NDArray[np.int64]

MONTH_STEP = 1 / 128
SHARES = 10_000  # steps of a share of patients
_STEPS = 4096.0  # of an effect over its range, and of a share


@dataclass(frozen=True)
class Errors:
    """Of an estimate about the truth: trials that have one, sums of the error and its square, intervals that hold
    the truth."""

    n: int
    total: float
    squares: float
    held: int

    @staticmethod
    def of(estimated: Estimated, truth: NDArray[np.float64]) -> Errors:
        return Errors(*bookkeeping.errors(*estimated, truth))

    def __add__(self, other: Errors) -> Errors:
        return Errors(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class DoseErrors:
    """Of the dose with a target effect. n : trials with an interval. held : intervals that hold the true dose. found : as
    designs.decided.Dosed; of those, sums of ln(estimated / true) and its square, 0 where no dose tried has the effect."""

    n: int
    held: int
    found: int
    total: float
    squares: float

    @staticmethod
    def of(dosed: Dosed) -> DoseErrors:
        known = ~np.isnan(dosed.low)
        held = (dosed.low <= dosed.truth) & (dosed.truth <= dosed.high)
        error = np.log(dosed.value[dosed.found] / dosed.truth) if math.isfinite(dosed.truth) else np.zeros(1)
        return DoseErrors(
            int(known.sum()),
            int(held.sum()),
            int(dosed.found.sum()),
            float(error.sum()),
            float((error**2).sum()),
        )

    def __add__(self, other: DoseErrors) -> DoseErrors:
        return DoseErrors(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class Totals:
    """n : trials. any, all, each : trials that reject some, every, each hypothesis. stops : (looks, reasons) trials.
    selected : (selections + 1,) trials, the last without one. within : trials that keep every limit. cost : None where no
    costs are stated. given : (2, arms) sums over trials of each arm's share of the patients and of its square, in whole
    ten-thousandths, of designs whose data say who gets what."""

    n: int
    any: int
    all: int
    each: Counts
    stops: Counts
    selected: Counts
    within: int
    patients: Histogram
    screened: Histogram
    months: Histogram
    effect: Histogram
    misplaced: Histogram
    events: Histogram | None
    cost: Histogram | None
    naive: Errors
    adjusted: Errors | None
    dose: DoseErrors | None = None
    given: Counts | None = None

    @staticmethod
    def of(decided: Decided, setting: Setting, looks: int, selections: int) -> Totals:
        a, reason = decided.account, decided.reason - 1
        stops = np.bincount(decided.look * len(REASONS) + reason, minlength=looks * len(REASONS))
        levels = [abs(e.level) for e in setting.effects] + [abs(v) for e in setting.effects for _, v in e.at]
        some, every, each = bookkeeping.shown(decided.rejected)
        patients = Histogram.of(a.patients, 1.0, float(setting.design.patients))
        scale = max([*levels, *(abs(e.slope) for e in setting.effects)]) or 1.0
        return Totals(
            n=len(reason),
            any=some,
            all=every,
            each=each,
            stops=stops.reshape(looks, len(REASONS)),
            selected=_selected(decided.selected, selections),
            within=int(_within(decided, setting.limits).sum()),
            patients=patients,
            screened=patients
            if a.screened is a.patients
            else Histogram.of(a.screened, 1.0, float(setting.design.patients)),
            months=Histogram.of(a.months, MONTH_STEP, setting.scenario.followup_months),
            effect=Histogram.of(a.effect, scale / _STEPS, setting.effects[0].level),
            misplaced=Histogram.of(a.misplaced, 1 / _STEPS, 0.0),
            events=None if a.events is None else Histogram.of(a.events, 1.0, 0.0),
            cost=_cost(decided, setting),
            naive=Errors.of(decided.naive, decided.truth),
            adjusted=None if decided.adjusted is None else Errors.of(decided.adjusted, decided.truth),
            dose=None if decided.dose is None else DoseErrors.of(decided.dose),
            given=None if decided.given is None else _given(decided.given),
        )

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            *(
                None if getattr(self, f.name) is None else getattr(self, f.name) + getattr(other, f.name)
                for f in fields(self)
            )
        )

    def plain(self) -> dict[str, Any]:
        """As lists and numbers, which `restored` makes the same totals of, to the last bit."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @staticmethod
    def restored(plain: dict[str, Any]) -> Totals:
        """Raises KeyError, TypeError or ValueError for what is not `plain`'s."""
        parts = {f.name: plain[f.name] for f in fields(Totals)}
        for name, value in parts.items():
            if isinstance(value, dict):
                of = DoseErrors if "found" in value else Errors
                parts[name] = of(**value) if "held" in value else Histogram.restored(value)
            elif isinstance(value, list):
                parts[name] = np.array(value, np.int64)
        return Totals(**parts)


def _given(patients: Counts) -> Counts:
    """See Totals. patients : (n, arms)."""
    share = np.rint(SHARES * patients / np.maximum(patients.sum(1, keepdims=True), 1)).astype(np.int64)
    return np.stack([share.sum(0), (share**2).sum(0)])


def _selected(chosen: Counts, selections: int) -> Counts:
    """(selections + 1,) trials by what was chosen, (n,), -1 for nothing, which is counted last."""
    if selections == 0:
        return np.array([len(chosen)])
    return np.bincount(np.where(chosen < 0, selections, chosen), minlength=selections + 1)


def _plain(value: Any) -> Any:
    if isinstance(value, Histogram | Errors | DoseErrors):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value.tolist() if isinstance(value, np.ndarray) else value


def _cost(decided: Decided, setting: Setting) -> Histogram | None:
    """Money of each trial, in steps of a thousandth of what a plain trial of that size would cost, or less."""
    costs, a = setting.limits.costs, decided.account
    if costs is None:
        return None
    spent = costs.patient * a.patients + costs.screened * a.screened + costs.month * a.months
    if a.assays is not None:
        spent = spent + costs.assay * a.assays
    n, s = setting.design.patients, setting.scenario
    each = costs.patient + (costs.screened + costs.month / s.screened_per_month) / s.eligible + costs.assay
    usual = n * each + costs.month * s.followup_months
    step = 10.0 ** (math.floor(math.log10(usual)) - 3) if usual > 0 else 1.0
    return Histogram.of(np.asarray(spent, float), step, round(usual / step) * step)


def _within(decided: Decided, limits: Limits) -> NDArray[np.bool_]:
    a = decided.account
    kept = a.patients <= limits.patients
    if limits.screened is not None:
        kept &= a.screened <= limits.screened
    if limits.months is not None:
        kept &= a.months <= limits.months
    return kept
