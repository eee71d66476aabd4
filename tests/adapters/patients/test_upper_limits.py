"""Each row's own upper limit of normal, from every source that can have one; and none where it would be a guess."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trialwright.adapters import concepts, patients
from trialwright.errors import PatientsError

WORDS = concepts.load()
UCUM = "http://unitsofmeasure.org"


def limits(spec: dict[str, Any], folder: Path) -> list[tuple[Any, ...]]:
    """(person, concept, value, upper) of every fact, in order."""
    facts = patients.open(spec, folder, WORDS).facts.to_pyarrow().to_pylist()
    return sorted((f["person_id"], f["concept"], f["value"], f["upper"]) for f in facts)


LONG = """pid,what,value,unit,high,hour
a,ALT,90,U/L,40,1
a,ALT,30,U/L,,2
b,ALT,50,U/L,45.5,1
"""
LONG_SPEC: dict[str, Any] = {
    "table": "t.csv",
    "shape": "long",
    "id": "pid",
    "concept": "what",
    "value": "value",
    "unit": "unit",
    "hour": "hour",
    "upper": "high",
}


def test_a_long_tables_rows_bring_their_own(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(LONG)
    name = "alanine aminotransferase"
    assert limits(LONG_SPEC, tmp_path) == [("a", name, 30, None), ("a", name, 90, 40), ("b", name, 50, 45.5)]


def test_a_limit_that_is_no_number_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(LONG.replace("45.5", "<45"))
    with pytest.raises(PatientsError, match="not a number") as caught:
        limits(LONG_SPEC, tmp_path)
    assert caught.value.where == "column high, row 3"
    with pytest.raises(PatientsError, match="no column hihg"):
        limits(LONG_SPEC | {"upper": "hihg"}, tmp_path)


WIDE = """pid,seen,alt,altu,ast,sex
a,2024-03-01,90,40,55,f
b,2024-03-01,20,,30,m
"""


def wide(**alt: Any) -> dict[str, Any]:
    columns = {
        "ALT": {"column": "alt", "unit": "U/L", **alt},
        "AST": {"column": "ast", "unit": "U/L"},
        "sex": "sex",
    }
    return {"table": "w.csv", "id": "pid", "index": "seen", "columns": columns}


def test_a_wide_table_names_a_column_or_one_limit_for_all(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(WIDE)
    alt, ast = "alanine aminotransferase", "aspartate aminotransferase"
    others = [("a", ast, 55, None), ("b", ast, 30, None)]
    assert limits(wide(upper="altu"), tmp_path) == sorted([("a", alt, 90, 40), ("b", alt, 20, None), *others])
    assert limits(wide(upper=35), tmp_path) == sorted([("a", alt, 90, 35), ("b", alt, 20, 35), *others])
    assert "upper" not in patients.open(wide(), tmp_path, WORDS).facts.columns


def test_a_sex_has_no_upper_limit(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(WIDE)
    spec = wide()
    spec["columns"]["sex"] = {"column": "sex", "upper": "altu"}
    with pytest.raises(PatientsError, match="no upper limit"):
        limits(spec, tmp_path)


def ranged(at: str, *ranges: dict[str, Any]) -> dict[str, Any]:
    quantity = {"value": 1.4, "unit": "mg/dL", "system": UCUM, "code": "mg/dL"}
    return {
        "resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p"},
        "effectiveDateTime": at, "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0"}]},
        "valueQuantity": quantity, "referenceRange": list(ranges),
    }  # fmt: skip


def test_fhir_takes_the_only_range_in_the_values_unit(tmp_path: Path) -> None:
    high = {"high": {"value": 1.2, "unit": "mg/dL"}}
    cases: list[tuple[tuple[dict[str, Any], ...], float | None]] = [
        ((high,), 1.2),
        (({"high": {"value": 1.2}},), 1.2),
        ((), None),
        ((high, {"high": {"value": 1.0}}), None),
        (({"high": {"value": 106, "unit": "umol/L"}},), None),
        ((high | {"appliesTo": [{"text": "women"}]},), None),
        ((high | {"type": {"coding": [{"code": "therapeutic"}]}},), None),
        (({"low": {"value": 0.5}},), None),
    ]
    lines = [
        {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-03-10"},
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "IMP"},
         "subject": {"reference": "Patient/p"}, "period": {"start": "2024-03-31T08:00:00Z"}},
        *(ranged(f"2024-03-{day:02d}T08:00:00Z", *ranges) for day, (ranges, _) in enumerate(cases, start=1)),
    ]  # fmt: skip
    (tmp_path / "all.ndjson").write_text("\n".join(json.dumps(x) for x in lines))
    found = patients.open({"fhir": ".", "index": "last encounter"}, tmp_path, WORDS)
    facts = sorted(found.facts.to_pyarrow().to_pylist(), key=lambda f: f["time_hours"])
    assert [f["upper"] for f in facts] == [upper for _, upper in cases]


def test_omop_takes_range_high(tmp_path: Path) -> None:
    tables = {
        "person": "person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth\n1,8507,1960,3,10\n",
        "visit_occurrence": "visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_start_datetime\n"
        "11,1,9201,2024-03-10,2024-03-10 14:00:00\n",
        "measurement": "measurement_id,person_id,measurement_concept_id,measurement_date,measurement_datetime,"
        "value_as_number,unit_concept_id,unit_source_value,range_low,range_high\n"
        "21,1,101,2024-03-09,2024-03-09 20:00:00,1.4,0,mg/dL,0.5,1.2\n"
        "22,1,101,2024-03-09,2024-03-09 21:00:00,1.5,0,mg/dL,,\n",
        "concept": "concept_id,concept_name,domain_id,vocabulary_id,standard_concept,concept_code\n"
        "101,Creatinine in serum,Measurement,LOINC,S,2160-0\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
    found = limits({"omop": ".", "index": "last visit"}, tmp_path)
    assert found == [("1", "creatinine", 1.4, 1.2), ("1", "creatinine", 1.5, None)]
