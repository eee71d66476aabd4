"""What a registry's record plans is no result: its sizes, rates and claims; and only what it lists or allocates is an arm."""

from __future__ import annotations

import json

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.read.grammar import grammar


def isrctn(interventions="", hypothesis="", summary="", design="Randomised controlled trial"):
    made = {
        "isrctn": "99999911",
        "trialDescription": {"title": "Knee braces for runners", "studyHypothesis": hypothesis, "plainEnglishSummary": summary, "primaryOutcome": "Pain at 8 weeks"},
        "trialDesign": {"studyDesign": design, "primaryStudyDesign": "Interventional"},
        "participants": {"targetEnrolment": "90", "totalFinalEnrolment": "41", "inclusion": "1. Runners\n2. Knee pain\n3. Consent"},
        "interventions": {"intervention": {"description": interventions, "interventionType": "Device"}},
    }  # fmt: skip
    (document,) = read.documents(json.dumps(made).encode(), "isrctn.json")
    return read.read(document, concepts.load())


def arms(reading):
    return [(a.label, a.role, a.size) for a in reading.trial.arms]


def test_planned_sizes_rates_and_hopes_of_a_record_are_no_results():
    got = isrctn(
        interventions="Runners will be randomised to brace or tape.",
        hypothesis="We aim to recruit 90 runners (45 receiving a brace and 45 receiving tape). We expect pain in 60% of those on tape and 35% of those on a brace.",
        summary="The brace is safe and well tolerated. 90 runners will be randomly allocated to brace or tape.",
    )
    assert got.results == ()
    assert got.claims == ()
    assert [size for _, _, size in arms(got)] == [None, None]
    said = {s.field: s.value for s in got.trial.stated}
    assert said["enrollment"] == 41
    assert not {"randomised", "participants", "recruited"} & set(said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Group 1 (n = 30): Rest without a brace (control group)\nGroup 2 (n = 30): Hinged brace for 20 hours a week.\nGroup 3 (n = 30): Sleeve for 20 hours a week.",
            [("Group 1", "control"), ("Group 2", "experimental"), ("Group 3", "experimental")],
        ),
        (
            "Runners are seen twice.\n\nIntervention arm\nRunners in the intervention arm wear a brace.\n\nControl arm\nRunners in the control arm wear nothing.",
            [("Intervention arm", "experimental"), ("Control arm", "control")],
        ),
        (
            "1. Intervention:\nA brace for 8 weeks.\n\n2. Control:\nA leaflet.",
            [("Intervention", "experimental"), ("Control", "control")],
        ),
        (
            "Arm A: brace and gel\nArm B: brace\nBoth groups: a leaflet\nFollow-up: 8 weeks",
            [("Arm A", ""), ("Arm B", "")],
        ),
        # Steps of the trial with numbers of their own are no groups.
        ("Group 2: tape\nGroup 3: brace", []),
        ("Screening: by phone\nTreatment: 8 weeks\nFollow-up: 8 weeks", []),
    ],
)
def test_groups_listed_under_interventions_are_the_arms(text, expected):
    assert [(label, role) for label, role, _ in arms(isrctn(text))] == expected


def _list(marks):
    return "Runners are randomised to:\n" + "\n".join(f"{mark}. Exercise {mark}x at home" for mark in marks)


@pytest.mark.parametrize("marks", ["123456789", [*range(1, 11)], "ABCDEFGHI", "abcdefghij"])
def test_a_list_of_nine_items_or_more_is_not_one_of_arms(marks):
    assert arms(isrctn(_list(marks))) == []


def test_a_list_of_eight_items_is():
    assert len(arms(isrctn(_list("12345678")))) == len(arms(isrctn(_list("ABCDEFGH")))) == 8


def test_what_a_record_puts_side_by_side_elsewhere_is_no_arm():
    summary = "Benefits: the brace keeps the bond between fathers and daughters who run. It is better in sprinters than in walkers."
    assert arms(isrctn(summary=summary)) == []
    got = isrctn("Those on the waiting list are seen later; runners will be randomised to brace or tape.", summary=summary)  # fmt: skip
    assert sorted(label for label, _, _ in arms(got)) == ["brace", "tape"]


def test_kinds_of_a_disease_in_a_single_arm_title_are_no_arms():
    made = {
        "ctNumber": "2024-519999-22-00", "ctStatus": "Ended", "decisionDate": "BE: 01/01/2024",
        "authorizedApplication": {"authorizedPartI": {"trialDetails": {"clinicalTrialIdentifiers": {
            "fullTitle": "An Open-Label, Single-Arm Study of Velatinib Tablets and Syrup in Children With Suspected, Likely, or Certain Scleritis"}}}},
    }  # fmt: skip
    (document,) = read.documents(json.dumps(made).encode(), "ctis.json")
    assert read.read(document, concepts.load()).trial.arms == ()


def ctgov(arm_groups, **results):
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT09999912", "briefTitle": "Velatinib in scleritis"},
            "descriptionModule": {"detailedDescription": "At the interim look an odds ratio of 2.4 at day 30 will stop the trial. The dose is reduced by 25% in renal failure."},
            "armsInterventionsModule": {"armGroups": arm_groups},
        },
        "resultsSection": results,
    }  # fmt: skip
    (document,) = read.documents(json.dumps(study).encode(), "study.json")
    return grammar(document)


