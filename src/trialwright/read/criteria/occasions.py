"""Which of several values a limit is for ("first lactate > 2", "lowest platelets < 50"), and limits on a change.

"The lowest is below 50" says that some value is; "the lowest is above 50" says that every value is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from trialwright.model.criterion import Occasion
from trialwright.model.units import normalise
from trialwright.read.criteria.baselines import MULTIPLE

if TYPE_CHECKING:
    from trialwright.read.criteria.link import Link
    from trialwright.read.criteria.marks import Mark

_FIRST = frozenset({"first", "initial", "earliest"})
_LAST = frozenset({"last", "latest"})
_MEAN = frozenset({"mean", "average"})
_LOWEST, _HIGHEST = frozenset({"lowest"}), frozenset({"highest", "peak"})
_EXTREMES = _LOWEST | _HIGHEST
_WORDS = _FIRST | _LAST | _MEAN | _EXTREMES | {"worst", "any"}
_AT_ANY_TIME = re.compile(r"\s*at\s+any\s+(?:time(?:\s+point)?|point(?:\s+in\s+time)?|moment)\b", re.I)
_FROM_BASELINE = re.compile(r"\s*,?\s*(?:from|above|over|below|compared\s+(?:to|with)|versus|relative\s+to)\s+(?:the\s+|their\s+)?(?:baseline|basal)\b(?:\s+(?:value|level)s?)?", re.I)  # fmt: skip
_UP = re.compile(r"\b(?:increas|rais|elevat|rise|rising|risen|gain)", re.I)
_DOWN = re.compile(r"\b(?:reduc|decreas|drop|fall|declin|lower|dimin|loss)", re.I)
_VAGUE = "which of several values is meant is not said"
_NO_CHANGE = "a change from baseline that cannot be put as one limit"


def from_baseline(text: str, at: int) -> bool:
    """Whether "from baseline" follows, so that a number is the size of a change."""
    return _FROM_BASELINE.match(text, at) is not None


def read_occasion(link: Link, marks: list[Mark], text: str) -> None:
    """Give a link the occasion and the measure that the words around it ask for, and those words."""
    word = _word_before(link, marks, text)
    if word and link.concepts:
        link.first -= 1
        link.occasion, link.refused = _meant(word, link, link.refused)
    if link.concepts and (m := _AT_ANY_TIME.match(text, marks[link.last].end)):
        _take(link, marks, m.end())
        link.occasion = "any"
    if link.concepts and link.measure.unit == MULTIPLE:
        _read_multiple(link, marks, text)
    elif link.concepts and (m := _FROM_BASELINE.match(text, marks[link.last].end)):
        _read_change(link, marks, text, m.end())


def _word_before(link: Link, marks: list[Mark], text: str) -> str:
    if not link.first or marks[link.first].concept is None:
        return ""
    before = marks[link.first - 1]
    word = text[before.start : before.end].lower()
    return word if word in _WORDS else ""


def _meant(word: str, link: Link, refused: str) -> tuple[Occasion, str]:
    if word == "any" and True in link.measure.strict:
        return "last", refused or _VAGUE  # one value has to lie between both ends
    if word in _EXTREMES:
        comparator = link.measure.comparator
        if comparator not in ("<", "<=", ">", ">="):
            return "last", refused or _VAGUE
        return ("any" if (word in _LOWEST) == comparator.startswith("<") else "all"), refused
    for words, occasion in ((_FIRST, "first"), (_MEAN, "mean"), ({"worst"}, "worst"), ({"any"}, "any")):
        if word in words:
            return occasion, refused  # type: ignore[return-value]
    return "last", refused


def _take(link: Link, marks: list[Mark], stop: int) -> None:
    """The marks up to a place become part of the link."""
    while link.last + 1 < len(marks) and marks[link.last + 1].end <= stop:
        link.last += 1


def _change_word(link: Link, marks: list[Mark], text: str) -> int:
    """Where "increase in" before a concept begins; the link's own beginning where there is none."""
    j = link.first - 1
    while j >= 0 and text[marks[j].start : marks[j].end].lower() in ("in", "of", "the", "serum"):
        j -= 1
    return j if j >= 0 and marks[j].role in ("level", "change") else link.first


def _read_multiple(link: Link, marks: list[Mark], text: str) -> None:
    """ "Creatinine ≥ 1.5 times baseline", "CRP increase of at least twice basal": the value as a multiple."""
    link.first = _change_word(link, marks, text)
    link.change, link.unit = "times baseline", ""
    link.measure = replace(link.measure, unit="")
    if _DOWN.search(text[marks[link.first].start : marks[link.last].start]):
        link.refused = link.refused or _NO_CHANGE


def _read_change(link: Link, marks: list[Mark], text: str, stop: int) -> None:
    """ "Increase in creatinine ≥ 26.5 µmol/L from baseline" as a change; "≥ 50 %" of it as a multiple."""
    link.first = _change_word(link, marks, text)
    said = text[marks[link.first].start : marks[link.last].start]
    up, down = bool(_UP.search(said)), bool(_DOWN.search(said))
    m = link.measure
    percent = m.unit.strip().lower() in ("%", "percent", "per cent")
    # Of what is itself a percentage, "a fall of 10 %" may be ten points or a tenth.
    either = percent and any(c.unit == "%" for c in link.concepts)
    points = all(c.kind == "score" and not c.unit for c in link.concepts) and normalise(m.unit) == "1"
    if up == down or m.comparator not in (">", ">=") or m.uln or not (m.unit or points) or either:
        link.refused = link.refused or _NO_CHANGE
        return
    _take(link, marks, stop)
    # A fall of at least 5 is a change of at most -5; one of at least 30 % leaves at most 0.7 of the baseline.
    sign = 1.0 if up else -1.0
    comparator = m.comparator if up else m.comparator.replace(">", "<")
    link.change = "change"
    low, unit = sign * m.low, "" if points else m.unit
    if percent:
        link.change, low, unit = "times baseline", 1 + sign * m.low / 100, ""
    link.measure = replace(m, comparator=comparator, low=low, unit=unit)
    link.unit = unit
