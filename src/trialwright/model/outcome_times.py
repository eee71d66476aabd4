"""At what times an outcome is said to be measured."""

from __future__ import annotations

import re

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "eighteen": 18, "twenty-four": 24,
}  # fmt: skip
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}
_UNIT = r"(?P<u>hour|day|week|month|year)"
_N = rf"(?:\d{{1,3}}(?:\.\d)?|{'|'.join(_WORDS)})"
_BEHIND = re.compile(rf"(?i)(?P<n>{_N}(?:(?:,\s?(?:and\s)?|\s(?:and|or)\s){_N}){{0,8}})[\s-]{_UNIT}s?\b")
_BEFORE = re.compile(
    rf"(?i)\b{_UNIT}s?\s(?P<n>\d{{1,3}}(?:(?:,\s?(?:and\s)?|\s(?:and|or)\s)\d{{1,3}}){{0,8}})\b(?!\s(?:hour|day|week|month|year))"
)
_NUMBER = re.compile(rf"(?i){_N}")
# a span, or one that depends on the patient: nothing follows from a number in it
_OPEN = re.compile(
    r"(?i)\bup to\b|\bthrough|\buntil\b|\bcompletion\b|\baverage\b|\bmedian\b|\bapprox|\babout\b|\bevery\b|\bdaily\b|\beach\b|\bduring\b|\bminimum\b|\bat least\b|\bassessed\b|\bover\b|\bmaximum\b|\bend of\b|\bdischarge\b|\blater?\b"
)
CLOSE = 0.1  # of the longer: 24 weeks and six months, 28 and 30 days are told for one another


def days(text: str) -> set[float]:
    """Every time in a text, in days: {84.0} of "week 12" and "12 weeks". Empty where one is open ("up to 2 years")."""
    if _OPEN.search(text):
        return set()
    return {
        (float(_WORDS[x.lower()]) if x.lower() in _WORDS else float(x)) * _DAYS[m["u"].lower()]
        for pattern in (_BEHIND, _BEFORE)
        for m in pattern.finditer(text)
        for x in _NUMBER.findall(m["n"])
    }


def apart(here: str, there: str) -> bool:
    """Whether a text that names one time names none of those that the other does."""
    one, others = days(here), days(there)
    if len(one) != 1 or not others:
        return False
    (x,) = one
    return all(abs(x - y) > CLOSE * max(x, y) for y in others)
