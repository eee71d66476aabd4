"""Confidence and credible intervals, in every shape they are printed in."""

from __future__ import annotations

import re
from typing import NamedTuple

from trialwright.model.number import Printed
from trialwright.read.grammar.lexis import SIGNED, printed
from trialwright.read.patterns import Pattern

_LEVEL = (
    r"(?P<level>\d{2}(?:\.\d)?)\s?(?:%|per ?cent)\s?-?\s?(?P<name>CI|CrI|C\.I\."
    r"|confidence (?:intervals?|limits?)|credib(?:le|ility) intervals?)s?"
)
_BOUNDS = rf"(?P<lo>{SIGNED})\s?%?\s?(?:-|to|,|;|and|:|~|\.\.)\s?(?P<hi>{SIGNED})"
# "CI95% 0.5-0.8", "IC 95%: 0.5 to 0.8"
_LEVEL_BEHIND = r"(?P<name3>CI|IC)\s?[(\[]?\s?(?P<level3>[89]\d(?:\.\d)?)\s?%\s?[)\]]?"
_LABELLED = Pattern(
    rf"(?i)(?:,?\s?and\s)?[\s,;:]{{0,3}}(?:with\s(?:an?\s)?)?[(\[]?\s?(?:{_LEVEL}|{_LEVEL_BEHIND}"
    rf"|(?P<name2>CI|CrI|confidence interval))\s?(?:[(\[]\s?C[r]?I\s?[)\]])?\s?(?:[:=,;]|was"
    rf"|of|from|ranging from|ranged from|between|for the"
    rf" difference[,:]?)?\s?[\[(]?\s?{_BOUNDS}"
)
_BRACKETED = Pattern(rf"\s?[(\[]\s?{_BOUNDS}\s?(?=[)\];,])")
# "odds ratio 0.62, 0.41 to 0.93, P = 0.02"
_LISTED = Pattern(rf"\s?[,;]\s(?P<lo>{SIGNED})\s?%?\s?(?:to|-)\s?(?P<hi>{SIGNED})(?=\s?[)\];,.]|$)")


class Interval(NamedTuple):
    """low, high : as printed. level : percent, None where the document does not give it. end : offset after it."""

    low: Printed
    high: Printed
    level: float | None
    credible: bool
    end: int


def interval_after(text: str, place: int, reach: int = 40) -> Interval | None:
    """The labelled interval that starts within `reach` characters of `place` with no other number between."""
    match = _LABELLED.match(text, place)
    if not match:
        gap = re.compile(
            rf"[^\d;]{{0,{reach}}}?(?=[(\[,;\s]\s?(?:\d{{2}}(?:\.\d)?\s?(?:%|per ?cent)\s?-?\s?C|[CI][CI]\s?\d|CI\b))"
        ).match(text, place)
        match = _LABELLED.match(text, gap.end()) if gap else None
    if not match:
        return None
    name = match.group("name") or match.group("name2") or match.group("name3")
    level = match.group("level") or match.group("level3")
    return Interval(
        _bound(match.group("lo")), _bound(match.group("hi")), float(level) if level else None,
        ("cr" in name.lower() and "credib" in name.lower()) or name.lower() == "cri", match.end(),
    )  # fmt: skip


def bare_interval_after(text: str, place: int, value: float) -> Interval | None:
    """ "0.5 (0.3-0.8)", "0.5, 0.3 to 0.8": two numbers that enclose the estimate, level unknown."""
    match = _BRACKETED.match(text, place) or _LISTED.match(text, place)
    if not match:
        return None
    low, high = _bound(match.group("lo")), _bound(match.group("hi"))
    return Interval(low, high, None, False, match.end()) if low.value < value < high.value else None


def _bound(text: str) -> Printed:
    return printed(re.sub(r"(?<=[+-])\s", "", text.strip()))
