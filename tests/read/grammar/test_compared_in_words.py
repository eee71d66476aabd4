"""Pairs behind a comparison in words, in documents that compare in both directions, and reductions that are no ratios."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Adults with gout were randomised to orvelin or placebo. "


def arms(page, text: str) -> list[str]:
    return [r.arm for r in grammar(page(TWO + text)).results if r.measure == "proportion"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Orvelin patients had fewer flares than placebo patients: 11% and 23%.", ["orvelin", "placebo"]),
        ("Falls were more common with placebo than with orvelin (7% and 4%).", ["placebo", "orvelin"]),
        ("Cough was more frequent in the placebo group (7% and 4%).", ["placebo", "orvelin"]),
        ("Nausea and vomiting were more common in the placebo group (7% and 4%).", ["placebo", ""]),
    ],
)
def test_a_pair_behind_a_comparison_is_of_both_arms(page, text: str, told: list[str]) -> None:
    assert arms(page, text) == told


def test_a_document_that_compares_both_ways_has_no_order(page) -> None:
    both = "Rash was more common on placebo than on orvelin (23% v 11%). Nausea was more common on orvelin (21% v 8%). "
    assert arms(page, both) == ["placebo", "orvelin", "orvelin", "placebo"]
    assert arms(page, both + "Fever was seen in 6% v 9%.")[4:] == ["", ""]


def test_the_name_of_a_germ_is_no_group(page) -> None:
    text = "Adults were randomised to orvelin (group A) or placebo (group B). Group A streptococci were found in 9%."
    assert [r.arm for r in grammar(page(text)).results if r.measure == "proportion"] == [""]


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("The relative risk reduction was 34% (95% CI 11 to 52).", "relative_change", 34),
        ("Relative risk reduction (RRR) was 31% with orvelin.", "relative_change", 31),
        ("The relative risk was 0.66 (95% CI 0.48 to 0.89).", "risk_ratio", 0.66),
    ],
)
def test_how_much_a_risk_is_reduced_is_no_ratio(page, text: str, measure: str, value: float) -> None:
    (found,) = [r for r in grammar(page(TWO + text)).results if r.measure != "p_value"]
    assert (found.measure, found.value.value) == (measure, value)


def test_an_abbreviated_reduction_is_no_share(page) -> None:
    assert arms(page, "The ARR was 4% with orvelin; RRR 31% with orvelin.") == []
