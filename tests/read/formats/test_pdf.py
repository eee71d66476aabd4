"""PDF text, on PDFs made here."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from trialwright.errors import DocumentError
from trialwright.read import documents, identity


def pdf(pages: list[list[str]], encrypt: StandardEncryption | None = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt)
    for page in pages:
        for i, line in enumerate(page):
            canvas.drawString(60, 780 - 16 * i, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


BODY = [
    [
        "Journal of Examples",
        "Examplimab for Sepsis in Adults",
        "",
        f"Ten of 20 adults did well on day {n}.",
        f"Page {n}",
    ]
    for n in (1, 2, 3)
]


def test_the_text_layer_is_read_in_order() -> None:
    (document,) = documents(pdf(BODY), "paper.pdf")
    assert document.format == "PDF"
    assert document.text.index("on day 1.") < document.text.index("on day 3.")


def test_lines_that_pages_share_are_navigation() -> None:
    (document,) = documents(pdf(BODY), "paper.pdf")
    running = [document.text[b.start : b.end] for b in document.blocks if b.role == "navigation"]
    assert running.count("Journal of Examples") == 3
    assert "Page 2" in running


def test_a_running_line_with_the_doi_still_names_the_article() -> None:
    pages = [[*page[:-1], "doi: 10.1000/own.7"] for page in BODY]
    (document,) = documents(pdf(pages), "paper.pdf")
    assert [i.value for i in identity.read(document).identifiers] == ["10.1000/own.7"]


def test_a_scan_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(DocumentError, match="no text layer") as caught:
        documents(pdf([[], []]), "scan.pdf")
    assert "OCR" in caught.value.fix


def test_an_encrypted_file_is_refused() -> None:
    locked = pdf(BODY, StandardEncryption("user", "owner"))
    with pytest.raises(DocumentError, match="encrypted"):
        documents(locked, "locked.pdf")


@pytest.mark.parametrize("keep", [20, 200, 400])
def test_a_damaged_file_is_refused(keep: int) -> None:
    with pytest.raises(DocumentError, match=r"damaged|no text layer|cannot be read"):
        documents(pdf(BODY)[:keep], "cut.pdf")


def test_a_page_without_text_is_said() -> None:
    (document,) = documents(pdf([BODY[0], []]), "paper.pdf")
    assert document.warnings == ("Pages without text: 2.",)


CUT = "Relapse was seen in 14% of patients given examplimab and 31% of those given"
LOW = [CUT], ["placebo after a year of follow-up in all of the centres."]


def headed(*pages: list[str]) -> list[list[str]]:
    return [["Examples 2020;4:12", *page, f"Page {n} of {len(pages)}"] for n, page in enumerate(pages, 1)]


@pytest.mark.parametrize("pages", [[*LOW], headed([], *LOW, ["It was safe."])])
def test_a_sentence_goes_on_from_page_to_page(pages) -> None:
    (document,) = documents(pdf(pages), "paper.pdf")
    assert f"{CUT}\nplacebo after a year" in document.text
