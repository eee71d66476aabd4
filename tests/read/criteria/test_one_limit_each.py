"""Whose limit it is: one for each sex, one for some patients, two ends in two units, so many of a list."""

from __future__ import annotations

import pytest

BY_SEX = [
    ("Haematocrit ≥ 36 % for women and ≥ 39 % for men",
     "any(all(has female, haematocrit >= 36 %), all(has male, haematocrit >= 39 %))"),
    ("QTc < 450 ms (males), < 470 ms (females)",
     "any(all(has male, qtc interval < 450 ms), all(has female, qtc interval < 470 ms))"),
    ("Women: weight ≥ 45 kg; men: weight ≥ 50 kg",
     "any(all(has female, weight >= 45 kg), all(has male, weight >= 50 kg))"),
    ("Men aged 18-60 years or women aged 18-55 years",
     "any(all(has male, age between 18..60 years), all(has female, age between 18..55 years))"),
]  # fmt: skip


@pytest.mark.parametrize("side", ["inclusion", "exclusion"])
@pytest.mark.parametrize(("text", "tree"), BY_SEX)
def test_each_sex_has_its_limit(said, side: str, text: str, tree: str) -> None:
    assert said(text, side) == tree


@pytest.mark.parametrize(
    "text",
    [
        "NT-proBNP ≥ 200 pg/mL, or ≥ 800 pg/mL in case of atrial fibrillation",
        "Serum creatinine ≥ 1.6 and ≥ 1.3 mg/dL in males and females respectively",
        "Haemoglobin ≥ 10 g/dL in cohort one and ≥ 9 g/dL in cohort two",
        "Haemoglobin > 7 g/dL for age > 6 months",
        "CA-125 ≥ 10 U/mL above nadir",
    ],
)
def test_limits_that_are_not_of_everybody_are_for_a_person(said, text: str) -> None:
    assert said(text).startswith("person")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("SBP ≥ 150 mmHg, or ≥ 135 mmHg with diabetes",
         "any(systolic blood pressure >= 150 mmHg, all(systolic blood pressure >= 135 mmHg, has diabetes mellitus))"),
        ("Creatinine ≤ 1.5 mg/dL or ≤ 133 µmol/L", "any(creatinine <= 1.5 mg/dL, creatinine <= 133 µmol/L)"),
        ("Heart rate < 50 /min or > 110 /min", "any(heart rate < 50 /min, heart rate > 110 /min)"),
    ],
)  # fmt: skip
def test_two_limits_that_both_matter_are_read(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_an_exception_with_a_limit_of_its_own_lets_in_more(said) -> None:
    tree = said("Total bilirubin ≤ 1.5 x ULN, except in Gilbert syndrome with total bilirubin < 3 mg/dL")
    assert tree.startswith("any(total bilirubin <= 1.5 ULN, person")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("6 months to 17 years", "all(age >= 6 months, age <= 17 years)"),
        ("Children from 2 months to 5 years of age", "all(age >= 2 months, age <= 5 years)"),
        ("Age 1 day to less than 18 years", "all(age >= 1 day, age < 18 years)"),
        ("Aged between 6 weeks and 12 months", "all(age >= 6 weeks, age <= 12 months)"),
        ("Gestational age 24 0/7 to 28 6/7 weeks", "gestational age between 24..28.8571 weeks"),
        ("Gestational age ≤ 35 weeks 6 days", "gestational age <= 35.8571 weeks"),
        ("Gestational age 34+0 to 36+6 weeks", "gestational age between 34..36.8571 weeks"),
        ("Aged 18 years up to and including 70 years", "age between 18..70 years"),
        ("Age up to and including 75 years", "age <= 75 years"),
        ("Age from 18 up to 80 years", "age between 18..80 years"),
    ],
)
def test_both_ends_of_an_age(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize("text", ["Age 17 years to 6 months", "Weight 10 kg to 5 years"])
def test_ends_in_the_wrong_order_are_no_range(said, text: str) -> None:
    assert "all(age" not in said(text)
    assert "between" not in said(text)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Platelets must not be below 90 x 10^9/L", "platelets >= 90 x 10^9/L"),
        ("Platelets must not fall below 90 x 10^9/L", "platelets >= 90 x 10^9/L"),
        ("Haemoglobin may not be lower than 8 g/dL", "haemoglobin >= 8 g/dL"),
        ("Creatinine should not be above 1.5 mg/dL", "creatinine <= 1.5 mg/dL"),
        ("Creatinine is not greater than 2 mg/dL", "creatinine <= 2 mg/dL"),
        ("Bilirubin cannot be higher than 1.5 x ULN", "total bilirubin <= 1.5 ULN"),
        ("Age 18 years old and over but not more than 80 years", "all(age >= 18 years, age <= 80 years)"),
    ],
)
def test_a_limit_that_is_denied_is_the_other_one(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Temperature ≥ 37.5 C", "temperature >= 37.5 C"),
        ("Temperature > 100.4 F", "temperature > 100.4 F"),
        ("Fever > 38 °C", "temperature > 38 °C"),
        ("Thrombocytopenia < 50,000/mm3", "platelets < 50000 /mm3"),
        ("Thrombocytopenia > 50,000/mm3", 'person "Thrombocytopenia > 50,000/mm3"'),
        ("pH < 7.30", "arterial ph < 7.3"),
        ("Urine pH < 6.5", 'person "Urine pH < 6.5"'),
        ("Cord pH < 7.0", 'person "Cord pH < 7.0"'),
        ("Aortic valve area ≤ 1.0 cm²", "aortic valve area <= 1 cm²"),
        ("Proteinuria < 2+", 'person "Proteinuria < 2+"'),
        ("At least two blood pressure readings > 140/90 mmHg",
         'person "At least two blood pressure readings > 140/90 mmHg"'),
    ],
)  # fmt: skip
def test_what_is_measured_and_in_what(said, text: str, tree: str) -> None:
    assert said(text) == tree


THREE = "temperature > 38 °C, heart rate > 95 /min, CRP > 75 mg/L"


@pytest.mark.parametrize(
    "count",
    ["At least 2 of 3", "Two or more of the following", "2 out of 3 of the following", "At least 2 of the 3 following criteria",
     "At least two SIRS criteria", "More than one of the following", "Presence of at least 2 of the following"],
)  # fmt: skip
def test_so_many_of_a_list(said, count: str) -> None:
    tree = said(f"{count}: {THREE}")
    assert tree == "at_least_2(temperature > 38 °C, heart rate > 95 /min, c-reactive protein > 75 mg/L)"


@pytest.mark.parametrize(
    "count", ["At least 2 of 4", "Fewer than 2 of the following", "At most 2 of the following"]
)
def test_a_count_that_does_not_fit_its_list_is_for_a_person(said, count: str) -> None:
    assert said(f"{count}: {THREE}") == f'person "{count}: {THREE}"'


def test_more_than_one_of_two_is_both(said) -> None:
    assert said("More than one of the following: asthma; stroke") == "all(has asthma, has stroke)"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Fever (temperature ≥ 38 °C) within 72 hours", "any temperature >= 38 °C [-72..0]"),
        ("Anaemia (haemoglobin < 10 g/dL) before surgery", "haemoglobin < 10 g/dL [..0 surgery]"),
        ("Stroke (glucose > 10 mmol/L) within 14 days",
         'all(has stroke, glucose > 10 mmol/L [-336..0], person "within 14 days")'),
    ],
)  # fmt: skip
def test_a_time_behind_brackets_is_the_limit_s(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree
