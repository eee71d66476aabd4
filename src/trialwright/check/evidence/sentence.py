"""The words of a sentence around a number."""

from __future__ import annotations

import re

from trialwright.model.result import Reading, Result
from trialwright.model.trial import Stated

NOTES = r"(?:[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹,⁻-]{0,11})?"  # raised numbers of references behind a full stop
_END = re.compile(rf"[.!?]{NOTES}\s+(?=[A-Z])|;\s|\n\s*\n")
_LONGEST = 300
_OWN_P = re.compile(r"(?i)\bp\s?[<>=≤≥]\s?$")  # where the quote begins at the number itself
_FIGURE_P = re.compile(r"(?i)\bp\s?[<>=≤≥]")


def clause_before(reading: Reading, r: Result) -> tuple[str, bool]:
    """(words from the start of the sentence or clause to this result, whether no other p stands among them)."""
    text = reading.document.text
    head = text[max(0, r.quote.start - _LONGEST) : r.quote.start]
    ends = [m.end() for m in _END.finditer(head) if m.group()[0] != ";" or not _is_open(head[: m.start()])]
    if not ends and r.quote.start > _LONGEST:
        return "", False
    said = _OWN_P.sub("", head[ends[-1] if ends else 0 :])
    return said, not _FIGURE_P.search(said)


def _is_open(text: str) -> bool:
    """Whether a bracket that opens in a text does not close there: "(12 % v 15 %"."""
    return text.rfind("(") > text.rfind(")")


def sentence_of(reading: Reading, r: Result | Stated) -> tuple[int, int]:
    """Offsets of the sentence that holds a result's or a statement's place."""
    text = reading.document.text
    before = [
        m.end()
        for m in re.finditer(
            rf"[.!?]{NOTES}\s+(?=[A-Z])|\n\s*\n", text[max(0, r.quote.start - 1000) : r.quote.start]
        )
    ]
    start = max(0, r.quote.start - 1000) + (before[-1] if before else 0)
    after = re.search(rf"[.!?](?={NOTES}\s+[A-Z]|\s*$|\s*\n\s*\n)", text[r.quote.end : r.quote.end + 1000])
    return start, r.quote.end + (after.end() if after else min(1000, len(text) - r.quote.end))
