"""Lists behind the words that divide people, where each arm has its number in brackets behind it: "allotted to a gel once daily
(142), tablets for 6 weeks (141) or both (143)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.phrases import BOTH, arm_phrase
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.mentions import Mention

_DIVIDES = Pattern(r"(?i)\b(?:randomi[sz]ed|randomly|assigned|allocated|allotted)\b")
_TO = Pattern(r"(?i)\b(?:to receive|to undergo|to either|receiving|receive|to)\s(?:either\s|an?\s|the\s)?")
_SIZE = Pattern(rf"(?i)[(\[]\s?(?:n\s?=\s?)?(?P<n>{INT})(?:\s{FEW}{PEOPLE})?\s?[)\]]")
_NEXT = Pattern(r"(?i)(?:[,;]?\s(?:and|or|versus|vs\.?)|[,;])\s(?:to\s)?(?:an?\s|the\s)?")
_NO_ITEM = Pattern(r"(?i)(?<!\.[a-z])[.;:]\s|\b(?:were|was|had|have|who|whom|while|died|developed)\b")
# "a programme of six sessions", "zinc 20 000 IU": how much of it
_OF_SO_MUCH = Pattern(
    rf"(?i)\s(?:(?:of|comprising|consisting\sof|with)\s{COUNT}\s(?:[a-z-]+\s){{0,2}}[a-z]+s\b.*|\d{{1,3}}\s\d{{3}}\s?(?:IU|U|units)\b.*)"
)
_NO = Pattern(r"(?i)^\s?(?:no|without)\s(?P<x>[\w-]+)")
_LONGEST = 90  # characters of an item
_FEWEST = 3  # items that need no sum: other lists of two have numbers in brackets too
_ALIKE = 2.2  # times: sizes of the arms of a trial that differ by more are of something else as often
_LEAST = 5  # people in an arm


class Item(NamedTuple):
    """One arm of a list, by the words that it is set out with. place : of its size."""

    text: str
    start: int
    end: int
    size: int
    place: tuple[int, int]


def sized_list(sentence: Sentence) -> list[Item]:
    """The items of the list, [] where there is none of two or more, or where their sizes are too far apart to be those of arms."""
    divides = _DIVIDES.search(sentence.text)
    sizes = list(_SIZE.finditer(sentence.text, divides.end())) if divides else []
    begin = _begin(sentence, divides.end(), sizes[0].start()) if divides and len(sizes) > 1 else -1
    found: list[Item] = []
    for match in sizes if begin >= 0 else ():
        if found:
            then = _NEXT.match(sentence.text, begin)
            if not then:
                break
            begin = then.end()
        text = sentence.bare[begin : match.start()]
        if len(text) > _LONGEST or _NO_ITEM.search(text) or not text.strip():
            break
        found.append(
            Item(_OF_SO_MUCH.sub("", text), begin, match.start(), whole(match["n"]), match.span("n"))
        )
        begin = match.end()
    counts = [item.size for item in found] or [0]
    alike = min(counts) >= _LEAST and max(counts) <= _ALIKE * min(counts)
    return _with_both(found) if len(found) > 1 and alike and not _of_factors(found) else []


def _of_factors(found: Sequence[Item]) -> bool:
    """Whether a list tells with and without each of several things, of which people may have all: "zinc (60) or no zinc (61), and to
    iron (61) or no iron (60)"."""
    texts = [item.text.lower() for item in found]
    without = [m["x"] for t in texts if (m := _NO.search(t))]
    return len(found) > 2 and any(x in t for x in without for t in texts if not _NO.search(t))


def _begin(sentence: Sentence, start: int, first: int) -> int:
    """Where the first item begins: behind a colon, else behind the "to" of "were assigned to"; -1 where neither is."""
    colon = sentence.bare.rfind(": ", start, first)
    to = _TO.search(sentence.bare, start, first)
    return colon + 2 if colon >= 0 else to.end() if to else -1


def _with_both(found: list[Item]) -> list[Item]:
    """The items, with the names of the first two for the words "both" and "the combination" behind them."""
    names = [arm_phrase(item.text) for item in found[:2]]
    return [
        item._replace(text=" plus ".join(names))
        if i > 1 and all(names) and BOTH.fullmatch(item.text.strip())
        else item
        for i, item in enumerate(found)
    ]


def is_told(found: Sequence[Item], together: bool) -> bool:
    """Whether a list is of arms. together : the sizes add up to people that the document speaks of."""
    return len(found) >= _FEWEST or (len(found) > 1 and together)


def sizes_of_list(sentence: Sentence, mentions: Sequence[Mention]) -> dict[tuple[int, int], str]:
    """The place of each size of the list and its arm, where every item names one arm, and each another one."""
    found = sized_list(sentence)
    inside = [{m.label for m in mentions if i.start <= m.start and m.end <= i.end} for i in found]
    labels = [next(iter(one)) for one in inside if len(one) == 1]
    told = len(found) > 1 and len(labels) == len(found) == len(set(labels))
    return {item.place: label for item, label in zip(found, labels, strict=True)} if told else {}
