"""What "except" takes away, and whom it must not decide."""

from __future__ import annotations

import pytest

BOTH = 'any(all(has malignancy{0}, not(has basal cell carcinoma)), all(has malignancy{0}, person "except basal cell carcinoma"))'


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        # Who has the excepted kind may have another kind too: neither kept out nor let in without a person.
        ("Cancer except basal cell carcinoma", BOTH.format("")),
        ("Cancer within 5 years except basal cell carcinoma", BOTH.format(" [-43830..0]")),
        (
            "Cancer except basal cell carcinoma in the last 5 years",  # whose five years, is not said
            'any(all(has malignancy [-43830..0], not(has basal cell carcinoma)), all(has malignancy, person "except basal cell carcinoma in the last 5 years"))',
        ),
        # What is no kind of the first is a fact of its own.
        ("Creatinine clearance < 30 mL/min except on dialysis", "all(creatinine clearance < 30 mL/min, not(has renal replacement therapy))"),
        ("Diabetes unless pregnant", "all(has diabetes mellitus, not(has pregnancy))"),
        # Surgery of years ago keeps nobody out for certain: the two weeks may be those of both.
        (
            "Stroke, except on dialysis within 2 weeks",
            'any(all(has stroke [-336..0], not(has renal replacement therapy)), all(all(has stroke, not(has renal replacement therapy [-336..0])), person "except on dialysis within 2 weeks"))',
        ),
        ("Lactate > 4 mmol/L except on dialysis within 2 weeks", "all(lactate > 4 mmol/L, not(has renal replacement therapy [-336..0]))"),
    ],
)  # fmt: skip
def test_an_exclusion_with_an_exception(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("No cancer except basal cell carcinoma", f"not({BOTH.format('')})"),
        ("No cancer except purple spots", 'any(not(has malignancy), person "except purple spots")'),
        (
            "No history of stroke or cancer except basal cell carcinoma",
            'any(not(any(has stroke, has malignancy)), person "except basal cell carcinoma")',
        ),
    ],
)
def test_what_is_excepted_from_a_negation_is_let_through(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        # Whether who is pregnant is let in or kept out is not said: neither reading decides alone.
        (
            "Asthma, unless pregnant",
            'any(all(has asthma, not(has pregnancy)), all(any(has asthma, has pregnancy), person "unless pregnant"))',
        ),
        (
            "Stroke or asthma unless pregnant",
            'any(all(any(has stroke, has asthma), person "unless pregnant"), all(any(has stroke, has asthma, person "unless pregnant"), person "unless pregnant"))',
        ),
        # A limit is waived, and so is what a patient must not have.
        ("Platelets > 90 x 10^9/L unless on dialysis", "any(platelets > 90 x 10^9/L, has renal replacement therapy)"),
        ("No stroke unless on dialysis", "any(not(has stroke), has renal replacement therapy)"),
    ],
)  # fmt: skip
def test_an_unless_in_what_lets_in(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_an_exception_of_two_kinds_one_of_which_is_for_a_person_lets_nobody_in(said) -> None:
    two = "Cancer except purple spots or basal cell carcinoma"
    assert said(two, "exclusion") == (
        'any(all(has malignancy, not(any(person "purple spots", has basal cell carcinoma))), all(has malignancy, person "except purple spots or basal cell carcinoma"))'
    )
    limit = "Lactate > 4 mmol/L except purple spots or dialysis"
    assert "any(all(" not in said(limit, "exclusion")
