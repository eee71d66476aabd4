"""A dictionary file → Concepts. Mistakes are reported with their line, because people write these by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from trialwright.errors import PlanError
from trialwright.model.concept import Concept
from trialwright.model.units import normalise

Entries = dict[str, Concept]


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML as it is, except that `yes`, `no` and `on` stay words: "no" is how people write nitric oxide."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if first in "tTfF" or tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Entries:
    """The concepts of one file, by name. Raises PlanError with file, line and fix."""
    root = _compose(path)
    if not isinstance(root, yaml.MappingNode):
        raise PlanError("A dictionary file is a mapping of concept names.", where=f"{path.name}, line 1",
                        fix="Write one concept a line: `my marker: {kind: lab, unit: ng/L}`.")  # fmt: skip
    entries: Entries = {}
    for key, value in root.value:
        where = f"{path.name}, line {key.start_mark.line + 1}"
        name = str(key.value).strip().lower()
        if name in entries:
            raise PlanError(
                f"The concept {name!r} is defined twice.", where=where, fix="Keep one of the two."
            )
        entries[name] = _concept(name, _plain(value), where, _lines(value, path))
    _refuse_same_word(entries, path)
    return entries


def _compose(path: Path) -> yaml.Node | None:
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError as e:
        raise PlanError(
            "The dictionary file does not exist.", where=str(path), fix="Correct its path."
        ) from e
    except (UnicodeDecodeError, OSError) as e:
        raise PlanError("The dictionary file cannot be read as UTF-8 text.", where=path.name,
                        fix="Save it as UTF-8.") from e  # fmt: skip
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(e, "problem", None) or "it is not valid YAML"
        raise PlanError(f"The dictionary file cannot be read: {problem}.", where=f"{path.name}{line}",
                        fix="Correct the indentation or quoting there.") from e  # fmt: skip


def _plain(node: yaml.Node) -> Any:
    loader = _Loader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _lines(value: yaml.Node, path: Path) -> Mapping[str, str]:
    pairs = value.value if isinstance(value, yaml.MappingNode) else []
    return {str(k.value): f"{path.name}, line {k.start_mark.line + 1}" for k, _ in pairs}


def _concept(name: str, fields: Any, where: str, lines: Mapping[str, str]) -> Concept:
    if not isinstance(fields, dict):
        raise PlanError(
            f"The concept {name!r} has no fields.", where=where, fix="Give at least its kind: `kind: lab`."
        )
    try:
        concept = Concept(name=name, **{str(k): v for k, v in fields.items()})
    except (ValidationError, TypeError) as e:
        field, problem = _first_problem(e)
        raise PlanError(f"The concept {name!r}: {field}: {problem}.", where=lines.get(field, where),
                        fix=_fix(field)) from e  # fmt: skip
    _check(concept, where, lines)
    return concept


def _first_problem(e: ValidationError | TypeError) -> tuple[str, str]:
    if isinstance(e, TypeError):
        return "name", "is given by the line above, not inside"
    first = e.errors()[0]
    return str(first["loc"][0]) if first["loc"] else "", str(first["msg"]).lower()


def _fix(field: str) -> str:
    known = ", ".join(f for f in Concept.model_fields if f != "name")
    return (
        f"Fields are: {known}."
        if field not in Concept.model_fields
        else f"See {field} in docs, or leave it out."
    )


def _check(concept: Concept, where: str, lines: Mapping[str, str]) -> None:
    """What types cannot see: a unit nobody can convert, a range upside down."""
    if concept.unit and normalise(concept.unit) is None:
        raise PlanError(f"The concept {concept.name!r} has an unknown unit {concept.unit!r}.",
                        where=lines.get("unit", where), fix="Use a UCUM unit, e.g. mg/L or 10*9/L.")  # fmt: skip
    if concept.plausible and concept.plausible[0] >= concept.plausible[1]:
        raise PlanError(f"The plausible range of {concept.name!r} is not low to high.",
                        where=lines.get("plausible", where), fix="Write [low, high].")  # fmt: skip


def _refuse_same_word(entries: Entries, path: Path) -> None:
    """One word for two concepts would pick one at random."""
    seen: dict[str, str] = {}
    for concept in entries.values():
        for word in {w.lower() for w in (concept.name, *concept.synonyms)}:
            if seen.setdefault(word, concept.name) != concept.name:
                raise PlanError(f"The word {word!r} stands for both {seen[word]!r} and {concept.name!r}.",
                                where=path.name, fix="Keep it under one of them.")  # fmt: skip


def refuse_doubled_words(added: Entries, ours: Entries, path: Path) -> None:
    """A site's word that the bundled dictionary already gives to another concept, which the site does not replace."""
    taken = {w.lower(): c.name for c in ours.values() if c.name not in added for w in (c.name, *c.synonyms)}
    for concept in added.values():
        for word in (concept.name, *concept.synonyms):
            if word.lower() in taken:
                raise PlanError(f"The word {word!r} already stands for {taken[word.lower()]!r}.", where=path.name,
                                fix=f"Extend {taken[word.lower()]!r} under its own name, or use another word.")  # fmt: skip
