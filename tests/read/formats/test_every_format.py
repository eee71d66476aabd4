"""What every file in read/formats promises; a new one is found here as it is found by the reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read import documents
from trialwright.read.formats import Format, formats

HEADS = (
    b"%PDF-1.4\n",
    b"<html><body>",
    b'{"protocolSection":',
    b"<PubmedArticleSet><PubmedArticle>",
    b'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]><PubmedArticleSet>',
    b"",
)


def assert_sound(document: Document) -> None:
    """Blocks in order, inside the text, not overlapping, none of white space alone; text can be written out."""
    document.text.encode("utf-8")
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= len(document.text)
        assert document.text[block.start : block.end].strip()
        last = block.end


def test_five_formats_are_found_by_scanning() -> None:
    names = {f.NAME for f in formats()}
    assert names >= {"saved page", "HTML", "PubMed XML", "ClinicalTrials.gov v2", "PDF"}


@pytest.mark.parametrize("form", formats(), ids=lambda f: f.NAME)
@given(head=st.sampled_from(HEADS), tail=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_bytes_give_documents_or_a_document_error(form: Format, head: bytes, tail: bytes) -> None:
    data = head + tail
    assert 0.0 <= form.confidence(data, "x") <= 1.0
    try:
        made = form.parse(data, "x")
    except DocumentError as error:
        stated = (error.where, error.fix)
        assert all(stated)
    else:
        assert made
        for document in made:
            assert document.format == form.NAME
            assert_sound(document)


@given(text=st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    try:
        (document,) = documents(text.encode("utf-8", errors="surrogatepass"), "x.txt")
    except DocumentError:
        return
    assert_sound(document)
    if document.format == "saved page":
        outside = list(document.text)
        for block in document.blocks:
            outside[block.start : block.end] = " " * (block.end - block.start)
        # White space and the separators between parts of a line are all that no block holds.
        assert not "".join(outside).strip(" \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029:").strip()
