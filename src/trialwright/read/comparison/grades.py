"""Grades of an outcome: severe and slight symptoms, at least improved and very much improved are not the same."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.read.patterns import Pattern

_ONE = r"(?:at\sleast|(?:very|much)(?!\s(?:less|more|lower|higher|better|worse|fewer|smaller|larger|greater|the)\b)|slight(?:ly)?|mild(?:ly)?|moderate(?:ly)?|severe(?:ly)?|marked(?:ly)?|serious|major|minor|minimal(?:ly)?|partial(?:ly)?|complete(?!d)(?:ly)?|grades?\s(?:\d|I{1,3}V?|IV)(?:\s?(?:-|–|to|or|and)\s?(?:\d|I{1,3}V?|IV))?)"
_GRADE = Pattern(rf"(?i)\b{_ONE}(?:[\s-]{_ONE})*\b")
Grade = frozenset[str]


def _grades(text: str) -> Iterator[tuple[int, int, Grade]]:
    """(start, end, words) of each grade in a text."""
    for match in _GRADE.finditer(text):
        words = match.group().lower().replace("at least", "at-least").split()
        yield *match.span(), frozenset(w[:-2] if w.endswith("ly") else w for w in words)


def is_other_grade(asked: str, text: str, begin: int, start: int, end: int) -> bool:
    """Whether the grade nearest to two numbers is another than the one that is asked for. text : a sentence; begin : where the
    words begin that may be of the numbers; start, end : of the numbers."""
    wanted = {grade for _, _, grade in _grades(asked)}
    told = [
        (start - b if b <= start else a - end, grade)
        for a, b, grade in _grades(text)
        if a >= begin and (b <= start or a >= end)
    ]
    return bool(wanted and told) and min(told, key=lambda t: t[0])[1] not in wanted
