"""JATS, RIS, BibTeX and CSL JSON, made up here."""

import json
import re

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.errors import DocumentError

ABSTRACT = "METHODS: We randomised 60 patients with gout to apixine (n = 30) or placebo (n = 30). RESULTS: Flares occurred in 6 of 30 (20%) and 14 of 30 (47%). CONCLUSIONS: More trials are needed."
JATS = """<?xml version="1.0"?><article xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title-group><journal-title>J Made Up</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmid">99999901</article-id><article-id pub-id-type="doi">10.9999/gout.1</article-id><title-group><article-title>Apixine: a randomised trial</article-title></title-group>
<pub-date><year>2021</year><month>3</month></pub-date><abstract><sec><title>Methods</title><p>We randomised 60 patients to apixine or placebo.</p></sec></abstract></article-meta></front>
<body><sec><title>Results</title><p>The dose was 2 × 10<sup>6</sup> IU.<table-wrap><label>Table 1</label><caption><p>Flares</p></caption><table><tr><th>Arm</th><th>n</th></tr><tr><td>Apixine</td><td>6</td></tr></table></table-wrap> It was given daily.</p></sec></body>
<back><ref-list><ref><mixed-citation>Other A. Another trial. NCT01234567</mixed-citation></ref></ref-list></back></article>"""
RIS = f"TY  - JOUR\nTI  - Apixine: a randomised trial\nAU  - Made, A\nT2  - J Made Up\nPY  - 2021\nDO  - 10.9999/gout.1\nAN  - 99999901\nAB  - {ABSTRACT}\nER  - \n"
BIBTEX = (
    "@article{made2021,\n title = {Apixine: a {R}andomised trial},\n journal = {J Made Up},\n year = {2021},\n doi = {10.9999/gout.1},\n pmid = {99999901},\n abstract = {"
    + ABSTRACT.replace("%", "\\%")
    + "}\n}\n"
)
CSL = json.dumps([{"type": "article-journal", "title": "Apixine: a randomised trial", "container-title": "J Made Up", "DOI": "10.9999/gout.1", "PMID": "99999901",
    "issued": {"date-parts": [[2021, 3]]}, "author": [{"family": "Made", "given": "A"}], "abstract": ABSTRACT}])  # fmt: skip
MADE = {"a.ris": (RIS, "RIS"), "a.bib": (BIBTEX, "BibTeX"), "a.json": (CSL, "CSL JSON")}


@pytest.mark.parametrize("name", MADE)
def test_citations_with_an_abstract_are_read_like_one(name):
    (document,) = read.documents(MADE[name][0].encode(), name)
    got = read.read(document, concepts.load())
    assert document.format == MADE[name][1]
    assert {i.scheme: i.value for i in got.trial.identifiers} == {"doi": "10.9999/gout.1", "pmid": "99999901"}
    assert got.trial.first("randomised").value == 60
    assert [(r.count, r.total) for r in got.results if r.measure == "proportion"] == [(6, 30), (14, 30)]
    assert "Results\n" in document.text


def test_bibtex_keeps_braces_quotes_and_escapes():
    entry = (
        '@Article{a, title = {A {B} \\& C}, journal = "J of {W}ords", year = 2021, abstract = {One in five}}'
    )
    (document,) = read.documents(entry.encode(), "b.bib")
    assert document.text.startswith("A B & C\n")
    assert "Journal: J of Words" in document.text
    assert "Published: 2021" in document.text


def test_bibtex_s_formulas_and_signs():
    abstract = r"The mean was 3.2 $\pm$ 0.4 (p $<$ 0.001; $n \geq 30$), at \$5 to \$10 a day."
    (document,) = read.documents(
        b"@article{a,\n title = {Apixine},\n abstract = {" + abstract.encode() + b"}\n}\n", "a.bib"
    )
    assert "The mean was 3.2 ± 0.4 (p < 0.001; n ≥ 30), at $5 to $10 a day." in document.text


def test_ris_with_one_space_and_with_a_date_of_slashes():
    data = RIS.replace("  - ", " - ").replace("PY - 2021", "PY - 2021/05/17/").replace("\n", "\r\n")
    (document,) = read.documents(data.encode(), "a.ris")
    got = read.read(document, concepts.load()).trial
    assert [(s.value, s.label) for s in got.all("date")] == [("2021-05-17", "Published")]
    assert got.identifier("pmid").value == "99999901"


def test_jats_keeps_superscripts_tables_and_the_references_apart():
    (document,) = read.documents(JATS.encode(), "a.xml")
    got = read.read(document, concepts.load())
    assert {i.scheme for i in got.trial.identifiers} == {"pmid", "doi"}
    assert "The dose was 2 × 10⁶ IU. It was given daily." in document.text
    assert "Apixine | 6" in document.text
    assert [b.role for b in document.blocks if "Another trial" in document.text[b.start : b.end]] == [
        "reference"
    ]
    assert got.trial.first("randomised").value == 60


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<bold>9 <italic>of</italic> 47</bold> fell, then 8.", "9 of 47 fell, then 8."),
        ("Pain was 2.7<sup><xref>6</xref></sup> (SD 1.1).", "Pain was 2.7⁶ (SD 1.1)."),
        ("Pain was 2.7<xref><sup>6</sup></xref><sup>,</sup><xref><sup>11</sup></xref>.", "Pain was 2.7⁶,¹¹."),
    ],
)
def test_words_in_mark_up_stay_in_their_order(marked, plain):
    (document,) = read.documents(JATS.replace("It was given daily.", marked).encode(), "a.xml")
    assert plain in document.text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<article-title>", "<article-title>RETRACTED: ", ["This article was retracted."]),
        ("<article-title>", "<article-title>Retracted cells and ", []),
        ("<article xmlns", '<article article-type="retraction" xmlns', ["This is the notice that another article was retracted."]),
        ("</article-meta>", '<related-article related-article-type="retraction-forward"/></article-meta>', ["This article was retracted."]),
        ("</article-meta>", '<related-article related-article-type="companion"/></article-meta>', []),
    ],
)  # fmt: skip
def test_what_became_of_an_article_is_told(old, new, said):
    assert old in JATS
    (document,) = read.documents(JATS.replace(old, new).encode(), "a.xml")
    assert list(document.warnings) == said


def test_the_two_lines_of_a_cell_are_two_words():
    (document,) = read.documents(JATS.replace("<td>6</td>", "<td>6<break/>13</td>").encode(), "a.xml")
    assert "Apixine | 6 13" in document.text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ("<article><front><article-meta>", "cut.xml", "XML cannot be read"),
        ('[{"type": "article", "title": "x", "author": [], "issued": ', "cut.json", "broken"),
        ("@article{a,\n title = " + "{" * 300, "deep.bib", "nested too deeply"),
    ],
)
def test_what_is_damaged_is_said(data, name, words):
    with pytest.raises(DocumentError, match=words):
        read.documents(data.encode(), name)


@pytest.mark.parametrize("own", ['xmlns="http://jats.nlm.nih.gov"', 'xmlns:j="http://jats.nlm.nih.gov"'])
def test_an_article_in_a_namespace_reads_like_one_without(own):
    prefix = "j:" if ":j" in own else ""
    made = re.sub(r"<(/?)([a-z][\w-]*)", rf"<\1{prefix}\2", JATS).replace("article ", f"article {own} ", 1)
    (document,) = read.documents(made.encode(), "a.xml")
    (plain,) = read.documents(JATS.encode(), "a.xml")
    assert (document.text, document.blocks, document.format) == (plain.text, plain.blocks, plain.format)
