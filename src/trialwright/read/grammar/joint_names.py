"""Two names of treatments that are said of people who are given both: "A plus B", "A added to B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.mentions import Mention

_ADDED = Pattern(
    r"(?i)(?:(?!\b(?:or|versus|vs|than|compared|and|to receive)\b)(?:[^.;]|\.(?=\d))){0,60}?"
    r"(?:\bplus|\+|\badded to|\bin addition to|\bon top of|\bas well as|\b(?:combined|in combination) with)\s?(?:the\s|their\s)?"
)
PLUS = Pattern(r"(?i)\s?(?:\+|\bplus|\b(?:combined|in combination) with)\s(?!placebo)")
_JOINT = Pattern(
    r"(?i)\s?(?:\+|\bplus|\b(?:combined|in combination) with)\s?(?!(?:the\s)?(?:placebo|sham|usual|standard|routine|no)\b)(?=[a-z])"
)
_JOINT_BEFORE = Pattern(r"(?i)(?<!placebo)(?<!sham)(?<!care)\s(?:\+|plus|combined with)\s$")

# "the combination", and "A plus B" of which it is
COMBINED = Pattern(r"(?i)(?:the\s)?combin(?:ation|ed)(?:\s(?:therapy|treatment|regimen|chemotherapy))?")
PLUS_ONE = Pattern(r"(?i)\s?(?:\+|\bplus|\bcombined\swith)\s[\w-]+")


# "losartan/hydrochlorothiazide", "amoxicillin/clavulanate"
_COMPOUND_BEHIND = Pattern(
    r"/(?!day|week|month|hour|dose|kg|group|arm|control|placebo|sham|usual|no\b|or\b)[A-Za-z-]{4,}\b"
)
_COMPOUND_BEFORE = Pattern(r"(?<![\w/-])[A-Za-z-]{4,}/$")


def compound(text: str, name: Mention) -> tuple[int, int] | None:
    """The place of two drugs in one, where the name is of one of them: "X/Y"."""
    if "/" not in text or not text[name.start].isalpha():
        return None
    behind = _COMPOUND_BEHIND.match(text, name.end)
    before = _COMPOUND_BEFORE.search(text, max(0, name.start - 30), name.start)
    if behind is None and before is None:
        return None
    return before.start() if before else name.start, behind.end() if behind else name.end


def are_together(sentence: Sentence, first: Mention, second: Mention) -> bool:
    """Whether two names are said of people who are given both, whether in a bracket or not: "A plus B", "A added to B"."""
    inside = not sentence.bare[first.start : second.end].strip()
    if inside:
        return PLUS.fullmatch(sentence.text, first.end, second.start) is not None
    return _ADDED.fullmatch(sentence.bare[first.end : second.start]) is not None


def is_one_of_both(sentence: Sentence, name: Mention) -> bool:
    """Whether a name of a factorial trial is said together with what is no name, so that its people had both: "A plus Z"."""
    text = sentence.text
    if _JOINT.search(text, name.start, name.end):
        return False
    return _JOINT.match(text, name.end) is not None or _JOINT_BEFORE.search(text, 0, name.start) is not None


def is_sham_of(text: str, mention: Mention) -> bool:
    """Whether the name just behind this one is of what it only looks like: "sham acupuncture"."""
    return text[mention.end] in " -" and text[mention.start : mention.end].lower() in (
        "sham",
        "simulated",
        "mock",
    )
