"""Heads in several lines, under corners that span lines and columns, where every line has moved to the left; figures of our own."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_lost_spans import asked, table

GRADES = [
    ("(Yoga)", "(Stretching)"),
    ("N = 38", "N = 36"),
    ("Grade 3", "Grade 4", "Grade 3", "Grade 4"),
    ("N", r"\%", "N", r"\%", "N", r"\%", "N", r"\%"),
    ("Rash", "5", "13", "2", "5", "9", "25", "--", "--"),
    ("Cramps", "7", "18", "1", "3", "4", "11", "3", "8"),
]
STRAINS = table("Strains by grade", ("", "Group A", "Group B", *[""] * 6), GRADES)


def test_arms_over_grades_over_counts_and_percents() -> None:
    assert asked(STRAINS, "grade 3 rash", "binary") == (5, 38, 9, 36)
    assert asked(STRAINS, "grade 4 cramps", "binary") == (1, 38, 3, 36)


PEOPLE = table(
    "Who took part",
    ("", "Group A", "Group B", ""),
    [
        ("(Yoga)", "(Stretching)"),
        ("N = 41", "N = 39"),
        ("Age",),
        ("", "Median (range)", "52 (31--70)", "54 (29--72)"),
        ("", "", "N (%)", "N (%)"),
        ("", "<50", "17 (41)", "15 (38)"),
        ("", "≥50", "24 (59)", "24 (62)"),
        ("Earlier injury", "12 (29)", "14 (36)"),
        ("Work",),
        ("", "Seated", "22 (54)", "19 (49)"),
        ("", "Standing", "19 (46)", "20 (51)"),
    ],
)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("earlier injury", (12, 41, 14, 39)),
        ("standing work", (19, 41, 20, 39)),
        ("age ≥50", (24, 41, 24, 39)),
    ],
)
def test_a_corner_over_two_columns_of_words(outcome: str, expected: tuple[float, ...]) -> None:
    assert asked(PEOPLE, outcome, "binary") == expected


MARKERS = table(
    "Markers of strain",
    ("", "", "Yoga", "Stretching", "Difference between arms", *[""] * 7),
    [
        ("baseline, n=38", "week 8, n=38", "baseline, n=36", "week 8, n=36", "Adjusted"),
        ("mean", "SD", "mean", "SD", "mean", "SD", "mean", "SD", "Change (95 % CI)", "p"),
        ("CK", "30--190 U/l", "211.4", "61.0", "174.9", "52.3", "208.8", "58.7", "199.2", "60.1", "-21 (-46; 4)", "0.09"),
        ("LDH", "<240 U/l", "231.0", "40.2", "205.5", "38.8", "229.3", "44.9", "226.1", "41.7", "-22 (-40; -4)", "0.02"),
        ("Mb", "25--72 µg/l", "61.2", "20.3", "48.8", "17.6", "60.4", "19.1", "57.3", "18.8", "-9 (-17; -1)", "0.03"),
    ],
)  # fmt: skip


def test_normal_ranges_are_no_figures_of_an_arm() -> None:
    assert asked(MARKERS, "CK at 8 weeks", "continuous") == (174.9, 52.3, 38, 199.2, 60.1, 36)
    assert asked(MARKERS, "baseline LDH", "continuous") == (231.0, 40.2, 38, 229.3, 44.9, 36)


TWO_ROWS = [
    ("Sway [mm]:",),
    ("Yoga suppl", "14.1 ± 3.0", "12.2 ± 2.8"),
    ("Non-suppl", "14.4 ± 3.3", "13.9 ± 3.1"),
    ("Reach [cm]:",),
    ("Yoga suppl", "31.0 ± 6.1", "34.5 ± 5.9"),
    ("Non-suppl", "30.6 ± 6.4", "31.2 ± 6.0"),
    ("Step [cm]:",),
    ("Yoga suppl", "61 ± 8", "63 ± 8"),
    ("Non-suppl", "60 ± 9", "60 ± 8"),
]


def test_of_two_rows_under_every_heading_the_other_is_of_the_other_arm() -> None:
    head = ("Measure", "Baseline", "3 months")
    text = table("Balance", head, TWO_ROWS)
    assert asked(text, "reach at 3 months", "continuous") == (34.5, 5.9, 41, 31.2, 6.0, 39)
    totals = [tuple(cell.replace("Non-suppl", "Overall") for cell in row) for row in TWO_ROWS]
    assert len(asked(table("Balance", head, totals), "reach at 3 months", "continuous")) < 6
