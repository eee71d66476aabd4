"""Bounds that outcomes and parts of the people are told by: those of 50 or older are not those under 50."""

from __future__ import annotations

from trialwright.read.grammar.lexis import NUM, number
from trialwright.read.patterns import Pattern

_MORE = r"(?:>|≥|\b(?:at least|more than|greater than|older than|higher than|above|exceeding|over(?!\s\S{1,4}[\s-]?(?:hours?|days?|weeks?|months?)\b)|minimum of)\b)"
_LESS = r"(?:<|≤|\b(?:at most|less than|fewer than|younger than|lower than|below|under|up to|maximum of)\b)"
_BEFORE = Pattern(rf"(?i)(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\s?=?\s?(?P<x>{NUM})")
_AFTER = Pattern(
    rf"(?i)\b(?P<x>{NUM})\s?(?:[a-z%/]{{1,12}}\s)?(?:or|and)\s(?:(?P<more>more|older|over|above|higher|greater)|(?P<less>less|fewer|younger|under|below|lower))\b"
)
_P = Pattern(r"(?i)\bp\s?[<>≤≥=]\s?[\d.]+")
Bound = tuple[float, bool]  # the number, whether what is meant is more


def bounds_of(words: str) -> set[Bound]:
    """The bounds in words: "≥ 50 years", "under 50", "50 or more". Those of p values are none."""
    rest = _P.sub(" ", words)
    found = [*_BEFORE.finditer(rest), *_AFTER.finditer(rest)]
    return {(number(m["x"]), bool(m["more"])) for m in found}


def are_of_others(asked: str, told: str) -> bool:
    """Whether what is told has bounds, and none of those that are asked for."""
    wanted, said = bounds_of(asked), bounds_of(told)
    return bool(wanted and said and not wanted & said)
