"""Arms that are named together by a letter or an amount each: "groups K, M and S", "the 12- and 6-month groups"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trialwright.read.grammar.lexis import plain
from trialwright.read.patterns import Pattern

_ONE = r"(?:[A-Z]|\d|I{1,3}V?)"
_JOIN = r",?\s(?:and|or|versus|vs\.?|to|&)\s"
_LETTERS = Pattern(
    rf"\b(?P<w>[Gg]roup|[Aa]rm|GROUP|ARM)s?\s(?P<list>{_ONE}(?:,\s{_ONE}){{0,3}}{_JOIN}{_ONE})(?![\w.])"
)
_BEFORE = Pattern(rf"(?<![\w.-])(?P<list>[A-Z](?:,\s[A-Z]){{0,3}}{_JOIN}[A-Z])\s(?P<w>[Gg]roup|[Aa]rm)s\b")
_AMOUNTS = Pattern(
    r"(?<![\w./-])(?P<a>\d{1,4})-?(?:,\s(?P<c>\d{1,4})-?)?,?\s(?:and|or|versus|vs\.?)\s(?P<b>\d{1,4})[\s-](?P<u>[A-Za-z]{1,10})s?\s(?:\w+\s)?(?:groups|arms|regimens|schedules)\b"
)
_EACH = re.compile(rf"(?<![\w]){_ONE}(?![\w])")


def together(text: str, labels: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, label) of each arm of a list whose members all are arms. labels : a name in one spelling → its arm."""
    for pattern in (_LETTERS, _BEFORE):
        for match in pattern.finditer(text):
            places = [(m.span(), labels.get(plain(f"{match['w']} {m.group()}"))) for m in _EACH.finditer(text, *match.span("list"))]  # fmt: skip
            if all(label for _, label in places):
                yield from ((a, b, label) for (a, b), label in places if label)
    for match in _AMOUNTS.finditer(text):
        spans = [match.span(g) for g in ("a", "c", "b") if match[g]]
        found = [(a, b, _amount(text[a:b], match["u"], labels)) for a, b in spans]
        if all(label for _, _, label in found):
            yield from found


def _amount(n: str, unit: str, labels: Mapping[str, str]) -> str:
    names = (f"{n} {unit}", f"{n} {unit}s", f"{n} {unit} group", f"{n} {unit}s group", f"{n}{unit}")
    return next((labels[plain(name)] for name in names if plain(name) in labels), "")
