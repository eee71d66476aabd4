"""An OMOP source of our own: what each row of the model becomes, on every way it can be kept."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from trialwright import screen
from trialwright.adapters import concepts, patients
from trialwright.adapters.patients.omop.facts import BOUND
from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts
from trialwright.model.document import Document
from trialwright.model.patients import PatientTables
from trialwright.model.units import normalise
from trialwright.read import criteria as grammar
from trialwright.screen.run import verdicts

# Ids 1 to 9 billion are made up, except those that the model fixes (8507, 8532, 4172703).
TABLES: dict[str, str] = {
    "person": """person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,birth_datetime
1,8507,1960,3,10,
2,8532,1980,,,
3,8532,1990,5,,
4,0,2000,2,29,
5,8507,1950,1,1,
""",
    "visit_occurrence": """visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_start_datetime
11,1,9201,2024-03-10,2024-03-10 14:00:00
12,1,9202,2023-01-05,2023-01-05 09:00:00
13,2,9201,2024-06-01,
14,3,9201,2024-05-20,2024-05-20 08:00:00
15,4,9201,2024-02-28,2024-02-28 12:00:00
""",
    "measurement": """measurement_id,person_id,measurement_concept_id,measurement_date,measurement_datetime,operator_concept_id,value_as_number,value_as_concept_id,unit_concept_id,unit_source_value
21,1,101,2024-03-09,2024-03-09 20:00:00,0,1.4,,501,mg per dl
22,1,101,2024-03-09,,,1.2,,501,
23,1,101,2024-03-11,2024-03-11 08:00:00,0,9.9,,501,
24,2,102,2024-06-01,2024-06-01 07:00:00,4172703,3.5,,0,mg/L
25,2,102,2024-05-30,2024-05-30 12:00:00,4171756,5,,0,mg/L
26,3,103,2024-05-19,,,,601,,
27,4,103,2024-02-27,,,,602,,
28,1,103,2024-03-01,,,,,,
29,3,104,2024-05-19,,,90,,502,
""",
    "condition_occurrence": """condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_start_datetime
31,1,202,2020-01-01,2020-01-01 00:00:00
32,3,201,2024-05-20,2024-05-20 23:00:00
""",
    "drug_exposure": """drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_start_datetime
41,2,302,2024-05-31,
""",
    "concept": """concept_id,concept_name,domain_id,vocabulary_id,standard_concept,concept_code
101,Creatinine in serum,Measurement,LOINC,S,2160-0
102,CRP in serum,Measurement,LOINC,S,1988-5
103,SARS-CoV-2 test,Measurement,SNOMED,S,x1
104,Creatinine in urine,Measurement,LOINC,S,x2
201,Asthma,Condition,SNOMED,S,x3
202,Childhood asthma,Condition,SNOMED,S,x4
203,Asthma,Measurement,SNOMED,S,x5
301,anakinra,Drug,RxNorm,S,x6
302,anakinra 100 MG in a syringe,Drug,RxNorm,S,x7
501,milligram per decilitre,Unit,UCUM,S,mg/dL
502,microgram per litre,Unit,UCUM,S,ug/L
601,Positive,Meas Value,SNOMED,S,x8
602,Negative,Meas Value,SNOMED,S,x9
""",
    "concept_ancestor": """ancestor_concept_id,descendant_concept_id
201,201
201,202
301,301
301,302
""",
    "concept_relationship": """concept_id_1,concept_id_2,relationship_id
""",
    "cohort": """cohort_definition_id,subject_id,cohort_start_date,cohort_end_date
