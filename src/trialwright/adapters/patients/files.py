"""A table file on DuckDB: CSV, Parquet or a DuckDB database, opened lazily and read only."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from trialwright.adapters.patients import cells
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
_PACKED = {b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "packed (gzip)"}
_BETWEEN = ",;\t|"  # cells
_HELD = 1 << 30  # bytes of a CSV file that are read once and kept, if it is asked for once a column


@dataclass(frozen=True)
class Opened:
    """A patient table. name : for the report. fingerprint : of its bytes."""

    table: ir.Table
    name: str
    fingerprint: str


def opened(spec: Spec, folder: Path, often: bool = False) -> Opened:
    """The table that a plan names, in a file or on an engine. Raises PatientsError where it cannot be read.

    often : it will be read once for each of its columns, so that a CSV file is better read once and held."""
    name = spec.text("table")
    if "postgres" in spec:
        return _on_postgres(spec, name)
    table, path = _on_spark(spec, folder, name) if "spark" in spec else _in_file(spec, folder, name, often)
    return Opened(table, path.stem, fingerprint(path))


def _on_postgres(spec: Spec, name: str) -> Opened:
    from trialwright.adapters.patients import engines

    connection = engines.postgres(spec["postgres"])
    schema, _, relation = name.rpartition(".")
    known = connection.list_tables(database=schema or None)
    if relation not in known:
        raise PatientsError(
            f"The database has no table {name}.", where="patients.table", fix=closest(relation, known)
        )
    table = connection.table(relation, database=schema or None)
    return Opened(table, relation, engines.unrepeatable())


def _on_spark(spec: Spec, folder: Path, name: str) -> tuple[ir.Table, Path]:
    """A CSV file, or a file or folder of Parquet, read by Spark."""
    from trialwright.adapters.patients import engines

    path = _existing(folder, name)
    connection = engines.spark(spec["spark"])
    if path.suffix.lower() == ".csv":
        # Everything as text, as DuckDB reads it; see _read.
        return connection.read_csv(str(path), header=True, inferSchema=False), path
    if path.suffix.lower() != ".parquet":
        raise PatientsError(
            f"Spark reads CSV and Parquet, not {name}.",
            where="patients.table",
            fix="Export the table as Parquet.",
        )
    return connection.read_parquet(str(path)), path


def _existing(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.exists():
        beside = sorted(p.name for p in folder.glob("*") if p.suffix in READERS) if folder.is_dir() else []
        raise PatientsError(
            f"There is no patient table {name}.",
            where="patients.table",
            fix=closest(name, beside)
            if beside
            else "Put the file into the plan's folder, or correct its name.",
        )
    return path


def _in_file(spec: Spec, folder: Path, name: str, often: bool) -> tuple[ir.Table, Path]:
    path = _existing(folder, name)
    kind = READERS.get(path.suffix.lower())
    if kind is None and path.is_dir():
        raise _folder(path, name)
    if kind is None:
        raise PatientsError(
            f"The patient table {name} is of an unknown kind.",
            where="patients.table",
            fix=closest(path.suffix, READERS),
        )
    try:
        table = _read(kind, path, spec)
        if often and kind == "csv" and path.stat().st_size < _HELD:
            table = table._find_backend().create_table("held", table, temp=True)
        return table, path
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise cells.unreadable(f"The patient table {name}", name, error) from error


def _folder(path: Path, name: str) -> PatientsError:
    """That a folder is no table, and what it seems to be."""
    within = {p.name.lower() for p in path.iterdir()}
    kind = "a folder, not a table"
    fix = "Name one file in it."
    if any(n.startswith("person.") for n in within):
        kind = "a folder of the OMOP common data model, not a table"
        fix = f"Screen it with `--patients omop:{name} --index 'last visit'`, or name it as `omop:` in a plan; it needs no `trialwright map`."
    elif any(n.endswith(".ndjson") for n in within):
        kind = "a folder of a FHIR export, not a table"
        fix = f"Screen it with `--patients fhir:{name} --index 'last encounter'`, or name it as `fhir:` in a plan; it needs no `trialwright map`."
    return PatientsError(f"{name} is {kind}.", where="patients.table", fix=fix)


def _read(kind: str, path: Path, spec: Spec) -> ir.Table:
    connection = ibis.duckdb.connect()
    if kind == "csv":
        return _csv(connection, path)
    if kind == "parquet":
        return connection.read_parquet(path / "**/*.parquet" if path.is_dir() else path)
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


def _csv(connection: Any, path: Path) -> ir.Table:
    """Everything as text: a number that cannot be read is then an error with its row, not a guess. Nothing is left out
    either: DuckDB would take lines that begin with # for comments, and skip all before one that it likes better for a
    heading. Raises PatientsError for a file without a heading, with one that names two columns alike, or with rows of
    other lengths."""
    if path.is_dir():
        raise _folder(path, path.name)
    with path.open("rb") as stream:
        begins = stream.read(_CHUNK)
        if not begins.strip():
            raise PatientsError(
                f"The patient table {path.name} is empty.",
                where=path.name,
                fix="Export it again, with its heading.",
            )
    packed = next((kind for sign, kind in _PACKED.items() if begins.startswith(sign)), None)
    if packed:
        raise PatientsError(
            f"{path.name} is {packed}, not the text of a table.",
            where=path.name,
            fix="Unpack it, and name the CSV in it.",
        )
    table = connection.read_csv(path, all_varchar=True, header=True, skip=0, comment="")
    if len(table.columns) == 1 and any(mark in table.columns[0] for mark in _BETWEEN):
        raise PatientsError(
            f"The rows of {path.name} do not have as many cells as its heading.",
            where=f"{path.name}: {table.columns[0][:60]}",
            fix="The first line is the heading, and every row has a cell for each of its names. Quote cells that hold a comma.",
        )
    _refuse_names_alike(path.name, begins, len(table.columns))
    return table


def _refuse_names_alike(name: str, begins: bytes, columns: int) -> None:
    """DuckDB, which knows no capitals in names, calls the second `age` of a heading `age_1`: which of the two is meant
    by `age` is for a person."""
    first = begins.decode("utf-8-sig", errors="replace").lstrip("\r\n").splitlines()[0]
    for mark in _BETWEEN:
        names = [n.strip() for n in next(csv.reader([first], delimiter=mark))]
        if len(names) == columns:
            twice = [n for n, times in Counter(n.casefold() for n in names if n).items() if times > 1]
            if twice:
                raise PatientsError(
                    f"The heading of {name} names {twice[0]} more than once.",
                    where=f"{name}, line 1",
                    fix="Give every column a name of its own; capitals do not tell names apart.",
                )
            return


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes; of a folder, of its files' names and bytes in order."""
    digest = hashlib.sha256()
    if path.is_dir():
        for part in sorted(p for p in path.rglob("*") if p.is_file()):
            digest.update(f"{part.relative_to(path)} {fingerprint(part)}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
