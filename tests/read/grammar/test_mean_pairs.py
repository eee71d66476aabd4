"""Means and medians that words before them explain, and how many were randomised of those screened."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Adults with gout were randomised to corvelin (n = 50) or placebo (n = 50). "
C, P = "corvelin", "placebo"


def middles(page, text: str) -> list[tuple[str, str, float, float | None]]:
    results = grammar(page(TWO + text)).results
    return [
        (r.arm, r.endpoint, r.value.value, r.sd.value if r.sd else None)
        for r in results
        if r.measure in ("mean", "median") and r.value
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mean pain was 32.1 with corvelin and 45.6 with placebo.", [(C, "pain", 32.1, None), (P, "pain", 45.6, None)]),
        ("Mean pain was 32.1 in the corvelin group (n = 48) versus 45.6 in the placebo group.", [(C, "pain", 32.1, None), (P, "pain", 45.6, None)]),
        ("The mean (SD) walking speed was 1.2 (0.4) m/s with corvelin and 1.1 (0.3) with placebo.", [(C, "walking speed", 1.2, 0.4), (P, "walking speed", 1.1, 0.3)]),
        ("Weight loss was 6.2 kg with corvelin and 2.1 kg with placebo, a mean difference of 4.1 kg.", [(C, "Weight loss", 6.2, None), (P, "Weight loss", 2.1, None)]),
        ("Triglycerides at 8 weeks were 1.61 ± 0.09 mmol/L with corvelin and 1.93 ± 0.11 mmol/L with placebo.", [(C, "Triglycerides", 1.61, 0.09), (P, "Triglycerides", 1.93, 0.11)]),
        ("Ferritin (median, IQR) was 35 (28-62) µg/L with corvelin and 180 (120-240) with placebo.", [(C, "Ferritin", 35, None), (P, "Ferritin", 180, None)]),
        # people, not a mean
        ("Mean pain was 32.1 with corvelin and 12 in the placebo group had nausea.", [(C, "pain", 32.1, None)]),
    ],
)  # fmt: skip
def test_the_second_of_two(page, text: str, expected: list[tuple[str, str, float, float | None]]) -> None:
    assert middles(page, text) == expected


def test_what_it_was_before(page) -> None:
    text = "Pain fell from 24.1 (SD 4.0) to 15.0 (SD 4.1) with corvelin and from 23.8 (SD 3.9) to 22.5 (SD 4.0) with placebo."
    results = grammar(page(TWO + text)).results
    times = [(r.value.value, r.time) for r in results if r.measure == "mean" and r.value]
    assert times == [(24.1, "baseline"), (15.0, ""), (23.8, "baseline"), (22.5, "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We screened 180 adults, of whom 120 were randomised to corvelin or placebo.", 120),
        ("We identified 300 women with gout, of whom 212 consented and were randomly allocated to corvelin or placebo.", 212),
        ("Of 150 adults assessed for eligibility, 130 were enrolled and randomly assigned to corvelin or placebo.", 130),
        ("Of 83 adults randomised, 43 were given corvelin and 40 placebo.", 83),
        ("Of the 50 adults randomised to corvelin, 40 completed.", None),
    ],
)  # fmt: skip
def test_those_randomised_of_those_screened(page, text: str, expected: int | None) -> None:
    """The 180 were read as randomised, who were only screened."""
    stated = {s.field: s.value for s in grammar(page(text)).stated}
    assert stated.get("randomised") == expected


def test_who_left_an_arm(page) -> None:
    text = "In the corvelin group 7 withdrew and 4 were lost to follow-up, and 39 completed; in the placebo group 2 dropped out and 48 completed."
    stated = {s.field: s.value for s in grammar(page(TWO + text)).stated}
    assert [stated[f"{x}, {arm}"] for arm in (C, P) for x in ("left", "completed")] == [11, 39, 2, 48]


def test_who_stops_a_drug_has_not_withdrawn(page) -> None:
    stated = {
        s.field
        for s in grammar(page("One hundred adults were randomised; 12 discontinued the study drug.")).stated
    }
    assert "withdrew" not in stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No deaths occurred in the corvelin group and 4 in the placebo group.", [(C, 0, "deaths")]),
        ("Perforation did not occur in any adult in the corvelin group.", [(C, 0, "Perforation")]),
        ("None of the patients on corvelin had jaundice.", [(C, 0, "jaundice")]),
        ("There were no differences in the corvelin group.", []),
        ("There was no nausea, or only mild nausea.", []),
    ],
)  # fmt: skip
def test_what_came_to_nobody(page, text: str, expected: list[tuple[str, int, str]]) -> None:
    results = grammar(page(TWO + text)).results
    assert [
        (r.arm, r.count, r.endpoint) for r in results if r.measure == "proportion" and r.count == 0
    ] == expected
