"""Notes that report several trials in a row: which trial each sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Patterns

_NAME = r"(?P<name>[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+){0,4}(?:\s\d{1,2})?)"
_NCT = r"NCT\d{8}"
_INTRODUCED = Patterns.of(
    Pattern(rf"\b{_NAME}\s\((?:[^()]{{0,60}}[\s,;])?{_NCT}"),
    Pattern(rf"(?:^|[.;]\s|\b[Ii]n\s){_NAME}\s\([Nn]\s?=\s?{COUNT}"),
    Pattern(rf"(?:^|\b[Ii]n\s(?:the\s)?|\b[Tt]he\s){_NAME}\s(?:trial|study)\s\("),
)


# "In the first trial, 90 women were randomised", "Study 2 was of men": trials that have no names
_KIND = r"(?:trial|study|experiment)"
_NTH = Pattern(
    rf"(?i)\b(?:the|our)\s(?P<nth>first|second|third|fourth)\s(?:(?:randomi[sz]ed|controlled|placebo-controlled|double-blind|crossover|clinical)\s){{0,3}}{_KIND}\b(?!\s(?:to|day|drug|visit|period|phase|part|week|month|year|centre|center|site|group|arm|treatment|medication|nurse|physician|dose)\b|-)"
    rf"|\b{_KIND}\s(?P<number>[1-4]|[A-D]|I{{1,3}}|IV)\b(?!\s?[%:]|-|\.\d|\s(?:of|and|or)\s\d)"
)
_DEALT = Pattern(
    rf"(?i)\b(?:randomi[sz]ed|randomly|assigned|allocated|enrol+ed|recruited)\b|\bn\s?=\s?\d|(?<![\w.,])(?:\d{{2,5}}|{COUNT})\s(?:[a-z-]+\s){{0,3}}?(?:patients|adults|children|women|men|people|participants|subjects|infants|volunteers)\b"
)


def told_by_place(name: str) -> bool:
    """Whether a trial has no name but its place in the document: "first trial", "trial 2"."""
    return name[:1].islower()


def _places(text: str) -> list[str]:
    """The trials that are told by their place, each once, in the order of the text."""
    found = (
        f"{m['nth'].lower()} trial" if m["nth"] else f"trial {m['number'].upper()}"
        for m in _NTH.finditer(text)
    )
    return list(dict.fromkeys(found))


def _told_by_place(sentences: Sequence[Sentence]) -> list[str]:
    """Two trials or more of one document, each with a sentence of its own that deals people out or counts them; else []."""
    dealt: dict[str, None] = {}
    for sentence in sentences:
        told = _places(sentence.text)
        if len(told) == 1 and _DEALT.search(sentence.text):
            dealt.setdefault(told[0])
    kinds = [[n for n in dealt if n.startswith("trial ") is numbered] for numbered in (False, True)]
    return max((k for k in kinds if len(k) > 1), key=len, default=[])


def trial_names(sentences: Sequence[Sentence]) -> list[str]:
    """Names of trials that the text introduces: with a registry number or their size, or as "the X trial (...)"; else their places,
    where it tells of several ("first trial", "trial 2")."""
    found: dict[str, None] = {}
    for sentence in sentences:
        for _, pattern in _INTRODUCED.fitting(sentence.text):
            for match in pattern.finditer(sentence.text):
                if sum(c.isupper() for c in match.group("name")) >= 2:
                    found.setdefault(match.group("name"))
    return list(found) if len(found) > 1 else _told_by_place(sentences) or list(found)


def by_trial(sentences: Sequence[Sentence], names: Sequence[str]) -> dict[str, list[Sentence]]:
    """Trial name → its sentences, when two or more are introduced (`trial_names`); else everything under "".

    A sentence belongs to the one trial it names, or to the last one named before it in its paragraph or,
    at the paragraph's start, in its heading. One that names several belongs to none and is left out.
    """
    if len(names) < 2:
        return {"": list(sentences)}
    called = _places if told_by_place(names[0]) else _finder(names)
    groups: dict[str, list[Sentence]] = {}
    paragraph, current = -1, ""
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph, current = sentence.paragraph, _only(called(sentence.section))
        named = list(dict.fromkeys(called(sentence.text)))
        if len(named) > 1:
            current = ""
            continue
        current = named[0] if named else current
        if current:
            groups.setdefault(current, []).append(sentence)
    return groups


def _finder(names: Sequence[str]) -> Callable[[str], list[str]]:
    pattern = re.compile(
        r"(?<![\w-])(?:"
        + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
        + r")(?![\w-])"
    )
    return pattern.findall


def _only(found: list[str]) -> str:
    return found[0] if len(set(found)) == 1 else ""
