"""JSON values as lines of a page: safe look-up, words from field names, and what no renderer took."""

from __future__ import annotations

import json
import re
from typing import Any

from trialwright.errors import DocumentError
from trialwright.read.layout import Writer

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&=^])")
# What the registry adds by itself, and people and places: none of it states what the trial is.
_NOT_THE_TRIAL = {
    "contactsLocationsModule", "derivedSection", "annotationSection", "documentSection", "moreInfoModule",
    "ipdSharingStatementModule", "oversightModule",
}  # fmt: skip


def load_json(text: str, name: str) -> Any:
    """The JSON. Raises DocumentError where it is broken, nested too deeply, or holds numbers without end."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as bad:
        raise DocumentError(
            f"The JSON is broken: {bad.msg}.",
            where=f"{name}, line {bad.lineno}, column {bad.colno}",
            fix="Download the record again; it may be cut short.",
        ) from None
    except RecursionError:
        raise DocumentError(
            "The JSON is nested too deeply.", where=name, fix="Download the record again."
        ) from None
    except ValueError as bad:  # a number with thousands of digits
        raise DocumentError(
            f"The JSON cannot be read: {str(bad)[:120]}.", where=name, fix="Download the record again."
        ) from None


def at(thing: Any, *path: str) -> Any:
    """thing[path[0]][path[1]]..., None where any of it is absent or not an object."""
    for key in path:
        if not isinstance(thing, dict):
            return None
        thing = thing.get(key)
    return thing


def entries(thing: Any, *path: str) -> list[dict[str, Any]]:
    """The objects of a list at a path; [] where it is absent."""
    found = at(thing, *path)
    return [e for e in found if isinstance(e, dict)] if isinstance(found, list) else []


def words(value: Any) -> str:
    """A scalar, or a list of them, as words: enumerations lose their capitals, escapes their backslash."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(filter(None, (words(v) for v in value if not isinstance(v, dict | list))))
    return plain(str(value))


def enum(value: Any) -> str:
    """An enumerated value as the registry's own pages print it: NOT_YET_RECRUITING → Not yet recruiting."""
    text = words(value)
    return text.replace("_", " ").capitalize() if text and text == text.upper() else text


def plain(text: str) -> str:
    """Text without Markdown's escapes, in which the registry sends "\\<" and "\\>"."""
    return _ESCAPED.sub(r"\1", text)


def label(key: str) -> str:
    """A field's name as words: primaryCompletionDate → Primary completion date."""
    return _CAMEL.sub(" ", key).replace("_", " ").strip().lower().capitalize()


def rest(out: Writer, study: dict[str, Any]) -> None:
    """Every value that is still in the record, labelled, under a heading for each part of it."""
    for section, content in study.items():
        if not isinstance(content, dict | list):
            out.field(label(section), words(content))
            continue
        modules = content.items() if isinstance(content, dict) else [(section, content)]
        for name, module in modules:
            lines: list[str] = []
            _leaves(lines, "", module)
            if not lines:
                continue
            stray = name in _NOT_THE_TRIAL or section in _NOT_THE_TRIAL
            out.line(label(name.removesuffix("Module")), "boilerplate" if stray else "heading", 2)
            for line in lines:
                out.line(line, "boilerplate" if stray else "table")


def _leaves(lines: list[str], name: str, value: Any) -> None:
    stack = [(name, value)]
    while stack:
        name, value = stack.pop()
        if isinstance(value, dict):
            stack.extend((label(k), v) for k, v in reversed(value.items()))
        elif isinstance(value, list) and any(isinstance(v, dict | list) for v in value):
            stack.extend((name, v) for v in reversed(value))
        elif words(value):
            lines.append(f"{name}: {words(value)}" if name else words(value))
