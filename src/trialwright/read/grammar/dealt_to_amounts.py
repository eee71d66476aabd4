"""Sizes of arms that are called by an amount, before it: "41 adults were assigned to 40 mg and 39 to 50 mg", which is no range."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import BELOW_HUNDRED, COUNT
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.patterns import Pattern

_DEALS = Pattern(r"(?i)\b(?:random\w*|assigned|allocated|allotted)\b")
_TO_AMOUNT = Pattern(
    rf"(?i)(?<![\w.,/-])(?P<n>{COUNT})\s(?:(?:[a-z-]+\s)?{PEOPLE}\s)?(?:(?:were|was)\s)?(?:randomly\s)?(?:(?:assigned|allocated|allotted|randomi[sz]ed)\s)?(?:to\s(?:receive\s)?|received\s)(?=(?:[\d.]{{1,5}}|{BELOW_HUNDRED})\s?-?(?:Gy|mg|g|µg|mcg|IU|mL|fractions|weeks?|months?|days?|years?|cycles)\b)"
)
_REACH = 30  # characters from the amount to the name that it is of, as in "50 Gy in 25 fractions"


def dealt_to_amounts(text: str, mentions: Sequence[Mention]) -> dict[tuple[int, int], str]:
    """Place of each size → label of its arm, where at least two arms have one each."""
    if not _DEALS.search(text):
        return {}
    found = {}
    for match in _TO_AMOUNT.finditer(text):
        name = next((m for m in mentions if m.start >= match.end()), None)
        if name and name.start - match.end() < _REACH and " and " not in text[match.end() : name.start]:
            found[match.span("n")] = name.label
    return found if len(found) > 1 and len(set(found.values())) == len(found) else {}
