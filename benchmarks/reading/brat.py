"""The corpus of abstracts marked up in BRAT's standoff format: numbers with their kind and their side.

Source of the markup: the PICO-Corpus of randomised breast cancer trials (Mutinda et al. 2022). Spans are read as
they are, the annotators' slips included.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

Side = Literal["intervention", "control", ""]
Kind = Literal["total", "size", "count", "percent"]
# Label → what is counted, and for whom.
LABELS: dict[str, tuple[Kind, Side]] = {
    "total-participants": ("total", ""),
    "intervention-participants": ("size", "intervention"),
    "control-participants": ("size", "control"),
    "iv-bin-abs": ("count", "intervention"),
    "cv-bin-abs": ("count", "control"),
    "iv-bin-percent": ("percent", "intervention"),
    "cv-bin-percent": ("percent", "control"),
}
_UNITS = [
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
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}


class Gold(NamedTuple):
    """One marked number. start, end : offsets into the text. value : None where the span holds no number."""

    kind: Kind
    side: Side
    start: int
    end: int
    value: float | None


class Abstract(NamedTuple):
    name: str
    data: bytes
    text: str
    gold: tuple[Gold, ...]


def abstracts(folder: Path, half: str = "") -> Iterator[Abstract]:
    """Every pair of .txt and .ann in the folder, by name. half : "a" or "b" for one half of them."""
    for path in sorted(folder.glob("*.txt")):
        marks = path.with_suffix(".ann")
        if marks.exists() and half in ("", half_of(path.stem)):
            data = path.read_bytes()
            found = tuple(_gold(marks.read_text(encoding="utf-8")))
            yield Abstract(path.name, data, data.decode("utf-8"), found)


def half_of(name: str) -> str:
    """Which half a document falls in, by a hash of its name, so that it never changes sides."""
    return "ab"[hashlib.sha256(name.encode()).digest()[0] & 1]


def _gold(marks: str) -> Iterator[Gold]:
    for line in marks.splitlines():
        parts = line.split("\t")
        if len(parts) < 3 or not parts[0].startswith("T"):
            continue
        label, *ends = re.split(r"[ ;]", parts[1])
        if label in LABELS:
            yield Gold(*LABELS[label], int(ends[0]), int(ends[-1]), value_of(parts[2]))


def value_of(words: str) -> float | None:
    """The first number of a span, in digits ("13 388", "1,009", ".5", "41.7 percent") or in words."""
    digits = re.search(r"\d{1,3}(?:[,\s]\d{3})+(?!\d)|\d+(?:\.\d+)?|\.\d+", words.replace("·", "."))
    if digits:
        return float(re.sub(r"[,\s]", "", digits.group()))
    if words.lower().strip() in ("no", "none", "not"):
        return 0.0  # "none of the patients": a count of nought
    total, part, seen = 0, 0, False
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _WORDS:
            part, seen = part + _WORDS[word], True
        elif word == "hundred" and seen:
            part *= 100
        elif word == "thousand" and seen:
            total, part = (total + part) * 1000, 0
        elif word != "and" and seen:
            break
    return float(total + part) if seen else None
