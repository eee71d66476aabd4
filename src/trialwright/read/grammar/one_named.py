"""Which arm a contrast is of where its sentence names one alone: the one it is said to be of, or the other where that is the reference."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.mentions import Mention
from trialwright.read.patterns import Pattern

# "with A as the reference", "reference: A", "A was the reference"
_REFERENCE_BEHIND = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|therapy|treatment|care))?\s(?:was\s|being\s|is\s|taken\s|used\s|set\s)?(?:as\s)?(?:the\s|a\s)?(?:reference|baseline\sgroup|comparator)\b"
)
_REFERENCE_BEFORE = Pattern(
    r"(?i)\breference(?:\s(?:group|arm|category|treatment))?(?:,|:|\s=|\swas|\sis|\sbeing)?\s(?:the\s)?$"
)
# "hazard ratio for relapse in the A group was": of A, and not of what is compared with A
_OF = Pattern(
    r"(?i)\b(?:in|for|among|on|with|of)\s(?:(?:the|those|patients|people|participants|women|men|children|adults|on|in|given|receiving|assigned\sto)\s){0,3}$"
)
_AGAINST = Pattern(
    r"(?i)\b(?:compar\w+|relative|versus|vs|than|over|against|contrast|respect|reference|minus|between|differ\w*\sfrom)\b"
)
# "in those not on A", "in those who stopped A"
_WITHOUT = Pattern(r"(?i)\b(?:not|never|without|off|no\slonger|stopp\w+|switch\w+|previous\w*)\b")
_SPAN = 160  # characters from where a contrast begins to its number


def turned_pair(
    text: str, mentions: Sequence[Mention], at: int | None, known: tuple[str, str]
) -> tuple[str, str]:
    """`known` (arm, versus), or the other way round where the one arm that is named is its first as the reference, or its
    second as that which the contrast is of. at : where the contrast begins."""
    labels = {m.label for m in mentions}
    if len(labels) != 1 or at is None:
        return known
    (label,) = labels
    turned = known[::-1]
    for m in mentions:
        if _REFERENCE_BEHIND.match(text, m.end) or _REFERENCE_BEFORE.search(text, 0, m.start):
            return turned if label == known[0] else known
    if label != known[1]:
        return known
    own = [m for m in mentions if at <= m.start < at + _SPAN]
    number = _NUMBER.search(text, at)
    if not own or number is None or own[0].end > number.start():
        return known
    if _AGAINST.search(text, at, own[0].start) or _WITHOUT.search(text, at, own[0].start):
        return known
    return turned if _OF.search(text, 0, own[0].start) else known


_NUMBER = Pattern(r"\d")
