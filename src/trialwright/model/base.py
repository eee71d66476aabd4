"""What every noun shares: it is frozen, it knows its own name, and it says what it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, computed_field, model_validator

_IN_ORDER = json.JSONEncoder(sort_keys=True)


class Frozen(BaseModel):
    """A value: immutable, with no field that was not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Because(Frozen):
    """Why an object holds: the rule that made it, and the ids of the objects the rule was given.

    rule : dotted name of a formula, grammar rule, check or kernel, e.g. "pool.random_effects.reml".
    of : ids of Nodes, in the order the rule takes them. formula : the arithmetic with its numbers
    filled in, e.g. "16/17 = 94.1 %", "" where the rule's name says enough.
    """

    rule: str
    of: tuple[str, ...] = ()
    formula: str = ""


class Node(Frozen):
    """An object in the lineage graph. Its id is its kind and a hash of its content.

    The same content has the same id in any process, so caches, reports and replays agree.
    """

    because: Because = Because(rule="stated")

    @model_validator(mode="before")
    @classmethod
    def _drop_printed_id(cls, data: Any) -> Any:
        # The id is printed with the object for readers; it is always recomputed, never trusted.
        if isinstance(data, dict) and "id" in data:
            return {k: v for k, v in data.items() if k != "id"}
        return data

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other content has another id: the one cached for the original must not travel along."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("id", None)
        return copied

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def id(self) -> str:
        content = _IN_ORDER.encode(self.model_dump(mode="json", exclude={"id"}))
        return f"{type(self).__name__.lower()}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def nodes_in(thing: Any) -> Iterator[Node]:
    """Every Node inside a model object, list, tuple or dict, outermost first."""
    if isinstance(thing, Node):
        yield thing
    if isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            yield from nodes_in(getattr(thing, name))
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from nodes_in(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from nodes_in(value)
