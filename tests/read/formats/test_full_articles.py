"""Full articles as publishers and reference managers export them, made up here: what is the trial's own, and what is not."""

from __future__ import annotations

import json

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.model.result import Reading

CONCEPTS = concepts.load()


def article(body: str, abstract: str = "", name: str = "a.xml") -> Reading:
    """The reading of a JATS article with this body."""
    data = f"""<?xml version="1.0"?><article article-type="research-article"><front><journal-meta/><article-meta>
<article-id pub-id-type="doi">10.9999/full.1</article-id><title-group><article-title>Remotin for hay fever: a double-blind, randomised, placebo-controlled trial</article-title></title-group>
<abstract><sec><title>Results</title><p>{abstract}</p></sec><sec><title>Registration</title><p>ClinicalTrials.gov NCT09990001.</p></sec></abstract>
</article-meta></front><body>{body}</body></article>"""
    (document,) = read.documents(data.encode(), name)
    return read.read(document, CONCEPTS)


RANDOMISED = "We randomised 122 adults to remotin (n=62) or placebo (n=60)."
TABLE = """<sec><title>Results</title><table-wrap><label>Table 1</label><caption><p>Harms</p></caption><table><thead><tr><th/>
<th>Remotin (n = 59)</th><th>Placebo (n = 60)</th></tr></thead><tbody><tr><td>Drowsiness, n (%)</td><td>13 (22.0)</td><td>5 (8.3)</td></tr></tbody></table></table-wrap></sec>"""


def test_the_bars_of_a_table_are_of_no_arm_s_name() -> None:
    text = (
        "We randomly assigned adults (1:1) to remotin 5 mg or matching placebo once daily. Between 2020 and 2021, 122 adults were randomised (62 to remotin and 60 to "
        "placebo). Sneezing stopped in 31 of 62 (50%) in the remotin group and 18 of 60 (30%) in the placebo group."
    )
    assert [a.label for a in article(TABLE, text).trial.arms] == ["remotin", "placebo"]


def test_those_analysed_in_a_table_are_no_second_size_of_an_arm() -> None:
    assert [a.size for a in article(TABLE, RANDOMISED).trial.arms] == [62, 60]


OTHER = "In the MISTRAL trial (NCT09990002) of 240 adults, 52% of those given solutine and 33% of those given placebo improved."


def test_the_figures_of_a_trial_with_another_number_are_not_this_one_s() -> None:
    got = article(f"<sec><title>Discussion</title><p>{OTHER}</p></sec>", RANDOMISED)
    assert [r.value.value for r in got.results if r.measure == "proportion"] == []
    assert got.trial.first("randomised").value == 122


def test_a_trial_that_only_the_discussion_names_is_another() -> None:
    named = OTHER.replace(" (NCT09990002)", "")
    text = RANDOMISED + " Sneezing stopped in 31 of 62 (50%) with remotin and 18 of 60 (30%) with placebo."
    got = article(f"<sec><title>Discussion</title><p>{named}</p></sec>", text)
    assert [r.count for r in got.results if r.measure == "proportion"] == [31, 18]
    own = article(
        f"<sec><title>Discussion</title><p>{named}</p></sec>", text + " The MISTRAL trial was stopped."
    )
    assert len([r for r in own.results if r.measure == "proportion"]) == 4


def test_two_other_trials_in_the_discussion_leave_the_article_one_of_one_trial() -> None:
    second = OTHER.replace("MISTRAL", "SIROCCO").replace("90002", "90003")
    got = article(
        f"<sec><title>Discussion</title><p>{OTHER} {second}</p></sec>",
        RANDOMISED + " Sneezing stopped in 31 of 62 (50%) with remotin and 18 of 60 (30%) with placebo.",
    )
    assert [(r.arm, r.count) for r in got.results if r.measure == "proportion"] == [
        ("remotin", 31),
        ("placebo", 18),
    ]


def test_a_number_that_a_discussion_names_is_no_number_of_the_article() -> None:
    page = (
        "<html><head><title>Tai chi for bakers</title></head><body><h1>Tai chi for bakers: a randomised trial</h1>{}"
        "<p>We randomised 80 bakers to tai chi or a waiting list.</p>{}<p>A trial of tai chi in cooks (ISRCTN10020030) found the same.</p></body></html>"
    )
    named = page.format("", "")
    apart = page.format("<h2>Methods</h2>", "<h2>4. Discussion</h2>")
    for text, found in ((named, ["ISRCTN10020030"]), (apart, [])):
        (document,) = read.documents(text.encode(), "a.html")
        trial = read.read(document, CONCEPTS).trial
        assert [i.value for i in trial.identifiers if i.scheme == "isrctn"] == found


def test_early_and_delayed_are_no_control_and_more() -> None:
    text = "We randomly allocated 118 adults to early splinting (n = 60) or delayed splinting (n = 58)."
    (document,) = read.documents(f"Splints: a randomised trial\n\nMethods: {text}\n".encode(), "a.txt")
    assert [a.role for a in read.read(document, CONCEPTS).trial.arms] == ["", ""]


