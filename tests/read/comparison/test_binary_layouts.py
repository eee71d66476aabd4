"""Counts in tables: the forms of a cell, answers and grades under a question, and where the sizes stand; figures of our own."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_lost_spans import asked, table

HEAD = ("Outcome", "Yoga (n = 40)", "Stretching (n = 38)")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("13, 32%", "9, 24%"), (13, 40, 9, 38)),
        (("13; 32.5 %", "9; 23.7 %"), (13, 40, 9, 38)),
        ((r"13 \[32\]", r"9 \[24\]"), (13, 40, 9, 38)),
        (("13 (32,5)", "9 (23,7)"), (13, 40, 9, 38)),
        (("13 (32,5%)", "9 (23,7%)"), (13, 40, 9, 38)),
        (("13, 32%", "9 (24,100)"), ()),  # a range is no percent
        (("13,32%", "9,24%"), ()),  # one number with a decimal comma is a percent that no count has
        (("13, 17, 32%", "9, 5, 24%"), ()),
    ],
)
def test_a_count_with_its_percent_in_many_forms(cells: tuple[str, str], expected: tuple[int, ...]) -> None:
    text = table("Harms", HEAD, [("Cramps", *cells), ("Falls", "3", "2")])
    assert asked(text, "cramps", "binary") == expected


ANSWERS = [
    ("Cramps",),
    ("Yes", "13", "9"),
    ("No", "26", "28"),
    ("Falls",),
    ("Yes", "4", "5"),
    ("No", "35", "32"),
]


def test_those_who_say_no_are_no_sizes() -> None:
    head = ("Outcome", "Yoga", "Stretching")
    assert asked(table("Harms", head, ANSWERS), "cramps", "binary") == (13, 41, 9, 39)
    # "No." is a number of people
    sized = [("No.", "40", "38"), *ANSWERS]
    assert asked(table("Harms", head, sized), "cramps", "binary") == (13, 40, 9, 38)


GRADES = [("Cramps",), ("Any grade", "20 (50)", "16 (42)"), ("Grade 1-2", "13 (32)", "9 (24)"), ("Grade 3-4", "7 (18)", "7 (18)")]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("cramps", (20, 40, 16, 38)),
        ("grade 1-2 cramps", (13, 40, 9, 38)),
        ("cramps of grade 1 or 2", (13, 40, 9, 38)),
        ("grade III/IV cramps", (7, 40, 7, 38)),
        ("cramps, grade 3 or higher", (7, 40, 7, 38)),
        ("cramps grade \u2265 3", (7, 40, 7, 38)),
        ("grade 5 cramps", ()),
        ("grade 2 cramps", ()),
        ("cramps grade \u2265 2", ()),
    ],
)
def test_grades_are_told_by_their_numbers(outcome: str, expected: tuple[int, ...]) -> None:
    assert asked(table("Harms", HEAD, GRADES), outcome, "binary") == expected
