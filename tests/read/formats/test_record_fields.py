"""Fields of registers' records: versions, planned numbers by place, times of outcomes, and names that are none."""

from __future__ import annotations

import json

import pytest

from tests.read.formats.test_registries import ictrp
from trialwright import read
from trialwright.adapters import concepts
from trialwright.read.formats._record import current


def trial(made, name="record.json"):
    (document,) = read.documents(json.dumps(made).encode(), name)
    return read.read(document, concepts.load()).trial


def isrctn(interventions, **people):
    return trial({
        "isrctn": "99999921",
        "trialDescription": {"title": "Better sleep on night shifts", "primaryOutcome": "Hours of sleep"},
        "trialDesign": {"overallStatusOverride": "Suspended", "reasonAbandoned": "No staff"},
        "participants": {"targetEnrolment": "60", "inclusion": "1. Night shifts", **people},
        "interventions": {"intervention": {"description": interventions}},
    })  # fmt: skip


def test_an_earlier_version_of_a_field_is_not_read():
    text = (
        "Current interventions as of 03/02/2021:\nWorkers will be randomised to light glasses or ear plugs.\n_____\n\n"
        "Previous interventions:\nGroup 1: melatonin\nGroup 2: placebo"
    )
    got = isrctn(text, inclusion="Updated inclusion criteria as of 03/02/2021:\n1. Night shifts\n\nOriginal inclusion criteria:\n1. Insomnia")  # fmt: skip
    assert sorted(a.label for a in got.arms) == ["ear plugs", "light glasses"]
    assert [c.quote.exact for c in got.criteria] == ["Night shifts"]
    assert got.first("status").value == "suspended"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Previous treatment with lithium\nAge over 18", "Previous treatment with lithium\nAge over 18"),
        ("1. Previous use of glasses: no\n2. Age", "1. Previous use of glasses: no\n2. Age"),
        ("Current summary as of 1/2/20:\nNew\n\nOld summary:\nOld", "New"),
        ("New\n\nOriginal summary as of 1/2/20:\nOld", "New"),
        ("New\n\nPrevious interventions until 2019:\nOld", "New"),
        (
            "Exclusion:\nPrevious nasal interventions:\n- polyps\n\nOther:\nAsthma",
            "Exclusion:\nPrevious nasal interventions:\n- polyps\n\nOther:\nAsthma",
        ),
        (
            "Lasers\nFormer interventions from 12 months before entry:\nPeels",
            "Lasers\nFormer interventions from 12 months before entry:\nPeels",
        ),
    ],
)
def test_what_was_before_the_trial_is_no_earlier_version(text, kept):
    assert current(text) == kept


def ctis(field="enrollment", **more):
    part = {"rowSubjectCount": 25, "trialDetails": {"clinicalTrialIdentifiers": {"fullTitle": "Velatinib in scleritis"}}}  # fmt: skip
    made = {
        "ctNumber": "2024-518888-11-00",
        "ctStatus": "Ended",
        "decisionDate": "BE: 01/01/2024",
        "authorizedApplication": {"authorizedPartI": part},
        **more,
    }
    return trial(made).first(field)


ENDED = {"recruitmentStartDate": "2025-01-17", "recruitmentEndDate": "2025-06-30"}


@pytest.mark.parametrize(
    ("countries", "status"),
    [
        ([(True, {"recruitmentStartDate": "2025-01-17"}), (False, {})], "recruiting"),
        ([(False, {}), (False, {})], "not yet recruiting"),
        ([(True, ENDED)], None),  # it may begin again elsewhere: the code for it is not known
        ([(True, {"recruitmentStartDate": "2025-01-17"}), (None, {})], None),
    ],
)
def test_a_status_given_as_a_code_is_told_by_the_countries(countries, status):
    parts = [
        {"mscInfo": {"trialStatus": "Authorised", "hasRecruitmentStarted": begun, "activeTrialRecruitmentPeriod": period}}
        for begun, period in countries
    ]  # fmt: skip
    part = {"trialDetails": {"clinicalTrialIdentifiers": {"fullTitle": "Velatinib in scleritis"}}}
    told = ctis(
        "status",
        ctStatus="4",
        authorizedApplication={"authorizedPartI": part, "authorizedPartsII": parts},
    )
    assert (told.value if told else None) == status


def test_one_halted_country_leaves_the_status_of_all_open():
    period = {"recruitmentStartDate": "2025-01-17"}
    parts = [
        {"mscInfo": {"trialStatus": said, "hasRecruitmentStarted": True, "activeTrialRecruitmentPeriod": period}}
        for said in ("Authorised", "Halted")
    ]  # fmt: skip
    part = {"trialDetails": {"clinicalTrialIdentifiers": {"fullTitle": "Velatinib in scleritis"}}}
    assert ctis("status", ctStatus="4", authorizedApplication={"authorizedPartI": part, "authorizedPartsII": parts}) is None  # fmt: skip


def test_those_planned_in_the_eu_are_not_all():
    assert ctis(totalNumberEnrolled="40").value == 65
    assert ctis() is None  # no number for any country


@pytest.mark.parametrize(("short", "field"), [("BRISK 2", "acronym"), ("Velatinib for people with scleritis of both eyes", "title")])  # fmt: skip
def test_an_abbreviated_title_is_an_acronym_only_where_it_is_short(short, field):
    record = {"a1_member_state_concerned": "Spain", "a2_eudract_number": "2018-008888-12", "a3_full_title_of_the_trial": "A study of velatinib", "a32_name_or_abbreviated_title_of_the_trial_where_available": short}  # fmt: skip
    got = trial(record)
    assert short in [s.value for s in got.all(field)]
    assert got.key == (short if field == "acronym" else "2018-008888-12")


