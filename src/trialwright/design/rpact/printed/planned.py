"""A design under a scenario as R's power calls take it: sizes of those with an outcome, direction, null, true arms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.closed_form import closed_form
from trialwright.design.entry import ratio
from trialwright.design.population import Split
from trialwright.design.rpact.writing import Bare, call, rpact_call
from trialwright.design.setting import Setting
from trialwright.errors import DesignError
from trialwright.model.design import Design, OperatingCharacteristics
from trialwright.model.scenario import Scenario

Floats = NDArray[np.float64]

DIGITS = 10  # significant ones of a number that is printed

APART = 0.01  # in power, of two tests that are not taken for one another
ERRORS = 4.0  # Monte Carlo standard errors within which a formula is said to agree
NO_ANSWER = "R's formula has no answer for these numbers"
POWER, SIMULATED = "rpact, power", "rpact, simulated"


class Printed(NamedTuple):
    """calls : name → call in R. remarks : name → what the call answers, and in what it differs from the trials simulated here.
    missing : in words that follow "because", why no call gives the power; "" where one does."""

    calls: dict[str, str]
    remarks: dict[str, str]
    missing: str = ""


def nothing(why: str) -> Printed:
    return Printed({}, {}, why)


@dataclass(frozen=True)
class Planned:
    """bounds : of the design's looks. looks : planned size at each, in patients or events. found : what simulated trials came to."""

    setting: Setting
    bounds: SequentialDesign
    looks: tuple[int, ...]
    found: OperatingCharacteristics

    @property
    def design(self) -> Design:
        return self.setting.design

    @property
    def scenario(self) -> Scenario:
        return self.setting.scenario

    @cached_property
    def stated(self) -> str | None:
        """The call of the bounds, None where rpact cannot state them."""
        return rpact_call(self.bounds)

    @property
    def sign(self) -> float:
        return 1.0 if self.design.better == "higher" else -1.0

    @property
    def null(self) -> float:
        """The effect tested against, on the scale of the margin."""
        return -self.sign * (self.design.margin or 0.0)

    @cached_property
    def analysed(self) -> tuple[float, ...]:
        """Patients of control and of each experimental arm who are expected to have an outcome."""
        experimental, control = ratio(self.design.allocation)
        of_block = np.array([control, *[experimental] * (self.setting.arms - 1)])
        return tuple(map(float, self.design.patients * of_block / of_block.sum() * (1 - self.setting.lost)))

    @property
    def allocation(self) -> float:
        return rounded(self.analysed[1] / self.analysed[0])

    @property
    def patients(self) -> float:
        return rounded(sum(self.analysed))

    @property
    def direction(self) -> dict[str, Any]:
        return {"directionUpper": self.design.better == "higher"}

    @property
    def formula(self) -> dict[str, Any]:
        """What every call of a size or a power begins with."""
        return {"design": Bare(self.stated or ""), "allocationRatioPlanned": self.allocation}

    def observed(self, at: float) -> int:
        """Of so many enrolled, those with an outcome, as a whole number."""
        return round(at * sum(self.analysed) / self.design.patients)

    def planned(self, unit: str, sizes: Sequence[int]) -> dict[str, Any]:
        """At the looks. unit : Subjects or Events."""
        return {f"planned{unit}": sizes if len(sizes) > 1 else sizes[0]}

    @cached_property
    def split(self) -> Split:
        return self.entering(1)

    def entering(self, arm: int) -> Split:
        return self.setting.populations[arm - 1].checked_split(self.design.cutoff)

    @property
    def one_effect(self) -> bool:
        """Whether that of each arm is the same for everyone who is enrolled."""
        splits = [self.entering(a) for a in range(1, self.setting.arms)]
        return all(len(np.unique(s.effect[s.enrolled_weight > 0])) == 1 for s in splits)

    @cached_property
    def arms(self) -> tuple[Floats, ...]:
        """The tallies of very large arms, control first."""
        s = self.setting
        control = s.outcome.expected(np.zeros(1), np.ones(1))
        return control, *(self.tally(a, self.entering(a)) for a in range(1, s.arms))

    def tally(self, arm: int, split: Split) -> Floats:
        s = self.setting
        return s.outcome_of(arm).expected(s.outcome.shifted_by(split.effect), split.enrolled_weight)

    @property
    def lost(self) -> str:
        """What there is to say of those without an outcome."""
        if self.setting.lost.max() == 0:
            return ""
        of = f"{sum(self.analysed):.4g} of the {self.design.patients:,} patients"
        return f"it counts those who are expected to have an outcome, {of}"


