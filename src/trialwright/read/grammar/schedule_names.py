"""Two arms that are given the same drug, each by its own number of weeks: "paclitaxel every week or every 3 weeks", "weekly and
3-weekly paclitaxel"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from trialwright.read.grammar.phrases import KEPT

_NUMBERS = ("two", "three", "four", "six")
_N = rf"(?:[2-6]|{'|'.join(_NUMBERS)})"
_WEEKS = re.compile(
    rf"(?i)(?<![\w-])(?:(?P<n>{_N})[- ]weekly|(?:once )?every[ -](?P<m>{_N})[ -]weeks?|(?P<one>(?:once[ -])?weekly|every week|once (?:a|every|per) week))(?![\w-])"
)
_LEAD = re.compile(
    r"(?i)\s*(?:(?:to|the|an?|either|receive|with|of|treatment|therapy|given|administered|doses?|or|and)\s)*"
)
_THEN = re.compile(r"(?i),|;|\b(?:followed|then|before|until)\b")  # what both arms have behind it
_DRUG_BEHIND = re.compile(
    r"(?i)\s(?P<x>(?!for\b|in\b|or\b|and\b|with\b|group\b|arm\b|dos)[a-z][\w-]{2,}(?:\s[a-z][\w-]{2,})?)(?=\s?$|\s?[.,;(]|\s(?:for|in|at|as)\b)"
)


@lru_cache(maxsize=KEPT)
def _schedule(part: str) -> tuple[int, str] | None:
    """(weeks between doses, the drug's name or "") of the words of one arm, None where they hold no such schedule, or more than it."""
    part = _THEN.split(part)[0]
    found = list(_WEEKS.finditer(part))
    if len(found) != 1:
        return None
    match = found[0]
    said = (match["n"] or match["m"] or "1").lower()
    weeks = int(said) if said.isdigit() else (2, 3, 4, 6)[_NUMBERS.index(said)]
    lead = _LEAD.match(part)
    before = part[min(lead.end() if lead else 0, match.start()) : match.start()]
    before = re.sub(r"(?i)\s(?:doses|administered|given)\b", "", f" {before}").strip()
    behind = _DRUG_BEHIND.match(part, match.end())
    drug = before or (behind["x"] if behind else "")
    return (weeks, drug.lower()) if len(drug.split()) < 3 else None


def told_by_schedule(parts: Sequence[str], dealt: bool = True) -> list[str]:
    """The names "weekly" and "3-weekly" of two arms that differ in that alone, [] of others.

    dealt : people are said to be dealt out to them; else one of them says what is given so.
    """
    if len(parts) != 2 or not any("week" in p for p in parts):
        return []
    told = [_schedule(" ".join(p.split())) for p in parts]
    (first, second) = told
    if not first or not second or first[0] == second[0]:
        return []
    if (first[1] and second[1] and first[1] != second[1]) or not (dealt or first[1] or second[1]):
        return []
    return ["weekly" if weeks == 1 else f"{weeks}-weekly" for weeks, _ in (first, second)]


def ways_of_weeks(label: str) -> frozenset[str]:
    """Other spellings of such a name."""
    if label == "weekly":
        return frozenset({"every week", "once a week", "once weekly", "weekly group"})
    match = re.fullmatch(r"(?i)(?:(?:once )?every )?([2-6])[- ](?:weekly|weeks)", label)
    if match is None:
        return frozenset()
    number = int(match[1])
    words = dict(zip((2, 3, 4, 6), _NUMBERS, strict=True))
    said = [str(number), *([words[number]] if number in words else [])]
    return frozenset(form for n in said for form in (f"{n}-weekly", f"every {n} weeks", f"{n} weekly"))
