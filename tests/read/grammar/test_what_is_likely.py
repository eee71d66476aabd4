"""Names of outcomes behind "likely to" and "with", beside joined names of arms, and words that name none."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Forty adults with gout were randomised to tea (n = 20) or coffee (n = 20). "


def names(page, text: str, measures: tuple[str, ...] = ("proportion",)) -> list[str]:
    return [r.endpoint for r in grammar(page(TWO + text)).results if r.measure in measures]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Adults given tea were significantly less likely to carry mites within the 4 weeks after it than those given coffee (30 of 220 [13.6%] versus 40 of 175 [22.9%]).", "carry mites"),
        ("Patients on tea were more likely to report relief (41% v 30%).", "relief"),
        ("Those given tea were less likely to need a second tablet (12% vs 20%).", "second tablet"),
        ("Patients in the tea group were more likely to be smoke-free at 6 months (22% vs 11%).", "smoke-free"),
        ("The cups worked well, with warmth in 88% with tea and 71% with coffee.", "warmth"),
        ("Pain was controlled, with nausea in 20% and 10% of the tea and coffee groups, respectively.", "nausea"),
        ("There were 26 relapses in the milk+tea arm and 20 in the coffee+milk arm.", "relapses"),
    ],
)  # fmt: skip
def test_names(page, text: str, want: str) -> None:
    assert names(page, text) == [want, want]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # what they are likely to do is told of others than these
        ("Adults given tea were more likely to walk, and cramps were rarer (12% v 20%).", "cramps"),
        (
            "Those on tea were more likely to state that they had a choice of cups (82% v 70%).",
            "choice of cups",
        ),
        ("Women with pain in 12% of joints on tea and in 20% on coffee had relapses.", "relapses"),
    ],
)
def test_names_told_otherwise(page, text: str, want: str) -> None:
    assert names(page, text)[-1] == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The difference between both was still persistent at 9 months (p = 0.04).", ""),
        ("Students were significantly quicker with tea than with coffee (p = 0.01).", ""),
        ("Rats were heavier with tea than with coffee (p = 0.01).", ""),
        ("Use of walking aids relative to those on coffee fell with tea (P = 0.009).", "Use of walking aids"),
        ("There was a highly significant reduction in pain with tea (p = 0.0003).", "reduction in pain"),
        (
            "Clinically significant relapses were rarer with tea (p = 0.003).",
            "Clinically significant relapses",
        ),
    ],
)
def test_words_that_name_nothing(page, text: str, want: str) -> None:
    assert names(page, text, ("p_value",)) == [want]
