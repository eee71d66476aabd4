"""What a document or a plan says a trial is. A field that is not stated is absent, never guessed."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen, Node
from trialwright.model.criterion import Criterion
from trialwright.model.document import Quote

# Registers whose numbers name a trial; an article's "doi", "pmid" and "pmcid" name a paper about it.
REGISTERS = (
    "nct", "isrctn", "ctis", "eudract", "actrn", "chictr", "ctri", "drks", "irct", "jrct", "kct", "pactr", "umin",
)  # fmt: skip


class Stated(Node):
    """Something a document says about its trial: the value and the words it was read from.

    field : what it is ("title", "sponsor", "phase", "status", "randomised", "date", ...).
    value : normalised (dates ISO 8601, phase "2", counts as int). label : the document's own word
    for it where it has one ("Participation Deadline"). unit : "" where there is none. alternatives :
    other values that the same words could mean ("2026-01-06" for 06/01/2026), () where there are none.
    """

    field: str
    value: str | int | float
    unit: str = ""
    label: str = ""
    alternatives: tuple[str, ...] = ()
    quote: Quote


ONLY_NAMED = "named here, not said to be this trial's own"


class Identifier(Node):
    """scheme : one of REGISTERS, or "doi", "pmid", "pmcid". Only the document's own.

    said : it is said to be; else it is the one number that a page names, and no more.
    """

    scheme: str
    value: str
    said: bool = True
    quote: Quote


class DosePhase(Frozen):
    """One stretch of a regimen: dose amount and unit, route, times per day, how many days."""

    dose: float
    dose_unit: str
    route: str = ""
    every_hours: float | None = None
    duration_days: float | None = None
    text: str = ""


class Regimen(Node):
    """What one arm receives of one drug. phases : in order of time."""

    drug: str
    phases: tuple[DosePhase, ...] = ()
    quote: Quote


class Arm(Node):
    """label : as the document names it. role : "experimental", "control" or "historical"."""

    label: str
    role: Literal["experimental", "control", "historical", ""] = ""
    size: int | None = None
    regimens: tuple[Regimen, ...] = ()
    quote: Quote


class Endpoint(Node):
    """better : which direction is good for the patient; "" when the document does not say."""

    label: str
    role: Literal["primary", "secondary", ""] = ""
    type: Literal["binary", "continuous", "ordinal", "time_to_event", "count", "safety", ""] = ""
    time: str = ""
    better: Literal["higher", "lower", ""] = ""
    quote: Quote


class Trial(Node):
    """A protocol as one document states it. key : how people name it, from acronym or identifier.

    missing : fields a reader would look for that the document does not state.
    """

    key: str
    identifiers: tuple[Identifier, ...] = ()
    stated: tuple[Stated, ...] = ()
    arms: tuple[Arm, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    missing: tuple[str, ...] = ()

    def first(self, field: str) -> Stated | None:
        """The first statement of a field, in reading order."""
        return next((s for s in self.stated if s.field == field), None)

    def all(self, field: str) -> tuple[Stated, ...]:
        return tuple(s for s in self.stated if s.field == field)

    def identifier(self, scheme: str) -> Identifier | None:
        return next((i for i in self.identifiers if i.scheme == scheme), None)
