"""Paragraphs that were broken at a margin; words and figures of our own."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_binary_layouts import COUNTS
from tests.read.comparison.test_lost_spans import table
from tests.read.comparison.test_words_asked import numbers
from trialwright import read

WRAPPED = """# Yoga against stretching: a randomised trial

## Methods

We randomised one hundred and two adults who had very stiff backs to {group} of the kind, n = 22).
Nobody was told by anyone else what the others had done, nor did they ask.

## Results

{table}
"""


@pytest.mark.parametrize(
    "group",
    [
        "yoga\n(Group A, n = 41), stretching (Group B, n = 39) or to (Group C, ironing",
        "\nGroup A (yoga, n = 41), Group B (stretching, n = 39) or to Group C (ironing",
    ],
)
@pytest.mark.parametrize("wide", [0, 60, 130], ids=["narrow", "wider", "wide"])
def test_a_paragraph_is_broken_at_the_margin_beside_a_wide_table(group: str, wide: int) -> None:
    head = ("Outcome", "Group A (n = 40)", "Group B (n = 38)", "P value".ljust(wide, "."))
    rows = [(o, a, b, "NS") for o, a, b in COUNTS]
    text = WRAPPED.format(group=group, table=table("Harms", head, rows))
    document = read.documents(text.encode(), "trial.md")[0]
    found = read.cells(
        document, outcome="cramps", intervention="yoga", comparator="stretching", kind="binary"
    )
    assert numbers(found) == (13, 40, 9, 38)
    told = next(b for b in document.own_blocks() if document.text[b.start :].startswith("We randomised"))
    assert told.role == "paragraph"
    assert document.text[: told.end].endswith("did they ask.")


def test_a_number_that_closes_a_bracket_at_a_lines_start_is_no_marker() -> None:
    lines = "We randomised 161 adults who had stiff backs to stretching (ST, n =\n38) and yoga (YG, n = 123). Nobody was told, nor asked,\nwhat the others had done."
    blocks = read.documents(f"# Methods\n\n{lines}\n".encode(), "trial.md")[0].own_blocks()
    assert [b.role for b in blocks] == ["heading", "paragraph"]
    listed = lines.replace("(ST, n =", "in all, by these means:").replace("38)", "3)")
    blocks = read.documents(f"# Methods\n\n{listed}\n".encode(), "trial.md")[0].own_blocks()
    assert "item" in [b.role for b in blocks]
