"""Cells of a comparison, out of an article of our own with a table and sentences."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.model.document import Document
from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.tables import clean, tables
from trialwright.read.comparison.values import counts, said
from trialwright.read.comparison.wording import definitions, stem
from trialwright.read.grammar.lexis import printed

PROSE = (
    "# Abstract ## Background Colds are common and their treatment is debated. ## Methods Zinc lozenges (ZL) were compared with placebo "
    "for colds in a randomized trial. Sixty adults were randomly assigned. ## Results Nosebleeds were seen in 3 of 31 patients in the ZL "
    "group and in 1 of 29 patients in the placebo group. The mean time to recovery was 5.1 ± 1.2 days in the ZL group and 7.4 ± 2.0 days "
    "in the placebo group. Other outcomes are shown in the table. "
)
TABLE = """::: caption
Outcomes at the end of treatment
:::

  Variable               Placebo (n = 29)   Zinc lozenges (n = 31)   P value
  ---------------------- ------------------ ------------------------ ---------
  Cough gone, n (%)      10 (34.5)          16 (51.6)                0.18
  Fever, %               24                 13                       0.25
  Duration of cough, days
    mean (SD)            6.5 (2.1)          4.4 (1.9)                0.01
  Headache score         3.20 ± 0.80        2.10 ± 0.70              0.02
