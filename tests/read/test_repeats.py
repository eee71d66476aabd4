"""An expression whose repeats keep what they have taken finds what `re` finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.read.guards import guarded
from trialwright.read.needs import parsed

ONES = st.sampled_from(("a", "B", "[ab]", "[^a]", "[^ab ]", r"\d", r"\s", r"\w", r"\W", ".", "[a-c1]"))
TIMES = st.sampled_from(("+", "*", "?", "{1,2}", "{0,2}", "{2}", "+?", "*?", "??", "{0,3}?"))
REPEATED = st.tuples(ONES, TIMES).map("".join)
BEHIND = st.sampled_from(
    ("", "a", "1", " ", r"\s", r"\b", r"\B", "$", r"\Z", "(?!a)", r"(?!\w|.b)", "(?=b)", r"(?=\d|)", "(?i:b)", "(?:b|)")
)  # fmt: skip
PARTS = st.tuples(REPEATED, BEHIND).map("".join)
GROUPS = st.tuples(
    st.sampled_from(("(?:{})", "({})", "(?P<x>{})?", "(?:{})?", "(?:{})??", "(?:{}){{0,2}}", "(?i:{})+", "(?:c|{})", "(?={})"))
    , st.lists(PARTS, min_size=1, max_size=3).map("".join)
).map(lambda g: g[0].format(g[1]))  # fmt: skip
EXPRESSIONS = st.lists(st.one_of(PARTS, GROUPS), min_size=1, max_size=3).map("".join)
TEXTS = st.text("aAbBc1 _\n", max_size=10)


def compiled(expression: str, flags: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    try:
        plain = re.compile(expression, flags)
    except re.error:  # a group of that name twice
        expression = expression.replace("?P<x>", "")
        plain = re.compile(expression, flags)
    return plain, guarded(parsed(expression, flags), flags, only_ascii=True)


@settings(max_examples=1500, deadline=None)
@given(EXPRESSIONS, st.booleans(), TEXTS, st.integers(0, 10))
def test_what_is_found_is_the_same(expression: str, folded: bool, text: str, end: int) -> None:
    plain, ours = compiled(expression, re.IGNORECASE if folded else 0)
    found = [[(m.span(), m.groups()) for m in p.finditer(text)] for p in (plain, ours)]
    assert found[0] == found[1]
    whole = [p.fullmatch(text, 0, end) for p in (plain, ours)]
    assert (whole[0] and whole[0].groups()) == (whole[1] and whole[1].groups())
    assert (whole[0] is None) == (whole[1] is None)


def keeping(expression: str) -> int:
    """How many repeats of an expression keep what they have taken."""
    tree = parsed(expression)
    guarded(tree, 0, only_ascii=True)
    return str(tree).count("POSSESSIVE")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"[a-z]+\s\d", 1),
        (r"[a-z]+[a-c]\d", 0),
        (r"(?i)[a-z]+Q", 0),
        (r"(?:[a-z]+\s){0,3}kg", 1),
        (r"(?:[a-z]+\s?){0,3}kg", 1),  # of white space
        (r"(?:[a-z]+x?){0,3}kg", 0),
        (r"\d{1,7}(?!\d|[.,]\d)", 1),
        (r"\d{1,7}(?![.,]\d)", 0),
        (r"\w+\b", 1),
        (r"\w*\b", 0),
        (r"[^.;]*?;", 1),
        (r"[^.;]*?", 0),
        (r"[a-z]+$", 1),
        (r"[^.]+$", 0),
        (r"(?P<x>[\w-]+)(?:\s|,)", 1),
    ],
)
def test_a_repeat_keeps_what_could_not_be_what_follows(expression: str, expected: int) -> None:
    assert keeping(expression) == expected


def test_what_may_be_left_out_is_a_choice() -> None:
    tree = parsed(r"(?:[a-z] \d)?!")
    guarded(tree, 0, only_ascii=True)
    assert "MAX_REPEAT" not in str(tree)
    assert "BRANCH" in str(tree)
