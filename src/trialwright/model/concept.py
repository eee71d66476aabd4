"""The dictionary that eligibility text and patient data share."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from trialwright.model.base import Frozen

ConceptKind = Literal[
    "lab", "vital", "score", "demographic", "derived", "condition", "drug", "procedure", "state", "consent"
]


class Concept(Frozen):
    """name : unique key, lower case words. unit : canonical UCUM unit, "" for scores and events.

    molar_mass : g/mol, where labs report both mass and substance amounts. plausible : values
    outside are sentinels or errors and count as missing, in the canonical unit. codes : e.g. "LOINC:2160-0".
    worst : which end is worse for the patient, "" if neither. sex : the only sex that can have it
    (pregnancy), "" for both.
    valence : charge of the ion, where labs report equivalents. bare : True where a number printed with no
    unit is always in `unit` (age, BMI, blood pressure). disorders : words for an abnormal value of this
    concept ("neutropenia"), which a comparison in brackets after them defines. other_scales : unit →
    (scale, offset) into `unit`, where a concept has a second scale that no unit arithmetic gives (HbA1c).
    broader : names of concepts that this one is a kind of (ischaemic stroke: stroke). On record, it answers for them;
    its absence says nothing of them, and they say nothing of it.
    related : names of concepts that are near this one and not the same (CRP and hsCRP): never taken for it, but
    worth telling a person about where data hold the one and a rule asks for the other.
    """

    name: str
    synonyms: tuple[str, ...] = ()
    kind: ConceptKind
    unit: str = ""
    molar_mass: float | None = None
    plausible: tuple[float, float] | None = None
    codes: tuple[str, ...] = ()
    worst: Literal["low", "high", ""] = ""
    sex: Literal["female", "male", ""] = ""
    derived_from: tuple[str, ...] = ()
    valence: int | None = None
    bare: bool = False
    disorders: tuple[str, ...] = ()
    other_scales: dict[str, tuple[float, float]] = {}
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class Concepts(Frozen):
    """A dictionary of concepts; later entries of the same name replace earlier ones."""

    entries: tuple[Concept, ...] = Field(default=())

    @cached_property
    def by_name(self) -> dict[str, Concept]:
        return {c.name: c for c in self.entries}

    @cached_property
    def by_word(self) -> dict[str, Concept]:
        """Lower-case name or synonym → Concept."""
        return {w.lower(): c for c in self.entries for w in (c.name, *c.synonyms)}

    @cached_property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """Name → names of all the concepts that are a kind of it, however many steps below, in order."""
        out: dict[str, set[str]] = {}
        for concept in self.by_name.values():
            waiting, above = list(concept.broader), set[str]()
            while waiting:
                if (name := waiting.pop()) not in above and name != concept.name:
                    above.add(name)
                    waiting += self.by_name[name].broader if name in self.by_name else ()
            for name in above:
                out.setdefault(name, set()).add(concept.name)
        return {name: tuple(sorted(below)) for name, below in out.items()}
