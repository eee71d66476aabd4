"""Counts in tables: the forms of a cell, answers and grades under a question, and where the sizes stand; figures of our own."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_lost_spans import asked, table
from tests.read.comparison.test_words_asked import numbers
from trialwright import read
from trialwright.read.comparison.asked import Question

HEAD = ("Outcome", "Yoga (n = 40)", "Stretching (n = 38)")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("13, 32%", "9, 24%"), (13, 40, 9, 38)),
        (("13; 32.5 %", "9; 23.7 %"), (13, 40, 9, 38)),
        ((r"13 \[32\]", r"9 \[24\]"), (13, 40, 9, 38)),
        (("13 (32,5)", "9 (23,7)"), (13, 40, 9, 38)),
        (("13 (32,5%)", "9 (23,7%)"), (13, 40, 9, 38)),
        (("13 of 37", "9 out of 36"), (13, 37, 9, 36)),
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
    none = [(*r[:2], "0") if r[2:] == ("4 (10.0)",) else r for r in counted]  # a nought has no percent
    assert asked(table("Harms", head, none), "falls", "binary") == (0, 40, 5, 38)
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


@pytest.mark.parametrize(
    ("methods", "heads", "expected"),
    [
        ("Group 1 was given yoga and group 2 was given stretching.", ("Group 1", "Group 2"), (13, 40, 9, 38)),
        ("There were two: arm A: yoga; arm B: stretching.", ("Arm B", "Arm A"), (9, 38, 13, 40)),
        (
            "Arm 1 received usual care, arm 2 received yoga and arm 3 received stretching.",
            ("Arm 2", "Arm 1"),
            (),
        ),
        ("Group 1 was given yoga and group 2 was given stretching.", ("Group 3", "Group 2"), ()),
    ],
)
def test_what_a_group_by_letter_was_given(
    methods: str, heads: tuple[str, str], expected: tuple[int, ...]
) -> None:
    text = table("Harms", ("Outcome", f"{heads[0]} (n = 40)", f"{heads[1]} (n = 38)"), COUNTS)
    assert read_of(f"We randomised 80 adults. {methods}", text, "cramps") == expected


CLOSED = """::: caption
Harms
:::

  ------------------------------------------
  Outcome      {a}\\       {b}\\
               (n = 40)      (n = 38)
  ------------ ------------- -------------
  Cramps       13            9

  Falls        4             5
  ------------------------------------------

{note}
"""


@pytest.mark.parametrize(
    ("a", "b", "note", "expected"),
    [
        ("Group A", "Group B", "", (13, 40, 9, 38)),  # a backslash breaks the line of a cell
        ("QY", "NS", "QY, yoga; NS, stretching.", (13, 40, 9, 38)),
        ("QYA", "NSB", "QYA, yoga; NSB, stretching.", (13, 40, 9, 38)),
        ("QYA", "NSB", "QYA, yoga; NSB, ironing.", ()),
        ("QYA", "NSB", "", ()),
    ],
)
def test_names_of_arms_in_heads_of_two_lines(a: str, b: str, note: str, expected: tuple[int, ...]) -> None:
    methods = "We randomised 80 adults to yoga (group A, n = 41) and stretching (group B, n = 39)."
    assert read_of(methods, CLOSED.format(a=a, b=b, note=note), "cramps") == expected


def test_a_count_in_brackets_behind_a_percent_makes_no_code() -> None:
    methods = "We randomised 80 adults to yoga (YG, n = 41) and stretching (ST, n = 39)."
    rows = [("Cramps",), ("Yoga", "32 (13)"), ("Stretching", "2 (1)"), ("Falls",), ("Yoga", "10 (4)"), ("Stretching", "5 (2)")]  # fmt: skip
    text = table("Harms, % (n)", ("Outcome", "Value"), rows)
    asked_for = read.documents(f"# Results\n\n{methods}\n\n{text}\n".encode(), "trial.md")[0]
    question = Question(asked_for, "cramps", "yoga", "stretching")
    assert not {code for code in question.codes if code.isdigit()}
    lettered = methods.replace("YG,", "1,").replace("ST,", "2,")
    known = read.documents(f"# Results\n\n{lettered}\n".encode(), "trial.md")[0]
    assert set(Question(known, "cramps", "yoga", "stretching").codes) == {"1", "2"}


@pytest.mark.parametrize("corner", ["", "Outcome"])
@pytest.mark.parametrize(
    ("first", "figures"), [("RR (95% CI)", ("1.4 (0.7 to 2.8)", "0.8 (0.2 to 2.6)")), ("P", ("0.31", "0.70"))]
)
def test_a_ratio_before_two_columns_of_each_arm(corner: str, first: str, figures: tuple[str, str]) -> None:
    head = (corner, first, "Yoga (n = 40)", "Stretching (n = 38)", "", "")
    rows = [("", "", "n", "%", "n", "%"), ("Cramps", figures[0], "13", "32.5", "9", "23.7"), ("Falls", figures[1], "4", "10.0", "5", "13.2")]  # fmt: skip
    assert asked(table("Harms", head, rows), "cramps", "binary") == (13, 40, 9, 38)
