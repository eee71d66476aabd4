"""Numbers that are no level of what was named, spaces in thousands, and rules said of both sexes."""

from __future__ import annotations

import pytest

SIDES = ("inclusion", "exclusion")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "text",
    [
        "CRP not more than 10 mg/L above the upper limit of normal",
        "Haemoglobin no more than 2 g/dL below the lower limit of normal",
    ],
)
def test_a_difference_from_normal_is_no_level(said, side: str, text: str) -> None:
    assert said(text, side) == f'person "{text}"'


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "often", ["on at least two measurements", "on at least 2 separate occasions", "in at least two samples"]
)
def test_a_count_of_measurements_is_no_limit(said, side: str, often: str) -> None:
    got = said(f"PaO2/FiO2 < 300 mmHg {often}", side)
    assert got.count("p/f ratio") == 1
    assert "person" in got


def test_a_multiple_above_normal_stays_one(said) -> None:
    assert said("ALT > 3 times above the upper limit of normal") == "alanine aminotransferase > 3 ULN"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Platelets no fewer than 100 000 per microlitre", "platelets >= 100000 per microlitre"),
        ("Neutrophils > 1 500 /mm3", "neutrophils > 1500 /mm3"),
        ("Platelets > 100 109/l", "platelets > 100 109/l"),  # a lost superscript
        ("Platelets < 50 000", 'person "Platelets < 50 000"'),
    ],
)
def test_a_space_separates_thousands_where_a_unit_follows(said, text: str, tree: str) -> None:
    assert said(text) == tree


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("people", ["Men and non-pregnant women", "Men or postmenopausal women"])
def test_what_is_said_of_one_sex_is_not_asked_of_the_other(said, side: str, people: str) -> None:
    assert said(f"{people} aged 18 to 80 years", side) == f'all(person "{people}", age between 18..80 years)'


@pytest.mark.parametrize(
    "text",
    [
        "Men and pregnant women",
        "Men with asthma and women with stroke",
        "Postmenopausal women or men aged 18 to 80 years",
    ],
)
def test_a_rule_of_two_sexes_never_asks_for_one_of_them(said, text: str) -> None:
    assert said(text) == f'person "{text}"'
