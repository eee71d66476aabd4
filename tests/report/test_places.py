"""Documents cut at every quote: nothing of the text is lost, every anchor stands where its quote starts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trialwright.model.document import Document, Quote
from trialwright.report.places import Library, cut

TEXT = "Of 210 screened, 84 were randomised: 42 to each arm."


def document(text: str = TEXT) -> Document:
    return Document(sha256="ab" * 32, name="a.txt", format="saved_page", text=text)


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(lambda s: s[0] < s[1])


@given(st.lists(spans, max_size=12, unique=True))
def test_pieces_are_the_text_and_anchors_are_the_quotes(chosen: list[tuple[int, int]]) -> None:
    quotes = [document().quote(*span) for span in chosen]
    pieces = cut(TEXT, quotes)
    assert "".join(p.text for p in pieces) == TEXT
    assert sorted(a for p in pieces for a in p.anchors) == sorted(q.anchor for q in quotes)
    position = 0
    for piece in pieces:
        for quote in quotes:
            covered = quote.start <= position and position + len(piece.text) <= quote.end
            assert (quote.anchor in piece.inside) == covered
            assert (quote.anchor in piece.anchors) == (quote.start == position)
        position += len(piece.text)


def test_quotes_that_start_together_nest_the_longest_outside() -> None:
    long, short = document().quote(3, 20), document().quote(3, 6)
    assert cut(TEXT, [short, long])[1].anchors == (long.anchor, short.anchor)


def test_a_place_shows_its_line_and_no_more() -> None:
    doc = document("first line\nthe 42 patients\nlast line")
    quote = doc.quote(15, 17)
    place = Library([doc], [quote]).place(quote)
    assert place is not None
    assert (place.prefix, place.exact, place.suffix) == ("the ", "42", " patients")


def test_a_quote_from_another_document_or_beyond_the_text_has_no_place() -> None:
    doc = document()
    stranger = Quote(document="ffff", exact="42", start=1, end=3)
    beyond = Quote(document=doc.key, exact="42", start=1, end=4000)
    library = Library([doc], [stranger, beyond])
    assert library.place(stranger) is None
    assert library.place(beyond) is None


def test_the_same_document_twice_is_printed_once() -> None:
    assert len(Library([document(), document()], []).documents) == 1
