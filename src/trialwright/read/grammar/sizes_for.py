"""Sizes printed before the arm they are of: "(n = 41 for zinc, n = 40 for placebo)"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import INT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]

_LEADS = r"(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\sto|for|in|on|with|to|given|taking|receiving)\s(?:the\s|an?\s)?"
_NEAR = 70  # characters from a size to the name it is of
_FOR = Pattern(rf"(?i)\bn\s?=\s?(?P<n>{INT})\s(?:{FEW}{PEOPLE}\s)?{_LEADS}$")
_EQUALS = Pattern(
    rf"(?:\s(?:groups?|arms?))?\s?(?:\([A-Z]{{1,5}})?\s{{0,2}}=\s{{0,2}}(?P<n>{INT})(?=\s?[,;)])"
)


def sizes_for(text: Text, mentions: Sequence[Mention]) -> dict[Place, str]:
    """The place of each "n = 41" that a preposition joins to the name of an arm just behind it, and the arm's label, where two arms
    or more have theirs so: one alone may be of some other group that is given the same."""
    if "=" not in text:
        return {}
    told = ((_FOR.search(text, max(0, m.start - _NEAR), m.start), m.label) for m in mentions)
    found = {match.span("n"): label for match, label in told if match}
    return found if len(set(found.values())) > 1 else {}


def equal(
    text: Text, mentions: Sequence[Mention], labels: Sequence[str], people: int | None
) -> dict[Place, str]:
    """ "(cases = 46, controls = 42)", "a zinc group (ZG = 46) and a control group (CG = 42)": one for each arm, and most people."""
    if "=" not in text:
        return {}
    found = [(m.label, match) for m in mentions if (match := _EQUALS.match(text, m.end))]
    together = sum(whole(match["n"]) for _, match in found)
    most = people and 0.5 * people <= together <= people
    told = len(found) > 1 and sorted(label for label, _ in found) == sorted(labels) and most
    return {match.span("n"): label for label, match in found} if told else {}
