"""Patients against criteria, in three values."""

from __future__ import annotations

import re
from typing import Literal

from trialwright.model.base import Frozen, Node

# Moments that an index is named after and that are no admission: enrolled_at, "condition: asthma", operation_date.
_NO_ADMISSION = re.compile(
    r"enrol|random|screen|consent|diagnos|onset|surg|operat|treat|dose|condition|birth|inclu|regist|baseline",
    re.I,
)

Status = Literal["met", "not met", "unknown"]


class Cohort(Node):
    """A table of patients with an index date each. source : what the plan named, never a path
    outside it. patients : rows. fingerprint : SHA-256 of the table's bytes or of the generator's call.
    """

    name: str
    source: str
    patients: int
    index: str
    fingerprint: str
    synthetic: bool = False

    @property
    def may_be_admission(self) -> bool:
        """Whether the index can be the patient's admission; not where it is named after another moment."""
        return _NO_ADMISSION.search(self.index) is None


class CriterionCounts(Frozen):
    """How a criterion falls over the cohort. For an exclusion, `passes` is its tree not holding.

    passes + fails + unknown = patients. unknown_because : concept → patients lacking it.
    """

    criterion: str  # Criterion.id
    name: str
    side: Literal["inclusion", "exclusion"]
    passes: int
    fails: int
    unknown: int
    unknown_because: dict[str, int] = {}


class FunnelStep(Frozen):
    """After this criterion, in protocol order: certain (pass all so far), possible (fail none, some
    unknown), excluded (fail at least one). They add up to the cohort."""

    criterion: str
    name: str
    certain: int
    possible: int
    excluded: int
    newly_excluded: int


class MaskCell(Frozen):
    """Patients sharing one pattern. fails, unknown : bit i is set for criterion i."""

    fails: int
    unknown: int
    patients: int


class LackingCell(Frozen):
    """Patients whom no criterion excludes and who lack the same items. items : bit j is set for
    Screening.items[j]; 0 is a patient who lacks nothing. Knowing all of them, and nothing less, settles
    whether the patient is eligible, whatever they turn out to be."""

    items: int
    patients: int


class GroupCells(Frozen):
    """The mask cells of the patients at one level of a column: by "sex", level "female"."""

    by: str
    level: str
    cells: tuple[MaskCell, ...]


class CriterionCost(Frozen):
    """What one criterion costs, given all the others; criteria in protocol order.

    sole_certain : patients that only this one excludes, and that pass all others; sole_possible : that only
    this one excludes, and that stay unknown under others. gain_certain : patients more who would certainly be
    eligible without it, those of whom it alone is unknown among them. shapley_certain, shapley_not_excluded :
    its share of the patients lost to certain eligibility, and to exclusion (Shapley value, patients).
    """

    criterion: str
    name: str
    sole_certain: int
    sole_possible: int
    gain_certain: int
    shapley_certain: float
    shapley_not_excluded: float


class ItemGain(Frozen):
    """lacked_by : patients not excluded who lack the item. settles : of these, those who lack nothing else, so
    that measuring it decides, whatever it shows. settled_so_far : by this item and all before it in the list."""

    item: str
    lacked_by: int
    settles: int
    settled_so_far: int


class GroupLoss(Frozen):
    """Who is left of a group: certain + possible + excluded = patients of that level."""

    by: str
    level: str
    patients: int
    certain: int
    possible: int
    excluded: int


class ScreeningCosts(Frozen):
    """What a screening's criteria cost. items : what to measure first, what a person must read set aside. groups :
    who is lost, at each level of the columns that were counted by."""

    criteria: tuple[CriterionCost, ...]
    items: tuple[ItemGain, ...] = ()
    groups: tuple[GroupLoss, ...] = ()


class Counts(Frozen):
    """A cohort's patients: their number eligible lies between certain and certain + possible, its unknown band."""

    certain: int
    possible: int
    excluded: int


class ThresholdCount(Counts):
    """The cohort with one limit of one criterion moved. limit : in the unit that the criterion is written in."""

    limit: float


class LimitCell(Frozen):
    """Patients whom no other criterion excludes, alike at every limit of a curve. others_unknown : whether one of those
    criteria is. least, largest : bit k is set where the least and the largest of their values at the occasion satisfy
    the comparison at point k of the curve, and after its points at each of its edges; None without a value."""

    others_unknown: bool
    least: int | None
    largest: int | None
    patients: int


class ThresholdCurve(Frozen):
    """The cohort along one criterion's limit. criterion : its position from 0. concept, comparator, unit : of its
    comparison. written : the limit in the protocol, one of the points'. without : the cohort with the criterion left out.
    cells : who lies between which limits, for judging what may be told; empty once that is done. edges : how many limits
    between the bands that a cohort is counted by follow the points in these."""

    criterion: int
    name: str
    concept: str
    comparator: str
    unit: str
    written: float
    points: tuple[ThresholdCount, ...]
    without: Counts
    cells: tuple[LimitCell, ...] = ()
    edges: int = 0


class Screening(Node):
    """Verdicts over a cohort. Bit i of a cell is the criterion of counts[i]. marker : the values of the plan's marker among certain or possible
    patients (patient-level, stays on this machine; charts bin it)."""

    cohort: Cohort
    counts: tuple[CriterionCounts, ...]
    funnel: tuple[FunnelStep, ...]
    cells: tuple[MaskCell, ...]
    certain: int
    possible: int
    excluded: int
    not_in_data: tuple[str, ...] = ()  # concepts the criteria ask for that the data do not hold
    warnings: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # what patients who are not excluded may lack
    lacking: tuple[LackingCell, ...] = ()
    groups: tuple[GroupCells, ...] = ()  # where the screening was asked to count by a column
    # Patients in the rarest pattern of masks and items lacked, and within a group; 0 where that is not known.
    rarest: int = 0
    rarest_in_groups: int = 0
