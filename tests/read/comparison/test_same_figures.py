"""Figures that stand in a sentence and in a table, that are of one arm at two times, and columns whose short words are
those of a measure and of no arm."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told

TANGO = "Sixty-four adults with Parkinson's disease were randomly assigned to tango lessons (n = 32) or usual care (n = 32)."
ARMS = ("tango lessons", "usual care")
LOST = article(
    TANGO
    + " After the course balance was better with tango lessons than with usual care (52.31 ± 6.14 versus 47.08 ± 7.25).",
    table(
        "Participants",
        ("", "Tango lessons (n = 32)", "Usual care (n = 32)"),
        ("Age, years", "66.1 ± 7.0", "65.2 ± 8.1"),
    ),
    table(
        "Weight",
        ("", "Tango lessons (n = 32)", "Usual care (n = 32)"),
        ("Weight, kg", "74.0 ± 9.0", "75.5 ± 9.9"),
    ),
    table(
        "Points on the Berg scale",
        ("", "Tango lessons (n = 30)", "Usual care (n = 27)", "P"),
        ("Total points after the course", "52.31 ± 6.14", "47.08 ± 7.25", "0.004"),
    ),
)
TWO_TIMES = article(
    TANGO
    + " Walking speed did not differ between the first and the second year in the tango group (81.2 ± 9.5 cm/s vs. 84.4 ± 9.1 cm/s,"
    " respectively, P = 0.4), whereas it fell in the usual care group (80.7 ± 8.8 cm/s vs. 74.6 ± 9.9 cm/s, respectively, P = 0.01)."
)
EITHER = article(
    TANGO + " Walking speed was higher in the tango group (84.4 ± 9.1 vs. 74.6 ± 9.9 cm/s, P = 0.01)."
)
SD_COLUMN = article(
    TANGO,
    table(
        "Change in walking speed",
        ("", "Change in walking speed after 8 weeks", "", "", ""),
        ("", "n", "Mean", "SD", "p"),
        ("Intention-to-treat",),
        ("Tango lessons", "32", "6.1", "4.4", "0.01"),
        ("Usual care", "32", "1.2", "3.9", ""),
        ("Per-protocol set",),
        ("Tango lessons", "29", "6.8", "4.1", "0.01"),
        ("Usual care", "30", "1.1", "3.7", ""),
    ),
)
ERRORS = article(
    TANGO,
    table(
        "Outcomes at week 8",
        ("UPDRS-III", "n", "Adjusted mean change (SE) from baseline^[a](#)^", "Difference", "95% CI", "p"),
        ("Usual care", "25", "−0.50 (0.40)", "---", "---", "---"),
        ("Tango lessons", "36", "−2.50 (0.50)", "2.00", "0.6 to 3.4", "0.01"),
    ),
)
SPREAD_IN_LABEL = article(
    TANGO,
    table(
        "Participants",
        ("Variable", "Usual care (n = 32)", "Tango lessons (n = 32)", "P"),
        ("Schooling, years (SD)", "9.4 (2.2)", "10.1 (2.6)", "0.3"),
        ("Income, %", "41", "44", "0.8"),
    ),
)
ASKED = {
    "sizes of the table that has the figures": (LOST, ARMS, "balance after the course", (52.31, 6.14, 30, 47.08, 7.25, 27)),
    "two times of one arm in each bracket": (TWO_TIMES, ARMS, "walking speed", ()),
    "both arms in one bracket": (EITHER, ARMS, "walking speed", (84.4, 9.1, 32, 74.6, 9.9, 32)),
    "a column of SDs is no arm": (SD_COLUMN, ARMS, "change in walking speed in the per-protocol set", (6.8, 4.1, 29, 1.1, 3.7, 30)),
    "a head with SE is no arm": (ERRORS, ARMS, "change in UPDRS-III", (-2.5, 3.0, 36, -0.5, 2.0, 25)),
    "SD at the end of a row's words": (SPREAD_IN_LABEL, ARMS, "years of schooling", (10.1, 2.6, 32, 9.4, 2.2, 32)),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_means_of_both_arms(name: str) -> None:
    text, arms, outcome, expected = ASKED[name]
    assert told(text, arms, outcome, "continuous") == expected
