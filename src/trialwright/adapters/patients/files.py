"""A table file on DuckDB: CSV, Parquet or a DuckDB database, opened lazily and read only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis

from trialwright.adapters.patients.keys import Spec, closest
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

READERS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
    ".db": "duckdb",
}
_CHUNK = 1 << 20


def opened(spec: Spec, folder: Path) -> tuple[ir.Table, Path]:
    """The table and its file. Raises PatientsError for a file that is missing or cannot be read."""
    name = spec.text("table")
    path = folder / name
    if not path.is_file():
        beside = sorted(p.name for p in folder.glob("*") if p.suffix in READERS) if folder.is_dir() else []
        raise PatientsError(
            f"There is no patient table {name}.",
            where="patients.table",
            fix=closest(name, beside)
            if beside
            else "Put the file into the plan's folder, or correct its name.",
        )
    kind = READERS.get(path.suffix.lower())
    if kind is None:
        raise PatientsError(
            f"The patient table {name} is of an unknown kind.",
            where="patients.table",
            fix=closest(path.suffix, READERS),
        )
    try:
        return _read(kind, path, spec), path
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise PatientsError(
            f"The patient table {name} cannot be read: {str(error).strip().splitlines()[0]}",
            where=name,
            fix="Check that the file is complete and of the kind that its name says.",
        ) from error


def _read(kind: str, path: Path, spec: Spec) -> ir.Table:
    connection = ibis.duckdb.connect()
    if kind == "csv":
        # Everything as text: a number that cannot be read is then an error with its row, not a guess.
        return connection.read_csv(path, all_varchar=True, header=True)
    if kind == "parquet":
        return connection.read_parquet(path)
    connection.attach(path, name="source", read_only=True)
    # Asked of DuckDB itself: ibis 12's list_tables calls a method that DuckDB 2 no longer has.
    listed = connection.con.execute(
        "select table_name from information_schema.tables where table_catalog = 'source' order by 1"
    )
    tables = [name for (name,) in listed.fetchall()]
    wanted = spec.get("relation", tables[0] if len(tables) == 1 else None)
    if wanted not in tables:
        raise PatientsError(
            f"{path.name} holds {len(tables)} tables."
            if wanted is None
            else f"{path.name} has no table {wanted}.",
            where="patients.relation",
            fix="Name one with `relation:`. " + closest(str(wanted), tables),
        )
    return connection.table(wanted, database=("source", "main"))


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
