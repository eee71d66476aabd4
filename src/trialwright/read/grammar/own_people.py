"""Numbers ahead of an arm's name that have people, a group or a dose of their own: "13 (9%) smokers and 22 (15%) placebo users"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.link import Mention

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
