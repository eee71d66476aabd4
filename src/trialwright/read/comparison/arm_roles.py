"""Arms that a table names by their roles alone."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.comparison.arm_codes import are_two
from trialwright.read.comparison.arm_words import SIZED
from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.column_kinds import without_measures
from trialwright.read.patterns import Pattern

_GROUP = r"(?:\s(?:group|arm|schools?|clusters?|villages?|site|cohort|period|phase))?"
_ROLES = {
    TRIED: Pattern(
        rf"(?i)(?:the\s)?(?:intervention|experimental|treatment|treated|active|trained|study|test){_GROUP}"
    ),
    COMPARED: Pattern(
        rf"(?i)(?:the\s)?(?:controls?|comparison|comparator|untreated|usual care|standard care){_GROUP}"
    ),
}


def by_role(question: Question, names: Sequence[str]) -> list[str]:
    """The arms of names that are the roles alone ("Intervention group", "Control"), where the question's words for the arms
    are among none of them; the arm that is asked of as a control is one. All are "" unless both roles are named,
    and where the document sets out a third arm, of which the role may be."""
    bare = [without_measures(SIZED.sub("", name)).strip(" ,;:()") for name in names]
    found = [next((role for role, p in _ROLES.items() if p.fullmatch(name)), "") for name in bare]
    if set(_ROLES) - set(found) or not are_two(question):
        return [""] * len(found)
    turned_round = question.is_control(question.intervention) and not question.is_control(question.comparator)
    other = {TRIED: COMPARED, COMPARED: TRIED, "": ""}
    return [other[side] for side in found] if turned_round else found
