"""plan.yaml as it is written: what the user states, before any of it is worked out."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from trialwright.model.analysis import AnalysisSpec
from trialwright.model.base import Frozen
from trialwright.model.design import Costs, Limits
from trialwright.model.external import ExternalSpec
from trialwright.model.pooled import Scale

# Past these a slip of the hand is likelier than a wish, and the machine would be full before the first trial was done.
MOST_PATIENTS, MOST_TRIALS = 10_000_000, 100_000_000

Name = Annotated[str, Field(pattern=r"^\w[^\n]*$")]


def _one_or_many(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


class PoolSpec(Frozen):
    """Which results to put together. endpoint : words that the results' endpoint contains. arm : whose proportion it is,
    on a scale of one group. worth : of one unit of the effect, in the better direction, to all who will be treated, in
    the unit of `costs`."""

    endpoint: str
    scale: Scale
    arm: Literal["experimental", "control"] = "experimental"
    worth: float | None = Field(None, gt=0)
    method: Literal["reml", "dl", "pm", "ml", "eb", "he", "hs", "sj", "common"] = "reml"


class MarkerSpec(Frozen):
    """A marker's distribution where no patients give it, and its noise.

    quantiles : probability → value. within_sd : visit-to-visit SD of the natural log within a person.
    assay_cv : coefficient of variation of the assay, 0.05 is 5 %. usual : the quantiles hold no such
    noise; otherwise they, like a cohort's values, are taken as single measurements.
    positive : instead of quantiles, the share of patients who have a marker that one has or has not; positive_n : how
    many it was counted in; sensitivity, specificity : of the test for it.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    quantiles: dict[float, float] = {}
    unit: str = ""
    within_sd: float = Field(0.0, ge=0)
    assay_cv: float = Field(0.0, ge=0)
    usual: bool = False
    positive: float | None = Field(None, gt=0, lt=1)
    positive_n: int = Field(0, ge=0)
    sensitivity: float = Field(1.0, gt=0, le=1)
    specificity: float = Field(1.0, gt=0, le=1)


class EffectSpec(Frozen):
    """The treatment effect, as a curve over the marker `by`.

    level : a number, or the name of a pool whose mean it takes. times : multiplies it, or `at`. among : whose
    mean effect `level` is: patients at or above a marker value in the scenario's own population, or
    patients with the stated marker quantiles (probability → value); the curve is scaled to it. Without
    it, level is the curve's own parameter. at : marker value → effect, instead of level. scale : what level and at
    are stated as ("rate_ratio"), where not as the endpoint's own effect; which there are, the endpoint says.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    by: str = ""
    curve: Literal["constant", "step", "log_linear", "emax", "points"] = "constant"
    level: float | str | None = None
    times: float = 1.0
    among: float | dict[float, float] | None = None
    half: float | None = Field(None, gt=0)
    slope: float | None = None
    scale: str = ""
    at: dict[float, float] = {}


Share = Annotated[float, Field(ge=0, lt=1)]


class ScenarioSpec(Frozen):
    """eligible : share of screened patients who pass the criteria; "possible" counts unknowns as
    passing, "certain" does not, both from the plan's patients. consent : share of those who join. arms : effect of
    each experimental arm whose name a design lists, where it is not `effect`. dropout : of all arms, or by arm. ramp_months : recruitment rises in a
    straight line to screened_per_month. responses : shares in each category by arm, in place of its effect. dropout_by_category : share
    lost of each category. sites : of them, each opening at a random month of the ramp. drift : change of the control outcome for every 100 eligible patients."""

    model_config = ConfigDict(allow_inf_nan=False)

    control: dict[str, float | str | tuple[float, ...]]
    effect: EffectSpec
    marker: MarkerSpec | None = None
    screened_per_month: float = Field(gt=0)
    eligible: Annotated[float, Field(gt=0, le=1)] | Literal["possible", "certain"] = "possible"
    consent: float = Field(1.0, gt=0, le=1)
    dropout: Share | dict[str, Share] = 0.0
    followup_months: float = Field(0.0, ge=0)
    arms: dict[str, EffectSpec] = {}
    dropout_by_category: tuple[Share, ...] = ()
    responses: dict[str, tuple[float, ...]] = {}
    ramp_months: float = Field(0.0, ge=0)
    sites: int = Field(0, ge=0, le=1000)
    drift: float = 0.0


def _some(looks: tuple[float, ...]) -> tuple[float, ...]:
    """Looks that are stated are some: a design without them leaves the key out."""
    if not looks:
        raise ValueError(
            "there is no look in it: give fractions of information that end with 1, or leave looks out"
        )
    return looks


class DesignSpec(Frozen):
    """cutoff : marker → value or values; each value is a design of its own. patients : None takes as
    many as the limits afford. events, arms, looks, pause, test, margin : as in model.design.Design. options : every other key; which
    there are, the design's type says."""

    model_config = ConfigDict(allow_inf_nan=False)

    type: str = "fixed"
    cutoff: dict[str, Annotated[tuple[float, ...], BeforeValidator(_one_or_many)]] = {}
    patients: int | None = Field(None, gt=1, le=MOST_PATIENTS)
    allocation: float = Field(1.0, gt=0)
    alpha: float = Field(0.025, gt=0, lt=0.5)
    events: int | None = Field(None, gt=1)
    arms: tuple[str, ...] = ()
    looks: Annotated[tuple[float, ...], AfterValidator(_some)] = ()
    pause: bool = False
    test: str = ""
    fallback: str = ""
    margin: float | None = Field(None, gt=0)
    options: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _other_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        own = {k: v for k, v in data.items() if k in cls.model_fields}
        others = {k: v for k, v in data.items() if k not in cls.model_fields}
        return own | {"options": own.get("options", {}) | others} if others else own


