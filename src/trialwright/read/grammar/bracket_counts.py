"""Counts in brackets and lists behind what they are counts of: the parts of an arm's count, what is told of both arms in the same
order as before, and how many each of the arms compared had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.arm_counts import CONDITION
from trialwright.read.grammar.beside import UNIT
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]
Told = list[tuple[Place, str]]
_NOUN = rf"(?:\s(?:groups?|arms?|recipients|{PEOPLE}))?"
# "48 colds in the A group (14 viral, 34 bacterial)"
_PART = rf"{COUNT}{UNIT}\s(?!of\s(?:the\b|\d|whom))[a-z][\w'/-]*(?:\s(?!and\b|or\b)[a-z][\w'/-]*){{0,4}}"
_PARTS = Pattern(
    rf"(?i)\s?(?:[(\[](?P<list>{_PART}(?:(?:,|;|,?\sand)\s(?:and\s)?{_PART}){{1,5}})\s?[)\]]|(?::|,\s(?:including|comprising|namely))\s(?P<said>{_PART}(?:(?:,|,?\sand)\s(?:and\s)?{_PART}){{1,5}})(?=\s?[.;]|\s?$))"
)
_OPENED = Pattern(r"[(\[:]|,(?=\s(?:including|comprising|namely)\b)")
_HEADS = Pattern(
    rf"(?i)(?:(?<=[(\[])|(?<=[,;:]\s)|(?<=\sand\s)|(?<=\sincluding\s)|(?<=\scomprising\s)|(?<=\snamely\s))(?P<n>{COUNT})(?=\s)"
)
_WORDS = Pattern(
    r"(?i)\s(?P<x>[a-z][\w'/-]*(?:\s(?!and\b|or\b|were\b|was\b|had\b|in\b|on\b|with\b)[a-z][\w'/-]*){0,4})"
)
_STATEMENT = 80  # characters from an arm's count to the bracket that has its parts
# "(ten falls on A and eight on B; three and nine burns; and 34 and 25 colds)"
_SAME_ORDER = Pattern(
    rf"(?i);\s(?:and\s)?(?P<a>{COUNT})\s(?:and|vs?\.?|versus)\s(?P<b>{COUNT}){UNIT}(?!\s?{PERCENT}|[./-]\d)\s(?!(?:patients|women|adults|participants)\s(?:were|who)\b)[a-z][^;.()\d]{{1,60}}(?=[;.)\]]|$)"
)
# "...; distant metastases numbered 3 and 5", "..., rash in two and four, and headache in six and one"
_NEXT_THING = Pattern(
    rf"(?i)(?:[,;]\s(?:and\s)?)(?P<x>(?!(?:and|but|or|while|whereas|of|in|with|on|which|who|the\sother)\b)[a-z][\w'/-]*(?:\s(?!(?:in|was|were|and|or|of\swhom|had|with|for|after)\b)[\w'/-]+){{0,4}})\s(?:(?:was\s|were\s)?(?:seen\s|observed\s|noted\s|found\s|recorded\s|developed\s|occurred\s|reported\s)?(?:in|by)|numbered)\s(?:only\s)?(?P<a>{COUNT})\s(?:and|vs?\.?|versus)\s(?P<b>{COUNT}){UNIT}(?!\s?{PERCENT}|[./-]\d|\s?[(\[]\s?[\d.]+\s?{PERCENT})(?:\s(?:{PEOPLE}|cases))?(?=,?\srespectively|\s?[,;.)]|\sand\s[a-z]+\sin\s|\s?$)"
)
# "20 and 33 in men and women, respectively", "5 and 6 were positive at baseline": told apart by something else
_OTHERWISE = Pattern(
    r"(?i)(?!(?:\s[a-z-]+){0,3},?\sand\s[a-z]+\sin\s).*?\b(?:and|or|before|after|baseline|entry|mild|severe|stages?)\b"
)
_RESPECTIVELY = Pattern(r"(?i),?\s(?:[a-z]+\s)?respectively\b")
# "no difference in falls between the A (22 cases) and B (19) groups"
_HELD = Pattern(
    rf"(?i){_NOUN}\s?[(\[]\s?(?P<n>{COUNT})(?:\s(?:cases|events|deaths|episodes|relapses|recurrences|falls|infections|strokes|fractures))?\s?[)\]]"
)
_EVENTS = Pattern(
    r"(?i)[(\[]\s?\w+\s(?:cases|events|deaths|episodes|relapses|recurrences|falls|infections|strokes|fractures)\s?[)\]]"
)
_BETWEEN = Pattern(r"(?i)\bdiffer\w*\b[^.;]{0,90}\bbetween\s(?:the\s)?$")
# "Twice as many died on A (24) as on B (12)"
_AS_MANY = Pattern(
    r"(?i)\bas\s(?:many|often|frequent(?:ly)?|common(?:ly)?)\b[^.;()\d]{0,80}(?:in|on|with|of|given|after|under)\s(?:the\s)?$"
)
_FEWER = Pattern(
    rf"(?i)\b(?:fewer|more)\s(?:[a-z-]+\s){{0,3}}?(?:{PEOPLE}|deaths|events|relapses|recurrences|strokes|falls|infections|fractures|failures|complications|cases|withdrawals|metastases|readmissions)\b[^.;()\d]{{0,60}}\s(?:in|on|with|given|after|under)\s(?:the\s)?$"
    rf"|\b(?:less|more)\s(?:often|frequent(?:ly)?|common(?:ly)?)\s(?:[a-z]+\s){{0,3}}$"
)
_OF_THINGS = Pattern(
    r"(?i)\b(?:days|weeks|months|years|hours|minutes|tablets|capsules|pills|doses|visits|sessions|cycles|courses|units|points|times)\b"
)
# "nausea (A 5, B 3) and rash (A 2, B 4)"
_INSIDE = Pattern(rf"(?i){_NOUN}[,:]?\s(?P<n>{COUNT})(?=\s?[,;)]|\s(?:and|v|vs\.?|versus)\s)")
_THING_BEFORE = Pattern(r"(?i)[a-z]{3,}\s?[(\[]\s?(?:the\s)?$")
_BEFALLS = Pattern(
    r"(?i)\b(?:deaths?|relapses?|recurrences?|strokes?|falls?|burns?|bleeding|infections?|fractures?|withdrawals?|drop-?outs?|toxicity|fever|cough|colds?|hives|fatigue|infarctions?|failures?|metastases|complications?|refusals?)\s?[(\[]\s?(?:the\s)?$"
)
# "The main adverse events were thirst (A 5, B 3)"
_OF_EVENTS = Pattern(
    r"(?i)\b(?:adverse|side[\s-]effects?|toxic\w*|complications?|reasons?|causes?\sof|withdr\w+|symptoms?)\b"
)
_RATE = Pattern(r"(?i)\s?[)\]]\s(?:per|a|each|every)\s")
_STUDIED = Pattern(
    rf"(?i)\b(?:random|allocat|assign|analy[sz]|evalua|assess|includ|enrol|recruit|complet|treated|means?|medians?|scores?|days|weeks|months|years|ages?|doses?|levels?|duration|lasted|stay|pressure|temperature|rates?|times?|quality|longest|shortest|{PEOPLE})"
)
_AS_IN = Pattern(r"(?i)\s(?:as|than)\s(?:(?:in|on|with|of|given|after|under|those|the)\s){1,3}")


def bracket_counts(
    sentence: Sentence, mentions: Sequence[Mention], known: Sequence[tuple[Place, str]], arms: Sequence[str]
) -> Told:
    """(place, label of the arm) of such counts. known : the counts that other rules read, which these go on from. arms : the labels
    of the arms in the order in which the document sets them out."""
    if not mentions:
        return []
    found = [*_of_those_compared(sentence, mentions), *_in_brackets_of_both(sentence, mentions)]
    if known:
        found += _parts_of(sentence, mentions, known)
        found += _in_the_same_order(sentence, mentions, known, arms)
    taken = [place for place, _ in known]
    return [(p, label) for p, label in found if not any(p[0] < b and a < p[1] for a, b in taken)]


def words_of_part(text: Text, place: Place, mentions: Sequence[Mention]) -> str:
    """What a count in such a list is of by the words behind it, "" for one elsewhere: "bacterial colds" of "(14 viral colds, 34 bacterial
    colds)" and of "; three and nine bacterial colds"."""
    opened = max([m.start() for m in _OPENED.finditer(text, 0, place[0])], default=-1)
    listed = _PARTS.match(text, opened) if opened >= 0 else None
    if listed and _span(listed)[0] <= place[0] < _span(listed)[1]:
        begin, end, behind = *_span(listed), place[1]
    elif thing := next((m for m in _NEXT_THING.finditer(text) if place in (m.span("a"), m.span("b"))), None):
        return "" if any(thing.start() <= m.start < thing.end() for m in mentions) else thing["x"]
    elif pair := next((m for m in _SAME_ORDER.finditer(text) if place in (m.span("a"), m.span("b"))), None):
        begin, end, behind = *pair.span(), pair.end("b")
    else:
        return ""
    said = _WORDS.match(text, behind)
    return said["x"] if said and not any(begin <= m.start < end for m in mentions) else ""


