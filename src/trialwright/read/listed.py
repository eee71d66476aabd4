"""Arms and endpoints that a document lists under a heading of their own, as registry records do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, cast

from trialwright.model.base import Because
from trialwright.model.document import Document
from trialwright.model.trial import Arm, Endpoint

_OUTCOMES = re.compile(r"(?P<role>primary|secondary) (?:outcomes?|endpoints?)(?: measures?)?", re.IGNORECASE)
_FRAME = re.compile(
    r"[\[(]\s*time ?frame: ?(?P<time>(?:[^()\[\]]|\([^()]{0,100}\)){1,300})[\])]\s*\Z", re.IGNORECASE
)
_ARMS = re.compile(r"(?:study |treatment )?arms?(?: and interventions?| groups?)?", re.IGNORECASE)
_ARM = re.compile(
    r"(?P<kind>experimental|(?:active |placebo |sham )?comparator|no intervention|other)\s?: ?(?P<label>\S.*)",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\A(?:[•*\-–]|\d{1,2}[.)])\s+")


def endpoints(document: Document) -> tuple[Endpoint, ...]:
    """One Endpoint an entry under "Primary outcomes" or "Secondary outcomes", with its time frame."""
    return tuple(_endpoints(document))


def _endpoints(document: Document) -> Iterator[Endpoint]:
    for section, start, words in _items(document):
        head = _OUTCOMES.fullmatch(section)
        if head is None:
            continue
        frame = _FRAME.search(words)
        label = words[: frame.start()].rstrip() if frame else words
        if label:
            yield Endpoint(
                label=" ".join(label.split()),
                role=cast(Literal["primary", "secondary"], head["role"].lower()),
                time=frame["time"].strip() if frame else "",
                quote=document.quote(start, start + len(words)),
                because=Because(rule="read.listed.endpoints"),
            )


def arms(document: Document) -> tuple[Arm, ...]:
    """One Arm an entry that begins with a registry's word for its kind. Doses stay with the grammar."""
    return tuple(_arms(document))


def _arms(document: Document) -> Iterator[Arm]:
    for section, start, words in _items(document):
        match = _ARM.fullmatch(words) if _ARMS.fullmatch(section) else None
        if match is None:
            continue
        kind = match["kind"].lower()
        role: Literal["experimental", "control", ""] = ""
        if kind == "experimental":
            role = "experimental"
        elif kind != "other":
            role = "control"
        yield Arm(
            label=match["label"].strip(),
            role=role,
            quote=document.quote(start + match.start("label"), start + match.end("label")),
            because=Because(rule="read.listed.arms"),
        )


def _items(document: Document) -> Iterator[tuple[str, int, str]]:
    """(section, start, words without marker) of the outermost items."""
    for block in document.own_blocks():
        if block.role == "item" and block.level == 0:
            words = document.text[block.start : block.end]
            marker = _MARKER.match(words)
            shift = marker.end() if marker else 0
            yield block.section, block.start + shift, words[shift:]
