"""Arms of trials of radiotherapy that differ in how a dose is divided: "8 Gy in one fraction", "single versus multiple fractions".

Two such schedules name the arms where the title sets them against each other, or the sentence that divides people does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.read.grammar.named_arms import Place
from trialwright.read.grammar.plain_groups import Plain
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_N = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_DOSE = r"\d{1,2}(?:\.\d{1,2})?\s?Gy"
_FRACTIONS = r"(?:daily\s)?(?:fractions?\b|#)"
# "8 Gy in one fraction", "20Gy/5#", "8 Gy single fraction", "one fraction of 8 Gy", "multiple fractions"
_SCHEDULE = Pattern(
    rf"(?i)(?<![\w.])(?:(?P<d>{_DOSE})(?:\s?/\s?|\s(?:in|over|given in|delivered in)\s(?:a\s)?|\s)(?P<n>{_N}|single)[\s-]?{_FRACTIONS}"
    rf"|(?P<n2>{_N}|single)[\s-]{_FRACTIONS}\sof\s(?P<d2>{_DOSE})"
    rf"|(?P<n3>single)(?=[\s-](?:fractions?\b|(?:v|versus|vs\.?|or|and)\s(?:a\s)?multi))(?:[\s-]fractions?\b)?"
    rf"|(?P<many>multi(?:ple)?[\s-]?fraction(?:s|ated)?\b)|(?P<n4>{_N})[\s-]{_FRACTIONS})"
)
_SAYS = Pattern(r"(?i)fraction|#|multi")  # one of which every schedule holds
_AGAINST = Pattern(r"(?i)\b(?:versus|vs\.?|v|or|with|to|than|against|and|compared)\b")
_DIVIDES = Pattern(r"(?i)\brandom|\bassigned|\ballocated|\bcompar")
_HYPER = Pattern(r"(?i)\bhyperfraction")
_HYPO = Pattern(r"(?i)\bhypofraction")
# what the two are called where fewer fractions than are customary are given
_FEWER = frozenset({"hypofractionated", "hypofractionation"})
_MORE = frozenset(
    {"conventional group", "conventional arm", "conventional fractionation", "conventionally fractionated"}
    | {"standard group", "standard arm", "standard fractionation"}
)
_NEAR = 120  # characters between two schedules that are set against each other
_MANY = 99  # "multiple fractions": more than any number that is printed


class Schedule(NamedTuple):
    """One mention. number : of fractions. dose : as printed, "" where it is not."""

    number: int
    dose: str
    place: Place


def fractionated(sentences: Sequence[Sentence]) -> tuple[Plain, ...]:
    """The two arms by their numbers of fractions; () where no two schedules alone are set against each other.

    The one with fewer fractions is tried, but for hyperfractionation.
    """
    pair = next((p for i, s in enumerate(sentences) if (p := _pair(s, i == 0))), None)
    if pair is None or any(_HYPER.search(s.text) for s in sentences):
        return ()
    every = [found for s in sentences for found in _mentions(s)]
    few, many = sorted(pair, key=lambda one: one.number)
    others = {s.number for s in every} - {few.number, many.number, _MANY}
    if others and not (few.number == 1 and all(n > 1 for n in others)):
        return ()
    labels = (
        ("single fraction" if few.number == 1 else f"{few.number} fractions"),
        ("multiple fractions" if few.number == 1 else f"{many.number} fractions"),
    )
    mine = [s for s in every if s.number == few.number]
    rest = [s for s in every if s.number != few.number]
    short = ("SF", "MF") if few.number == 1 else ("", "")
    called = few.number > 1 and any(_HYPO.search(s.text) for s in sentences)
    fewer, more = (_FEWER, _MORE) if called else (frozenset[str](), frozenset[str]())
    return (
        Plain(labels[0], few.place, _names(mine, rest, short[0]) | fewer | {labels[0]}, "experimental"),
        Plain(labels[1], many.place, _names(rest, mine, short[1]) | more | {labels[1]}, "control"),
    )


def _mentions(sentence: Sentence) -> list[Schedule]:
    out = []
    for match in _SCHEDULE.finditer(sentence.text) if _SAYS.search(sentence.text) else ():
        said = match["n"] or match["n2"] or match["n3"] or match["n4"]
        number = _MANY if match["many"] else _number(said or "")
        place = Place(sentence, match.start(), match.end())
        out.append(Schedule(number, match["d"] or match["d2"] or "", place))
    return out


def _pair(sentence: Sentence, title: bool) -> tuple[Schedule, Schedule] | None:
    """The first two schedules of different numbers that a title or a sentence that divides people sets against each other."""
    if not _SAYS.search(sentence.text) or not (title or _DIVIDES.search(sentence.text)):
        return None
    found = _mentions(sentence)
    for first, second in pairwise(found):
        between = sentence.text[first.place.end : second.place.start]
        apart = first.number != second.number and len(between) < _NEAR
        if apart and _AGAINST.search(between):
            return first, second
    return None


def _names(mine: Sequence[Schedule], others: Sequence[Schedule], short: str) -> frozenset[str]:
    """Ways to write the schedules, and their doses where the other arm has none of them. short : initials, of a group only."""
    doses = {re.sub(r"\s", "", s.dose).lower() for s in others if s.dose}
    out = {f"{short} {word}" for word in ("group", "groups", "arm", "patients")} if short else set[str]()
    for one in mine:
        out.add(one.place.sentence.text[one.place.start : one.place.end])
        if one.dose and re.sub(r"\s", "", one.dose).lower() not in doses:
            out.add(one.dose)
    return frozenset(out)


def _number(said: str) -> int:
    low = said.lower()
    return 1 if low == "single" else _WORDS.index(low) + 1 if low in _WORDS else int(low)
