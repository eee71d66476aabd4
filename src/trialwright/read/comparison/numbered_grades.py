"""Grades that outcomes are told by: those of grade 3 or 4 are not those of grade 1 or 2, nor of any grade."""

from __future__ import annotations

from trialwright.read.patterns import Pattern

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_ONE = r"(?:[0-5]|I{1,3}|IV|V)(?![\w.])"
_GRADES = Pattern(
    rf"(?i)\bgrades?\s?(?:(?P<more>>=|≥|\\?>\s?=)|(?P<less><=|≤))?\s?(?P<a>{_ONE})"
    rf"(?:\s?(?:(?P<to>-{{1,2}}|–|/|,|to|and|or)\s?(?:grades?\s?)?(?P<b>{_ONE})|(?P<up>\s?\+|\s(?:or|and)\s(?:higher|more|above|worse|greater|over))))?"
)
_ANY = Pattern(r"(?i)\b(?:any|all)[\s-]grades?\b|\bgrades?\W{0,3}(?:any|all)\b")
_HIGHEST, _WORST = 5, 4  # few tables count deaths among grades, so that "3 or higher" is often "3-4"


def grades_of(words: str) -> set[int]:
    """The grades in words: "grade 3-4" and "grades III/IV" are 3 and 4, "grade ≥ 3" is 3 to 5; of several, the last."""
    found = list(_GRADES.finditer(words))
    if not found:
        return set()
    match = found[-1]
    first = _grade(match["a"])
    if match["more"] or match["up"]:
        return set(range(first, _HIGHEST + 1))
    if match["less"]:
        return set(range(1, first + 1))
    last = _grade(match["b"]) if match["b"] else first
    return set(range(min(first, last), max(first, last) + 1))


def _grade(text: str) -> int:
    return _ROMAN.get(text.lower()) or int(text)


def are_other_grades(asked: str, told: str) -> bool:
    """Whether grades are asked for by number, and others are told, or all of them together."""
    wanted = grades_of(asked)
    if not wanted:
        return False
    said = grades_of(told)
    if not said:
        return bool(_ANY.search(told))
    worst = min(wanted) == min(said) and min(max(wanted), max(said)) >= _WORST
    return wanted != said and not (worst and min(len(wanted), len(said)) > 1)