def test_an_erratum_is_no_arm() -> None:
    (document,) = read.documents(
        b"""<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99990002</PMID><Article><ArticleTitle>Erratum: Daily remotin to prevent hay fever in bakers.</ArticleTitle>
<Abstract><AbstractText>In the article by Made et al, the number of bakers with drowsiness in the placebo group should have been 6 (10.0%).</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>""",
        "a.xml",
    )
    trial = read.read(document, CONCEPTS).trial
    assert trial is None or "Erratum" not in [a.label for a in trial.arms]


def test_a_span_of_weeks_is_a_time_in_whole() -> None:
    got = article(
        "", RANDOMISED + " The primary outcome was the change in sneezes a day from baseline to weeks 11-14."
    )
    assert [e.time for e in got.trial.endpoints if e.role == "primary"] == ["weeks 11-14"]


def test_bibtex_spaces_that_do_not_break() -> None:
    entry = r"@article{a, title={Remotin}, abstract={We assigned 90 adults to remotin 15~mg or placebo; 70\,\% agreed. See www.x.org/~a}}"
    (document,) = read.documents(entry.encode(), "a.bib")
    assert "remotin 15 mg or placebo; 70 % agreed. See www.x.org/~a" in document.text


@pytest.mark.parametrize(
    ("note", "number"), [("ClinicalTrials.gov NCT09990001", "NCT09990001"), ("Compare NCT09990002", None)]
)
def test_a_note_of_a_csl_entry_says_where_its_trial_is_registered(note: str, number: str | None) -> None:
    entry = [
        {"type": "article-journal", "title": "Remotin: a randomised trial", "abstract": RANDOMISED, "note": note, "id": "x",
         "container-title": "J Made Up", "issued": {"date-parts": [[2022]]}, "author": [{"family": "Made", "given": "B"}]}
    ]  # fmt: skip
    (document,) = read.documents(json.dumps(entry).encode(), "a.json")
    found = [i.value for i in read.read(document, CONCEPTS).trial.identifiers if i.scheme == "nct"]
    assert found == ([number] if number else [])


PROTOCOL = """EudraCT Number:	2016-009999-11
Trial Status:	Ongoing
A.1	Member State Concerned	Italy - AIFA
A.2	EudraCT number	2016-009999-11
A.3	Full title of the trial	A randomised trial of remotin versus cetirizine in hay fever
D.1.2 and D.1.3	IMP Role	Test
D.2.1.1.1	Trade name	Remosan
D.3.8	INN - Proposed INN	REMOTIN
D.1.2 and D.1.3	IMP Role	Comparator
D.3.8	INN - Proposed INN	CETIRIZINE
E.3	Principal inclusion criteria	1. Age 18 years or older
2. Hay fever for 2 years
E.5.1	Primary end point(s)	Sneezes a day at week 4
F.4.2.2	In the whole clinical trial	210
"""


@pytest.mark.parametrize("copied", [True, False])
def test_a_european_protocol_as_its_page_is_copied_and_as_its_text_is_saved(copied: bool) -> None:
    lines = (line.split("\t") for line in PROTOCOL.splitlines())
    saved = "\n".join(f"{p[0]} {p[1]}: {p[2]}" if len(p) > 2 else " ".join(p) for p in lines)
    (document,) = read.documents((PROTOCOL if copied else saved).encode(), "a.txt")
    trial = read.read(document, CONCEPTS).trial
    assert document.format == "EU CTR"
    assert [i.value for i in trial.identifiers] == ["2016-009999-11"]
    assert trial.first("enrollment").value == 210
    assert len(trial.criteria) == 2
    assert [s.value for s in trial.stated if s.field == "drug"] == ["Remosan"]
    assert "Investigational product: Test, Remosan, REMOTIN\n" in document.text
    assert "Investigational product: Comparator, CETIRIZINE\n" in document.text


def test_a_timepoint_on_a_line_of_its_own_is_no_outcome() -> None:
    heads = "TrialID,Public_title,Source_Register,Recruitment_Status,Primary_outcome"
    row = "CTRI/2021/03/099999,Yoga for sleep,CTRI,Completed,Sleep score<br>Timepoint: 6 weeks"
    (document,) = read.documents(f"{heads}\n{row}\n".encode(), "a.csv")
    assert [(e.label, e.time) for e in read.read(document, CONCEPTS).trial.endpoints] == [
        ("Sleep score", "6 weeks")
    ]


def test_a_record_of_ctis_names_its_drug_by_the_substance() -> None:
    def product(name: str, substance: str) -> dict[str, object]:
        return {"productName": name, "productDictionaryInfo": {"activeSubstanceName": substance}, "routes": ["ORAL USE"]}  # fmt: skip

    part = {
        "products": [product("Remosan 15 mg tablets", "REMOTIN"), product("Placebo to remotin", "")],
        "trialDetails": {
            "clinicalTrialIdentifiers": {"fullTitle": "A randomised trial of remotin in hay fever"}
        },
    }
    record = {"ctNumber": "2023-509999-11-00", "ctStatus": 2, "ctPublicStatusCode": 2, "authorizedApplication": {"authorizedPartI": part}}  # fmt: skip
    (document,) = read.documents(json.dumps(record).encode(), "a.json")
    trial = read.read(document, CONCEPTS).trial
    assert [s.value for s in trial.stated if s.field == "drug"] == ["remotin"]
