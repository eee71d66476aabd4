"""Doses of one drug are arms where the text tells them apart again, and units are read with what they are divided by."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DOSES = "Patients were randomized to once-daily vorlixin (5 mg or 15 mg) or placebo. Those receiving vorlixin at 15 mg showed improvement relative to patients receiving the placebo. "
TWO = "Forty women were randomised to tea (n = 20) or coffee (n = 20). "


def test_doses_are_arms(page) -> None:
    text = "Nine percent (n = 7) of patients receiving placebo and 5% (n = 4) of patients receiving 5 mg vorlixin exhibited progression of disease versus 2% (n = 1) of patients receiving 15 mg vorlixin (P = 0.05)."
    found = grammar(page(DOSES + text))
    assert [a.label for a in found.arms] == ["vorlixin 5 mg", "vorlixin 15 mg", "placebo"]
    told = [
        (r.arm, r.endpoint, r.value and r.value.value) for r in found.results if r.measure == "proportion"
    ]
    assert told == [
        ("placebo", "progression of disease", 9),
        ("vorlixin 5 mg", "progression of disease", 5),
        ("vorlixin 15 mg", "progression of disease", 2),
    ]
    assert [r.endpoint for r in found.results if r.measure == "p_value"] == ["progression of disease"]


def test_doses_that_are_told_once_are_one_arm(page) -> None:
    """Nothing is told of the doses one by one."""
    text = "Vorlixin was better than placebo. Response was seen in 31% with vorlixin and 12% with placebo. Rash came to 3% with vorlixin and 2% with placebo."
    lead = "Patients were randomized to once-daily vorlixin (5 mg or 15 mg) or placebo. "
    found = grammar(page(lead + text))
    assert [a.label for a in found.arms] == ["vorlixin", "placebo"]


@pytest.mark.parametrize(
    "unit",
    ["ml/kg", "l/min/m2", "g/day", "%/hour", "mg per day", "g/cm(2)", "kg/m2", "mmHg", "mg/dl", "nmol/ml"],
)
def test_units(page, unit: str) -> None:
    text = f"Mean amount was 7.9 ± 0.5 {unit} with tea and 8.8 ± 0.9 {unit} with coffee."
    told = [(r.arm, r.unit) for r in grammar(page(TWO + text)).results if r.measure == "mean"]
    assert told == [("tea", unit), ("coffee", unit)]


def test_what_stands_behind_a_stroke_may_be_no_unit(page) -> None:
    text = "Mean amount was 7.9 ± 0.5 mg/placebo with tea and 8.8 ± 0.9 kg/tablet with coffee."
    units = {r.unit for r in grammar(page(TWO + text)).results if r.measure == "mean"}
    assert units == {"mg", "kg"}


def test_a_verb_is_no_part_of_what_happened(page) -> None:
    text = "In all, 4/20 (20%) on tea and 10/20 (50%) on coffee experienced recurrence."
    found = [r.endpoint for r in grammar(page(TWO + text)).results if r.measure == "proportion"]
    assert found == ["recurrence", "recurrence"]


def test_the_fuller_of_two_units(page) -> None:
    text = "Mean volume was 7.9 ml ± 0.5 ml/kg with tea and 8.8 ml ± 0.9 ml/kg with coffee."
    assert {r.unit for r in grammar(page(TWO + text)).results if r.measure == "mean"} == {"ml/kg"}
