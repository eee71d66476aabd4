"""Complete and partial responses in a bracket that together are the responders before it: "14 of 40 (35%) on A responded (3 complete, 11 partial)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_KIND = r"(?:complete|partial|CRs?|PRs?)\b(?:\s(?:responses?|remissions?|responders?|regressions?))?"
_PARTS = Pattern(rf"(?i)[(\[]\s?(?P<a>{COUNT})\s{_KIND}(?:,|,?\sand|\splus)\s(?P<b>{COUNT})\s{_KIND}\s?[)\]]")
_OWN = Pattern(
    r"(?i)\s(?:(?P<c>complete|CRs?\b)|partial|PRs?\b)(?:\s(?P<x>(?:response|remission|responder|regression)s?))?(?=\s?[,)\]]|,?\s(?:and|plus)\s)"
)
# "14 had stable disease and 5 progressive disease"
_HAD = Pattern(
    r"(?i)\s(?:(?:had|showed|achieved|obtained)\s(?:an?\s)?)?(?P<x>(?:complete|partial|stable|progressive|minor)\s(?:responses?|remissions?|disease))\b"
)
_ALL = Pattern(rf"(?i)(?<![\w.,/])(?P<n>{COUNT})(?=\s(?:[(\[]|(?:out\s)?of\s|[a-z])|/\d)")


def kind_of_response(text: str, end: int) -> str:
    """What a count that ends there is of, where a kind of response stands behind it in a list or a bracket; "" where none does."""
    if had := _HAD.match(text, end):
        return had["x"].lower()
    match = _OWN.match(text, end)
    kind = "complete" if match and match["c"] else "partial"
    return f"{kind} {match['x'] or 'response'}" if match else ""


def responses(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], str]]:
    """Place and arm of both counts of each such bracket, the arm being the last that is named before it, and the only one since the
    number of which both are the sum."""
    if "artial" not in sentence.text and "PR" not in sentence.text:
        return
    last = 0
    for match in _PARTS.finditer(sentence.text):
        together = whole(match["a"]) + whole(match["b"])
        begin, last = last, match.end()
        every = [m for m in _ALL.finditer(sentence.text, begin, match.start()) if whole(m["n"]) == together]
        named = {m.label for m in mentions if every and every[0].start() <= m.start < match.start()}
        if len(named) == 1:
            yield from ((match.span(g), next(iter(named))) for g in ("a", "b"))
