"""The door: help is light, errors are three lines and a code, every verb is documented."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.cli.reference import reference

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "numpy",
    "scipy",
    "numba",
    "pandas",
    "pyarrow",
    "ibis",
    "duckdb",
    "matplotlib",
    "pint",
    "lxml",
    "jinja2",
    "rich",
    "pydantic",
}


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from trialwright.cli.exits import guarded; from trialwright.cli.main import app;"
        "guarded(app, ['--help']); print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "plan" in result.stdout
    assert not HEAVY & set(result.stderr.split())


def test_the_cli_reference_is_current() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan"],
        ["nonsense"],
        ["plan", "x", "--bogus"],
        ["read", "x", "--today", "soon"],
        ["pool", ".", "--endpoint", "e", "--scale", "miles"],
        ["screen"],
    ],
)
def test_a_wrong_command_line_exits_2_and_says_what_to_do(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(app, arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("Error: ")
    assert "fix:" in error
    assert "Traceback" not in error


def test_an_error_under_json_is_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert guarded(app, ["plan", str(tmp_path / "nowhere"), "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["error"] == "PlanError"
    assert answer["fix"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ["--version"]) == 0
    assert capsys.readouterr().out.startswith("trialwright 0.")


def test_a_design_that_cannot_show_its_effect_is_not_one_to_take_forward() -> None:
    from trialwright.cli import show
    from trialwright.model.design import Recommendation

    chosen = Recommendation(design="everyone", rule="minimax regret in power")
    assert show._advice(chosen) == "Take forward: everyone"
    assert "adequate" in show._advice(chosen.model_copy(update={"adequate": False}))
    assert "none" in show._advice(chosen.model_copy(update={"design": ""}))
