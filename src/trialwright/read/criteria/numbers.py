"""Numbers as trials print them: "1,500", "50.000", "7,5", "three (3)", "III"."""

from __future__ import annotations

import re

WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_TENS, _ONES = (
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
    "one|two|three|four|five|six|seven|eight|nine",
)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5}
ROMAN |= {k.lower(): v for k, v in ROMAN.items()}

_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
DIGITS = r"\d+(?:[.,·]\d+)*"
# "sixty-five": without its last word the number would be another one.
NUMBER = rf"(?:{DIGITS}|(?:(?:{_TENS})(?:\s?[-‐‑–]\s?|\s)(?:{_ONES})|{_WORD})\b)"
# "three (3)": the figure repeats the word.
REPEATED = r"(?:\s*\(\s*\d+\s*\))?"


def value(text: str) -> float | None:
    """What a printed number means; None for a form that could mean two things.

    A comma with groups of three digits separates thousands, any other single comma is a decimal sign. A point
    before three zeros after ten or more ("50.000") separates thousands too: no trial prints a limit to three
    decimals, all of them zero.
    """
    low = text.lower().replace("·", ".")
    if low in WORDS:
        return float(WORDS[low])
    tens, _, ones = re.sub(r"[\s‐‑–-]+", " ", low).partition(" ")
    if tens in WORDS and ones in WORDS:
        return float(WORDS[tens] + WORDS[ones])
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", low):
        return float(low.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3}){2,}|[1-9]\d{1,2}\.000", low):
        return float(low.replace(".", ""))
    if re.fullmatch(r"\d+,\d+", low):
        return float(low.replace(",", "."))
    return float(low) if re.fullmatch(r"\d+(\.\d+)?", low) else None


def roman(text: str) -> float | None:
    """A class or grade in Roman numerals, I to VI."""
    found = ROMAN.get(text.lower())
    return None if found is None else float(found)
