"""Numbers in the spellings that abstracts really have: each is read as what it says, or not at all."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "A randomized trial compared zinc lozenges with placebo. Adults were randomly assigned to zinc lozenges or placebo. "


def results(page, text: str):
    return grammar(page(ARMS + text)).results


@pytest.mark.parametrize(
    ("text", "percents"),
    [
        (
            "Fever was seen in 70,58% of the zinc lozenges group and in 81,20% of the placebo group.",
            [70.58, 81.2],
        ),
        (
            "Cough was gone in 12 . 5 % of the zinc lozenges group and in 20 . 5 % of the placebo group.",
            [12.5, 20.5],
        ),
        (
            "Cough was gone in 12·5% of the zinc lozenges group and in 20·5% of the placebo group.",
            [12.5, 20.5],
        ),
        (
            "Grade 3/4 nausea was seen in 5% of the zinc lozenges group or 8% of the placebo group.",
            [5.0, 8.0],
        ),
        ("Cough was gone in 64 and 85% of the zinc lozenges and placebo groups, respectively.", [64.0, 85.0]),
    ],
)
def test_percents_by_arm(page, text: str, percents: list[float]) -> None:
    found = [(r.arm, r.value.value) for r in results(page, text) if r.measure == "proportion"]
    assert found == [("zinc lozenges", percents[0]), ("placebo", percents[1])]


@pytest.mark.parametrize("spread", ["±", "+-", "+/-", " ± "])
@pytest.mark.parametrize("point", [".", "/", "·"])
def test_means_with_any_sign(page, spread: str, point: str) -> None:
    text = f"The pain score was 5{point}06{spread}0.52 in the zinc lozenges group and 6{point}10{spread}0.48 in the placebo group."
    found = [(r.arm, r.value.value, r.sd.value) for r in results(page, text) if r.measure == "mean"]
    assert found == [("zinc lozenges", 5.06, 0.52), ("placebo", 6.1, 0.48)]


@pytest.mark.parametrize("dash", ["-", "–", "‑", "−", " to "])
def test_intervals_with_any_dash(page, dash: str) -> None:
    (ratio,) = results(page, f"The odds ratio was 0.55 (95% CI 0.31{dash}0.97; p < .001).")
    assert (ratio.measure, ratio.value.value, ratio.low.value, ratio.high.value) == (
        "odds_ratio",
        0.55,
        0.31,
        0.97,
    )
    assert (ratio.p.value, ratio.p.relation) == (0.001, "<")


def test_or_is_no_odds_ratio_and_a_lost_superscript_no_count(page) -> None:
    text = "Doses of 20 mg/m2 or 1.5 (0.5-2.5) tablets were given. White cells were 3.2 x 109/l or more. Grade 3/4 nausea was rare."
    assert results(page, text) == ()


def test_thousands_parted_by_a_space(page) -> None:
    read = grammar(page("A total of 14 200 women were randomly assigned to zinc lozenges or placebo."))
    assert [s.value for s in read.stated if s.field == "randomised"] == [14200]
