"""A place that may not be written to is told as what it is, by `init` and by the verbs that draw beside a plan."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from trialwright.app import drawing, plan, plan_file
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


@pytest.mark.parametrize("own", ["report", "report/index.html"])
def test_what_lies_in_the_reports_place_is_not_written_over(tmp_path: Path, own: str) -> None:
    (tmp_path / "plan.yaml").write_text("question: Does it work?\n", encoding="utf-8")
    (tmp_path / own).parent.mkdir(exist_ok=True)
    (tmp_path / own).write_text("my own report", encoding="utf-8")
    with pytest.raises(PlanError, match="did not write"):
        plan.run(tmp_path)
    assert (tmp_path / own).read_text(encoding="utf-8") == "my own report"


@pytest.mark.parametrize("damaged", [False, True])
def test_notes_beside_a_report_stay_and_its_own_files_do_not(tmp_path: Path, damaged: bool) -> None:
    (tmp_path / "plan.yaml").write_text("question: Does it work?\n", encoding="utf-8")
    first = plan.run(tmp_path)
    (tmp_path / "report" / "notes.txt").write_text("mine", encoding="utf-8")
    if damaged:
        (tmp_path / "report" / "manifest.json").write_text("{", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text("question: Does it work in children?\n", encoding="utf-8")
    assert plan.run(tmp_path).changed
    assert (tmp_path / "report" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert "in children" in first.report.read_text(encoding="utf-8")