"""
ARTICLE = f"{PROSE}\n{TABLE}"
ARMS = {"intervention": "zinc lozenges", "comparator": "placebo"}


@pytest.fixture(scope="module")
def article() -> Document:
    return read.documents(ARTICLE.encode(), "article.md")[0]


@pytest.mark.parametrize(
    ("outcome", "events"),
    [("disappearance of cough (cough gone)", (16, 10)), ("fever", (4, 7)), ("nosebleeds", (3, 1))],
)
def test_four_cells_with_their_places(article: Document, outcome: str, events: tuple[int, int]) -> None:
    found = read.cells(article, outcome=outcome, **ARMS)
    assert found.complete
    sides = (found.intervention, found.comparator)
    assert [(s.events.value, s.n.value) for s in sides if s.events and s.n] == [
        (events[0], 31),
        (events[1], 29),
    ]
    for side in sides:
        assert side.events is not None
        quote = side.events.quote
        assert quote.exact == article.text[quote.start : quote.end]


def test_a_count_out_of_a_percent_says_so(article: Document) -> None:
    fever = read.cells(article, outcome="fever", **ARMS).intervention.events
    assert fever is not None
    assert fever.derived == "4/31 is the only count that rounds to 13 %"


@pytest.mark.parametrize(
    ("outcome", "cells"),
    [
        ("headache score", (2.1, 0.7, 3.2, 0.8)),
        ("duration of cough", (4.4, 1.9, 6.5, 2.1)),
        ("time to recovery", (5.1, 1.2, 7.4, 2.0)),
    ],
)
def test_means_and_deviations(article: Document, outcome: str, cells: tuple[float, ...]) -> None:
    found = read.cells(article, outcome=outcome, kind="continuous", **ARMS)
    sides = (found.intervention, found.comparator)
    assert tuple(n.value for s in sides for n in (s.mean, s.sd) if n) == cells
    assert [s.n.value for s in sides if s.n] == [31, 29]


@pytest.mark.parametrize("outcome", ["ten-year survival", "blood pressure"])
def test_what_is_not_there_is_not_answered(article: Document, outcome: str) -> None:
    found = read.cells(article, outcome=outcome, **ARMS)
    assert not found.complete
    assert outcome in found.missing
    assert found.intervention.events is None


def test_arms_that_are_not_there_are_not_answered(article: Document) -> None:
    assert not read.cells(
        article, outcome="fever", intervention="surgery", comparator="radiotherapy"
    ).complete


def test_heads_over_several_columns() -> None:
    text = (
        "  Measure   Zinc       Placebo\n"
        "  --------- ---------- --------- ------ ------\n"
        "  Mean      SD         Mean      SD\n"
        "  Pain      4.1        1.0       5.2    1.1\n"
    )
    text = text.replace("  Measure   Zinc       Placebo", "            Zinc       Placebo").replace(
        " ------\n", "\n", 1
    )
    (table,) = tables(text.replace("--------- ------\n", "--------- ------ ------\n"))
    assert [c.head for c in table.columns] == [
        (),
        ("Zinc", "Mean"),
        ("Zinc", "SD"),
        ("Placebo", "Mean"),
        ("Placebo", "SD"),
    ]
    assert [r.cells[1].text for r in table.rows] == ["4.1"]


def test_what_a_cell_says() -> None:
    assert said("12/40 (30.0)")[:2] == (12, 40)
    assert said("12 (30%)").count == 12
    assert said("30% (n = 12)").count == 12
    assert (said("5.2 ± 1.1").mean, said("5.2 ± 1.1").spread) == (printed("5.2"), printed("1.1"))
    assert said("1,234 (56)").count == 1234
    assert said("-0.59 (-0.77; -0.40)").low == printed("-0.77")
    assert said("see text") == said("")


def test_counts_that_round_to_a_percent() -> None:
    assert counts(printed("33"), 9) == [3]
    assert counts(printed("71"), 246) == [174, 175]


def test_abbreviations_and_endings() -> None:
    found = definitions(
        "Side effects of zinc lozenges (ZL) were few. QS, quality of sleep; NS, not significant."
    )
    assert found["ZL"] == "zinc lozenges"
    assert found["QS"] == "quality of sleep"
    assert stem("deaths") == stem("mortality")


@pytest.mark.parametrize(
    ("text", "outcome", "kind", "expected"),
    [
        # The heading that stands before a sentence belongs to it, not to the sentence before.
        ("There was fever in 9 of 31 patients on ZL and 8 of 29 patients on placebo (p = 0.9). ## Hiccups There were 3 of 31 patients on ZL and 1 of 29 "
         "patients on placebo.", "hiccups", "binary", [3, 31, 1, 29]),
        # One percent of each arm for each of two outcomes.
        ("They were given ZL (n = 40) or placebo (n = 40). Calm and sleepy patients were more on ZL (35% and 42.5%) than on placebo (17.5% and 15%).",
            "calm patients", "binary", [14, 40, 7, 40]),
        ("The incidence of sneezing was 87% (26/30), 20% (6/30), and 30% (9/30) in placebo, honey, and ZL groups, respectively.",
            "sneezing", "binary", [9, 30, 26, 30]),
        ("Mean (SD) change of itch was greater with ZL than with placebo at week 96 (4.1 (2.4) vs 2.9 (2.7)) in those who stayed (ZL, *n* = 28; placebo, *n* = 27).",
            "itch at week 96", "continuous", [4.1, 2.4, 28, 2.9, 2.7, 27]),
    ],
)  # fmt: skip
def test_cells_out_of_sentences(text: str, outcome: str, kind: str, expected: list[float]) -> None:
    start = "# Abstract ## Methods Zinc lozenges (ZL) were compared with placebo for colds in a randomized trial. ## Results "
    found = read.cells(
        read.documents((start + text).encode(), "article.md")[0], outcome=outcome, kind=kind, **ARMS
    )
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    assert [getattr(s, n).value for s in (found.intervention, found.comparator) for n in names] == expected


def test_the_other_arm_of_two_has_the_rest() -> None:
    text = (
        "# Abstract ## Methods Sixty adults were randomized to zinc lozenges (n = 31) or placebo. ## Results "
        "Fever was seen in 9 adults on zinc lozenges and 8 adults on placebo."
    )
    found = read.cells(read.documents(text.encode(), "article.md")[0], outcome="fever", **ARMS)
    assert found.comparator.n is not None
    assert (found.comparator.n.value, found.comparator.n.derived) == (
        29,
        "60 randomised - 31 in the other arm = 29",
    )


def test_a_third_arm_is_neither_of_the_two_that_are_asked_for() -> None:
    """Elimination would make "the cool room" the arm without a change, but a sentence names it beside both."""
    text = (
        "# Abstract ## Background Rooms for the night are warm or cool in different wards, and few trials have asked which is better. "
        "## Methods Seventy-two patients were dealt out. ## Results There were three sets; warm bedding consisted of 25 patients (34.7 %), "
        "cool bedding of 23 patients (31.9 %) and no bedding of 24 patients (33.3 %). When two sets were compared (no bedding vs warm bedding; "
        "warm bedding vs cool bedding), samples were lost in the warm bedding group (n = 7) and the cool bedding group (n = 8). "
    )
    question = Question(read.documents(text.encode(), "a.md")[0], "shivering", "warm bedding", "no bedding")
    assert not any("cool" in name for entry in question.entries for name in entry.names)


def test_a_stroke_between_two_means_is_no_decimal_sign() -> None:
    assert said(clean("131 ± 12/84 ± 7")).mean is None
    assert said(clean("5/06 ± 0.52")).mean == printed("5.06")