def ctgov(**modules):
    return trial({"protocolSection": {"identificationModule": {"nctId": "NCT09999922", "briefTitle": "Velatinib"}, **modules}})  # fmt: skip


def test_an_allocation_that_does_not_apply_is_none():
    got = ctgov(designModule={"designInfo": {"allocation": "NA", "interventionModel": "SINGLE_GROUP"}})
    assert got.first("allocation") is None
    assert got.first("intervention_model").value == "Single group"


def test_another_trial_that_the_prose_of_a_record_names_is_not_its_acronym():
    text = "Controls come from the NORDAL trial.\n\nThe NORDAL trial ended in 2015. The NORDAL trial had 40 controls."  # fmt: skip
    assert ctgov(descriptionModule={"detailedDescription": text}).key == "NCT09999922"


def given(text, **more):
    return [(a.label, a.role) for a in ictrp(Intervention=text, **more).arms]


def test_arms_of_an_ictrp_row_in_each_registry_s_spelling():
    iran = "Intervention 1: Intervention group: velatinib 5 mg a day. Intervention 2: Control group: placebo."  # fmt: skip
    assert given(iran) == [("Intervention group", "experimental"), ("Control group", "control")]
    assert given("Experimental group:Velatinib;Control group:Loratrin;") == [("Experimental group", "experimental"), ("Control group", "control")]  # fmt: skip
    title = {"Scientific_title": "A randomised trial of velatinib versus placebo in gout"}
    assert given("Drug: Velatinib;Drug: Placebo", **title) == [("velatinib", "experimental"), ("placebo", "control")]  # fmt: skip


def test_sizes_sex_and_times_of_an_ictrp_row():
    got = ictrp(
        Target_size="Experimental group:40;Control group:45;",
        Inclusion_gender="Male and Female",
        Primary_outcome="Redness. Timepoint: week 8. Method of measurement: photograph.",
    )
    assert got.first("enrollment").value == 85
    assert got.first("sex").value == "all"
    assert [e.time for e in got.endpoints] == ["week 8"]
    form = "Main Objective: Less pain;Primary end point(s): Redness;Timepoint(s) of evaluation of this end point: week 8"
    assert [(e.label, e.time) for e in ictrp(Primary_outcome=form).endpoints] == [("Redness", "week 8")]


@pytest.mark.parametrize(
    ("printed", "size"),
    [
        ("Total:70;Drops:35;Gel:35;", 70),
        ("Drops:35;Gel:25;Total sample size:60;", 60),
        ("All participants:70;Overall:70;", 70),
        ("Total knee replacement:30;Rest:30;", 60),
        ("Total:90;Drops:35;Gel:35;", None),  # which of the two is planned is not told
        ("Drops:20;Gel:20;Both:40;", None),  # an arm as large as the others, or all
        ("Drops:20;Gel:20;Both:20;", 60),
        ("64", 64),
    ],
)
def test_a_total_beside_the_arms_of_an_ictrp_row_is_not_added_to_them(printed, size):
    found = ictrp(Target_size=printed).first("enrollment")
    assert (found and found.value) == size


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Eligible workers are randomly allocated to:\nA. Early nap of 20 minutes\nB. Late nap",
            ["Early nap of 20 minutes", "Late nap"],
        ),
        (
            "1. Baseline visit: questionnaires.\n2. Randomisation: by telephone to glasses or placebo.\n3. Follow-up: week 8.",
            [],
        ),
        ("Wards will be randomised to deliver the programme or to carry on with usual care.", []),
    ],
)
def test_lists_behind_an_allocation_are_arms_and_ways_to_allocate_are_not(text, labels):
    assert [a.label for a in isrctn(text).arms] == labels


def test_the_titles_of_an_abstract_s_parts_are_no_outcomes():
    parts = "<jats:sec><jats:title>Methods</jats:title><jats:p>We randomised 90 workers to glasses (n=45) or plugs (n=45).</jats:p></jats:sec>"
    parts += "<jats:sec><jats:title>Results</jats:title><jats:p>Naps fell in 31/45 with glasses and 20/45 with plugs.</jats:p></jats:sec>"
    item = {"id": "x", "type": "article-journal", "title": "Glasses or plugs", "container-title": "J Naps", "issued": {"date-parts": [[2021]]}, "abstract": parts}  # fmt: skip
    (document,) = read.documents(json.dumps([item]).encode(), "x.json")
    got = read.read(document, concepts.load())
    assert {r.endpoint for r in got.results if r.measure == "proportion"} == {"Naps"}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("TY  - JOUR\nTI  - Velatinib in gout\nPY  - 2020\nUR  - https://clinicaltrials.gov/show/NCT09999951\nER  - \n", "a.ris"),
        ("@misc{x, title={Velatinib in gout}, year=2020, howpublished={\\url{https://clinicaltrials.gov/study/NCT09999951}}}", "a.bib"),
    ],
)  # fmt: skip
def test_a_citation_of_a_registry_s_page_is_of_its_trial(data, name):
    (document,) = read.documents(data.encode(), name)
    trial = read.read(document, concepts.load()).trial
    assert [(i.scheme, i.value) for i in trial.identifiers] == [("nct", "NCT09999951")]
