"""Results that EudraCT publishes with a trial: every figure with its arm, outcome and time."""

from __future__ import annotations

import json

import pytest

from trialwright.adapters import concepts
from trialwright.errors import DocumentError
from trialwright.read import documents, read

ARMS = (("A1", "Zeltrin 20 mg", "experimental", "40", "36"), ("A2", "Placebo", "placebo", "39", "37"))


def of(value: str):
    return {"value": value}


def arm(key, title, kind, started, completed):
    return {
        "id": key, "title": title, "description": "once a day", "type": of(f"ARM_TYPE.{kind}"),
        "startedMilestoneAchievement": {"startedMilestoneId": "S", "subjects": started},
        "completedMilestoneAchievement": {"completedMilestoneId": "C", "subjects": completed},
        "notCompletedReasonDetails": {"reasonDetail": {"reasonNotCompletedId": "R1", "subjects": "2"}},
    }  # fmt: skip


def group(key, of_arm, **figures):
    return {"id": key, "armId": of_arm, "subjects": {"A1": "40", "A2": "39"}[of_arm], **figures}


def record() -> dict:
    tendencies = [
        {"tendencyValues": {"tendencyValue": {"value": mean}}, "dispersionValues": {"dispersionValue": {"value": sd}}}
        for mean, sd in (("3.1", "1.2"), ("4.4", "1.4"))
    ]  # fmt: skip
    return {
        "a2_eudract_number": "2018-000001-11",
        "a3_full_title_of_the_trial": "Zeltrin against placebo in itch",
        "ctrname": "EUCTR",
        "subjectDisposition": {
            "postAssignmentPeriods": {"postAssignmentPeriod": {"title": "Main period", "arms": {"arm": [arm(*a) for a in ARMS]}}},
            "reasonsNotCompleted": {"reasonNotCompleted": {"id": "R1", "type": of("NOT_COMPLETED_REASON.consentWithdrawn")}},
        },
        "baselineCharacteristics": {
            "baselineReportingGroups": {"baselineReportingGroup": [group("B1", "A1"), group("B2", "A2")]},
            "genderCategoricalCharacteristic": {
                "title": "Sex", "unit": "Subjects", "categories": {"category": [{"id": "F", "name": "Female"}, {"id": "M", "name": "Male"}]},
                "reportingGroups": {"reportingGroup": [
                    {"baselineReportingGroupId": b, "countableValues": {"countableValue": [{"categoryId": "F", "value": f}, {"categoryId": "M", "value": m}]}}
                    for b, f, m in (("B1", "21", "19"), ("B2", "20", "19"))
                ]},
            },
        },
        "endPoints": {"endPoint": [
            {
                "title": "Itch score", "timeFrame": "Week 8", "type": of("ENDPOINT_TYPE.primary"), "unit": "points", "categories": "",
                "countable": "false", "centralTendencyType": of("MEASURE_TYPE.arithmetic"), "dispersionType": of("ENDPOINT_DISPERSION.standardDeviation"),
                "armReportingGroups": {"armReportingGroup": [group("E1", "A1", **tendencies[0]), group("E2", "A2", **tendencies[1])]},
                "statisticalAnalyses": {"statisticalAnalysis": {
                    "title": "Zeltrin 20 mg minus placebo", "armComparisonGroupId": ["E1", "E2"],
                    "statisticalHypothesisTest": {"value": "0.001", "valueEqualityRelation": "<", "method": of("HYPOTHESIS_METHOD.ancova")},
                    "parameterEstimate": {"type": of("PARAMETER_TYPE.meanDifferenceFinal"), "pointEstimate": "-1.3", "confidenceInterval": {
                        "lowerLimit": "-1.9", "upperLimit": "-0.7", "percentage": "95", "sides": of("CONF_INTERVAL_SIDE.twoSided")}},
                }},
            },
            {
                "title": "Free of itch", "timeFrame": "Week 8", "type": of("ENDPOINT_TYPE.secondary"), "unit": "participants", "categories": "",
                "countable": "true",
                "armReportingGroups": {"armReportingGroup": [
                    group(k, a, countableValues={"countableValue": {"value": x}}) for k, a, x in (("E3", "A1", "24"), ("E4", "A2", "12"))
                ]},
            },
            {
                "title": "Responders by skin", "timeFrame": "Week 4", "type": of("ENDPOINT_TYPE.secondary"), "unit": "percentage of subjects",
                "countable": "false", "centralTendencyType": of("MEASURE_TYPE.number"), "dispersionType": of("ENDPOINT_DISPERSION.na"),
                "categories": {"category": {"id": "D", "name": "Dry (n=18, 20)"}},
                "armReportingGroups": {"armReportingGroup": [
                    group(k, a, tendencyValues={"tendencyValue": {"categoryId": "D", "value": x}}) for k, a, x in (("E5", "A1", "50.0"), ("E6", "A2", "25.0"))
                ]},
            },
        ]},
        "adverseEvents": {
            "timeFrame": "8 weeks",
            "reportingGroups": {"reportingGroup": [
                {"id": f"V{i}", "title": a[1], "subjectsExposed": a[3], "subjectsAffectedBySeriousAdverseEvents": str(i), "deathsAllCauses": "0"}
                for i, a in enumerate(ARMS, 1)
            ]},
            "seriousAdverseEvents": {"seriousAdverseEvent": {"term": "Syncope", "values": {"value": [
                {"reportingGroupId": "V1", "subjectsAffected": "1", "subjectsExposed": "40"}]}}},
        },
    }  # fmt: skip


