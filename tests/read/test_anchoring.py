"""Quotes in a new version of their document."""

import hashlib

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
