"""A drafted mapping: what headings say is written, what only looks likely is a comment, and it opens as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trialwright.adapters import concepts, patients
from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.errors import PatientsError, PlanError
from trialwright.model.concept import Concepts

WIDE = """patient_id,admitted_at,age,Sex,hsCRP [mg/L],creatinine,lactate_mmol_l,weigth,dob
a,2024-01-01,61,F,12.5,1.1,2.0,70,1960-01-01
b,2024-01-02,55,M,3.5,0.9,1.0,82,1961-01-01
"""
LONG = """pid,test,result,unit,charted_at,admitted_at
a,creatinine,1.1,mg/dL,2024-01-01 10:00,2024-01-01
a,lactate,2,mmol/L,2024-01-01 10:00,2024-01-01
b,Lactatt,2,mmol/L,2024-01-02 10:00,2024-01-01
b,zzz,2,mmol/L,2024-01-02 10:00,2024-01-01
b,zzz,3,mmol/L,2024-01-03 10:00,2024-01-01
"""


@pytest.fixture(scope="module")
def words() -> Concepts:
    return concepts.load()


def drafted(folder: Path, text: str, words: Concepts) -> tuple[str, dict[str, Any]]:
    (folder / "t.csv").write_text(text, encoding="utf-8")
    out = patients.draft("t.csv", folder, words)
    return out, yaml.safe_load(out)


def test_a_wide_table(tmp_path: Path, words: Concepts) -> None:
    text, layout = drafted(tmp_path, WIDE, words)
    assert (layout["shape"], layout["id"], layout["index"]) == ("wide", "patient_id", "admitted_at")
    assert layout["columns"] == {
        "age": {"column": "age"},
        "sex": {"column": "Sex"},
        "high-sensitivity c-reactive protein": {"column": "hsCRP [mg/L]", "unit": "mg/L"},
        "lactate": {"column": "lactate_mmol_l", "unit": "mmol/L"},
    }
    unsure = [line for line in text.splitlines() if line.startswith("#   ")]
    assert len(unsure) == 2
    assert "no unit is stated" in next(line for line in unsure if "creatinine" in line)
    assert "resembles weight" in next(line for line in unsure if "weigth" in line)
    assert '# not used: the columns "dob"' in text


def test_a_long_table(tmp_path: Path, words: Concepts) -> None:
    text, layout = drafted(tmp_path, LONG, words)
    assert {k: layout[k] for k in ("shape", "id", "concept", "value", "unit", "time", "index")} == {
        "shape": "long", "id": "pid", "concept": "test", "value": "result", "unit": "unit", "time": "charted_at",
        "index": "admitted_at",
    }  # fmt: skip
    assert layout["map"] == {"creatinine": {"concept": "creatinine"}, "lactate": {"concept": "lactate"}}
    assert any(line.startswith("#   ") and "Lactatt" in line for line in text.splitlines())
    assert '# not used: the codes "zzz"' in text


def test_a_long_table_that_repeats_age_and_sex(tmp_path: Path, words: Concepts) -> None:
    """They are columns of the draft; an age that grows from row to row is left to a person, and so is the ward."""
    rows = (
        "pid,age,sex,ward,test,result,unit\n"
        "a,61,F,x,lactate,2,mmol/L\na,61,F,x,lactate,3,mmol/L\nb,55,M,y,lactate,1,mmol/L\n"
    )
    text, layout = drafted(tmp_path, rows, words)
    assert layout["columns"] == {"age": {"column": "age"}, "sex": {"column": "sex"}}
    assert '# not used: the columns "ward"' in text
    growing, layout = drafted(tmp_path, rows.replace("a,61,F,x,lactate,3", "a,62,F,x,lactate,3"), words)
    assert layout["columns"] == {"sex": {"column": "sex"}}
    assert '#   "age": {column: "age"}  # its heading, but some patients have several' in growing
    (tmp_path / "t.map.yaml").write_text(text, encoding="utf-8")
    found = patients.open({"table": "t.csv", "mapping": "t.map.yaml"}, tmp_path, words)
    assert {"age", "sex", "lactate"} <= found.held


def test_a_date_of_what_came_later_is_no_index(tmp_path: Path, words: Concepts) -> None:
    rows = "patient_id,StartDate,LastVisitDate\na,2024-01-01,2025-01-01\nb,2024-01-02,2025-01-01\n"
    text, layout = drafted(tmp_path, rows, words)
    assert "index" not in layout
    assert '# index: "StartDate"' in text


def test_codes_of_sex_are_for_a_person(tmp_path: Path, words: Concepts) -> None:
    rows = "patient_id,sex,age\na,1,50\nb,2,60\n"
    text, layout = drafted(tmp_path, rows, words)
    assert layout["columns"] == {"age": {"column": "age"}}
    assert 'codes: {"1": ?, "2": ?}}  # its heading; which code is which is not stated' in text


def test_an_abbreviation_is_taken_where_units_and_values_bear_it_out(tmp_path: Path, words: Concepts) -> None:
    tests = [
        ("CREAT", "88", "umol/L"), ("K", "4.1", "mmol/L"), ("MG", "500", "mg"), ("GLU", "9000", "mmol/L"), ("PLT", "4.2", "%"),
        ("CREA", "1.1", "mg/dL"), ("PT", "12", "s"), ("CREAT_U", "9000", "umol/L"),
    ]  # fmt: skip
    rows = [f"{pid},70,{t},{v},{u}" for pid in "ab" for t, v, u in tests]
    text, layout = drafted(
        tmp_path, "pid,age_at_admission,test,result,unit\n" + "\n".join(rows) + "\n", words
    )
    assert layout["map"] == {
        "CREAT": {"concept": "creatinine"},
        "K": {"concept": "potassium"},
        "CREA": {"concept": "creatinine"},
    }
    assert layout["columns"] == {"age": {"column": "age_at_admission"}}
    told = {line.split('"')[1]: line for line in text.splitlines() if line.startswith("#   ")}
    assert "its unit mg is none of magnesium" in told["MG"]
    assert "only 0% of its values are plausible" in told["GLU"]
    assert "its unit % is none of platelets" in told["PLT"]
    assert "may also mean the patient" in told["PT"]
    assert '# not used: the codes "CREAT_U"' in text


def test_a_word_that_its_values_belie_is_for_a_person(tmp_path: Path, words: Concepts) -> None:
    """Years of birth under age, and a name whose usual unit is in the heading but whose values are none of it."""
    rows = "".join(f"p{i},{i + 1930},{i + 60},{i % 4}\n" for i in range(60))
    text, layout = drafted(tmp_path, "patient_id,age,k_mmol_l,ps\n" + rows, words)
    assert layout["columns"] == {}
    assert "of its values are plausible" in next(line for line in text.splitlines() if '"age"' in line)
    assert "of its values are plausible" in next(line for line in text.splitlines() if "potassium" in line)
    assert "may also mean pressure support" in text


def test_a_table_without_a_mapping_takes_no_heading_of_two_meanings(tmp_path: Path, words: Concepts) -> None:
    (tmp_path / "t.csv").write_text("patient_id,day,asa,age\na,2024-01-01,1,50\nb,2024-01-01,0,60\n")
    found = patients.open({"table": "t.csv", "index": "day"}, tmp_path, words)
    assert "asa physical status" not in found.held
    assert any("asa is not used: it may mean asa physical status, or aspirin" in w for w in found.warnings)
    told = {"table": "t.csv", "index": "day", "columns": {"asa": {"column": "asa"}}}
    found = patients.open(told, tmp_path, words)
    assert "asa physical status" in found.held
    assert not found.warnings


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("person.csv", "patients omop:site"),
        ("Patient.ndjson", "patients fhir:site"),
        ("notes.md", "Name one file"),
    ],
)
def test_a_folder_is_no_table_and_what_it_is_is_said(
    tmp_path: Path, words: Concepts, file: str, said: str
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / file).write_text("x\n")
    with pytest.raises(PatientsError) as caught:
        patients.draft("site", tmp_path, words)
    assert "not a table" in caught.value.what
    assert said in caught.value.fix


def test_a_table_of_one_row_is_said_to_have_one(tmp_path: Path, words: Concepts) -> None:
    text, _ = drafted(tmp_path, "patient_id,age\na,61\n", words)
    assert "1 row." in text
    assert "1 different value" in text


@pytest.mark.parametrize("text", [WIDE, LONG], ids=["wide", "long"])
def test_a_draft_opens_as_it_stands(tmp_path: Path, words: Concepts, text: str) -> None:
    out, _ = drafted(tmp_path, text, words)
    (tmp_path / "t.map.yaml").write_text(out, encoding="utf-8")
    found = patients.open({"table": "t.csv", "mapping": "t.map.yaml"}, tmp_path, words)
    assert found.cohort.patients == 2
    assert "lactate" in found.held


def test_a_table_that_says_nothing_gets_questions_and_no_guess(tmp_path: Path, words: Concepts) -> None:
    text, layout = drafted(tmp_path, "foo,bar\n1,2\n3,4\n", words)
    assert layout == {"shape": "wide", "columns": {}}
    assert "# id:" in text
    assert "# index:" in text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab :#{}[]'\"\\%&*!|>-?@`éα", min_size=1, max_size=12).filter(lambda h: h.strip()))
def test_no_heading_breaks_the_file(tmp_path: Path, words: Concepts, heading: str) -> None:
    quoted = '"' + heading.replace('"', '""') + '"'
    _, layout = drafted(tmp_path, f"patient_id,{quoted},age\np1,1,50\np2,2,60\n", words)
    assert layout["id"] == "patient_id"
    assert "age" in layout["columns"]


def test_a_mapping_file_with_a_mistake_is_refused_with_its_line(tmp_path: Path, words: Concepts) -> None:
    (tmp_path / "t.csv").write_text(WIDE)
    (tmp_path / "bad.yaml").write_text("id: patient_id\ncolumns: {age: [\n")
    with pytest.raises(PatientsError, match="cannot be read") as caught:
        patients.open({"table": "t.csv", "mapping": "bad.yaml"}, tmp_path, words)
    assert "bad.yaml, line" in caught.value.where


def test_the_command_writes_and_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_text(WIDE)
    assert guarded(app, ["map", str(tmp_path / "t.csv")]) == 0
    written = (tmp_path / "t.map.yaml").read_text()
    assert written in capsys.readouterr().out
    (tmp_path / "t.map.yaml").write_text("mine")
    assert guarded(app, ["map", str(tmp_path / "t.csv")]) == PlanError.exit_code
    assert (tmp_path / "t.map.yaml").read_text() == "mine"
    assert guarded(app, ["map", str(tmp_path / "absent.csv")]) == PatientsError.exit_code


def test_hours_of_a_day_are_no_heart_rate(tmp_path: Path, words: Concepts) -> None:
    rows = "patient_id,admitted_at,hr\na,2024-01-01,12\nb,2024-01-02,23\n"
    text, layout = drafted(tmp_path, rows, words)
    assert layout["columns"] == {}
    assert "hours of a day" in text
    opened = patients.open({"table": "t.csv", "index": "admitted_at"}, tmp_path, words)
    assert "heart rate" not in opened.held
    assert "hr is not used" in " ".join(opened.warnings)
    _, layout = drafted(tmp_path, rows.replace("23", "84"), words)
    assert layout["columns"] == {"heart rate": {"column": "hr"}}


def test_a_heading_without_rows_is_no_table_to_guess_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text("patient_id,age,sex\n", encoding="utf-8")
    assert guarded(app, ["map", str(tmp_path / "t.csv")]) == PatientsError.exit_code
    assert "a heading and no rows" in capsys.readouterr().err
    assert not (tmp_path / "t.map.yaml").exists()


def test_a_day_of_birth_is_no_time_and_an_upper_limit_is_one(tmp_path: Path, words: Concepts) -> None:
    text = (
        "pid,test,result,unit,uln,date_of_birth,at,admitted_at\n"
        "a,ALT,31,U/L,40,1960-02-03,2024-01-01 10:00,2024-01-01\n"
        "a,ALT,52,U/L,40,1960-02-03,2024-01-02 10:00,2024-01-01\n"
        "b,ALT,28,U/L,35,1971-05-06,2024-01-04 10:00,2024-01-03\n"
    )
    out, layout = drafted(tmp_path, text, words)
    assert (layout["time"], layout["upper"], layout["index"]) == ("at", "uln", "admitted_at")
    assert '# not used: the columns "date_of_birth"' in out
    (tmp_path / "t.map.yaml").write_text(out, encoding="utf-8")
    opened = patients.open({"table": "t.csv", "mapping": "t.map.yaml"}, tmp_path, words, None)
    rows = opened.facts.order_by("person_id", "time_hours").to_pyarrow().to_pylist()
    assert [(r["person_id"], r["time_hours"], r["upper"]) for r in rows] == [
        ("a", 10.0, 40.0), ("a", 34.0, 40.0), ("b", 34.0, 35.0)
    ]  # fmt: skip
