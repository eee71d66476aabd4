"""Counts of those to whom something happened, in a clause that names one arm alone: "Six women of the A group refused", "Of the women
on A, nine complained of pain and one fainted", "Rash was noted in four women on A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.beside import NUMBER
from trialwright.read.grammar.clause_counts import BECAME
from trialwright.read.grammar.lexis import PERCENT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]
_NOUN = rf"(?:groups?|arms?|{PEOPLE}|alone|therapy|treatment)"
_IS_OF = r"(?:who\s(?:had|received|got|took|were\s(?:given|on)|underwent)|of|in|from|on|with|given|receiving|taking|treated\swith|(?:assigned|allocated|randomi[sz]ed|allotted)\sto)"
_TAIL = Pattern(rf"(?i)(?:[\s-]treated)?(?:\s{_NOUN}){{0,2}}")
# "Of the women on", "In the"
_LED = Pattern(
    rf"(?i)(?:^\W{{0,2}}|[;:,]\s|\b(?:and|but|while|whereas)\s)(?:in|of|on|among|with|after|for|under|within)\s(?:(?:the|all|those|{PEOPLE}|{_IS_OF})\s){{0,5}}$"
)
# a count that stands with its percent is read as a share, and those behind it are counts
_PERCENT = rf"(?:\s[(\[]\s?[\d.]{{1,5}}{PERCENT}\s?[)\]])?"
_THEN = Pattern(
    rf"(?i),?\s(?:only\s|just\s)?{NUMBER}(?:\s(?:of\sthem|{PEOPLE}))?{_PERCENT}(?:\s{PEOPLE})?{BECAME}"
)
_FURTHER = Pattern(
    rf"(?i)(?:,\s(?:and\s|but\s)?|\sand\s)(?:only\s)?{NUMBER}(?:\s{PEOPLE})?{_PERCENT}{BECAME}"
)
_WERE_ONLY = Pattern(rf"(?i),?\s(?:only\s|just\s)?{NUMBER}\s(?:were|did|had|was)(?=\s?[.;,]|$)")
_DID_NOT = Pattern(r"(?i)\snot(?=\s?[.;,]|\s?$)")  # "and on B 88 did not": of what the clause before tells
# "Six women of the", "Three of the", "Nine"
_SO_MANY = Pattern(
    rf"(?i)(?:^\W{{0,2}}|[;:]\s|^[^.;:()\d]{{3,60}},\s|^(?:at|after|by|within|during)\s[^.;:(),]{{3,40}}\s){NUMBER}\s(?:of\s(?:the|those|our)\s)?(?:(?:[a-z-]+\s)?{PEOPLE}\s)?(?:{_IS_OF}\s(?:the\s)?)?$"
)
_DID = Pattern(rf"(?i){BECAME}")
# "was noticed only in 7 of the"
_SEEN_IN = Pattern(
    rf"(?i)(?:\b(?:was|were|been|being)\s(?:[a-z]+ly\s)?(?!(?:random|assign|alloc|treat|given|includ|enrol|recruit|follow|analy|evalu|assess|stud|examin|compar|invit|offer|us))(?:[a-z]+ed|seen|found|shown|proven|met|felt)\s(?:[a-z]+ly\s|again\s)?(?:in|by|among)|\b(?:occurred|developed|appeared|arose)\s(?:in|with|among))\s(?:only\s|just\s)?{NUMBER}\s(?:of\s(?:the|those|our)\s)?(?:(?:[a-z-]+\s)?{PEOPLE}\s)?(?:{_IS_OF}\s(?:the\s)?)?$"
)
_ENDS = Pattern(
    r"(?i)(?:\s?[.,;]|\s?$|\s(?:within|during|after|before|at|by|over|and|but|while|who|because|despite|on\sday)\b)"
)
# "Two septic deaths occurred, both on"
_ALL_ON = Pattern(
    rf"(?i)(?:^\W{{0,2}}|[;:,]\s|\bwere\s|\bwas\s){NUMBER}\s(?:[a-z-]+\s){{0,3}}?(?:deaths|relapses|recurrences|cases|strokes|infections|fractures|events|{PEOPLE})(?:\s(?!(?:and|or)\b)[a-z-]+){{0,6}},\s(?:all|both)\s(?:of\s(?:them|whom)\s)?(?:were\s)?(?:in|on|from|with|given|receiving|assigned\sto)\s(?:the\s)?$"
)
_OTHERS = Pattern(
    r"(?i)\b(?:versus|vs|compared|than|others?|remaining|rest|each|either|both\s(?:groups|arms)|respectively|baseline|entry|previous(?:ly)?|history|pre-?existing|per\s(?:patient|person)|planned|median|mean|prior|before\s(?:the\s)?(?:trial|study|entry|randomi\w+|they|treatment)|had\s(?:had|already)|needed\sto\s(?:treat|prevent|harm)|lived|worked|employed|were\s(?:nurses|teachers|farmers|students|retired|smokers|nonsmokers|married|single|obese)|degree|childhood|minutes|hours|differences?|samples?|specimens?|questionnaires?)\b"
)
_NEXT = Pattern(r"(?i);\s|,\s(?:while|whereas|but|and)\s(?=(?:in|of|among|on)\s)")
_MOST = 0.9  # of the people for each arm: so many may be all in the arm


def of_lone_arm(
    sentence: Sentence, mentions: Sequence[Mention], people: int | None, arms: int
) -> list[tuple[Place, str]]:
    """Place and arm of each such count. people : those the document is about. arms : how many arms it has."""
    if not people or not mentions or arms < 2 or not all(m.label for m in mentions):
        return []
    text = sentence.text
    edges = [0, *(m.start() for m in _NEXT.finditer(sentence.bare)), len(text)]
    out: list[tuple[Place, str]] = []
    for a, b in pairwise(edges):
        own = [m for m in mentions if a <= m.start and m.end <= b]
        if len({m.label for m in own}) != 1 or _OTHERS.search(text, a, b):
            continue
        most = _MOST * people / arms
        out += [(p, own[0].label) for p in _places(text, a, b, own[0]) if whole(text[slice(*p)]) < most]
    return out


def _places(text: Text, begin: int, end: int, name: Mention) -> Iterator[Place]:
    """Where the clause from `begin` to `end` that names one arm there counts those to whom something happened."""
    tail = _TAIL.match(text, name.end)
    behind = tail.end() if tail else name.end
    if _LED.search(text, begin, name.start):
        first = _THEN.match(text, behind, end) or _WERE_ONLY.match(text, behind, end)
        if first and not _DID_NOT.match(text, first.end()):
            yield first.span("n")
            yield from (m.span("n") for m in _FURTHER.finditer(text, first.end(), end))
        return
    if all_on := _ALL_ON.search(text, begin, name.start):
        yield all_on.span("n")
    elif (told := _SO_MANY.search(text, begin, name.start)) and _DID.match(text, behind, end):
        yield told.span("n")
    elif (seen := _SEEN_IN.search(text, begin, name.start)) and _ENDS.match(text, behind):
        yield seen.span("n")
