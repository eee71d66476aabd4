"""A quote found again in a new version of its document: by its words and their neighbours, else by words that are
nearly the same, else not at all, which is said."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from trialwright.model.document import Document, Quote
from trialwright.read.neighbours import NUMBER, beside, joined, plainly, sign, whole

NEAR = 0.8  # of the characters alike, for words that have changed
LONGEST = 300  # characters of a quote that is looked for by likeness
WINDOWS = 400  # places tried by likeness
# What words may not change without saying something else: numbers with sign and unit, relations, counts in words, negations, directions.
_SAID = re.compile(
    r"(?:(?<![\w)%])[-+])?\d+(?:[.,·]\d+)*(?:\s?(?:%|[A-Za-zµμ]{1,3}\b))?|[<>≤≥=±]|"
    r"\b(?:no|not|non|none|never|nor|neither|without|unlike|except|"
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|half|third|quarter|twice|both|all|any|"
    r"more|less|fewer|greater|higher|lower|better|worse|above|below|over|under|before|after|least|most|"
    r"increas\w*|decreas\w*|reduc\w*|improv\w*|worsen\w*|rose|fell|positive|negative)\b",
    re.IGNORECASE,
)


class Anchored(NamedTuple):
    """quote : in the new document, None for an orphan. how : what is alike; ratio : how much of it, 0..1."""

    quote: Quote | None
    how: Literal["exact", "fuzzy", "orphan"]
    ratio: float


def anchor(quote: Quote, document: Document) -> Anchored:
    """Where a quote stands in a document.

    Exact: the same words, white space and dashes aside, whole words and numbers only, beside the words that it stood
    beside in its sentence; of several such places the one whose neighbours are most alike, then the nearest to where it
    stood. Fuzzy: at least NEAR alike, with the same numbers, signs, units, relations, negations and directions: a quote
    whose numbers changed says something else. What stands only beside other words is an orphan, and so are two places
    that are equally good.
    Source of the order: W3C Web Annotation selectors; Brush et al. 2001, CHI, on robust anchoring.
    """
    plain, places = plainly(document.text)
    wanted = plainly(quote.exact)[0].strip()
    if not wanted:
        return Anchored(None, "orphan", 0.0)
    same = [m.start() for m in re.finditer(re.escape(wanted), plain)]
    found = [
        at
        for at in same[:WINDOWS]
        if whole(quote, plain, at, len(wanted)) and beside(quote, plain, at, len(wanted))
    ]
    if not found:
        return _fuzzy(quote, document, plain, places, wanted)
    best = _best(quote, plain, found, len(wanted), places)
    if best is None:
        return Anchored(None, "orphan", 1.0)
    return Anchored(_quote(document, places, best, len(wanted)), "exact", 1.0)


def _best(quote: Quote, plain: str, found: list[int], length: int, places: list[int]) -> int | None:
    """The place whose neighbours are most alike, then the nearest; None where two are no different."""
    before, after = plainly(quote.prefix)[0], plainly(quote.suffix)[0]

    def rank(at: int) -> tuple[float, int]:
        left, right = plain[max(0, at - len(before)) : at], plain[at + length : at + length + len(after)]
        alike = SequenceMatcher(None, before, left).ratio() + SequenceMatcher(None, after, right).ratio()
        return -round(alike, 3), abs(places[at] - quote.start)

    ranked = sorted((rank(at), at) for at in found[:WINDOWS])
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][1]


def _fuzzy(quote: Quote, document: Document, plain: str, places: list[int], wanted: str) -> Anchored:
    starts = _candidates(plain, wanted, NUMBER.findall(wanted))
    if len(wanted) > LONGEST or not starts:
        return Anchored(None, "orphan", 0.0)
    tried = _tried(quote, plain, wanted, starts)
    tried.sort(key=lambda t: (-t[0], abs(places[t[1]] - quote.start)))
    if not tried or tried[0][0] < NEAR:
        return Anchored(None, "orphan", tried[0][0] if tried else 0.0)
    ratio, at, length = tried[0]
    rival = next((t for t in tried if abs(t[1] - at) > length), None)
    if rival is not None and rival[0] >= ratio:
        return Anchored(None, "orphan", ratio)
    return Anchored(_quote(document, places, at, length), "fuzzy", ratio)


def _tried(quote: Quote, plain: str, wanted: str, starts: list[int]) -> list[tuple[float, int, int]]:
    """(likeness, offset, length) of each stretch of whole words that says the same, beside the same words."""
    said = _says(wanted)
    spans = {
        _snapped(plain, at, at + len(wanted) + extra)
        for at in starts[:WINDOWS]
        for extra in (0, -len(wanted) // 8, len(wanted) // 8)
    }
    return [
        (SequenceMatcher(None, wanted, plain[a:b], autojunk=False).ratio(), a, b - a)
        for a, b in sorted(spans)
        if b > a and _says(plain[a:b]) == said and beside(quote, plain, a, b - a)
    ]


def _says(text: str) -> list[str]:
    return ["".join(m.split()).casefold() for m in _SAID.findall(text)]


def _snapped(plain: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without white space at its ends, and with the words and numbers whole that it cuts."""
    end = min(end, len(plain))
    while start < end and plain[start] == " ":
        start += 1
    while end > start and plain[end - 1] == " ":
        end -= 1
    while start < end and start > 0 and joined(plain[max(0, start - 3) : start], plain[start : start + 3]):
        start -= 1
    if start < end and plain[start].isdigit() and sign(plain[max(0, start - 2) : start]):
        start -= 1
    while start < end < len(plain) and joined(plain[max(0, end - 3) : end], plain[end : end + 3]):
        end += 1
    return start, end


def _candidates(plain: str, wanted: str, numbers: list[str]) -> list[int]:
    """Where the quote may begin: as far before its first number, or its longest word, as it is in the quote."""
    key = numbers[0] if numbers else max(re.findall(r"\w+", wanted) or [""], key=len)
    if not key:
        return []
    shift = wanted.index(key)
    found = [m.start() - shift for m in re.finditer(rf"(?<!\w){re.escape(key)}(?!\w)", plain)]
    spread = max(2, len(wanted) // 10)
    return sorted({max(0, at + d) for at in found for d in range(-spread, spread + 1)}) if found else []


def _quote(document: Document, places: list[int], at: int, length: int) -> Quote:
    start, end = places[at], places[min(at + length, len(places)) - 1] + 1
    exact = document.text[start:end]
    lead = len(exact) - len(exact.lstrip())
    return document.quote(start + lead, end - (len(exact) - len(exact.rstrip())))


__all__ = ["Anchored", "anchor"]
