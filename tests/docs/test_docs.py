"""The documents tell the truth: their commands run, their links lead somewhere, every verb and key is there."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.model import analysis as analysis_models
from trialwright.model import plan as plan_models

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

pytestmark = pytest.mark.xdist_group("plan")


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.S)
    lines = [line.split("#")[0].split() for block in blocks for line in block.splitlines()]
    return [words for words in lines if words]


def test_every_command_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(
        ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("report", ".trialwright")
    )
    monkeypatch.chdir(tmp_path)
    ran = [words[0] for words in commands()]
    assert ran.count(".venv/bin/trialwright") >= 6
    for words in commands():
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.M), words
        else:
            assert guarded(app, words[1:]) == 0, (words, capsys.readouterr().err)


def test_the_readme_tells_the_answer_that_the_example_gives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = README.split("## The example's answer")[1].split("##")[0]
    folder = tmp_path / "post-mi-il2"
    shutil.copytree(
        ROOT / "examples" / folder.name, folder, ignore=shutil.ignore_patterns("report", ".trialwright")
    )
    assert guarded(app, ["plan", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    chosen = found["recommendation"]
    said = " ".join([*chosen["reasons"], *(c["finding"] for c in found["findings"]["checks"])])
    assert f"hsCRP of {chosen['cutoff']:g} mg/L or more" in told
    figures = re.findall(
        r"\d+(?:\.\d+)? %|\d+\.\d|(?<= )\d+(?= (?:patients,|screened|$))", " ".join(told.split())
    )
    assert len(figures) >= 8
    for figure in figures:
        assert figure in said or figure.replace(" %", "%") in said, figure


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_every_key_of_a_plan_is_described() -> None:
    text = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    for model in (
        plan_models.PlanSpec,
        plan_models.ScenarioSpec,
        plan_models.EffectSpec,
        plan_models.DesignSpec,
        plan_models.PoolSpec,
        plan_models.MarkerSpec,
        plan_models.SearchSpec,
        plan_models.PriorSpec,
        plan_models.Costs,
        analysis_models.AnalysisSpec,
        analysis_models.AnalysedEndpoint,
        analysis_models.IntercurrentSpec,
        analysis_models.ImputationSpec,
        analysis_models.GraphSpec,
    ):
        for key in model.model_fields:
            assert re.search(rf"[`{{ .]{key}\b", text), f"{model.__name__}.{key}"
