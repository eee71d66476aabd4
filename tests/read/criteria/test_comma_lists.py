"""What a comma means: a list, where things of one sort stand beside it; else what stands before it may rule the rest."""

from __future__ import annotations

import pytest

ASTHMA, COPD = "has asthma", "has chronic obstructive pulmonary disease"
EITHER = f"any({ASTHMA}, {COPD})"


def either_way(strict: str, lax: str, words: str) -> str:
    return f'any({strict}, all({lax}, person "{words}"))'


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Asthma, COPD", EITHER),
        ("History of asthma, COPD, epilepsy", f"any(has asthma [..0], {COPD}, has epilepsy)"),
        ("Aspirin, warfarin", "any(has aspirin, has warfarin)"),
        ("Asthma, polyserositis", f'any({ASTHMA}, person "polyserositis")'),
    ],
)
def test_names_between_commas_each_keep_out(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (ASTHMA, 'person "severe"', "severe"),
        ("has infection", "has human immunodeficiency virus infection", "HIV"),  # one name turned round
        ("has diabetes mellitus", "has insulin", "insulin"),  # the drug may say which diabetes
        ("has heart failure", "nyha class between 3..4", "NYHA III-IV"),
    ],
)
def test_what_may_be_said_of_the_name_before_it_keeps_both_readings(said, first, second, words) -> None:
    name = {ASTHMA: "Asthma"}.get(first, first.removeprefix("has ").split(" mellitus")[0])
    got = said(f"{name}, {words}", "exclusion")
    assert got == either_way(f"all({first}, {second})", f"any({first}, {second})", words)


def test_names_between_commas_let_in_for_both_or_either(said) -> None:
    assert said("Patients with asthma, COPD") == either_way(f"all({ASTHMA}, {COPD})", EITHER, "COPD")


@pytest.mark.parametrize("text", ["Aged 18 to 75, with asthma or COPD", "Age 18-75, asthma or COPD"])
def test_an_age_before_a_list_is_asked_of_all(said, text: str) -> None:
    got = said(text)
    assert got.startswith("all(age between 18..75")
    assert got.endswith(f", {EITHER})")


def test_a_sex_before_a_list_keeps_nobody_out(said) -> None:
    assert said("Women, pregnant or lactating", "exclusion") == (
        "all(has female, any(has pregnancy, has lactation))"
    )


@pytest.mark.parametrize(
    ("text", "side", "first", "rest", "words"),
    [
        ("LVEF < 40 %, asthma or COPD", "inclusion", "left ventricular ejection fraction < 40 %", EITHER, "asthma or COPD"),
        ("Sepsis, lactate > 2 mmol/L or asthma", "exclusion", "has sepsis", f"any(lactate > 2 mmol/L, {ASTHMA})", "lactate > 2 mmol/L or asthma"),
    ],
)  # fmt: skip
def test_things_of_two_sorts_keep_both_readings(said, text, side, first, rest, words) -> None:
    flat = f"any({first}, {rest.removeprefix('any(')}"
    assert said(text, side) == either_way(f"all({first}, {rest})", flat, words)


@pytest.mark.parametrize(
    "text", ["Age > 80, asthma or COPD", "Creatinine > 2 mg/dL, asthma or COPD", "BI-RADS 0, 4 or asthma"]
)
def test_reasons_to_keep_out_are_a_list(said, text: str) -> None:
    assert said(text, "exclusion").startswith("any(")
    assert "all(" not in said(text, "exclusion")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("CRP > 5 mg/L, K > 5.5 mmol/L", "all(c-reactive protein > 5 mg/L, potassium > 5.5 mmol/L)"),
        ("Na 130-150 mEq/L", "sodium between 130..150 mEq/L"),
        ("K > 5", 'person "K > 5"'),  # without a unit it may be anything
        ("Group K < 5 mmol/L", 'person "Group K < 5 mmol/L"'),
        ("Urine: Na < 20 mmol/L", 'person "Urine: Na < 20 mmol/L"'),
    ],
)
def test_a_symbol_is_a_value_where_its_unit_follows(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_an_adjective_that_names_another_place_is_another_condition(said) -> None:
    assert said("Portal hypertension", "exclusion") == "has portal hypertension"


def test_a_comma_after_an_exception_may_end_it(said) -> None:
    got = said("Stroke, except epilepsy, asthma", "exclusion")
    assert got.startswith(f"any(any(all(has stroke, not(any(has epilepsy, {ASTHMA})))")
    assert got.endswith(f', {ASTHMA}), person "asthma"))')
    assert 'person "asthma"' not in said("Stroke, except epilepsy or asthma", "exclusion")


def test_of_limits_the_last_may_share_its_or(said) -> None:
    got = said("Hb > 9 g/dL, platelets > 100 G/L or asthma")
    rest = f"any(platelets > 100 G/L, {ASTHMA})"
    flat = f"any(haemoglobin > 9 g/dL, platelets > 100 G/L, {ASTHMA})"
    assert got == either_way(f"all(haemoglobin > 9 g/dL, {rest})", flat, "platelets > 100 G/L or asthma")


def test_figures_of_one_score_are_one_list(said) -> None:
    assert said("BI-RADS 0, 4 or 5").startswith("any(bi-rads category = 0, ")
