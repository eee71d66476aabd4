"""Registries' records, made up here: each becomes a Document and a Trial with what it states."""

import json

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.errors import DocumentError
from trialwright.read.formats import choose

CLASSIC = """<?xml version="1.0"?><clinical_study><required_header><url>https://example.org</url></required_header>
<id_info><org_study_id>AB-1</org_study_id><secondary_id>2019-001234-56</secondary_id><nct_id>NCT09999901</nct_id></id_info>
<brief_title>Apixine in Gout</brief_title><sponsors><lead_sponsor><agency>Example Institute</agency></lead_sponsor></sponsors>
<overall_status>Completed</overall_status><start_date type="Actual">March 3, 2020</start_date><phase>Phase 2/Phase 3</phase>
<study_type>Interventional</study_type><enrollment type="Actual">60</enrollment><condition>Gout</condition>
<primary_outcome><measure>Flare</measure><time_frame>12 weeks</time_frame></primary_outcome>
<secondary_outcome><measure>Pain score</measure><time_frame>4 weeks</time_frame></secondary_outcome>
<arm_group><arm_group_label>Apixine</arm_group_label><arm_group_type>Experimental</arm_group_type></arm_group>
<arm_group><arm_group_label>Placebo</arm_group_label><arm_group_type>Placebo Comparator</arm_group_type></arm_group>
<eligibility><criteria><textblock>
        Inclusion Criteria:

          -  Age 18 years or older

          -  Gout for at least
             6 months

        Exclusion Criteria:

          -  Pregnancy
</textblock></criteria><gender>All</gender><minimum_age>18 Years</minimum_age></eligibility>
<clinical_results><participant_flow><group_list><group group_id="P1"><title>Apixine</title></group><group group_id="P2"><title>Placebo</title></group></group_list>
<period_list><period><title>Overall Study</title><milestone_list><milestone><title>STARTED</title><participants_list>
<participants group_id="P1" count="30"/><participants group_id="P2" count="30"/></participants_list></milestone></milestone_list></period></period_list></participant_flow>
<outcome_list><outcome><type>Primary</type><title>Flare</title><time_frame>12 weeks</time_frame>
<group_list><group group_id="O1"><title>Apixine</title></group><group group_id="O2"><title>Placebo</title></group></group_list>
<measure><title>Flare</title><units>Participants</units><param>Count of Participants</param><analyzed_list><analyzed><units>Participants</units><count_list>
<count group_id="O1" value="30"/><count group_id="O2" value="29"/></count_list></analyzed></analyzed_list>
<class_list><class><category_list><category><measurement_list><measurement group_id="O1" value="6"/><measurement group_id="O2" value="14"/></measurement_list>
</category></category_list></class></class_list></measure>
<analysis_list><analysis><group_id_list><group_id>O1</group_id><group_id>O2</group_id></group_id_list><param_type>Odds Ratio (OR)</param_type>
<param_value>0.27</param_value><ci_percent>95</ci_percent><ci_lower_limit>0.08</ci_lower_limit><ci_upper_limit>0.85</ci_upper_limit><p_value>0.02</p_value></analysis></analysis_list>
</outcome></outcome_list>
<reported_events><group_list><group group_id="E1"><title>Apixine</title></group></group_list><serious_events><category_list><category><event_list><event>
<sub_title>Headache</sub_title><counts group_id="E1" subjects_affected="1" subjects_at_risk="30"/></event></event_list></category></category_list></serious_events></reported_events>
</clinical_results></clinical_study>"""

