"""Numbers ahead of an arm's name that have people, a group or a dose of their own: "13 (9%) smokers and 22 (15%) placebo users"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.mentions import Mention

Place = tuple[int, int]

# "treated men and " between two numbers
_OWN_PEOPLE = Pattern(
    rf"(?i)[)\]]?\s(?!(?:in|of|for|on|with|among|at|had|were|was)\b)(?:[a-z-]+\s){{0,3}}?(?:{PEOPLE}|[a-z-]+ers|users|recipients)"
    r"\s(?:and|but|while|whereas|vs\.?|versus|v|compared (?:with|to)|against|than)\s(?:only\s)?"
)
# "on the middle dose", "in the older group"
_OWN_GROUP = Pattern(
    r"(?i)[)\]]?(?:\s?[(\[][^()\[\]]{1,70}[)\]])?\s(?:on|in|with|of|for|among|given|receiving)\s(?:the\s|those\s(?:on|in)\sthe\s)"
    r"(?!(?:same|latter|former|entire|whole|total|overall|study|trial|two|three|four)\b)(?:[a-z][\w-]*\s){1,3}?(?:doses?|groups?|arms?|regimens?|cohort)\b"
)
# "16% of women with the gel, and pain by 39% with injections", "16% for the gel, 39% for tablets and 12% for A": as the one has its
# people behind it, so has the other
_WORD = r"(?P<w>for|with|on|given|receiving|after|under)"
_HAS_ITS_OWN = Pattern(rf"(?i)\d(?:\s?%)?[)\]]?(?:\sof\s(?:the\s)?{PEOPLE})?\s{_WORD}\s(?:the\s)?$")
_SO_HAS_THIS = Pattern(
    rf"(?i)[)\]]?(?:\sof\s(?:the\s)?{PEOPLE})?\s{_WORD}\s(?!(?:the\s)?(?:days?|weeks?|months?|years?|average|admission|follow|entry|baseline|discharge|it|them|treatment|therapy|study|trial)\b)(?:[a-z]\.[a-z]\.(?:\s[^.;,()\d]{{2,60}})?|[a-z][^.;,()\d]{{2,60}})"
)
_THEN = Pattern(r"(?i),?\s?(?:(?:and|or|versus|vs\.?|but|against|than)\s)?(?:(?:only|in|to)\s)?")
# "17% of the counselled women and 32% of", before those of an arm
_KIND_OF_THEIRS = Pattern(
    rf"(?i)[)\]]?\s(?:of|in|among|by|for)\s(?:the\s)?(?P<w>[a-z-]+)\s{PEOPLE}\s(?:and|but|versus|vs\.?|v|against|than|compared\s(?:with|to))\s(?:(?:only|in|of|by)\s)*"
)
_BY_TREATMENT = Pattern(
    r"(?i)(?!(?:un)?(?:affected|infected|diagnosed|aged|related|married|employed|educated|exposed|invited|screened|selected|randomi[sz]ed|enrol+ed|included|studied|hospitali[sz]ed|admitted|injured|remaining)\b)[a-z-]+ed"
)
_THEIRS = Pattern(
    rf"(?i)[)\]]?(?:\s?[(\[][^()\[\]]{{1,70}}[)\]])?\s(?:of|in|among|by|for)\s(?:(?:the|those|{PEOPLE}|in|on|given|having|receiving|taking|with|who\s(?:had|received)|assigned\sto|allocated\sto)\s){{0,4}}"
)
_COUNTED = Pattern(r"(?i)[)\]]?\s(?:the\s)?")  # between a number and the name that it counts


def is_of_own(sentence: Sentence, one: Place, later: Place | None, names: Sequence[Mention]) -> bool:
    """Whether a number ahead of all names has people of its own at once, and so has the `later` one, by the name; or a group or a
    dose of its own: "9% on the middle dose and 7% on placebo"."""
    if any(m.end <= one[0] for m in names):
        return False
    group = _OWN_GROUP.match(sentence.text, one[1])
    if group is not None and not any(one[1] <= m.start < group.end() for m in names):
        return True
    name = next((m for m in names if m.start >= one[1]), None)
    if later is None or name is None or _COUNTED.fullmatch(sentence.text, later[1], name.start) is None:
        return False
    return _OWN_PEOPLE.fullmatch(sentence.text, one[1], later[0]) is not None


def has_others_behind(sentence: Sentence, one: Place, later: Place | None, names: Sequence[Mention]) -> bool:
    """Whether a number has people of its own behind it by a name that is no arm's, as an arm that is named stands behind its own
    number, by the same word: "16% with the gel, and pain in 39% with injections", "16% for the gel and 12% for A"."""
    this = _SO_HAS_THIS.match(sentence.text, one[1])
    if this is None or any(one[1] <= m.start < this.end() for m in names):
        return False
    name = next((m for m in reversed(names) if m.end <= one[0]), None)
    if name is None:
        name = names[0] if later and _THEN.fullmatch(sentence.text, this.end(), later[0]) else None
    own = _HAS_ITS_OWN.search(sentence.text, 0, name.start) if name else None
    return own is not None and own["w"].lower() == this["w"].lower()


def has_kind_before(
    sentence: Sentence, one: Place, later: Place | None, names: Sequence[Mention]
) -> str | None:
    """What tells the people of a number ahead of the one arm's name apart, where the `later` number is of that arm: "treated" if they
    are those who were treated, "other" if they are others, None if they have no people of their own."""
    name = names[0]
    if later is None or name.start < later[1] or not _THEIRS.fullmatch(sentence.text, later[1], name.start):
        return None
    kind = _KIND_OF_THEIRS.fullmatch(sentence.text, one[1], later[0])
    if kind is None:
        return None
    return "treated" if _BY_TREATMENT.fullmatch(kind["w"]) else "other"


# "than of those with A (41%) or soap only (48%)"
_AGAINST_ONE = Pattern(
    rf"(?i)\b(?:than|versus|vs\.?|compared\s(?:with|to)|against)\s(?:(?:the|those|that|{PEOPLE}|of|in|on|with|for|given|receiving)\s){{0,5}}$"
)
_OWN_BRACKET = Pattern(
    r"(?i)(?:\s(?:groups?|arms?))?\s?[(\[][^()]{1,60}[)\]](?:\sof\s\d+)?[)\]]?,?\s(?:or|and)\s(?:(?:the|those|of|in|on|with|for)\s){0,4}[a-z][^.;,()\d]{1,40}[(\[]"
)


def is_of_a_third(sentence: Sentence, one: Place, names: Sequence[Mention]) -> bool:
    """Whether a number stands in the bracket of what is no arm's name, listed with the one arm against which others are set."""
    name = next((m for m in reversed(names) if m.end <= one[0]), None)
    if name is None or not _AGAINST_ONE.search(sentence.text, max(0, name.start - 80), name.start):
        return False
    return _OWN_BRACKET.fullmatch(sentence.text, name.end, one[0]) is not None
