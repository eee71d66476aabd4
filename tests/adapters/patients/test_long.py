"""One row a measurement, and the bundled layout of a public table."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from trialwright.adapters import concepts, patients
from trialwright.adapters.patients import bundled
from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts
from trialwright.model.units import linear

ROWS = [
    ("7", 0, "Age", 54.0), ("7", 0, "Gender", 0.0), ("7", 0, "Height", -1.0), ("7", 0, "Weight", 81.0),
    ("7", 90, "FiO2", 0.5), ("7", 90, "PaO2", 80.0), ("7", 90, "MechVent", 1.0), ("7", 120, "Urine", 30.0),
    ("8", 0, "Age", 71.0), ("8", 0, "Gender", -1.0), ("8", 0, "Height", 170.0), ("8", 0, "Weight", -1.0),
    ("8", 600, "Creatinine", 1.3),
]  # fmt: skip


@pytest.fixture(scope="module")
def dictionary() -> Concepts:
    return concepts.load()


def write(folder: Path, rows: list[tuple]) -> None:
    names = ("record_id", "minute", "parameter", "value")
    pq.write_table(pa.table({n: [r[i] for r in rows] for i, n in enumerate(names)}), folder / "stays.parquet")


def facts(tables) -> list[tuple]:
    rows = tables.facts.to_pyarrow().to_pylist()
    return sorted((r["person_id"], r["concept"], r["time_hours"], r["value"], r["unit"]) for r in rows)


def test_bundled_layout(tmp_path: Path, dictionary: Concepts) -> None:
    write(tmp_path, ROWS)
    tables = patients.open({"table": "stays.parquet", "mapping": "physionet2012"}, tmp_path, dictionary, None)
    assert facts(tables) == [
        ("7", "fio2", 1.5, 0.5, "1"),
        ("7", "intensive care admission", 0.0, 1.0, ""),
        ("7", "mechanical ventilation", 1.5, 1.0, ""),
        ("7", "pao2", 1.5, 80.0, "mm[Hg]"),
        ("7", "weight", 0.0, 81.0, "kg"),
        ("8", "creatinine", 10.0, 1.3, "mg/dL"),
        ("8", "height", None, 170.0, "cm"),
        ("8", "intensive care admission", 0.0, 1.0, ""),
    ]
    persons = tables.persons.order_by("person_id").to_pyarrow().to_pylist()
    assert [tuple(p.values()) for p in persons] == [("7", 54.0, "female"), ("8", 71.0, None)]
    assert "lactate" not in tables.held  # the layout knows it, this table has no row of it
    assert "mechanical ventilation" in tables.held
    assert tables.captured == frozenset()
    assert tables.cohort.patients == 2


def test_the_plan_may_say_what_is_captured(tmp_path: Path, dictionary: Concepts) -> None:
    write(tmp_path, ROWS)
    spec = {"table": "stays.parquet", "mapping": "physionet2012", "captured": ["mechanical ventilation"]}
    assert patients.open(spec, tmp_path, dictionary, None).captured == {"mechanical ventilation"}


@pytest.mark.parametrize("name", sorted(p.stem for p in bundled.FOLDER.glob("*.yaml")))
def test_bundled_units_lead_to_canonical_ones(name: str, dictionary: Concepts) -> None:
    layout = yaml.safe_load((bundled.FOLDER / f"{name}.yaml").read_text())
    for code, what in layout["map"].items():
        concept = dictionary.by_word[what["concept"].lower()]
        if concept.unit:
            assert linear(what["unit"], concept.unit, concept) is not None, code


def test_without_a_map_the_codes_are_the_dictionary_s_words(tmp_path: Path, dictionary: Concepts) -> None:
    (tmp_path / "long.csv").write_text(
        "who,when,start,what,much,in\n"
        "a,2025-03-02,2025-03-01,Lactate,2.5,mmol/L\n"
        "a,2025-03-01,2025-03-01,vasopressor,,\n"
        "a,2025-03-01,2025-03-01,malignancy,no,\n"
        "a,2025-03-01,2025-03-01,star sign,aries,\n"
        "b,2025-03-01,2025-03-01,age,70,\n"
    )
    spec = {"table": "long.csv", "shape": "long", "id": "who", "concept": "what", "value": "much", "unit": "in",
            "time": "when", "index": "start"}  # fmt: skip
    tables = patients.open(spec, tmp_path, dictionary, None)
    assert facts(tables) == [
        ("a", "lactate", 24.0, 2.5, "mmol/L"),
        ("a", "malignancy", 0.0, 0.0, ""),
        ("a", "vasopressor", 0.0, None, ""),
    ]
    assert tables.cohort.patients == 2


def test_two_ages_are_none(tmp_path: Path, dictionary: Concepts) -> None:
    write(tmp_path, [*ROWS, ("7", 5, "Age", 55.0)])
    tables = patients.open({"table": "stays.parquet", "mapping": "physionet2012"}, tmp_path, dictionary, None)
    ages = {p["person_id"]: p["age_years"] for p in tables.persons.to_pyarrow().to_pylist()}
    assert ages == {"7": None, "8": 71.0}


def test_age_and_sex_may_stand_on_every_row_of_a_patient(tmp_path: Path, dictionary: Concepts) -> None:
    (tmp_path / "long.csv").write_text(
        "who,at,what,much,months,gender\na,0,lactate,2,720,1\na,1,lactate,3,720,1\n"
        "b,0,lactate,2,600,2\nb,1,lactate,2,612,\nc,0,lactate,2,,1\n"
    )
    codes = {1: "male", 2: "female"}
    columns = {"age": {"column": "months", "unit": "mo"}, "sex": {"column": "gender", "codes": codes}}
    tables = patients.open(LONG | {"columns": columns}, tmp_path, dictionary, None)
    assert {"age", "sex"} <= tables.held
    persons = {p["person_id"]: (p["age_years"], p["sex"]) for p in tables.persons.to_pyarrow().to_pylist()}
    assert persons == {"a": (pytest.approx(60.0), "male"), "b": (None, "female"), "c": (None, "male")}


LONG = {"table": "long.csv", "shape": "long", "id": "who", "concept": "what", "value": "much", "hour": "at"}


@pytest.mark.parametrize(
    ("text", "more", "said", "where"),
    [
        ("who,at,what,much\na,0,lactate,2\na,1,lactate,high\n", {}, "'high' is not a number", "row 2"),
        ("who,at,what,much\na,soon,lactate,2\n", {}, "'soon' is not a number", "row 1"),
        ("who,at,what,much\n,0,lactate,2\n", {}, "row has no who", "patients.id"),
        ("who,at,what,much\na,0,LAC,2\n", {}, "No row of what", "patients.map"),
        ("who,at,what,much\na,0,LAC,2\n", {"map": {"LAC": "lactat"}}, "lactat is not in the dictionary", "patients.map.LAC"),
        ("who,at,what,much\na,0,LAC,2\n", {"map": {"LAC": {"concept": "lactate", "units": "x"}}}, "units", "patients.map.LAC"),
        ("who,at,what,much\na,0,lactate,2\n", {"value": "amount"}, "no column amount", "patients.value"),
        ("who,at,what,much,kg\na,0,lactate,2,70\n", {"columns": {"weight": "kg"}}, "no column in a long table", "patients.columns.weight"),
        ("who,at,what,much,yr\na,0,age,60,70\n", {"columns": {"age": "yr"}}, "by a column and by rows", "patients.columns.age"),
        ("who,at,what,much,yr\na,0,lactate,2,old\n", {"columns": {"age": "yr"}}, "'old' is not a number", "row 1"),
        ("who,at,what,much\na,0,sex,5\na,0,lactate,2\n", {}, "'5' is not female or male", "row 1"),
        ("who,at,what,much,sx\na,0,lactate,2,5\n", {"columns": {"sex": "sx"}}, "'5' is not female or male", "row 1"),
        ("who,at,what,much,yr\na,0,lactate,2,7\n", {"columns": {"age": "year"}}, "no column year", "patients.columns.age"),
        ("who,at,what,much\na,0,lactate,2\n", {"mapping": "physionet2021"}, "physionet2021", "patients.mapping"),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, dictionary: Concepts, text: str, more: dict, said: str, where: str) -> None:
    (tmp_path / "long.csv").write_text(text)
    with pytest.raises(PatientsError) as caught:
        patients.open(LONG | more, tmp_path, dictionary, None)
    assert said in caught.value.what
    assert where in caught.value.where
    assert caught.value.fix


def test_until_ends_a_tables_facts_and_its_absence_is_told(tmp_path: Path, dictionary: Concepts) -> None:
    write(tmp_path, ROWS)
    spec = {"table": "stays.parquet", "mapping": "physionet2012"}
    every = patients.open(spec, tmp_path, dictionary, None)
    (warning,) = every.warnings
    assert warning.startswith("4 facts lie after the index")
    some = patients.open({**spec, "until": 1.5}, tmp_path, dictionary, None)
    assert some.warnings == ()
    assert facts(some) == [f for f in facts(every) if f[2] is None or f[2] <= 1.5]
    assert len(facts(some)) == len(facts(every)) - 1
    with pytest.raises(PatientsError, match="no number of hours"):
        patients.open({**spec, "until": "soon"}, tmp_path, dictionary, None)


def test_two_stays_of_one_patient_are_refused(tmp_path: Path, dictionary: Concepts) -> None:
    head = "pid,test,result,unit,taken,admitted\n"
    rows = "a,crp,30,mg/L,2024-01-01 10:00,{}\na,crp,10,mg/L,2024-03-01 10:00,2024-03-01 08:00\n"
    spec = {"table": "t.csv", "shape": "long", "id": "pid", "concept": "test", "value": "result", "unit": "unit",
            "time": "taken", "index": "admitted"}  # fmt: skip
    (tmp_path / "t.csv").write_text(head + rows.format("2024-01-01 08:00"))
    with pytest.raises(PatientsError, match="two index dates, 2024-01-01 08:00 and 2024-03-01 08:00"):
        patients.open(spec, tmp_path, dictionary, None)
    (tmp_path / "t.csv").write_text(head + rows.format("2024-03-01 08:00"))
    assert patients.open(spec, tmp_path, dictionary, None).cohort.patients == 1


def test_a_mapping_that_is_not_there_says_how_to_draft_one(tmp_path: Path, dictionary: Concepts) -> None:
    with pytest.raises(PatientsError) as caught:
        patients.open({"table": "t.csv", "mapping": "gone.yaml"}, tmp_path, dictionary, None)
    assert "trialwright map" in caught.value.fix
