"""The same patient table read from a file and from each engine gives the same persons and facts."""

from __future__ import annotations

from pathlib import Path

import ibis
import pytest

from trialwright.adapters import concepts, patients
from trialwright.errors import PatientsError
from trialwright.model.patients import PatientTables

WIDE = """pid,seen,years,sex,crp,creat,drawn,cancer,top
a,2024-03-01 10:30,61,F,12.5,1.1,2024-02-28 22:00,no,1.2
b,2024-03-02,45,m,,0.9,2024-03-01,yes,
c,2024-03-03 00:15:30,,,3,-1,,,1.3
"""
SPEC = {
    "id": "pid",
    "index": "seen",
    "missing": [-1],
    "columns": {
        "age": "years",
        "sex": "sex",
        "CRP": {"column": "crp", "unit": "mg/L", "time": "drawn"},
        "creatinine": {"column": "creat", "unit": "mg/dL", "time": "index", "upper": "top"},
        "malignancy": "cancer",
    },
}
LONG = """pid,what,value,at,start,top
a,hr,88,2024-03-01 10:30,2024-03-01 08:00,100
a,hr,x,2024-03-01 12:30,2024-03-01 08:00,
b,hr,71.5,2024-02-27,2024-03-01 08:00,x
b,sbp,120,2024-03-01 07:59:30,2024-03-01 08:00,139.5
"""
LONG_SPEC = {
    "shape": "long", "id": "pid", "concept": "what", "value": "value", "time": "at", "index": "start",
    "missing": ["x"], "upper": "top",
    "map": {"hr": {"concept": "heart rate", "unit": "/min"}, "sbp": {"concept": "systolic blood pressure", "unit": "mm[Hg]"}},
}  # fmt: skip


def rows(found: PatientTables) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Persons and facts in a fixed order; NaN, which some engines' pandas path makes of null, as None."""
    out = []
    for table in (found.persons, found.facts):
        listed = [tuple(None if v != v else v for v in r.values()) for r in table.to_pyarrow().to_pylist()]
        out.append(sorted(listed, key=repr))
    return out[0], out[1]


def on_postgres(url: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    connection = ibis.connect(url)
    connection.create_table(
        path.stem, ibis.duckdb.connect().read_csv(path, all_varchar=True).to_pyarrow(), overwrite=True
    )
    monkeypatch.setenv("TW_TEST_DATABASE", url)
    return {"postgres": "TW_TEST_DATABASE", "table": path.stem}


@pytest.mark.parametrize(("text", "spec"), [(WIDE, SPEC), (LONG, LONG_SPEC)], ids=["wide", "long"])
@pytest.mark.parametrize("engine", ["postgres", "spark"])
def test_a_table_is_the_same_on_every_engine(
    engine: str, text: str, spec: dict[str, object], tmp_path: Path, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    words = concepts.load()
    path = tmp_path / ("wide.csv" if spec is SPEC else "long.csv")
    path.write_text(text)
    if engine == "spark":
        request.getfixturevalue("spark")
        there = {"spark": "local[1]", "table": path.name}
    else:
        there = on_postgres(request.getfixturevalue("postgres_url"), path, monkeypatch)
    here = patients.open({**spec, "table": path.name}, tmp_path, words)
    found = patients.open({**spec, **there}, tmp_path, words)
    assert rows(found) == rows(here)
    assert found.held == here.held
    assert found.cohort.patients == here.cohort.patients == len(rows(here)[0])


def test_a_cell_that_is_no_number_is_refused_with_its_row_on_postgres(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(WIDE.replace("12.5", "12,5x").replace("a,2024", "a,2024").replace("12,5x", '"12,5"'))
    there = on_postgres(postgres_url, path, monkeypatch)
    with pytest.raises(PatientsError, match="not a number") as caught:
        patients.open({**SPEC, **there}, tmp_path, concepts.load())
    assert "column crp, row 1" in caught.value.where


@pytest.mark.parametrize("value", ["postgresql://me:secret@host/db", "not set anywhere", 7])
def test_an_address_in_a_plan_is_refused_and_never_repeated(value: object, tmp_path: Path) -> None:
    with pytest.raises(PatientsError) as caught:
        patients.open({"postgres": value, "table": "t", "id": "i", "index": "d"}, tmp_path, concepts.load())
    assert "secret" not in str(caught.value)
    assert "environment variable" in str(caught.value)


def test_a_server_that_does_not_answer_keeps_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TW_TEST_DATABASE", "postgresql://me:secret@127.0.0.1:9/db")
    with pytest.raises(PatientsError, match="does not answer") as caught:
        patients.open(
            {"postgres": "TW_TEST_DATABASE", "table": "t", "id": "i", "index": "d"}, tmp_path, concepts.load()
        )
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("url", ["mssql://u:secret@h/db", "mysql://u:secret@h/db"])
def test_an_engine_that_loses_the_third_value_is_refused(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TW_TEST_DATABASE", url)
    with pytest.raises(PatientsError, match="unknown could become false") as caught:
        patients.open(
            {"postgres": "TW_TEST_DATABASE", "table": "t", "id": "i", "index": "d"}, tmp_path, concepts.load()
        )
    assert "secret" not in str(caught.value)


def test_why_sql_server_is_refused() -> None:
    """Ibis compiles a boolean column to IIF(..., 1, 0) there: null and false become the same 0."""
    table = ibis.table({"x": "float64"}, name="t")
    text = str(ibis.to_sql(table.select(hit=table.x > 1), dialect="mssql"))
    assert "IIF" in text
    assert "IIF" not in str(ibis.to_sql(table.select(hit=table.x > 1), dialect="postgres"))
