"""What might be true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from trialwright.model.base import Frozen, Node
from trialwright.model.document import Quote

CONTROL, EXPERIMENTAL = "control", "experimental"


class Assumption(Node):
    """A number or word the plan states, with its place in plan.yaml.

    name : dotted path in the plan ("scenarios.base.control.sd"). reason : the comment on its line.
    """

    name: str
    value: float | int | str | bool
    reason: str = ""
    quote: Quote


class Marker(Frozen):
    """A biomarker in the population that is screened, on its own scale, > 0.

    values : a sample, or knots at probabilities (piecewise log-linear between them).
    within_sd : visit-to-visit SD of the natural log within a person. assay_cv : assay coefficient of
    variation. The effect follows the usual (error-free) value; enrolment sees one noisy measurement.
    positive : for a marker that patients have or have not, the share who do: 1 is positive, so a cut-off of 1 enrols
    them, and values and probabilities stay empty. positive_n : patients that share was counted in (0: taken as known).
    sensitivity, specificity : of the test for it.
    """

    name: str
    unit: str = ""
    probabilities: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    within_sd: float = Field(0.0, ge=0)
    assay_cv: float = Field(0.0, ge=0)
    positive: float | None = Field(None, gt=0, lt=1)
    positive_n: int = Field(0, ge=0)
    sensitivity: float = Field(1.0, gt=0, le=1)
    specificity: float = Field(1.0, gt=0, le=1)


class EffectCurve(Frozen):
    """Treatment effect against the marker's usual value.

    curve : constant: level. step: level at or above `half`, else 0. log_linear: slope per natural
    log unit through `level` at `half`. emax: level * m / (m + half), level its asymptote.
    points: linear interpolation in log marker between `at`, flat outside.
    """

    curve: Literal["constant", "step", "log_linear", "emax", "points"] = "constant"
    level: float = 0.0
    half: float = 1.0
    slope: float = 0.0
    at: tuple[tuple[float, float], ...] = ()


class Scenario(Node):
    """control : the endpoint's own parameters (continuous: mean, sd; binary: rate; ordinal:
    probabilities). effect is on the endpoint's scale: difference in means, log odds ratio, log
    common odds ratio; positive means a higher outcome. screened_per_month : patients reaching
    screening, who pass the criteria with probability eligible before the marker is looked at, and of
    whom a share, consent, joins (known). eligible_n : patients that eligible was estimated from (0: stated,
    taken as known).
    level_cv : SD of the effect's level in a new trial, over the level, where evidence gave it; 0 where it is
    stated and taken as known. arms : what each further experimental arm does, by its name in the design; `effect`
    is that of an arm not named here. ramp_months : recruitment rises in a straight line from 0 to its full rate over
    these months. sites : how many there are, each opening at a random month of the ramp, so that trials differ; 0 leaves the
    ramp smooth. drift : what the control outcome changes by, on the effect's scale, for every 100 eligible patients.
    dropouts : share lost of arms that differ from `dropout`, by name; CONTROL is the control arm's, EXPERIMENTAL that of the
    one arm of a design that names none. dropout_by_category : share lost of the patients of each category of the outcome,
    lowest first, in every arm, in place of `dropout`: they are then not lost at random. responses : share of an experimental
    arm's patients in each category, by its name as in dropouts, in place of its effect; odds need not be proportional.
    """

    name: str
    control: dict[str, float | tuple[float, ...]]
    effect: EffectCurve
    marker: Marker | None = None
    screened_per_month: float = Field(gt=0, allow_inf_nan=False)
    eligible: float = Field(1.0, gt=0, le=1)
    eligible_n: int = 0
    consent: float = Field(1.0, gt=0, le=1)
    dropout: float = Field(0.0, ge=0, lt=1)
    followup_months: float = Field(0.0, ge=0, allow_inf_nan=False)
    level_cv: float = Field(0.0, ge=0)
    arms: dict[str, EffectCurve] = {}
    ramp_months: float = Field(0.0, ge=0, allow_inf_nan=False)
    sites: int = Field(0, ge=0, le=1000)
    drift: float = 0.0
    dropouts: dict[str, float] = {}
    dropout_by_category: tuple[Annotated[float, Field(ge=0, lt=1)], ...] = ()
    responses: dict[str, tuple[float, ...]] = {}

    def lost(self, arms: Sequence[str]) -> tuple[float, ...]:
        """Share lost of control and of each experimental arm; arms : their names, () for one without."""
        return tuple(self.dropouts.get(a, self.dropout) for a in (CONTROL, *(arms or (EXPERIMENTAL,))))
