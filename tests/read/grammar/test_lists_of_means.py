"""Means of three arms in a list, two with bare spreads, spreads that are two deviations, and sentences that tell of this trial."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

THREE = "Women were allocated to walking (n=40), yoga (n=41) or no exercise (n=39). "
TWO = "100 patients were randomised to ondansetron (n = 50) or dexamethasone (n = 50). "


def told(page, text: str) -> list[tuple[str, str, float]]:
    return [
        (r.arm, r.endpoint, r.value.value)
        for r in grammar(page(text)).results
        if r.measure in ("mean", "median") and r.value
    ]


def test_three_in_a_list(page) -> None:
    text = "Mean weight loss was 3.2 kg in the walking group, 2.9 kg in the yoga group and 0.4 kg in the no exercise group."
    about = "weight loss"
    assert told(page, THREE + text) == [
        ("walking", about, 3.2), ("yoga", about, 2.9), ("no exercise", about, 0.4),
    ]  # fmt: skip


def test_a_list_of_two_things_is_none(page) -> None:
    text = "Mean weight loss was 3.2 kg in the walking group, 12 women in the yoga group and 9 in the no exercise group had cramps."
    assert [v for _, _, v in told(page, THREE + text)] == [3.2]


def test_two_with_bare_spreads(page) -> None:
    text = "Mean time to rescue was 110 (35) min in the ondansetron group vs 78 (28) min in the dexamethasone group (P<0.001)."
    assert told(page, TWO + text) == [
        ("ondansetron", "time to rescue", 110), ("dexamethasone", "time to rescue", 78)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "spread"), [("mean bias ± 2 SD", None), ("mean bias ± 2 standard deviations", None), ("mean bias ± SD", 5.0)]
)  # fmt: skip
def test_two_deviations_are_none(page, said: str, spread: float | None) -> None:
    text = f"The {said} between the methods was 4.8 ± 5.0 ml/kg (P < 0.001)."
    [one] = [r for r in grammar(page(TWO + text)).results if r.measure == "mean"]
    assert (one.sd and one.sd.value, one.se) == (spread, None)


def test_a_trial_whose_people_were_randomised_is_this_one(page) -> None:
    text = "In a double-blind study of zelol versus copper in gout, 120 adults were randomly allocated to zelol (n = 61) or copper (n = 59)."
    assert [(a.label, a.size) for a in grammar(page(text)).arms] == [("zelol", 61), ("copper", 59)]


def test_a_trial_that_is_told_of_is_another(page) -> None:
    text = "In a trial of 200 adults, zelol (n = 101) cured 30% and copper (n = 99) 20%. Gout is common."
    assert grammar(page(text)).arms == ()
