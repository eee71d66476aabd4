"""Patients in a FHIR R4 bulk export: a folder of newline-delimited JSON, one resource a line.

A plan says
  fhir      the folder
  index     `first encounter` or `last encounter`, or {encounter: first | last, of: [IMP]} with classes of encounter
  until     hours after the index up to which facts count; 0 where it is not given
  map       concept → codes ("LOINC:2160-0", "SNOMED:195967001"), or {codes, unit}: a site's own, in place of ours
  captured, everyone  as for every other source

Read are Patient, Encounter, Observation with its components, Condition, MedicationRequest,
MedicationAdministration and Procedure. What a resource says it is not (entered in error, refuted, not done,
cancelled) is no fact. A display is used only where the coding has no code that the dictionary knows, and only where it is
exactly one of the dictionary's words for a condition, drug or procedure.

Time. An instant counts to the second, in UTC. A date alone counts in whole days; a year or a month alone is no time.
Absence. No resource is no proof: it is unknown unless the plan says `captured`.
Source: HL7 FHIR R4 (4.0.1); FHIR Bulk Data Access 2.0.
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
    """PatientTables of a bulk export; see adapters.patients.open."""
    from trialwright.adapters.patients.fhir import codings, export, facts, people

    source = export.opened(spec, folder)
    codes = codings.known(spec, concepts)
    starts, words = people.starts(spec, source)
    persons = people.persons(source, starts)
    rows, held = facts.rows(spec, source, codes, starts)
    # Words alone do not tell which codes stand for a concept: its absence would be that of a spelling.
    unmapped = sorted(
        named(spec, "captured", concepts) - {c.concept.name for c in codes if c.system != codings.DISPLAY}
    )
    if unmapped:
        raise PatientsError(
            f"{unmapped[0]} cannot be called captured: which codes stand for it is not known.",
            where="patients.captured",
            fix=f"List its codes: `map: {{{unmapped[0]}: [SNOMED:...]}}`.",
        )
    asked, kept = people.counts(source, persons)
    if not kept:
        raise PatientsError(
            "No patient has an index date.", where="patients.index", fix="Choose an index that occurs."
        )
    cohort = Cohort(
        name=str(spec.get("name", source.name)),
        source=str(spec["fhir"]),
        patients=kept,
        index=words if kept == asked else f"{words} ({asked - kept} of {asked} patients have none)",
        fingerprint=source.fingerprint,
    )
    return drawn(spec, concepts, cohort, persons, rows, held | {"age", "sex"})
