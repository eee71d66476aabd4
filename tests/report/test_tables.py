"""Tables as files: CSV and Parquet hold the same rows, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet as pq
import pytest

from trialwright.report.tables import Table, as_csv, as_parquet

TABLE = Table(
    "t",
    {"name": "string", "n": "int64", "value": "float64", "ok": "bool"},
    [("a, b", 1, 0.1, True), ("=1+1", None, -1e-300, False), (None, 3, None, None)],
)


def test_parquet_has_the_rows_and_types() -> None:
    read = pq.read_table(io.BytesIO(as_parquet(TABLE)))
    assert [str(t) for t in read.schema.types] == ["string", "int64", "double", "bool"]
    assert [tuple(row.values()) for row in read.to_pylist()] == TABLE.rows


def test_csv_has_a_header_and_full_floats() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(TABLE).decode())))
    assert rows[0] == ["name", "n", "value", "ok"]
    assert rows[1] == ["a, b", "1", "0.1", "True"]
    assert float(rows[2][2]) == -1e-300


@pytest.mark.parametrize("text", ["=cmd", "+1", "-1+cmd", "@x", "\tx", "\rx", "\nx"])
def test_a_formula_is_text_in_a_spreadsheet(text: str) -> None:
    table = Table("t", {"a": "string"}, [(text,)])
    rows = list(csv.reader(io.StringIO(as_csv(table).decode(), newline="")))
    assert rows == [["a"], ["'" + text.replace("\r", "\n")]]


def test_an_empty_table_keeps_its_columns() -> None:
    empty = TABLE._replace(rows=[])
    assert as_csv(empty) == b"name,n,value,ok\n"
    assert pq.read_table(io.BytesIO(as_parquet(empty))).column_names == ["name", "n", "value", "ok"]
