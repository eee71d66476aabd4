"""The invented findings that every test of the report starts from."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from trialwright.model.findings import Findings
from trialwright.report import render

_FILE = Path(__file__).parents[1] / "fixtures" / "report_findings.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report_findings", _FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def invented() -> ModuleType:
    """The module that makes the findings: whole(), empty(), hostile()."""
    return load()


@pytest.fixture(scope="session")
def whole(invented: ModuleType) -> Findings:
    return invented.whole()


@pytest.fixture(scope="session")
def files(whole: Findings) -> dict[str, bytes]:
    return render(whole)


@pytest.fixture(scope="session")
def page(files: dict[str, bytes]) -> str:
    return files["index.html"].decode()
