"""Patients in the OMOP common data model, version 5.4: a folder of Parquet or CSV, a DuckDB file, or PostgreSQL.

A plan says
  omop        the folder or file; with `postgres:` the schema
  index       {visit: first | last, of: [concept ids]}, {condition: NAME, which: first | last} or {cohort: ID};
              `first visit` and `last visit` are short for the first of these
  until       hours after the index up to which facts count; 0 where it is not given
  age         `calendar years` where only years of birth are recorded and that will do
  map         concept → {ids, codes, unit, descendants}, or a YAML file of them: a site's own, in place of ours
  vocabulary  a folder with the vocabulary tables, where they are kept apart
  captured, everyone  as for every other source

Time. A fact with an hour counts from the index's hour. A fact without one (a date, or midnight, which the model
prescribes for an unknown hour) is whole days from the index's day. Where the index has no hour, facts of its day
count as simultaneous with it.

Absence. No row of a diagnosis is no proof that the patient lacks it: it is unknown unless the plan says `captured`.
Source of the model: OHDSI, OMOP CDM v5.4 specification.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trialwright.adapters.patients.drawn import drawn
from trialwright.adapters.patients.keys import Spec, named
from trialwright.errors import PatientsError
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort

if TYPE_CHECKING:
    from trialwright.model.concept import Concepts


def tables(spec: Spec, folder: Path, concepts: Concepts) -> PatientTables:
    """PatientTables of an OMOP source; see adapters.patients.open."""
    from trialwright.adapters.patients.omop import facts, index, people, source, vocabulary

    cdm = source.opened(spec, folder)
    codes = vocabulary.resolved(cdm, concepts, spec, folder)
    starts, words = index.starts(spec, cdm, codes, concepts)
    persons = people.persons(spec, cdm, starts)
    rows, held = facts.rows(spec, cdm, codes, starts)
    _refuse_unresolved(named(spec, "captured", concepts), codes)
    asked, kept, ageless = people.counts(cdm, persons)
    if not kept:
        raise PatientsError(
            "No patient has an index date.", where="patients.index", fix="Choose an index that occurs."
        )
    cohort = Cohort(
        name=str(spec.get("name", cdm.name)),
        source=str(spec["omop"]),
        patients=kept,
        index=words if kept == asked else f"{words} ({asked - kept} of {asked} persons have none)",
        fingerprint=cdm.fingerprint,
    )
    return drawn(spec, concepts, cohort, persons, rows, held | {"age", "sex"}, people.warnings(ageless))


def _refuse_unresolved(rare: frozenset[str], codes: tuple[vocabulary.Coded, ...]) -> None:
    """Absence means absence only where every code of a concept was looked for, descendants included."""
    for name in sorted(rare):
        mine = [c for c in codes if c.concept.name == name]
        if not mine or not all(c.whole for c in mine):
            raise PatientsError(
                f"{name} cannot be called captured: which codes stand for it is not known completely.",
                where="patients.captured",
                fix=f"List them: `map: {{{name}: {{ids: [...], descendants: false}}}}`, or add concept_ancestor.",
            )


if TYPE_CHECKING:
    from trialwright.adapters.patients.omop import vocabulary
