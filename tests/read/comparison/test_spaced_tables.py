"""Tables laid out by blanks alone, as text out of a PDF has them; articles and figures of our own."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.read.comparison.cells import Cells, Kind
from trialwright.read.comparison.spaced_tables import spaced_tables

ARTICLE = """# Abstract ## Background Hammocks may ease the back. ## Methods Gardeners were randomised to hammocks or to benches for 14 weeks.
# Results The results were as follows.

Table 1. Back pain at the start and after 14 weeks, mean ± SD
                              Hammocks (n=37)            Benches (n=35)
Outcome                    Start        14 weeks       Start       14 weeks      P
Pain at rest (0-10)        4.9±1.6      2.8±1.5       4.7±1.7      4.1±1.8     0.004
Bending (cm)              18.2±5.5     24.6±6.0      18.9±5.9     20.1±6.3     0.01

TABLE 2  Complaints over the 14 weeks, No. (%)
                                      Hammocks          Benches
Complaint                             (n = 37)          (n = 35)

Any complaint                         13 (35.1)          8 (22.9)
  Sea-sickness                         6 (16.2)          1 (2.9)
  Falls out of the
  resting place                        4 (10.8)          0 (0.0)
Values are numbers of gardeners.

Nobody withdrew.
"""


def asked(outcome: str, kind: Kind) -> Cells:
    document = read.documents(ARTICLE.encode(), "hammocks.txt")[0]
    return read.cells(document, outcome=outcome, intervention="hammocks", comparator="benches", kind=kind)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("pain at rest after 14 weeks", [2.8, 1.5, 37, 4.1, 1.8, 35]),
        ("bending after 14 weeks", [24.6, 6.0, 37, 20.1, 6.3, 35]),
        ("bending at the start", [18.2, 5.5, 37, 18.9, 5.9, 35]),
    ],
)
def test_means_under_heads_over_several_columns(outcome: str, expected: list[float]) -> None:
    cells = asked(outcome, "continuous")
    sides = (cells.intervention, cells.comparator)
    assert [n.value for s in sides for n in (s.mean, s.sd, s.n) if n] == expected


def test_counts_of_a_row_that_is_set_in() -> None:
    cells = asked("sea-sickness", "binary")
    assert [n.value for s in (cells.intervention, cells.comparator) for n in (s.events, s.n) if n] == [
        6,
        37,
        1,
        35,
    ]


def test_each_cell_stands_where_it_is_quoted() -> None:
    text = ARTICLE
    told = [c for t in spaced_tables(text) for row in t.rows for c in row.cells.values()]
    assert len(told) == 16
    assert all(text[c.start : c.end] == c.text for c in told)


@pytest.mark.parametrize(
    "text",
    [
        # two columns of prose
        "Table 1 shows that    the rest of the left\ncolumn stands beside   12 (3.4) and   14 (5.6) words\nof the other, with     13 (5.1) or    15 (7.0) more.\n",
        # heads over an unknown number of columns
        "Table 1. Figures\n              Hammocks    Benches\nPain        3.1     1.2    4.0     1.1\nSleep       7.1     1.0    6.2     1.3\n",
        # no caption
        "            Hammocks     Benches\nPain        3.1 (1.2)    4.0 (1.1)\nSleep       7.1 (1.0)    6.2 (1.3)\n",
    ],
)
def test_what_is_not_clear_is_no_table(text: str) -> None:
    assert not list(spaced_tables(text))
