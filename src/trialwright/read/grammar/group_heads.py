"""Groups that a registrant lists under "Interventions": "Group 1 (n = 20): brace ...", "2. Control:", "Sham arm" on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.model.document import Document
from trialwright.read.grammar.arm_roles import CONTROL
from trialwright.read.grammar.lexis import shadow
from trialwright.read.grammar.named_arms import Place
from trialwright.read.grammar.plain_groups import Plain
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

_NUMBER = r"(?:\d{1,2}|[A-Z]|I{1,3}|IV|one|two|three|four|five)"
_OPENING = r"(?:[-•*]\s*)?(?:\(?(?:\d{1,2}|[A-Za-z])[.)]\s*)?(?:the\s)?"
_SIZE = r"(?:\s?\([^()]{1,60}\))?"
# "Group 2", "Study arm B": told apart by the number alone
_COUNTED = Pattern(
    rf"(?i:{_OPENING})(?P<x>(?i:(?:study\s|treatment\s|trial\s|intervention\s)?(?P<noun>group|arm|cohort))\s(?:{_NUMBER}))\b{_SIZE}(?=\s?[:–]|\s-\s|\s?\((?i:n)\s?=|\s*$)"
)
# "Control group", "Brief exercise arm (n = 30)"
_CALLED = Pattern(
    rf"(?i){_OPENING}(?P<x>(?:[a-z][\w/+-]*\s){{1,4}}(?P<noun>group|arm)){_SIZE}(?=\s?[:–]|\s-\s|\s*$)"
)
# "1. Intervention:", "Placebo:"
_KIND = Pattern(
    rf"(?i){_OPENING}(?P<x>intervention|control|placebo|experimental|comparator|sham|usual care|standard care){_SIZE}(?=\s?[:–]|\s-\s|\s*$)"
)
_NO_GROUP = Pattern(
    r"(?i)\b(?:both|all|each|either|every|two|three|four|five|no|other|same|age|focus|patient|advisory|steering|working|support|study|blood|per|by|of|in|to|for|which|this|that|after|if|randomi[sz]\w+|allocat\w+|assign\w+|or|and)\b"
)
_ITEM = Pattern(r"\(?(?P<mark>[A-Ia-i]|\d)[.)]\s+(?P<x>[A-Za-z][^.;:,()]{2,80})(?=[.;:,(]|\s*$)")
_OPENS = Pattern(r"(?i)\b(?:randomi[sz]ed|randomly|allocated|assigned)\b[^.]{0,120}:\s*$")
_FIRST = re.compile(r"(?i)(?:1|a|i|one)")
_STARTS_AS_CONTROL = Pattern(
    r"(?i)\W*(?:(?:the\s|a\s)?(?:control|comparison)\b|placebo\b|sham\b|usual\b|standard (?:care|treatment|therapy)\b|no (?:treatment|intervention|additional)\b|wait(?:ing)?[ -]?list\b)"
)
_SAID_CONTROL = Pattern(r"(?i)\((?:the\s)?(?:control|comparator|reference|placebo)(?:\s(?:group|arm))?\)")
_TRIED = Pattern(r"(?i)\b(?:intervention|experimental|treatment|active)\b")
_LISTED, _FIELD = "Arms and interventions", "Intervention: "
_MOST = 8  # groups of a list
_LETTERS = "abcdefghi"  # one item more than may be groups
_SHOWN = 240  # characters of a group's quote


class _Head(NamedTuple):
    label: str
    start: int
    end: int
    noun: str
    after: str


def groups(document: Document, spans: Sequence[tuple[int, int]]) -> tuple[Plain, ...]:
    """The groups of the first family of heads that has two or more in these stretches of the text; () where none has."""
    lines = [line for start, end in spans for line in _lines(document.text, start, end)]
    counted = [h for line in lines if (h := _head(_COUNTED, line))]
    first = counted[0].label.rpartition(" ")[2] if len({h.noun for h in counted}) == 1 else ""
    if _FIRST.fullmatch(first) and (made := _made(document, counted)):
        return made
    called = [h for line in lines if (h := _head(_CALLED, line) or _head(_KIND, line))]
    called = [h for h in called if not _NO_GROUP.search(h.label)]
    made = _made(document, called)
    if any(p.role == "control" for p in made):
        return made
    return _made(document, _items(lines))


def _items(lines: Sequence[tuple[int, str]]) -> list[_Head]:
    """The items of the first list that a line on allocation opens: "Runners are randomised to:", then "A. Brace", "B. Tape"."""
    found: list[_Head] = []
    opened = False
    for at, words in lines:
        item = _ITEM.match(shadow(words))
        marks = _LETTERS[len(found) : len(found) + 1], str(len(found) + 1)
        if opened and item and item["mark"].lower() in marks:
            start, end = item.span("x")
            found.append(_Head(words[start:end].rstrip(), at + start, at + len(words), "", words[end:]))
        elif found:
            break
        else:
            opened = _OPENS.search(shadow(words)) is not None
    return found


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """(offset, words) of each line, without the label that the format puts before a register's own list of what is given."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        words = line.group()
        lead = len(words) - len(words.lstrip())
        if text.startswith(_LISTED, start) and words.startswith(_FIELD):
            lead = len(_FIELD)
        if words[lead:].strip():
            yield start + line.start() + lead, words[lead:].strip()


def _head(pattern: Pattern, line: tuple[int, str]) -> _Head | None:
    at, words = line
    found = pattern.match(shadow(words))
    if found is None:
        return None
    start, end = found.span("x")
    noun = found.groupdict().get("noun") or ""
    return _Head(words[start:end], at + start, at + len(words), noun.lower(), words[found.end() :])


def _made(document: Document, heads: Sequence[_Head]) -> tuple[Plain, ...]:
    """One group a head; () unless two to eight have names of their own."""
    names = [h.label.casefold() for h in heads]
    if not 2 <= len(set(names)) == len(names) <= _MOST:
        return ()
    control = [_is_control(h) for h in heads]
    some = any(control) and not all(control)
    return tuple(
        Plain(
            h.label,
            _place(document, h),
            frozenset({h.label}),
            "control" if some and is_control else "experimental" if some or _TRIED.search(h.label) else "",
        )
        for h, is_control in zip(heads, control, strict=True)
    )


def _is_control(head: _Head) -> bool:
    named = CONTROL.search(head.label) is not None
    return named or bool(_SAID_CONTROL.search(head.after[:160]) or _STARTS_AS_CONTROL.match(head.after))


def _place(document: Document, head: _Head) -> Place:
    """The head with what is said behind it."""
    end = min(head.end, head.start + _SHOWN)
    text = Text(shadow(document.text[head.start : end]))
    return Place(Sentence(document, head.start, text, 0, "item", "Interventions"), 0, len(text))
