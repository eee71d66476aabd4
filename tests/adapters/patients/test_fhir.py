"""A FHIR export of our own, made here line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trialwright.adapters import concepts, patients
from trialwright.adapters.patients.fhir.facts import BOUND
from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts
from trialwright.model.patients import PatientTables
from trialwright.model.units import convert, normalise

LOINC, UCUM, SNOMED = "http://loinc.org", "http://unitsofmeasure.org", "http://snomed.info/sct"
Resource = dict[str, Any]


def coded(system: str, code: str, display: str = "") -> Resource:
    return {"coding": [{"system": system, "code": code, "display": display}]}


def patient(who: str, born: str | None, gender: str = "female") -> Resource:
    return {"resourceType": "Patient", "id": who, "gender": gender} | ({"birthDate": born} if born else {})


def encounter(who: str, start: str, kind: str = "IMP", status: str = "finished") -> Resource:
    return {"resourceType": "Encounter", "status": status, "class": {"code": kind},
            "subject": {"reference": f"Patient/{who}"}, "period": {"start": start}}  # fmt: skip


def quantity(value: float, code: str, **more: str) -> Resource:
    return {"valueQuantity": {"value": value, "unit": f"the {code}", "system": UCUM, "code": code, **more}}


def observation(
    who: str, at: str, code: Resource, value: Resource, status: str = "final", **more: Any
) -> Resource:
    return {"resourceType": "Observation", "status": status, "subject": {"reference": f"Patient/{who}"},
            "effectiveDateTime": at, "code": code, **value, **more}  # fmt: skip


CREATININE = coded(LOINC, "2160-0", "a display that means nothing")
PANEL = [
    {"code": coded(LOINC, "8480-6"), **quantity(128, "mm[Hg]")},
    {"code": coded(LOINC, "8462-4"), **quantity(77, "mm[Hg]")},
]
EXPORT: list[Resource] = [
    patient("p1", "1960-03-10", "male"),
    patient("p2", "1990-05"),
    patient("p3", "1980"),
    patient("p4", "2000-01-01", "other"),
    encounter("p1", "2024-03-10T14:00:00+01:00"),
    encounter("p1", "2024-05-01T08:00:00Z", status="cancelled"),
    encounter("p1", "2022-01-01T08:00:00Z", kind="AMB"),
    encounter("p2", "2024-06-01"),
    encounter("p3", "2024-06-01T23:30:00-05:00"),
    observation("p1", "2024-03-10T12:30:00Z", CREATININE, quantity(1.4, "mg/dL")),
    observation("p1", "2024-03-09", CREATININE, quantity(1.2, "mg/dL")),
    observation("p1", "2024-03", CREATININE, quantity(1.1, "mg/dL")),
    observation("p1", "2024-03-11T10:00:00Z", CREATININE, quantity(9.9, "mg/dL")),
    observation("p1", "2024-03-01T10:00:00Z", CREATININE, quantity(8.8, "mg/dL"), status="entered-in-error"),
    observation("p1", "2024-03-10T13:00:00Z", coded(LOINC, "85354-9", "BP"), {}, component=PANEL),
    observation("p2", "2024-06-01T07:00:00Z", coded(LOINC, "1988-5"), quantity(5, "mg/L", comparator="<")),
    observation("p2", "2024-05-30", coded(LOINC, "1988-5"), {"valueQuantity": {"value": 3, "unit": "mg/L"}}),
    observation("p3", "2024-06-01", coded("urn:site", "x", "COVID-19"), {"valueString": "Not detected"}),
    {"resourceType": "Condition", "subject": {"reference": "Patient/p2"}, "onsetDateTime": "2020-01-02",
     "verificationStatus": coded("v", "confirmed"), "code": coded(SNOMED, "195967001", "Asthma")},
    {"resourceType": "Condition", "subject": {"reference": "Patient/p1"}, "onsetDateTime": "2020-01-02",
     "verificationStatus": coded("v", "refuted"), "code": coded(SNOMED, "195967001", "Asthma")},
    {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
     "subject": {"reference": "https://host/fhir/Patient/p1"}, "authoredOn": "2024-03-10T12:00:00Z",
     "medicationCodeableConcept": {"text": "Anakinra"}},
    {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "doNotPerform": True,
     "subject": {"reference": "Patient/p2"}, "authoredOn": "2024-03-10",
     "medicationCodeableConcept": {"text": "Anakinra"}},
    {"resourceType": "MedicationAdministration", "status": "completed", "subject": {"reference": "Patient/p3"},
     "effectivePeriod": {"start": "2024-06-02T04:00:00Z"}, "medicationCodeableConcept": {"text": "anakinra"}},
    {"resourceType": "Procedure", "status": "not-done", "subject": {"reference": "Patient/p3"},
     "performedDateTime": "2024-05-01", "code": {"text": "intubation"}},
    {"resourceType": "Procedure", "status": "completed", "subject": {"reference": "Patient/p1"},
     "performedDateTime": "2024-03-10", "code": {"text": "Intubation"}},
    {"resourceType": "Device", "id": "of no interest"},
]  # fmt: skip
SPEC: dict[str, Any] = {"fhir": "export", "index": {"encounter": "last", "of": ["IMP"]}}


@pytest.fixture(scope="module")
def words() -> Concepts:
    return concepts.load()


def written(folder: Path, resources: list[Resource] = EXPORT, extra: str = "") -> Path:
    """One file for each kind, with a blank line at its start, as servers write them."""
    target = folder / "export"
    target.mkdir(exist_ok=True)
    for kind in {r["resourceType"] for r in resources}:
        lines = [json.dumps(r) for r in resources if r["resourceType"] == kind]
        (target / f"{kind}.ndjson").write_text(
            "\n" + "\n".join(lines) + "\n" + (extra if kind == "Patient" else "")
        )
    return folder


def opened(folder: Path, words: Concepts, **more: Any) -> PatientTables:
    return patients.open({**SPEC, **more}, folder, words)


def facts(found: PatientTables, person: str) -> list[tuple[str, float | None, float | None, str]]:
    rows = found.facts.filter(found.facts.person_id == person).to_pyarrow().to_pylist()
    return sorted(((r["concept"], r["time_hours"], r["value"], r["unit"]) for r in rows), key=repr)


def test_people(tmp_path: Path, words: Concepts) -> None:
    found = opened(written(tmp_path), words)
    people = {p["person_id"]: p for p in found.persons.to_pyarrow().to_pylist()}
    assert people.keys() == {"p1", "p2", "p3"}
    assert people["p1"]["age_years"] == 64.0
    assert people["p2"]["age_years"] == pytest.approx(34 + 0.5 / 12)  # some day of May 1990
    assert people["p3"]["age_years"] is None
    assert [people[i]["sex"] for i in sorted(people)] == ["male", "female", "female"]
    assert "1 of 4 patients have none" in found.cohort.index


def test_values_times_and_components(tmp_path: Path, words: Concepts) -> None:
    found = opened(written(tmp_path), words)
    assert facts(found, "p1") == sorted(
        [
            ("creatinine", -0.5, 1.4, "mg/dL"),  # 13:30 where the encounter began at 14:00
            ("creatinine", -24.0, 1.2, "mg/dL"),
            ("creatinine", None, 1.1, "mg/dL"),  # a month is no time
            ("systolic blood pressure", 0.0, 128.0, "mm[Hg]"),
            ("diastolic blood pressure", 0.0, 77.0, "mm[Hg]"),
            ("anakinra", -1.0, None, ""),
            ("intubation", 0.0, None, ""),
        ],
        key=repr,
    )
    assert facts(found, "p2") == sorted(
        [
            ("c-reactive protein", 0.0, 5.0, "bound of mg/L"),
            ("c-reactive protein", -48.0, 3.0, "mg/L"),
            ("asthma", -24.0 * 1612, None, ""),
        ],
        key=repr,
    )
    # The administration was at 04:00 UTC, half an hour before the encounter, although on another date there.
    assert facts(found, "p3") == [("anakinra", -0.5, None, ""), ("covid-19", 0.0, 0.0, "")]
    assert normalise(BOUND + "mg/L") is None


def test_until(tmp_path: Path, words: Concepts) -> None:
    assert ("creatinine", 21.0, 9.9, "mg/dL") in facts(opened(written(tmp_path), words, until=21), "p1")


def test_first_encounter(tmp_path: Path, words: Concepts) -> None:
    found = opened(written(tmp_path), words, index="first encounter")
    ages = {p["person_id"]: p["age_years"] for p in found.persons.to_pyarrow().to_pylist()}
    assert 61 < ages["p1"] < 62


def test_a_sites_own_codes(tmp_path: Path, words: Concepts) -> None:
    more = {"map": {"lactate": {"codes": ["http://site|LAC"], "unit": "mmol/L"}}}
    odd = observation(
        "p1",
        "2024-03-10",
        {"coding": [{"system": "http://site", "code": "LAC"}]},
        {"valueQuantity": {"value": 2}},
    )
    found = opened(written(tmp_path, [*EXPORT, odd]), words, **more)
    assert ("lactate", 0.0, 2.0, "mmol/L") in facts(found, "p1")


def test_two_codings_of_one_observation_are_one_fact(tmp_path: Path, words: Concepts) -> None:
    both = {"coding": [{"system": LOINC, "code": "2160-0"}, {"system": LOINC, "code": "14682-9"}]}
    twice = observation("p2", "2024-05-31", both, quantity(80, "umol/L"))
    found = opened(written(tmp_path, [*EXPORT, twice]), words)
    assert [f for f in facts(found, "p2") if f[0] == "creatinine"] == [("creatinine", -24.0, 80.0, "umol/L")]


def test_absence_is_unknown_unless_captured(tmp_path: Path, words: Concepts) -> None:
    assert opened(written(tmp_path), words).captured == frozenset()
    with pytest.raises(PatientsError, match="cannot be called captured"):
        opened(tmp_path, words, captured=["asthma"])
    found = opened(tmp_path, words, captured=["asthma"], map={"asthma": ["SNOMED:195967001"]})
    assert found.captured == {"asthma"}
    assert "asthma" in found.held


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"resourceType": "Patient", "id": ', "is not JSON"),
        ("[1, 2]", "no resourceType"),
        ('"Patient"', "no resourceType"),
        ('{"id": "p9"}', "no resourceType"),
        ('{"resourceType": 7}', "no resourceType"),
        ("[" * 100_000, "line|read"),
        ("\x00", "line|read"),
        ('{"resourceType": "Patient", "x": "\x01"}', "line|read"),
    ],
)
def test_a_hostile_line_is_refused_with_its_place(
    tmp_path: Path, words: Concepts, line: str, what: str
) -> None:
    with pytest.raises(PatientsError, match=what) as caught:
        opened(written(tmp_path, extra=line + "\n"), words)
    assert "Patient.ndjson" in caught.value.where
    if "resourceType" in what or "JSON" in what:
        assert "line 6" in caught.value.where  # a blank line and four patients come before it


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, words: Concepts) -> None:
    written(tmp_path)
    with (tmp_path / "export" / "Patient.ndjson").open("ab") as stream:
        stream.write(b'{"resourceType": "Patient", "id": "\xff\xfe"}\n')
    with pytest.raises(PatientsError, match="cannot be read"):
        opened(tmp_path, words)


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        ([*EXPORT, patient("p1", None)], "is there 2 times"),
        ([*EXPORT, {"resourceType": "Patient"}], "has no id"),
        ([r for r in EXPORT if r["resourceType"] != "Patient"], "no Patient"),
        ([r for r in EXPORT if r["resourceType"] in ("Patient", "Encounter")], "No resource of export"),
    ],
)
def test_exports_that_cannot_be_used(
    tmp_path: Path, words: Concepts, resources: list[Resource], message: str
) -> None:
    with pytest.raises(PatientsError, match=message):
        opened(written(tmp_path, resources), words)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"fhir": "nowhere"}, "no FHIR export"),
        ({"index": "sometime"}, "no index that a FHIR"),
        ({"index": {"encounter": "last", "of": ["X'; drop table lines; --"]}}, "No patient has an index"),
        ({"map": {"lactate": ["MINE:1"]}}, "names no system"),
        ({"map": {"lactate": {"codes": ["LOINC:1"], "unit": "spoons"}}}, "unit spoons"),
    ],
)
def test_mistakes_are_refused(tmp_path: Path, words: Concepts, more: dict[str, Any], message: str) -> None:
    with pytest.raises(PatientsError, match=message):
        opened(written(tmp_path), words, **more)


def test_odd_resources_give_no_facts_and_no_errors(tmp_path: Path, words: Concepts) -> None:
    odd = [
        {"resourceType": "Observation", "status": "final", "subject": {"reference": "Group/p1"}, "code": CREATININE,
         **quantity(1, "mg/dL")},
        {"resourceType": "Observation", "status": "final", "subject": "p1", "code": "creatinine", "component": {}},
        observation("p1", "not a date", {"coding": "2160-0"}, {"valueQuantity": "much"}, component=["x", 7]),
        {"resourceType": "Condition"},
        {"resourceType": "Encounter", "subject": {"reference": "Patient/p4"}, "period": {"start": "soon"}},
    ]  # fmt: skip
    assert facts(opened(written(tmp_path, [*EXPORT, *odd]), words), "p1") == facts(
        opened(written(tmp_path), words), "p1"
    )


@pytest.mark.parametrize(
    ("name", "by_mass", "by_moles", "value", "moles"),
    [
        ("glucose", "2345-7", "14749-6", 180.156, 10.0),
        ("total cholesterol", "2093-3", "14647-2", 193.325, 5.0),
        ("total bilirubin", "1975-2", "14631-6", 2.0, 34.208),
        ("urea", "3091-6", "22664-7", 60.056, 10.0),
        ("calcium", "17861-6", "2000-8", 10.0, 2.4951),
    ],
)
def test_a_laboratory_that_reports_moles_has_codes_of_its_own(
    tmp_path: Path, words: Concepts, name: str, by_mass: str, by_moles: str, value: float, moles: float
) -> None:
    concept = words.by_name[name]
    resources = [
        patient("m1", "1960-03-10"),
        encounter("m1", "2024-03-10T14:00:00Z"),
        observation("m1", "2024-03-09T14:00:00Z", coded(LOINC, by_mass), quantity(value, "mg/dL")),
        observation("m1", "2024-03-10T13:00:00Z", coded(LOINC, by_moles), quantity(moles, concept.unit)),
        observation("m1", "2024-03-10T13:30:00Z", coded(LOINC, "99999-9"), quantity(moles, concept.unit)),
    ]
    found = opened(written(tmp_path, resources), words)
    assert facts(found, "m1") == [(name, -1.0, moles, concept.unit), (name, -24.0, value, "mg/dL")]
    assert convert(value, "mg/dL", concept.unit, concept) == pytest.approx(moles, rel=1e-4)
