"""One row a patient."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from trialwright.adapters import concepts, patients
from trialwright.errors import PatientsError
from trialwright.model.concept import Concepts

CSV = """patient_id,admitted_at,age,sex,crp_mg_l,crp_at,creatinine [umol/L],malignancy,mi_at,shoe size
1,2025-01-10,64,female,3.1,2025-01-10 06:00,88,no,2025-01-03,38
2,2025-01-11,71,m,,,102,yes,,44
3,2025-01-12 12:00,,U,250,2025-01-12,,,2025-01-12,41
"""
SPEC = {
    "table": "cohort.csv",
    "index": "admitted_at",
    "id": "patient_id",
    "columns": {
        "hsCRP": {"column": "crp_mg_l", "unit": "mg/L", "time": "crp_at"},
        "myocardial infarction": {"time": "mi_at"},
    },
    "captured": ["myocardial infarction"],
}


@pytest.fixture(scope="module")
def dictionary() -> Concepts:
    return concepts.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cohort.csv").write_text(CSV)
    return tmp_path


def opened(folder: Path, dictionary: Concepts, **more: object):
    return patients.open(SPEC | more, folder, dictionary, None)


def facts(tables, word: str, dictionary: Concepts) -> list[tuple]:
    name = dictionary.by_word[word].name
    rows = tables.facts.filter(tables.facts.concept == name).order_by("person_id").to_pyarrow().to_pylist()
    return [(r["person_id"], r["time_hours"], r["value"], r["unit"]) for r in rows]


def test_persons(folder: Path, dictionary: Concepts) -> None:
    rows = opened(folder, dictionary).persons.order_by("person_id").to_pyarrow().to_pylist()
    assert [tuple(r.values()) for r in rows] == [
        ("1", 64.0, "female"),
        ("2", 71.0, "male"),
        ("3", None, None),
    ]


def test_named_columns_have_their_unit_and_hours_from_the_index(folder: Path, dictionary: Concepts) -> None:
    found = facts(opened(folder, dictionary), "hscrp", dictionary)
    assert found == [("1", 6.0, 3.1, "mg/L"), ("3", -12.0, 250.0, "mg/L")]


def test_a_column_of_dates_is_an_event_without_a_value(folder: Path, dictionary: Concepts) -> None:
    tables = opened(folder, dictionary)
    assert facts(tables, "myocardial infarction", dictionary) == [
        ("1", -168.0, None, ""),
        ("3", -12.0, None, ""),
    ]
    assert tables.captured == {"myocardial infarction"}


def test_headings_that_name_a_concept_bind_by_themselves(folder: Path, dictionary: Concepts) -> None:
    tables = opened(folder, dictionary)
    assert facts(tables, "creatinine", dictionary) == [
        ("1", None, 88.0, "umol/L"),
        ("2", None, 102.0, "umol/L"),
    ]
    assert facts(tables, "malignancy", dictionary) == [("1", None, 0.0, ""), ("2", None, 1.0, "")]
    assert {"age", "sex", "creatinine", "malignancy"} < tables.held


def test_time_index_means_at_the_index(folder: Path, dictionary: Concepts) -> None:
    tables = opened(
        folder,
        dictionary,
        columns={"creatinine": {"column": "creatinine [umol/L]", "unit": "umol/L", "time": "index"}},
    )
    assert facts(tables, "creatinine", dictionary)[0] == ("1", 0.0, 88.0, "umol/L")


def test_cohort(folder: Path, dictionary: Concepts) -> None:
    cohort = opened(folder, dictionary).cohort
    assert (cohort.name, cohort.source, cohort.patients, cohort.index) == (
        "cohort",
        "cohort.csv",
        3,
        "admitted_at",
    )
    (folder / "cohort.csv").write_text(CSV.replace("64", "65"))
    assert opened(folder, dictionary).cohort.fingerprint != cohort.fingerprint


@pytest.mark.parametrize("suffix", ["parquet", "duckdb"])
def test_other_files_say_the_same_as_csv(folder: Path, dictionary: Concepts, suffix: str) -> None:
    path = folder / f"cohort.{suffix}"
    if suffix == "parquet":
        duckdb.sql(f"select * from '{folder / 'cohort.csv'}'").write_parquet(str(path))
    else:
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"create table visits as select * from '{folder / 'cohort.csv'}'")
    tables, csv = opened(folder, dictionary, table=path.name), opened(folder, dictionary)
    for word in ("hscrp", "creatinine", "malignancy", "myocardial infarction"):
        assert facts(tables, word, dictionary) == facts(csv, word, dictionary)
    persons = [t.persons.order_by("person_id").to_pyarrow().to_pylist() for t in (tables, csv)]
    assert persons[0] == persons[1]


def broken(folder: Path, dictionary: Concepts, before: str, after: str, **more: object) -> PatientsError:
    assert before in CSV
    (folder / "cohort.csv").write_text(CSV.replace(before, after))
    with pytest.raises(PatientsError) as caught:
        opened(folder, dictionary, **more)
    assert caught.value.what
    assert caught.value.where
    assert caught.value.fix
    return caught.value


def test_no_such_file_names_the_nearest(folder: Path, dictionary: Concepts) -> None:
    error = broken(folder, dictionary, "1", "1", table="cohorts.csv")
    assert "cohorts.csv" in error.what
    assert "Did you mean cohort.csv?" in error.fix


def test_a_missing_index_column_names_those_there_are(folder: Path, dictionary: Concepts) -> None:
    error = broken(folder, dictionary, "admitted_at", "admited_at")
    assert "admitted_at" in error.what
    assert "Did you mean admited_at?" in error.fix
    assert "crp_mg_l" in error.fix


def test_no_index_at_all(folder: Path, dictionary: Concepts) -> None:
    (folder / "cohort.csv").write_text(CSV)
    with pytest.raises(PatientsError) as caught:
        patients.open({k: v for k, v in SPEC.items() if k != "index"}, folder, dictionary, None)
    assert caught.value.where == "patients.index"


def test_a_patient_twice(folder: Path, dictionary: Concepts) -> None:
    error = broken(folder, dictionary, "\n3,", "\n2,")
    assert "patient 2 has 2 rows" in error.what
    assert "shape: long" in error.fix


@pytest.mark.parametrize(
    ("before", "after", "row", "said"),
    [
        (",250,", ",low,", "row 3", "'low' is not a number"),
        ("2025-01-11,71", "11/01/2025,71", "row 2", "'11/01/2025' is not a date"),
        (",2025-01-10 06:00,", ",yesterday,", "row 1", "'yesterday' is not a date"),
        (",m,", ",x,", "row 2", "'x' is not female or male"),
        (",yes,", ",maybe,", "row 2", "'maybe' is not yes or no"),
        (",64,", ",sixty,", "row 1", "'sixty' is not a number"),
        ("2,2025-01-11", "2,", "Row 2", "has no admitted_at"),
        ("\n2,2025-01-11", "\n,2025-01-11", "Row 2", "has no patient_id"),
    ],
)
def test_a_cell_that_cannot_be_read_has_its_row(
    folder: Path, dictionary: Concepts, before: str, after: str, row: str, said: str
) -> None:
    error = broken(folder, dictionary, before, after)
    assert said in error.what
    assert row in f"{error.what} {error.where}"


def test_words_for_missing_are_named_by_the_plan(folder: Path, dictionary: Concepts) -> None:
    (folder / "cohort.csv").write_text(CSV.replace(",250,", ",NA,").replace(",88,", ",-1,"))
    tables = opened(folder, dictionary, missing=["NA", -1])
    assert facts(tables, "hscrp", dictionary) == [("1", 6.0, 3.1, "mg/L")]
    assert facts(tables, "creatinine", dictionary) == [("2", None, 102.0, "umol/L")]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"columns": {"hsCRB": "crp_mg_l"}}, "patients.columns.hsCRB"),
        ({"columns": {"hsCRP": {"column": "crp"}}}, "patients.columns.hsCRP.column"),
        ({"columns": {"hsCRP": {"column": "crp_mg_l", "when": "crp_at"}}}, "patients.columns.hsCRP"),
        ({"columns": {"hsCRP": {"column": "crp_mg_l", "unit": "furlong"}}}, "patients.columns.hsCRP.unit"),
        ({"columns": ["crp_mg_l"]}, "patients.columns"),
        ({"columns": {"hsCRP": ["crp_mg_l", "mg/L"]}}, "patients.columns.hsCRP"),
        ({"captured": ["statinn"]}, "patients.captured"),
        ({"tabel": "cohort.csv"}, "patients.tabel"),
        ({"shape": "tall"}, "patients.shape"),
        ({"id": "patient"}, "patients.id"),
    ],
)
def test_mistakes_in_the_plan_name_their_key(
    folder: Path, dictionary: Concepts, more: dict, where: str
) -> None:
    assert broken(folder, dictionary, "1", "1", **more).where == where


def test_files_that_cannot_be_read(folder: Path, dictionary: Concepts) -> None:
    (folder / "broken.parquet").write_bytes(b"PAR1 and then nothing")
    assert "broken.parquet" in broken(folder, dictionary, "1", "1", table="broken.parquet").what
    assert "no rows" in broken(folder, dictionary, CSV[CSV.index("\n") :], "\n").what


@pytest.mark.parametrize(
    ("data", "said", "fix"),
    [
        (b"", "is empty", "heading"),
        (b"\n \n", "is empty", "heading"),
        ("patient_id,name,admitted_at\n1,Zo\u00eb,2025-01-01\n".encode("latin-1"), "not text in UTF-8", "CSV UTF-8"),
        ("patient_id,admitted_at\n1,2025-01-01\n".encode("utf-16"), "not text in UTF-8", "CSV UTF-8"),
        (b"patient_id,admitted_at\n1,2025-01-01\n2,2025-01-01,x\n", "as many cells as its heading", "Quote"),
    ],
    ids=["nothing", "blank", "latin 1", "utf 16", "ragged"],
)  # fmt: skip
def test_a_csv_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, dictionary: Concepts, data: bytes, said: str, fix: str
) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    for ask in (
        lambda: patients.open({"table": "t.csv", "index": "admitted_at"}, tmp_path, dictionary, None),
        lambda: patients.draft("t.csv", tmp_path, dictionary),
    ):
        with pytest.raises(PatientsError) as caught:
            ask()
        assert said in caught.value.what
        assert fix in caught.value.fix


def test_no_row_of_a_csv_is_left_out(tmp_path: Path, dictionary: Concepts) -> None:
    """Not one that begins like a comment, and not those above a row that looks more like a heading."""
    (tmp_path / "t.csv").write_text("patient_id,admitted_at\n#1,2025-01-01\n2,2025-01-01\n")
    spec = {"table": "t.csv", "id": "patient_id", "index": "admitted_at"}
    assert patients.open(spec, tmp_path, dictionary, None).cohort.patients == 2


MOMENTS = "patient_id,admitted_at,crp,crp_at\n1,{},12,{}\n"
TIMED = {
    "table": "cohort.csv",
    "index": "admitted_at",
    "id": "patient_id",
    "columns": {"CRP": {"column": "crp", "unit": "mg/L", "time": "crp_at"}},
}


@pytest.mark.parametrize(
    ("index", "at", "hours"),
    [
        ("2025-03-01T10:00:00+02:00", "2025-03-01T08:30:00+0200", -1.5),
        ("2025-03-01T10:00:00Z", "2025-03-01 12:00:00+00:00", 2.0),
        ("2025-03-01T10:00:00-05:00", "2025-03-01", -10.0),  # a date of the same place
    ],
)
def test_one_offset_from_utc_is_one_clock(tmp_path, dictionary, index: str, at: str, hours: float) -> None:
    (tmp_path / "cohort.csv").write_text(MOMENTS.format(index, at))
    opened = patients.open(TIMED, tmp_path, dictionary)
    assert opened.facts.execute().time_hours.tolist() == [hours]


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize(
    ("index", "at"),
    [
        ("2025-03-01T10:00:00+02:00", "2025-03-01T08:00:00Z"),  # the same instant
        ("2025-03-01T10:00:00Z", "2025-03-01 08:00"),
    ],
)
def test_two_clocks_are_refused(tmp_path, dictionary, shape: str, index: str, at: str) -> None:
    (tmp_path / "cohort.csv").write_text(MOMENTS.format(index, at))
    spec = dict(TIMED)
    if shape == "long":
        (tmp_path / "cohort.csv").write_text(f"pid,what,crp,admitted_at,crp_at\n1,CRP,12,{index},{at}\n")
        spec = {
            "table": "cohort.csv", "shape": "long", "id": "pid", "concept": "what", "value": "crp",
            "index": "admitted_at", "time": "crp_at",
        }  # fmt: skip
    with pytest.raises(PatientsError, match="different clocks"):
        patients.open(spec, tmp_path, dictionary)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"patient_id,day,age,age\na,2024-01-01,50,60\n", "names age more than once"),
        (b"\xef\xbb\xbfpatient_id;day;Na;NA\na;2024-01-01;140;1\n", "names na more than once"),
        (b'patient_id,day,"age, at index","age, at index"\na,2024-01-01,50,60\n', "more than once"),
        (b"PK\x03\x04 what a zip archive begins with", "is a zip archive"),
        (b"\x1f\x8b\x08 what gzip begins with", r"is packed \(gzip\)"),
        (None, "is a folder, not a table"),
    ],
)
def test_files_that_are_no_table_of_named_columns(
    tmp_path: Path, dictionary: Concepts, data: bytes | None, what: str
) -> None:
    path = tmp_path / "t.csv"
    path.mkdir() if data is None else path.write_bytes(data)
    with pytest.raises(PatientsError, match=what) as caught:
        patients.open({"table": "t.csv", "index": "day"}, tmp_path, dictionary)
    assert caught.value.fix


def test_a_heading_with_a_unit_that_is_not_known_is_told(tmp_path: Path, dictionary: Concepts) -> None:
    (tmp_path / "t.csv").write_text("patient_id,day,crp [florps],age\na,2024-01-01,3,50\n")
    found = patients.open({"table": "t.csv", "index": "day"}, tmp_path, dictionary)
    assert "c-reactive protein" not in found.held
    assert any("crp [florps] is not used: its unit florps is not known" in w for w in found.warnings)
