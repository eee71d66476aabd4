"""What many tests share. A thing that CI must have is never skipped there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def need(present: bool, what: str) -> None:
    """Skip where `what` is absent, except in CI, where its absence is a failure."""
    if present:
        return
    if os.environ.get("TRIALWRIGHT_CI"):
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"{what} is not here")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages, corpora and patients beside the checkout."""
    folder = ROOT.parent / "shared"
    need(folder.is_dir(), "../shared")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a real browser."""
    path = shutil.which("chromium")
    need(path is not None, "Chromium (Debian's package chromium)")
    assert path
    return path


def pytest_configure(config: pytest.Config) -> None:
    """In CI nothing that tests need may be missing: a skip there would be a test that was never run."""
    if os.environ.get("TRIALWRIGHT_CI") and not (ROOT.parent / "shared").is_dir():
        raise pytest.UsageError("CI must have ../shared beside the checkout")
