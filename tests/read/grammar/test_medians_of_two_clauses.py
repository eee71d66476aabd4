"""Medians of two outcomes of both arms, times that are no medians, outcomes of two letters, and changes inside one arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

LEAD = "Adults were randomised to zinc (n = 131) or copper (n = 128). "


def told(page, text: str, measure: str) -> list[tuple[str, str, float | None]]:
    return [
        (r.arm, r.endpoint, r.value and r.value.value)
        for r in grammar(page(LEAD + text)).results
        if r.measure == measure and r.quote.start >= len(LEAD)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Median PFS was 9.1 and 9.9 months (p = 0.4), while median OS was 18.4 and 22.6 months (p = 0.2), for zinc and copper, respectively.",
        "Median PFS was 9.1 and 9.9 months and median OS was 18.4 and 22.6 months for zinc and copper, respectively.",
    ],
)
def test_two_clauses_with_one_list_of_names(page, text: str) -> None:
    assert told(page, text, "median") == [
        ("zinc", "PFS", 9.1),
        ("copper", "PFS", 9.9),
        ("zinc", "OS", 18.4),
        ("copper", "OS", 22.6),
    ]


def test_what_closes_a_bracket_names_its_ratio(page) -> None:
    text = (
        "Fewer DFS events were seen with zinc than with copper at 6 years, and OS was better as well "
        "(hazard ratio 0.78, 95% CI 0.66-0.92, P = .003 for DFS; hazard ratio 0.83, 95% CI 0.71-0.97, P = .02 for OS)."
    )
    assert [(name, value) for _, name, value in told(page, text, "hazard_ratio")] == [
        ("DFS", 0.78),
        ("OS", 0.83),
    ]


def test_ratios_are_named_before_where_nothing_closes_them(page) -> None:
    text = "OS was longer with zinc than with copper (HR 0.80; 95% CI, 0.70 to 0.92; P = .002)."
    assert [name for _, name, _ in told(page, text, "hazard_ratio")] == ["OS"]


@pytest.mark.parametrize(
    "text",
    [
        "The median pH was lower 6 hours after a bath with zinc.",
        "The median score was higher 3 months after surgery with copper.",
    ],
)
def test_a_time_is_no_median(page, text: str) -> None:
    assert told(page, text, "median") == []


def test_a_median_time_is_one(page) -> None:
    text = "The median stay was 3 days after surgery with zinc and 5 days with copper."
    assert ("zinc", "stay", 3.0) in told(page, text, "median")


def test_a_change_in_a_clause_of_its_own_is_of_one_arm(page) -> None:
    text = (
        "In the zinc group, vitamin levels increased by 84%, while in the copper group no change was observed. "
        "Pressure decreased by 4.4% (from 141 ± 15 to 135 ± 12 mm Hg) in the zinc group, while it decreased by 2.1% "
        "(139 ± 14 to 136 ± 17 mm Hg) in the copper group."
    )
    results = grammar(page(LEAD + text)).results
    changes = [
        (r.arm, r.versus, r.value and r.value.value) for r in results if r.measure == "relative_change"
    ]
    assert changes[:2] == [("zinc", "", 84.0), ("zinc", "", 4.4)]
    means = [(r.arm, r.time, r.value and r.value.value) for r in results if r.measure == "mean"]
    assert means == [
        ("zinc", "baseline", 141.0),
        ("zinc", "", 135.0),
        ("copper", "baseline", 139.0),
        ("copper", "", 136.0),
    ]


def test_a_change_against_the_other_arm_is_a_contrast(page) -> None:
    text = "Pressure decreased by 3.7% with zinc compared with copper."
    results = grammar(page(LEAD + text)).results
    assert [(r.arm, r.versus) for r in results if r.measure == "relative_change"] == [("zinc", "copper")]
