"""Which codings stand for which of our concepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trialwright.adapters.patients.keys import Spec, closest, concept_named, is_measured, mapping, words
from trialwright.errors import PatientsError
from trialwright.model.concept import Concept
from trialwright.model.units import normalise

if TYPE_CHECKING:
    from trialwright.model.concept import Concepts

SYSTEMS = {
    "LOINC": "http://loinc.org",
    "SNOMED": "http://snomed.info/sct",
    "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD9CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "ATC": "http://www.whocc.no/atc",
}
DISPLAY = "display"  # the system of a word
BY_WORD = ("condition", "drug", "procedure", "state")
MAP_KEYS = ("codes", "unit")


@dataclass(frozen=True)
class Coded:
    """system, code : a coding, or DISPLAY and a word in lower case. unit : the site's word on it."""

    system: str
    code: str
    concept: Concept
    unit: str


def known(spec: Spec, concepts: Concepts) -> list[Coded]:
    """Every coding and word known to stand for a concept. Raises PatientsError for a faulty map."""
    own = {}
    for word, what in mapping(spec.get("map"), "patients.map").items():
        where = f"patients.map.{word}"
        given = what if isinstance(what, dict) else {"codes": what}
        for unknown in set(given) - set(MAP_KEYS):
            raise PatientsError(
                f"The key {unknown} is not known.", where=where, fix=closest(unknown, MAP_KEYS)
            )
        if given.get("unit") and normalise(str(given["unit"])) is None:
            raise PatientsError(
                f"The unit {given['unit']} is not known.", where=where, fix="Write it as UCUM."
            )
        own[concept_named(str(word), concepts, where).name] = (given, where)
    out = []
    for concept in concepts.entries:
        if concept.name in own:
            given, where = own[concept.name]
            unit = str(given.get("unit", ""))
            out += [Coded(*_coding(str(c), where), concept, unit) for c in words(given.get("codes"))]
            continue
        # A code of a system that FHIR has no address for here cannot occur in an export.
        out += [
            Coded(*_coding(c, ""), concept, "") for c in concept.codes if c.split(":")[0].upper() in SYSTEMS
        ]
        if concept.kind in BY_WORD and not is_measured(concept):
            out += [
                Coded(DISPLAY, w.lower(), concept, "")
                for w in dict.fromkeys((concept.name, *concept.synonyms))
            ]
    return _one_each(out)


def _one_each(coded: list[Coded]) -> list[Coded]:
    return list({(c.system, c.code, c.concept.name): c for c in coded}.values())


def _coding(code: str, where: str) -> tuple[str, str]:
    """ "LOINC:2160-0" or "http://system|code" → system and code."""
    if "|" in code:
        system, _, plain = code.partition("|")
        return system, plain
    short, _, plain = code.partition(":")
    if not plain or short.upper() not in SYSTEMS:
        raise PatientsError(
            f"The code {code} names no system that is known.",
            where=where,
            fix=f"Write e.g. LOINC:2160-0 or http://system|code. {closest(short, SYSTEMS)}",
        )
    return SYSTEMS[short.upper()], plain