ISRCTN = """<allTrials xmlns="http://www.67bricks.com/isrctn"><fullTrial><trial><isrctn>99999901</isrctn>
<trialDescription><title>Walking after stroke</title><acronym>WALKON</acronym><primaryOutcome>Walking speed at 3 months</primaryOutcome>
<secondaryOutcome>1. Falls\n2. Mood</secondaryOutcome></trialDescription><externalRefs><eudraCTNumber>Nil known</eudraCTNumber>
<clinicalTrialsGovNumber>NCT09999902</clinicalTrialsGovNumber></externalRefs><trialDesign><primaryStudyDesign>Interventional</primaryStudyDesign></trialDesign>
<participants><inclusion>1. Stroke within 7 days\n2. Age 18 years or older</inclusion><exclusion>1. Dementia</exclusion><targetEnrolment>80</targetEnrolment>
<recruitmentStart>2021-02-01T00:00:00.000Z</recruitmentStart></participants><conditions><condition><description>Stroke</description></condition></conditions>
<interventions><intervention><phase>Phase III</phase><drugNames>Treadmill</drugNames></intervention></interventions></trial></fullTrial></allTrials>"""

EUCTR = """EudraCT Number: 2018-009999-12
A. Protocol Information
A.1 Member State Concerned: Belgium
A.2 EudraCT number: 2018-009999-12
A.3 Full title of the trial: Apixine for the prevention of gout flares
E.1.1 Medical condition(s) being investigated: Gout
E.2.1 Main objective of the trial: To show fewer flares.
E.3 Principal inclusion criteria: 1. Gout for 6 months 2. Age 18 years or older 3. Written consent
E.4 Principal exclusion criteria: Pregnancy
E.5.1 Primary end point(s): Flares
E.5.1.1 Timepoint(s) of evaluation of this end point: 12 weeks
E.7.2 Therapeutic exploratory (Phase II): Yes
E.7.3 Therapeutic confirmatory (Phase III): No
F.4.2.2 In the whole clinical trial: 120
"""

CTIS = json.dumps({
    "ctNumber": "2023-509999-11-00", "ctStatus": "Ongoing, recruiting", "startDateEU": "03/02/2024", "decisionDate": "BE: 01/01/2024",
    "authorizedApplication": {"authorizedPartI": {"rowSubjectCount": 10, "products": [{"productName": "Apixine 5 mg", "routes": ["ORAL USE"]}], "trialDetails": {
        "clinicalTrialIdentifiers": {"fullTitle": "Apixine in gout", "secondaryIdentifyingNumbers": {"nctNumber": {"number": "NCT09999903"}}},
        "trialInformation": {"trialCategory": {"trialPhase": "5"}, "medicalCondition": {"partIMedicalConditions": [{"medicalCondition": "Gout"}]},
            "eligibilityCriteria": {"principalInclusionCriteria": [{"principalInclusionCriteria": "Age 18 years or older"}, {"principalInclusionCriteria": "Gout"}],
                "principalExclusionCriteria": [{"principalExclusionCriteria": "Pregnancy"}]},
            "endPoint": {"primaryEndPoints": [{"endPoint": "Flare"}], "secondaryEndPoints": [{"endPoint": "Pain"}]}}}},
        "authorizedPartsII": [{"recruitmentSubjectCount": 30, "mscInfo": {"trialStatus": "Authorised"}}]},
})  # fmt: skip

ICTRP = (
    "TrialID,Public title,Scientific title,Primary sponsor,Recruitment Status,Target size,Phase,Condition,Inclusion Criteria,Primary outcome,Date registration\n"
    '"NCT09999904","Apixine trial","A trial of apixine","Example Institute","Recruiting","60","Phase 3","Gout","Inclusion Criteria:<br>1. Gout<br>2. Age 18 years or older<br>Exclusion criteria:<br>Pregnancy","Flare;Pain","01/02/2021"\n'
    '"ISRCTN99999905","Second trial","","X","Not recruiting","20","","Asthma","","FEV1",""\n'
)

MADE = {
    "classic.xml": (CLASSIC, "ClinicalTrials.gov classic", {"nct": "NCT09999901", "eudract": "2019-001234-56"}, "completed", "2/3", "Gout", "Flare"),
    "isrctn.xml": (ISRCTN, "ISRCTN", {"isrctn": "ISRCTN99999901", "nct": "NCT09999902"}, None, "3", "Stroke", "Walking speed at 3 months"),
    "euctr.txt": (EUCTR, "EU CTR", {"eudract": "2018-009999-12"}, None, "2", "Gout", "Flares"),
    "ctis.json": (CTIS, "CTIS", {"ctis": "2023-509999-11-00", "nct": "NCT09999903"}, "recruiting", "3", "Gout", "Flare"),
    "ictrp.csv": (ICTRP, "ICTRP", {"nct": "NCT09999904"}, "recruiting", "3", "Gout", "Flare"),
}  # fmt: skip


