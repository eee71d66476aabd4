"""ClinicalTrials.gov v2 JSON: exact values of its fields, every number in the text, fragments and broken files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from trialwright.errors import DocumentError
from trialwright.model.document import Document
from trialwright.read import documents, identity
from trialwright.read.reading import spans

STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT01234567",
            "briefTitle": "Examplimab in Adults With Sepsis",
            "acronym": "EX-SEP",
            "secondaryIdInfos": [{"id": "NCT07654321", "type": "OTHER"}],
        },
        "statusModule": {
            "overallStatus": "ACTIVE_NOT_RECRUITING",
            "startDateStruct": {"date": "2021-03", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Example University"}},
        "conditionsModule": {"conditions": ["Sepsis", "Septic shock"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "enrollmentInfo": {"count": 0, "type": "ACTUAL"},
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Lactate \\> 2 mmol/L\n* Age\n\nExclusion Criteria:\n\n* Pregnancy",
            "minimumAge": "6 Months",
            "sex": "FEMALE",
        },
        "contactsLocationsModule": {"locations": [{"facility": "Ward 7", "status": "RECRUITING"}]},
        "referencesModule": {"references": [{"pmid": "111", "citation": "Smith. doi: 10.1000/cited"}]},
    },
    "resultsSection": {
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {
                    "type": "PRIMARY",
                    "title": "Death",
                    "timeFrame": "28 days",
                    "groups": [{"id": "OG0", "title": "Examplimab"}, {"id": "OG1", "title": "Placebo"}],
                    "denoms": [{"units": "Participants", "counts": [{"groupId": "OG0", "value": "41"}]}],
                    "classes": [
                        {
                            "categories": [
                                {"measurements": [{"groupId": "OG0", "value": "17", "spread": "3.5"}]}
                            ]
                        }
                    ],
                    "analyses": [
                        {
                            "groupIds": ["OG0", "OG1"],
                            "paramType": "Odds Ratio",
                            "paramValue": "0.61",
                            "ciPctValue": "95",
                            "ciLowerLimit": "0.22",
                            "ciUpperLimit": "1.70",
                            "pValue": "0.34",
                        }
                    ],
                }
            ]
        }
    },
}


def record(study: object = STUDY) -> Document:
    (document,) = documents(json.dumps(study).encode(), "study.json")
    return document


def told(document: Document) -> dict[str, object]:
    return {s.field: s.value for s in reversed(identity.read(document).stated)}


def test_fields_give_exact_values_each_quoted_where_it_stands() -> None:
    document = record()
    values = told(document)
    assert values["status"] == "active, not recruiting"
    assert values["phase"] == "1/2"
    assert values["sponsor"] == "Example University"
    assert values["minimum_age"] == 6
    assert values["sex"] == "female"
    assert values["enrollment"] == 0
    assert values["date"] == "2021-03"
    assert values["acronym"] == "EX-SEP"
    for stated in identity.read(document).stated:
        assert document.text[stated.quote.start : stated.quote.end] == stated.quote.exact


def test_each_condition_is_stated_alone() -> None:
    found = [s.value for s in identity.read(record()).stated if s.field == "condition"]
    assert found == ["Sepsis", "Septic shock"]


def test_numbers_of_other_studies_are_not_its_own() -> None:
    assert [(i.scheme, i.value) for i in identity.read(record()).identifiers] == [("nct", "NCT01234567")]


def test_a_site_s_status_is_not_the_trial_s() -> None:
    study = json.loads(json.dumps(STUDY))
    del study["protocolSection"]["statusModule"]
    assert "status" not in told(record(study))


def test_eligibility_is_laid_out_for_the_criteria_grammar() -> None:
    document = record()
    assert [(side, document.text[a:b]) for side, a, b in spans(document)] == [
        ("inclusion", "* Lactate > 2 mmol/L\n* Age"),
        ("exclusion", "* Pregnancy"),
    ]


def test_results_stand_beside_their_group_and_interval() -> None:
    text = record().text
    assert "Participants analysed | Examplimab: 41" in text
    assert "Examplimab: 17 (spread 3.5)" in text
    assert "Groups compared | Examplimab | Placebo" in text
    assert "Estimate | Odds Ratio 0.61 | 95 % CI 0.22 to 1.70 | p = 0.34" in text


def test_an_answer_of_the_search_api_gives_a_document_a_study() -> None:
    made = documents(json.dumps({"studies": [STUDY, STUDY]}).encode(), "search.json")
    assert [d.part for d in made] == [0, 1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"protocolSection": {"a": 1}', "broken"),
        (b'{"protocolSection":' + b"[" * 200_000, "nested"),
        (b'{"protocolSection": {"n": ' + b"9" * 5000 + b"}}", "cannot be read"),
        (b'{"protocolSection": {}}', "states nothing"),
        (b'{"studies": [{"other": 1}]}', "0 study records"),
        (b'{"protocolSection": {"designModule": {"phases": 5}}}', "shape"),
    ],
)
def test_broken_records_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        documents(data, "study.json")


def test_half_a_character_does_not_break_what_is_written_later() -> None:
    document = record(
        {"protocolSection": {"identificationModule": {"briefTitle": "Examplimab \ud800 in sepsis"}}}
    )
    assert "\ufffd" in document.text


def test_every_real_record_and_fragment_gives_its_numbers(shared: Path) -> None:
    """No value is lost: each run of digits in a record's results and design is in the rendered text."""
    files = sorted((shared / "data/reading/registry/ctgov_v2").glob("*.json"))
    assert len(files) > 40
    for file in files:
        study = json.loads(file.read_bytes())
        (document,) = documents(file.read_bytes(), file.name)
        shown = set(re.findall(r"\d+", document.text))
        section = study.get("resultsSection", {})
        wanted = _values(section.get("outcomeMeasuresModule")) | _values(
            study.get("protocolSection", {}).get("designModule")
        )
        assert wanted <= shown, (file.name, sorted(wanted - shown)[:5])


def _values(thing: Any) -> set[str]:
    """The digits of every value that is not an id or an internal flag."""
    if isinstance(thing, dict):
        skipped = ("groupId", "id", "groupIds", "calculatePct")
        return set().union(*(_values(v) for k, v in thing.items() if k not in skipped), set())
    if isinstance(thing, list):
        return set().union(*(_values(v) for v in thing), set())
    return set(re.findall(r"\d+", str(thing))) if not isinstance(thing, bool) else set()


def test_a_real_record_s_identity(shared: Path) -> None:
    # Values as the record's own fields give them (ClinicalTrials.gov API v2, NCT03475563).
    file = shared / "data/reading/registry/ctgov_v2/NCT03475563.json"
    (document,) = documents(file.read_bytes(), file.name)
    values = told(document)
    assert values["sponsor"] == "Hospital Universitari Vall d'Hebron Research Institute"
    assert (values["status"], values["minimum_age"], values["enrollment"]) == ("unknown", 18, 100)
    assert [i.value for i in identity.read(document).identifiers] == ["NCT03475563"]
