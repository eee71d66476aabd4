"""YAML with a place for every value, so that an error and an assumption can both point at theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from trialwright.errors import PlanError

Path = tuple[str | int, ...]

MAX_DEPTH = 40  # far past any plan; stops a hostile file before Python's own recursion limit does
MAX_VALUES = 100_000  # likewise; a few aliases of aliases name more values than a machine can hold


@dataclass(frozen=True)
class Place:
    """Where a value stands: offsets into the text, and line and column counted from 1."""

    start: int
    end: int
    line: int
    column: int


@dataclass
class Placed:
    """data : plain Python. places : path of keys → Place of the value; keys : of the key itself. name : the file's."""

    text: str
    name: str = ""
    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def comment(self, path: Path) -> str:
        """The comment on the line where the value ends, "" if there is none."""
        place = self.places[path]
        rest = self.text[place.end :].split("\n", 1)[0]
        match = re.search(r"(?:^|\s)#\s?(.*)$", rest)
        return match.group(1).strip() if match else ""


def load(text: str, name: str) -> Placed:
    """Parse YAML text. Raises PlanError with line and column for anything that is not a plain mapping
    of plain values: bad syntax, a key given twice, an alias that refers to itself."""
    placed = Placed(text, name)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}, line {mark.line + 1}, column {mark.column + 1}" if mark else name
        raise PlanError(
            f"The plan is not valid YAML: {error.problem}.",
            where=where,
            fix="Check the indentation and the quotes around that place.",
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise PlanError(
            f"The plan is not valid YAML: {error}.", where=name, fix="Save it as plain UTF-8 text."
        ) from None
    if not isinstance(root, yaml.MappingNode):
        raise PlanError(
            "The plan is empty or not a list of `key: value` lines.",
            where=name,
            fix="Start from `trialwright init`.",
        )
    placed.data = _walk(root, (), placed, name)
    return placed


def _place(node: yaml.Node) -> Place:
    a, b = node.start_mark, node.end_mark
    return Place(a.index, b.index, a.line + 1, a.column + 1)


def _walk(node: yaml.Node, path: Path, placed: Placed, name: str) -> Any:
    place = _place(node)
    placed.places[path] = place
    where = f"{name}, line {place.line}, column {place.column}"
    if len(path) > MAX_DEPTH:
        raise PlanError(
            "The plan is nested too deeply.",
            where=where,
            fix="Flatten it: no section needs more than five levels.",
        )
    if len(placed.places) > MAX_VALUES:
        raise PlanError(
            f"The plan has more than {MAX_VALUES:,} values, aliases counted as often as they are used.",
            where=where,
            fix="State fewer, without aliases of aliases.",
        )
    if isinstance(node, yaml.MappingNode):
        return _walk_mapping(node, path, placed, name)
    if isinstance(node, yaml.SequenceNode):
        return [_walk(child, (*path, i), placed, name) for i, child in enumerate(node.value)]
    try:
        return yaml.SafeLoader("").construct_object(node)  # type: ignore[no-untyped-call]
    except (yaml.YAMLError, ValueError) as error:
        raise PlanError(
            f"This value cannot be read: {error}.", where=where, fix="Put it in quotes if it is text."
        ) from None


def _walk_mapping(node: yaml.MappingNode, path: Path, placed: Placed, name: str) -> dict[Any, Any]:
    out: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        mark = key_node.start_mark
        where = f"{name}, line {mark.line + 1}, column {mark.column + 1}"
        if not isinstance(key_node, yaml.ScalarNode):
            raise PlanError("A key must be a word or a number.", where=where, fix="Write `key: value`.")
        key = _walk(key_node, (*path, f"\0{key_node.value}"), placed, name)
        if key is None or isinstance(key, bool):
            key = key_node.value  # `null`, `yes`, `no` and `off` are names that people give
        if key in out:
            raise PlanError(f"`{key}` is given twice.", where=where, fix="Keep one of the two.")
        placed.keys[(*path, key)] = _place(key_node)
        out[key] = _walk(value_node, (*path, key), placed, name)
    return out
