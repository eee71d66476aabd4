"""Arms that share a noun ("early or late surgery"), and words of theirs before other nouns."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def arms(found) -> list[str]:
    return [r.arm for r in found.results if r.measure == "proportion"]


def test_both_have_the_noun_that_they_share(page) -> None:
    found = grammar(
        page(
            "We randomised 240 adults to early or late surgery. "
            "After early surgery 14% died and after late surgery 9%."
        )
    )
    assert [a.label for a in found.arms] == ["early surgery", "late surgery"]
    assert arms(found) == ["early surgery", "late surgery"]


@pytest.mark.parametrize(
    ("opened", "said"),
    [
        ("an intensive or a standard diet", "In intensive care, 14% died."),
        ("intensive or standard visits", "After standard chemotherapy, 41% were well."),
        ("early or late feeding", "Early deaths were seen in 14% and late deaths in 9%."),
        ("early or late feeding", "Early morning cough was told of by 14%."),
    ],
)
def test_a_degree_before_a_noun_of_no_arm_names_none(page, opened: str, said: str) -> None:
    assert set(arms(grammar(page(f"We randomised 240 adults to {opened}. {said}")))) == {""}


def test_the_noun_may_be_an_arms_own(page) -> None:
    found = grammar(
        page(
            "We randomised 240 adults to intensive care or standard care at home. "
            "Under intensive care 14% fell, under standard care 21%."
        )
    )
    assert arms(found) == ["intensive care", "standard care"]


def test_a_factorial_design_is_no_arm(page) -> None:
    found = grammar(
        page("Adults were randomised to both in a two by two design (knitting and chess) or to none.")
    )
    assert "design" not in [a.label for a in found.arms]
