"""Tables as files: CSV for people, Parquet with types for programs; the same rows give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Cell = str | int | float | bool | None
Type = Literal["string", "int64", "float64", "bool"]


class Table(NamedTuple):
    """columns : name → type, in order. rows : as long as columns; None is absent."""

    name: str
    columns: dict[str, Type]
    rows: list[tuple[Cell, ...]]


def files(tables: Iterable[Table], folder: str, parquet: bool = True) -> dict[str, bytes]:
    """folder/NAME.csv and folder/NAME.parquet → bytes."""
    out = {}
    for table in tables:
        out[f"{folder}/{table.name}.csv"] = as_csv(table)
        if parquet:
            out[f"{folder}/{table.name}.parquet"] = as_parquet(table)
    return out


def as_csv(table: Table) -> bytes:
    """UTF-8, comma, LF, header; absent is empty; floats in full (shortest text that reads back the same).

    A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection).
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue().encode()


def as_parquet(table: Table) -> bytes:
    """The same rows with their types, uncompressed so that any reader opens them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    columns: Sequence[tuple[Cell, ...]] = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [pa.array(c, types[t]) for c, t in zip(columns, table.columns.values(), strict=True)]
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(table.columns)), out, compression="none")
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    if not isinstance(cell, str) or not cell:
        return cell
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")  # a bare CR would end the row for some readers
    return f"'{cell}" if cell[0] in "=+-@\t\n" else cell
