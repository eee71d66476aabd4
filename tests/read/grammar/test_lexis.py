"""Numbers as they are printed, and a shadow that keeps every offset."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.read.grammar.lexis import ABOUT, COUNT, NUM, number, printed, shadow, whole


@given(st.text(max_size=300))
def test_the_shadow_has_the_length_of_its_text(text: str) -> None:
    assert len(shadow(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("low\u2011dose \u22120.31", "low-dose -0.31"),
        ("0\u00b739\u20137\u00b793", "0.39-7.93"),
        ("70,58%", "70.58%"),
        ("p = 0,04", "p = 0.04"),
        ("1,500 patients", "1,500 patients"),
        ("(0.39, 7.93)", "(0.39, 7.93)"),
        ("n\u00a0=\u202f35", "n = 35"),
        ("0.39\u20147.93", "0.39-7.93"),
        ("P<\u00b705 or P = \u00b7048", "P<.05 or P = .048"),
    ],
)
def test_one_spelling_of_dashes_and_decimals(text: str, expected: str) -> None:
    assert shadow(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,500", 1500), ("10,061", 10061), (".001", 0.001), ("0. 92", 0.92), ("-0.308", -0.308), ("Sixteen", 16),
     ("forty-seven", 47), ("one hundred and twenty-three", 123), ("two hundred", 200)],
)  # fmt: skip
def test_numbers_in_digits_and_words(text: str, value: float) -> None:
    assert number(text) == value


def test_other_words_are_no_numbers() -> None:
    with pytest.raises(ValueError, match="not a number"):
        number("several")


@given(st.integers(0, 10**6), st.integers(0, 4))
def test_a_printed_number_keeps_its_value_and_decimals(units: int, decimals: int) -> None:
    text = f"{units / 10**decimals:.{decimals}f}"
    shown = printed(text)
    assert shown.value == float(text)
    assert shown.decimals == decimals
    assert re.fullmatch(NUM, text)


@pytest.mark.parametrize(
    ("relation", "kind", "text"),
    [("<", "<", "< .001"), ("≤", "<=", "≤ .001"), ("~", "~", "~ .001"), ("nearly ", "~", "nearly .001"), ("=", "=", ".001")],
)  # fmt: skip
def test_relations_are_kept(relation: str, kind: str, text: str) -> None:
    shown = printed(".001", relation)
    assert (shown.relation, shown.text, shown.decimals) == (kind, text, 3)


def test_a_year_of_thousands_is_one_count() -> None:
    assert re.findall(COUNT, "17,464 patients and seventeen more") == ["17,464", "seventeen"]
    assert whole("17,464") == 17464
    assert re.match(ABOUT, "nearly 8%")
