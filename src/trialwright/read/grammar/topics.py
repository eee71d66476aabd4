"""Which arm a sentence goes on about, where it names none, or only says whom its numbers speak for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_GOES_ON = Pattern(
    r"(?i)^\W{0,2}(?:in addition|additionally|moreover|furthermore|further|also|likewise|similarly|it also)\b"
)
_MORE = Pattern(
    r"(?i)\b(?:less|more|fewer|lower|higher|better|longer|greater|reduced|increased|decreased|improved|superior)\b"
)
_GOOD = Pattern(r"(?i)\b(?:responses?|remissions?|survival|control|cured?|surviv\w+)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FAVOURED = Pattern(r"(?i)\b(?:in favou?r of|favou?r(?:ing|ed|s)?)\s(?:the\s)?$")


def topics(sentences: Sequence[Sentence], names: Names) -> dict[int, str]:
    """Start of a sentence that names no arm and goes on, about more or less of something, from one that names a single
    arm → that arm: "R reduced X. In addition, a higher response rate (9 v 6 %) was seen"."""
    out: dict[int, str] = {}
    if len(names.labels) != 2:
        return out
    last = ""
    for sentence in sentences:
        named = {m.label for m in names.mentions(sentence)}
        if not named and last and _GOES_ON.search(sentence.text) and _MORE.search(sentence.text):
            out[sentence.start] = last
        elif named:
            last = named.pop() if len(named) == 1 else ""
        else:
            last = ""
    return out


def favoured(sentence: Sentence, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> str:
    """The arm that is named only as that which good outcomes speak for, with the higher number first: "remission was seen in
    66 and 54 %, in favour of the A arm"; "" where it is not so."""
    text = sentence.text
    if len({m.label for m in mentions}) != 1 or len(spans) < 2 or not _GOOD.search(text):
        return ""
    if not all(_FAVOURED.search(text, max(0, m.start - 24), m.start) for m in mentions):
        return ""
    found = [_NUMBER.search(text, *span) for span in spans]
    pairs = [(a, b) for a, b in zip(found[::2], found[1::2], strict=False)]
    higher = all(a and b and float(a.group()) > float(b.group()) for a, b in pairs)
    return mentions[0].label if higher else ""
