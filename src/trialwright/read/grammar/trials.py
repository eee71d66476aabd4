"""Notes that report several trials in a row: which trial each sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def trial_names(sentences: Sequence[Sentence]) -> list[str]:
    """Names of trials that the text introduces: with a registry number or their size, or as "the X trial (...)"."""
    found: dict[str, None] = {}
    for sentence in sentences:
        for _, pattern in _INTRODUCED.fitting(sentence.text):
            for match in pattern.finditer(sentence.text):
                if sum(c.isupper() for c in match.group("name")) >= 2:
                    found.setdefault(match.group("name"))
    return list(found)


def by_trial(sentences: Sequence[Sentence], names: Sequence[str]) -> dict[str, list[Sentence]]:
    """Trial name → its sentences, when two or more are introduced (`trial_names`); else everything under "".

    A sentence belongs to the one trial it names, or to the last one named before it in its paragraph or,
    at the paragraph's start, in its heading. One that names several belongs to none and is left out.
    """
    if len(names) < 2:
        return {"": list(sentences)}
    pattern = re.compile(
        r"(?<![\w-])(?:"
        + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
        + r")(?![\w-])"
    )
    groups: dict[str, list[Sentence]] = {}
    paragraph, current = -1, ""
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph, current = sentence.paragraph, _only(pattern.findall(sentence.section))
        named = list(dict.fromkeys(pattern.findall(sentence.text)))
        if len(named) > 1:
            current = ""
            continue
        current = named[0] if named else current
        if current:
            groups.setdefault(current, []).append(sentence)
    return groups


def _only(found: list[str]) -> str:
    return found[0] if len(set(found)) == 1 else ""
