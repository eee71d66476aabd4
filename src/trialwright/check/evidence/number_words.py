"""Numbers in words."""

from __future__ import annotations

import re

_UPTO_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: n for n, word in enumerate(_UPTO_TWENTY)} | {"thirty": 30, "forty": 40, "fifty": 50}


def spelled(least: int, most: int) -> str:
    """The words for numbers from `least` to `most`, as ways of an expression."""
    return "|".join(word for word, n in _NUMBERS.items() if least <= n <= most)


def number_in(text: str) -> int:
    """The number that a word or digits tell; 0 for another word."""
    return int(text) if text.isdigit() else _NUMBERS.get(text.lower(), 0)


_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UPTO_TWENTY[1:10])}))?|(?:{'|'.join(sorted(_UPTO_TWENTY[1:20], key=len, reverse=True))}))"
# A count of people, in digits or words, below a million; in an expression without regard to case.
COUNT = (
    r"(?:(?<![\w.,/=<>±%-])(?:\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d%/]|[.,]\d|\s?%|-\d)"
    rf"|\b{_BELOW_HUNDRED}(?:[- ]hundred(?:[- ](?:and[- ])?{_BELOW_HUNDRED})?)?\b)"
)


def count_in(text: str) -> int:
    """The number that `COUNT` matched: "1,204", "Three hundred and six"."""
    if text[:1].isdigit():
        return int(text.replace(",", ""))
    total = 0
    for word in re.split(r"[- ]", text.lower()):
        total = max(1, total) * 100 if word == "hundred" else total + (_NUMBERS | _TENS).get(word, 0)
    return total
