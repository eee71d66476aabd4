"""Short forms that a document defines for itself: "standard of care (SOC)"."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_SHORT = Pattern(
    r"[(\[]\s?([A-Za-z][A-Za-z0-9/+-]{1,9})\s?(?:[;,][^()\[\]]{0,60})?[)\]]"  # in square ones within round ones
)
_NO_NAME = Pattern(
    r"(?i):|\b(?:was|were|had|is|are)\b"
)  # words of a sentence that happen to have the letters
_JOINS = Pattern(r"(?i)(?:and|or|with|by|in|to|for|of)\s")  # what no name begins with
_WORD = Pattern(r"[A-Za-z0-9][\w'+-]*")


def abbreviations(sentences: Iterable[Sentence]) -> dict[str, str]:
    """Short form → long form, the first definition of each; a plural tells the singular. Source: Schwartz & Hearst 2003, PSB 451."""
    found: dict[str, str] = {}
    for sentence in sentences:
        for match in _SHORT.finditer(sentence.text):
            short = match.group(1)
            if sum(c.isupper() for c in short) < 2 or short in found:
                continue
            long = _long_form(short, sentence.text[max(0, match.start() - 120) : match.start()])
            if long:
                found[short] = long
    for short, long in list(found.items()):
        if short.endswith("s") and short[:-1].isupper() and len(short) > 2 and long.endswith("s"):
            found.setdefault(short[:-1], long[:-1])  # "decision aids (DAs)" tells DA too
    return found


def _long_form(short: str, before: str) -> str:
    """The words before the parenthesis whose letters spell `short`, or ""."""
    letters = [c.lower() for c in short if c.isalnum()]
    most = min(len(letters) + 5, 2 * len(letters))
    words = list(_WORD.finditer(before))[-most:]
    if not words or before[words[-1].end() :].strip():
        return ""
    start = words[0].start()
    place, text = len(before) - 1, before.lower()
    for index in range(len(letters) - 1, -1, -1):
        while place >= start and not (
            text[place] == letters[index] and (index > 0 or place == 0 or not text[place - 1].isalnum())
        ):
            place -= 1
        if place < start:
            return ""
        place -= 1
    long = before[place + 1 :].strip()
    if (
        _JOINS.match(long)
        or _NO_NAME.search(long)
        or (long[-1].isdigit() and not any(c.isdigit() for c in short))
    ):
        return ""
    return long if len(long) > len(short) and "." not in long and ")" not in long else ""
