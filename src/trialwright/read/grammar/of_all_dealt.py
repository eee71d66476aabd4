"""Numbers that say what all people were like who are then dealt out to arms: "80 adults (mean age 61, SD 9) were randomised to A or B"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

_DEALT = Pattern(
    r"(?i)\b(?:randomi[sz]ed|randomly\s(?:assigned|allocated|divided)|assigned|allocated|allotted|divided)\b"
)
# or at the start of a sentence without their number: "Adults (62 ± 7 years) were randomised to A or B"
_COUNTED = Pattern(
    rf"(?i)(?:(?<![\w.,/=±<>-]){COUNT}\s{FEW}|^\W{{0,3}}(?:[a-z][\w-]*\s){{0,2}}?){PEOPLE}(?:\swith\s[^.;,()\d]{{2,60}}?)?\s[(\[]"
)
_LIKE = Pattern(r"(?i)\b(?:age[ds]?|years?|yrs?|women|men|m?ales?|females?|boys|girls|BMI)\b")
# "41 (mean age 44) were assigned to A and 39 (mean age 46) to B": people of one arm, and then of the other
_AND_OTHERS = Pattern(
    rf"(?i)(?:\band|[,;]|\bwhile|\bwhereas|\bthe\s(?:other|remaining))\s(?:the\s)?(?:(?:other|remaining)\s)?{COUNT}\b"
)
# "was performed in 80 women, mean age 61 ± 9 years"
_AGED = Pattern(
    rf"(?i)\b(?:performed\sin|conducted\sin|carried\sout\sin|included|including|enrol+ed|recruited|studied|involving|total\sof)\s(?:a\stotal\sof\s)?{COUNT}\s{FEW}{PEOPLE}(?:,|\s?[(]|\swith)\s?(?:an?\s)?(?:mean|median|average)\sage(?:\s(?:was|of|=))?\s?"
)
_ONE_OR_OTHER = Pattern(r"(?i)\b(?:to|into|between)\s[^.;]{2,90}?\s(?:or|versus|and)\s")


def of_all_dealt(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> frozenset[int]:
    """Indices of numbers in a bracket on those whom the sentence then deals out to two arms or more, which are of no arm."""
    text = sentence.text
    if aged := _AGED.search(text) if mentions else None:
        return frozenset(i for i, (a, _) in enumerate(values) if aged.end() <= a <= aged.end() + 3)
    if "(" not in text or not mentions or not _DEALT.search(text):
        return frozenset()
    first = mentions[0]
    counted = _COUNTED.search(text, 0, first.start)
    end = _closed(text, counted.end() - 1) if counted else -1
    if counted is None or not counted.end() < end <= first.start:
        return frozenset()
    if not _LIKE.search(text, counted.end(), end) or not _are_dealt(text, end, mentions):
        return frozenset()
    return frozenset(i for i, (a, b) in enumerate(values) if counted.end() <= a <= end and b <= end + 1)


def _are_dealt(text: Text, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether those before a bracket that ends there are dealt out to the arm named first or another, without a new count of people."""
    first = mentions[0]
    if not _DEALT.search(text, 0, first.start):
        return False
    other = next((m for m in mentions if m.label != first.label), None)
    if other is None:  # the other arm may be called by no name of its own: "to intervention or A"
        led = _ONE_OR_OTHER.search(text, end, first.start)
        return led is not None and not _AND_OTHERS.search(text, led.start(), first.start)
    return not _AND_OTHERS.search(text, first.end, other.start)


def _closed(text: Text, start: int) -> int:
    """Where the bracket that opens at `start` is closed, -1 where it is not."""
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] in "([") - (text[i] in ")]")
        if depth == 0:
            return i
    return -1
