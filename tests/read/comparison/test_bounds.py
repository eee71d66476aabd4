"""Bounds that tell outcomes apart."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_lost_spans import asked, table
from trialwright.read.comparison.bounds import are_of_others, bounds_of


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("age ≥50", {(50.0, True)}),
        ("under 50 years", {(50.0, False)}),
        ("65 years or older", {(65.0, True)}),
        ("HbA1c < 7.0 %", {(7.0, False)}),
        ("a loss of at least 5 %", {(5.0, True)}),
        ("≥ 1,000 units", {(1000.0, True)}),
        ("12 (34%)", set()),
        ("deaths over 12 weeks (p < 0.05)", set()),
    ],
)
def test_bounds_are_read_with_their_side(words: str, bounds: set[tuple[float, bool]]) -> None:
    assert bounds_of(words) == bounds


def test_a_row_on_the_other_side_of_a_bound_is_of_others() -> None:
    assert are_of_others("age 50 or more", "<50")
    assert are_of_others("loss ≥ 5 %", "Loss ≥ 10 %")
    assert not are_of_others("age 50 or more", "≥ 50")
    assert not are_of_others("age 50 or more", "Age")
    rows = [("Age",), ("<50", "17 (41)", "15 (38)"), ("≥50", "24 (59)", "24 (62)")]
    text = table("Who took part", ("", "Yoga (n = 41)", "Stretching (n = 39)"), rows)
    assert asked(text, "age ≥50", "binary") == (24, 41, 24, 39)
    assert asked(text, "age of 50 or older", "binary") == (24, 41, 24, 39)
    assert asked(text, "age ≥60", "binary") == ()
