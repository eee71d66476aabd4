"""Tables that have lost what spanned their cells, tables of one arm each, and what the words under them say; figures of our own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.read.comparison.test_words_asked import numbers
from trialwright import read

METHODS = "We randomised 80 adults to yoga (n = 41) or to stretching (n = 39)."
ARMS = ("yoga", "stretching")


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> str:
    """A table as saved articles write it: cells under their heads, two spaces apart, and no spans."""
    lines = [list(head), *(list(r) + [""] * (len(head) - len(r)) for r in rows)]
    wide = [max(2, *(len(line[c]) for line in lines)) for c in range(len(head))]
    told = ["  " + "  ".join(x.ljust(w) for x, w in zip(line, wide, strict=True)).rstrip() for line in lines]
    rule = "  " + "  ".join("-" * w for w in wide)
    top = f"::::table-wrap\n::: caption\n{caption}\n:::\n\n"
    return top + "\n".join([told[0], rule, *told[1:]]) + f"\n\n{note}::::"


def asked(text: str, outcome: str, kind: str, arms: tuple[str, str] = ARMS) -> tuple[float, ...]:
    document = read.documents(f"# Results\n\n{METHODS}\n\n{text}\n".encode(), "trial.md")[0]
    return numbers(read.cells(document, outcome=outcome, intervention=arms[0], comparator=arms[1], kind=kind))  # type: ignore[arg-type]


HEAD = ("Outcome", "Yoga", "p", "Stretching", "p", "p between groups")
SPANNED = table(
    "Stiffness before and after",
    HEAD,
    [
        ("Before", "5.8 ± 2.2", "<0.001", "5.9 ± 2.1", "<0.001", "0.90"),
        ("After", "4.1 ± 1.6", "2.6 ± 1.3", "<0.001"),
    ],
)
WHOLE = table(
    "Stiffness before and after",
    HEAD,
    [
        ("Before", "5.8 ± 2.2", "<0.001", "5.9 ± 2.1", "<0.001", "0.90"),
        ("After", "4.1 ± 1.6", "<0.001", "2.6 ± 1.3", "<0.001", "0.02"),
    ],
)


@pytest.mark.parametrize("text", [SPANNED, WHOLE], ids=["spanned", "whole"])
def test_a_p_value_over_two_lines_moves_no_figure(text: str) -> None:
    assert asked(text, "stiffness after", "continuous") == (4.1, 1.6, 41, 2.6, 1.3, 39)


TWO_LABELS = table(
    "Values at each time",
    ("Outcome", "Time", "Yoga", "Stretching", "p"),
    [
        ("Pain, mean ± SD", "Before", "6.2 ± 1.2", "6.4 ± 0.6", "NS"),
        ("", "1 h", "5.0 ± 1.3", "4.8 ± 1.1", "NS"),
        ("", "2 h", "4.2 ± 1.3", "3.3 ± 0.9", "0.04"),
        ("", "3 h", "3.3 ± 1.2", "2.7 ± 0.7", "0.03"),
        ("Giddiness after treatment (h)", "1.7 ± 0.5", "1.6 ± 0.3", "NS"),
    ],
)


def test_words_over_two_columns_leave_the_others_their_times() -> None:
    assert asked(TWO_LABELS, "pain 2 h after treatment", "continuous") == (4.2, 1.3, 41, 3.3, 0.9, 39)
    assert asked(TWO_LABELS, "giddiness after treatment", "continuous") == (1.7, 0.5, 41, 1.6, 0.3, 39)


def test_sizes_under_the_heads_are_of_them_where_the_corner_spans_them() -> None:
    rows = [("n = 38\\ n (%)", "n = 37\\ n (%)"), ("Fall", "4 (11)", "9 (24)", "0.1")]
    text = table("Events", ("Event", "Yoga", "Stretching", "p"), rows)
    assert asked(text, "fall", "binary") == (4, 38, 9, 37)
    # sizes that begin at the left and are as many as all heads are of one column each
    moved = [("n = 38", "n = 38", "n = 37", ""), ("Fall", "4 (9.8)", "9 (23.1)", "0.1")]
    assert asked(table("Events", ("Event", "Yoga", "Stretching", "p"), moved), "fall", "binary") != (
        4,
        38,
        9,
        37,
    )


def shares(fall: tuple[str, str], others: Sequence[tuple[str, str]]) -> str:
    rows = [(f"Item {chr(97 + i)}", a, b) for i, (a, b) in enumerate(others)]
    return table("Events, n (%)", ("Event", "Yoga (n = 41)", "Stretching (n = 39)"), [*rows, ("Fall", *fall)])


def test_percents_that_are_whole_behind_their_points_are_rounded_to_whole_numbers() -> None:
    whole = [
        ("20 (49.0)", "14 (36.0)"),
        ("8 (20.0)", "7 (18.0)"),
        ("5 (12.0)", "9 (23.0)"),
        ("11 (27.0)", "3 (8.0)"),
        ("2 (5.0)", "1 (3.0)"),
    ]
    assert asked(shares(("3 (7.0)", "6 (15.0)"), whole), "fall", "binary") == (3, 41, 6, 39)
    exact = [
        ("20 (48.8)", "14 (35.9)"),
        ("8 (19.5)", "7 (17.9)"),
        ("5 (12.2)", "9 (23.1)"),
        ("11 (26.8)", "3 (7.7)"),
        ("2 (4.9)", "1 (2.6)"),
    ]
    assert asked(shares(("3 (7.0)", "6 (15.0)"), exact), "fall", "binary") != (3, 41, 6, 39)


def of_arm(caption: str, pain: str, sway: str) -> str:
    return table(
        caption,
        ("Measure", "Pre", "Post"),
        [("Pain", "6.0 (1.1)", pain), ("SWAY (mm)", "9.0 (2.0)", sway)],
        "SWAY - sway of the trunk\n",
    )


def test_tables_of_one_arm_each_are_read_as_one() -> None:
    both = f"{of_arm('Pre and post values, mean (SD), of the yoga group', '3.1 (1.0)', '7.2 (1.9)')}\n\n{of_arm('Pre and post values, mean (SD), of the stretching group', '3.9 (1.2)', '8.1 (1.8)')}"
    assert asked(both, "pain post", "continuous") == (3.1, 1.0, 41, 3.9, 1.2, 39)
    assert asked(both, "sway of the trunk post", "continuous") == (7.2, 1.9, 41, 8.1, 1.8, 39)
    same = f"{of_arm('Values, mean (SD), of the yoga group', '3.1 (1.0)', '7.2 (1.9)')}\n\n{of_arm('Other values, mean (SD), of the yoga group', '3.9 (1.2)', '8.1 (1.8)')}"
    assert asked(same, "pain post", "continuous") == ()


NOTED = "^a^Measured in all ^b^Measured in 33 and 30 yoga and stretching adults, respectively\n"


@pytest.mark.parametrize(("mark", "sizes"), [("^b^", (33, 30)), ("^a^", (41, 39)), ("", (41, 39))])
def test_a_note_gives_the_sizes_of_the_rows_with_its_mark(mark: str, sizes: tuple[int, int]) -> None:
    rows = [("Pain (0-10)^a^", "3.1 ± 1.0", "3.9 ± 1.2"), (f"Sway (mm){mark}", "7.2 ± 1.9", "8.1 ± 1.8")]
    text = table("Means ± SD", ("Measure", "Yoga", "Stretching"), rows, NOTED)
    assert asked(text, "sway", "continuous") == (7.2, 1.9, sizes[0], 8.1, 1.8, sizes[1])


def test_changes_are_not_the_values_that_are_asked_for() -> None:
    text = table(
        "Differences of pre and post values, mean (SD)",
        ("Measure", "Yoga", "Stretching"),
        [("Pain", "2.2 (1.3)", "1.3 (1.4)")],
    )
    later = table(
        "Values at the end, mean (SD)",
        ("Measure", "Yoga", "Stretching"),
        [("Pain", "3.1 (1.0)", "3.9 (1.2)")],
    )
    assert asked(f"{later}\n\n{text}", "pain", "continuous") == (3.1, 1.0, 41, 3.9, 1.2, 39)
    assert asked(f"{text}\n\n{later}", "change in pain", "continuous") == (2.2, 1.3, 41, 1.3, 1.4, 39)


def test_a_kind_before_a_colon_is_no_outcome() -> None:
    rows = [("Massage for relief of pain", "22 (53.7)", "15 (38.5)"), ("Epidural", "6 (14.6)", "9 (23.1)")]
    text = table("Events, n (%)", ("Event", "Yoga", "Stretching"), rows)
    assert asked(text, "Pain relief: epidural", "binary") == (6, 41, 9, 39)
    assert asked(text, "Pain relief: massage", "binary") == (22, 41, 15, 39)


def test_a_count_without_a_time_is_of_all_the_time() -> None:
    timed = table(
        "Symptoms at each time, n (%)",
        ("Time", "Symptom", "Yoga", "Stretching"),
        [
            ("1 h", "Sleepiness", "9 (22.0)", "3 (7.7)"),
            ("", "Cough", "4 (9.8)", "2 (5.1)"),
            ("2 h", "Sleepiness", "17 (41.5)", "4 (10.3)"),
            ("", "Cough", "3 (7.3)", "2 (5.1)"),
        ],
    )
    whole = table(
        "Adverse effects, n (%)",
        ("Effect", "Yoga", "Stretching"),
        [("Sleepiness", "21 (51.2)", "6 (15.4)"), ("Rash", "1 (2.4)", "2 (5.1)")],
    )
    assert asked(f"{whole}\n\n{timed}", "sleepiness", "binary") == (21, 41, 6, 39)
    assert asked(f"{timed}\n\n{whole}", "sleepiness at 2 h", "binary") == (17, 41, 4, 39)


STAYED = "One man dropped out. There were 41 adults in the yoga group & 38 adults in the stretching group."
PAIN = "Pain was 3.1 ± 1.0 after yoga and 3.9 ± 1.2 after stretching."


def test_those_who_were_left_are_those_measured() -> None:
    assert asked(f"{STAYED} {PAIN}", "pain", "continuous") == (3.1, 1.0, 41, 3.9, 1.2, 38)
    nobody = STAYED.replace("One man dropped out.", "All came from one town.")
    assert asked(f"{nobody} {PAIN}", "pain", "continuous") == (3.1, 1.0, 41, 3.9, 1.2, 39)


def test_a_percent_in_words_and_its_fraction_are_one() -> None:
    text = "Two percent (1/41) of adults after yoga had a hernia as opposed to 15% (6/39) of adults after stretching."
    assert asked(text, "hernia", "binary") == (1, 41, 6, 39)
    other = "Two percent (9/41) of adults after yoga had a hernia as opposed to 15% (6/39) of adults after stretching."
    assert asked(other, "hernia", "binary") != (1, 41, 6, 39)
