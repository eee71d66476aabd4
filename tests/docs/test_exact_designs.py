"""The examples of docs/exact-designs.md run, and every boundary it names is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trialwright.design.boundaries.statement import BOUNDARIES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "exact-designs.md").read_text(encoding="utf-8")


def test_the_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.S):
        exec(compile(block, "exact-designs.md", "exec"), {})
    assert "for a power of 90 %" in capsys.readouterr().out


def test_every_boundary_is_described() -> None:
    for name in BOUNDARIES:
        assert f"`{name}`" in PAGE, name
