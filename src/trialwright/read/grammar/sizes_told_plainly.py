"""Sizes of two arms told in plain words in the sentence that divides people: "a zinc group of 60", "60 (49%) of 122 were randomised to
A and 62 (51%) to B", "A (60 [49%]) or B (62 [51%])"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.beside import UNIT
from trialwright.read.grammar.counts_or_sizes import DIVIDES
from trialwright.read.grammar.lexis import COUNT, INT, PERCENT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]
_N = rf"(?P<n>{COUNT}){UNIT}"
_SHARE = rf"(?:\s?[(\[]\s?[\d.]+\s?{PERCENT}\s?[)\]])?"
# "a zinc group of 60 and a placebo group of 62"
_GROUP_OF = Pattern(rf"(?i)\s(?:groups?|arms?)\sof\s{_N}(?:\s{FEW}{PEOPLE})?(?=\s?[,;.)]|\sand\s|\s?$)")
# "60 (49%) of 122 adults were randomised to A and 62 (51%) to B"
_OF_ALL = Pattern(
    rf"(?i)(?<![\w.,/]){_N}{_SHARE}\s(?:out\s)?of\s(?:the\s|these\s)?(?P<t>{COUNT})(?:\s{FEW}{PEOPLE})?\s(?:were\s|was\s)?(?:randomly\s)?(?:randomi[sz]ed|assigned|allocated)\s(?:to\s)?(?:receive\s|the\s)?$"
)
_AND_TO = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?,?\s(?:(?:and|while|whereas)\s)?(?:the\s(?:other|remaining)\s)?{_N}{_SHARE}(?:\s(?:were\s)?(?:assigned|allocated|randomi[sz]ed))?\sto\s(?:receive\s|the\s)?"
)
# "A was received by 60 adults and B by 62", "A, given to 60 adults, with B, given to 62"
_TAKEN_BY = Pattern(
    rf"(?i)(?:\s(?:was|were)|,)\s(?:received|taken|used|given|administered|assigned|allocated|offered)\s(?:by|to|in)\s{_N}(?:\s{FEW}{PEOPLE})?"
)
_NEXT_BY = Pattern(rf"(?i)(?:,\sgiven)?\s(?:by|to|in)\s{_N}(?:\s{FEW}{PEOPLE})?(?=\s?[,;.]|\s?$)")
_THEN = Pattern(r"(?i),?\s(?:and|with|or|versus|vs\.?)\s(?:the\s)?")
# "A (60 [49%]) or B (62 [51%])"
_HELD = Pattern(
    rf"(?i)(?:\s(?:groups?|arms?))?\s?[(\[]\s?(?:n\s?=\s?)?(?P<n>{INT})\s?[,;\[(]\s?(?P<p>[\d.]{{1,5}})\s?{PERCENT}\s?[)\]]{{1,2}}"
)
_ROUNDED = 0.6  # percent points


def sizes_told_plainly(sentence: Sentence, mentions: Sequence[Mention], arms: int) -> dict[Place, str]:
    """Place → label of the arm, of one size for each of two arms; {} where the sentence divides nobody."""
    if arms != 2 or len(mentions) < 2 or not DIVIDES.search(sentence.text):
        return {}
    for one, two in pairwise(mentions):
        if one.label != two.label and (told := next(_told(sentence.text, one, two), None)):
            return {told[0]: one.label, told[1]: two.label}
    return {}


def _told(text: Text, one: Mention, two: Mention) -> Iterator[tuple[Place, Place]]:
    groups = _GROUP_OF.match(text, one.end), _GROUP_OF.match(text, two.end)
    if groups[0] and groups[1] and groups[0].end() <= two.start:
        yield groups[0].span("n"), groups[1].span("n")
    first = _OF_ALL.search(text, max(0, one.start - 120), one.start)
    second = _AND_TO.fullmatch(text, one.end, two.start) if first else None
    if first and second and whole(first["n"]) + whole(second["n"]) <= whole(first["t"]):
        yield first.span("n"), second.span("n")
    taken, then = _TAKEN_BY.match(text, one.end), _NEXT_BY.match(text, two.end)
    if taken and then and _THEN.fullmatch(text, taken.end(), two.start):
        yield taken.span("n"), then.span("n")
    held = _HELD.match(text, one.end), _HELD.match(text, two.end)
    if held[0] and held[1]:
        numbers = [whole(m["n"]) for m in held if m]
        shares = [float(m["p"]) for m in held if m]
        if all(abs(100 * n / sum(numbers) - p) <= _ROUNDED for n, p in zip(numbers, shares, strict=True)):
            yield held[0].span("n"), held[1].span("n")
