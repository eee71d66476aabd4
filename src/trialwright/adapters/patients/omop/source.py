"""The tables of an OMOP source, whatever holds them, with lower-case column names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from trialwright.adapters.patients.files import fingerprint
from trialwright.adapters.patients.keys import Spec, closest
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

VOCABULARY = ("concept", "concept_relationship", "concept_ancestor")
CLINICAL = (
    "person", "visit_occurrence", "visit_detail", "condition_occurrence", "drug_exposure", "procedure_occurrence",
    "device_exposure", "measurement", "observation", "cohort",
)  # fmt: skip
_SUFFIXES = (".parquet", ".csv.gz", ".csv", ".tsv")


@dataclass(frozen=True)
class Cdm:
    """tables : by their name in the model. name : for the report. fingerprint : of every byte that can matter."""

    name: str
    tables: dict[str, ir.Table]
    fingerprint: str

    def table(self, name: str) -> ir.Table:
        """A table that is needed. Raises PatientsError where the source lacks it."""
        if name not in self.tables:
            raise PatientsError(
                f"The OMOP source {self.name} has no table {name}.",
                where="patients.omop",
                fix=closest(name, sorted(self.tables))
                if self.tables
                else "Name a DuckDB file, or a folder of CSV or Parquet files called as the tables of the model: person.csv.",
            )
        return self.tables[name]

    def column(self, table: str, name: str) -> ir.Column:
        """A column that is needed. Raises PatientsError where the table lacks it."""
        found = self.table(table)
        if name not in found.columns:
            raise PatientsError(
                f"The table {table} has no column {name}.",
                where=f"{self.name}, {table}",
                fix=closest(name, found.columns),
            )
        return found[name]


def opened(spec: Spec, folder: Path) -> Cdm:
    """The source that a plan's `omop:` names. Raises PatientsError where it is not there or not OMOP."""
    if "postgres" in spec:
        cdm = _postgres(spec)
    else:
        path = folder / spec.text("omop")
        if not path.exists():
            raise PatientsError(
                f"There is no OMOP source {spec['omop']}.",
                where="patients.omop",
                fix="Name a folder of CSV or Parquet files, or a DuckDB file, relative to the plan's folder.",
            )
        cdm = _folder(spec, folder, path) if path.is_dir() else _database(path)
    cdm.table("person")
    return cdm


def _lower(table: ir.Table) -> ir.Table:
    return table.rename({c.lower(): c for c in table.columns if c != c.lower()})


def _named(folder: Path, wanted: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        for suffix in _SUFFIXES:
            stem = path.name.lower().removesuffix(suffix)
            if path.name.lower().endswith(suffix) and stem in wanted:
                yield stem, path


def _folder(spec: Spec, folder: Path, path: Path) -> Cdm:
    connection = ibis.duckdb.connect()
    found = dict(_named(path, CLINICAL + VOCABULARY))
    if "vocabulary" in spec:
        apart = folder / spec.text("vocabulary")
        if not apart.is_dir():
            raise PatientsError(
                f"There is no folder {spec['vocabulary']}.",
                where="patients.vocabulary",
                fix="Correct its name.",
            )
        found |= dict(_named(apart, VOCABULARY))
    digest = hashlib.sha256()
    for name, file in sorted(found.items()):
        for part in [file] if file.is_file() else sorted(p for p in file.rglob("*.parquet")):
            digest.update(f"{name} {fingerprint(part)}\n".encode())
    tables = {name: _lower(_file(connection, file)) for name, file in found.items()}
    return Cdm(path.name, tables, digest.hexdigest())


def _file(connection: Any, path: Path) -> ir.Table:
    try:
        if path.name.lower().endswith(".parquet"):
            return connection.read_parquet(path / "**/*.parquet" if path.is_dir() else path)
        # Vocabulary downloads are separated by tabs and quote nothing: a quotation mark is part of a name.
        more = {"delim": "\t", "quote": ""} if _tabbed(path) else {}
        return connection.read_csv(path, all_varchar=True, header=True, **more)
    except duckdb.Error as error:
        raise PatientsError(
            f"{path.name} cannot be read: {str(error).strip().splitlines()[0]}",
            where=path.name,
            fix="Check that the file is complete and of the kind that its name says.",
        ) from error


def _tabbed(path: Path) -> bool:
    if path.suffix == ".gz":
        return False
    with path.open("rb") as stream:
        return b"\t" in stream.readline()


def _database(path: Path) -> Cdm:
    connection = ibis.duckdb.connect()
    try:
        connection.attach(path, name="source", read_only=True)
    except duckdb.Error as error:
        raise PatientsError(
            f"{path.name} is not a DuckDB file.", where="patients.omop", fix="Name a folder or a DuckDB file."
        ) from error
    listed = connection.con.execute(
        "select table_schema, table_name from information_schema.tables where table_catalog = 'source' order by 1, 2"
    ).fetchall()
    tables = {
        name.lower(): _lower(connection.table(name, database=("source", schema)))
        for schema, name in listed
        if name.lower() in CLINICAL + VOCABULARY
    }
    return Cdm(path.stem, tables, fingerprint(path))


def _postgres(spec: Spec) -> Cdm:
    from trialwright.adapters.patients import engines

    connection = engines.postgres(spec["postgres"])
    schema = spec.text("omop")
    there = set(connection.list_tables(database=schema))
    tables = {
        name: _lower(connection.table(name, database=schema))
        for name in CLINICAL + VOCABULARY
        if name in there
    }
    return Cdm(schema, tables, engines.unrepeatable())
