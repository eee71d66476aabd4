"""What a document's way of speaking says for one of its active treatments being the one that is tried.

Each kind of evidence has a weight. Those of order were set by hand on one half of a corpus of abstracts, in the order of
how often each was right there: an author who names both treatments in the title names the one that is tried first in
nineteen titles of twenty, and in three conclusions, comparisons or aims of four. Evidences go together, so that each
counts less than it would alone. How often a treatment is named says nothing: the standard is spoken of as often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# Ways to speak of an arm, and what each says for its being the one that is tried: before its name, and after it.
_BEFORE = (
    (Pattern(r"(?i)\b(?:addition|adding|introduction|benefits?) of\s(?:[\w-]+\s){0,3}$"), 2.0),
    (Pattern(r"(?i)\b(?:effects?|efficacy|effectiveness|safety|activity|impact|role|use|feasibility|value|non-?inferiority|superiority|tolerability)\s(?:and\s[\w-]+\s)?of\s(?:[\w-]+\s){0,3}$"), 1.0),
    (Pattern(r"(?i)\b(?:new|novel|switch\w*\sto|experimental|investigational|proposed)\s(?:[\w-]+\s){0,2}$"), 1.5),
    (Pattern(r"(?i)\b(?:standard|conventional|usual|traditional|routine|reference|continu\w+|approved|current\w*|established)\s(?:[\w-]+\s){0,3}$"), -1.5),
    (Pattern(r"(?i)\bstill\s(?:perform|us|prefer|practi[cs])\w*\s(?:[\w-]+\s){0,2}$|\b(?:standard|commone?s?t?|usual|conventional|traditional)\s(?:[\w-]+\s){1,3}(?:is|was|has been|are|were)\s(?:[\w-]+\s){0,2}$"), -1.2),
    (Pattern(r"(?i)\b(?:compared|comparison|relative|superior|inferior|noninferior|equivalent|similar|alternative)\s(?:with|to)\s(?:[\w-]+\s){0,2}$|\b(?:versus|vs\.?|than|against)\s(?:[\w-]+\s){0,2}$"), -0.7),
)  # fmt: skip
_AFTER = (
    (Pattern(r"(?i)\s(?:alone|only|monotherapy)\b"), -1.5),
    (Pattern(r"(?i)[^.;()]{0,20}[(\[,]\s?(?:the\s)?(?:control|standard|reference|comparator|conventional)\b"), -2.0),
    (Pattern(r"(?i)[^.;()]{0,20}[(\[,]\s?(?:the\s)?(?:experimental|investigational|intervention|test|study|treatment)\s(?:arm|group)\b"), 2.0),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,3}(?:is|was|were|are|may be|would be)\s(?:as\s\w+\sas|superior|non-?inferior|not inferior|equivalent|safe|feasible|effective|well[ -]tolerated|(?:more|less)\s\w+\sthan)"), 0.7),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,2}?(?:should|can|could|must)\s(?:be (?:abandoned|discontinued)|no longer)\b"), -3.0),
    (Pattern(r"(?i)[^.;()]{0,60}\b(?:cannot|can not|should not|could not)\sbe\s(?:\w+ly\s)?(?:advocated|recommended|justified|supported)\b"), 1.5),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,2}?(?:is|was|are|were|remains?|(?:has|have) (?:been|become))\s(?:currently\s|still\s|considered\s)?(?:(?:the|an?)\s)?(?:current\s|most\s|widely\s)?(?:gold[ -]standard|standard|common(?:ly|est)?|usual(?:ly)?|conventional|traditional(?:ly)?|routine(?:ly)?|established|widely)\b"), -1.2),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,2}?(?:has|have|is|was|are|were)\s(?:recently\s|newly\s)?(?:been\s)?(?:recently\s)?(?:proposed|suggested|introduced|advocated|developed)\b"), 0.9),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,2}?(?:results?|resulted|leads?|led)\s(?:in|to)\s(?:an?\s)?(?:[\w-]+\s)?(?:lower|fewer|less|better|shorter|improved|reduced|decreased|increased|higher|greater|faster)\b"), 0.7),
    (Pattern(r"(?i)\s(?:[\w-]+\s){0,2}(?:as an alternative|added to|(?:significantly\s)?(?:improve|reduce|prevent|increase|decrease|prolong)[sd]?)\b"), 0.7),
)  # fmt: skip
# "A has been established as the standard of care"
_STANDARD = Pattern(
    r"(?i)\s(?:[\w-]+\s){0,2}?(?:is|are|was|were|remains?|has\sbeen|have\sbeen)\s(?:[\w-]+\s){0,2}?(?:the|a|an)\s(?:[\w-]+\s){0,2}?(?:standard|reference|mainstay)\b"
)
# "A 10 mg alone (n = 43) or with B"
_OR_WITH_MORE = Pattern(
    r"(?i)[^.;,()]{1,80}?\salone(?:\s\([^()]{1,30}\))?,?\s(?:or|versus|vs\.?)\s(?:in combination |combined |together )?(?:with|plus)\s"
)
_TITLE = 2.0  # what the title says of an arm counts twice
_MOST = 3.0  # what all words together may say: a document that repeats itself says no more
_ASIDE = re.compile(r"\s?\([^()]{0,120}\)(?=\s[a-z])")  # what a short form stands for
_NEAR = 70  # characters that are looked at on each side of a name
_AIM = Pattern(
    r"(?i)\b(?:aim(?:s|ed)?|objectives?|purpose|goals?|compar\w+|investigat\w+|evaluat\w+|assess\w*|hypothes\w+|determine|whether)\b"
)
_AGAINST = Pattern(
    r"(?i)\b(?:versus|vs\.?|v|compar\w+|or|and|against|with|to|after|instead|rather|in place)\s"
)
_LISTS = Pattern(r"(?i)(?:\s\([^()]{1,30}\))?,\s(?:the\s)?")
DOSE_OF_ARM = Pattern(
    r"(?i)(?<![\w.])(?P<n>\d+(?:\.\d+)?)\s?(?P<unit>mg(?:/m2|/kg)?|g|µg|mcg|IU|Gy)$|^(?!group|arm)(?P<code>[a-z]+)[ -]?(?P<m>\d{2,4})$"
)
_LAST = 3  # sentences in which a document concludes

TITLE_FIRST = 2.0  # named first of both in the title
CONCLUSION_FIRST = 0.6  # named first, or alone, in the conclusion
PAIRS_FIRST = 0.6  # named first in most of the sentences that name both
AIM_FIRST = 0.5  # named first where the aim names both
LISTED_FIRST = 0.4  # set out first
MORE_GIVEN = 2.5  # given most, of doses of one drug: the lower one is more often the approved
DECLARED = -4.0  # said to be the standard, which outweighs all order
NAMED_FIRST = 0.4  # named first in the document


class Spoken(NamedTuple):
    """A document's sentences with the arms that each names, the arms' labels as they are set out, and by first mention."""

    sentences: Sequence[Sentence]
    mentions: Sequence[Sequence[Mention]]
    listed: Sequence[str]
    by_mention: Sequence[str]


def speaks_for(label: str, spoken: Spoken) -> float:
    """How much speaks for an arm's being the one that is tried; only differences between arms of one document count."""
    order = [_labels(m) for m in spoken.mentions]
    later = [o for o in order[1:] if len(o) > 1]
    aim = next((o for s, o in zip(spoken.sentences[1:], order[1:], strict=True) if len(o) > 1 and _AIM.search(s.text)), [])  # fmt: skip
    end = [o for o in order[-_LAST:] if o]
    firsts = Counter(o[0] for o in later).most_common(2)
    most = firsts[0][0] if firsts and (len(firsts) == 1 or firsts[0][1] > firsts[1][1]) else ""
    evidence = (
        (TITLE_FIRST, _first_of_title(spoken)),
        (CONCLUSION_FIRST, end[-1][0] if end else ""),
        (PAIRS_FIRST, most),
        (AIM_FIRST, aim[0] if aim else ""),
        (LISTED_FIRST, spoken.listed[0]),
        (NAMED_FIRST, spoken.by_mention[0]),
    )
    more = MORE_GIVEN if label == _most_given(spoken.listed) else 0.0
    more += DECLARED if _is_declared(label, spoken) else 0.0
    return more + sum(weight for weight, first in evidence if first == label) + _by_words(label, spoken)


