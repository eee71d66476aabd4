"""A registry record with its report, two reports of one trial, and an abstract with its text: what differs is told, and what does not is not."""

import json

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.check import documents_disagree, outcome_switching, plans_disagree

DEATH = ("Death from any cause", "18 months")
KNOWN = concepts.load()


def record(primary=(DEATH,), masking="QUADRUPLE", other=("Placebo", "Matching placebo"), given="Sorvanol 15 mg orally once daily for 18 months"):  # fmt: skip
    arms = [("Sorvanol", "EXPERIMENTAL", given), (other[0], "ACTIVE_COMPARATOR", other[1])]
    protocol = {
        "identificationModule": {"nctId": "NCT06611223", "briefTitle": "Sorvanol in Cirrhosis"},
        "statusModule": {"overallStatus": "COMPLETED"},
        "conditionsModule": {"conditions": ["Cirrhosis"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"masking": masking}},
            "enrollmentInfo": {"count": 300, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": a, "type": t, "description": d} for a, t, d in arms],
            "interventions": [{"type": "DRUG", "name": a} for a, *_ in arms],
        },
        "outcomesModule": {"primaryOutcomes": [{"measure": m, "timeFrame": t} for m, t in primary]},
    }
    return json.dumps({"protocolSection": protocol})


RESULT = "Death occurred in 30 patients (20%) in the sorvanol group and 45 (30%) in the placebo group (relative risk 0.67, 95% CI 0.45 to 1.00)."


def report(primary="death from any cause at 18 months", result=RESULT, lasting="for 18 months"):
    return f"""Sorvanol in cirrhosis: a randomised trial

Methods: In this double-blind trial (NCT06611223) we randomly assigned 300 adults with cirrhosis to sorvanol 15 mg once daily by mouth (n = 150) or placebo (n = 150) {lasting}. The primary outcome was {primary}.

Results: {result}
"""


def article(deaths="30", percent="20", ratio="0.64 (95% CI 0.40 to 1.01)"):
    return f"""Sorvanol in cirrhosis: a randomised trial

Abstract
Methods: We randomly assigned 300 adults with cirrhosis to sorvanol (n = 150) or placebo (n = 150). The primary outcome was death at 18 months.
Results: Death occurred in 30 patients (20%) in the sorvanol group and 45 (30%) in the placebo group (hazard ratio 0.64, 95% CI 0.40 to 1.01).

Introduction
Cirrhosis is common.

Results
By 18 months {deaths} patients ({percent}%) in the sorvanol group and 45 (30%) in the placebo group had died (hazard ratio {ratio}).
"""


def findings(check, *texts):
    pages = [
        page
        for i, text in enumerate(texts)
        for page in read.documents(text.encode(), f"{i}.json" if text.startswith("{") else f"{i}.txt")
    ]
    return list(check.check([read.read(page, KNOWN) for page in pages]))


def told(check, *texts):
    return [c.finding for c in findings(check, *texts) if c.verdict != "consistent"]


@pytest.mark.parametrize(
    ("registered", "reported", "said"),
    [
        ([("Death from any cause", "3 years")], "death from any cause at 18 months", "reported at 18 months; registered is 3 years"),
        ([("Composite of death or liver transplantation", "18 months")], "liver transplantation at 18 months", "is a part of the one registered"),
        ([DEATH, ("Quality of life (SF-36)", "18 months")], "quality of life at 18 months", "also registered as primary: Death from any cause"),
        ([("Estimated glomerular filtration rate", "Month 18")], "death from any cause at 18 months", "is not among those registered as primary"),
    ],
)  # fmt: skip
def test_a_primary_outcome_that_changed(registered, reported, said):
    (found,) = told(outcome_switching, record(registered), report(reported))
    assert said in found


@pytest.mark.parametrize(
    ("registered", "reported"),
    [
        ([DEATH], "death from any cause at 18 months"),
        ([("All-cause mortality", "1.5 years")], "death from any cause at 18 months"),
        ([("Death from any cause", "6, 12, and 18 months")], "death from any cause at 18 months"),
        ([("Death from any cause", "Up to 3 years")], "death from any cause at 18 months"),
        ([("Composite of death or liver transplantation", "18 months")], "a composite of death or liver transplantation at 18 months"),
        ([("Change From Baseline in N-terminal pro-B-type natriuretic peptide", "Baseline, month 18")], "the change in NT-proBNP at 18 months"),
        ([("Change in 6-minute walk test distance", "Baseline to week 78")], "the six-minute walking distance at 78 weeks"),
    ],
)  # fmt: skip
def test_a_primary_outcome_that_did_not_change(registered, reported):
    found = findings(outcome_switching, record(registered), report(reported))
    assert [c.verdict for c in found] == ["consistent"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"masking": "SINGLE"}, "Masking is double-blind here"),
        ({"other": ("Propranolol", "Propranolol 40 mg twice daily")}, "placebo is given in one arm here; the arms of the registry record"),
        ({"given": "Sorvanol 15 mg orally once daily for 6 months"}, "for 547.5 days here, for 182.5 days"),
    ],
)  # fmt: skip
def test_plans_that_differ(changed, said):
    (found,) = told(plans_disagree, record(**changed), report())
    assert said in found


def test_people_in_the_arms_of_a_randomised_trial_are_held_against_those_enrolled():
    said = report().replace(
        "we randomly assigned 300 adults with cirrhosis", "adults with cirrhosis were randomised"
    )
    assert told(plans_disagree, record(), said) == []
    (found,) = told(plans_disagree, record().replace('"count": 300', '"count": 360'), said)
    assert "300 in the arms here, 360 enrolled" in found


def test_a_plan_told_in_other_words_agrees():
    given = "Sorvanol 15 mg tablet, one tablet per day by mouth"
    assert told(plans_disagree, record(given=given), report()) == []
    assert told(plans_disagree, record(other=("Control", "Inactive tablet")), report()) == []


@pytest.mark.parametrize(
    "changed", [{"deaths": "36", "percent": "24"}, {"ratio": "0.74 (95% CI 0.47 to 1.16)"}, {"ratio": "0.64 (95% CI 0.43 to 0.96)"}]
)  # fmt: skip
def test_an_abstract_and_its_text_that_differ(changed):
    (found,) = told(documents_disagree, article(**changed))
    assert "in the abstract" in found


def test_an_abstract_and_its_text_that_agree():
    found = findings(documents_disagree, article(ratio="0.638 (95% CI 0.402 to 1.013)"))
    assert [c.verdict for c in found] == ["consistent"] * 3


@pytest.mark.parametrize(
    ("other", "many"),
    [
        (RESULT.replace("30 patients (20%)", "27 patients (18%)"), 1),
        ("Death was less common with sorvanol (relative risk 0.58, 95% CI 0.39 to 0.86).", 1),
        ("In the sorvanol group 30 of 150 patients died, against 45 of 150 in the placebo group.", 0),
        (RESULT.replace("Death occurred", "At 30 days, death had occurred").replace("30 patients (20%)", "6 patients (4%)"), 0),
        (RESULT.replace("Death occurred", "In the per-protocol population death occurred").replace("30 patients (20%)", "27 patients (18%)"), 0),
        (RESULT.replace("Death", "Hospitalisation").replace("30 patients (20%)", "60 patients (40%)"), 0),
    ],
)  # fmt: skip
def test_two_reports_of_one_trial(other, many):
    assert len(told(documents_disagree, report(), report(result=other))) == many
