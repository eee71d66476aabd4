"""What we would do, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from pydantic import Field

from trialwright.model.base import Frozen, Node


class Costs(Frozen):
    """What one of each costs, in the user's own unit of money: a screened patient, an enrolled one, a month of the trial, an
    assay: a measurement of the marker, which every patient who passes the criteria has where the design rests on one."""

    screened: float = Field(0.0, ge=0, allow_inf_nan=False)
    patient: float = Field(0.0, ge=0, allow_inf_nan=False)
    month: float = Field(0.0, ge=0, allow_inf_nan=False)
    assay: float = Field(0.0, ge=0, allow_inf_nan=False)


class Limits(Frozen):
    """What the team can afford: patients enrolled, months from first screening to last visit. costs : what it pays, None
    where money is not weighed."""

    patients: int = Field(400, gt=0)
    months: float | None = Field(None, gt=0)
    screened: int | None = Field(None, gt=0)
    costs: Costs | None = None


class Design(Node):
    """type : the file in design/designs that runs it. endpoint : the file in endpoints.

    better : which direction of the endpoint is good. cutoff : enrol at or above this marker value (or the value a
    design that chooses its population chooses about); None enrols everyone. patients : enrolled at most, in all arms
    together. events : at most, for endpoints that count those. arms : names of the experimental arms, () for one.
    allocation : each experimental arm to control. alpha : one-sided. looks : information fractions at which the data
    are looked at, ascending, the last 1; () leaves them to the design's type. pause : recruitment waits while a
    look's outcomes are awaited; otherwise those who come meanwhile are enrolled too. options : what the type's own
    file declares, by name. test : which of the endpoint's tests, by its words, where it has several; "" its first. margin :
    of non-inferiority, > 0 on the scale of the endpoint's measure; None tests for superiority.
    """

    name: str
    type: str
    endpoint: str
    better: Literal["higher", "lower"]
    marker: str = ""
    cutoff: float | None = None
    patients: int = Field(gt=1)
    allocation: float = Field(1.0, gt=0)
    alpha: float = Field(0.025, gt=0, lt=0.5)
    events: int | None = Field(None, gt=1)
    arms: tuple[str, ...] = ()
    looks: tuple[float, ...] = ()
    pause: bool = False
    test: str = ""
    fallback: str = ""
    margin: float | None = Field(None, gt=0)
    options: dict[str, Any] = {}


class Figure(Frozen):
    """A number a reader will act on. mcse : Monte Carlo standard error, None when exact.

    low, high : 5th and 95th percentile over simulated trials, where the figure varies by trial.
    """

    value: float
    mcse: float | None = None
    low: float | None = None
    high: float | None = None


class Stop(Frozen):
    """How often trials end at one look. at : its information fraction, planned. efficacy, futility : share of all
    trials; end : share that ends because the design does. None where the design has no such rule at this look."""

    at: float
    efficacy: Figure | None
    futility: Figure | None
    end: Figure | None


class Broken(Frozen):
    """A limit that a design goes past: of patients with its largest size, of others in its median trial. allowed : the
    limit. needed : what the design takes, which is more."""

    limit: Literal["patients", "screened", "months"]
    allowed: float
    needed: float


NOT_SHOWN = "the end, effect not shown"


class Named(NamedTuple):
    """A figure among all of a design's. kind : "figure" where name is one of design.FIGURES; "hypothesis" (the power
    for it), "stop" ("look 1, efficacy") or "selected", which are shares of trials, and "given", of patients, where it is words."""

    kind: Literal["figure", "hypothesis", "stop", "selected", "given"]
    name: str
    figure: Figure


class OperatingCharacteristics(Node):
    """What a Design does under a Scenario. replicates : simulated trials.

    figures : by name; design.FIGURES gives each one's label and unit. within_limits : median trial
    keeps the plan's limits. broken : those it does not keep. most_patients : of the largest trial there can be. no_effect :
    treatment does nothing to anybody.
    hypotheses : power for each, where there are several. stops : by look, where there are
    several. selected : share of trials that go on with each population or arm, where one is chosen. given : share of the patients with an outcome who get
    each arm, where the data say who gets what. effect_scale : that
    effects of patients are on; measure : that estimates, their bias and root mean squared error are on; bias_from : what those
    and coverage are measured from, in words that follow "from the". notes : sentences on
    what the figures do not say: a type I error above alpha, trials without an adjusted estimate and why.
    """

    design: Design
    scenario: str
    replicates: int
    figures: dict[str, Figure]
    within_limits: bool = True
    most_patients: int | None = None
    no_effect: bool | None = None
    broken: tuple[Broken, ...] = ()
    hypotheses: dict[str, Figure] = {}
    stops: tuple[Stop, ...] = ()
    selected: dict[str, Figure] = {}
    given: dict[str, Figure] = {}
    effect_scale: str = ""
    measure: str = ""
    bias_from: str = ""
    notes: tuple[str, ...] = ()

    @property
    def largest(self) -> int:
        """The patients of the largest trial there can be."""
        return self.design.patients if self.most_patients is None else self.most_patients

    def scale_of(self, figure: str) -> str:
        """The scale of a figure that is an effect or an error of one, "" of any other."""
        if figure in ("effect_enrolled", "effect_excluded"):
            return self.effect_scale
        return self.measure if figure.removesuffix("_adjusted") in ("bias", "rmse") else ""

    def every(self) -> Iterator[Named]:
        """All figures: power of each hypothesis after power, then where trials stop and what they select."""
        power = {n: f for n, f in self.figures.items() if n.startswith("power")}
        yield from (Named("figure", n, f) for n, f in power.items())
        yield from (Named("hypothesis", n, f) for n, f in self.hypotheses.items())
        yield from (Named("figure", n, f) for n, f in self.figures.items() if n not in power)
        for i, stop in enumerate(self.stops, 1):
            told = {f"look {i}, efficacy": stop.efficacy}
            told |= (
                {f"look {i}, futility": stop.futility}
                if i < len(self.stops)
                else {NOT_SHOWN: _either(stop.futility, stop.end)}
            )
            yield from (Named("stop", n, f) for n, f in told.items() if f is not None)
        yield from (Named("selected", n, f) for n, f in self.selected.items())
        yield from (Named("given", n, f) for n, f in self.given.items())


def _either(one: Figure | None, other: Figure | None) -> Figure | None:
    """The share of trials of two kinds that exclude one another, of which one is empty."""
    return one if other is None or (one is not None and other.value == 0) else other


class Recommendation(Node):
    """The design to take forward, or "" with the reason why none can be recommended.

    regret : scenario → power given up against that scenario's best design, for the chosen one.
    reasons : sentences with their figures. cautions : what would change the answer.
    adequate : some design within the limits reaches 80 % power under some scenario. nothing_shown : scenarios
    under which no design shows a benefit more often than it would without any effect.
    """

    design: str
    cutoff: float | None = None
    rule: str
    regret: dict[str, float] = {}
    reasons: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    adequate: bool = True
    nothing_shown: tuple[str, ...] = ()
