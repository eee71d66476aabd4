"""Whom the numbers of a sentence count: people who had something, not the times that it happened, and not those who were looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.moments import parted
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.comparison.prose_pairs import Pair
from trialwright.read.grammar.lexis import COUNT, INT, whole
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_HAPPENED = r"(?:episodes?|attacks?|bouts?|events?|occurrences|exacerbations|recurrences|relapses|seizures|falls|infections|hospitali[sz]ations|admissions|readmissions|visits|complications|reactions|bleeds|fractures|lesions|occasions)"
# "57 children in the early arm had 66 episodes", "19 (30 %) women with 25 attacks"
_PEOPLE_THEN = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?P<c>{COUNT})\s(?:[(\[][^()\[\]]{{1,12}}[)\]]\s)?(?:[a-z-]+\s){{0,2}}?{PEOPLE}\b[^.;,()\d]{{0,60}}?\s(?:had|with|having|experienced|suffered|reported|developed|sustained|accounted for|account for)\s(?:a total of\s|altogether\s)?(?P<t>{COUNT})\s(?:[a-z-]+\s){{0,3}}?{_HAPPENED}\b"
)
# "66 episodes in 57 children"
_THINGS_THEN = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?P<t>{COUNT})\s(?:[a-z-]+\s){{0,3}}?{_HAPPENED}\b(?:\sof\s[a-z-]+(?:\s[a-z-]+)?)?\s(?:in|among|by|affecting)\s(?P<c>{COUNT})\s(?:[a-z-]+\s){{0,2}}?{PEOPLE}\b"
)
_TIMES = Pattern(r"(?i)\b(?:episodes?|attacks?|bouts?|occasions?|times)\b")
_TIMES_COUNTED = Pattern(
    r"(?i)\s(?:[a-z-]+\s){0,3}?(?:episodes|attacks|bouts|occasions|times)\b(?!\s(?:more|as|higher|lower|less)\b)"
)
_SEEN = r"(?:examined|assessed|evaluated|analy[sz]ed|seen|reviewed|reassessed|re-examined|followed(?:\sup)?|available|included|measured|interviewed|studied|contacted)"
_SEEN_AFTER = Pattern(
    rf"(?i)(?:\s{PEOPLE})?(?:\s(?:in|of|on|with|from)\s[^.;,()\d]{{2,50}}?)?,?\s(?:respectively,?\s)?(?:(?:was|were|could be)\s(?:[a-z]+ly\s)?{_SEEN}\b(?!\s(?:with|as|to)\b)|(?:attended|returned)\b)"
)
_SEEN_BEFORE = Pattern(
    r"(?i)\b(?:was|were)\s(?:measured|assessed|available|obtained|determined|analy[sz]ed|evaluated|examined)\s(?:in|for|from)\s(?:only\s)?$"
)
_ASKED_SEEN = Pattern(
    r"(?i)\b(?:follow|attend|complet|retention|retain|analy|assess|evaluat|exam|measur|avail|return|respon|includ|review|visit|see|contact|monitor)"
)

_GIVEN = r"(?:in|on|from|of|given|receiving|with|assigned to)"
# "those still coughing (41 in the early arm and 38 in the late arm) had a mean of ..."
_IN_BRACKETS = Pattern(
    rf"(?i)[(\[]\s?(?:n\s?=\s?)?(?P<a>{INT})\s(?:{PEOPLE}\s)?{_GIVEN}\s(?:the\s)?(?P<p>[^()\d]{{2,40}}?),?\s(?:and|vs\.?|versus)\s(?:n\s?=\s?)?(?P<b>{INT})\s(?:{PEOPLE}\s)?{_GIVEN}\s(?:the\s)?(?P<q>[^()\d]{{2,40}}?)\s?[)\]]"
)
_DONE = r"(?:returned|completed|answered|filled in|provided|available)"
# "Questionnaires were returned by 129 and 121 women."
_ANSWERED = Pattern(
    rf"(?i)\b{_DONE}\s(?:by|from|for)\s(?P<a>{INT})\sand\s(?P<b>{INT})\s(?:[a-z]+\s)?{PEOPLE}\b(?!\s(?:in|of|on|with)\s)|\b(?P<c>{INT})\sand\s(?P<d>{INT})\s(?:[a-z]+\s)?{PEOPLE}(?:,\srespectively,)?\s{_DONE}\b"
)
_SAME_PEOPLE = Pattern(
    r"(?i)\b(?:in|of|among|for)\s(?:this|these|that|those|the same)\s(?:[a-z]+\s)?(?:subsets?|sub-?groups?|subsamples?|patients|participants|women|men|children|people|infants|smokers|subjects)\b(?!\s(?:who|with|that))"
)


def sizes_of_some(question: Question, sentence: Sentence, end: int) -> dict[str, Number] | None:
    """The sizes of both arms that brackets before a place of a sentence give, or those of the sentence before where it speaks
    of the same people; {} where it does and no brackets give them, None where nothing of the kind is said."""
    if own := _bracketed(question, sentence, end):
        return own
    last = next((s for s in reversed(question.sentences) if s.start < sentence.start), None)
    before = last if last is not None and last.paragraph == sentence.paragraph else None
    if before and (match := _ANSWERED.search(before.text)):
        return _in_order(question, sentence, before, match)
    if not _SAME_PEOPLE.search(sentence.text, 0, end):
        return None
    return _bracketed(question, before, len(before.text)) if before else {}


def _in_order(
    question: Question, sentence: Sentence, before: Sentence, match: re.Match[str]
) -> dict[str, Number]:
    """Two sizes of the sentence before in the order in which this one names the arms, {} where the document has another."""
    named = list(dict.fromkeys(m.label for m in question.names.mentions(sentence)))
    order = sorted(question.sizes, key=lambda side: question.sizes[side].quote.start)
    if sorted(named) != sorted((TRIED, COMPARED)) or order != named:
        return {}
    places = [match.span(g) for g in ("a", "b")] if match["a"] else [match.span(g) for g in ("c", "d")]
    at = before.start
    told = [(whole(before.text[i:j]), (at + i, at + j)) for i, j in places]
    return {s: number(question.document, n, place) for s, (n, place) in zip(named, told, strict=True)}


def _bracketed(question: Question, sentence: Sentence, end: int) -> dict[str, Number]:
    match = _IN_BRACKETS.search(sentence.text, 0, end)
    sides = [question.side_of(match[g]) for g in ("p", "q")] if match else []
    if match is None or sorted(sides) != sorted((TRIED, COMPARED)):
        return {}
    at = sentence.start
    return {
        side: number(question.document, whole(match[g]), (at + match.start(g), at + match.end(g)))
        for side, g in zip(sides, ("a", "b"), strict=True)
    }


def of_people(asked: str, sentence: Sentence, found: Sequence[One]) -> list[One]:
    """The counts of a sentence without those of what happened to people: beside people who are counted ("57 children had 66
    episodes"), or by themselves where no episodes are asked for."""
    out = list(found)
    if not _TIMES.search(asked):
        out = [one for one in out if one.percent or not _TIMES_COUNTED.match(sentence.text, one.end)]
    for pattern in (_PEOPLE_THEN, _THINGS_THEN):
        for match in pattern.finditer(sentence.text):
            begin, end = match.span("t")
            out = [one for one in out if not (one.start < end and begin < one.end)]
            begin, end = match.span("c")
            if not any(one.start < end and begin < one.end for one in out):
                out.append(One(begin, end, whole(match["c"])))
    return sorted(out)


def are_seen(asked: str, sentence: Sentence, pair: Pair) -> bool:
    """Whether two counts are of those who were examined, and nothing of the kind is asked for."""
    if pair.one.percent or pair.two.percent or _ASKED_SEEN.search(parted(asked)[0] or asked):
        return False
    first, last = pair.one.start, pair.two.end
    before = _SEEN_BEFORE.search(sentence.text, max(0, first - 60), first)
    return bool(before or _SEEN_AFTER.match(sentence.text, last))
