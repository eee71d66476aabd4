"""Sizes of arms in words: found as one expression would find them, and in a time that grows with the text."""

from __future__ import annotations

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.read.comparison.moments import parted
from trialwright.read.comparison.said_sizes import _HAD, _had

ONE_EXPRESSION = re.compile(r"(?i)(?P<p>[^.;,()]{2,60}?)" + _HAD.pattern.removeprefix("(?i)"))
PIECES = st.sampled_from(
    ("the ferrous group", " had ", "38", "41 women", " and ", "(", ")", ",", ".", " ", "  ", "forty-two", " patients", "x", " arm ", "included", "\n")
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_numbers_behind_names_are_those_that_one_expression_finds(text: str) -> None:
    expected = [(m["p"], m.span("n"), m.end()) for m in ONE_EXPRESSION.finditer(text)]
    assert [(words, m.span("n"), m.end()) for words, m in _had(text)] == expected


def test_a_phrase_again_and_again_is_soon_looked_through() -> None:
    text = "one group and the arm included " * 3000
    begun = time.process_time()
    assert list(_had(text)) == []
    assert time.process_time() - begun < 1.0


def test_brackets_again_and_again_are_soon_looked_through() -> None:
    begun = time.process_time()
    assert parted("(" * 20_000) == ("(" * 20_000, "")
    assert time.process_time() - begun < 1.0


def test_signs_before_a_time_are_no_part_of_what_is_measured() -> None:
    assert parted("Grip strength, week 3 (after 9 weeks)") == ("Grip strength", ", week 3 (after 9 weeks)")
