"""What persons say of themselves, age and sex: facts without a time, of which a person has at most one."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from trialwright.model.concept import Concept, Concepts
from trialwright.model.patients import PatientTables
from trialwright.screen.conversion import Line, line_of, not_converted
from trialwright.screen.engine import answer

YEARS = "a"


@dataclass(frozen=True)
class Said:
    """A concept that persons answer. line : of age, from years. sex : the word of persons.sex that the concept
    is, "" for age."""

    concept: Concept
    line: Line
    sex: str = ""

    def value(self, persons: ir.Table) -> ir.FloatingValue:
        """In the concept's unit, 1 or 0 for a sex; null where they do not say it, or say the implausible."""
        if self.sex:
            return (persons.sex == self.sex).cast("float64")
        value = self._years(persons)
        if not self.line.leads:
            return ibis.null("float64")
        inside = (value >= self.line.low) & (value <= self.line.high)
        return inside.ifelse(value, ibis.null("float64"))

    def rows(self, persons: ir.Table) -> ir.Table:
        """The same as facts."""
        rows = persons.select(
            person_id=persons.person_id,
            concept=ibis.literal(self.concept.name),
            time_hours=ibis.null("float64"),
            value=self.value(persons),
        )
        return rows.filter(rows.value.notnull())

    def missing(self, persons: ir.Table) -> tuple[list[str], int]:
        """Warnings of a unit that does not convert, and how many values are implausible."""
        if self.sex:
            return [], 0
        value = self._years(persons)
        outside = ((value < self.line.low) | (value > self.line.high)).sum()
        found = answer(persons.aggregate(n=value.count(), outside=outside))
        if not self.line.leads:
            return [not_converted(self.concept, YEARS, found["n"][0])], 0
        return [], int(found["outside"][0] or 0)

    def _years(self, persons: ir.Table) -> ir.FloatingValue:
        return self.line.canonical(persons.age_years.cast("float64"))


def said(patients: PatientTables, concepts: Concepts) -> dict[str, Said]:
    """Concept → how persons say it, of those that this source's persons do."""
    out = {}
    age = concepts.by_word.get("age")
    if age is not None and age.name in patients.held:
        out[age.name] = Said(age, line_of(age.name, YEARS, (YEARS,), 0, concepts))
    if "sex" in patients.held:
        for word, name in sexes(concepts).items():
            out[name] = Said(concepts.by_name[name], Line(name, (None,), 0, event=True), word)
    return out


def sexes(concepts: Concepts) -> dict[str, str]:
    """Word of persons.sex → name of its concept."""
    return {word: concepts.by_word[word].name for word in ("female", "male") if word in concepts.by_word}


def plausible_persons(patients: PatientTables, concepts: Concepts) -> ir.Table:
    """Persons, an implausible age made missing."""
    age = concepts.by_word.get("age")
    persons = patients.persons
    if age is None or age.plausible is None:
        return persons
    line = line_of(age.name, YEARS, (YEARS,), 0, concepts)
    value = line.canonical(persons.age_years)
    ok = (value >= line.low) & (value <= line.high)
    return persons.mutate(age_years=ok.ifelse(persons.age_years, ibis.null("float64")))
