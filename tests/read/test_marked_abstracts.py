"""Abstracts of our own with every number of an arm marked: what is read of them is right, and most of it is read.

`marked_abstracts.txt` has the abstracts, each under a line "# what it shows". {212|N} is the number randomised. {61|ic},
{107|in}, {57.0%|i%}, {38|cc}, ... are counts, sizes and percents of the arms tried (i) and compared with (c);
{6/126|icn} is a count out of a size, {44|in/cn} one number that holds for several arms.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.reading.brat import value_of
from benchmarks.reading.pico import said, total
from trialwright import read
from trialwright.adapters.concepts import load

FILE = Path(__file__).with_name("marked_abstracts.txt")
MARK = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")
KINDS = {"n": "size", "c": "count", "%": "percent"}
SIDES = {"i": "intervention", "c": "control"}
LEAST = 0.75  # of the marked numbers
# What is still read wrong, each a failure to mend: the test says so when one is mended.
WRONG = frozenset(
    [
        "results of both arms in one sentence, controls in the plural",
    ]
)


class Marked(NamedTuple):
    name: str
    text: str
    total: float | None
    numbers: Counter[tuple[str, str, float]]


def marked(name: str, body: str) -> Marked:
    numbers: Counter[tuple[str, str, float]] = Counter()
    people = None
    for words, labels in MARK.findall(body):
        if labels == "N":
            people = people or value_of(words)
            continue
        for label in labels.split("/"):
            values = words.split("/") if len(label) == 3 else [words]
            for kind, value in zip(label[1:], values, strict=True):
                numbers[KINDS[kind], SIDES[label[0]], value_of(value)] += 1
    return Marked(name, MARK.sub(r"\1", body), people, numbers)


ABSTRACTS = [
    marked(*(part.strip() for part in block.partition("\n")[::2]))
    for block in re.split(r"(?m)^# ", FILE.read_text(encoding="utf-8"))[1:]
]


@cache
def found(text: str) -> tuple[float | None, Counter[tuple[str, str, float]]]:
    reading = read.read(read.documents(text.encode(), "abstract.txt")[0], load())
    numbers = {(s.kind, s.side, s.value, s.start) for s in said(reading)}
    return total(reading), Counter((kind, side, value) for kind, side, value, _ in numbers)


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param(a, marks=pytest.mark.xfail(strict=True, reason="still read wrong"), id=a.name)
        if a.name in WRONG
        else pytest.param(a, id=a.name)
        for a in ABSTRACTS
    ],
)
def test_no_number_is_read_wrong(abstract: Marked) -> None:
    people, numbers = found(abstract.text)
    assert abstract.total is None or people in (abstract.total, None)
    assert numbers - abstract.numbers == Counter()


def test_most_numbers_are_read() -> None:
    read_right = sum((found(a.text)[1] & a.numbers).total() for a in ABSTRACTS)
    assert read_right >= LEAST * sum(a.numbers.total() for a in ABSTRACTS)
    assert sum(found(a.text)[0] is not None for a in ABSTRACTS) >= LEAST * len(ABSTRACTS)
