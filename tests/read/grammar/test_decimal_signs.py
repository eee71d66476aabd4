"""Decimal commas: read where the whole document writes them, and refused where a number may be two things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.read.grammar import grammar
from trialwright.read.grammar.decimal_signs import decimal_signs, read_signs

ARMS = "Patients were randomised to velatinib or placebo. "
COMMAS = "Urate fell from 8,1 (SD 0,9) to 7,2 (SD 1,1); the difference was -0,6 (95% CI -1,0 to -0,2). "


def test_a_document_with_decimal_commas_is_read_as_it_is_meant(page) -> None:
    results = grammar(page(ARMS + COMMAS)).results
    means = [(r.value.value, r.sd.value) for r in results if r.measure == "mean"]
    assert means == [(8.1, 0.9), (7.2, 1.1)]
    (found,) = [r for r in results if r.measure == "difference"]
    assert (found.value.value, found.low.value, found.high.value) == (-0.6, -1.0, -0.2)
    assert found.quote.exact.endswith("-0,2)")


def test_three_digits_after_a_comma_may_be_thousands_or_decimals(page) -> None:
    read = grammar(page("In total 1,234 patients were randomised to velatinib or placebo. " + COMMAS))
    assert not [s for s in read.stated if s.field == "randomised"]
    assert not [r for r in read.results if r.value and r.value.value in (1.234, 1234, 234)]


def test_thousands_stay_thousands_in_a_document_with_points(page) -> None:
    read = grammar(page("In total 1,234 patients were randomised to velatinib or placebo (p = 0.04)."))
    assert [s.value for s in read.stated if s.field == "randomised"] == [1234]


def test_a_document_with_both_signs_gives_no_half_numbers(page) -> None:
    read = grammar(page(ARMS + COMMAS + "The dose was 2.5 mg."))
    assert not [r for r in read.results if r.measure == "mean"]
    assert 1.0 not in [r.value.value for r in read.results if r.value]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("from 8,1 to 7,2", "commas"),
        ("p = 0,04", "commas"),
        ("in 70,5 % of them", "commas"),
        ("only 8,1", "points"),
        ("seen at weeks 2,4 and at weeks 6,8", "points"),
        ("as others found [1,2] and again [3,4]", "points"),
        ("1,500 of 3,000 patients", "points"),
        ("8.1 and 7.2", "points"),
        ("0,9 and 0.8", "both"),
        ("0,9 on 12.03.2021", "commas"),
    ],
)
def test_what_shows_a_decimal_comma(text: str, signs: str) -> None:
    assert decimal_signs(text) == signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8,1 to -0,25", "8.1 to -0.25"),
        ("p = 0,0001", "p = 0.0001"),
        ("1,234 or 1.234", "#,### or #.###"),
        ("1,2,3", "#,#,#"),
        ("8, 1", "8, 1"),
    ],
)
def test_in_a_document_with_commas(text: str, expected: str) -> None:
    assert read_signs(text, "commas") == expected


@given(st.text(alphabet="0123456789,. %-a(", max_size=60), st.sampled_from(["points", "commas", "both"]))
def test_the_length_stays(text: str, signs) -> None:
    assert len(read_signs(text, signs)) == len(text)


@given(st.integers(1, 999), st.integers(0, 99))
def test_a_decimal_comma_is_the_same_number_as_a_decimal_point(whole: int, part: int) -> None:
    assert read_signs(f"was {whole},{part} kg", "commas") == f"was {whole}.{part} kg"
