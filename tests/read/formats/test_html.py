"""HTML as a reader sees it."""

from __future__ import annotations

import pytest

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read import documents, identity

HTML = """<!doctype html><html><head><title>Site | Page</title><style>p{}</style>
<meta name="citation_doi" content="10.1000/own.1"></head><body>
<nav><ul><li>Home<li>Trials</ul></nav><div style="display: none">NCT00000001</div>
<h1>Examplimab in Patients With Sepsis (EX-SEP)</h1>
<dl><dt>Status:</dt><dd>Recruiting</dd></dl>
<table><tr><th>Phase</th><td>2</td></tr><tr><td>Arm</td><td>n</td><td>Mean</td></tr></table>
<h2>Inclusion Criteria</h2><ul><li>Platelets &gt; 50 x 10<sup>9</sup>/L<ul><li>on two days</li></ul></li><li>Age</li></ul>
<script>var x = "NCT00000002";</script>
<h2>References</h2><ol><li>Smith J. 2019. doi 10.1000/other.2</li></ol>
<h3>More</h3><p>Jones. doi 10.1000/other.3</p>
<footer>Cookies and privacy. NCT00000003</footer></body></html>"""


def html(source: str = HTML) -> Document:
    (document,) = documents(source.encode(), "page.html")
    return document


def test_tags_give_the_roles() -> None:
    document = html()
    seen = {(b.role, document.text[b.start : b.end]) for b in document.blocks}
    assert ("title", "Examplimab in Patients With Sepsis (EX-SEP)") in seen
    assert ("metadata", "Status: Recruiting") in seen
    assert ("metadata", "Phase: 2") in seen
    assert ("table", "Arm | n | Mean") in seen
    assert ("navigation", "Home") in seen
    assert ("reference", "• Smith J. 2019. doi 10.1000/other.2") in seen


def test_a_power_of_ten_keeps_its_superscript() -> None:
    assert "Platelets > 50 x 10⁹/L" in html().text


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("2.7<sup><a href='#r6'>6</a></sup> points", "2.7⁶ points"),
        ("2.7<sup><a>6</a>,<a>11</a></sup> points", "2.7⁶,¹¹ points"),
        ("the 5<sup>th</sup> day", "the 5th day"),
    ],
)
def test_the_number_of_a_reference_joins_no_other(marked: str, plain: str) -> None:
    """Read flat, 2.7 with the raised number 6 would be 2.76."""
    assert plain in html(HTML.replace("<p>Jones", f"<p>Pain was {marked}. Jones")).text


def test_nested_lists_keep_their_depth() -> None:
    document = html()
    levels = {document.text[b.start : b.end]: b.level for b in document.blocks if b.role == "item"}
    assert levels["• on two days"] == 1
    assert levels["• Age"] == 0


def test_scripts_and_hidden_words_are_not_read() -> None:
    assert "NCT00000001" not in html().text
    assert "NCT00000002" not in html().text


def test_only_its_own_identifier_is_its_own() -> None:
    assert [(i.scheme, i.value) for i in identity.read(html()).identifiers] == [("doi", "10.1000/own.1")]


def test_the_same_page_as_text_and_as_html_says_the_same() -> None:
    told = {s.field: s.value for s in identity.read(html()).stated}
    plain = html().text.replace("DOI: 10.1000/own.1\n", "")
    (document,) = documents(plain.encode(), "page.txt")
    again = {s.field: s.value for s in identity.read(document).stated}
    for field in ("title", "acronym", "status", "phase", "population"):
        assert told[field] == again[field]


def test_mark_up_too_deep_to_be_read_whole_is_refused() -> None:
    with pytest.raises(DocumentError, match="nested too deeply"):
        html("<html>" + "<div>" * 5000 + "words")


def test_a_page_that_loads_its_words_later_is_refused() -> None:
    with pytest.raises(DocumentError, match="no words"):
        html("<html><body><script>app()</script></body></html>")