7,1,2024-03-10,2024-04-01
7,3,2024-05-20,
8,2,2024-06-01,
""",
}
SPEC: dict[str, Any] = {
    "omop": "cdm", "index": {"visit": "last", "of": [9201]}, "map": {"covid-19": {"ids": [103]}},
}  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Concepts:
    return concepts.load()


def kept(folder: Path, how: str, tables: dict[str, str] = TABLES) -> None:
    """The tables as CSV, as Parquet with types, or in a DuckDB file."""
    target = folder / "cdm"
    if how != "duckdb":
        target.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    if how == "csv":
        for name in tables:
            (folder / f"{name}.csv").rename(target / f"{name.upper()}.csv")
        return
    connection = duckdb.connect(str(target) if how == "duckdb" else ":memory:")
    for name in tables:
        types = f"read_csv('{folder}/{name}.csv', header=true, sample_size=-1)"
        if how == "duckdb":
            connection.execute(f"create table {name} as select * from {types}")
        else:
            connection.execute(f"copy (select * from {types}) to '{target}/{name}.parquet'")
    connection.close()


def opened(folder: Path, words: Concepts, **more: Any) -> PatientTables:
    return patients.open({**SPEC, **more}, folder, words)


def facts(found: PatientTables, person: str) -> set[tuple[str, float | None, float | None, str]]:
    rows = found.facts.filter(found.facts.person_id == person).to_pyarrow().to_pylist()
    return {(r["concept"], r["time_hours"], r["value"], r["unit"]) for r in rows}


@pytest.fixture(params=["csv", "parquet", "duckdb"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    kept(tmp_path, request.param)
    return tmp_path


def test_people_have_the_age_that_their_record_proves(folder: Path, words: Concepts) -> None:
    found = opened(folder, words)
    people = {p["person_id"]: p for p in found.persons.to_pyarrow().to_pylist()}
    assert people.keys() == {"1", "2", "3", "4"}  # the fifth has no such visit
    assert people["1"]["age_years"] == 64.0  # a birthday
    assert people["2"]["age_years"] is None  # a year alone proves no age
    assert people["3"]["age_years"] is None  # in the month of birth, no day
    assert 23.99 < people["4"]["age_years"] < 24  # the day before a leap day's birthday
    assert [people[i]["sex"] for i in "1234"] == ["male", "female", "female", None]
    assert "4 of 5" not in found.cohort.index
    assert "1 of 5 persons have none" in found.cohort.index
    assert found.cohort.patients == 4
    assert any("age of 2 persons" in w for w in found.warnings)


def test_calendar_years_are_used_where_a_plan_says_so(folder: Path, words: Concepts) -> None:
    found = opened(folder, words, age="calendar years")
    ages = {p["person_id"]: p["age_years"] for p in found.persons.to_pyarrow().to_pylist()}
    assert ages["2"] == 44.0
    assert ages["1"] == 64.0


def test_time_units_bounds_and_the_index(folder: Path, words: Concepts) -> None:
    found = opened(folder, words)
    assert facts(found, "1") == {
        ("creatinine", -18.0, 1.4, "mg/dL"),  # by the unit's concept, not by the site's words
        ("creatinine", -24.0, 1.2, "mg/dL"),  # no hour: whole days
        ("asthma", (datetime.date(2020, 1, 1) - datetime.date(2024, 3, 10)).days * 24.0, None, ""),
    }  # a value after the index was not known then
    assert facts(found, "2") == {
        ("c-reactive protein", 0.0, 3.5, "mg/L"),  # the index has no hour: its own day is the index
        ("c-reactive protein", -36.0, 5.0, "bound of mg/L"),
        ("anakinra", -24.0, None, ""),
    }


def test_until_lets_later_facts_in(folder: Path, words: Concepts) -> None:
    found = opened(folder, words, until=24)
    assert ("creatinine", 18.0, 9.9, "mg/dL") in facts(found, "1")
    assert ("asthma", 15.0, None, "") in facts(found, "3")
    assert ("asthma", 15.0, None, "") not in facts(opened(folder, words, until=14), "3")


def test_a_test_is_what_its_result_says(folder: Path, words: Concepts) -> None:
    found = opened(folder, words)
    assert ("covid-19", -24.0, 1.0, "") in facts(found, "3")
    assert ("covid-19", -24.0, 0.0, "") in facts(found, "4")
    assert not [f for f in facts(found, "1") if f[0] == "covid-19"]  # a test without a result
    assert not [f for f in facts(found, "3") if f[0] == "creatinine"]  # another specimen has another code


def test_a_bound_is_named_in_a_warning_and_taken_as_missing(tmp_path: Path, words: Concepts) -> None:
    kept(tmp_path, "csv")
    text = "CRP < 10 mg/L within the past 7 days"
    document = Document(sha256="0" * 64, name="t", format="text", text=text)
    rules = grammar.parse(document, 0, len(text), "inclusion", words)
    found = screen.screen(opened(tmp_path, words), rules, words)
    assert any("bound of" in w for w in found.warnings)
    assert (found.certain, found.possible) == (1, 3)  # person 2 by the value of the same week
    assert normalise(BOUND) is None


def test_absence_counts_only_where_the_plan_says_captured(folder: Path, words: Concepts) -> None:
    assert opened(folder, words).captured == frozenset()
    assert opened(folder, words, captured=["asthma"]).captured == {"asthma"}
    with pytest.raises(PatientsError, match="cannot be called captured"):
        opened(folder, words, captured=["malignancy"])


def test_captured_is_refused_without_descendants(tmp_path: Path, words: Concepts) -> None:
    kept(tmp_path, "csv", {**TABLES, "concept_ancestor": "ancestor_concept_id,descendant_concept_id\n"})
    with pytest.raises(PatientsError, match="cannot be called captured"):
        opened(tmp_path, words, captured=["asthma"])
    own = {"asthma": {"ids": [201, 202], "descendants": False}}
    assert opened(tmp_path, words, captured=["asthma"], map=own).captured == {"asthma"}


def test_other_indexes(folder: Path, words: Concepts) -> None:
    found = opened(folder, words, index={"cohort": 7})
    assert found.cohort.patients == 2
    assert ("creatinine", -4.0, 1.4, "mg/dL") in facts(found, "1")  # from the start of the index's day
    found = opened(folder, words, index={"condition": "asthma", "which": "first"}, until=1e6)
    assert found.cohort.patients == 2
    assert ("covid-19", -24.0, 1.0, "") in facts(found, "3")
    assert opened(folder, words, index="first visit").cohort.patients == 4


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"index": "visit_start"}, "more than one possible index"),
        ({"index": "sometime"}, "no index that an OMOP"),
        ({"index": {"visit": "middle"}}, "no middle index"),
        ({"index": {"visit": "first", "cohort": 7}}, "one of visit, condition and cohort"),
        ({"index": {"cohort": 99}}, "No patient has an index"),
        ({"index": {"condition": "tuberculosis"}}, "No code of this source"),
        ({"index": {"visit": "last", "when": 1}}, "key when"),
        ({"until": "later"}, "no number of hours"),
        ({"age": "guess"}, "Age by guess"),
        ({"omop": "nowhere"}, "no OMOP source"),
        ({"map": {"asthma": {"ids": ["x"]}}}, "not whole numbers"),
        ({"map": {"asthma": {"id": [1]}}}, "key id"),
        ({"map": {"creatinine": {"ids": [101], "unit": "spoons"}}}, "unit spoons"),
        ({"map": "absent.yaml"}, "cannot be read"),
    ],
)
def test_mistakes_are_refused(tmp_path: Path, words: Concepts, more: dict[str, Any], message: str) -> None:
    kept(tmp_path, "parquet")
    with pytest.raises(PatientsError, match=message):
        opened(tmp_path, words, **more)


def test_a_mapping_file_replaces_ours(folder: Path, words: Concepts) -> None:
    (folder / "site.yaml").write_text("creatinine: {ids: [104], unit: mg/dL}\n")
    found = opened(folder, words, map="site.yaml")
    assert ("creatinine", -24.0, 90.0, "mg/dL") in facts(found, "3")
    assert not [f for f in facts(found, "1") if f[0] == "creatinine"]


def test_a_downloaded_vocabulary_with_tabs_and_quotation_marks(tmp_path: Path, words: Concepts) -> None:
    clinical = {k: v for k, v in TABLES.items() if not k.startswith("concept")}
    kept(tmp_path, "csv", clinical)
    (tmp_path / "vocabulary").mkdir()
    for name in ("concept", "concept_ancestor"):
        text = TABLES[name].replace(",", "\t").replace("CRP in serum", '6" CRP in serum')
        (tmp_path / "vocabulary" / f"{name.upper()}.csv").write_text(text)
    found = opened(tmp_path, words, vocabulary="vocabulary")
    assert {"creatinine", "c-reactive protein", "asthma", "anakinra"} <= found.held


def test_without_vocabulary_or_map_nothing_is_guessed(tmp_path: Path, words: Concepts) -> None:
    kept(tmp_path, "csv", {k: v for k, v in TABLES.items() if not k.startswith("concept")})
    with pytest.raises(PatientsError, match="no vocabulary"):
        patients.open({k: v for k, v in SPEC.items() if k != "map"}, tmp_path, words)
    assert opened(tmp_path, words, map={"creatinine": {"ids": [101], "unit": "mg/dL"}}).held >= {"creatinine"}


def test_a_person_on_two_rows_is_refused(tmp_path: Path, words: Concepts) -> None:
    kept(tmp_path, "csv", {**TABLES, "person": TABLES["person"] + "1,8507,1961,3,10,\n"})
    with pytest.raises(PatientsError, match="person 1 has 2 rows"):
        opened(tmp_path, words)


def test_the_fingerprint_follows_the_bytes(tmp_path: Path, words: Concepts) -> None:
    kept(tmp_path, "csv")
    before = opened(tmp_path, words).cohort.fingerprint
    assert opened(tmp_path, words).cohort.fingerprint == before
    file = tmp_path / "cdm" / "DRUG_EXPOSURE.csv"
    file.write_text(file.read_text().replace("2024-05-31", "2024-05-30"))
    assert opened(tmp_path, words).cohort.fingerprint != before


def test_where_only_dates_are_recorded_the_day_of_the_index_counts_whole(
    tmp_path: Path, words: Concepts
) -> None:
    """The last value is one of the index's own day, if there is one; two of that day that disagree decide nothing. An
    hour of the index does not change that: a date has none."""
    measured = {
        1: [("2024-03-10", 2.0), ("2024-03-09", 1.0)],  # that of the day; its visit has an hour, 14:00
        2: [("2024-06-01", 1.0), ("2024-06-01", 2.0)],  # two of the day, on either side of the limit
        3: [("2024-05-20", 2.0), ("2024-05-20", 2.2), ("2024-05-01", 1.0)],  # two of the day that agree
        4: [
            ("2024-02-27", 1.0),
            ("2024-02-29", 2.0),
        ],  # the day before; the day after is no value before the index
        5: [("2024-03-01", 1.0), ("2024-02-29", 2.0), ("2024-02-28", 3.0)],
    }
    rows = [
        f"{90 + 10 * person + k},{person},101,{date},,0,{value},,501,"
        for person, values in measured.items()
        for k, (date, value) in enumerate(values)
    ]
    head = TABLES["measurement"].splitlines()[0]
    visit = TABLES["visit_occurrence"] + "16,5,9201,2024-02-29,\n"
    kept(
        tmp_path, "csv", {**TABLES, "measurement": "\n".join([head, *rows]) + "\n", "visit_occurrence": visit}
    )
    text = "Creatinine > 1.5 mg/dL\nCreatinine > 1.5 mg/dL within 24 hours before admission"
    document = Document(sha256="0" * 64, name="rules", format="text", text=text)
    rules = grammar.parse(document, 0, len(text), "inclusion", words)
    found = verdicts(opened(tmp_path, words), rules, words)
    assert {person: v[0] for person, v in found.items()} == {
        "1": "met", "2": "unknown", "3": "met", "4": "not met", "5": "met",
    }  # fmt: skip
    assert found["4"][1] == "not met", "the day before lies within 24 hours"
    later = screen.screen(opened(tmp_path, words, until=24), rules[:1], words)
    assert (later.certain, later.possible, later.excluded) == (3, 1, 1), (
        "met by the later value of person 4, not of 5"
    )
