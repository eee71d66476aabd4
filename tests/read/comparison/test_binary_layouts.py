"""Counts in tables: the forms of a cell, answers and grades under a question, and where the sizes stand; figures of our own."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_lost_spans import asked, table
from tests.read.comparison.test_words_asked import numbers
from trialwright import read

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


def read_of(methods: str, text: str, outcome: str) -> tuple[float, ...]:
    document = read.documents(f"# Results\n\n{methods}\n\n{text}\n".encode(), "trial.md")[0]
    return numbers(
        read.cells(document, outcome=outcome, intervention="yoga", comparator="stretching", kind="binary")
    )


NUMBERED = "We randomised 80 adults to two arms. Arm 1 received yoga (n = 41) and arm 2 received stretching (n = 39)."
COUNTS = [("Cramps", "13", "9"), ("Falls", "4", "5")]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("Arm 1 (n = 40)", "Arm 2 (n = 38)"), (13, 40, 9, 38)),
        (("Arm 2 (n = 38)", "Arm 1 (n = 40)"), (9, 40, 13, 38)),
        (("Arm 3 (n = 40)", "Arm 4 (n = 38)"), ()),
        (("Left arm a (n = 40)", "Right arm b (n = 38)"), ()),
    ],
)
def test_arms_by_number(heads: tuple[str, str], expected: tuple[int, ...]) -> None:
    found = read_of(NUMBERED, table("Harms", ("Outcome", *heads), COUNTS), "cramps")
    assert found == expected


def test_a_column_of_sizes_is_no_outcome_of_the_headings() -> None:
    rows = [
        line
        for outcome, a, b in (("Cramps", "13", "9"), ("Falls", "4", "5"), ("Aches", "20", "16"))
        for line in ((outcome,), ("Yoga", "40", a), ("Stretching", "38", b))
    ]
    head = ("Outcome and group", "N", "Adults with it")
    assert asked(table("Harms", head, rows), "cramps", "binary") == (13, 40, 9, 38)
    shares = {"13": "13 (32.5)", "9": "9 (23.7)", "4": "4 (10.0)", "5": "5 (13.2)", "20": "20 (50.0)", "16": "16 (42.1)"}  # fmt: skip
    counted = [(*r[:2], shares[r[2]]) if len(r) > 1 else r for r in rows[:6]]
    assert asked(table("Harms", head, counted), "cramps", "binary") == (13, 40, 9, 38)
    # beside percents alone "N" is what is counted
    counts = [(r[0], r[2], {"13": "31.7", "9": "23.1"}[r[2]]) if len(r) > 1 else r for r in rows[:3]]
    text = table("Harms", ("Outcome and group", "N", "%"), counts)
    assert asked(text, "cramps", "binary") == (13, 41, 9, 39)


ROLES = "We randomised 80 adults to yoga (intervention group, n = 41) and stretching (control group, n = 39)."
BARE = "\n".join(table("", ("Outcome", "Intervention", "Control"), COUNTS).splitlines()[4:]).removesuffix("::::")  # fmt: skip
SIZES = "Intervention, n = 40 and Control, n = 38"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"::: caption\nHarms ({SIZES})\n:::\n\n{BARE}", (13, 40, 9, 38)),
        (f"Table 2. Harms ({SIZES})\n\n{BARE}", (13, 40, 9, 38)),
        (f"**Table II: Harms ({SIZES})**\n\n{BARE}", (13, 40, 9, 38)),
        (f"{BARE.rstrip()}\n\n  : Harms ({SIZES})\n", (13, 40, 9, 38)),
        (f"{BARE.rstrip()}\n\n{SIZES}.\n", (13, 40, 9, 38)),
        # what stands under another heading, or over another table, is not said of this one
        (f"{BARE.rstrip()}\n\n## Costs\n\nIntervention, n = 30 and Control, n = 28.\n", (13, 41, 9, 39)),
        (f"{BARE.rstrip()}\n\n::: caption\nCosts (Intervention, n = 30 and Control, n = 28)\n:::\n", (13, 41, 9, 39)),
        (f"Costs were known of some (Intervention, n = 30 and Control, n = 28).\n\n{BARE}", (13, 41, 9, 39)),
    ],
    ids=["block", "paragraph", "bold", "colon below", "note", "another heading", "another caption", "prose above"],
)  # fmt: skip
def test_sizes_beside_a_table(text: str, expected: tuple[int, ...]) -> None:
    assert read_of(ROLES, text, "cramps") == expected
