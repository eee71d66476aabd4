"""One simulated trial, opened to be read step by step."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen, Node
from trialwright.model.design import Design


class TrialPatient(Frozen):
    """number : in order of enrolment. eligible : number among the eligible, of whom a cut-off turns some away.
    month : of entry. marker : as measured, None where there is none or it may not be shown. group : of the marker, in
    words, "" where nothing is parted. outcome : None where it was never seen; words say it as a person would.
    awaited_until : month in which the outcome is known, or follow-up ends."""

    number: int
    eligible: int
    month: float
    marker: float | None = None
    group: str = ""
    arm: str
    outcome: float | None = None
    words: str
    awaited_until: float


class LookStatistic(Frozen):
    """One comparison that the design asked for. stage : of the patients since the last look alone. None where the data
    cannot carry the figure. estimate : on the endpoint's measure; information : one over its squared standard error, for
    times to an event the variance of the log-rank score."""

    comparison: str
    stage: bool
    z: float | None
    p: float | None
    estimate: float | None
    standard_error: float | None
    information: float | None


class LookEvidence(Frozen):
    """What a decision rests on where that is not one z: the stages combined, a posterior probability. bound : what it must
    reach there, or, where at_most, not exceed; None where the look can show nothing."""

    what: str
    value: float | None
    bound: float | None
    at_most: bool = False


class TrialLook(Frozen):
    """number : from 1. fraction : of the information, as planned. patients : enrolled by then, and by arm. month : when
    its data are in, None where the source keeps no calendar. efficacy, futility : bounds on z, where the design type
    has such. decision : in words."""

    number: int
    fraction: float | None
    patients: int
    by_arm: dict[str, int] = {}
    month: float | None = None
    statistics: tuple[LookStatistic, ...] = ()
    evidence: tuple[LookEvidence, ...] = ()
    efficacy: float | None = None
    futility: float | None = None
    decision: str


class TrialEstimate(Frozen):
    """Of the hypothesis of record, with its interval and the truth it is held to."""

    value: float
    low: float
    high: float
    truth: float


class OpenedTrial(Node):
    """number : from 1, in the order of the run. block, place : where the run keeps it, from 0. end : in words.
    reason : why it stopped. rejected, selected : by name. naive, adjusted : estimates at its end. patients_enrolled,
    screened, months, events : what it took in all, pipeline patients included. notes : what is not shown, and why."""

    design: Design
    scenario: str
    number: int
    block: int
    place: int
    patients: tuple[TrialPatient, ...]
    looks: tuple[TrialLook, ...]
    end: str
    reason: Literal["efficacy", "futility", "end"]
    rejected: tuple[str, ...]
    selected: str = ""
    naive: TrialEstimate | None = None
    adjusted: TrialEstimate | None = None
    patients_enrolled: int
    screened: int
    months: float
    events: int | None = None
    notes: tuple[str, ...] = ()
