"""Exact answers to calls of R's design programs."""

from __future__ import annotations

from typing import Any

from trialwright.design import rpact


def answer(text: str) -> rpact.Answer:
    """The last value of a program of rpact calls. Raises DesignError with the place of what cannot be read."""
    return rpact.answer(text)


def as_json(found: rpact.Answer) -> dict[str, Any]:
    """An Answer with numbers, lists and words only: NA is null, infinities are words."""
    return {
        "call": found.call,
        "fields": {name: _plain(value) for name, value in found.fields.items()},
        "notes": list(found.notes),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, rpact.Answer):
        return as_json(value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value != value:
        return None
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    return value