class PrimarySpec(Frozen):
    endpoint: str
    type: str
    better: Literal["higher", "lower"]


class TrialSpec(Frozen):
    """include, exclude : eligibility text, one criterion a line. arms : label → what it receives."""

    include: str = ""
    exclude: str = ""
    arms: dict[str, str] = {}
    primary: PrimarySpec | None = None


class SimulateSpec(Frozen):
    replicates: int = Field(10_000, ge=100, le=MOST_TRIALS)
    seed: int = Field(1, ge=0)


Values = Annotated[tuple[float, ...], BeforeValidator(_one_or_many)]


class PriorSpec(Frozen):
    """How an assumption is distributed, one of: uniform [low, high], normal [mean, SD], log_normal [median, SD of the
    natural log], beta [a, b]."""

    uniform: tuple[float, float] | None = None
    normal: tuple[float, float] | None = None
    log_normal: tuple[float, float] | None = None
    beta: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        stated = [(n, getattr(self, n)) for n in type(self).model_fields if getattr(self, n) is not None]
        if len(stated) != 1:
            raise ValueError("state one of uniform, normal, log_normal or beta")
        name, (a, b) = stated[0]
        if (
            (name == "uniform" and a >= b)
            or (name != "uniform" and b <= 0)
            or (name in ("log_normal", "beta") and a <= 0)
        ):
            raise ValueError("a range must rise; a median, an SD and the numbers of a beta must be above 0")
        return self


def _range_or_prior(value: Any) -> Any:
    return value if isinstance(value, dict | PriorSpec) else _one_or_many(value)


class SearchSpec(Frozen):
    """scenario : whose assumptions vary, the first where "". designs : of the plan's, all where (). cutoff, patients :
    take the place of the designs' own; a design that states no cut-off has none here. vary : path within the scenario
    ("effect.times", "control.rate") → values, every combination of which is a scenario, or a prior. draws : from the
    priors together, each with every combination. choose : by worst regret, or by average power. enough : power above
    it counts for no more. cost : where money is to be weighed."""

    scenario: str = ""
    designs: tuple[str, ...] = ()
    cutoff: dict[str, Values] = {}
    patients: Annotated[
        tuple[Annotated[int, Field(gt=1, le=MOST_PATIENTS)], ...], BeforeValidator(_one_or_many)
    ] = ()
    vary: dict[str, Annotated[PriorSpec | tuple[float, ...], BeforeValidator(_range_or_prior)]] = {}
    draws: int = Field(100, ge=1)
    trials: int = Field(10_000, ge=100, le=MOST_TRIALS)
    level: Literal["patient", "statistic"] = "patient"
    choose: Literal["regret", "assurance"] = "regret"
    enough: float = Field(1.0, gt=0, le=1)
    cost: Costs | None = None


class PlanSpec(Frozen):
    """A whole plan.yaml. Only the question is required: a stage whose section is absent is skipped,
    and the report says so."""

    question: str
    documents: str | None = None
    concepts: str | None = None
    today: datetime.date | None = None
    patients: dict[str, Any] | None = None
    trial: TrialSpec = TrialSpec()
    pool: dict[Name, PoolSpec] = {}
    scenarios: dict[Name, ScenarioSpec] = {}
    designs: dict[Name, DesignSpec] = {}
    limits: Limits = Limits()
    costs: Costs | None = None
    search: SearchSpec | None = None
    analysis: AnalysisSpec | None = None
    external: ExternalSpec | None = None
    simulate: SimulateSpec = SimulateSpec()
    show_small_cells: bool = False

    @property
    def affordable(self) -> Limits:
        """The limits with what things cost."""
        return self.limits if self.costs is None else self.limits.model_copy(update={"costs": self.costs})
