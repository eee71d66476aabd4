"""The corpora's annotations as tuples that a reading can be compared with.

Written apart from the grammar: nothing here imports it, so that a mistake in one is not repeated by the other.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
_OPS = {"LT": "<", "LTEQ": "<=", "GT": ">", "GTEQ": ">=", "EQ": "="}
NUMBER_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


@dataclass(frozen=True)
class Numeric:
    """comparator : one of < <= > >= = between, "" where the annotators gave none: such a tuple is left out of the
    score, whichever way it is read. values : one number, or the two ends of a range."""

    comparator: str
    values: tuple[float, ...]
    concept: str
    is_age: bool

    def ends(self) -> list[Numeric]:
        """A range as its two ends, both included; anything else as it is."""
        if self.comparator != "between":
            return [self]
        low, high = self.values
        return [
            Numeric(">=", (low,), self.concept, self.is_age),
            Numeric("<=", (high,), self.concept, self.is_age),
        ]


@dataclass(frozen=True)
class Time:
    """direction : "before", "after" or "lasting"."""

    amount: float
    unit: str
    direction: str


def rows(path: Path) -> list[Row]:
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def by_line(path: Path) -> dict[tuple[str, str, str], list[Row]]:
    """Rows of one file, by trial, side and line."""
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows(path):
        found[row["nct"], row["side"], row["line"]].append(row)
    return found


def number(text: str) -> float | None:
    """A number as annotated; None for what is none ("C", "score")."""
    low = text.strip().lower().rstrip(".")
    if low in NUMBER_WORDS:
        return float(NUMBER_WORDS.index(low))
    if low in _ROMAN:
        return float(_ROMAN[low])
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+", low):
        return float(low.replace(",", ""))
    if re.fullmatch(r"\d{2,3}\.000", low):
        return float(low.replace(".", ""))
    low = low.replace(",", ".")
    return float(low) if re.fullmatch(r"-?\d+(\.\d+)?", low) else None


def numeric(row: Row) -> Numeric | None:
    """A tuple of either corpus; None where it holds no number."""
    if "value_text" in row:
        return _from_words(row)
    values = tuple(sorted({v for text in row.get("value", []) if (v := number(text)) is not None}))
    if not values:
        return None
    between = row.get("op") == "BETWEEN" and len(values) == 2
    comparator = "between" if between else _OPS.get(row.get("op", ""), "") if len(values) == 1 else ""
    return Numeric(comparator, values, row["concept"], row["concept_type"] == "Age")


_SAID = (
    (r"≥|>_|>\s*/?\s*=|> or =|(?:greater|more|higher|above|over|older)\b.{0,8}\bor equal|or equal\b.{0,8}\b(?:greater|more|higher|above)|=\s*>|at least|no less|not less|or (?:more|older|greater|above|higher|over)|and (?:older|above|over)|minimum|or equal to or greater|greater than or equal|equal to or greater|more than or equal|higher than or equal|\d\+", ">="),
    (r"≤|<_|<\s*/?\s*=|< or =|(?:less|lower|below|under|younger)\b.{0,8}\bor equal|or equal\b.{0,8}\b(?:less|lower|below)|=\s*<|at most|no more|not more|up to|or (?:less|younger|below|lower)|maximum|less than or equal|lower than or equal|equal to or less", "<="),
    (r">|more than|greater than|over|above|older than|higher than|exceed", ">"),
    (r"<|less than|under|below|younger than|lower than|fewer than", "<"),
    (r"=|equal", "="),
)  # fmt: skip


def _from_words(row: Row) -> Numeric | None:
    """A value span of the corpus that gives words only: its comparator by a few fixed words, its numbers by sight."""
    text = row["value_text"].lower()
    text = re.sub(r"10\s?[\^e]?\s?\d{1,2}\s*/|1[.,]73|m2|mm\^?3|\(\d+\)|\d+/\d+", " ", text)
    found = re.findall(r"(?<![a-z\d.,])-?\d+(?:[.,]\d+)*", text.replace("–", " to ").replace("-", " to "))
    values = tuple(sorted({v for t in found if (v := number(t)) is not None}))
    if not values:
        return None
    if len(values) > 2:
        return Numeric("", values, row["concept"], _is_age(row))
    if len(values) == 2:
        ranged = re.search(r"between|from|to|through|and|~", text) and not re.search(r"[<>≥≤]", text)
        return Numeric("between" if ranged else "", values, row["concept"], _is_age(row))
    said = next((sign for pattern, sign in _SAID if re.search(pattern, text)), "")
    return Numeric(said, values, row["concept"], _is_age(row))


def _is_age(row: Row) -> bool:
    return row["concept"].lower() in (
        "age",
        "ages",
        "aged",
        "old",
        "years",
        "years old",
        "older",
        "of age",
        "year",
    )


_AMOUNT = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|{'|'.join(NUMBER_WORDS)}|an?(?=\s))?\s*(?:\(\d+\)\s*)?-?\s*(?P<unit>second|minute|min|hour|hr|h|day|week|month|mo|year|yr)s?\b", re.I
)  # fmt: skip
_UNITS = {"min": "minute", "hr": "hour", "h": "hour", "mo": "month", "yr": "year"}


_ALONE = re.compile(
    r"\b(?:last|past|previous|prior|preceding|next|coming|following|within\s+an?)\b[\s-]*(?:hour|day|week|month|year)",
    re.I,
)


def time(row: Row, *, alone: bool = True) -> Time | None:
    """A stretch of time of either corpus; None where no amount is annotated. alone : a unit without a number counts as
    one ("past year"), for the corpus that gives its rows a unit apart."""
    if "temporal_text" in row:
        text, line = row["temporal_text"], row["line"]
        return time_from_words(text, line[: max(0, line.find(text))])
    values = [v for text in row.get("value", []) if (v := number(text)) is not None]
    if alone and not row.get("value") and row.get("tunit") and _ALONE.search(row["comp_text"]):
        values = [1.0]
    if not values or not row.get("tunit"):
        return None
    after = row.get("period") == "future" or any(a and a[0] == "After" for a in row.get("anchor", []))
    direction = "lasting" if row["arg"] == "Duration" else "after" if after else "before"
    return Time(max(values), row["tunit"], direction)


def time_from_words(text: str, before: str, after: str = "") -> Time | None:
    """A span of words. before, after : the words of the line in front of it and behind it; those behind say the direction
    where the span itself does not ("< 12 months", before "after the last dose")."""
    low = re.sub(
        r"\(\s*=?\s*\d+[\s-]*(?:hour|day|week|month|year)s?\s*\)", " ", text.lower()
    )  # "6 months (180 days)"
    found = [m for m in _AMOUNT.finditer(low) if m["n"]]
    if not found and re.search(r"last|past|previous|prior|next", low):
        found = [
            m for m in _AMOUNT.finditer(low) if not re.match(r"[\s-]*\d", low[m.end() :])
        ]  # not the day of "Day 1"
    if len(found) != 1:
        return None
    m = found[0]
    amount = 1.0 if m["n"] in (None, "a", "an") else number(m["n"])
    if amount is None:
        return None
    if re.match(r"\W*(?:for|lasting|throughout)\b", low) or re.search(r"\b(?:for|lasting)\s*$", before, re.I):
        direction = "lasting"  # "for three months before the visit" says how long, as the other corpus has it
    elif re.search(r"\bafter\b|following|post|next", low):
        direction = "after"
    elif re.search(r"before|prior|preceding|past|last|previous|ago|within|\bin\b|of|since|during", low):
        direction = "before"
    elif re.match(r"\W*(?:after|following|post)\b", after, re.I):
        direction = "after"
    elif re.match(r"\W*(?:before|prior|preceding|ago|since|from)\b", after, re.I):
        direction = "before"
    else:
        direction = "lasting"
    return Time(amount, _UNITS.get(m["unit"], m["unit"]), direction)
