"""A list written on one line: "At least one of the following: A; B" → the items that it counts."""

from __future__ import annotations

import re
from itertools import pairwise

from trialwright.read.criteria.lists import Item
from trialwright.read.criteria.numbers import WORDS

NUMBER = "|".join(WORDS)
INTRO = re.compile(
    rf"(?P<lead>,?\s*(?:(?:and\s+)?(?:as\s+)?(?:defined|evidenced|indicated|determined|characteri[sz]ed|shown|demonstrated|documented)\s+(?:by|as)|"
    rf"with|have|having|including|include|includes|who\s+have|who\s+meet|meeting|meet|meets|fulfilling|fulfil|presence\s+of|must\s+have|must\s+meet|has)\s+)?"
    rf"(?P<count>(?:(?:at\s+least|a\s+minimum\s+of|(?P<more>more\s+than)|any|≥|>=)\s*)?\b(?P<n>\d+|{NUMBER})(?:\s*\(\d+\))?(?:\s+or\s+more)?"
    rf"(?:\s+(?:out\s+)?of(?:\s+(?:the\s+|these\s+)?(?P<total>\d|{NUMBER})\b(?:\s+of)?)?)?|any\s+one(?:\s+or\s+more)?(?:\s+of)?|any(?:\s+of)?|either(?:\s+of)?|all(?:\s+of)?|both(?:\s+of)?|each(?:\s+of)?|none(?:\s+of)?)?"
    r"(?:\s*(?:the\s+|these\s+|those\s+)?(?P<following>following|below|these|(?:[\w-]+\s+)?(?:criteria|factors|features|findings|signs|symptoms)(?=\s*:))"
    r"(?:\s+(?:\w+\b\s*){0,8})?|(?(total)|(?(count)(?<=\bof)|(?!))))\W*$",
    re.I,
)
_COUNTS = re.compile(
    rf"\b(?:any|either|all|both|each|none|{NUMBER}|\d+)(?:\s*\(\d+\))?(?:\s+or\s+more)?\s+(?:out\s+)?of"
    rf"(?:\s+(?:the|these|those)\s+following\b|\s+following\b|\s*:)|\bat\s+least\s+(?:{NUMBER}|\d+)\s+of\b"
    rf"|\b(?:{NUMBER}|\d)\s+(?:out\s+)?of\s+(?:the\s+)?(?:{NUMBER}|\d)\s*:"
    rf"|\b(?:{NUMBER}|any|all|either|both|none)(?:\s+of\s+(?:these|those)(?:\s+\w+)?|(?:\s+\w+)?\s+(?:criteri|item|condition|feature|sign|symptom|factor)\w*)?\s*:"
    rf"|\b(?:at\s+least|one\s+or\s+more|any|minimum\s+of)\s+(?:(?:{NUMBER}|\d+)\s+)?(?:[a-z-]+\s+){{0,3}}[a-z-]+\s*:"
    r"|(?<![\w.])[1-9](?:\s+\w+)?\s+(?:criteri|item|condition|feature|sign|symptom|factor)\w*\s*:"
)  # in lower case
# What before a count makes it another one, or takes the list away: "more than one of", "no evidence of any of".
_TURNED = re.compile(
    rf"(?:\b(?:than|exactly|only|most|maximum|up\s+to|precisely|no|not|none|without|absence|free|lack|except|excluding|"
    rf"unless|never|if|when|neither|nor|non|other)\b|[<>≤≥=/])\W*(?:\w+\W+){{0,3}}$|"
    rf"\b(?:any|either|all|both|each|none|least|{NUMBER}|\d+)\b\s*(?:\(\d+\)\s*)?(?:or|and/or|and|to|of|out\s+of|-|–)?\s*$",
    re.I,
)
# "Allergy to any of": the list is of what the words are about, and not of what the patient has.
_OBJECT = re.compile(r"\b(?:to|for|from|against|failure\s+of|family\s+history\s+of)\s*$", re.I)
# "Any of the following within 6 months"
_NARROWED = re.compile(
    r"\d(?!\W*$|\s+(?:\w+\s+)?(?:criteri|item|condition|feature|sign|symptom|factor))|\b(?:within|during|before|after|prior|since|over|past|last|previous|if|unless|except|without|not|no|on|by|for|"
    r"in|of|from|when|while)\b|\bat\s+(?!screening|baseline|enrol|inclusion|random|admission|study)",
    re.I,
)
# Words that go on with what stands before their comma, and so begin no item of their own.
_GOES_ON = re.compile(
    r"(?:with|within|on|at|in|for|after|before|during|despite|if|as|unless|except|when|where|which|who|that|while|"
    r"whichever|whatever|not|no|without|including|such|i\.?e|e\.?g|by|from|to|\w+ed|(?!(?:smok|bleed|vomit|wheez|swell|cough)ing\b)\w+ing|[<>≤≥=\d])(?:\b|\s|\W)",
    re.I,
)
_LIMIT_GOES_ON = re.compile(r"(?:within\b|if\b|unless\b|except\b|[<>≤≥=]|(?:below|above|up\s+to)\b|\d)", re.I)
_WORD = re.compile(r"\b(?:and/or|and|or)\b", re.I)
_LABEL = re.compile(r"\s*(?:(?:and/or|and|or)\b\s*)?(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)?", re.I)
_STOP = re.compile(r"[a-z\d)]{2}[.]\s+[A-Z]")


