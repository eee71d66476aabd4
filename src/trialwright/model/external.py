"""A comparison with controls from the past: how a plan states it, and what comes of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from trialwright.model.base import Frozen, Node

NEGLIGIBLE = 0.1  # a standardised difference: Austin 2009, Stat Med 28:3083
Weighting = Literal["odds", "overlap", "entropy", "optimal", "full"]


class ExternalSpec(Frozen):
    """data : a row a visit of a person. group : column whose value is `treated` for the treated; everyone else is a past
    control, of the source that `source` names. time : months; until : how long everybody was to be followed. covariates :
    columns that are balanced, the same in all rows of a person. died : column with the month of death, empty for the
    living. unit : of the outcome. drift : points a month by which past controls may have done worse. allowed : chance of
    a false claim (one-sided) that a concurrent control arm is to keep at the largest of them."""

    data: str
    person: str
    group: str
    treated: Any
    time: str
    until: float = Field(gt=0)
    outcome: str
    covariates: tuple[str, ...] = Field(min_length=1)
    source: str = ""
    died: str = ""
    better: Literal["higher", "lower"] = "higher"
    unit: str = "points"
    method: Weighting = "overlap"
    drift: tuple[float, ...] = Field((0.0, 0.1, 0.2, 0.3), min_length=1)
    allowed: float = Field(0.05, gt=0.025, lt=0.5)
    resamples: int = Field(500, ge=100)
    placebo_runs: int = Field(200, ge=50)

    @property
    def outcome_keys(self) -> tuple[str, ...]:
        """What the comparison is of: fixed with the covariates, for a choice among outcomes is a choice by the answer."""
        return (self.outcome, self.time, f"{self.until:g}", self.better, self.died, self.source)


class Balance(Frozen):
    """What one method leaves. effective : treated and controls, in people. after : standardised difference of each
    covariate, None where it cannot be told. why : why the method gives no weights, "" where it does."""

    method: str
    effective: tuple[float, float] = (0.0, 0.0)
    after: tuple[float | None, ...] = ()
    worst: float | None = None
    why: str = ""


class Lock(Frozen):
    """What was fixed before outcomes were looked at. sha256 : of who was in which group with which covariates. outcome : what is compared, ExternalSpec.outcome_keys. compared : whether outcomes had been compared when it was made, under an earlier lock."""

    when: str
    method: Weighting
    covariates: tuple[str, ...]
    sha256: str
    outcome: tuple[str, ...] = ()
    compared: bool = False


class AtDrift(Frozen):
    """drift_sd : of past controls' slope around today's, points a month. benefit : P(treated better | data)."""

    drift_sd: float
    effect: float
    low: float
    high: float
    benefit: float


class FalseClaims(Frozen):
    """Chance, with its Monte Carlo error, of claiming a benefit that is not there. concurrent : controls randomised beside
    the treated."""

    analysis: Literal["past controls pooled", "robust prior", "no borrowing"]
    drift: float
    concurrent: int
    chance: float
    error: float


class Placebo(Frozen):
    """Past controls against past controls, drawn to look like the treated. mean, sd : of the estimates, whose truth is 0.
    se : the mean standard error that was claimed. claims : share with a benefit claimed, one-sided 2.5 %."""

    runs: int
    mean: float
    sd: float
    se: float
    claims: float
    error: float


class Sources(Frozen):
    """Several past sources: each one's slope, and the robust prior that they give the present control slope."""

    names: tuple[str, ...]
    slopes: tuple[float, ...]
    errors: tuple[float, ...]
    between_sd: float
    mean: float
    sd: float
    effect: float
    low: float
    high: float
    benefit: float


class Compared(Frozen):
    """Effects are treated less control in points a month, positive where the treated do better. low, high : 95 %, over
    resamples of people that are weighted anew (weights), by the sandwich (matches). sandwich : with weights as known."""

    effect: float
    low: float
    high: float
    errors: Literal["bootstrap", "sandwich"]
    failed: int
    sandwich: tuple[float, float]
    treated_slope: float
    control_slope: float
    slope_sd: float
    residual_sd: float
    tipping: float
    e_value: float
    e_value_limit: float
    over_drift: tuple[AtDrift, ...]
    placebo: Placebo | None
    claims: tuple[FalseClaims, ...]
    concurrent_needed: int | None
    most_concurrent: int
    died: tuple[int, int]
    win: float | None
    win_interval: tuple[float, float] | None
    win_unknown: float | None = None
    dropped: tuple[int, int]
    delta: float | None
    sources: Sources | None


class External(Node):
    """covariates : as balanced, a column for each level but the first. people, visits : treated, controls. before :
    standardised differences without weights. compared : None until the covariates are locked."""

    data: str
    unit: str
    method: Weighting
    covariates: tuple[str, ...]
    people: tuple[int, int]
    visits: tuple[int, int]
    before: tuple[float | None, ...]
    balances: tuple[Balance, ...]
    lock: Lock | None
    locks: int
    compared: Compared | None
    sentence: str
    remarks: tuple[str, ...]
