"""A guarded expression finds what `re` finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.read.guards import guarded
from trialwright.read.needs import parsed

PARTS = st.sampled_from(
    ("a", "B", "k", "s", "b?", "[ab]", "[^a]", r"\d", r"\s?", "", r"\b", "(?=a)", "(?!b)", "(?<=a)", "a*?", "(?:b|)c")
)  # fmt: skip
WAYS = st.lists(st.lists(PARTS, min_size=0, max_size=3).map("".join), min_size=3, max_size=6).map("|".join)
CHOICES = st.tuples(st.sampled_from(("(?:", "(", "(?i:", "(?!", "(?<!x)(?:")), WAYS).map(
    lambda c: f"{c[0]}{c[1]})"
)
EXPRESSIONS = st.lists(st.one_of(CHOICES, CHOICES.map(lambda c: f"(?:{c}){{0,2}}"), PARTS), max_size=4).map(
    "".join
)
TEXTS = st.text("aAbBcksſ\u212a1 x", max_size=12)


@settings(max_examples=600, deadline=None)
@given(EXPRESSIONS, st.booleans(), TEXTS)
def test_what_is_found_is_the_same(expression: str, folded: bool, text: str) -> None:
    flags = re.IGNORECASE if folded else 0
    plain = re.compile(expression, flags)
    ours = guarded(parsed(expression, flags), flags)
    assert [(m.span(), m.groups()) for m in ours.finditer(text)] == [
        (m.span(), m.groups()) for m in plain.finditer(text)
    ]


@settings(max_examples=600, deadline=None)
@given(EXPRESSIONS, st.booleans(), st.text("aAbBcksS1_ x\t", max_size=12))
def test_what_is_found_in_ascii_signs_alone_is_the_same(expression: str, folded: bool, text: str) -> None:
    flags = re.IGNORECASE if folded else 0
    plain = re.compile(expression, flags)
    ours = guarded(parsed(expression, flags), flags, only_ascii=True)
    assert [(m.span(), m.groups()) for m in ours.finditer(text)] == [
        (m.span(), m.groups()) for m in plain.finditer(text)
    ]


@pytest.mark.parametrize(
    "expression", ["(?i)ſ", "(?i)[\u212a±]", r"(?i)[\u0100-\u0200]", r"(?i)x|(?:a|\u0131)"]
)
def test_letters_that_match_latin_ones_do_so_in_ascii_signs(expression: str) -> None:
    ours = guarded(parsed(expression), 0, only_ascii=True)
    for letter in "skiSKI":
        assert (ours.search(letter) is None) == (re.search(expression, letter) is None)


def test_digits_of_other_alphabets_are_left_out_only_where_no_others_are() -> None:
    assert guarded(parsed(r"\d"), 0).search("٣") is not None
    assert guarded(parsed(r"\d"), 0, only_ascii=True).search("٣") is None


def looks(expression: str) -> int:
    """How many looks ahead an expression without any of its own is given."""
    tree = parsed(expression)
    guarded(tree, 0)
    return str(tree).count("(ASSERT,")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"(?i)\d (?:quokkas?|wombats?|emus?)", 1),
        (r"(?:quokkas?|wombats?|(?:red|grey|tree) kangaroos?|emus?)", 2),
        (r"(?:.+ quokka|wombats?|emus?|numbats?)", 1),
        (r"(?:wombats?|emus?|numbats?|.+ quokka|bilbys?|possums?|\d{2} kowaris)", 2),
        (r"(?:(?:wee )?(?:quokkas?)?|wombats?)", 0),
    ],
)
def test_choices_with_known_first_letters_are_guarded(expression: str, expected: int) -> None:
    assert looks(expression) == expected


def test_letters_of_a_part_in_which_capitals_do_not_count_guard_nothing_outside() -> None:
    expression = r"(?:quokka|wombat|(?i:emu))"
    assert guarded(parsed(expression), 0).search("an EMU") is not None


def test_flags_and_groups_are_those_of_the_expression() -> None:
    ours = guarded(parsed(r"(?i)(?P<beast>quokka|wombat|emu)"), 0)
    assert ours.groupindex == {"beast": 1}
    assert ours.flags & re.IGNORECASE
