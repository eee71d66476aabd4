"""Where patients live when they are not in a file: PostgreSQL and Spark, asked by the same expressions.

A plan names an environment variable, never an address: `postgres: SITE_DATABASE_URL`. The address may hold a
password, so it is read when it is needed and appears in no error, cache or report.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import ibis

from trialwright.errors import PatientsError

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend

# Engines that keep null apart from false in every expression that screening compiles. Others are refused:
# where true, false and null cannot be a column (SQL Server turns a boolean into IIF(..., 1, 0)), a patient
# whose value is unknown would be counted as not meeting the criterion.
THREE_VALUED = ("duckdb", "postgres", "pyspark")
_EXTRAS = {"postgres": "psycopg", "spark": "pyspark"}


def refuse_two_valued(engine: str) -> None:
    """Raises PatientsError for an engine that loses Kleene's third value, or that was never compared."""
    if engine not in THREE_VALUED:
        raise PatientsError(
            f"Patients on {engine} cannot be screened: unknown could become false there.",
            where="patients",
            fix="Export the tables as Parquet, or use PostgreSQL or Spark.",
        )


def address(variable: Any, key: str) -> str:
    """The value of an environment variable that a plan names. Raises PatientsError without ever showing it."""
    if not isinstance(variable, str) or "://" in variable or not variable.isidentifier():
        raise PatientsError(
            f"`{key}:` takes the name of an environment variable, not an address.",
            where=f"patients.{key}",
            fix=f"Set e.g. SITE_DATABASE to the address in your shell, and write `{key}: SITE_DATABASE`.",
        )
    value = os.environ.get(variable)
    if not value:
        raise PatientsError(
            f"The environment variable {variable} is not set.",
            where=f"patients.{key}",
            fix=f"Set it to the address of the database: export {variable}=...",
        )
    return value


def _needs(extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(_EXTRAS[extra]) is None:
        raise PatientsError(
            f"Patients on {extra} need the extra [{extra}], which is not installed.",
            where=f"patients.{extra}",
            fix=f"pip install 'trialwright[{extra}]'",
        )


def postgres(variable: Any) -> SQLBackend:
    """A connection to the PostgreSQL that an environment variable names. Screening writes temporary tables only."""
    url = address(variable, "postgres")
    if not url.startswith(("postgres://", "postgresql://")):
        scheme = url.split(":", 1)[0] if "://" in url else "that"
        refuse_two_valued(scheme if scheme.isalnum() else "that")
    _needs("postgres")
    import psycopg

    try:
        connection = ibis.connect(url)
        speak_postgres(connection)
    except (psycopg.Error, ibis.common.exceptions.IbisError, ValueError, OSError):
        # The driver's own words may repeat the address: they are not passed on.
        raise PatientsError(
            f"The database in {variable} does not answer.",
            where="patients.postgres",
            fix="Check the address, that the server runs, and that this user may read.",
        ) from None
    return connection


def speak_postgres(connection: SQLBackend) -> SQLBackend:
    """The connection, with the one cast that PostgreSQL lacks: it turns booleans into 4-byte integers only."""
    from ibis.backends.sql.compilers.postgres import PostgresCompiler

    class Compiler(PostgresCompiler):
        __slots__ = ()

        def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
            wider = to.is_floating() or (to.is_integer() and to.nbytes != 4)
            if op.arg.dtype.is_boolean() and wider:
                arg = self.cast(arg, ibis.dtype("int32"))
            return super().visit_Cast(op, arg=arg, to=to)

    connection.compiler = Compiler()
    return connection


def spark(master: Any) -> SQLBackend:
    """Ibis on a Spark session: a master such as `local[2]`, or an environment variable that names one."""
    _needs("spark")
    where = str(master)
    named = where.startswith("local")
    session = spark_session(where if named else address(master, "spark"))
    return speak_spark(ibis.pyspark.connect(session))


def speak_spark(connection: SQLBackend) -> SQLBackend:
    """The connection, whose kept tables are rows and no longer the plan that made them. Ibis caches a plan: Spark
    then analyses all that went before again for every table that is made from it."""
    from ibis.backends.pyspark import Backend

    class Kept(Backend):
        def _create_cached_table(self, name: str, expr: Any) -> Any:
            rows = self._session.sql(self.compile(expr))
            context = self._session.sparkContext
            if context.master.startswith("local"):
                # Each part of a union is a task of its own, whatever its size.
                rows = rows.coalesce(context.defaultParallelism)
            rows = rows.localCheckpoint(eager=True)
            rows.createTempView(name)
            self._cached_dataframes[name] = rows
            return self.table(name)

    connection.__class__ = Kept
    return connection


@lru_cache(maxsize=4)
def spark_session(master: str) -> Any:
    """A Spark session on loopback without a web page; the same one for the same master."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("trialwright")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "false",
        "spark.sql.shuffle.partitions": "1" if master.startswith("local") else "200",
        # It looks for what follows from every condition: exponential in those of many criteria, and they allow nothing.
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.sql.adaptive.enabled": "false" if master.startswith("local") else "true",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        if master.startswith("local") or not key.startswith("spark.driver"):
            builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def unrepeatable() -> str:
    """A fingerprint for data on a server, which may be other data tomorrow: never the same twice."""
    return secrets.token_hex(32)
