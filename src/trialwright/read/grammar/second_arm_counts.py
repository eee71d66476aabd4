"""Counts of two arms of which the second is told in fewer words: "The A group had 12 deaths, the B group 19", "Falls: A 3, B 5"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.beside import NUMBER, UNIT
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]
_GROUP = rf"(?:[\s-]treated)?(?:\s(?:groups?|arms?|{PEOPLE}))?"
_THINGS = r"(?:deaths?|events?|relapses?|recurrences?|failures?|cancers?|fractures?|strokes?|infections?|metastases|progressions?|episodes?|complications?|cases?|falls?|responses?|withdrawals?|drop-?outs?)"
_ENDS = r"(?=\s?[.;,(]|\s?$|\s(?:in|with|on|after|during|at|by)\s)"
_NO_SHARE = rf"(?!\s?{PERCENT}|[./-]\d|\s?[(\[]\s?[\d.]+\s?{PERCENT})"
_AND = r",?\s(?:(?:and|but|while|whereas|versus|vs\.?|against|compared\s(?:with|to))\s)?(?:only\s)?"
# "The A group had 12 deaths, the B group 19"
_HAD = Pattern(
    rf"(?i){_GROUP}\s(?:had|experienced|suffered|sustained|reported|showed)\s(?:a\stotal\sof\s|only\s)?{NUMBER}\s(?:[a-z-]+\s){{0,3}}?{_THINGS}\b[^.;:()\d]{{0,60}}?{_AND}(?:the\s|in\sthe\s)?"
)
_SO_MANY = Pattern(rf"(?i){_GROUP},?\s(?:had\s)?(?:only\s)?(?P<n>{COUNT}){UNIT}{_NO_SHARE}{_ENDS}")
# "A was stopped in five patients and B in three"
_WAS = Pattern(
    rf"(?i){_GROUP}\s(?:was|were|had\sto\sbe)\s(?:[a-z]+ly\s)?(?:stopped|discontinued|withdrawn|interrupted|reduced|delayed|refused|declined|switched|abandoned|terminated)\s(?:[a-z]+ly\s)?(?:in|by|for)\s(?:only\s)?{NUMBER}(?:\s{FEW}{PEOPLE})?(?:\s[^.;:(),\d]{{3,40}}?)?{_AND}(?:the\s)?"
)
_IN_SO_MANY = Pattern(rf"(?i){_GROUP}\s(?:in|by|for)\s(?:only\s)?(?P<n>{COUNT}){UNIT}{_NO_SHARE}")
# "was recorded in 60 women on A, among controls in 48"
_IN_SO_MANY_OF = Pattern(
    rf"(?i)\bin\s(?:only\s)?{NUMBER}(?:\s{FEW}{PEOPLE})?\s(?:in|on|of|with|given|receiving|treated\swith)\s(?:the\s)?$"
)
_LED = Pattern(
    rf"(?i){_GROUP}{_AND.replace(',?', '(?:,|;)?')}(?:in|among|for|on|with)\s(?:the\s|those\son\s)?"
)
# "one toxic death, in the A arm"
_THING_IN = Pattern(
    rf"(?i)(?:^|[\s(]){NUMBER}\s(?:[a-z-]+\s){{0,3}}?{_THINGS},\s(?:which\s(?:occurred|was)\s)?(?:in|on|with)\s(?:the\s)?$"
)
_THING_IN_THIS = Pattern(
    rf"(?i)(?<=[\s(]){NUMBER}\s(?:[a-z-]+\s){{0,3}}?{_THINGS}\s(?:(?:were|was)\s[a-z]+\s|occurred\s)?(?:in|on)\s(?:this|that|the\ssame)\s(?:group|arm)\b"
)
# "Three women died, of whom two were on A"
_OF_WHOM = Pattern(
    rf"(?i)(?:,\s(?:of\s(?:whom|these|them)|including),?\s{NUMBER}(?:\s(?:were|was|had\sbeen))?|,\s{NUMBER.replace('<n>', '<m>')}\sof\s(?:whom|which|these|them)\s(?:were|was|had\sbeen))\s(?:on|in|given|receiving|treated\swith|from)\s(?:the\s)?$"
)
_FATED = Pattern(
    rf"(?i)\b(?:died|relapsed|recurred|progressed|developed|experienced|suffered|withdrew|discontinued|stopped|dropped|refused|were\slost|{_THINGS})\b"
)
# "Deaths: A 12, B 19; strokes: A 3, B 5"
_LABELLED = Pattern(
    r"(?i)(?:^|[;.]\s|\s)(?P<x>[a-z][a-z'-]{2,}(?:\s[a-z'-]+){0,4})[:,]\s(?:in\s)?(?:the\s)?$"
)
_SAID = Pattern(
    rf"(?i){_GROUP},?\s(?P<n>{COUNT}){UNIT}{_NO_SHARE}(?=\s?[.;,)]|\s?$|\s(?:and|v|vs\.?|versus)\s)"
)
# "Strokes: n = 8 in the A group, n = 12 in the B group"
_N_IN = Pattern(rf"(?i)\bn\s?=\s?(?P<n>{COUNT})\s(?:in|on|with|for)\s(?:the\s)?$")
_LABEL_ONLY = Pattern(
    r"(?i)\W{0,2}(?!means?\b|medians?\b|patients\b|participants\b|sample\b)[a-z][a-z'-]{2,}(?:\s[a-z'-]+){0,4}:\s"
)
_STUDIED = Pattern(
    r"(?i)\b(?:analy[sz]|evalua|assess|includ|enrol|recruit|complet|random|patients|participants|women|men|adults|numbers?|sizes?|groups?|arms?|means?|medians?|scores?|days|weeks|months|years|ages?|costs?|doses?)"
)
_MOST = 0.5  # of all people: more are no part of an arm


def second_arm_counts(
    sentence: Sentence, mentions: Sequence[Mention], known: Sequence[tuple[Place, str]], people: int | None
) -> list[tuple[Place, str]]:
    """(place, label of the arm) of such counts. known : the counts that other rules read."""
    text = sentence.text
    if not mentions or not people or DIVIDES.search(text):
        return []
    found = [*_in_fewer_words(text, mentions), *_led_in(text, mentions), *_of_labels(text, mentions)]
    found += [*_of_one(text, mentions), *_in_this_arm(text, mentions)]
    taken = [place for place, _ in known]
    return [
        (p, label)
        for p, label in dict.fromkeys(found)
        if whole(text[slice(*p)]) < _MOST * people and not any(p[0] < b and a < p[1] for a, b in taken)
    ]


def _in_fewer_words(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    for one, two in pairwise(mentions):
        for first, second in ((_HAD, _SO_MANY), (_WAS, _IN_SO_MANY)):
            led = first.fullmatch(text, one.end, two.start) if one.label != two.label else None
            if led and (told := second.match(text, two.end)):
                yield led.span("n"), one.label
                yield told.span("n"), two.label


def _led_in(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    """The count of the other arm behind "among B in", where that of the one stands behind "in"."""
    for one, two in pairwise(mentions):
        first = _IN_SO_MANY_OF.search(text, max(0, one.start - 80), one.start)
        if not first or one.label == two.label or not _LED.fullmatch(text, one.end, two.start):
            continue
        if second := _IN_SO_MANY.match(text, two.end):
            yield first.span("n"), one.label
            yield second.span("n"), two.label


def _of_one(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    for name in mentions:
        if (told := _THING_IN.search(text, max(0, name.start - 90), name.start)) or (
            _FATED.search(text, 0, name.start) and (told := _OF_WHOM.search(text, 0, name.start))
        ):
            yield told.span("m" if told.groupdict().get("m") else "n"), name.label


def _in_this_arm(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    """ "... on A; there were two septic deaths in this arm", where the sentence names no other."""
    if len({m.label for m in mentions}) == 1:
        for told in _THING_IN_THIS.finditer(text, mentions[-1].end):
            yield told.span("n"), mentions[-1].label


def _of_labels(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    """One count behind the name of each arm, behind what they are counts of."""
    for one, two in pairwise(mentions):
        label = _LABELLED.search(text, max(0, one.start - 60), one.start)
        if one.label == two.label or _STUDIED.search(label["x"] if label else ""):
            continue
        first, second = _SAID.match(text, one.end), _SAID.match(text, two.end)
        before = _N_IN.search(text, max(0, one.start - 30), one.start), _N_IN.search(text, one.end, two.start)
        if before[0] and before[1] and _LABEL_ONLY.fullmatch(text, 0, before[0].start()):
            yield before[0].span("n"), one.label
            yield before[1].span("n"), two.label
        if not label or not first or not second or first.end() > two.start:
            continue
        if text[first.end() : two.start].strip(" ,;").lower() in ("", "and", "the", "v", "vs", "versus"):
            yield first.span("n"), one.label
            yield second.span("n"), two.label
