"""Cells out of whole short articles of our own, in the styles of table and sentence that journals have: `articles/`.

`questions.txt` has a line for each question: article | outcome | intervention | comparator | kind | the answer, that is
events, n or mean, SD, n of the intervention and then of the comparator, rounded to two decimals. A line without an answer asks for something
that the article does not tell, in that form or at all.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from trialwright import read
from trialwright.model.document import Document
from trialwright.read.comparison.cells import Cells, Kind

ARTICLES = Path(__file__).parent / "articles"


class Asked(NamedTuple):
    article: str
    outcome: str
    intervention: str
    comparator: str
    kind: Kind
    expected: list[float]


def asked() -> list[Asked]:
    lines = (ARTICLES / "questions.txt").read_text(encoding="utf-8").splitlines()
    parts = [[p.strip() for p in line.split(" | ")] for line in lines if line.strip()]
    return [Asked(a, o, i, c, k, [float(x) for x in x.split()]) for a, o, i, c, k, x in parts]  # type: ignore[arg-type]


@lru_cache
def article(name: str) -> Document:
    return read.documents((ARTICLES / f"{name}.md").read_bytes(), f"{name}.md")[0]


def told(cells: Cells) -> list[float]:
    names = ("events", "n") if cells.kind == "binary" else ("mean", "sd", "n")
    sides = (cells.intervention, cells.comparator)
    return [round(getattr(s, n).value, 2) for s in sides for n in names] if cells.complete else []


@pytest.mark.parametrize("question", asked(), ids=lambda q: f"{q.article}: {q.outcome}, {q.intervention}")
def test_cells_of_an_article(question: Asked) -> None:
    cells = read.cells(
        article(question.article),
        outcome=question.outcome,
        intervention=question.intervention,
        comparator=question.comparator,
        kind=question.kind,
    )
    assert told(cells) == question.expected


def test_a_derived_deviation_says_how() -> None:
    """The note says "means ± SEMs": 0.09 x sqrt(48)."""
    cells = read.cells(
        article("fish-oil-se"),
        outcome="triglycerides",
        intervention="krill oil",
        comparator="olive oil",
        kind="continuous",
    )
    assert cells.intervention.sd is not None
    assert cells.intervention.sd.derived == "SD = SE x sqrt(n) = 0.09 x sqrt(48) = 0.6235"


def test_a_size_that_a_percent_denies_is_solved() -> None:
    """21 of 99 would be 21.2 %; the row's own "21 (21.9) / 75 (78.1)" leaves 96."""
    cells = read.cells(
        article("hernia-mesh"),
        outcome="chronic pain",
        intervention="self-gripping mesh",
        comparator="sutured mesh",
    )
    assert cells.comparator.n is not None
    assert cells.comparator.n.derived == "96 is the only N of which 21 is 21.9 %, 75 is 78.1 %"
