"""Identity: the document's own identifiers, names, facts and dates, and nothing that is not stated."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.model.document import Document
from trialwright.read import documents, identity

PAD = "\n\nOverview\n\nThe study went on for two years in three towns, with visits every month and calls between them.\n"


def page(text: str) -> Document:
    (document,) = documents(text.encode(), "page.txt")
    return document


def told(text: str, field: str) -> list[object]:
    return [s.value for s in identity.read(page(text)).stated if s.field == field]


def ids(text: str) -> set[tuple[str, str]]:
    return {(i.scheme, i.value) for i in identity.read(page(text)).identifiers}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("NCT01234567", ("nct", "NCT01234567")),
        ("doi: 10.1000/j.ex.2020(1)a. Epub 2020.", ("doi", "10.1000/j.ex.2020(1)a")),
        ("https://doi.org/10.1000/abc", ("doi", "10.1000/abc")),
        ("PMID: 12345678", ("pmid", "12345678")),
        ("PMCID: PMC7654321", ("pmcid", "PMC7654321")),
        ("EudraCT number: 2015-001234-56", ("eudract", "2015-001234-56")),
        ("EU CT number: 2022-500244-37-00", ("ctis", "2022-500244-37-00")),
        ("ISRCTN12345678", ("isrctn", "ISRCTN12345678")),
        ("Trial registration: ChiCTR2100012345", ("chictr", "ChiCTR2100012345")),
        ("ChiCTR-IPR-15006789", ("chictr", "ChiCTR-IPR-15006789")),
        ("Registered at ANZCTR (ACTRN12621000777888).", ("actrn", "ACTRN12621000777888")),
        ("DRKS00012345", ("drks", "DRKS00012345")),
        ("CTRI/2021/05/033333", ("ctri", "CTRI/2021/05/033333")),
        ("IRCT20180101038123N4", ("irct", "IRCT20180101038123N4")),
        ("jRCTs031200123", ("jrct", "jRCTs031200123")),
        ("KCT0001234", ("kct", "KCT0001234")),
        ("PACTR202005123456789", ("pactr", "PACTR202005123456789")),
        ("UMIN000012345", ("umin", "UMIN000012345")),
    ],
)
def test_an_identifier_on_a_line_of_its_own(line: str, expected: tuple[str, str]) -> None:
    assert ids(f"Examplimab for Sepsis in Adults Again\n\n{line}{PAD}") == {expected}


@pytest.mark.parametrize(
    "line",
    [
        "PMID: - DOI - PubMed",
        "Other study number: NCT07654321",
        "See doi 10.1000/one and doi 10.1000/two.",
        "nct0123",
        "2015-001234",
    ],
)
def test_what_is_no_identifier_of_its_own(line: str) -> None:
    assert ids(f"Examplimab for Sepsis in Adults Again\n\n{line}{PAD}") == set()


@pytest.mark.parametrize(
    ("sentence", "own"),
    [
        ("This trial is registered at ClinicalTrials.gov (NCT01234567).", True),
        ("Ten did well in this arm. NCT01234567.", True),
        ("(ClinicalTrials. gov number, NCT01234567.)", True),
        ("In this open, randomised trial (NCT01234567), adults were treated.", True),
        ("Benefit had been seen in another trial registered as NCT01234567.", False),
        ("The EXAMPLE trial (NCT01234567) had shown as much.", False),
        ("As in NCT01234567, ten did well.", False),
    ],
)
def test_a_registry_number_in_prose_needs_the_study_s_own_words(sentence: str, own: bool) -> None:
    body = "Adults with sepsis were treated with examplimab, in three towns, over a period of two years. "
    assert ids(f"Abstract\n\n{body}{sentence}\n") == ({("nct", "NCT01234567")} if own else set())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A trial of 60 nurses (NCT01234567) had 20 free of pain. More is to come.", "NCT01234567"),
        ("Sixty nurses took part. The trial's number is NCT01234567.", "NCT01234567"),
        ("Sixty nurses took part in DAWN [DAWN; NCT01234567]. It took two years.", "NCT01234567"),
        # its own, and another trial's
        (
            "A trial of 60 nurses (NCT01234567) had 20 free of pain. An earlier trial in cooks (NCT07654321) had none.",
            "NCT01234567",
        ),
        (
            "A trial of 60 nurses (NCT01234567) had 20 free of pain. A larger trial (NCT07654321) will recruit cooks.",
            "NCT01234567",
        ),
        ("Unlike DUSK (NCT07654321), DAWN (NCT01234567) had 20 free of pain. It took two years.", None),
        ("Nurses (NCT01234567) had less pain. Cooks (NCT07654321) had more. It took two years.", None),
        ("Since NCT01234567 began, 20 were free of pain. It took two years.", None),
    ],
)
def test_a_page_names_its_trial_s_number_in_brackets_or_last(text: str, number: str | None) -> None:
    page = f"News of the day\n\nExamplimab was given to nurses, the firm said in a statement. {text}\n"
    assert ids(page) == ({("nct", number)} if number else set())


def test_an_article_has_its_own_number_and_takes_none_that_it_names() -> None:
    page = "Examplimab for pain\n\nPMID: 12345678\n\nAs had been hoped, a trial of 60 nurses (NCT01234567) had 20 free of pain. It took two years.\n"
    assert ids(page) == {("pmid", "12345678")}


@pytest.mark.parametrize(
    ("title", "acronym"),
    [
        ("The Effects of Examplimab on Mood in Patients With Sepsis (EX-MOOD)", "EX-MOOD"),
        ("EXSEP2: Examplimab for Adults With Sepsis", "EXSEP2"),
        ("Examplimab in Acute Respiratory Distress Syndrome (ARDS)", None),
        ("Examplimab in Long Lasting Example Disease (LLED)", None),
        ("Examplimab for patients with coronavirus disease 2019 (COVID-19)", None),
        ("Safety of a Drug (REGN1234) in Adults With Sepsis", None),
    ],
)
def test_an_acronym_is_the_trial_s_and_not_the_disease_s(title: str, acronym: str | None) -> None:
    assert told(title + PAD, "acronym") == ([acronym] if acronym else [])


@pytest.mark.parametrize(
    ("line", "phase"),
    [
        ("Phase 2", "2"),
        ("Phase II/III", "2/3"),
        ("Phase: Phase 1/Phase 2", "1/2"),
        ("Phase: 2b", "2b"),
        ("Phase: Therapeutic confirmatory (Phase III)", "3"),
        ("Phase: Therapeutic exploratory (Phase II), not confirmatory (Phase III)", None),
        ("Early Phase 1", "early 1"),
        ("Phase: Not applicable", "not applicable"),
        ("Phase 2 results are awaited", None),
    ],
)
def test_phase(line: str, phase: str | None) -> None:
    assert told(f"Examplimab for Sepsis in Adults Again\n\n{line}{PAD}", "phase") == (
        [phase] if phase else []
    )


@pytest.mark.parametrize(
    ("sentence", "phase"),
    [
        ("In this double-blind phase III trial we treated forty adults.", "3"),
        ("We conducted a randomised, phase 2b study of examplimab.", "2b"),
        ("Approval rested on a phase 3 trial of another drug.", None),
        ("This study and a phase 3 trial of another drug were small.", None),
    ],
)
def test_phase_in_prose_must_be_this_study_s(sentence: str, phase: str | None) -> None:
    body = (
        "Adults with sepsis were seen in three towns over two years, and were called between their visits. "
    )
    assert told(f"Abstract\n\n{body}{sentence}\n", "phase") == ([phase] if phase else [])


@pytest.mark.parametrize(
    ("line", "low", "high", "unit"),
    [
        ("18 years and older", 18, None, "years"),
        ("Ages: 18-65 years", 18, 65, "years"),
        ("Age: from 6 to 11 months", 6, 11, "months"),
        ("Minimum age: 18 Years", 18, None, "years"),
        ("Maximum age: N/A", None, None, ""),
        ("Ages Eligible for Study: 18 Years to 80 Years", 18, 80, "years"),
        ("Up to 17 years", None, 17, "years"),
    ],
)
def test_ages(line: str, low: int | None, high: int | None, unit: str) -> None:
    stated = identity.read(page(f"Examplimab for Sepsis in Adults Again\n\n{line}{PAD}")).stated
    found = {s.field: (s.value, s.unit) for s in stated if s.field.endswith("_age")}
    expected = {k: (v, unit) for k, v in (("minimum_age", low), ("maximum_age", high)) if v is not None}
    assert found == expected


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Non Recruiting", "not recruiting"),
        ("Overall status: Active, not recruiting", "active, not recruiting"),
        ("Status: Completed", "completed"),
        ("Recruiting", "recruiting"),
        ("Recruiting our neighbours", None),
    ],
)
def test_status(line: str, status: str | None) -> None:
    assert told(f"Examplimab for Sepsis in Adults Again\n\n{line}{PAD}", "status") == (
        [status] if status else []
    )


def test_an_age_range_may_change_its_unit() -> None:
    stated = identity.read(
        page(f"Examplimab for Sepsis in Adults Again\n\n6 Months to 5 Years (Child){PAD}")
    ).stated
    found = {s.field: (s.value, s.unit) for s in stated if s.field.endswith("_age")}
    assert found == {"minimum_age": (6, "months"), "maximum_age": (5, "years")}


def test_all_is_a_sex_only_beside_an_age() -> None:
    head = "Examplimab for Sepsis in Adults Again\n\n"
    assert told(f"{head}18 years and older\nAll{PAD}", "sex") == ["all"]
    assert told(f"{head}All{PAD}", "sex") == []


def test_an_organisation_beside_the_registry_number_is_the_sponsor_if_it_is_the_only_one() -> None:
    head = (
        f"Examplimab for Sepsis in Adults Again{PAD}\nStudy details\n\nNCT01234567\n\nUniversity of Example\n"
    )
    assert told(head, "sponsor") == ["University of Example"]
    assert told(head + "\nHospital of Another Town\n", "sponsor") == []
    assert told(head + "\nSponsor: Example Pharma\n", "sponsor") == ["Example Pharma"]


@pytest.mark.parametrize(
    ("title", "population", "condition"),
    [
        (
            "Examplimab in Patients With Heart Failure (EX-HF2)",
            "patients with heart failure",
            "heart failure",
        ),
        ("Care of adults with type 2 diabetes: a trial", "adults with type 2 diabetes", "type 2 diabetes"),
        (
            "Examplimab in Patients Undergoing Surgery of the Knee",
            "patients undergoing surgery of the knee",
            None,
        ),
        ("Examplimab: A New Frontier in Something Else", None, None),
    ],
)
def test_population(title: str, population: str | None, condition: str | None) -> None:
    assert told(title + PAD, "population") == ([population] if population else [])
    assert told(title + PAD, "condition") == ([condition] if condition else [])


def test_a_title_s_subject_counts_as_condition_when_the_text_names_it_again() -> None:
    title = "Examplimab in Chronic Example Disease"
    assert told(title + PAD, "condition") == []
    again = (
        title
        + PAD
        + "\nChronic example disease is a disease that we made for this test and for no other end.\n"
    )
    assert told(again, "condition") == ["chronic example disease"]


def test_drugs_by_stem_introduction_and_field() -> None:
    text = "Abstract\n\nA pilot of an IL-9 antagonist (fictokine) and of tocilizumab, but not of interleukin, was small.\n"
    found = [s for s in identity.read(page(text)).stated if s.field == "drug"]
    assert {s.value for s in found} == {"fictokine", "tocilizumab"}
    assert all("not in the title" in s.because.formula for s in found)
    assert told("Tocilizumab or Anakinra in Sepsis of Adults" + PAD, "drug") == ["tocilizumab", "anakinra"]
    field = (
        "Sepsis and its Care in Three Towns\n\nIntervention: Drug: Examplol 5 mg\nIntervention: Drug: Placebo"
    )
    assert told(field + PAD, "drug") == ["Examplol 5 mg"]


def dates(text: str) -> list[tuple[object, str, tuple[str, ...], str]]:
    stated = identity.read(page(text)).stated
    return [
        (s.value, s.label, s.alternatives, s.because.rule.rsplit(".", 1)[1])
        for s in stated
        if s.field == "date"
    ]


HEAD = "Examplimab for Sepsis in Adults Again\n\n"


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("21 October 2025", "2025-10-21"),
        ("October 21, 2025", "2025-10-21"),
        ("2025-10-21", "2025-10-21"),
        ("2023 Jan 26", "2023-01-26"),
        ("Sept. 2024", "2024-09"),
        ("2024-09", "2024-09"),
        ("13/02/2026", "2026-02-13"),
        ("02/13/2026", "2026-02-13"),
        ("21.10.2025", "2025-10-21"),
        ("05/05/2026", "2026-05-05"),
    ],
)
def test_dates_with_one_reading(printed: str, iso: str) -> None:
    assert [(d[0], d[2]) for d in dates(HEAD + printed + PAD)] == [(iso, ())]


@pytest.mark.parametrize("printed", ["31/31/2026", "30 February 2024", "2024-13-01"])
def test_a_day_that_does_not_exist_is_no_date(printed: str) -> None:
    assert [d[0] for d in dates(HEAD + printed + PAD) if len(str(d[0])) == 10] == []


def test_a_date_with_two_readings_keeps_both_and_says_that_it_is_a_default() -> None:
    assert dates(f"{HEAD}Updated: 03/04/2026{PAD}") == [
        ("2026-03-04", "Updated", ("2026-04-03",), "month_first_by_default")
    ]


def test_a_day_above_twelve_on_the_same_page_decides() -> None:
    assert dates(f"{HEAD}03/04/2026\n\nClosed: 25/12/2026{PAD}")[0] == ("2026-04-03", "", (), "day_first")


def test_a_page_s_own_date_comes_before_its_deadline() -> None:
    found = dates(f"{HEAD}02/06/2026\nApplication deadline: 06/01/2026{PAD}")
    assert [(d[0], d[3]) for d in found] == [
        ("2026-02-06", "month_first_by_evidence"),
        ("2026-06-01", "month_first_by_evidence"),
    ]
    found = dates(f"{HEAD}06/02/2026\nApplication deadline: 01/06/2026{PAD}")
    assert [d[0] for d in found] == ["2026-02-06", "2026-06-01"]


def test_spelling_is_evidence() -> None:
    british = (
        "\nThe randomised study had its centre in a town where it was favoured by all who took part in it.\n"
    )
    assert dates(f"{HEAD}03/04/2026{PAD}{british}")[0][0] == "2026-04-03"
    assert (
        dates(f"{HEAD}03/04/2026{PAD}{british.replace('centre', 'center')}")[0][3] == "month_first_by_default"
    )


@given(day=st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2049, 12, 31)))
def test_any_iso_date_comes_back_as_printed_with_its_place(day: object) -> None:
    document = page(f"{HEAD}Posted: {day}{PAD}")
    (stated,) = (s for s in identity.read(document).stated if s.field == "date")
    assert stated.value == str(day)
    assert document.text[stated.quote.start : stated.quote.end] == str(day)


def test_the_key_falls_back_from_acronym_to_identifier_to_title_to_name() -> None:
    assert (
        identity.read(page(f"EXSEP2: Examplimab for Adults With Sepsis\n\nNCT01234567{PAD}")).key == "EXSEP2"
    )
    assert identity.read(page(f"{HEAD}doi: 10.1000/a\nNCT01234567{PAD}")).key == "NCT01234567"
    assert identity.read(page(HEAD + PAD)).key == HEAD.strip()
    assert identity.read(page(PAD)).key == "page.txt"


def test_a_record_that_lists_a_device_gives_no_drug_that_its_text_mentions() -> None:
    text = "A Cooling Blanket After Surgery\n\nIntervention: Device: blanket\n\nOverview\n\nPatients who take aspirin every day may take part in this study of a blanket.\n"
    assert told(text, "drug") == []
    assert told(text.replace("Device: blanket", "Drug: colchicine"), "drug") == ["colchicine"]
    assert told(text.replace("Intervention: Device: blanket\n\n", ""), "drug") == ["aspirin"]


def test_a_short_sentence_on_another_study_does_not_lend_its_number() -> None:
    own_line = "Registration: ISRCTN12345678\n\nIntroduction\n\n"
    for sentence in (
        "A previous trial of zinc (NCT01234567) was stopped early.",
        "In NCT01234567 the pain fell by a third.",
        "An earlier study, NCT01234567",
    ):
        assert ids(own_line + sentence + PAD) == {("isrctn", "ISRCTN12345678")}
    assert ("nct", "NCT01234567") in ids("Registered at ClinicalTrials.gov as NCT01234567." + PAD)


def test_a_title_may_be_a_subject_and_a_design() -> None:
    assert "Zinc for colds: a randomised trial" in told("Zinc for colds: a randomised trial" + PAD, "title")
    assert "Study design: a factor" not in told("Study design: a factor" + PAD, "title")
