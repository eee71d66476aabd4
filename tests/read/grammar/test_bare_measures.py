"""Middles of two arms in brackets behind their name, and measures that no word calls means."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Forty adults with gout were randomised to tea (n = 20) or coffee (n = 20). "


def told(page, text: str, lead: str = TWO) -> list[tuple[str, str, str, float]]:
    return [
        (r.measure, r.arm, r.endpoint, r.value.value)
        for r in grammar(page(lead + text)).results
        if r.measure in ("mean", "median") and r.value
    ]


@pytest.mark.parametrize(
    ("text", "measure", "about", "values"),
    [
        ("Median overall survival (85 months with tea vs. 88 months in the coffee group) was similar (p = 0.66).", "median", "overall survival", (85, 88)),
        ("Median survival without gout (56 months with tea vs. 63 in the coffee group) was similar.", "median", "survival without gout", (56, 63)),
        ("Median time to relapse (14.2 v 9.8 months) was longer with tea.", "median", "time to relapse", (14.2, 9.8)),
        ("Mean pain score (3.1 with tea and 4.2 with coffee) was lower.", "mean", "pain score", (3.1, 4.2)),
        ("Blood loss was 420 mL in the tea group and 310 mL in the coffee group (P = 0.01).", "mean", "Blood loss", (420, 310)),
        ("Blood loss was 420 mL (tea) vs. 310 mL (coffee), p < 0.05.", "mean", "Blood loss", (420, 310)),
        ("Operating time was significantly longer with tea (95 min) than with coffee (71 min; P < 0.001).", "mean", "Operating time", (95, 71)),
    ],
)  # fmt: skip
def test_two_middles(page, text: str, measure: str, about: str, values: tuple[float, float]) -> None:
    want = [(measure, arm, about, v) for arm, v in zip(("tea", "coffee"), values, strict=True)]
    assert told(page, text) == want


@pytest.mark.parametrize(
    "text",
    [
        # may be medians
        "Values are medians. Blood loss was 420 mL in the tea group and 310 mL in the coffee group (P = 0.01).",
        # what was given, and how long people were followed
        "The dose was 40 mg in the tea group and 20 mg in the coffee group (P = 0.01).",
        "Follow-up was 12 months with tea and 11 months with coffee (P = 0.3).",
        # nothing is compared
        "Blood loss was 420 mL in the tea group and 310 mL in the coffee group.",
        # of two things
        "Blood loss was 420 mL with tea and 310 min with coffee (P = 0.01).",
        # of somebody
        "Median age (61 years) was as in the registry, and survival (12 months) too.",
    ],
)
def test_what_is_no_mean_of_two_arms(page, text: str) -> None:
    assert told(page, text) == []
