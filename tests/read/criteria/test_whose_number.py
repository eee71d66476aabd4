"""Numbers and names that look as if they belonged together: each goes to what it is of, or to a person."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Age ≤ 65, 18.5 ≤ BMI ≤ 30", "all(age <= 65 a, body mass index >= 18.5 kg/m2, body mass index <= 30 kg/m2)"),
        ("ECOG 0-1, > 2 earlier regimens", 'all(ecog performance status between 0..1, person "> 2 earlier regimens")'),
        ("ECOG ≤ 2 and 1-3 brain metastases", 'all(ecog performance status <= 2, person "1-3 brain metastases")'),
        ("GCS 3 or 4 before sedation", "glasgow coma scale between 3..4 [..0 sedation]"),
        ("CrCl > 50 mL/min by Cockcroft-Gault or creatinine ≤ 1.5 x ULN", "any(creatinine clearance > 50 mL/min, creatinine <= 1.5 ULN)"),
        ("Aged between eighteen and sixty-five years", "age between 18..65 years"),
        ("Less than thirty five years of age", "age < 35 years"),
        ("TSH < 0.1 or > 10 mU/L", "any(thyroid stimulating hormone < 0.1 mU/L, thyroid stimulating hormone > 10 mU/L)"),
        ("SBP > 140 mmHg or DBP > 90 mmHg on two visits", 'any(all(systolic blood pressure > 140 mmHg, person "two visits"), all(diastolic blood pressure > 90 mmHg, person "two visits"))'),
        ("(1) age > 18 (2) low mood on the Geriatric Depression Scale (3) asthma", 'all(age > 18 a, person "low mood on the Geriatric Depression Scale (3", has asthma)'),
        ("ECOG (1)", "ecog performance status = 1"),
        ("1. eGFR < 30 mL/min/1.73\n   m2", "egfr < 30 mL/min/1.73 m2"),
    ],
)  # fmt: skip
def test_a_number_goes_to_what_it_is_of(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_an_age_with_must_may_say_of_whom_the_rest_is_asked(said) -> None:
    both = "age > 75 years, mini-mental state examination > 24"
    lax = "any(not(age > 75 years), mini-mental state examination > 24)"
    assert (
        said("Patients over 75 years must have MMSE > 24") == f'any(all({both}), all({lax}, person "must"))'
    )
    adults = said("Patients aged 18 years or older must have MMSE > 24")
    assert adults == "all(age >= 18 years, mini-mental state examination > 24)"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("No infection, including sepsis", "not(any(has sepsis, has infection))"),
        ("No diseases such as asthma", 'person "No diseases such as asthma"'),
    ],
)
def test_examples_of_what_is_denied_are_denied(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize(
    "words", ["Uncontrolled diseases, including asthma", "Severe diseases (e.g. asthma)"]
)
def test_an_example_of_something_bad_may_have_to_be_bad(said, words: str) -> None:
    how = words.split()[0]
    assert said(words, "exclusion") == f'any(person "{how} diseases", all(has asthma, person "{how}"))'


def test_a_limit_among_examples_says_itself_how_bad(said) -> None:
    assert "egfr < 15" in said("Severe renal failure (e.g. eGFR < 15 mL/min/1.73 m2)", "exclusion")


def test_vaccination_beside_an_infection_is_against_it(said) -> None:
    got = said("Hepatitis B infection or vaccination", "exclusion")
    assert got == 'any(has hepatitis b, all(has vaccination, person "Hepatitis B infection"))'


def test_all_of_a_list_that_says_or_is_for_a_person(said) -> None:
    assert said("- All of:\n  - stroke, or\n  - sepsis").startswith('person "All of')


@pytest.mark.parametrize("text", ["Sex: both", "Gender: male or female", "Men and women", "Both sexes"])
def test_both_sexes_are_either(said, text: str) -> None:
    assert said(text) == "any(has female, has male)"
