"""Quotes in a new version of their document."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.model.document import Document
from trialwright.read.anchoring import anchor

OLD = "Relapse occurred in 12 of 40 patients given vel. Pain fell by 3 points. Relapse occurred in 12 of 40 patients in the second period."


def page(text):
    return Document(
        sha256=hashlib.sha256(text.encode()).hexdigest(), name="p.txt", format="saved page", text=text
    )


def quoted(words, nth=0, text=OLD):
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return page(text).quote(at, at + len(words))


def test_the_same_words_elsewhere_are_exact_and_their_neighbours_choose():
    new = page("A new first line.\n\n" + OLD)
    got = anchor(quoted("12 of 40 patients", 1), new)
    assert got.how == "exact"
    assert new.text[got.quote.end :].startswith(" in the second period")
    first = anchor(quoted("12 of 40 patients", 0), new)
    assert new.text[first.quote.end :].startswith(" given vel")


def test_dashes_spaces_and_quotes_do_not_matter():
    got = anchor(quoted("fell by 3", text="It fell by 3 - 4 points"), page("It fell\u00a0by\n3 – 4 points"))
    assert (got.how, got.quote.exact) == ("exact", "fell\u00a0by\n3")


def test_changed_words_with_the_same_numbers_are_fuzzy():
    new = page("We saw that relapse occurred in 12 of 40 persons given vel.")
    got = anchor(quoted("Relapse occurred in 12 of 40 patients given vel"), new)
    assert got.how == "fuzzy"
    assert "12 of 40" in got.quote.exact
    assert new.text[got.quote.start : got.quote.end] == got.quote.exact


def test_a_changed_number_is_an_orphan():
    got = anchor(quoted("Pain fell by 3 points"), page("Pain fell by 4 points. Nothing else."))
    assert (got.how, got.quote) == ("orphan", None)


def test_two_places_alike_are_an_orphan():
    text = "x 5 of 9 y"
    got = anchor(
        page(text).quote(2, 8).model_copy(update={"prefix": "", "suffix": "", "start": 9, "end": 15}),
        page("5 of 9. 5 of 9. 5 of 9"),
    )
    assert got.how in ("exact", "orphan")
    nowhere = anchor(page(text).quote(2, 8), page("Other words entirely"))
    assert nowhere.how == "orphan"


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="ab 12.\n–", max_size=60),
    st.integers(0, 40),
    st.integers(1, 20),
    st.text(alphabet="xy \n", max_size=10),
)
def test_in_the_same_text_with_more_before_it_every_quote_is_found_or_flagged(text, start, length, more):
    if not text[start : start + length].strip():
        return
    stop = min(len(text), start + length)
    quote = page(text).quote(start, stop)
    new = page(more + text)
    got = anchor(quote, new)
    assert (got.quote is None) == (got.how == "orphan")
    if got.quote is not None:
        assert new.text[got.quote.start : got.quote.end] == got.quote.exact
        assert " ".join(got.quote.exact.split()) == " ".join(quote.exact.split())


@pytest.mark.parametrize(
    ("old", "words", "new"),
    [
        ("Rash was seen in 2 of 46 people on tofu.", "2 of 46", "Rash was seen in 12 of 46 people on tofu."),
        ("The ratio was 0.5 in all.", "0.5", "The ratio was 0.53 in all."),
        ("In the group 12 of 46", "group 12 of 46", "In the group 12 of 46.5 units"),
        ("Weight changed by 2.1 kg in the arm.", "2.1 kg", "Weight changed by −2.1 kg in the arm."),
        ("It was small, p < 0.05 for the first", "p < 0.05 for the first", "It was small, p > 0.05 for the first"),
        ("Twelve of 46 people died in spring", "Twelve of 46 people died", "Fifteen of 46 people died in spring"),
        ("There was a benefit in 12 of 46 people", "was a benefit in 12 of 46 people", "There was no benefit in 12 of 46 people"),
        ("The dose was 5 mg in 46 people", "dose was 5 mg in 46 people", "The dose was 5 g in 46 people"),
        ("GFR ≥ 61 mL in all", "GFR ≥ 61 mL", "GFR < 61 mL in all"),
    ],
)  # fmt: skip
def test_a_number_inside_another_or_with_another_sign_unit_or_negation_is_an_orphan(old, words, new):
    assert anchor(quoted(words, text=old), page(new)).how == "orphan"


@pytest.mark.parametrize(
    ("old", "words", "new"),
    [
        ("Headache in 12 of 46. Nausea in 9 of 46.", "12 of 46", "Headache in 13 of 46. Nausea in 12 of 46."),
        ("tofu 12 of 46, sham 9 of 47", "12 of 46", "tofu 9 of 47, sham 12 of 46"),
        ("Relapse in 9 of 46 with tofu and 12 of 47 with sham.", "9 of 46", "Relapse in 12 of 47 with tofu and 9 of 46 with sham."),
        ("Severe headache was recorded in treatment in 9 of 46 people.", "9 of 46",
         "Severe headache was recorded in treatment in 8 of 46 people. Severe nausea was recorded in treatment in 9 of 46 people."),
    ],
)  # fmt: skip
def test_the_same_number_of_something_else_is_an_orphan(old, words, new):
    assert anchor(quoted(words, text=old), page(new)).how == "orphan"


def test_another_number_of_the_sentence_may_change():
    old = "Relapse in 9 of 46 with tofu and 12 of 47 with sham."
    got = anchor(quoted("9 of 46", text=old), page(old.replace("12 of 47", "13 of 47")))
    assert (got.how, got.quote.exact) == ("exact", "9 of 46")