def _most_given(labels: Sequence[str]) -> str:
    """The arm with the highest dose, of arms whose labels end in doses of one unit; "" where they do not."""
    doses = [DOSE_OF_ARM.search(label) for label in labels]
    if len({dose["unit"] or dose["code"] for dose in doses if dose}) != 1 or not all(doses):
        return ""
    amounts = [float(dose["n"] or dose["m"]) for dose in doses if dose]
    return labels[amounts.index(max(amounts))]


def _first_of_title(spoken: Spoken) -> str:
    """The arm that the title names first of two that it sets against each other, "" where it does not."""
    text, names = spoken.sentences[0].text, spoken.mentions[0]
    first = ""  # of a list
    for a, b in pairwise(names):
        between = text[a.end : b.start]
        if a.label != b.label and _AGAINST.search(between + " "):
            return first or a.label
        first = (first or a.label) if a.label != b.label and _LISTS.fullmatch(between) else ""
    return ""


def _labels(mentions: Sequence[Mention]) -> list[str]:
    return list(dict.fromkeys(m.label for m in mentions))


def _is_declared(label: str, spoken: Spoken) -> bool:
    """Whether a sentence says that the arm is the standard, or one that the other is added to."""
    return any(
        one.label == label
        and (
            _OR_WITH_MORE.match(sentence.text, one.start)
            or _STANDARD.match(_ASIDE.sub("", sentence.text[one.end : one.end + 2 * _NEAR]))
        )
        for sentence, mentions in zip(spoken.sentences, spoken.mentions, strict=True)
        for one in mentions
    )


def _by_words(label: str, spoken: Spoken) -> float:
    """What the words beside an arm's names say for it, from -_MOST to _MOST."""
    total = 0.0
    for i, (sentence, mentions) in enumerate(zip(spoken.sentences, spoken.mentions, strict=True)):
        said = sum(_beside(sentence.text, one, mentions) for one in mentions if one.label == label)
        total += said * (_TITLE if i == 0 else 1.0)
    return max(-_MOST, min(_MOST, total))


def _beside(text: str, one: Mention, mentions: Sequence[Mention]) -> float:
    """What stands beside a name says nothing of another arm's name beyond it."""
    begin = max((m.end for m in mentions if m.end <= one.start and m.label != one.label), default=0)
    end = min((m.start for m in mentions if m.start >= one.end and m.label != one.label), default=len(text))
    before = text[max(begin, one.start - _NEAR) : one.start]
    after = text[one.end : min(end, one.end + _NEAR)]
    return sum(weight for pattern, weight in _BEFORE if pattern.search(before)) + sum(
        weight for pattern, weight in _AFTER if pattern.match(after)
    )
