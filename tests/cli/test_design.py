"""`trialwright design` of a plan that is designs alone, and one of its trials opened."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app

DOCS = Path(__file__).resolve().parents[2] / "docs" / "plan.md"
EXAMPLE = next(
    block
    for block in re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    if "one look" in block
)


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    file = tmp_path / "looks.yaml"
    file.write_text(EXAMPLE, encoding="utf-8")
    return file


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert guarded(app, ["design", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_example_of_the_docs_is_five_lines_that_run_alone(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(EXAMPLE.splitlines()) == 5
    found = answer(capsys, str(alone))["characteristics"]
    assert [oc["design"]["name"] for oc in found] == ["fixed", "one look"]
    assert len(found[1]["stops"]) == 2
    assert [p.name for p in alone.parent.iterdir()] == [alone.name]


def test_the_terminal_shows_every_figure_with_its_error(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(app, ["design", str(alone)]) == 0
    told = capsys.readouterr().out
    for row in (
        "Power",
        "Type I error",
        "Stops at look 1, efficacy",
        "Bias",
        "Coverage",
        "Months",
        "Months, mean",
    ):
        assert re.search(rf"^{row} ", told, re.M), row
    assert re.search(r"^Power +\d+\.\d % ± \d", told, re.M)
    assert re.search(r"^Screened, mean +\d+ .*± \d", told, re.M)


def test_a_plan_without_documents_reads_no_files(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ["design", str(alone), "--verbose"]) == 0
    told = capsys.readouterr().err
    assert "design" in told
    assert "files" not in told


def test_opened_trials_decide_as_the_run_counted(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone.write_text(EXAMPLE.replace("2000", "100"), encoding="utf-8")
    power = answer(capsys, str(alone))["characteristics"][1]["figures"]["power"]["value"]
    opened = [answer(capsys, str(alone), "--trial", str(k), "--design", "one look") for k in range(1, 101)]
    assert sum(bool(t["rejected"]) for t in opened) == round(100 * power)


def test_one_trial_is_read_step_by_step(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ["design", str(alone), "--trial", "17", "--design", "one look"]) == 0
    told = capsys.readouterr().out
    assert "Trial 17 of design one look under scenario base" in told
    assert re.search(r"Look 1, 50 % .* 155 patients", told)
    assert "z 2.963 or more shows the effect" in told  # O'Brien-Fleming spending at a half, rpact 3.3.4
    assert len(re.findall(r"^ +\d+ +\d+ +\d+\.\d ", told, re.M)) in (155, 310)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--trial", "2001"], "looks.yaml, line 5, column"),
        (["--trial", "1", "--design", "none"], "It has: `fixed`, `one look`."),
        (["--trial", "1", "--scenario", "none"], "It has: `base`."),
        (["--design", "fixed"], "--trial opens a trial"),
    ],
)
def test_what_cannot_be_opened_is_said(
    alone: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(app, ["design", str(alone), *arguments]) != 0
    assert said in capsys.readouterr().err


def test_a_mistake_in_a_file_alone_has_its_line_and_column(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone.write_text(EXAMPLE.replace("looks: [", "looks: [0.9, "), encoding="utf-8")
    assert guarded(app, ["design", str(alone)]) == 6
    assert re.search(r"looks\.yaml, line 4, column \d+", capsys.readouterr().err)