def _span(match: re.Match[str]) -> Place:
    return match.span("list") if match["list"] else match.span("said")


def _parts_of(
    sentence: Sentence, mentions: Sequence[Mention], known: Sequence[tuple[Place, str]]
) -> Iterator[tuple[Place, str]]:
    """The parts of a count in the bracket behind it, which are together as many."""
    text = sentence.text
    ordered = sorted(known)
    stops = [*(place[0] for place, _ in ordered[1:]), len(text)]
    for ((start, end), label), stop in zip(ordered, stops, strict=True):
        opened = _OPENED.search(text, end, min(stop, end + _STATEMENT))
        match = _PARTS.match(text, opened.start()) if opened else None
        if match is None or any(m.label != label for m in mentions if end <= m.start < match.end()):
            continue
        places = [m.span("n") for m in _HEADS.finditer(text, *_span(match))]
        together = sum(whole(text[slice(*p)]) for p in places)
        if len(places) > 1 and together == whole(text[start:end]):
            yield from ((place, label) for place in places)


def _in_the_same_order(
    sentence: Sentence, mentions: Sequence[Mention], known: Sequence[tuple[Place, str]], arms: Sequence[str]
) -> Iterator[tuple[Place, str]]:
    """Two numbers of one thing in a clause without names, behind counts of both arms that are all in one order, which is that of the
    document where the sentence does not say "respectively"."""
    text = sentence.text
    for match in (*_SAME_ORDER.finditer(text), *_NEXT_THING.finditer(text)):
        before = [label for place, label in sorted(known) if place[1] <= match.start()]
        named = any(match.start() <= m.start < match.end() for m in mentions)
        order = before[:2]
        if _OTHERWISE.match(text, match.end("b"), _clause_end(text, match.end("b"))):
            continue
        kept = len(set(order)) == 2 and before == order * (len(before) // 2)
        if kept and not named and (order == list(arms) or _RESPECTIVELY.match(text, match.end())):
            yield match.span("a"), order[0]
            yield match.span("b"), order[1]


def _clause_end(text: Text, start: int) -> int:
    """Where the clause that `start` is in ends."""
    ends = [i for sign in ".;)" if (i := text.find(sign, start)) >= 0]
    return min(ends, default=len(text))


def _of_those_compared(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    """Counts in the brackets of two arms that are compared by how many they had."""
    text = sentence.text
    for one, two in pairwise(mentions):
        first, second = _HELD.match(text, one.end), _HELD.match(text, two.end)
        if one.label == two.label or not first or not second:
            continue
        between = _EVENTS.search(text, one.end, second.end()) and _BETWEEN.search(text, 0, one.start)
        as_many = _AS_MANY.search(text, 0, one.start) and _AS_IN.fullmatch(text, first.end(), two.start)
        if _OF_THINGS.search(text, 0, one.start):
            continue
        than = _AS_IN.fullmatch(text, first.end(), two.start)
        if between or as_many or (than and _FEWER.search(text, 0, one.start)):
            yield first.span("n"), one.label
            yield second.span("n"), two.label


def _in_brackets_of_both(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    """Counts behind the names of both arms in the bracket of a thing that befell them; not where people are dealt out or measured."""
    text = sentence.text
    for one, two in pairwise(mentions):
        first, second = _INSIDE.match(text, one.end), _INSIDE.match(text, two.end)
        if one.label == two.label or not first or not second or first.end() > two.start:
            continue
        opened = _THING_BEFORE.search(text, max(0, one.start - 40), one.start)
        closed = text[second.end() : second.end() + 2].strip()[:1] in (")", "]")
        plain = text[first.end() : two.start].strip(" ,;").lower() in (
            "",
            "and",
            "the",
            "v",
            "vs",
            "vs.",
            "versus",
        )
        near = text[max(0, one.start - 40) : one.start]
        befalls = _BEFALLS.search(near) or CONDITION.search(near) or _OF_EVENTS.search(text, 0, one.start)
        measured = _STUDIED.search(text, 0, one.start) or _RATE.match(text, second.end())
        if opened and closed and plain and befalls and not measured:
            yield first.span("n"), one.label
            yield second.span("n"), two.label
