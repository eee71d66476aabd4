"""The unit of a mean or a median: behind it, behind its spread in brackets, or behind the last of those it is set against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialwright.read.grammar.mean_pairs import MEASURES
from trialwright.read.grammar.mean_spreads import Spread
from trialwright.read.patterns import Pattern

# A unit over another, of any name: "mg/mmol", "copies/mL"
_OVER = r"(?:[A-Za-zµμ]{1,9}|10[⁰¹²³⁴⁵⁶⁷⁸⁹^\d]{1,3})/(?:d?[Ll]|[mµμ][Ll]|m?mol|min|s|h|hour|day|d|week|month|year|kg|g|mm[³3]|m[²2])(?:/1\.73\s?m[²2])?"
_BEHIND = Pattern(
    rf"\s?[)\]]?\s?(?P<u>%|{_OVER}|(?:{MEASURES})(?:\sper\s[a-z]{{3,6}})?)(?![\w/])(?!\s(?:after|before|later|of\sfollow))"
)


_BEFORE = Pattern(r"(?:\b(?:US|AU|CA|NZ|HK|A|C)\s?)?[$€£¥]\s?$")


def units_of(
    text: str, matches: Sequence[re.Match[str]], spreads: Sequence[Spread], abouts: Sequence[str]
) -> list[str]:
    """The unit of each of a sentence's means or medians, "" where none is printed. abouts : what each is of; the one unit
    that is printed with some of one outcome is that of all: "5.2 (SD 2.1) with A and 6.1 (SD 2.4) days with B"."""
    found = [_own(text, m, s) for m, s in zip(matches, spreads, strict=True)]
    if all(found) or not any(found):
        return found
    told: dict[str, set[str]] = {}
    for about, unit in zip(abouts, found, strict=True):
        told.setdefault(about, set()).update(set() if _BEFORE.match(unit) else {unit} - {""})
    return [
        u or (next(iter(told[a])) if len(told[a]) == 1 else "") for a, u in zip(abouts, found, strict=True)
    ]


def _own(text: str, match: re.Match[str], spread: Spread) -> str:
    groups = match.groupdict()
    unit, behind_spread = groups.get("u") or "", groups.get("u2") or ""
    if unit or behind_spread:  # the fuller of "8 mL ± 9 mL/m2"
        return behind_spread if behind_spread.startswith(unit) else unit
    start = match.start("v")
    if (
        start
        and text[start - 2 : start].strip()[-1:] in ("$", "€", "£", "¥")
        and (before := _BEFORE.search(text, 0, start))
    ):
        return before.group().strip()
    closed = text[spread.end - 1 : spread.end] in (")", "]") or text[spread.end : spread.end + 1] in (
        ")",
        "]",
    )
    behind = _BEHIND.match(text, spread.end) if closed else None
    return behind["u"] if behind else ""
