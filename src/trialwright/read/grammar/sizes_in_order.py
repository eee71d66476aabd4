"""Sizes of arms told by the order of a list: "41, 40 and 39 received A, B and C, respectively", "A, B or C (n = 41, 40 and 39)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.grammar.counts_or_sizes import DIVIDES, EVENTS
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]

_NUMBERS = rf"{COUNT}(?:,\s{COUNT})*,?\s(?:and|or)\s{COUNT}"
_GIVEN = r"(?:received|underwent|entered|(?:were\s)?(?:(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)|treated|given|enrolled))"
_BEFORE = Pattern(
    rf"(?i)(?<![\w.,/<>=±])(?P<list>{_NUMBERS})\s(?:{FEW}{PEOPLE}\s)?(?:(?:who\s)?{_GIVEN}\s|(?:were\s)?(?:in|to)\s)"
)
_BEHIND = Pattern(
    rf"(?i)[(\[,]\s?(?:n\s?=\s?(?P<list>{_NUMBERS})(?:\s{PEOPLE})?(?:,?\srespectively)?|(?P<said>{_NUMBERS})(?:\s{PEOPLE})?,?\srespectively)\s?[)\].;,]"
)
_TAKEN_BY = Pattern(
    rf"(?i)\b(?:was|were)\s(?:taken|received|used|given|administered|assigned|allocated|offered)\s(?:by|to|in)\s(?P<list>{_NUMBERS})(?:\s{FEW}{PEOPLE}\b)?(?=,?\srespectively)"
)
# "The numbers of adults randomised to A and B were 41 and 40, respectively"
_WERE = Pattern(rf"(?i)\swere\s(?P<list>{_NUMBERS})(?=,?\srespectively)")
_NUMBERS_DEALT = Pattern(
    rf"(?i)\bnumbers?\sof\s{FEW}{PEOPLE}\s(?:who\swere\s)?(?:randomi[sz]ed|assigned|allocated)\s(?:to|in)\s[^.;:()\d]{{3,160}}$"
)
# "The A and B groups had 41 and 40 adults, respectively"
_COMPRISED = Pattern(
    rf"(?i)\b(?:groups|arms)\s(?:had|comprised|included|contained|consisted\sof|numbered)\s(?P<list>{_NUMBERS})\s{FEW}{PEOPLE}(?=,?\srespectively)"
)
_ONE = re.compile(INT)
_COUNT = Pattern(COUNT)
_FAR = 160  # characters that the list of names may take


def in_order(
    sentence: Sentence, mentions: Sequence[Mention], arms: int, people: int | None
) -> Iterator[tuple[Place, str]]:
    """Each number of a list with the arm that is named as its place in it, where all the arms are named once, "respectively".

    people : those the document is about: numbers that are not divided in words are sizes if they are all of them.
    """
    text = sentence.text
    for pattern in (
        (_BEFORE, _BEHIND, _TAKEN_BY, _COMPRISED, _WERE) if "espectively" in text and arms > 1 else ()
    ):
        for match in pattern.finditer(text):
            if pattern is _WERE and not _NUMBERS_DEALT.search(text, 0, match.start()):
                continue
            places = _each(text, *match.span("list" if match.groupdict().get("said") is None else "said"))
            if pattern is _BEFORE:
                near = [m for m in mentions if match.end() <= m.start + len("the ") <= match.end() + _FAR]
            else:
                near = [m for m in mentions if match.start() - _FAR <= m.start and m.end <= match.start()]
            labels = list(dict.fromkeys(m.label for m in near))
            together = sum(whole(text[slice(*place)]) for place in places)
            told = (
                together == people
                or DIVIDES.search(text)
                or pattern is not _BEFORE
                or _ARE_GIVEN.search(match.group())
            )
            if len(labels) == len(places) == arms and told and not EVENTS.search(text):
                yield from zip(places, labels, strict=True)


def _each(text: str, start: int, end: int) -> list[Place]:
    """Places of the numbers of a list; none of one number that is written as a list is: "one hundred and eleven"."""
    return [] if _COUNT.fullmatch(text, start, end) else [m.span() for m in _COUNT.finditer(text, start, end)]


_ARE_GIVEN = Pattern(rf"(?i)\b{_GIVEN}\s$")


def in_list(
    sentence: Sentence, mentions: Sequence[Mention], labels: Sequence[str], people: int | None
) -> dict[Place, str]:
    """One number for each arm, in the order of names just behind ("(41, 39 and 40 in arms I, II and III)"), or of those before
    ("were given A, B or C, 41, 39 and 40, respectively"), which add up to `people` or to a number that the sentence has before
    them, or are most of it and were analysed."""
    text = sentence.text
    if against := set_against(text, people):
        named = [m.label for m in mentions if m.end <= against[0][0]][-2:]
        if len(labels) == 2 and sorted(named) == sorted(labels):
            return dict(zip(against, named, strict=True))
    for match in _LISTED.finditer(text) if len(labels) > 1 else ():
        places = [m.span() for m in _ONE.finditer(text, *match.span())]
        together = sum(whole(text[slice(*place)]) for place in places)
        said = {whole(m.group()) for m in _PLAIN.finditer(text, 0, match.start())} | {people or 0}
        most = _ANALYSED.match(text, match.end()) and any(_MOST * n <= together <= n for n in said if n)
        numbers_are = are_numbers_of_all(text, *match.span()) and DIVIDES.search(text)
        if len(places) != len(labels) or not (together in said or most or numbers_are) or EVENTS.search(text):
            continue
        behind = [m for m in mentions if m.start >= match.end()][: len(labels)]
        before = list(dict.fromkeys(m.label for m in mentions if m.end <= match.start()))
        near = behind and _IN_ARMS.fullmatch(text, match.end(), behind[0].start)
        listed = _RESPECTIVELY.match(text, match.end()) or numbers_are
        told = [m.label for m in behind] if near else before if listed else []
        if sorted(told) == sorted(labels):
            return dict(zip(places, told, strict=True))
    return {}


def are_numbers_of_all(text: Text, start: int, end: int) -> bool:
    """Whether the words around a list say that these are the numbers of people in the arms: "the numbers being 41, 39 and 40", "The
    arms had 41 and 39 women", "41, 39 and 40 in the three groups in that order"."""
    told = _NUMBERS_ARE.search(text, max(0, start - 60), start)
    if told and told.group().lower().endswith("had "):
        return _PEOPLE_NEXT.match(text, end) is not None
    return told is not None or _IN_THE_ARMS.match(text, end) is not None