@pytest.fixture(scope="module")
def reading():
    (document,) = documents(json.dumps(record()).encode(), "trial.json")
    assert document.format == "EU CTR"
    return read(document, concepts.load())


def figures(reading, endpoint: str, measure: str = "proportion"):
    return [
        (r.arm, r.count, r.total) for r in reading.results if r.endpoint == endpoint and r.measure == measure
    ]


def test_arms_have_their_role_and_those_who_started(reading):
    assert [(a.label, a.role, a.size) for a in reading.trial.arms] == [
        ("Zeltrin 20 mg", "experimental", 40),
        ("Placebo", "control", 39),
    ]
    sizes = {r.id: r for r in reading.results if r.measure == "size"}
    assert all(any(i in sizes for i in a.because.of) for a in reading.trial.arms)


def test_flow_baseline_and_adverse_events_are_of_their_arms(reading):
    both = [(a[1], int(a[3])) for a in ARMS]
    assert figures(reading, "completed") == [(t, k, n) for (t, n), k in zip(both, (36, 37), strict=True)]
    assert figures(reading, "consent withdrawn") == [(t, 2, n) for t, n in both]
    assert figures(reading, "Sex, Female") == [(t, k, n) for (t, n), k in zip(both, (21, 20), strict=True)]
    assert figures(reading, "serious adverse events") == [
        (t, k, n) for (t, n), k in zip(both, (1, 2), strict=True)
    ]
    assert figures(reading, "death") == [(t, 0, n) for t, n in both]
    assert "Serious: Syncope | Zeltrin 20 mg: 1/40" in reading.document.text


def test_outcomes_have_arm_time_spread_and_contrast(reading):
    means = [r for r in reading.results if r.measure == "mean"]
    assert [(r.arm, r.value.value, r.sd.value, r.total, r.time, r.unit) for r in means] == [
        ("Zeltrin 20 mg", 3.1, 1.2, 40, "Week 8", "points"),
        ("Placebo", 4.4, 1.4, 39, "Week 8", "points"),
    ]
    (contrast,) = (r for r in reading.results if r.measure == "difference")
    assert (contrast.arm, contrast.versus, contrast.endpoint) == ("Zeltrin 20 mg", "Placebo", "Itch score")
    assert (contrast.value.value, contrast.low.value, contrast.high.value, contrast.level) == (
        -1.3,
        -1.9,
        -0.7,
        95,
    )
    assert (contrast.p.relation, contrast.p.value, contrast.analysis) == ("<", 0.001, "Ancova")
    assert figures(reading, "Free of itch") == [("Zeltrin 20 mg", 24, 40), ("Placebo", 12, 39)]


def test_a_row_with_sizes_of_its_own_is_not_of_all_who_were_analysed(reading):
    rows = [r for r in reading.results if r.endpoint.startswith("Responders by skin")]
    assert [(r.value.value, r.total) for r in rows] == [(50.0, None), (25.0, None)]
    counted = record()
    end_point = counted["endPoints"]["endPoint"][1]
    end_point["categories"] = {"category": {"id": "N", "name": "North (n=21, 20)"}}
    for g in end_point["armReportingGroups"]["armReportingGroup"]:
        g["countableValues"]["countableValue"]["categoryId"] = "N"
    (document,) = documents(json.dumps(counted).encode(), "trial.json")
    found = read(document, concepts.load())
    assert figures(found, "Free of itch, North (n=21, 20)") == [
        ("Zeltrin 20 mg", 24, None),
        ("Placebo", 12, None),
    ]