def counts(text: str) -> bool:
    """Whether words say how many of a list are asked for."""
    return bool(_COUNTS.search(text.lower()))


def turned(words: str, intro: re.Match[str]) -> bool:
    """Whether the words around a count change it, negate its list or say more of each of the list."""
    return bool(
        _TURNED.search(words[: intro.start()])
        or _OBJECT.search(words[: intro.start()])
        or (intro["following"] and _NARROWED.search(words[intro.start("following") :]))
    )


def introduction(item: Item, text: str) -> int | None:
    """Where the words that introduce a list end, behind their colon; None where no list is introduced."""
    depth = 0
    for k in range(item.start, item.end):
        depth += (text[k] in "([{") - (text[k] in ")]}")
        if text[k] == ":" and depth == 0 and (found := INTRO.search(text[item.start : k + 1])):
            return k + 1 if found["count"] or counts(text[item.start : k + 1]) else None
    return None


def listed(item: Item, start: int, text: str) -> Item | None:
    """The item with what follows `start` as its children; None where it is unclear where each of them ends."""
    body = text[start : item.end]
    if _STOP.search(body) or counts(body) or ";" in text[item.start : start]:
        return None
    cuts = _cuts(text, start, item.end, ";")
    goes_on = _LIMIT_GOES_ON if cuts else _GOES_ON
    if not cuts:
        cuts = _at_commas(text, start, item.end)
    spans = _spans(text, start, item.end, cuts)
    if not cuts or any(goes_on.match(text[a:b]) for a, b in spans[1:]):
        return None
    children = [Item(a, b, item.side, item.column, item.mark) for a, b in spans if a < b]
    return Item(item.start, start, item.side, item.column, item.mark, children=children)


def ends_with_or(item: Item, text: str) -> bool:
    """Whether an "or" stands between two items of a list."""
    ends = [text[c.start : n.start] for c, n in pairwise(item.children)]
    return any(re.search(r"[;,]\s*(?:and/)?or\W*$|\s(?:and/)?or\W*$", e, re.I) for e in ends)


def _cuts(text: str, start: int, end: int, mark: str) -> list[int]:
    """Where a mark stands outside brackets, a comma inside a number not included."""
    depth, found = 0, []
    for k in range(start, end):
        depth += (text[k] in "([{") - (text[k] in ")]}")
        if text[k] == mark and depth == 0 and (mark == ";" or text[k + 1 : k + 2].isspace()):
            found.append(k)
    return found


def _at_commas(text: str, start: int, end: int) -> list[int]:
    """The cuts of "A, B or C" and "A or B"; none where more than one and/or makes the items unclear."""
    cuts = _cuts(text, start, end, ",")
    words = [start + m.start() for m in _WORD.finditer(text[start:end])]
    if not words:
        return cuts
    last = words[-1]
    if len(words) > 1 or (cuts and cuts[-1] > last):
        return []
    return cuts if cuts and not text[cuts[-1] + 1 : last].strip() else [*cuts, last]


def _spans(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    """The stretches between cuts, without their marks, connectives and enumeration."""
    edges = [start, *cuts, end]
    out = []
    for a, b in pairwise(edges):
        found = _LABEL.match(text, a + (a in cuts and text[a] in ";,"), b)
        out.append((found.end() if found else a, b))
    return [(a, b) for a, b in out if text[a:b].strip(" .,;")]
