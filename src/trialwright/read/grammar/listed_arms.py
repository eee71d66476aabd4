"""The arms that a registry's record lists with their kinds, and which of them a group of its results is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from trialwright.model.document import Document
from trialwright.read.grammar.lexis import shadow
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import ARMS
from trialwright.read.patterns import Pattern
from trialwright.read.records import WITH_RESULTS

_LISTED = Pattern(
    r"(?i)(?:\W{0,3}\s)?(?P<kind>experimental|(?:active|placebo|sham) comparator|no intervention|other): (?P<label>\S.*)"
)
_BARE = Pattern(r"(?:[•*-]\s)?(?P<label>\S.*)")  # an old record gives no kind, and a cohort has none
_HEADING = "arms and interventions"
_CONTROL_KINDS = ("placebo comparator", "sham comparator", "no intervention")
_BRACKET = Pattern(r"\s?\([^()]{1,200}\)\s?$")
# One group that has both, one after the other or at once, is no control by naming one.
_SEVERAL = Pattern(r"(?i)\bthen\b|followed by|[-=]+>|→|\bto\b|\bplus\b|\band\b|[+/]")
# Words that say of a group that it is one, or which analysis it is of, and not which treatment.
_GENERIC = frozenset(
    [
        "arm",
        "arms",
        "group",
        "groups",
        "cohort",
        "patients",
        "patient",
        "participants",
        "participant",
        "subjects",
        "who",
        "receive",
        "received",
        "receiving",
        "number",
        "of",
        "the",
        "treatment",
        "drug",
        "fas",
        "itt",
        "mitt",
        "saf",
        "ss",
        "full",
        "analysis",
        "set",
        "safety",
        "population",
    ]
)
_NOT = frozenset(["no", "not", "non", "without", "un", "never"])
_CONTROL = frozenset(["placebo", "sham", "vehicle", "control", "untreated", "historical"])


class Listed(NamedTuple):
    """label : as the registry prints it, at start..end of the document's text. kind : in small letters."""

    label: str
    kind: str
    start: int
    end: int


def listed(document: Document) -> list[Listed]:
    """The arms of "Arms and interventions", in order; [] where a name stands twice, one alone has no kind, or
    there are more than any trial has."""
    if document.format not in WITH_RESULTS:
        return []
    out: list[Listed] = []
    inside = False
    for block in document.own_blocks():
        words = document.text[block.start : block.end]
        if block.role == "heading":
            inside = words.casefold() == _HEADING
        elif inside and block.role == "item" and block.level == 0:
            match = _LISTED.fullmatch(words) or _BARE.fullmatch(words)
            if match:
                kind = (match.groupdict().get("kind") or "").casefold()
                out.append(
                    Listed(match["label"].strip(), kind, block.start + match.start("label"), block.end)
                )
    names = [x.label.casefold() for x in out]
    told = len(out) > 1 or any(x.kind for x in out)  # one cohort by itself is everybody
    return out if told and len(set(names)) == len(names) <= ARMS else []


def role(arm: Listed, among: Sequence[Listed], said: str) -> str:
    """ "experimental", "control" or "". said : the role that the label's own words have: a record may call its placebo
    arm experimental."""
    if said == "historical":
        return said
    if arm.kind in _CONTROL_KINDS or (said == "control" and not _SEVERAL.search(arm.label)):
        return "control"
    if arm.kind == "active comparator":
        return "control" if any(x.kind == "experimental" for x in among) else ""
    return "experimental" if arm.kind == "experimental" else ""


def names_of(label: str) -> set[str]:
    """Ways to write an arm: its label, and that without what stands in brackets at its end."""
    short = _BRACKET.sub("", label).strip()
    return (
        {label, short} if len(short) > 3 and not short.casefold().startswith(("arm ", "group ")) else {label}
    )


def sentence_of(document: Document, arm: Listed) -> Sentence:
    """The label as a sentence of its own."""
    text = shadow(document.text[arm.start : arm.end])
    return Sentence(document, arm.start, text, 0, "item", "Arms and interventions")


class Link(NamedTuple):
    """label : of the arm, "" where a group is not one for sure. why : for a person."""

    label: str
    why: str


def link(title: str, labels: Sequence[str], short: Mapping[str, str]) -> Link:
    """The one arm that a group of results is: of the same words, or all of whose words are this arm's and no other's.

    Words that only say that it is a group, or of which analysis, do not count; a "no" and a control must stand in both.
    short : the document's short forms. A group with words of its own (a period, a subgroup, two doses together) is not linked.
    """
    words = partial(_content, short=short)
    mine, of = words(title), {label: words(label) for label in labels}
    alike = [label for label in labels if mine in (of[label], words(_BRACKET.sub("", label)))]
    if mine and len(alike) == 1:
        return Link(alike[0], f"“{title}” is the arm “{alike[0]}”: the same words")
    within = [label for label in labels if mine and mine <= of[label]]
    if len(within) == 1 and not alike and all(mine & s == of[within[0]] & s for s in (_NOT, _CONTROL)):
        return Link(within[0], f"“{title}” is the arm “{within[0]}”: the only one with these words")
    return unlinked(title)


def unlinked(title: str) -> Link:
    return Link("", f"“{title}” is not linked to an arm of the protocol")


def _content(text: str, short: Mapping[str, str]) -> frozenset[str]:
    return frozenset(_tokens(text, short)) - _GENERIC


def _tokens(text: str, short: Mapping[str, str]) -> Iterator[str]:
    for token in re.findall(r"[^\W_]+(?:[.,]\d+)?", shadow(text)):
        yield from re.findall(r"[^\W_]+(?:[.,]\d+)?", short.get(token, token).casefold())
