"""An OMOP source in PostgreSQL gives the patients that the same rows in files give."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import duckdb
import ibis
import pytest

from trialwright.adapters import concepts

_FILE = Path(__file__).parents[1] / "adapters" / "patients" / "test_omop.py"
_SPEC = importlib.util.spec_from_file_location("backends_omop_fixture", _FILE)
assert _SPEC
assert _SPEC.loader
omop = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(omop)


@pytest.mark.parametrize(
    "more",
    [{}, {"until": 48, "age": "calendar years"}, {"index": {"cohort": 7}}, {"captured": ["asthma"]}],
    ids=["visit", "until", "cohort", "captured"],
)
def test_omop_in_postgres_is_omop_in_files(
    more: dict[str, object], postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    omop.kept(tmp_path, "parquet")
    connection = ibis.connect(postgres_url)
    if "cdm" not in connection.list_databases():
        connection.create_database("cdm")
    for name in omop.TABLES:
        rows = duckdb.sql(f"select * from '{tmp_path}/cdm/{name}.parquet'").to_arrow_table()
        connection.create_table(name, rows, database="cdm", overwrite=True)
    monkeypatch.setenv("TW_TEST_DATABASE", postgres_url)
    words = concepts.load()
    here = omop.opened(tmp_path, words, **more)
    there = omop.opened(tmp_path, words, postgres="TW_TEST_DATABASE", **more)

    def listed(table: ibis.Table) -> list[tuple[object, ...]]:
        return sorted((tuple(r.values()) for r in table.to_pyarrow().to_pylist()), key=repr)

    assert listed(there.persons) == listed(here.persons)
    assert listed(there.facts) == listed(here.facts)
    assert (there.held, there.captured, there.warnings) == (here.held, here.captured, here.warnings)
    assert there.cohort.index == here.cohort.index
