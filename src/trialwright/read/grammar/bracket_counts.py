"""Counts in brackets and lists behind what they are counts of: the parts of an arm's count, what is told of both arms in the same
order as before, and how many each of the arms compared had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

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
_PART = rf"{COUNT}{UNIT}\s(?!of\b)[a-z][\w'/-]*(?:\s(?!and\b|or\b)[a-z][\w'/-]*){{0,4}}"
_PARTS = Pattern(rf"(?i)\s?[(\[](?P<list>{_PART}(?:(?:,|;|,?\sand)\s(?:and\s)?{_PART}){{1,5}})\s?[)\]]")
_HEADS = Pattern(rf"(?i)(?:(?<=[(\[])|(?<=[,;]\s)|(?<=\sand\s))(?P<n>{COUNT})(?=\s)")
_WORDS = Pattern(
    r"(?i)\s(?P<x>[a-z][\w'/-]*(?:\s(?!and\b|or\b|were\b|was\b|had\b|in\b|on\b|with\b)[a-z][\w'/-]*){0,4})"
)
_STATEMENT = 80  # characters from an arm's count to the bracket that has its parts
# "(ten falls on A and eight on B; three and nine burns; and 34 and 25 colds)"
_SAME_ORDER = Pattern(
    rf"(?i);\s(?:and\s)?(?P<a>{COUNT})\s(?:and|vs?\.?|versus)\s(?P<b>{COUNT}){UNIT}(?!\s?{PERCENT}|[./-]\d)\s(?!(?:patients|women|adults|participants)\s(?:were|who)\b)[a-z][^;.()\d]{{1,60}}(?=[;.)\]]|$)"
)
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
_AS_IN = Pattern(r"(?i)\s(?:as|than)\s(?:(?:in|on|with|of|given|after|under|those|the)\s){1,3}")


def bracket_counts(
    sentence: Sentence, mentions: Sequence[Mention], known: Sequence[tuple[Place, str]]
) -> Told:
    """(place, label of the arm) of such counts. known : the counts that other rules read, which these go on from."""
    if not mentions:
        return []
    found = list(_of_those_compared(sentence, mentions))
    if known:
        found += _parts_of(sentence, mentions, known)
        found += _in_the_same_order(sentence, mentions, known)
    taken = [place for place, _ in known]
    return [(p, label) for p, label in found if not any(p[0] < b and a < p[1] for a, b in taken)]


def words_of_part(text: Text, place: Place, mentions: Sequence[Mention]) -> str:
    """What a count in such a list is of by the words behind it, "" for one elsewhere: "bacterial colds" of "(14 viral colds, 34 bacterial
    colds)" and of "; three and nine bacterial colds"."""
    opened = max(text.rfind("(", 0, place[0]), text.rfind("[", 0, place[0]))
    listed = _PARTS.match(text, opened) if opened >= 0 else None
    pair = None
    if listed and listed.start("list") <= place[0] < listed.end("list"):
        begin, end, behind = *listed.span("list"), place[1]
    elif pair := next((m for m in _SAME_ORDER.finditer(text) if place in (m.span("a"), m.span("b"))), None):
        begin, end, behind = *pair.span(), pair.end("b")
    else:
        return ""
    said = _WORDS.match(text, behind)
    return said["x"] if said and not any(begin <= m.start < end for m in mentions) else ""


def _parts_of(
    sentence: Sentence, mentions: Sequence[Mention], known: Sequence[tuple[Place, str]]
) -> Iterator[tuple[Place, str]]:
    """The parts of a count in the bracket behind it, which are together as many."""
    text = sentence.text
    ordered = sorted(known)
    stops = [*(place[0] for place, _ in ordered[1:]), len(text)]
    for ((start, end), label), stop in zip(ordered, stops, strict=True):
        opened = text.find("(", end, min(stop, end + _STATEMENT))
        match = _PARTS.match(text, opened) if opened >= 0 else None
        if match is None or any(m.label != label for m in mentions if end <= m.start < match.end()):
            continue
        places = [m.span("n") for m in _HEADS.finditer(text, *match.span("list"))]
        together = sum(whole(text[slice(*p)]) for p in places)
        if len(places) > 1 and together == whole(text[start:end]):
            yield from ((place, label) for place in places)


def _in_the_same_order(
    sentence: Sentence, mentions: Sequence[Mention], known: Sequence[tuple[Place, str]]
) -> Iterator[tuple[Place, str]]:
    """Two numbers of one thing in a clause without names, behind one that has a count of each arm."""
    text = sentence.text
    for match in _SAME_ORDER.finditer(text):
        before = [label for place, label in sorted(known) if place[1] <= match.start()][-2:]
        named = any(match.start() <= m.start < match.end() for m in mentions)
        if len(set(before)) == 2 and not named:
            yield match.span("a"), before[0]
            yield match.span("b"), before[1]


def _of_those_compared(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    """Counts in the brackets of two arms that are compared by how many they had."""
    text = sentence.text
    for one, two in pairwise(mentions):
        first, second = _HELD.match(text, one.end), _HELD.match(text, two.end)
        if one.label == two.label or not first or not second:
            continue
        between = _EVENTS.search(text, one.end, second.end()) and _BETWEEN.search(text, 0, one.start)
        as_many = _AS_MANY.search(text, 0, one.start) and _AS_IN.fullmatch(text, first.end(), two.start)
        if between or as_many:
            yield first.span("n"), one.label
            yield second.span("n"), two.label
