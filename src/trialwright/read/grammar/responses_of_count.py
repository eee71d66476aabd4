"""Complete and partial responses in a bracket that together are the responders before it: "14 of 40 (35%) on A responded (3 complete, 11 partial)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_KIND = r"(?:complete|partial|CRs?|PRs?)\b(?:\s(?:responses?|remissions?|responders?|regressions?))?"
_PARTS = Pattern(rf"(?i)[(\[]\s?(?P<a>{COUNT})\s{_KIND}(?:,|,?\sand|\splus)\s(?P<b>{COUNT})\s{_KIND}\s?[)\]]")
# "22 of the A group (CR 5, PR 17)", "(20%; 10 completely, 36 partially)"
_NAMED_FIRST = Pattern(
    rf"(?i)[(\[](?:[\d.]+\s?%[;,]\s)?(?:(?P<k>complete|CRs?)\b:?\s(?P<a>{COUNT})(?:,|;|,?\sand)\s(?P<l>partial|PRs?)\b:?\s(?P<b>{COUNT})|(?P<c>{COUNT})\s(?:completely|complete)(?:,|;|,?\sand)\s(?P<d>{COUNT})\s(?:partially|partial))\s?[)\]]"
)
_OWN = Pattern(
    r"(?i)\s(?:(?P<c>complete|CRs?\b)|partial|PRs?\b)(?:\s(?P<x>(?:response|remission|responder|regression)s?))?(?=\s?[,)\]]|,?\s(?:and|plus)\s)"
)
# "14 had stable disease and 5 progressive disease"
_HAD = Pattern(
    r"(?i)\s(?:(?:had|showed|achieved|obtained)\s(?:an?\s)?)?(?P<x>(?:complete|partial|stable|progressive|minor)\s(?:responses?|remissions?|disease))\b"
)
_ALL = Pattern(rf"(?i)(?<![\w.,/])(?P<n>{COUNT})(?=\s(?:[(\[]|(?:out\s)?of\s|[a-z])|/\d)")


def kind_of_response(text: str, end: int) -> str:
    """What a count that ends there is of, where a kind of response stands behind it in a list or a bracket, or just before it in a
    bracket of both; "" where none does."""
    opened = max(text.rfind("(", 0, end), text.rfind("[", 0, end))
    named = _NAMED_FIRST.match(text, opened) if opened >= 0 else None
    for group, kind in (("a", "complete"), ("b", "partial"), ("c", "complete"), ("d", "partial")):
        if named and named.end(group) == end:
            return f"{kind} response"
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
    for match in sorted(
        (*_PARTS.finditer(sentence.text), *_NAMED_FIRST.finditer(sentence.text)), key=lambda m: m.start()
    ):
        places = [match.span(g) for g in "abcd" if g in match.re.groupindex and match[g]]
        together = sum(whole(sentence.text[slice(*place)]) for place in places)
        begin, last = last, match.end()
        every = [m for m in _ALL.finditer(sentence.text, begin, match.start()) if whole(m["n"]) == together]
        named = {m.label for m in mentions if every and every[0].start() <= m.start < match.start()}
        if len(named) == 1:
            yield from ((place, next(iter(named))) for place in places)
