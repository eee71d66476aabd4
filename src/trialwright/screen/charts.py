"""One patient's chart for the row-wise evaluator: facts as recorded, which of them can be used, and what they are in the
concept's own unit. Shares the model, the units and the names of derived concepts with the engine's path, and no other code."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trialwright.model.concept import Concept, Concepts
from trialwright.model.patients import PatientTables
from trialwright.model.units import convert
from trialwright.screen.engine import records
from trialwright.screen.formulas import FORMULAS, INPUTS, formula_of

TOLERANCE = 1e-9  # relative: below any laboratory's last digit


@dataclass(frozen=True)
class Row:
    """One fact. raw, unit : as recorded. value : in the concept's unit; None where a measure of it cannot be told.
    hours : None without a time. upper : the row's own upper limit of normal, in the concept's unit. of : word →
    the rows that a formula put together."""

    hours: float | None
    raw: float | None
    unit: str
    value: float | None
    upper: float | None = None
    of: tuple[tuple[str, Row], ...] = ()


Recorded = tuple[float | None, float | None, str, float | None]  # hours, value, unit, upper limit


@dataclass
class Chart:
    """One patient: age in years, sex, and facts by concept as recorded. admission : whether the index can be one."""

    person_id: str
    age: float | None
    sex: str | None
    recorded: dict[str, list[Recorded]]
    concepts: Concepts
    held: frozenset[str]
    captured: frozenset[str]
    admission: bool = True

    def concept(self, word: str) -> Concept | None:
        return self.concepts.by_name.get(word) or self.concepts.by_word.get(word.lower())

    def known(self, concept: Concept) -> bool:
        """Whether the source could say anything about it."""
        if concept.name in self.held or concept.name in self.captured:
            return True
        if concept.name in ("female", "male"):
            return "sex" in self.held
        needs = INPUTS.get(formula_of(concept))
        return needs is not None and all((c := self.concept(n)) is not None and self.known(c) for n in needs)

    def rows(self, concept: Concept) -> list[Row]:
        """Its usable facts: events, and values that are present, convertible and plausible."""
        if concept.name not in self.held | self.captured and formula_of(concept) in FORMULAS:
            found = FORMULAS[formula_of(concept)](self, concept) if self.known(concept) else []
            return [r for r in found if _plausible(r.value, concept)]
        out = []
        for hours, raw, unit, limit in self._raw(concept):
            if not valued(concept):
                out.append(Row(hours, raw, unit, raw))
            elif raw is not None:
                value, upper = (in_own_unit(x, unit, concept) for x in (raw, limit))
                if value is not None and _plausible(value, concept):
                    out.append(Row(hours, raw, unit, value, upper))
        return out

    def unusable(self, concept: Concept) -> list[tuple[Row, str]]:
        """Its rows that count for nothing, and why."""
        out = []
        for hours, raw, unit, _ in self._raw(concept) if valued(concept) else ():
            value = None if raw is None else in_own_unit(raw, unit, concept)
            if raw is not None and value is None:
                out.append(
                    (Row(hours, raw, unit, None), f"{unit or 'no unit'} does not convert to {concept.unit}")
                )
            elif raw is not None and not _plausible(value, concept):
                out.append((Row(hours, raw, unit, value), "implausible"))
        return out

    def _raw(self, concept: Concept) -> list[Recorded]:
        rows = list(self.recorded.get(concept.name, ()))
        if concept.name == "age" and self.age is not None:
            rows.append((None, self.age, "a", None))
        if concept.name in ("female", "male") and self.sex is not None and "sex" in self.held:
            rows.append((None, float(self.sex == concept.name), "", None))
        return rows

    def in_unit(self, word: str, unit: str) -> list[Row]:
        """Facts of an input with value in the unit that a formula takes."""
        concept = self.concept(word)
        if concept is None:
            return []
        rows = (
            (r, convert(r.value, concept.unit, unit, concept))
            for r in self.rows(concept)
            if r.value is not None
        )
        return [replace(r, value=v) for r, v in rows if v is not None]


def charts(patients: PatientTables, concepts: Concepts, person_id: str | None = None) -> list[Chart]:
    """Everybody's chart, or one person's, read into memory."""
    persons, facts = patients.persons, patients.facts
    if person_id is not None:
        persons = persons.filter(persons.person_id == person_id)
        facts = facts.filter(facts.person_id == person_id)
    out = {
        p["person_id"]: Chart(
            p["person_id"],
            p["age_years"],
            p["sex"],
            {},
            concepts,
            patients.held,
            patients.captured,
            patients.cohort.may_be_admission,
        )
        for p in records(persons)
    }
    for f in records(facts):
        if f["person_id"] in out:
            rows = out[f["person_id"]].recorded.setdefault(f["concept"], [])
            rows.append((f["time_hours"], f["value"], f["unit"] or "", f.get("upper")))
    return [out[key] for key in sorted(out)]


def valued(concept: Concept) -> bool:
    """Whether its facts are values rather than events."""
    if concept.kind == "demographic":
        return concept.unit != ""
    return concept.kind not in ("condition", "drug", "procedure", "state", "consent")


def in_own_unit(value: float | None, unit: str, concept: Concept) -> float | None:
    """A value as recorded in the concept's unit; None where it does not convert."""
    meant = concept.unit if concept.bare and not unit.strip() else unit
    return None if value is None else convert(value, meant, concept.unit, concept)


def _plausible(value: float | None, concept: Concept) -> bool:
    if value is None or concept.plausible is None:
        return value is not None
    low, high = concept.plausible
    return low - TOLERANCE * abs(low) <= value <= high + TOLERANCE * abs(high)
