"""The small rules by themselves: numbers, measures, stretches of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.read.criteria.measures import measure_at
from trialwright.read.criteria.numbers import value
from trialwright.read.criteria.windows import length_of, span_at


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("1,500", 1500), ("1,500,000", 1.5e6), ("50.000", 50_000), ("7,5", 7.5), ("0,125", 0.125), ("1.5", 1.5), ("37.500", 37.5),
        ("100.000", 100_000), ("1.000.000", 1e6), ("three", 3), ("2.000", 2.0), ("1.2.3", None), ("1,50,00", None),
    ],
)  # fmt: skip
def test_numbers_as_printed(printed: str, meant: float | None) -> None:
    assert value(printed) == meant


@given(st.integers(0, 10**9))
def test_a_number_with_its_thousands_separated_is_the_number(n: int) -> None:
    assert value(f"{n:,}") == n


@pytest.mark.parametrize(
    ("text", "comparator", "low", "high", "unit"),
    [
        ("> 80 pg/ml", ">", 80, None, "pg/ml"),
        ("less than three (3) months", "<", 3, None, "months"),
        ("greater than (>) 5 mg", ">", 5, None, "mg"),
        ("5% or more", ">=", 5, None, "%"),
        ("no more than 10 mmHg", "<=", 10, None, "mmHg"),
        ("between 18 and 75 years", "between", 18, 75, "years"),
        ("70～110mg/dL", "between", 70, 110, "mg/dL"),
        ("< 24/30", "<", 24, None, ""),
        ("<60 ml/min/1,73 m*m", "<", 60, None, "ml/min/1,73 m*m"),
        ("> 60 (mL/min", ">", 60, None, ""),
    ],
)
def test_measures(text: str, comparator: str, low: float, high: float | None, unit: str) -> None:
    found = measure_at(text, 0, len(text))
    assert found is not None
    assert (found.comparator, found.low, found.high, found.unit) == (comparator, low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "> 180/110 mmHg",
        "< 1.5 x baseline",
        "at least twice basal",
        "> 20/40",
        "between 18",
        "overweight",
        "> 85%ile",
    ],
)
def test_what_is_not_a_measure(text: str) -> None:
    assert measure_at(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "anchor"),
    [
        ("within 48 hours of randomisation", -48, 48, "index"),
        ("within 48 hours of ICU admission", -48, 48, "admission"),
        ("within 24h after admission", 0, 24, "admission"),
        ("in the past 14 days", -336, 0, "index"),
        ("in the 3 months before the first dose", -2191.5, 0, "index"),
        ("within the last year", -8766, 0, "index"),
        ("more than 6 months ago", None, -4383, "index"),
        ("within 7-10 days before surgery", -240, 0, ""),  # are the last 7 days meant?
        ("within 4 days of the index date", -96, 96, "index"),
        ("at least 40 days after the index infarction", 960, None, ""),
        ("within 20 days of treatment failure", -480, 480, ""),
        ("within 20 days of study treatment and", -480, 480, "index"),
        ("within 30 min prior to surgery", -0.5, 0, "surgery"),
        ("next 6 months", 0, 4383, "index"),
    ],
)
def test_stretches_of_time(text: str, low: float | None, high: float | None, anchor: str) -> None:
    found = span_at(text, 0, len(text))
    assert found is not None
    assert (found.low_hours, found.high_hours, found.anchor, found.duration) == (low, high, anchor, False)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "direction"),
    [
        ("for at least 3 months before study start", 3, "month", "lasting"),
        ("for a year", 1, "year", "lasting"),
        ("a 2-year history", 2, "year", "lasting"),
        ("six months prior to enrolment", 6, "month", "before"),
        ("over the three months before enrolment", 3, "month", "before"),
        ("within the former 4 months", 4, "month", "before"),
    ],
)
def test_how_long_and_how_long_ago(text: str, amount: float, unit: str, direction: str) -> None:
    at = text.index("2-year") if "2-year" in text else 0
    found = span_at(text, at, len(text))
    assert found is not None
    assert (found.amount, found.unit, found.direction) == (amount, unit, direction)


@pytest.mark.parametrize(
    "text", ["for more than 2 days per week", "of 18 years or older", "of 40 years of age"]
)
def test_how_often_and_how_old_are_no_stretch_of_time(text: str) -> None:
    assert span_at(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("unit", "amount", "below", "after", "direction"),
    [
        ("months", 6, False, "", "lasting"), ("weeks", 2, True, "", "before"), ("weeks", 4, True, " after surgery", "after"),
        ("days", 3, False, " per week", None), ("years", 40, False, "", None), ("D", 1.5, False, "", None), ("mg", 5, False, "", None),
    ],
)  # fmt: skip
def test_a_limit_in_units_of_time(
    unit: str, amount: float, below: bool, after: str, direction: str | None
) -> None:
    words = f"x {amount} {unit}{after}"
    found = length_of(2, len(words) - len(after), amount, unit, below, words)
    assert (found.direction if found else None) == direction
    assert found is None or found.duration


def test_a_duration_is_not_a_window() -> None:
    found = span_at("for at least one hour of treatment", 0, 34)
    assert found is not None
    assert found.duration


def test_an_event_nobody_knows_leaves_the_window_open_to_a_person() -> None:
    text = "within 4 weeks of the last transfusion"
    found = span_at(text, 0, len(text))
    assert found is not None
    assert (found.anchor, found.amount, found.unit) == ("", 4, "week")
