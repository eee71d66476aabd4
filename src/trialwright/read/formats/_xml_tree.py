"""An XML element as dictionaries and lists: repeated children as a list, attributes under "@attributes"."""

from __future__ import annotations

from typing import Any

from trialwright.errors import DocumentError
from trialwright.read.formats._xml import words

DEEPEST = 60  # levels; registries have fewer than 20


def tree(element: Any, name: str, depth: int = 0) -> Any:
    """A string for an element that holds text alone."""
    if depth > DEEPEST:
        raise DocumentError(
            "The XML is nested too deeply for a registry's record.",
            where=name,
            fix="Download the record again.",
        )
    children = [c for c in element if isinstance(c.tag, str)]
    attributes = {_bare(k): v for k, v in element.attrib.items()}
    if not children and not attributes:
        return _own(element)
    out: dict[str, Any] = {"@attributes": attributes} if attributes else {}
    for child in children:
        key, value = _bare(child.tag), tree(child, name, depth + 1)
        if key not in out:
            out[key] = value
        elif isinstance(out[key], list):
            out[key].append(value)
        else:
            out[key] = [out[key], value]
    if not children and (inner := _own(element)):
        out["@text"] = inner
    return out


def _own(element: Any) -> str:
    """The text with its lines: criteria are lists of lines."""
    return (element.text or "").strip() if len(element) == 0 else words(element)


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]