def unlike(setting: Setting) -> str:
    """Why no call of rpact holds such a scenario, whatever the endpoint; "" where one may."""
    if setting.design.fallback:
        return f"where the test has no estimate, {setting.design.fallback} takes over"
    if setting.scenario.drift:
        return "the control outcome drifts while patients are enrolled"
    if setting.scenario.dropout_by_category:
        return "whether a patient is lost depends on the outcome"
    return ""


def rounded(value: float, digits: int = DIGITS) -> float:
    return float(f"{value:.{digits}g}")


def share(value: float) -> str:
    return f"{100 * value:.1f} %"


def on_average(p: Planned, power: str) -> str:
    """What there is to say of the patients that R expects, where trials that a look ends have enrolled more by then or lose some.
    power : the call."""
    ours, theirs = p.found.figures["patients"], answered(power, "expectedNumberOfSubjects")
    if p.bounds.k == 1 or theirs is None:
        return ""
    awaited = not p.setting.pauses and p.scenario.followup_months > 0
    if not (awaited or p.lost):
        return ""
    left_out = [
        *(["those enrolled while the outcomes of a look are awaited"] if awaited else []),
        *(["those without an outcome"] if p.lost else []),
    ]
    return (
        f"it expects {theirs:,.1f} patients on average, without {' and '.join(left_out)}, who are among the {ours.value:,.1f} "
        "of the simulated trials"
    )


def missed(p: Planned, value: float) -> str:
    """What there is to say where R's answer and the simulated power are further apart than the simulation's error."""
    power = p.found.figures["power"]
    if abs(value - power.value) <= max(APART, ERRORS * (power.mcse or 0.0)):
        return ""
    return f"further from the simulated {share(power.value)} than its Monte Carlo error"


def joined(*words: str) -> str:
    return "; ".join(w for w in words if w)


def answered(text: str, field: str) -> float | None:
    """The first number of a field of the call's answer, by our own functions; None where it has none."""
    from trialwright.design.rpact import answer

    try:
        return float(np.ravel(answer(text).fields[field])[0])
    except DesignError:
        return None


def power_and_size(p: Planned, of: str, stated: dict[str, Any], beyond: float, *words: str) -> Printed:
    """R's power at the planned size, and the size for the power that the bounds are made for. of : Means or Rates. beyond : the
    true effect beyond the null, above 0 in the better direction. words : in what the formula differs."""
    power = call(f"getPower{of}", p.formula | p.direction | stated | {"maxNumberOfSubjects": p.patients})
    value = answered(power, "overallReject")
    if value is None:
        return nothing(NO_ANSWER)
    ours = closed_form(p.setting, p.split)
    if ours is not None and abs(value - ours) > APART:
        return nothing(
            f"R's test is another, which answers {share(value)} at this size where this one has {share(ours)}"
        )
    calls, remarks = (
        {POWER: power},
        {POWER: joined(f"answers {share(value)}", *words, p.lost, on_average(p, power), missed(p, value))},
    )
    # Asked for a size, rpact takes the direction from the effect: of one in the wrong direction it would answer for the other.
    if beyond > 0:
        size, turned = _size(p, of, stated)
        needed = answered(size, "maxNumberOfSubjects")
        if needed is not None:
            name = f"rpact, patients for {1 - p.bounds.beta:.0%} power"
            have = " with an outcome" if p.lost else ""
            calls[name] = size
            remarks[name] = joined(f"answers {needed:,.1f} patients{have}", turned)
    return Printed(calls, remarks)


def _size(p: Planned, of: str, stated: dict[str, Any]) -> tuple[str, str]:
    """The call, and what there is to say of it."""
    if of == "Rates" or p.sign > 0:
        return call(f"getSampleSize{of}", p.formula | stated), ""
    null = stated["thetaH0"]
    turned = stated | {"thetaH0": None if null is None else -null, "alternative": 0.0 - stated["alternative"]}
    return call(
        f"getSampleSize{of}", p.formula | turned
    ), "signs are turned, since rpact sizes for a higher mean alone"
