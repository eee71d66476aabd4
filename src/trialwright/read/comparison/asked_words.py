"""The words of a question as they are meant: without what tells of the whole trial, and spelled as the document spells them."""

from __future__ import annotations

import re

from trialwright.read.patterns import Pattern

_WHO = r"(?:patients|people|participants|subjects|adults|children|infants|women|men|volunteers|seniors|athletes|students|nurses|smokers)"
# "bloating - effect of a diet on symptoms in people with asthma": what stands behind the dash is the trial's title
_TITLE = Pattern(
    rf"(?i)\s[-–]\s(?=(?:the\s)?(?:effects?|efficacy|impact|influence|comparison|role|safety)\sof\b|[^–]*\b(?:in|of|for|among)\s(?:[\w/-]+\s){{0,4}}{_WHO}\b)"
)
_LONG = re.compile(r"[a-z]{8,}")
_ALIKE = 3  # letters that two spellings of a word begin with: "abduction" is not "adduction"


def without_title(outcome: str) -> str:
    """An outcome without the title of the trial behind a dash; the whole where nothing stands before it."""
    match = _TITLE.search(outcome)
    return outcome[: match.start()] if match and len(outcome[: match.start()].strip()) > 2 else outcome


def respelled(asked: str, text: str) -> str:
    """A question with each long word that the document lacks in the spelling of the one word of the document that it differs
    from by a letter left out, put in, changed or taken with its neighbour ("abstienence")."""
    lower = text.lower()
    known: set[str] = set()
    for word in dict.fromkeys(_LONG.findall(asked.lower())):
        if word in lower or word.rstrip("s") in lower:
            continue
        known = known or set(_LONG.findall(lower))
        near = {w for w in known if w[:_ALIKE] == word[:_ALIKE] and _is_slip(word, w)}
        if len({w.rstrip("s") for w in near}) == 1:
            asked = re.sub(rf"(?i)\b{word}\b", min(near), asked)
    return asked


def _is_slip(one: str, two: str) -> bool:
    """Whether two words differ by one letter, or by two neighbours that have changed places."""
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    begin = next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    a, b = one[begin:], two[begin:]
    swapped = len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
