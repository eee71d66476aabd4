"""plan.yaml → PlanSpec, its Document, and an Assumption for every number it states."""

from __future__ import annotations

import copy
import difflib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from trialwright.app import yaml_places
from trialwright.app.yaml_places import Placed
from trialwright.errors import PlanError
from trialwright.model.base import Because
from trialwright.model.document import Block, Document
from trialwright.model.plan import PlanSpec
from trialwright.model.scenario import Assumption

PLAN_NAME = "plan.yaml"
# Choices and beliefs that a figure can rest on; the rest of a plan names files or words.
ASSUMED_SECTIONS = ("scenarios", "limits", "designs", "search", "analysis", "external")


@dataclass(frozen=True)
class Plan:
    """folder : the plan's own. spec : what it states. document : plan.yaml, for quotes.
    assumptions : dotted path → Assumption."""

    folder: Path
    spec: PlanSpec
    document: Document
    assumptions: dict[str, Assumption]
    placed: Placed

    def where(self, *path: str | int) -> str:
        """Line and column of a value, for an error."""
        return _where(self.placed, path)

    def resting_on(self, prefix: str) -> tuple[str, ...]:
        """Ids of the assumptions at or below a dotted path."""
        return tuple(
            a.id for name, a in self.assumptions.items() if name == prefix or name.startswith(prefix + ".")
        )

    def criteria_span(self, side: str) -> tuple[int, int] | None:
        """Where `trial.include` or `trial.exclude` stands in plan.yaml, None if absent or empty."""
        place = self.placed.places.get(("trial", side))
        if place is None or not getattr(self.spec.trial, side).strip():
            return None
        start, end = place.start, place.end
        if self.placed.text[start] in "|>":  # the block scalar's own sign is not eligibility text
            start = self.placed.text.index("\n", start) + 1
        return start, end


def load(folder: Path) -> Plan:
    """Read FOLDER/plan.yaml. Raises PlanError with the line and column of what is wrong."""
    return _load(folder, folder / PLAN_NAME)


def load_alone(path: Path) -> Plan:
    """As load, of a plan's file by whatever name, or of a folder that holds one."""
    if path.suffix in (".yaml", ".yml") and not path.exists():
        near = difflib.get_close_matches(path.name, [p.name for p in path.parent.glob("*.y*ml")], n=1)
        raise PlanError(
            f"There is no plan {path}.",
            fix=f"Did you mean {near[0]}?" if near else "Give a plan's file, or a folder that holds one.",
        )
    return _load(path.parent, path) if path.is_file() else load(path)


def _load(folder: Path, path: Path) -> Plan:
    data = _bytes(folder, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PlanError(
            "The plan is not UTF-8 text.", where=f"{path.name}, line {line}", fix="Save it as UTF-8."
        ) from None
    placed = yaml_places.load(text, path.name)
    document = _document(data, text, path.name)
    try:
        spec = PlanSpec.model_validate(_inherited(placed.data))
    except ValidationError as error:
        raise _plan_error(error, placed) from None
    return Plan(folder, spec, document, _assumptions(placed, document), placed)


def _bytes(folder: Path, path: Path) -> bytes:
    if folder.is_file():
        raise PlanError(
            f"{folder} is a file, and a plan is a folder that holds a {PLAN_NAME}.",
            fix="Give the folder. `trialwright design` takes a plan's file alone.",
        )
    if not folder.is_dir():
        raise PlanError(f"There is no folder {folder}.", fix="Make one with `trialwright init NAME`.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PlanError(
            f"The folder {folder} holds no {PLAN_NAME}.", fix="Make one with `trialwright init NAME`."
        ) from None
    except OSError as error:
        raise PlanError(
            f"{path.name} cannot be read: {error.strerror}.", where=str(path), fix="Check its permissions."
        ) from None


def _document(data: bytes, text: str, name: str) -> Document:
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Block(start=at, end=at + len(line.rstrip()), role="paragraph"))
        at += len(line)
    sha = hashlib.sha256(data).hexdigest()
    return Document(sha256=sha, name=name, format="plan", text=text, blocks=tuple(blocks))