def reading(name):
    document = read.documents(MADE[name][0].encode(), name)[0]
    return document, read.read(document, concepts.load())


@pytest.mark.parametrize("name", MADE)
def test_what_a_record_states_is_read(name):
    _, format, identifiers, status, phase, condition, primary = MADE[name]
    document, got = reading(name)
    assert document.format == format
    assert {i.scheme: i.value for i in got.trial.identifiers} == identifiers
    assert {
        s.field: s.value
        for s in reversed(got.trial.all("status") + got.trial.all("phase") + got.trial.all("condition"))
    } == {k: v for k, v in (("status", status), ("phase", phase), ("condition", condition)) if v}
    assert got.trial.endpoints[0].label == primary
    assert got.trial.endpoints[0].role == "primary"
    assert {c.side for c in got.trial.criteria} == {"inclusion", "exclusion"}
    assert got.trial.all("date") or name == "euctr.txt"


def test_classic_results_reach_arms_flow_and_contrast():
    document, got = reading("classic.xml")
    assert [(a.label, a.role) for a in got.trial.arms] == [
        ("Apixine", "experimental"),
        ("Placebo", "control"),
    ]
    ratio = next(r for r in got.results if r.measure == "odds_ratio")
    assert (ratio.value.value, ratio.low.value, ratio.high.value, ratio.p.value) == (0.27, 0.08, 0.85, 0.02)
    assert (ratio.arm, ratio.versus) == ("Apixine", "Placebo")
    arms = [(r.measure, r.arm, r.count, r.total) for r in got.results if r is not ratio]
    assert arms == [
        ("size", "Apixine", None, 30), ("size", "Placebo", None, 30), ("proportion", "Apixine", 6, 30), ("proportion", "Placebo", 14, 29),
    ]  # fmt: skip
    assert all(document.text[r.quote.start : r.quote.end] == r.quote.exact for r in got.results)
    for line in (
        "Started | Apixine: 30 | Placebo: 30",
        "Apixine: 6 | Placebo: 14",
        "Serious: Headache | Apixine: 1/30",
        "Gout for at least 6 months",
    ):
        assert line in document.text


def test_totals_of_adverse_events_and_other_registries_numbers_of_a_classic_record():
    counts = '<counts group_id="E1" subjects_affected="{}" subjects_at_risk="30"/>'
    total = "<event><sub_title>Total, {}</sub_title>" + counts + "</event>"
    xml = MADE["classic.xml"][0]
    totals = total.format("all-cause mortality", 2) + total.format("serious adverse events", 4)
    xml = xml.replace("<event_list><event>", f"<event_list>{totals}<event>", 1)
    xml = xml.replace(
        "</nct_id>",
        "</nct_id><secondary_id>ISRCTN87654321</secondary_id><secondary_id>2024-512345-67-00</secondary_id><secondary_id>GOUT-7</secondary_id>",
        1,
    )
    (document,) = read.documents(xml.encode(), "classic.xml")
    got = read.read(document, concepts.load())
    assert {(r.endpoint, r.count, r.total) for r in got.results} >= {
        ("death", 2, 30),
        ("serious adverse events", 4, 30),
    }
    assert "Total, " not in document.text
    assert {("isrctn", "ISRCTN87654321"), ("ctis", "2024-512345-67-00")} <= {
        (i.scheme, i.value) for i in got.trial.identifiers
    }


