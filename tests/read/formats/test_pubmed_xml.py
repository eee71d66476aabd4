"""PubMed XML: each article's own identifiers, its abstract's sections, and nothing from outside the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialwright.errors import DocumentError
from trialwright.read import documents, identity

ARTICLE = """<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article>
<Journal><Title>Journal of Examples</Title><JournalIssue><PubDate><Year>2021</Year><Month>03</Month></PubDate></JournalIssue></Journal>
<ArticleTitle>Examplimab for <i>sepsis</i>: 10<sup>6</sup> units.</ArticleTitle>
<Abstract><AbstractText Label="METHODS">We gave it to 20 adults.</AbstractText>
<AbstractText Label="RESULTS">Ten did well.</AbstractText></Abstract>
<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList>
<AccessionNumber>NCT01234567</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
</Article><CommentsCorrectionsList><CommentsCorrections><RefSource>J Ex. 2001</RefSource><PMID>111</PMID>
</CommentsCorrections></CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList>
<ArticleId IdType="doi">10.1000/own</ArticleId></ArticleIdList><ReferenceList><Reference><Citation>Smith 2001</Citation>
<ArticleIdList><ArticleId IdType="doi">10.1000/cited</ArticleId><ArticleId IdType="pubmed">22222</ArticleId></ArticleIdList>
</Reference></ReferenceList></PubmedData></PubmedArticle>"""


def efetch(*pmids: str) -> bytes:
    return (
        "<PubmedArticleSet>" + "".join(ARTICLE.format(pmid=p) for p in pmids) + "</PubmedArticleSet>"
    ).encode()


def test_each_article_is_a_document() -> None:
    made = documents(efetch("30000001", "30000002"), "efetch.xml")
    assert [d.part for d in made] == [0, 1]
    assert len({d.key for d in made}) == 2


def test_identifiers_are_the_article_s_own_and_not_those_it_cites() -> None:
    (document,) = documents(efetch("30000001"), "efetch.xml")
    found = {i.scheme: i.value for i in identity.read(document).identifiers}
    assert found == {"nct": "NCT01234567", "pmid": "30000001", "doi": "10.1000/own"}
    assert "10.1000/cited" in document.text


def test_labelled_parts_become_sections() -> None:
    (document,) = documents(efetch("30000001"), "efetch.xml")
    told = {b.section: document.text[b.start : b.end] for b in document.blocks if b.role == "paragraph"}
    assert told == {"Methods": "We gave it to 20 adults.", "Results": "Ten did well."}


def test_words_inside_mark_up_are_kept_and_powers_stay_powers() -> None:
    (document,) = documents(efetch("30000001"), "efetch.xml")
    assert document.text.startswith("Examplimab for sepsis: 10⁶ units.")


def test_a_month_alone_is_a_month() -> None:
    (document,) = documents(efetch("30000001"), "efetch.xml")
    (date,) = (s for s in identity.read(document).stated if s.field == "date")
    assert date.value == "2021-03"


def _entities(definitions: str, use: str) -> bytes:
    article = efetch("30000001").decode().replace("We gave it", f"{use} We gave it")
    return f'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [{definitions}]>{article}'.encode()


def test_an_outside_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of this machine")
    (document,) = documents(_entities(f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"), "x.xml")
    assert "secret" not in document.text
    assert "We gave it to 20 adults." in document.text


def test_entities_within_entities_do_not_grow() -> None:
    layers = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8)
    )
    try:
        (document,) = documents(_entities(layers, "&i;"), "x.xml")
    except DocumentError:
        return
    assert len(document.text) < 5000


@pytest.mark.parametrize("cut", [50, 400, 900])
def test_a_record_cut_short_is_refused_with_the_line(cut: int) -> None:
    with pytest.raises(DocumentError, match="line"):
        documents(efetch("30000001")[:cut], "efetch.xml")


def test_a_file_without_articles_is_refused() -> None:
    with pytest.raises(DocumentError, match="no article"):
        documents(b"<PubmedArticleSet></PubmedArticleSet>", "x.xml")


def test_real_records_give_the_identifiers_of_their_own_lists(shared: Path) -> None:
    file = shared / "data/reading/registry/pubmed/efetch.pubmed.xml"
    first, second = (identity.read(d).identifiers for d in documents(file.read_bytes(), file.name))
    assert {(i.scheme, i.value) for i in first} == {
        ("pmid", "17284678"),
        ("pmcid", "PMC1800922"),
        ("doi", "10.1101/gr.5823007"),
    }
    assert {(i.scheme, i.value) for i in second} == {("pmid", "9997")}


def _made(old: str, new: str):
    article = efetch("30000001").decode()
    assert old in article
    (document,) = documents(article.replace(old, new).encode(), "efetch.xml")
    return document


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Flares in <b>14 <i>of</i> 52</b> adults.", "Flares in 14 of 52 adults."),
        ("Pain was 2.7<sup><b>6</b></sup> at once.", "Pain was 2.7⁶ at once."),
        ("Pain was 2.7<sup>6,11</sup> at once.", "Pain was 2.7⁶,¹¹ at once."),
        ("Pain was 2.7<sup>6</sup><sup>–</sup><sup>8</sup> at once.", "Pain was 2.7⁶⁻⁸ at once."),
        ("CO<sub>2</sub> on the 5<sup>th</sup> day.", "CO2 on the 5th day."),
        ("Pain &lt; 3 &#xb1; 1<!-- no -->2.", "Pain < 3 ± 12."),
    ],
)
def test_words_in_mark_up_stay_in_their_order(marked: str, plain: str) -> None:
    document = _made("We gave it to 20 adults.", marked)
    assert plain in document.text.split("\n")


def test_a_part_without_a_label_is_not_of_the_background_before_it() -> None:
    parts = '<AbstractText Label="BACKGROUND">Sepsis kills.</AbstractText><AbstractText>Ten did well.'
    document = _made('<AbstractText Label="RESULTS">Ten did well.', parts)
    (block,) = [b for b in document.blocks if document.text[b.start : b.end] == "Ten did well."]
    assert block.section == "Abstract"


def test_numbers_of_a_reference_stay_apart() -> None:
    document = _made("<Citation>Smith 2001</Citation>", "<Citation>Smith 2001;4:12</Citation>")
    assert "Smith 2001;4:12 doi: 10.1000/cited pubmed: 22222" in document.text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("RetractionIn", "was retracted (J Ex. 2001, PMID: 111)"),
        ("ErratumIn", "An erratum was published"),
        ("ExpressionOfConcernIn", "An expression of concern"),
        ("RetractionOf", "notice that another article"),
        ("CommentIn", ""),
    ],
)
def test_what_became_of_an_article_is_told(kind: str, said: str) -> None:
    document = _made("<CommentsCorrections>", f'<CommentsCorrections RefType="{kind}">')
    assert len(document.warnings) == bool(said)
    assert said in "".join(document.warnings)


def test_a_retracted_article_without_its_notice_is_told_too() -> None:
    kinds = "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList></Article>"
    assert _made("</Article>", kinds).warnings == ("This article was retracted.",)


def test_the_doi_of_a_chapter_stands_in_its_own_list() -> None:
    book = (
        "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>30000009</PMID><ArticleIdList><ArticleId IdType='doi'>10.1000/chapter</ArticleId>"
        "</ArticleIdList><ArticleTitle>Sepsis</ArticleTitle><Abstract><AbstractText>It kills.</AbstractText></Abstract></BookDocument>"
        "<PubmedBookData/></PubmedBookArticle></PubmedArticleSet>"
    )
    (document,) = documents(book.encode(), "book.xml")
    assert {i.value for i in identity.read(document).identifiers} == {"30000009", "10.1000/chapter"}
