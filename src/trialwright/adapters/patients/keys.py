"""The keys of a plan's `patients:`, and errors that name the nearest thing that exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from trialwright.errors import PatientsError
from trialwright.model.concept import Concept, Concepts

KEYS = (
    "table", "relation", "shape", "mapping", "synthetic", "n", "name", "id", "index", "columns", "captured",
    "missing", "concept", "value", "unit", "minute", "hour", "day", "time", "map", "everyone", "absent",
    "upper", "omop", "fhir", "postgres", "spark", "vocabulary", "until", "age",
)  # fmt: skip
NOT_TOGETHER = (
    ("omop", "spark"), ("fhir", "spark"), ("fhir", "postgres"), ("synthetic", "spark"), ("synthetic", "postgres"),
    ("spark", "postgres"), ("omop", "fhir"), ("omop", "table"), ("fhir", "table"),
)  # fmt: skip
SHAPES = ("wide", "long")


class Spec(dict[str, Any]):
    """A `patients:` mapping whose keys are known."""

    def text(self, key: str) -> str:
        """A required text. Raises PatientsError when the plan does not give it."""
        value = self.get(key)
        if not isinstance(value, str) or not value:
            raise PatientsError(
                f"The plan's patients have no {key}.", where=f"patients.{key}", fix=_NEEDED[key]
            )
        return value


_NEEDED = {
    "table": "Add `table:` with a CSV, Parquet or DuckDB file, or `synthetic: icu`.",
    "id": "Add `id:` with the column that names the patient, in the plan or in a mapping file (--mapping); "
    "`trialwright map TABLE` drafts one.",
    "index": "Add `index:` (or --index) with the column that holds each patient's date of screening or admission. "
    "`trialwright map TABLE` drafts a mapping.",
    "concept": "Add `concept:` with the column that names what was measured.",
    "value": "Add `value:` with the column that holds the measured value.",
    "omop": "Add `omop:` with a folder, a DuckDB file or, with `postgres:`, a schema.",
    "vocabulary": "Add `vocabulary:` with the folder of the vocabulary tables.",
}


def checked(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping itself. Raises PatientsError for a key or shape that does not exist."""
    for key in spec:
        if key not in KEYS:
            raise PatientsError(
                f"The key {key} of the patients is not known.",
                where=f"patients.{key}",
                fix=closest(str(key), KEYS),
            )
    for source, engine in NOT_TOGETHER:
        if source in spec and engine in spec:
            raise PatientsError(
                f"Patients are not read from {source} by {engine}.",
                where=f"patients.{engine}",
                fix=f"Leave out `{engine}:`, or name a `table:`.",
            )
    if spec.get("shape", "wide") not in SHAPES:
        raise PatientsError(
            f"The shape {spec['shape']} is not known.",
            where="patients.shape",
            fix=closest(str(spec["shape"]), SHAPES),
        )
    return dict(spec)


def closest(word: str, known: Iterable[str]) -> str:
    """A hint: the nearest known word, then the known words."""
    names = list(known)
    if not names:
        return "There is none."
    folded = {n.lower(): n for n in names}
    near = difflib.get_close_matches(word.lower(), list(folded), n=1, cutoff=0.5)
    hint = f"Did you mean {folded[near[0]]}? " if near else ""
    shown = ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")
    return f"{hint}There are: {shown}."


def concept_named(word: str, concepts: Concepts, where: str) -> Concept:
    """The dictionary's concept for a name or synonym. Raises PatientsError when there is none."""
    found = concepts.by_name.get(word) or concepts.by_word.get(word.lower())
    if found is None:
        near = difflib.get_close_matches(word.lower(), list(concepts.by_word), n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise PatientsError(
            f"{word} is not in the dictionary of concepts.",
            where=where,
            fix=f"{hint}Use a name of the dictionary, or add the concept to the plan's own file under `concepts:`.",
        )
    return found


def mapping(value: Any, where: str, short: str = "") -> dict[Any, Any]:
    """A mapping of the plan; a text alone stands for {short: text}. Raises PatientsError for anything else."""
    if value is None:
        return {}
    if isinstance(value, str) and short:
        return {short: value}
    if not isinstance(value, Mapping):
        raise PatientsError(
            f"{value!r} is not a mapping.",
            where=where,
            fix="Write `name: value` pairs, e.g. {column: crp, unit: mg/L}.",
        )
    return dict(value)


def is_measured(concept: Concept) -> bool:
    """Whether a cell of it holds a value with a unit, rather than yes, no or a word."""
    if concept.kind == "demographic":
        return bool(concept.unit)
    return concept.kind in ("lab", "vital", "score", "derived")


def words(value: Any) -> tuple[Any, ...]:
    """One or many, as the plan wrote it."""
    return () if value is None else tuple(value) if isinstance(value, list | tuple | set) else (value,)


def named(spec: Spec, key: str, concepts: Concepts) -> frozenset[str]:
    """The concepts that a list of the plan names: `captured` are recorded whenever they happen, `everyone`
    hold for each patient because of how the table was drawn."""
    return frozenset(concept_named(str(w), concepts, f"patients.{key}").name for w in words(spec.get(key)))