def test_a_group_without_a_figure_names_no_outcome_and_the_flow_sizes_the_arms():
    def of(*values):
        return [{"groupId": f"G{i}"} | v for i, v in enumerate(values)]

    groups = [{"id": "G0", "title": "Placebo"}, {"id": "G1", "title": "Apixine"}]
    measure = {
        "title": "Urate", "type": "PRIMARY", "paramType": "MEAN", "dispersionType": "Standard Deviation", "unitOfMeasure": "mg/dL", "timeFrame": "Week 4",
        "description": "Apixine was given at weeks 52, 54 and 56 placebo patients had dummy tablets.", "groups": groups,
        "denoms": [{"units": "Participants", "counts": of({"value": "28"}, {"value": "29"})}],
        "classes": [{"categories": [{"measurements": of({"value": "NA", "comment": "not estimable"}, {"value": "5.1", "spread": "1.2"})}]}],
    }  # fmt: skip
    flow = {
        "groups": groups,
        "periods": [
            {
                "title": "All",
                "milestones": [
                    {"type": "STARTED", "achievements": of({"numSubjects": "31"}, {"numSubjects": "29"})}
                ],
            }
        ],
    }
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT09999907", "briefTitle": "Apixine in Gout"},
            "armsInterventionsModule": {"armGroups": [{"label": "Apixine", "type": "EXPERIMENTAL"}, {"label": "Placebo", "type": "PLACEBO_COMPARATOR"}]},
        },
        "resultsSection": {"participantFlowModule": flow, "outcomeMeasuresModule": {"outcomeMeasures": [measure]}},
    }  # fmt: skip
    for data in (json.dumps(study).encode(), json.dumps(study).encode("utf-16")):
        (document,) = read.documents(data, "study.json")
        got = read.read(document, concepts.load())
        assert [(r.arm, r.endpoint) for r in got.results if r.measure == "mean"] == [("Apixine", "Urate")]
        assert {a.label: a.size for a in got.trial.arms} == {"Apixine": 29, "Placebo": 31}
        assert {r.total for r in got.results if r.measure == "size" and r.arm == "Placebo"} == {31}


def test_the_same_classic_record_as_json():
    record = {
        "id_info": {"nct_id": "NCT09999901"}, "brief_title": "Apixine in Gout", "required_header": {"url": "x"}, "overall_status": "Completed",
        "eligibility": {"criteria": {"textblock": "Inclusion Criteria:\r\r - Gout\r\r - Adults\r\rExclusion Criteria:\r\r - Pregnancy"}},
    }  # fmt: skip
    (document,) = read.documents(json.dumps(record).encode(), "classic.json")
    assert document.format == "ClinicalTrials.gov classic"
    assert len(read.read(document, concepts.load()).trial.criteria) == 3


def test_a_file_of_several_records_gives_several_documents():
    made = read.documents(ICTRP.encode(), "ictrp.csv")
    assert [d.part for d in made] == [0, 1]
    assert read.read(made[1], concepts.load()).trial.identifier("isrctn").value == "ISRCTN99999905"


