"""Numbers of one arm with those of the other, and the words of the sentence that say which outcome they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.comparison.asked import COMPARED, TRIED
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

NEXT_CLAUSE = Pattern(r"(?i);|,\s(?:and|but|while|whereas|as\s(?:was|were|did))\b")
_NEXT = Pattern(r"(?i)[;,]|\b(?:and|but|while|whereas)\b")
# what stands between two pairs of one outcome: "(12 v 20 %; p = 0.1) and at month 6 ("
_ONLY_TIME = Pattern(
    r"(?i)[^\w(]*(?:[^();]{0,50}\b(?:groups?|arms?)\s?)?(?:[^()]*\))?[\s,;]*(?:and\s)?(?:(?:at|after|by|on|in)\s)?(?:the\s)?(?:(?:weeks?|months?|days?|years?|hours?|visit)\s\d{1,4}|\d{1,4}\s(?:weeks?|months?|days?|years?|hours?)|(?:first|second|third|last|active|latent)\s(?:stage|phase|trimester|period|day|week|month|year|cycle))\s?[(\[,:]?\s?(?:(?<=\()[a-z][\w-]{2,30}[,:]\s)?(?:(?:it|this|these|they|the\s(?:values|figures|scores|means))\s(?:was|were)\s)?"
)
# "... cure in the intention-to-treat (ITT) and per-protocol (PP) analyses, respectively"
_LISTED_AFTER = Pattern(
    r"(?i)(?P<c>[^.;]{0,80}?\s(?:in|for|of|at|during|after|on|by)\s(?:the\s)?)(?P<l>[^.;]{3,120}?),?\srespectively"
)
# "With zinc, 12 died": no outcome is named before its number
_OPENING = Pattern(
    r"(?i)(?:\s*#+\s*\w+\s+)*(?:(?:results|findings)\s?:)?\W*(?:(?!At\b|In\b|On\b|By\b|For\b|Of\b)[A-Z][a-z]+,\s)?(?:(?:in|with|among|for|on|of|at|after|by|during|within)\s(?:[^.;%\d]|(?<=[A-Za-z]-)\d{1,3}){2,60},|(?:at|after|by|during|within)\s(?:[^.,;%]|\.(?=\d)){2,80},)?\W*(?:a\stotal\sof|there\swere|altogether)?\W*"
)
_OTHER_ARM = Pattern(
    r"(?i);|,\s(?:while|whereas|and|but|compared|versus|vs)\b|\b(?:while|whereas|versus|vs\.)\s"
)
_ASIDE = Pattern(r"\([^()]*\)")
_NOT_SAID = Pattern(r"</fig(?:ure|caption)>|:{3,}")  # the end of what is under a figure or a table
_AFTER = 60  # characters after a pair that may say what it is of


class Pair(NamedTuple):
    """Two numbers for one outcome, one of each arm. words : those that say which outcome. begin : where the sentence
    begins, after what is under a figure or a table. time : where the words of this outcome say it."""

    one: One
    first: str
    two: One
    second: str
    words: str
    begin: int = 0
    time: str = ""


Run = tuple[str, list[One]]


def pairs(sentence: Sentence, found: Sequence[tuple[One, str]]) -> Iterator[Pair]:
    """Numbers of one arm with those of the other that follow them: as many of each, the first with the first."""
    runs = _runs(found)
    text, i = sentence.text, 0
    last = max((m.end() for m in _NOT_SAID.finditer(text, 0, found[0][0].start)), default=0) if found else 0
    begin = last
    late = len(runs) > 2 and named_behind(text, last, runs[0][1][0].start)
    opening = ""  # the words before the first of several pairs that differ by their time alone
    while i + 1 < len(runs):
        (first, ones), (second, twos) = runs[i], runs[i + 1]
        if {first, second} != {TRIED, COMPARED} or len(ones) != len(twos):
            i += 1
            continue
        if len(ones) == 1:
            (one,), (two,) = ones, twos
            behind = _behind_others(found, last, one.start)
            last, begin = behind, behind if behind > last else begin
            goes_on = last and _ONLY_TIME.fullmatch(_ASIDE.sub("", text[last : one.start]))
            opening = opening if goes_on else text[last : one.start]
            around = text[last : two.end] + _after(text, two.end, i + 2 < len(runs))
            if late:  # "30 % and 20 % were better, 8 % and 4 % much better"
                around = text[two.end : runs[i + 2][1][0].start] if i + 2 < len(runs) else text[two.end :]
            words = (opening if goes_on and not late else "") + around
            yield Pair(one, first, two, second, words, one.start if late else begin)
        else:
            words = _words_of_several(text, last, ones, twos)
            for one, two, said in zip(ones, twos, words, strict=True):
                yield Pair(one, first, two, second, said, begin)
        last = twos[-1].end
        i += 2


def _behind_others(found: Sequence[tuple[One, str]], begin: int, end: int) -> int:
    """Where the words of a pair begin: behind another pair, whose arms are not known, since the words before that are of it.
    One such number alone is of a third arm."""
    others = [one for one, label in found if not label and begin <= one.start and one.end <= end]
    return others[-1].end if others and len(others) % 2 == 0 else begin


def _runs(found: Sequence[tuple[One, str]]) -> list[Run]:
    """Numbers in a row that are of one arm; those of arms that are not asked for part them and are left out."""
    runs: list[Run] = []
    for one, label in found:
        if runs and runs[-1][0] == label:
            runs[-1][1].append(one)
        else:
            runs.append((label, [one]))
    return [run for run in runs if run[0] in (TRIED, COMPARED)]


def _words_of_several(text: str, last: int, ones: Sequence[One], twos: Sequence[One]) -> list[str]:
    """The words of each of several outcomes: as they are listed before, else as they stand before each number."""
    if named_behind(text, last, ones[0].start):
        return _behind(text, ones, twos)
    listed = _listed(text[last : ones[0].start], len(ones)) or listed_after(
        text, last, ones[0].start, twos[-1].end
    )
    return (listed if len(listed) == len(ones) else []) or [
        text[ones[j - 1].end if j else last : one.start]
        + " "
        + text[twos[j - 1].end if j else ones[-1].end : two.start]
        for j, (one, two) in enumerate(zip(ones, twos, strict=True))
    ]


def named_behind(text: str, begin: int, start: int) -> bool:
    """Whether a sentence names no outcome before its first number, so that each is named behind its own."""
    return bool(_OPENING.fullmatch(text, begin, start))


def _behind(text: str, ones: Sequence[One], twos: Sequence[One]) -> list[str]:
    """The words of each of several outcomes behind their numbers: "12 had a rash and 9 died with zinc, while ..."."""
    ends = [*(one.start for one in (*ones, *twos)[1:]), min(len(text), twos[-1].end + _AFTER)]
    told = [
        str(_OTHER_ARM.split(text[one.end : end])[0]) for one, end in zip((*ones, *twos), ends, strict=True)
    ]
    return [f"{a} {b}" for a, b in zip(told[: len(ones)], told[len(ones) :], strict=True)]


def listed_after(text: str, last: int, start: int, end: int) -> list[str]:
    """The words of each of several outcomes that are listed after their numbers: "70 % and 85 % cure in the short and the
    long course, respectively"; [] where none are. start, end : of the first and behind the last number."""
    match = _LISTED_AFTER.match(text, end)
    if not match:
        return []
    named = [n for n in re.split(r",\s(?:and\s)?|\sand\s", match["l"]) if n]
    opening = text[last:start] + match["c"]
    return [f"{opening} {n}" for n in named]


def _after(text: str, end: int, more: bool) -> str:
    """The words after a pair, of its own clause alone where other numbers follow: those beyond it are the next one's."""
    return str((_NEXT if more else NEXT_CLAUSE).split(text[end : end + _AFTER])[0])


def _listed(text: str, count: int) -> list[str]:
    """The words before the numbers for each of `count` outcomes that are listed there, [] where none are:
    "fever and cough were rarer on A (4 and 9 %)"."""
    if count < 2:
        return []
    found = list(re.finditer(r"([\w-]+)" + r",\s([\w-]+)" * (count - 2) + r",?\s(?:and|or)\s([\w-]+)", text))
    if not found:
        return []
    match = found[-1]
    rest = text[: match.start()] + " " + text[match.end() :]
    return [f"{rest} {match.group(k + 1)}" for k in range(count)]