_PEOPLE_NEXT = Pattern(rf"(?i)\s{FEW}{PEOPLE}\b")
_NUMBERS_ARE = Pattern(
    r"(?i)\b(?:the\s)(?:(?:group\s)?(?:numbers?|sizes?)|arms|groups)(?:\s(?:of|in)\s(?:the\s|each\s)?(?:\w+\s)?(?:arms?|groups?|patients|women|adults))?\s(?:being|were|had|held|numbered|comprised|contained|consisted\sof|included)\s$"
)
_IN_THE_ARMS = Pattern(
    rf"(?i)(?:\s{PEOPLE})?\s(?:were\s)?(?:in|to|entered)\sthe\s(?:two|three|four|five)\s(?:arms|groups)(?:\sin\sthat\sorder|,?\srespectively)?\s?[.;]"
)


def set_against(text: str, people: int | None) -> tuple[Place, ...]:
    """Places of two numbers that are divided as two names just before them are, and are all the people: "90 adults were randomised
    (zinc versus copper: 46 versus 44)"; () without such."""
    twice = text.count(" vs") > 1 or text.count(" versus ") > 1
    match = _AGAINST.search(text) if people and twice else None
    if (
        match is None
        or whole(match["n"]) + whole(match["m"]) != people
        or not DIVIDES.search(text, 0, match.start())
    ):
        return ()
    return (match.span("n"), match.span("m"))


_AGAINST = Pattern(
    rf"(?i)\s(?:vs\.?|versus)\s[^.;:()]{{2,60}}[:,]\s(?:n\s?=\s?)?(?P<n>{INT})\s(?:vs\.?|versus)\s(?P<m>{INT})(?![%\w]|\.\d|\s?%)"
)
_LISTED = Pattern(rf"(?<![\w.,/<>=±-]){INT}(?:,\s{INT})*,?\sand\s{INT}(?![%\w]|\.\d|\s?%)")
_PLAIN = Pattern(rf"(?<![\w.,/=±-]){INT}(?!\s?%|\.\d)")
_ANALYSED = Pattern(
    rf"(?i)(?:\s{FEW}{PEOPLE})?\s(?:for\s(?:the\s)?analysis|(?:were|was)\s(?:evaluable|evaluated|analy[sz]ed|eligible|randomi[sz]ed))\b"
)
_IN_ARMS = Pattern(
    rf"(?i)(?:,?\srespectively,?)?(?:\s{FEW}{PEOPLE})?(?:\swere\s(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed))?\s(?:in|to|on|for)\s(?:the\s)?(?:(?:groups?|arms?)\s)?"
)
_RESPECTIVELY = Pattern(rf"(?i)(?:\s{PEOPLE})?(?:\sfor\s(?:the\s)?analysis)?,?\srespectively\b")
_MOST = 0.8  # of those who came in


def of_runs(places: Sequence[Place], mentions: Sequence[Mention], found: Sequence[str]) -> list[str]:
    """`found`, the arms of sizes that each stand behind a name, set right where several names stand before several sizes: in their
    order if these are as many, else none is told."""
    out = list(found)
    edges = [0, *(end for _, end in places)]
    near = [
        list(dict.fromkeys(m.label for m in mentions if begin <= m.start and m.end <= start))
        for begin, (start, _) in zip(edges, places, strict=False)
    ]
    for i, labels in enumerate(near):
        bare = next((k for k in range(i + 1, len(near)) if near[k]), len(near)) - i - 1
        if len(labels) > 1 and bare:
            together = range(i, i + bare + 1)
            for k in together:
                out[k] = labels[k - i] if len(labels) == len(together) else ""
    return out
