"""Real servers for the tests: PostgreSQL and Spark, started here, on loopback only, and stopped afterwards."""

from __future__ import annotations

import getpass
import importlib.util
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

_TESTS = Path(__file__).parents[1]


def _module(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


need = _module(_TESTS / "conftest.py", "conformance_need").need


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The builders of tests/fixtures/screening.py."""
    return _module(_TESTS / "fixtures" / "screening.py", "backends_screening")


def _programs() -> Path | None:
    """The folder of PostgreSQL's server programs, which Debian keeps off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    onpath = shutil.which("initdb")
    return found[-1].parent if found else Path(onpath).parent if onpath else None


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of an empty PostgreSQL database of this test session."""
    programs = _programs()
    need(programs is not None, "PostgreSQL (Debian's package postgresql)")
    need(importlib.util.find_spec("psycopg") is not None, "psycopg (the extra postgres)")
    assert programs
    # The server refuses to run as root, as it would in a container: there it runs as the package's own user.
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    name = "postgres" if user else getpass.getuser()
    folder = Path("/tmp") / f"tw-pg-{os.getpid()}"
    folder.mkdir(mode=0o700)
    if user:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()

    def run(*command: str) -> None:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **user)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr + done.stdout

    try:
        # Local trust on loopback, in a folder of this session: no password exists anywhere.
        run(
            str(programs / "initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            name,
            "-N",
            "-E",
            "UTF8",
            "--locale=C",
        )
        options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -p {port}"
        run(
            str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"
        )
        yield f"postgresql://{name}@127.0.0.1:{port}/postgres"
        run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark of this process, one core, no web page. Java compiles lightly: nothing here runs long enough to repay more."""
    need(shutil.which("java") is not None, "Java (Debian's package openjdk-17-jre-headless)")
    need(importlib.util.find_spec("pyspark") is not None, "pyspark (the extra spark)")
    from trialwright.adapters.patients.engines import spark_session

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        session = spark_session("local[1]")
    yield session
    session.stop()
