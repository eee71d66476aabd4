"""Lists on one line: what counts them, and the and/or after a semicolon."""

from __future__ import annotations

import pytest

CRP, LACTATE = "c-reactive protein > 75 mg/L", "lactate > 4 mmol/L"
SIDES = ("inclusion", "exclusion")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Any of the following: CRP > 75 mg/L; lactate > 4 mmol/L", f"any({CRP}, {LACTATE})"),
        ("Any of the following: CRP > 75 mg/L, lactate > 4 mmol/L", f"any({CRP}, {LACTATE})"),
        ("Any of: CRP > 75 mg/L; or lactate > 4 mmol/L", f"any({CRP}, {LACTATE})"),
        ("Any one of the following: asthma or stroke", "any(has asthma, has stroke)"),
        ("One or more of the following: asthma; stroke; sepsis", "any(has asthma, has stroke, has sepsis)"),
        ("At least one of the following: asthma, stroke or sepsis", "any(has asthma, has stroke, has sepsis)"),
        ("At least two of the following: asthma, stroke, or sepsis", "at_least_2(has asthma, has stroke, has sepsis)"),
        ("Any two of these signs: asthma; stroke; sepsis", "at_least_2(has asthma, has stroke, has sepsis)"),
        ("At least two (2) of the following: (a) asthma; (b) stroke; (c) sepsis", "at_least_2(has asthma, has stroke, has sepsis)"),
        ("All of the following: CRP > 75 mg/L; lactate > 4 mmol/L", f"all({CRP}, {LACTATE})"),
        ("Both of the following: CRP > 75 mg/L, and lactate > 4 mmol/L", f"all({CRP}, {LACTATE})"),
        ("Two of the following 3 criteria: asthma; stroke; sepsis", "at_least_2(has asthma, has stroke, has sepsis)"),
        ("Any of the following at screening: asthma; stroke", "any(has asthma, has stroke)"),
        ("None of the following: asthma; stroke", "not(any(has asthma, has stroke))"),
        ("Sepsis with any of the following: CRP > 75 mg/L; lactate > 4 mmol/L", f"all(has sepsis, any({CRP}, {LACTATE}))"),
        ("Any of the following: platelets < 1,500 /uL, stroke", "any(platelets < 1500 /uL, has stroke)"),
    ],
)  # fmt: skip
def test_the_count_word_says_how_many(said, side: str, text: str, tree: str) -> None:
    assert said(text, side) == tree


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "text",
    [
        "All of the following: asthma; or stroke",
        "No more than one of the following: asthma; stroke",
        "Exactly one of the following: asthma; stroke",
        "One or both of the following: asthma; stroke",
        "Two or three of the following: asthma; stroke; sepsis",
        "No evidence of any of the following: asthma; stroke",
        "At least four of the following: asthma; stroke",
        "Age < 18 years or any of the following: asthma; stroke",
        "Asthma (any of the following: CRP > 75 mg/L; lactate > 4 mmol/L)",
        "At least two of CRP > 75 mg/L, lactate > 4 mmol/L, sepsis",
        "Any of the following within the past 6 months or at screening: asthma; stroke",
        "Allergy to any of the following: heparin; aspirin",
        "At least one: CRP > 75 mg/L; lactate > 4 mmol/L",
        "Any of the following: stroke, within 3 months, sepsis",
        "Any of the following: asthma; stroke. Sepsis",
        "Any of the following: asthma and stroke, sepsis or epilepsy, pregnancy",
    ],
)
def test_a_list_that_is_not_clear_is_for_a_person_as_a_whole(said, side: str, text: str) -> None:
    assert said(text, side) == f'person "{text}"'


def test_words_before_a_list_are_asked_for_too_on_the_side_that_lets_in(said) -> None:
    text = "Age 18 years or older and any of the following: CRP > 75 mg/L; lactate > 4 mmol/L"
    assert said(text) == f"all(age >= 18 years, any({CRP}, {LACTATE}))"
    assert said(text, "exclusion") == f'person "{text}"'


@pytest.mark.parametrize(
    "words",
    [
        "No more than one of the following",
        "Without any of the following",
        "Allergy to any of the following",
        "Any of the following in the month before last surgery",
    ],
)
def test_a_turned_count_above_bullets_is_for_a_person(said, words: str) -> None:
    assert said(f"- {words}:\n  - Asthma\n  - Stroke\n").startswith(f'person "{words}')


def test_more_asked_for_than_listed_is_for_a_person(said) -> None:
    assert "has" not in said("- At least three of the following:\n  - Asthma\n  - Stroke\n")


@pytest.mark.parametrize("side", SIDES)
def test_or_after_a_semicolon_is_either(said, side: str) -> None:
    assert said("CRP > 75 mg/L; or lactate > 4 mmol/L", side) == f"any({CRP}, {LACTATE})"
    assert said("Asthma; stroke; or sepsis", side) == "any(has asthma, has stroke, has sepsis)"


def test_and_after_a_semicolon_is_both_or_in_doubt(said) -> None:
    text = "CRP > 75 mg/L; and lactate > 4 mmol/L"
    assert said(text) == f"all({CRP}, {LACTATE})"
    undecided = f'all(any({CRP}, {LACTATE}), person "lactate > 4 mmol/L")'
    assert said(text, "exclusion") == f"any(all({CRP}, {LACTATE}), {undecided})"


@pytest.mark.parametrize("side", SIDES)
def test_and_with_or_after_semicolons_is_in_doubt(said, side: str) -> None:
    names = "has asthma, has stroke, has sepsis"
    got = said("Asthma; and stroke; or sepsis", side)
    assert got == f'any(all({names}), all(any({names}), person "stroke"))'


def test_a_wider_limit_after_a_semicolon_is_no_requirement(said) -> None:
    got = said("ALT < 3 x ULN; or < 5 x ULN in patients with metastases")
    assert got.startswith("any(alanine aminotransferase < 3 ULN, all(")
