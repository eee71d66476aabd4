"""A place that may not be written to is told as what it is, by `init` and by the verbs that draw beside a plan."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from trialwright.app import drawing, plan_file
from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.errors import PlanError


def test_init_where_nothing_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    assert guarded(app, ["init", str(tmp_path / "new")]) == PlanError.exit_code
    assert "cannot be made: Permission denied" in capsys.readouterr().err


def test_figures_where_their_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("question: Does it work?\n", encoding="utf-8")
    (tmp_path / "analysis").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(PlanError, match="cannot be written to"):
        drawing.beside(plan_file.load(tmp_path), "analysis", {"forest": "<svg/>"})
    assert (tmp_path / "analysis").read_text(encoding="utf-8") == "a file in the way"