def test_euctr_json_is_read_by_field_code_and_not_in_translation():
    record = {"a1_member_state_concerned": "Belgium", "a2_eudract_number": "2018-009999-12", "a3_full_title_of_the_trial": "Apixine", "a3_full_title_of_the_trial_fr": "Apixine, en français",
        "e3_principal_inclusion_criteria": "- Gout - Adults - Consent", "e74_therapeutic_use_phase_iv": "Yes"}  # fmt: skip
    (document,) = read.documents(json.dumps(record).encode(), "eu.json")
    assert document.text.startswith("Apixine\n")
    assert "français" not in document.text
    assert len(read.read(document, concepts.load()).trial.criteria) == 3


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ('{"id_info": {"nct_id": 1}, "brief_title": ', "cut.json", "broken"),
        ('{"isrctn": "1", "trialDescription": 7}', "shape.json", "shape of an ISRCTN record"),
        ("<clinical_study><id_info>", "cut.xml", "XML cannot be read"),
        ('{"ctNumber": "x", "ctStatus": "1", "authorizedApplication": {"authorizedPartI": {"trialDetails": 3}}}', "shape.json", "shape of a CTIS record"),
        ("TrialID,Public title,Primary sponsor,Recruitment Status,Phase\n", "none.csv", "states nothing"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_said(data, name, words):
    with pytest.raises(DocumentError, match=words):
        read.documents(data.encode(), name)


def test_two_formats_that_are_as_sure_are_named():
    both = '{"isrctn": "1", "trialDescription": {}, "protocolSection": {}, "x": 1}'
    with pytest.raises(DocumentError) as error:
        choose(both.encode(), "both.json")
    assert "ISRCTN" in error.value.what
    assert "ClinicalTrials.gov v2" in error.value.what


def test_every_record_of_the_registries_is_read(shared):
    folder = shared / "data" / "reading" / "registry" / "records"
    if not folder.is_dir():
        pytest.skip("registry records are not in ../shared")
    dictionary = concepts.load()
    for path in sorted(folder.glob("*.json")):
        if path.name == "meta-info.json":  # the query of the collection, and no record
            continue
        (document,) = read.documents(path.read_bytes(), path.name)
        trial = read.read(document, dictionary).trial
        number = path.stem.removesuffix(path.stem[-3:]) if "EU CTR" in document.format else path.stem
        assert any(number in i.value for i in trial.identifiers), path.name
        assert trial.all("condition"), path.name
        assert trial.all("date"), path.name
        assert any(e.role == "primary" for e in trial.endpoints), path.name
        # The registry's own text of this one record puts exclusions under another heading.
        assert trial.criteria or path.name == "NCT00716976.json", path.name


@pytest.mark.parametrize("apart", [True, False])
def test_a_classic_record_as_json_may_put_attributes_among_the_children(apart):
    def of(**attributes):
        return {"@attributes": attributes} if apart else attributes

    started = [of(group_id="P1", count="31"), of(group_id="P2", count="29")]
    made = {
        "required_header": {}, "brief_title": "Apixine in gout", "id_info": {"nct_id": "NCT09999906"},
        "clinical_results": {"participant_flow": {
            "group_list": {"group": [of(group_id="P1") | {"title": "Apixine"}, of(group_id="P2") | {"title": "Placebo"}]},
            "period_list": {"period": {"title": "All", "milestone_list": {"milestone": {"title": "STARTED", "participants_list": {"participants": started}}}}},
        }},
    }  # fmt: skip
    (document,) = read.documents(json.dumps(made).encode(), "classic.json")
    assert "Started | Apixine: 31 | Placebo: 29" in document.text


def ictrp(**cells):
    """The one reading of an export of one row."""
    names = ["TrialID", "Public_title", "Recruitment_Status", "Primary_sponsor", "Countries", *cells]
    values = ["ACTRN12621000777888", "Apixine in gout", "Recruiting", "Nordal", "Chile", *cells.values()]
    made = dict(zip(names, values, strict=True))
    data = ",".join(made) + "\r\n" + ",".join('"' + v.replace('"', "'") + '"' for v in made.values()) + "\r\n"
    (document,) = read.documents(b"\xef\xbb\xbf" + data.encode(), "ictrp.csv")
    return read.read(document, concepts.load()).trial


def test_an_ictrp_row_that_names_exclusions_in_other_words_excludes_them():
    trial = ictrp(Inclusion_Criteria="Include criteria: Gout<br>Exclude criteria: Dialysis")
    assert [(c.side, c.quote.exact) for c in trial.criteria] == [
        ("inclusion", "Gout"),
        ("exclusion", "Dialysis"),
    ]
    form = "Inclusion criteria: <br>Gout<br>Are the trial subjects under 18? no<br>Number of subjects for this age range: 0"
    assert [c.quote.exact for c in ictrp(Inclusion_Criteria=form).criteria] == ["Gout"]


@pytest.mark.parametrize(
    ("printed", "iso"),
    [("03/02/2021", "2021-02-03"), ("3/2/2021", "2021-02-03"), ("17-05-2021", "2021-05-17"), ("20210203", "2021-02-03"), ("2021-02-03", "2021-02-03"), ("March 4, 2021", "2021-03-04")],
)  # fmt: skip
def test_an_ictrp_row_has_the_day_first(printed, iso):
    (date,) = ictrp(Date_enrollement=printed).all("date")
    assert (date.value, date.alternatives) == (iso, ())


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"TrialID": "EUCTR2021-001234-57-DE"}, "eudract", "2021-001234-57"),
        ({"TrialID": "CTIS2023-512345-67-00"}, "ctis", "2023-512345-67-00"),
        ({"Phase": "Human pharmacology (Phase I): no Therapeutic exploratory (Phase II): yes Therapeutic confirmatory - (Phase III): yes Therapeutic use (Phase IV): no"}, "phase", "2/3"),
        ({"Inclusion_agemin": "18.00 Year(s)"}, "minimum_age", 18),
        ({"Inclusion_agemax": "<= 79age old"}, "maximum_age", 79),
        ({"TrialID": "ChiCTR2100099999", "Inclusion_agemin": "18"}, "minimum_age", 18),
        ({"Inclusion_gender": "Both males and females"}, "sex", "all"),
        ({"Condition": "Gout <br>MedDRA version: 20.0"}, "condition", "Gout"),
        ({"Condition": "Health Condition 1: M109- Gout"}, "condition", "Gout"),
    ],
)  # fmt: skip
def test_an_ictrp_row_is_read_in_each_registry_s_spelling(cells, field, value):
    trial = ictrp(**cells)
    told = [s.value for s in trial.all(field)] or [i.value for i in trial.identifiers if i.scheme == field]
    assert told == [value]


