"""Arms and sizes that follow from the numbers themselves, and sentences that stand behind a table's last row."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from trialwright import read

RICE = (
    "Of 130 adults randomised, 67 were assigned to a brown rice diet and 63 to a white rice diet.",
    "brown rice diet",
    "white rice diet",
)
EQUAL = (
    "Of 130 adults randomised, 65 were assigned to a brown rice diet and 65 to a white rice diet.",
    "brown rice diet",
    "white rice diet",
)

# fmt: off
TOLD: dict[str, tuple[tuple[str, str, str], str, str, tuple[float, ...]]] = {
    "of both, no arm named": (RICE, "Bloating was noted by 21 of 67 and 9 of 63 adults.", "bloating", (21, 67, 9, 63)),
    "with a stroke": (RICE, "At week 12, 21/67 and 9/63 had bloating (p = 0.02).", "bloating", (21, 67, 9, 63)),
    "the other arm first": (RICE, "Bloating was noted by 9/63 against 21/67 adults.", "bloating", (21, 67, 9, 63)),
    "with shares": (RICE, "Bloating was noted by 21 of 67 (31.3%) and 9 of 63 (14.3%).", "bloating", (21, 67, 9, 63)),
    "one arm named": (RICE, "Bloating was more frequent with brown rice: 21 of 67 against 9 of 63.", "bloating", (21, 67, 9, 63)),
    "of other people": (RICE, "Bloating was noted by 21 of 61 and 9 of 58 adults.", "bloating", ()),
    "a third number": (RICE, "Bloating was noted by 12 of 64, 21 of 67 and 9 of 63 adults.", "bloating", ()),
    "the arm that a share is of": (
        RICE, "Sixty-one adults completed the brown rice diet and 58 completed the white rice diet. During the trial 21 (31.3%) of those in the brown rice group and 9 (14.3%) of those in the white rice group had bloating.",
        "bloating", (21, 67, 9, 63)),
}
# fmt: on


def answered(text: str, arms: tuple[str, str], outcome: str) -> list[float]:
    document = read.documents(text.encode(), "article.md")[0]
    cells = read.cells(document, outcome=outcome, intervention=arms[0], comparator=arms[1], kind="binary")
    sides = (cells.intervention, cells.comparator)
    return [n.value for s in sides for n in (s.events, s.n) if n] if cells.complete else []


@pytest.mark.parametrize("name", TOLD)
def test_fractions_are_of_the_arms_whose_sizes_their_totals_are(name: str) -> None:
    (methods, *arms), words, outcome, expected = TOLD[name]
    assert answered(article(methods, words), (arms[0], arms[1]), outcome) == list(expected)


@pytest.mark.parametrize("end", ["::::", ":::: ", "   :::: "])
def test_what_stands_behind_the_last_row_of_a_table_is_read(end: str) -> None:
    rows = (("", "Brown rice", "White rice"), ("Weight, kg", "81.2 ± 9.9", "82.0 ± 10.3"))
    shown = table("Weight at entry", *rows).rstrip()
    words = "## Symptoms Bloating was noted by 21 of 67 adults in the brown rice group and 9 of 63 in the white rice group."
    text = article(RICE[0], f"{shown}{end.rstrip()} {words}")
    assert answered(text, RICE[1:], "bloating") == [21, 67, 9, 63]
