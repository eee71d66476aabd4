"""Arms that tables name by their roles or letters alone, with times, measures and sizes around them; figures of our own."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_lost_spans import table
from tests.read.comparison.test_words_asked import numbers
from trialwright import read

ROLES = "We randomised 80 adults to oral iron (intervention group, n = 41) or to intravenous iron (control group, n = 39)."
LETTERS = "We randomised 80 adults to oral iron (group A, n = 41) or to intravenous iron (group B, n = 39)."
TIMED = [
    ("Baseline", "3 months", "Baseline", "3 months"),
    ("Rash", "5 (13.2)", "9 (23.7)", "6 (16.7)", "4 (11.1)"),
    ("Cramps", "7 (18.4)", "1 (2.6)", "4 (11.1)", "3 (8.3)"),
]
SHARES_FIRST = [("Rash", "13.2 (5)", "16.7 (6)"), ("Cramps", "18.4 (7)", "11.1 (4)")]
SIZED = (" (n = 38)", " n=36, n (%)")


def asked(methods: str, text: str, outcome: str, kind: str = "binary") -> tuple[float, ...]:
    document = read.documents(f"# Results\n\n{methods}\n\n{text}\n".encode(), "trial.md")[0]
    return numbers(
        read.cells(
            document, outcome=outcome, intervention="oral iron", comparator="intravenous iron", kind=kind
        )  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("methods", "names"),
    [(ROLES, ("Intervention group", "Control group")), (LETTERS, ("Group A", "Group B"))],
    ids=["roles", "letters"],
)
class TestNames:
    def test_over_times(self, methods: str, names: tuple[str, str]) -> None:
        heads = [name + size for name, size in zip(names, SIZED, strict=True)]
        text = table("Harms", ("", *heads, "", ""), TIMED)
        assert asked(methods, text, "rash at 3 months") == (9, 38, 4, 36)

    def test_with_sizes_in_the_caption(self, methods: str, names: tuple[str, str]) -> None:
        caption = f"Harms, % (n) ({names[0]}, n = 38; {names[1]}, n = 36)"
        assert asked(methods, table(caption, ("", *names), SHARES_FIRST), "cramps") == (7, 38, 4, 36)

    def test_at_the_left(self, methods: str, names: tuple[str, str]) -> None:
        rows = [(f"{names[1]} n=36, n (%)", "6 (16.7)", "4 (11.1)"), (f"{names[0]} n=38, n (%)", "5 (13.2)", "7 (18.4)")]  # fmt: skip
        assert asked(methods, table("Harms", ("Group", "Rash", "Cramps"), rows), "cramps") == (7, 38, 4, 36)


def test_a_percent_before_its_count_is_told_by_the_arithmetic() -> None:
    head = ("", "Oral iron (n = 38)", "Intravenous iron (n = 36)")
    assert asked(ROLES, table("Harms", head, SHARES_FIRST), "rash") == (5, 38, 6, 36)
    # whole percents that are counts of people too are percents only where the words say so
    whole = [("Rash", "19 (50)", "18 (50)"), ("Cramps", "8 (3)", "8 (3)")]
    assert asked(ROLES, table("Harms", head, whole), "rash") == (19, 38, 18, 36)
    assert asked(ROLES, table("Harms, % (n)", head, whole), "cramps") == (3, 38, 3, 36)


def test_the_sizes_beside_shares_are_no_counts() -> None:
    rows = [
        (outcome, *figures)
        for outcome, shares in (("Rash", ("28.9%", "13.9%")), ("Cramps", ("50.0%", "5.6%")), ("Fever", ("2.6%", "8.3%")))
        for outcome, *figures in ((outcome,), ("Oral iron", "38", shares[0]), ("Intravenous iron", "36", shares[1]))
    ]  # fmt: skip
    text = table("Harms", ("Outcome", "n", "%"), rows)
    assert asked(ROLES, text, "cramps") == (19, 38, 2, 36)
    # and where "n (%)" stands beside them, it is of them, not of those who were randomised
    counted = [(a, n, {"28.9%": "11 (28.9)", "13.9%": "5 (13.9)", "50.0%": "19 (50.0)", "5.6%": "2 (5.6)", "2.6%": "1 (2.6)", "8.3%": "3 (8.3)"}[s]) if n else (a,) for a, n, s in ((*r, "", "")[:3] for r in rows)]  # fmt: skip
    assert asked(ROLES, table("Harms", ("Outcome", "n", "n (%)"), counted), "rash") == (11, 38, 5, 36)


def test_an_interval_in_the_head_of_an_arm_makes_no_test_of_it() -> None:
    arms = ("Oral iron n=38, mean (95% CI)", "Intravenous iron n=36, mean (95% CI)")
    rows = [(*arms, *arms), ("Sway (mm)", "61.0 (58.1 to 63.9)", "60.2 (57.0 to 63.4)", "48.0 (45.9 to 50.1)", "55.1 (52.2 to 58.0)", "0.01")]  # fmt: skip
    text = table("Balance", ("", "Baseline", "3 months", "P", "", ""), rows)
    found = asked(ROLES, text, "sway at 3 months", "continuous")
    assert (found[0], found[2], found[3], found[5]) == (48.0, 38, 55.1, 36)


def test_the_short_form_of_an_arm_is_no_standard_error() -> None:
    methods = "We randomised 80 adults to semaride for oral iron (SEM, n = 41) or to intravenous iron (IVI, n = 39)."
    text = table(
        "Balance, mean (SD) (SEM, n = 38; IVI, n = 36)",
        ("", "SEM", "IVI"),
        [("Sway (mm)", "48.0 (6.4)", "55.1 (8.6)")],
    )
    assert asked(methods, text, "sway", "continuous") == (48.0, 6.4, 38, 55.1, 8.6, 36)