def test_times_of_outcomes_in_an_ictrp_row():
    def told(text):
        return [(e.label, e.time) for e in ictrp(Primary_outcome=text).endpoints]

    assert told("PainTimepoint: 4 weeks") == [("Pain", "4 weeks")]
    assert told("Pain[week 4];Swelling[week 8]") == [("Pain", "week 4"), ("Swelling", "week 8")]
    assert told("Main Objective: To show less pain;Primary end point(s): Pain VAS;") == [("Pain VAS", "")]


def test_a_list_of_outcomes_in_lines():
    from trialwright.read.formats._record import outcome_list

    now = "Current primary outcome measures as of 01/02/2021:\n1. Pain at rest, on a scale \nof 11 points\n2. Swelling\n\nPrevious primary outcome measures:\n1. Death"
    assert outcome_list(now) == [("Pain at rest, on a scale of 11 points", ""), ("Swelling", "")]
    assert outcome_list("1. Weight\n2. Height\n\nMeasured at 21 days.") == [("Weight", "Measured at 21 days"), ("Height", "Measured at 21 days")]  # fmt: skip
    assert outcome_list("6 minute walk distance") == [("6 minute walk distance", "")]


def test_the_summary_and_the_end_of_each_protocol_of_a_european_download():
    def protocol(country, status, end=""):
        head = f"Summary\nEudraCT Number:\t2018-009999-12\nTrial Status:\t{status}\nDate on which this record was first entered in the EudraCT database:\t2018-02-03\n\nA. Protocol Information\n"
        body = f"A.1 Member State Concerned: {country}\nA.2 EudraCT number: 2018-009999-12\nA.3 Full title of the trial: Apixine in gout\nF.4.2.2 In the whole clinical trial: 60\nP. End of Trial\n"
        return (
            head
            + body
            + (
                f"P. End of Trial Status: {status}\nP. Date of the global end of the trial: {end}\n"
                if end
                else ""
            )
        )

    text = protocol("Spain", "Completed", "2020-06-30") + "\n" + protocol("Chile", "Ongoing")
    trials = [
        read.read(d, concepts.load()).trial
        for d in read.documents(text.replace("\n", "\r\n").encode(), "eu.txt")
    ]
    assert [t.first("status").value for t in trials] == ["completed", "ongoing"]
    assert [[d.value for d in t.all("date")] for t in trials] == [
        ["2018-02-03", "2020-06-30"],
        ["2018-02-03"],
    ]
    assert [t.first("enrollment").value for t in trials] == [60, 60]