def _inherited(data: Any) -> Any:
    """Scenarios after the first state only what differs from the first."""
    scenarios = data.get("scenarios")
    if not isinstance(scenarios, dict) or len(scenarios) < 2:
        return data
    first, *rest = scenarios
    base = scenarios[first]
    merged = {first: base} | {name: _merge(base, scenarios[name]) for name in rest}
    return data | {"scenarios": merged}


def _merge(base: Any, other: Any) -> Any:
    """Deep for mappings; an effect, of everybody or of one of `arms`, is one statement: a new one replaces the old one whole."""
    if not (isinstance(base, dict) and isinstance(other, dict)):
        return other
    out = copy.copy(base)
    for key, value in other.items():
        was = base.get(key)
        if key == "arms" and isinstance(was, dict) and isinstance(value, dict):
            out[key] = was | value
        else:
            out[key] = value if key == "effect" else _merge(was, value)
    return out


def _assumptions(placed: Placed, document: Document) -> dict[str, Assumption]:
    out = {}
    for path, place in placed.places.items():
        if not path or path[0] not in ASSUMED_SECTIONS or any(str(p).startswith("\0") for p in path):
            continue
        value = _at(placed.data, path)
        if isinstance(value, bool | int | float | str) and place.end > place.start:
            name = ".".join(str(p) for p in path)
            out[name] = Assumption(
                name=name,
                value=value,
                reason=placed.comment(path),
                quote=document.quote(place.start, place.end),
                because=Because(rule="plan.stated"),
            )
    return out


def _at(data: Any, path: yaml_places.Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _where(placed: Placed, path: tuple[str | int, ...]) -> str:
    """The place of the deepest part of the path that the plan holds."""
    while path:
        place = placed.places.get(path) or placed.keys.get(path)
        if place:
            return f"{placed.name}, line {place.line}, column {place.column}"
        path = path[:-1]
    return placed.name


def _plan_error(error: ValidationError, placed: Placed) -> PlanError:
    """The first problem of the deepest kind, with its place and the nearest allowed key."""
    problems = error.errors()
    problem = max(problems, key=lambda p: (p["type"] == "extra_forbidden", len(p["loc"])))
    path = tuple(problem["loc"])
    name = ".".join(str(p) for p in path)
    if problem["type"] == "extra_forbidden":
        key = placed.keys.get(path)
        where = f"{placed.name}, line {key.line}, column {key.column}" if key else _where(placed, path)
        return PlanError(f"`{path[-1]}` is not a key that belongs here.", where=where, fix=_nearest(path))
    if problem["type"] == "missing":
        return PlanError(f"`{name}` is missing.", where=_where(placed, path), fix=f"Add `{path[-1]}:` there.")
    message = problem["msg"].removeprefix("Value error, ")
    name = ".".join(str(p) for p in _written(placed, path)) or name
    return PlanError(
        f"`{name}` cannot be {problem['input']!r}: {message[0].lower()}{message[1:]}.",
        where=_where(placed, path),
        fix="`docs/plan.md` lists what each key takes.",
    )


def _written(placed: Placed, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path without what the validator adds to it, such as the type that it tried of several."""
    written: tuple[str | int, ...] = ()
    for part in path:
        if (*written, part) in placed.places:
            written = (*written, part)
    return written


def _nearest(path: tuple[str | int, ...]) -> str:
    allowed = _keys_at(PlanSpec, path[:-1])
    near = difflib.get_close_matches(str(path[-1]), allowed, n=1)
    known = ", ".join(f"`{k}`" for k in allowed)
    return (f"Did you mean `{near[0]}`? " if near else "") + (f"Known here: {known}." if known else "")


def _keys_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Field names of the model found by following the path through nested models and dicts."""
    current: Any = model
    for part in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            info = current.model_fields.get(str(part))
            current = info.annotation if info else None
        elif getattr(current, "__origin__", None) is dict:
            current = current.__args__[1]
        current = _model_in(current)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _model_in(annotation: Any) -> Any:
    """The model inside `X | None`, else the annotation itself."""
    for arg in getattr(annotation, "__args__", ()):
        if (
            isinstance(arg, type)
            and issubclass(arg, BaseModel)
            and getattr(annotation, "__origin__", None) is not dict
        ):
            return arg
    return annotation
