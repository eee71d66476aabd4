"""A contrast whose sentence names one arm alone: of that arm, of the other where that is the reference, or as the trial's two arms stand."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults with gout were randomised to velatinib (n = 180) or placebo (n = 182). "
CI = "1.43 (95% CI 1.02 to 2.00)"


@pytest.mark.parametrize(
    ("text", "arm"),
    [
        (f"With velatinib as the reference, the hazard ratio for relapse was {CI}.", "placebo"),
        (f"With placebo as the reference, the hazard ratio for relapse was {CI}.", "velatinib"),
        (f"The hazard ratio for relapse (reference: velatinib) was {CI}.", "placebo"),
        (f"The hazard ratio for relapse in the placebo group was {CI}.", "placebo"),
        (f"The odds ratio for relapse among those given placebo was {CI}.", "placebo"),
        (f"The hazard ratio for relapse in the velatinib group was {CI}.", "velatinib"),
        (f"The hazard ratio for relapse compared with placebo was {CI}.", "velatinib"),
        (f"The hazard ratio for relapse relative to those on placebo was {CI}.", "velatinib"),
        (f"The hazard ratio for relapse in comparison with the placebo group was {CI}.", "velatinib"),
        (f"The hazard ratio for relapse was {CI}; on placebo 31 relapsed.", "velatinib"),
    ],
)
def test_whose_ratio_it_is(page, text: str, arm: str) -> None:
    (found,) = (r for r in grammar(page(ARMS + text)).results if r.measure.endswith("_ratio"))
    assert {found.arm, found.versus} == {"velatinib", "placebo"}
    assert found.arm == arm


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The standardised mean difference in pain with velatinib versus placebo was -0.4 (95% CI -0.8 to -0.1).", "SD"),
        ("Pain was lower with velatinib than with placebo (difference -0.4 standard deviations; 95% CI -0.8 to -0.1).", "SD"),
        ("The mean difference in pain with velatinib versus placebo was -0.4 points (95% CI -0.8 to -0.1).", "points"),
        ("The mean difference in pain with velatinib versus placebo was -0.4 (95% CI -0.8 to -0.1; standard deviations were alike).", ""),
    ],
)  # fmt: skip
def test_a_difference_in_deviations_is_in_no_unit_of_the_outcome(page, text: str, unit: str) -> None:
    (found,) = (r for r in grammar(page(ARMS + text)).results if r.measure == "difference")
    assert found.unit == unit


def test_a_currency_stands_before_its_number(page) -> None:
    text = "Mean cost was €1,100 (SD 380) with velatinib and €950 (SD 340) with placebo."
    assert [r.unit for r in grammar(page(ARMS + text)).results if r.measure == "mean"] == ["€", "€"]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Relapse occurred in 5.1% (n = 255) with velatinib and 9.8% (n = 255) with placebo.", (None, 255)),
        ("Relapse occurred in 5.1% (n = 13) with velatinib and 9.8% (n = 25) with placebo.", (13, 255)),
    ],
)
def test_n_beside_a_percent_is_what_it_can_be(page, text: str, share) -> None:
    head = "510 adults with gout were randomised to velatinib (n = 255) or placebo (n = 255). "
    first = next(r for r in grammar(page(head + text)).results if r.measure == "proportion")
    assert (first.count, first.total) == share


@pytest.mark.parametrize("time", ["patient-years", "catheter-days", "person years"])
def test_time_at_risk_counts_nobody(page, time: str) -> None:
    text = f"Bleeding occurred 12 times in 340 {time} with velatinib and 20 times in 335 {time} with placebo."
    assert not {340, 335} & {r.count for r in grammar(page(ARMS + text)).results}


def test_a_difference_in_a_time_is_of_what_is_named_between(page) -> None:
    text = "The mean difference in length of stay between velatinib and placebo was -1.0 day (95% CI -1.8 to -0.2)."
    (found,) = (r for r in grammar(page(ARMS + text)).results if r.measure == "difference")
    assert (found.endpoint, found.value.value, found.unit) == ("length of stay", -1.0, "day")