def test_definitions_and_times_in_the_results_of_a_record_are_no_results():
    outcome = {
        "type": "PRIMARY", "title": "Response", "timeFrame": "Week 12", "paramType": "COUNT_OF_PARTICIPANTS", "unitOfMeasure": "Participants",
        "description": "By the Nordal Criteria: a response is a >35% reduction of redness. Remission: a >80% reduction of redness.",
        "groups": [{"id": "A", "title": "Velatinib"}], "denoms": [{"units": "Participants", "counts": [{"groupId": "A", "value": "40"}]}],
        "classes": [{"categories": [{"measurements": [{"groupId": "A", "value": "12"}]}]}],
    }  # fmt: skip
    got = ctgov(
        [{"label": "Velatinib", "type": "EXPERIMENTAL"}],
        participantFlowModule={
            "preAssignmentDetails": "In all, 44 patients were randomised and 40 completed the study.",
            "groups": [],
            "periods": [],
        },
        outcomeMeasuresModule={"outcomeMeasures": [outcome]},
        adverseEventsModule={"timeFrame": "Until the last visit, 45 ± 5 days after surgery"},
    )
    assert [(r.measure, r.arm, r.count, r.total) for r in got.results] == [
        ("proportion", "Velatinib", 12, 40)
    ]
    assert {s.field: s.value for s in got.stated if s.field == "randomised"} == {"randomised": 44}


def one_dose(label, description):
    found = ctgov([{"label": label, "type": "EXPERIMENTAL", "description": description}, {"label": "Placebo", "type": "PLACEBO_COMPARATOR"}])  # fmt: skip
    regimens = found.arms[0].regimens
    return [(p.dose, p.dose_unit, p.every_hours) for p in regimens[0].phases] if regimens else []


@pytest.mark.parametrize(
    ("label", "description", "expected"),
    [
        ("Velatinib", "Velatinib 15 mg by mouth twice daily for 12 weeks.", [(15.0, "mg", 12.0)]),
        (
            "Velatinib",
            "2 doses of 60 mg on Days 1 and 8 followed by 3 maintenance doses of 15 mg.",
            [(60.0, "mg", None), (15.0, "mg", None)],
        ),
        # The label's dose, where the lines lead up to it.
        (
            "Velatinib 6 mg",
            "The dose is titrated from 2 mg/day to 6 milligrams per day over 2 weeks.",
            [(6.0, "mg", None)],
        ),
        # Another's dose, a dose for some, a strength, more than one, another drug's.
        ("Velatinib", "Titrated from 2 mg/day to 6 mg/day.", []),
        ("Velatinib", "Velatinib 15 mg if under 40 kg or 30 mg if heavier.", []),
        ("Velatinib", "A drip of velatinib (15 mg/3 mL).", []),
        ("Velatinib", "Two 15 mg tablets a day.", []),
        ("Velatinib", "Velatinib 15 mg once daily followed by loratrin 40 mg.", []),
        ("Velatinib", "Those on the approved dose of 5 mg for a year got 20 mg.", []),
        ("Velatinib 10 mg", "Velatinib 20 mg a day.", []),
        ("Velatinib plus loratrin", "With loratrin 40 mg a day.", []),
        ("Velatinib", "15 mg 3-4 times a day before meals.", [(15.0, "mg", None)]),
        ("Velatinib", "15 mg 3 times a day before meals.", [(15.0, "mg", 8.0)]),
    ],
)
def test_an_arm_of_a_record_has_the_dose_that_its_own_lines_leave_no_doubt_of(label, description, expected):
    assert one_dose(label, description) == expected


def test_those_screened_for_a_record_are_not_those_who_took_part():
    got = ctgov(
        [{"label": "Velatinib", "type": "EXPERIMENTAL"}],
        participantFlowModule={
            "preAssignmentDetails": "A total of 58 patients were screened at 4 sites.",
            "groups": [],
        },
    )
    assert [(s.field, s.value) for s in got.stated if s.unit == "patients"] == [("screened", 58)]


def test_arms_that_a_record_lists_without_their_kinds():
    old = ctgov([{"label": "Velatinib", "description": "10 mg daily"}, {"label": "Placebo"}])
    assert [(a.label, a.role) for a in old.arms] == [("Velatinib", ""), ("Placebo", "control")]
    assert ctgov([{"label": "People with scleritis"}]).arms == ()  # a cohort by itself is everybody


def test_the_lines_of_an_arm_end_before_the_kind_of_the_next():
    assert one_dose("Vitamin D", "40,000 IU weekly for 6 weeks followed by 1,000 IU daily") == [
        (40000.0, "IU", 168.0),
        (1000.0, "IU", 24.0),
    ]
    assert one_dose("Velatinib", "200 mg IV Q3W for up to 30 cycles") == [(200.0, "mg", 504.0)]
    assert one_dose("Velatinib", "up to 200 mg IV Q3W") == []
