"""The naming words that end at a place of a sentence."""

from __future__ import annotations

from trialwright.read.patterns import Pattern

_LEFT = Pattern(
    r"(?i).*(?:[.;:,]\s|\b(?:of|between|comparing|compared?|compares|received?|receiving|(?<!addition )(?<!added )to|either|(?:evaluat|assess|test|investigat|examin|stud|explor)(?:ing|e|s|es|ed|ied|y|ying)?|that|whether|from|for|in(?!\saddition)|by|on(?!\stop)|"
    r"was|were|is|are|undergo|undergoing|trial|study|randomi[sz]ed|effects?|efficacy|safety|the|an?|patients|women|had|have|been|than|if|treated with|assigned|allocated|allotted|underwent)\s)"
)
# "A plus removal of the B": what is added is named by more than its last words
_JOINED_OF = Pattern(r"(?i)\s(?:plus|followed by|combined with|\+)\s[\w-]+\s(?P<of>of\s(?:the\s)?)$")


def left_of(text: str, end: int, least: int = 0) -> tuple[str, int, int]:
    """The naming words that end at `end` and begin at `least` or later, with their place."""
    begin = max(least, end - 90)
    cut = _LEFT.match(text, begin, end)
    joined = _JOINED_OF.search(text, begin, cut.end()) if cut else None
    cut = _LEFT.match(text, begin, joined.start("of")) if joined else cut
    start = cut.end() if cut else begin
    if not cut and begin and text[begin - 1].isalnum():  # not from the middle of a word
        start = begin + len(text[begin:end].partition(" ")[0])
    return text[start:end], start, end
