"""What every trial of one design under one scenario shares: the tables the kernels are given, and the truth."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs import cutoffs_of, design_type
from trialwright.design.entry import entry_table
from trialwright.design.population import Population, curve_table
from trialwright.design.responses import responses_of
from trialwright.design.sources import source_of
from trialwright.endpoints import endpoint
from trialwright.endpoints.outcome import MANY, Outcome
from trialwright.errors import DesignError
from trialwright.kernels.statistic_level import CellTable
from trialwright.kernels.tables import CurveTable, EntryTable, OutcomeTable
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

Floats = NDArray[np.float64]
Level = Literal["patient", "statistic"]

_PATIENCE = 50  # a trial is given up after this many times the eligible patients it should need
_SHIFT_POINTS = 4097


@dataclass(frozen=True)
class Setting:
    """One design under one scenario. level : "patient" follows each patient, "statistic" draws each wave's tallies.

    cutoffs : the marker values that part the bins, ascending. effects : a curve for each experimental arm.
    """

    design: Design
    scenario: Scenario
    limits: Limits
    level: Level = "patient"

    def __reduce__(self) -> tuple[Any, ...]:
        # What is worked out from these four is large, holds modules, and is worked out once in each process.
        return _received, (self.design, self.scenario, self.limits, self.level)

    @cached_property
    def key(self) -> str:
        """Its name: of the same content in any process."""
        parts = (self.design.id, self.scenario.id, self.limits.model_dump_json(), self.level)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]

    @cached_property
    def kind(self) -> ModuleType:
        return design_type(self.design.type)

    @property
    def chooses_bins(self) -> bool:
        """Whether its cut-offs part those who are analysed, and do not restrict who enters."""
        return hasattr(self.kind, "cutoffs")

    @property
    def chooses_population(self) -> bool:
        """Whether an interim look decides whom to enrol."""
        return hasattr(self.kind, "cutoffs") and hasattr(self.kind, "selections")

    @property
    def pauses(self) -> bool:
        """Whether recruitment waits for a look's outcomes, because it is stated or the design's type says so (WAITS)."""
        return self.design.pause or getattr(self.kind, "WAITS", False)

    @cached_property
    def endpoint(self) -> ModuleType:
        d = self.design
        return endpoint(d.endpoint, d.test, d.margin, d.fallback)

    @cached_property
    def outcome(self) -> Outcome:
        made: Outcome = self.endpoint.latent(self.scenario.control)
        return made

    @cached_property
    def cutoffs(self) -> tuple[float, ...]:
        return cutoffs_of(self.design)

    @cached_property
    def entry(self) -> EntryTable:
        return entry_table(self.design, self.cutoffs)

    @property
    def bins(self) -> int:
        return len(self.cutoffs) + 1

    @property
    def arms(self) -> int:
        """The control arm included."""
        return len(self.effects) + 1

    @cached_property
    def lost(self) -> Floats:
        """(arms,) share of patients without an outcome, control first."""
        return np.array(self.scenario.lost(self.design.arms))

    @cached_property
    def effects(self) -> tuple[EffectCurve, ...]:
        named, stated = self.scenario.arms, [*(self.design.arms or ("",))]
        return tuple(
            self._implied(i) if i in self._responses else named.get(a, self.scenario.effect)
            for i, a in enumerate(stated, 1)
        )

    def _implied(self, arm: int) -> EffectCurve:
        """The constant effect that the endpoint's estimate would find in an arm whose responses are stated."""
        control = self.outcome.expected(np.zeros(1), np.ones(1))
        return EffectCurve(level=float(self.endpoint.estimate(control, MANY * self._responses[arm])))

    @cached_property
    def populations(self) -> tuple[Population, ...]:
        """The screened population with each experimental arm's effect."""
        return tuple(Population(self.scenario.marker, e) for e in self.effects)

    @cached_property
    def curve(self) -> CurveTable:
        return curve_table(self.effects)

    @cached_property
    def outcome_table(self) -> OutcomeTable:
        o, none = self.outcome, np.empty(0)
        effect, shift = (none, none) if o.shift is None else self._shifts(o)
        return OutcomeTable(
            o.kind,
            o.sd,
            np.array([self.outcome_of(a).cuts for a in range(self.arms)]),
            effect,
            shift,
            self.lost,
            o.correlation or 0.0,
            o.mean or 1.0,
            o.dispersion,
            self.scenario.drift,
            *self._precisions(o),
            np.array(self.scenario.dropout_by_category),
            np.array(o.challenge),
        )

    def outcome_of(self, arm: int) -> Outcome:
        """The outcome of an arm to whose patients its effect is added. Of stated responses the thresholds are the arm's own,
        so that with its effect, their log odds ratio with control, its patients respond as stated."""
        shares = self._responses.get(arm)
        if shares is None:
            return self.outcome
        above = 1 - np.cumsum(shares)[:-1]
        return self.outcome._replace(cuts=tuple(self.effects[arm - 1].level - np.log(above / (1 - above))))

    @cached_property
    def _responses(self) -> dict[int, Floats]:
        return responses_of(self.scenario, self.design, self.outcome)

    @staticmethod
    def _precisions(outcome: Outcome) -> tuple[Floats, Floats, Floats]:
        """As OutcomeTable's seen, sds and weights."""
        share, sds, weights = np.array(outcome.precisions or np.empty((0, 3))).T.copy()
        seen = np.cumsum(share)
        seen[-1:] = 1.0
        return seen, sds, weights

    def _shifts(self, outcome: Outcome) -> tuple[Floats, Floats]:
        seen = np.concatenate([p.effects(p.nodes().log_x) for p in self.populations])
        margin = 0.25 * (seen.max() - seen.min()) + 1e-6
        effect = np.linspace(seen.min() - margin, seen.max() + margin, _SHIFT_POINTS)
        return effect, outcome.shifted_by(effect)

    @cached_property
    def most(self) -> int:
        """Eligible patients after which a trial is given up."""
        split = self.populations[0].checked_split
        rarest = min((split(c).prevalence for c in self.cutoffs), default=1.0)
        return 1000 + math.ceil(_PATIENCE * self.design.patients / rarest)

    @cached_property
    def constant_shifts(self) -> Floats | None:
        """(arms,) what each arm adds to every patient's outcome; None where that differs between patients."""
        if any(e.curve != "constant" for e in self.effects):
            return None
        levels = np.array([e.level for e in self.effects])
        return np.concatenate([[0.0], self.outcome.shifted_by(levels)])

    def bin_weights(self, arm: int = 1) -> tuple[Floats, Floats]:
        """(nodes, bins) share of all eligible patients at each node whose measurement falls in each bin, and
        (nodes,) the effect of an arm there."""
        population = self.populations[arm - 1]
        nodes = population.nodes(*self.entry.log_cutoffs)
        reach = [population.reaches(nodes.log_x, c) for c in self.entry.log_cutoffs]
        edges = np.stack([np.ones(len(nodes.weight)), *reach, np.zeros(len(nodes.weight))])
        return nodes.weight[:, None] * -np.diff(edges, axis=0).T, population.effects(nodes.log_x)

    @cached_property
    def cells(self) -> CellTable:
        """For the statistic level. Raises DesignError where that would not be exact."""
        from trialwright.design.cells import cell_table

        return cell_table(self)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out the first time that `name` is asked for."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    @cached_property
    def _made(self) -> dict[str, Any]:
        return {}

    def truth(self, arm: int, bins: tuple[bool, ...]) -> float:
        """What the endpoint's estimate estimates, of an arm against control among patients of these bins."""
        own = getattr(source_of(self.endpoint), "truth", None)
        found: float = self.once(
            f"truth {arm} {bins}",
            lambda: own(self, arm, bins) if own else self._truth(arm, np.array(bins)),
        )
        return found

    def _truth(self, arm: int, bins: NDArray[np.bool_]) -> float:
        weight, effect = self.bin_weights(arm)
        among = weight[:, bins].sum(1)
        if among.sum() <= 0:
            return math.nan
        of = self.outcome.expected
        control = of(np.zeros(1), np.ones(1))
        treated = self.outcome_of(arm).expected(self.outcome.shifted_by(effect), among / among.sum())
        return float(self.endpoint.estimate(control, treated))

    @cached_property
    def null(self) -> EffectCurve:
        """The effect of an arm that a design is not to show: none, or one at the margin of non-inferiority."""
        if self.design.margin is None:
            return EffectCurve()
        at = self.endpoint.null_effect(self.scenario.control, 1.0 if self.design.better == "higher" else -1.0)
        if not math.isfinite(at):
            raise DesignError(
                f"With a margin of {self.design.margin:g} no arm could be inferior to this control arm.",
                where="design.margin",
                fix="State a smaller margin, on the scale of rates.",
            )
        return EffectCurve(level=at)

    @property
    def has_effect(self) -> bool:
        return (
            self.design.margin is not None
            or bool(self._responses)
            or any(e.level != 0 or e.slope != 0 or any(v != 0 for _, v in e.at) for e in self.effects)
        )

    def without_effect(self, arms: Sequence[str] | None = None) -> Setting:
        """The same with no effect of any arm, or of those named; the same patients."""
        nothing = self.null
        kept = {} if arms is None else dict(zip(self.design.arms, self.effects, strict=True))
        changed = {a: nothing if arms is None or a in arms else kept[a] for a in self.design.arms}
        responses = (
            {} if arms is None else {a: r for a, r in self.scenario.responses.items() if a not in arms}
        )
        scenario = self.scenario.model_copy(
            update={"effect": nothing, "arms": changed, "responses": responses}
        )
        return Setting(self.design, scenario, self.limits, self.level)


_RECEIVED: dict[str, Setting] = {}
_REMEMBERED = 8


def _received(design: Design, scenario: Scenario, limits: Limits, level: Level) -> Setting:
    """The setting that another process sent; the one from before where it has come before."""
    made = Setting(design, scenario, limits, level)
    if made.key not in _RECEIVED and len(_RECEIVED) >= _REMEMBERED:
        _RECEIVED.pop(next(iter(_RECEIVED)))
    return _RECEIVED.setdefault(made.key, made)
