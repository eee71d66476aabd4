"""Patients against criteria, in three values."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen, Node

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


class Screening(Node):
    """Verdicts over a cohort. marker : the values of the plan's marker among certain or possible
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
