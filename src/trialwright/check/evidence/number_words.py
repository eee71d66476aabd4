"""Small numbers in words."""

from __future__ import annotations

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
