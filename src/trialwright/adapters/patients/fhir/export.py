"""The resources of an export as DuckDB tables: lines are streamed by the engine, never held in Python."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from trialwright.adapters.patients.files import fingerprint
from trialwright.adapters.patients.keys import Spec
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_BYTES = 16 << 20  # of one line: a resource is kilobytes; more is an attachment or an attack
RESOURCES = (
    "Patient", "Encounter", "Observation", "Condition", "MedicationRequest", "MedicationAdministration", "Procedure",
)  # fmt: skip


@dataclass(frozen=True)
class Export:
    """lines : one row a resource that is read: id, kind, body (JSON), file, line."""

    name: str
    connection: Any  # holds the table lines
    fingerprint: str

    def table(self, sql: str) -> ir.Table:
        """A query of ours over `lines`. Nothing that a user wrote may be part of it."""
        return self.connection.sql(sql, dialect="duckdb")


def opened(spec: Spec, folder: Path) -> Export:
    """The export that a plan's `fhir:` names. Raises PatientsError for a folder without resources and, with its
    file and line, for a line that is no resource."""
    path = folder / spec.text("fhir")
    files = sorted(p for p in path.glob("*.ndjson") if p.is_file()) if path.is_dir() else []
    if not files:
        raise PatientsError(
            f"There is no FHIR export in {spec['fhir']}.",
            where="patients.fhir",
            fix="Name a folder of *.ndjson files, relative to the plan's folder.",
        )
    connection = ibis.duckdb.connect()
    digest = hashlib.sha256()
    connection.raw_sql("create table lines (id bigint, kind varchar, body json, file varchar, line bigint)")
    for file in files:
        digest.update(f"{file.name} {fingerprint(file)}\n".encode())
        _load(connection, file)
    source = Export(path.name, connection, digest.hexdigest())
    kinds = connection.con.execute("select count(*) from lines where kind = 'Patient'").fetchone()[0]
    if not kinds:
        raise PatientsError(
            f"The export {path.name} holds no Patient.", where="patients.fhir", fix="Export Patient as well."
        )
    return source


def _load(connection: Any, file: Path) -> None:
    """One file's lines, each checked to be JSON with a resourceType before anything reads into it."""
    # The separator is a character that JSON text cannot hold unescaped, so that each line is one column.
    read = (
        "select row_number() over () as line, body from read_csv(?, header=false, columns={'body': 'varchar'}, "
        "delim='\x01', quote='', escape='', auto_detect=false, max_line_size=?, parallel=false)"
    )
    try:
        bad = connection.con.execute(
            f"select line, body from ({read}) where trim(body) <> '' and not coalesce("
            "case when json_valid(body) then json_type(body) = 'OBJECT' and "
            "json_type(body, '$.resourceType') = 'VARCHAR' end, false) order by line limit 1",
            [str(file), MOST_BYTES],
        ).fetchone()
        if bad is not None:
            raise _malformed(file, bad[0], bad[1])
        connection.con.execute(
            f"insert into lines select line + (select coalesce(max(id), 0) from lines), (body->>'$.resourceType'), body::json, "
            f"?, line from ({read}) "
            f"where trim(body) <> '' and (body->>'$.resourceType') in ({', '.join(repr(r) for r in RESOURCES)})",
            [file.name, str(file), MOST_BYTES],
        )
    except duckdb.Error as error:
        raise PatientsError(
            f"{file.name} cannot be read: {str(error).strip().splitlines()[0][:200]}",
            where=file.name,
            fix="Check that it is UTF-8 text with one resource a line.",
        ) from error


def _malformed(file: Path, line: int, body: str) -> PatientsError:
    try:
        json.loads(body)
        what = "is no FHIR resource: it has no resourceType"
    except (ValueError, RecursionError):
        what = "is not JSON"
    return PatientsError(
        f"A line {what}.", where=f"{file.name}, line {line}", fix="Export the file again, or remove the line."
    )
