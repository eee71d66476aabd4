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
