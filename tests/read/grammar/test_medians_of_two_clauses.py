"""Medians of two outcomes of both arms, times that are no medians, outcomes of two letters, and changes inside one arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

LEAD = "Adults were randomised to zinc (n = 143) or copper (n = 142). "


def told(page, text: str, measure: str) -> list[tuple[str, str, float | None]]:
    return [
        (r.arm, r.endpoint, r.value and r.value.value)
        for r in grammar(page(LEAD + text)).results
        if r.measure == measure and r.quote.start >= len(LEAD)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Median PFS was 10.2 and 10.8 months (p = 0.74), while median OS was 20.0 and 25.3 months (p = 0.1), for zinc and copper, respectively.",
        "Median PFS was 10.2 and 10.8 months and median OS was 20.0 and 25.3 months for zinc and copper, respectively.",
    ],
)
def test_two_clauses_with_one_list_of_names(page, text: str) -> None:
    assert told(page, text, "median") == [
        ("zinc", "PFS", 10.2),
        ("copper", "PFS", 10.8),
        ("zinc", "OS", 20.0),
        ("copper", "OS", 25.3),
    ]


def test_what_closes_a_bracket_names_its_ratio(page) -> None:
    text = (
        "Ten-year DFS was 61% v 67%, and OS was 73% v 80% with zinc v copper (HR 1.33; 95% CI, 1.15 to 1.54; P = .0001 for DFS; "
        "and HR 1.40; 95% CI, 1.17 to 1.67; P = .0003 for OS)."
    )
    assert [(name, value) for _, name, value in told(page, text, "hazard_ratio")] == [
        ("DFS", 1.33),
        ("OS", 1.4),
    ]


def test_ratios_are_named_before_where_nothing_closes_them(page) -> None:
    text = "OS was longer with zinc than with copper (HR 0.80; 95% CI, 0.70 to 0.92; P = .002)."
    assert [name for _, name, _ in told(page, text, "hazard_ratio")] == ["OS"]


@pytest.mark.parametrize(
    "text",
    [
        "The median pH was lower 2 hours after application of zinc.",
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
        "In the zinc group, vitamin levels increased by 91%, while in the copper group no change was observed. "
        "Pressure decreased by 3.7% (from 134 ± 14 to 129 ± 13 mm Hg) in the zinc group, while it decreased by 1.5% "
        "(132 ± 13 to 130 ± 16 mm Hg) in the copper group."
    )
    results = grammar(page(LEAD + text)).results
    changes = [
        (r.arm, r.versus, r.value and r.value.value) for r in results if r.measure == "relative_change"
    ]
    assert changes[:2] == [("zinc", "", 91.0), ("zinc", "", 3.7)]
    means = [(r.arm, r.time, r.value and r.value.value) for r in results if r.measure == "mean"]
    assert means == [
        ("zinc", "baseline", 134.0),
        ("zinc", "", 129.0),
        ("copper", "baseline", 132.0),
        ("copper", "", 130.0),
    ]


def test_a_change_against_the_other_arm_is_a_contrast(page) -> None:
    text = "Pressure decreased by 3.7% with zinc compared with copper."
    results = grammar(page(LEAD + text)).results
    assert [(r.arm, r.versus) for r in results if r.measure == "relative_change"] == [("zinc", "copper")]
