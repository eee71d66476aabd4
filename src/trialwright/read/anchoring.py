"""A quote found again in a new version of its document: by its words and their neighbours, else by words that are
nearly the same, else not at all, which is said."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from trialwright.model.document import Document, Quote

NEAR = 0.8  # of the characters alike, for words that have changed
LONGEST = 300  # characters of a quote that is looked for by likeness
WINDOWS = 400  # places tried by likeness
_DIGIT = re.compile(r"\d+(?:[.,·]\d+)*")


class Anchored(NamedTuple):
    """quote : in the new document, None for an orphan. how : what is alike; ratio : how much of it, 0..1."""

    quote: Quote | None
    how: Literal["exact", "fuzzy", "orphan"]
    ratio: float


def anchor(quote: Quote, document: Document) -> Anchored:
    """Where a quote stands in a document.

    Exact: the same words, white space and dashes aside; of several places the one whose neighbours are most alike,
    then the nearest to where it stood. Fuzzy: at least NEAR alike, with every number of the quote the same: a quote
    whose numbers changed says something else. Two places that are equally good are an orphan.
    Source of the order: W3C Web Annotation selectors; Brush et al. 2001, CHI, on robust anchoring.
    """
    plain, places = _plain(document.text)
    wanted = _plain(quote.exact)[0].strip()
    if not wanted:
        return Anchored(None, "orphan", 0.0)
    found = [m.start() for m in re.finditer(re.escape(wanted), plain)]
    if found:
        best = _best(quote, plain, found, len(wanted), places)
        return (
            Anchored(_quote(document, places, best, len(wanted)), "exact", 1.0)
            if best is not None
            else Anchored(None, "orphan", 1.0)
        )
    return _fuzzy(quote, document, plain, places, wanted)


def _plain(text: str) -> tuple[str, list[int]]:
    """(the text with one spelling of spaces, dashes and quotes, offset of each of its characters in the text)."""
    out, places = [], []
    for i, c in enumerate(text):
        kind = unicodedata.category(c)
        c = (
            " "
            if c.isspace() or kind == "Zs"
            else "-"
            if kind == "Pd" or c == "−"
            else "'"
            if c in "‘’"
            else '"'
            if c in "“”"
            else c
        )
        if c == " " and out and out[-1] == " ":
            continue
        out.append(c)
        places.append(i)
    return "".join(out), places


def _best(quote: Quote, plain: str, found: list[int], length: int, places: list[int]) -> int | None:
    """The place whose neighbours are most alike, then the nearest; None where two are no different."""
    before, after = _plain(quote.prefix)[0], _plain(quote.suffix)[0]

    def rank(at: int) -> tuple[float, int]:
        left, right = plain[max(0, at - len(before)) : at], plain[at + length : at + length + len(after)]
        alike = SequenceMatcher(None, before, left).ratio() + SequenceMatcher(None, after, right).ratio()
        return -round(alike, 3), abs(places[at] - quote.start)

    ranked = sorted((rank(at), at) for at in found[:WINDOWS])
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][1]


def _fuzzy(quote: Quote, document: Document, plain: str, places: list[int], wanted: str) -> Anchored:
    numbers = _DIGIT.findall(wanted)
    starts = _candidates(plain, wanted, numbers)
    if len(wanted) > LONGEST or not starts:
        return Anchored(None, "orphan", 0.0)
    tried: list[tuple[float, int, int]] = []
    for at in starts[:WINDOWS]:
        for extra in (0, -len(wanted) // 8, len(wanted) // 8):
            piece = plain[at : at + len(wanted) + extra]
            if _DIGIT.findall(piece) == numbers:
                tried.append((SequenceMatcher(None, wanted, piece, autojunk=False).ratio(), at, len(piece)))
    tried.sort(key=lambda t: (-t[0], abs(places[t[1]] - quote.start)))
    if not tried or tried[0][0] < NEAR:
        return Anchored(None, "orphan", tried[0][0] if tried else 0.0)
    ratio, at, length = tried[0]
    rival = next((t for t in tried if abs(t[1] - at) > length), None)
    if rival is not None and rival[0] >= ratio:
        return Anchored(None, "orphan", ratio)
    return Anchored(_quote(document, places, at, length), "fuzzy", ratio)


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
