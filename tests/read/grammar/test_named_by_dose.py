"""Arms that differ by their doses alone, or that have no other name than their dose."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SEEN = "Dizziness was recorded for 9% of adults on placebo, 15% on 150 mg and 30% on 600 mg."


def arms(page, text: str) -> dict[float, str]:
    return {
        r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion" and r.value
    }


@pytest.mark.parametrize(
    "text",
    [
        "Adults were assigned placebo (n=81) or pregabalin 150 mg (n=84) or 600 mg (n=83) daily. ",
        "Adults were assigned placebo (n=81), pregabalin 150 mg (n=84) or pregabalin 600 mg (n=83). ",
        "Adults were randomised to pregabalin 150 mg, 600 mg or placebo. ",
    ],
)
def test_a_dose_is_told_of_each_arm_where_another_is_called_so(page, text: str) -> None:
    assert arms(page, text + SEEN) == {9: "placebo", 15: "pregabalin 150 mg", 30: "pregabalin 600 mg"}


@pytest.mark.parametrize(
    "text",
    [
        "Adults were randomised to placebo, 150 mg, or 600 mg in a double-blind trial. ",
        "Adults were randomised to 150 mg, 600 mg or placebo once daily. ",
        "Adults were randomised to placebo, 150 mg or 600 mg once daily. ",
    ],
)
def test_doses_beside_a_placebo_are_arms_without_a_drug(page, text: str) -> None:
    assert arms(page, text + SEEN) == {9: "placebo", 15: "150 mg", 30: "600 mg"}


def test_a_number_on_a_dose_that_is_no_arm_is_nobodys(page) -> None:
    text = "We compared placebo with pregabalin in 210 women. "
    assert arms(page, text + SEEN) == {9: "placebo", 15: "", 30: ""}
