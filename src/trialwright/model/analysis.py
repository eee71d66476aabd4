"""An analysis as a protocol plans it, as data; and what it finds when it runs on a trial's data."""

from __future__ import annotations

import math
from typing import Any, Literal, Self

from pydantic import Field, field_serializer, model_validator

from trialwright.model.base import Frozen, Node

Strategy = Literal["treatment policy", "composite", "hypothetical", "while on treatment"]
Kind = Literal["binary", "continuous", "ordinal", "time_to_event", "repeated", "slope"]


class IntercurrentSpec(Frozen):
    """An event after which the outcome means something else (ICH E9(R1)). flag : column, true where it happened. at :
    column with its time or visit, where the strategy needs it."""

    flag: str
    strategy: Strategy
    at: str = ""


class ImputationSpec(Frozen):
    """Of a continuous outcome seen once or at visits, or a binary or ordinal one seen once, several times over. method :
    mar, or with the mean after dropout taken from control: j2r (jump to reference), cr (copy reference), cir (copy
    increments in reference, of visits). delta : added to every imputed value of the arms that are not control, of
    categories to the log odds of a higher one."""

    method: Literal["mar", "j2r", "cr", "cir"] = "mar"
    imputations: int = Field(50, ge=2)
    delta: float = 0.0


class AnalysedEndpoint(Frozen):
    """outcome : the column. event : the value that is the event of a binary outcome. categories : of an ordinal one,
    lowest first. status : of a time to an event, 1 where it was seen. visit : column of repeated measures, at : the visit
    that counts; time : column of a slope. better : of a binary outcome, more or fewer events; of a time to an event, a
    higher or a lower hazard, as in `trial.primary`. baseline, covariates, strata : columns. structure : of an MMRM,
    structure_by_arm : whether each arm has a covariance of its own."""

    outcome: str
    type: Kind
    method: str
    better: Literal["higher", "lower"] = "higher"
    event: Any = None
    categories: tuple[Any, ...] = ()
    status: str = ""
    visit: str = ""
    at: Any = None
    time: str = ""
    baseline: str = ""
    covariates: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    structure: str = "us"
    structure_by_arm: bool = False
    until: float | None = Field(None, gt=0)
    biomarker: str = ""
    intercurrent: dict[str, IntercurrentSpec] = {}
    impute: ImputationSpec | None = None
    fallback: str = ""


class GraphSpec(Frozen):
    """weights : endpoint → share of alpha; transitions : endpoint → endpoint → share passed on when it is shown."""

    weights: dict[str, float]
    transitions: dict[str, dict[str, float]] = {}


class AnalysisSpec(Frozen):
    """The `analysis` section. data : a file. counts : instead, arm → value of the outcome → patients. population :
    column → value that those analysed have. multiplicity : a method's name, or a graph."""

    data: str = ""
    counts: dict[str, dict[Any, int]] = {}
    arm: str = "arm"
    control: Any
    subject: str = "subject"
    population: dict[str, Any] = {}
    endpoints: dict[str, AnalysedEndpoint]
    multiplicity: str | GraphSpec = "none"
    alpha: float = Field(0.05, gt=0, lt=1)

    @model_validator(mode="after")
    def _some_data(self) -> Self:
        if bool(self.data) == bool(self.counts):
            raise ValueError("state either data (a file) or counts (arm → outcome → patients)")
        if not self.endpoints:
            raise ValueError("state at least one endpoint")
        return self


class Estimated(Frozen):
    """label : what it is. scale : "odds ratio", "risk difference", ...; a ratio as a ratio. p : None where no test.

    main : what the endpoint is judged by: a comparison with control for each other arm. arm : which one. adjusted_p : over
    all main figures of all endpoints.
    """

    label: str
    scale: str
    estimate: float
    low: float | None = None
    high: float | None = None
    p: float | None = None
    df: float | None = None
    main: bool = False
    arm: str = ""
    adjusted_p: float | None = None

    @field_serializer("estimate", "low", "high", "df", when_used="json")
    def _finite(self, value: float | None) -> float | str | None:
        # JSON has no infinity; the words come back as the number.
        return str(value) if value is not None and not math.isfinite(value) else value


class Remark(Frozen):
    """An assumption's check, a warning of convergence, or a fact of the data."""

    kind: str
    what: str
    concern: bool = False
    p: float | None = None


class ArmCounts(Frozen):
    """CONSORT: patients of an arm with a row in the data, in the population, with an outcome to analyse; and for a
    binary outcome the events, for a time the events seen."""

    arm: str
    randomised: int
    population: int
    analysed: int
    events: int | None = None


class EndpointAnalysis(Node):
    """planned : the plan's method; used : the method whose figures these are, another where the fallback took over.

    r_call : the R that gives the main figures. figure : arm → points (x, y) of a curve, where there is one to draw, with
    the axes' words. bands : arm → corners (x, low, high) of its pointwise limits. at_risk : arm → (time, patients at
    risk) at the ticks of the time axis. better : of the outcome as the plan states it, "" where it states nothing.
    outcome : its column. adjusted_p : the first main figure's.
    """

    endpoint: str
    type: str
    planned: str
    used: str
    arms: tuple[ArmCounts, ...]
    estimates: tuple[Estimated, ...]
    remarks: tuple[Remark, ...] = ()
    sentence: str = ""
    r_call: str = ""
    figure: dict[str, tuple[tuple[float, float], ...]] = {}
    axes: tuple[str, str] = ("", "")
    bands: dict[str, tuple[tuple[float, float, float], ...]] = {}
    at_risk: dict[str, tuple[tuple[float, int], ...]] = {}
    better: Literal["higher", "lower", ""] = ""
    outcome: str = ""
    adjusted_p: float | None = None

    @property
    def mains(self) -> tuple[Estimated, ...]:
        return tuple(e for e in self.estimates if e.main) or self.estimates[:1]

    @property
    def main(self) -> Estimated:
        """The first arm's."""
        return self.mains[0]


class Analysis(Node):
    """Every endpoint of the plan, in its order. estimand : endpoint → the strategies in words. r_data : the R that makes
    `data`, which the endpoints' calls take."""

    source: str
    control: str
    arms: tuple[str, ...]
    multiplicity: str
    alpha: float
    endpoints: tuple[EndpointAnalysis, ...]
    estimands: dict[str, str] = {}
    r_data: str = ""
