"""Which concept ids of the source stand for which of our concepts, through the source's own vocabulary.

A laboratory value is found by its LOINC codes alone: names of tests differ in specimen and scale. A condition,
drug or procedure is found by its codes or by a standard concept whose name is exactly one of the dictionary's
words, and with it come all its descendants. A site's own `map` replaces what is found here for its concepts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import yaml

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.keys import closest, concept_named, is_measured, mapping, words
from trialwright.adapters.patients.omop.people import whole
from trialwright.errors import PatientsError
from trialwright.model.concept import Concept, Concepts
from trialwright.model.units import normalise

if TYPE_CHECKING:
    from trialwright.adapters.patients.keys import Spec
    from trialwright.adapters.patients.omop.source import Cdm

MAP_KEYS = ("ids", "codes", "unit", "descendants")
# Our kind → domains of the vocabulary in which a name may be looked up.
_DOMAINS = {
    "condition": ("Condition", "Observation"),
    "state": ("Condition", "Observation"),
    "drug": ("Drug",),
    "procedure": ("Procedure", "Device"),
}
Found = set[tuple[str, int]]  # concept name, concept id


@dataclass(frozen=True)
class Coded:
    """An id that stands for a concept. unit : the site's word on it, "" for the row's own. whole : every id that
    means the concept is known, descendants included."""

    id: int
    concept: Concept
    unit: str
    whole: bool


def resolved(cdm: Cdm, concepts: Concepts, spec: Spec, folder: Path) -> tuple[Coded, ...]:
    """Every id known to stand for a concept of the dictionary. Raises PatientsError for a faulty map, and for
    a source with neither vocabulary nor map."""
    own = _own(spec, folder, concepts)
    entries = [c for c in concepts.entries if c.name not in own and c.name not in ("age", "sex")]
    if not own and "concept" not in cdm.tables:
        raise PatientsError(
            f"The OMOP source {cdm.name} has no vocabulary (concept).",
            where="patients.vocabulary",
            fix="Add `vocabulary:` with the folder of its tables, or `map:` with your own concept ids.",
        )
    found = _by_code(cdm, {c.name: c.codes for c in entries}) | _by_name(cdm, entries)
    out = _with_descendants(cdm, found, concepts, {})
    for name, given in own.items():
        stated = {(name, int(i)) for i in words(given.get("ids"))}
        stated |= _by_code(cdm, {name: tuple(map(str, words(given.get("codes"))))})
        out += _with_descendants(cdm, stated, concepts, given)
    one: dict[tuple[str, int], Coded] = {}
    for c in out:
        before = one.get((c.concept.name, c.id), c)
        one[c.concept.name, c.id] = replace(c, whole=c.whole and before.whole)
    return tuple(one[key] for key in sorted(one))


def _own(spec: Spec, folder: Path, concepts: Concepts) -> dict[str, dict[str, Any]]:
    """The site's map by the dictionary's names."""
    given, where = spec.get("map"), "patients.map"
    if isinstance(given, str):
        where = given
        try:
            given = yaml.safe_load((folder / given).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise PatientsError(
                f"The mapping file {where} cannot be read.",
                where="patients.map",
                fix="Correct its name or YAML.",
            ) from error
    out = {}
    for word, what in mapping(given, where).items():
        entry = mapping(what if isinstance(what, dict) else {"ids": what}, f"{where}.{word}")
        for unknown in set(entry) - set(MAP_KEYS):
            raise PatientsError(
                f"The key {unknown} is not known.", where=f"{where}.{word}", fix=closest(unknown, MAP_KEYS)
            )
        if not all(isinstance(i, int) for i in words(entry.get("ids"))):
            raise PatientsError(
                f"The ids of {word} are not whole numbers.", where=f"{where}.{word}", fix="Write [3016723]."
            )
        if entry.get("unit") and normalise(str(entry["unit"])) is None:
            raise PatientsError(
                f"The unit {entry['unit']} is not known.",
                where=f"{where}.{word}",
                fix="Write UCUM, e.g. mg/L.",
            )
        out[concept_named(str(word), concepts, f"{where}.{word}").name] = entry
    return out


def _asked(rows: Iterable[tuple[str, str, str]], *names: str) -> Any:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return ibis.memtable(pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)}))


def _by_code(cdm: Cdm, codes: dict[str, tuple[str, ...]]) -> Found:
    """Ids of "LOINC:2160-0" and the like; a non-standard one stands for what it maps to."""
    rows = [(name, *code.split(":", 1)) for name, of in codes.items() for code in of if ":" in code]
    if not rows or "concept" not in cdm.tables:
        return set()
    asked, concept = _asked(rows, "name", "vocabulary", "code"), cdm.table("concept")
    both = concept.inner_join(
        asked, [concept.vocabulary_id == asked.vocabulary, concept.concept_code == asked.code]
    )
    found = cells.ask(
        both.select(name=both.name, id=whole(both.concept_id), standard=cells.text(both.standard_concept))
    ).to_pylist()
    standard = {(r["name"], r["id"]) for r in found if r["standard"] == "S"}
    return standard | _maps_to(cdm, {(r["name"], r["id"]) for r in found if r["standard"] != "S"})


def _maps_to(cdm: Cdm, found: Found) -> Found:
    if not found or "concept_relationship" not in cdm.tables:
        return set()
    rows = cdm.table("concept_relationship")
    ids = whole(rows.concept_id_1)
    kept = rows.filter(rows.relationship_id == "Maps to", ids.isin(sorted({i for _, i in found})))
    pairs = cells.ask(kept.select(a=whole(kept.concept_id_1), b=whole(kept.concept_id_2))).to_pylist()
    return {(name, p["b"]) for name, i in found for p in pairs if p["a"] == i}


def _by_name(cdm: Cdm, entries: list[Concept]) -> Found:
    """Standard concepts called exactly by one of the dictionary's words, in a domain that fits."""
    rows = [
        (c.name, word.lower(), domain)
        for c in entries
        for domain in _DOMAINS.get(c.kind, ())
        for word in (c.name, *c.synonyms)
    ]
    if not rows or "concept" not in cdm.tables:
        return set()
    asked, concept = _asked(dict.fromkeys(rows), "name", "word", "domain"), cdm.table("concept")
    concept = concept.filter(concept.standard_concept == "S").mutate(lowered=concept.concept_name.lower())
    both = concept.inner_join(asked, [concept.lowered == asked.word, concept.domain_id == asked.domain])
    return {
        (r["name"], r["id"]) for r in cells.ask(both.select("name", id=whole(both.concept_id))).to_pylist()
    }


def _with_descendants(cdm: Cdm, found: Found, concepts: Concepts, given: dict[str, Any]) -> list[Coded]:
    """The ids and, for events unless the map says otherwise, everything below them."""
    unit = str(given.get("unit", ""))
    out, below = (
        [],
        {(n, i) for n, i in found if given.get("descendants", not is_measured(concepts.by_name[n]))},
    )
    pairs: list[dict[str, int]] = []
    if below and "concept_ancestor" in cdm.tables:
        rows = cdm.table("concept_ancestor")
        rows = rows.filter(whole(rows.ancestor_concept_id).isin(sorted({i for _, i in below})))
        asked = rows.select(a=whole(rows.ancestor_concept_id), d=whole(rows.descendant_concept_id))
        pairs = cells.ask(asked).to_pylist()
    listed = {p["a"] for p in pairs}  # every concept is its own descendant, so that a missing one shows
    children: dict[int, set[int]] = {}
    for p in pairs:
        children.setdefault(p["a"], set()).add(p["d"])
    for name, one in sorted(found):
        known = (name, one) not in below or one in listed
        ids = {one} | (children.get(one, set()) if (name, one) in below else set())
        out += [Coded(i, concepts.by_name[name], unit, known) for i in sorted(ids) if i]
    return out