def test_every_figure_is_quoted_where_it_stands(reading):
    for r in reading.results:
        assert reading.document.text[r.quote.start : r.quote.end] == r.quote.exact


def test_a_record_of_another_shape_is_an_error_or_reads_without_results():
    broken = record() | {
        "endPoints": {"endPoint": [7, "x", {"armReportingGroups": [1]}]},
        "adverseEvents": [],
    }
    broken["subjectDisposition"]["postAssignmentPeriods"] = "none"
    try:
        (document,) = documents(json.dumps(broken).encode(), "trial.json")
    except DocumentError:
        return
    assert "itch" in document.text


def test_a_group_in_two_spellings_of_one_reason_is_left_out():
    twice = record()
    reasons = twice["subjectDisposition"]["reasonsNotCompleted"]
    reasons["reasonNotCompleted"] = [{"id": i, "otherReason": "Moved away"} for i in ("R1", "R2")]
    for a in twice["subjectDisposition"]["postAssignmentPeriods"]["postAssignmentPeriod"]["arms"]["arm"]:
        a["notCompletedReasonDetails"] = {
            "reasonDetail": [{"reasonNotCompletedId": i, "subjects": "1"} for i in ("R1", "R2")]
        }
    (document,) = documents(json.dumps(twice).encode(), "trial.json")
    assert "Moved away" not in document.text


def period(title, *of_arms, allocation="notApplicable", baseline="false"):
    return {
        "title": title, "arms": {"arm": [arm(*a) for a in of_arms]}, "allocation": of(f"ALLOCATION.{allocation}"), "baselinePeriod": baseline,
    }  # fmt: skip


def test_arms_are_those_of_the_period_that_allocates_people():
    made = record()
    later = (("A3", "Zeltrin 20 mg, goes on", "experimental", "30", "29"), ("A4", "Placebo to Zeltrin", "experimental", "31", "30"))  # fmt: skip
    made["subjectDisposition"]["preAssignmentPeriods"] = {"preAssignmentPeriod": period("Washout of all", ("A0", "Everybody", "other", "99", "79"))}  # fmt: skip
    made["subjectDisposition"]["postAssignmentPeriods"]["postAssignmentPeriod"] = [
        period("Open label", ("A5", "All on Zeltrin", "experimental", "88", "79"), baseline="true"),
        period("Main", *ARMS, allocation="randControlled"),
        period("Extension", *later),
    ]
    (document,) = documents(json.dumps(made).encode(), "trial.json")
    got = read(document, concepts.load())
    assert [(a.label, a.size) for a in got.trial.arms] == [("Zeltrin 20 mg", 40), ("Placebo", 39)]
    sizes = {(r.arm, r.total, r.time) for r in got.results if r.measure == "size"}
    assert {("Placebo to Zeltrin", 31, "Extension"), ("Everybody", 99, "Washout of all (pre-assignment)")} <= sizes  # fmt: skip


def test_the_results_say_how_many_were_enrolled_where_the_protocol_planned():
    made = record() | {"f422_in_the_whole_clinical_trial": "300"}
    made["trialInformation"] = {
        "usctnIdentifier": "NCT09999941", "recruitmentStartDate": "2019-02-03T00:00:00+01:00",
        "countrySubjectCounts": {"countrySubjectCount": [{"subjects": "50"}, {"subjects": "29"}]},
    }  # fmt: skip
    (document,) = documents(json.dumps(made).encode(), "trial.json")
    trial = read(document, concepts.load()).trial
    assert (trial.first("enrollment").value, trial.first("enrollment").label) == (79, "Enrollment (actual)")
    assert trial.identifier("nct").value == "NCT09999941"
    assert "2019-02-03" in [d.value for d in trial.all("date")]
    del made["trialInformation"]
    (document,) = documents(json.dumps(made).encode(), "trial.json")
    assert read(document, concepts.load()).trial.first("enrollment").value == 300
