"""Arms whose verb is said once, in more words; and times for which people were looked at."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def sizes(page, text: str) -> dict[str, int]:
    return {r.arm: r.total for r in grammar(page(text)).results if r.measure == "size"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Velatinib following usual treatment in gout. Of 437 randomised, 216 were allotted VLT and 221 no adjuvant drug.",
            {"VLT": 216, "no adjuvant drug": 221},
        ),
        (
            "In all 412 adults were entered, of whom 204 were allotted to velatinib and 208 to placebo.",
            {"velatinib": 204, "placebo": 208},
        ),
        (
            "Velatinib rinses for sore gums. 37 adults were dispensed velatinib and 35 the placebo rinse. Pain came in 11 velatinib users (30%).",
            {"velatinib": 37, "placebo rinse": 35},
        ),
    ],
)
def test_those_allotted_are_sizes(page, text: str, told: dict[str, int]) -> None:
    assert sizes(page, text) == told


def test_those_who_were_prescribed_something_else_are_no_sizes(page) -> None:
    text = "Adults were randomised to velatinib or placebo. Tramadol was prescribed to 13 on velatinib and 20 on placebo."
    assert sizes(page, text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "86% (velatinib), 80% (control)",
        "86% (velatinib) v 80% (control)",
        "86% (velatinib) and 80% (control; P = 0.2)",
    ],
)
def test_control_in_a_bracket_is_the_arm(page, text: str) -> None:
    found = grammar(page(f"Adults were randomised to velatinib or observation. Survival at 5 years: {text}."))
    shares = [(r.arm, r.value.value) for r in found.results if r.measure == "proportion"]
    assert shares == [("velatinib", 86), ("observation", 80)]


@pytest.mark.parametrize(
    "text",
    [
        "After a median of 41 months, 93 adults on velatinib had relapsed.",
        "With a median of 41 months relapse was seen in 12% on velatinib.",
        "Relapse was recorded at a median of 41 months: 33 on velatinib and 47 on placebo.",
    ],
)
def test_how_long_people_were_looked_at_is_no_arms(page, text: str) -> None:
    found = grammar(page("Adults were randomised to velatinib or placebo. " + text))
    assert [r for r in found.results if r.measure == "median"] == []


def test_when_something_came_is_told(page) -> None:
    text = "Adults were randomised to velatinib or placebo. Menses returned after a median of 5.8 months with velatinib."
    assert [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "median"] == [
        ("velatinib", 5.8)
    ]
