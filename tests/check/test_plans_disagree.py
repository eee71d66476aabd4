"""The record and the report of one trial, on what was planned and given."""

import json

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.check import plans_disagree

REPORT = """Apixine in gout: a randomised trial

Methods: In this {masking} trial (NCT09876543) we randomised {n} adults with gout to apixine {dose} (n = 60) or placebo (n = 61).
"""


def record(count=121, kind="ACTUAL", masking="QUADRUPLE", dose="Apixine 20 mg orally once daily for 14 days"):
    protocol = {
        "identificationModule": {"nctId": "NCT09876543", "briefTitle": "Apixine in Gout"},
        "statusModule": {"overallStatus": "COMPLETED"},
        "conditionsModule": {"conditions": ["Gout"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"masking": masking}},
            "enrollmentInfo": {"count": count, "type": kind},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Apixine", "type": "EXPERIMENTAL", "description": dose},
                {"label": "Placebo", "type": "PLACEBO_COMPARATOR"},
            ],
            "interventions": [{"type": "DRUG", "name": "Apixine"}, {"type": "DRUG", "name": "Placebo"}],
        },
    }
    return json.dumps({"protocolSection": protocol}).encode()


def findings(n=121, masking="double-blind", dose="20 mg orally once daily for 14 days", **of_record):
    report = REPORT.format(n=n, masking=masking, dose=dose)
    pages = [
        *read.documents(record(**of_record), "record.json"),
        *read.documents(report.encode(), "report.txt"),
    ]
    known = concepts.load()
    return list(plans_disagree.check([read.read(page, known) for page in pages]))


def test_a_record_and_a_report_that_agree():
    found = findings()
    assert {c.verdict for c in found} == {"consistent"}
    assert [c.finding for c in found if "121" in c.finding] == [
        "121 randomised here, 121 enrolled in the registry record record.json."
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"count": 140}, "121 randomised here, 140 enrolled"),
        ({"dose": "40 mg orally once daily for 14 days"}, "at 40 mg here, at 20 mg"),
        ({"dose": "20 mg intravenously once daily for 14 days"}, "intravenous here, oral"),
        ({"dose": "20 mg orally twice daily for 14 days"}, "every 12 hours here, every 24 hours"),
        ({"dose": "20 mg orally once daily for 3 weeks"}, "for 21 days here, for 14 days"),
        ({"masking": "open-label"}, "Masking is open-label here"),
    ],
)
def test_what_differs_is_told(changed, said):
    (found,) = (c for c in findings(**changed) if c.verdict != "consistent")
    assert (found.verdict, found.severity) == ("not checkable", "minor")
    assert said in found.finding


def test_a_planned_number_is_not_held_against_those_randomised():
    assert not [c for c in findings(count=400, kind="ESTIMATED") if "randomised" in c.finding]
