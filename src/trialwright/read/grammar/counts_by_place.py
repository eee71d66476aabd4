"""Counts whose arm is told by their place: "15 women of the former and 29 of the latter", "Of 83 on A and 81 on B, 49 and 36 had it"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialwright.read.grammar.beside import UNIT
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import NOBODY, Mention
from trialwright.read.grammar.parallel import former_and_latter
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Place = tuple[int, int]
_N = rf"(?<![\w.,/±<>≤≥=~-])(?P<n>{COUNT}){UNIT}(?!\s?{PERCENT}|[./-]\d)"
_BY = r"(?:of|in|by|among|from)\s(?:those\s(?:in|on|given)\s)?"
_FORMER = Pattern(rf"(?i){_N}(?:\s(?:[a-z-]+\s){{0,2}}?{PEOPLE})?\s{_BY}$")
_LATTER = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?|{PEOPLE}))?,?\s(?:and|but|versus|vs\.?|v|against|compared\swith|as\sagainst)\s(?:in\s|by\s)?{_N}(?:\s{PEOPLE})?\s{_BY}"
)
_OPENS = Pattern(
    rf"(?i)(?:^\W{{0,2}}|[.;]\s)(?:of|among)\s(?:the\s)?(?P<n>{COUNT})\s(?:[a-z-]+\s){{0,2}}?{PEOPLE}\s(?:[a-z]+\s){{1,3}}$"
)
_AND = Pattern(rf"(?i)(?:\s(?:groups?|arms?))?,?\sand\s(?P<n>{COUNT})\s(?:{PEOPLE}\s)?(?:[a-z]+\s){{1,3}}")
_PAIR = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,\s(?P<x>[^.;:()]{{0,100}}?)(?P<n>{COUNT})\s(?:and|versus|vs\.?|v)\s(?P<m>{COUNT}){UNIT}(?!\s?{PERCENT}|[./-]\d|,\s\d)"
)
# "The corresponding numbers for cramp were one and four"; figures in digits may be percents
_FIGURES = Pattern(
    rf"(?i)\W{{0,2}}(?:(?:by|at|after)\s[^.;:(),]{{2,30}}?,?\s)?(?:the\s)?(?:corresponding\s)?(?P<x>numbers|figures)(?:\s(?:of|for|at|in|with)\s[^.;:()%]{{2,60}}?)?\swere\s(?P<n>{COUNT})\s(?:and|versus|vs\.?|v)\s(?P<m>{COUNT})(?=,?\srespectively|\s?[.;(,]|\s?$)(?!,\s\d)"
)
# "The numbers at 3 and 6 months", "of tablets left", "in Leeds and York"
_OF_SEVERAL = Pattern(
    r"(?i)\b(?:numbers|figures)\s[^.;]*?(?:\sand\s(?=[^.;]*\swere\b)|\bof\s(?:the\s)?(?:centres|centers|sites|hospitals|clinics|practices|tablets|capsules|doses|visits|days|cycles|courses|sessions)\b)"
)
_MEASURED = Pattern(r"(?i)\b(?:means?|medians?|averages?|scores?|ages?|aged|years|weight|time)\b")


class OutOf(NamedTuple):
    """Places of an arm's size and of the count out of it, and the arm's label."""

    total: Place
    count: Place
    label: str


def counts_by_place(
    sentence: Sentence, mentions: Sequence[Mention], carried: Sequence[str]
) -> list[tuple[Place, str]]:
    """(place, arm) of two such counts. carried : the arms as the sentence just before names them."""
    text = sentence.text
    if "the former" in text:
        told = former_and_latter(sentence, mentions, carried)
        if len(told) == 2 and told[0].label != NOBODY and not DIVIDES.search(text):
            first, last = told
            one = _FORMER.search(text, max(0, first.start - 60), first.start)
            other = _LATTER.fullmatch(text, first.end, last.start)
            return [(one.span("n"), first.label), (other.span("n"), last.label)] if one and other else []
    if (
        len(set(carried)) == 2
        and not mentions
        and (were := _FIGURES.match(text))
        and not _MEASURED.search(text)
        and not _OF_SEVERAL.search(were.group())
    ):
        words = any(text[were.start(g)].isalpha() for g in "nm")
        if words or were["x"].lower() == "numbers":
            return list(zip((were.span("n"), were.span("m")), carried, strict=True))
    return [(one.count, one.label) for one in out_of_both(sentence, mentions)]


def out_of_both(sentence: Sentence, mentions: Sequence[Mention]) -> list[OutOf]:
    """Both arms of "Of 83 on A and 81 on B, 49 and 36 had it"."""
    if (
        len(mentions) != 2
        or mentions[0].label == mentions[1].label
        or any(m.label in ("", NOBODY) for m in mentions)
    ):
        return []
    text, (first, second) = sentence.text, mentions
    opened = _OPENS.search(text, 0, first.start)
    then = _AND.fullmatch(text, first.end, second.start) if opened else None
    pair = _PAIR.match(text, second.end) if then else None
    if not opened or not then or not pair or _MEASURED.search(pair["x"]):
        return []
    if whole(pair["n"]) > whole(opened["n"]) or whole(pair["m"]) > whole(then["n"]):
        return []
    return [
        OutOf(opened.span("n"), pair.span("n"), first.label),
        OutOf(then.span("n"), pair.span("m"), second.label),
    ]
