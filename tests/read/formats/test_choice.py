"""Which format reads which bytes, and what is refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import trialwright.read.formats as door
from trialwright.errors import DocumentError
from trialwright.read import documents

PAGE = b"Dose finding of examplimab in sepsis\n\nA first sentence of some length about the study.\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PAGE, "saved page"),
        (b"<!doctype html><html><body><p>Some words.</p></body></html>", "HTML"),
        (b'<?xml version="1.0"?><PubmedArticleSet></PubmedArticleSet>', "PubMed XML"),
        (b'{"protocolSection": {}}', "ClinicalTrials.gov v2"),
        (b"%PDF-1.7 ...", "PDF"),
    ],
)
def test_the_bytes_choose_the_format_whatever_the_name(data: bytes, name: str) -> None:
    chosen = door.choose(data, "file.bin")
    assert name == chosen.NAME


@pytest.mark.parametrize(
    "data", [b'{"a": 1}', b"[1, 2]", b"<?xml version='1.0'?><feed/>", bytes(range(256)), b"\x00\x00"]
)
def test_bytes_that_are_no_document_are_refused_with_a_fix(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        documents(data, "odd.dat")
    assert caught.value.where == "odd.dat"
    assert caught.value.fix


@pytest.mark.parametrize("data", [b"", b" \n\t\n"])
def test_an_empty_file_is_an_error(data: bytes) -> None:
    with pytest.raises(DocumentError, match="empty"):
        documents(data, "page.txt")


def test_a_file_past_the_cap_is_refused_before_any_format_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MAX_BYTES", len(PAGE) - 1)
    with pytest.raises(DocumentError, match="may have up to"):
        documents(PAGE, "page.txt")


def _format(name: str, confidence: float) -> SimpleNamespace:
    return SimpleNamespace(NAME=name, confidence=lambda data, file: confidence, parse=lambda data, file: ())


@pytest.mark.parametrize(("second", "tied"), [(0.85, True), (0.81, True), (0.79, False), (0.0, False)])
def test_two_formats_that_are_equally_sure_are_an_error_that_names_both(
    monkeypatch: pytest.MonkeyPatch, second: float, tied: bool
) -> None:
    monkeypatch.setattr(door, "formats", lambda: (_format("one", 0.9), _format("two", second)))
    if not tied:
        assert door.choose(b"x", "f").NAME == "one"
        return
    with pytest.raises(DocumentError) as caught:
        door.choose(b"x", "f")
    assert "one" in caught.value.what
    assert "two" in caught.value.what
