"""Adaptive designs through `trialwright plan`: a folder with a plan.yaml in, a report out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app

PLAN = """\
question: Which of two doses, and with which design?
trial:
  primary: {endpoint: walk, type: continuous, better: higher}
scenarios:
  base:
    control: {mean: 0, sd: 50}
    effect: {level: 20}
    arms: {low: {level: 10}}
    screened_per_month: 15
    followup_months: 3
designs:
  doses: {type: multi_arm, arms: [low, high], patients: 180, looks: [0.5, 1], selection: best, intersection: dunnett}
  grows: {type: reestimation, patients: 240, looks: [0.5, 1], increase: 2, rule: promising zone}
  believes: {type: bayesian, patients: 160, looks: [0.5, 1], efficacy: 0.985, prior_sd: 30, futility: 0.05}
  leans: {type: response_adaptive, arms: [low, high], patients: 180, power: 1, control: 0.3}
simulate: {replicates: 400}
"""


def trialwright(*arguments: object) -> int:
    return guarded(app, [str(a) for a in arguments])


def test_a_plan_compares_adaptive_designs_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert trialwright("plan", tmp_path, "--today", "2026-11-22") == 0
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("doses", "grows", "believes", "leans"))
    capsys.readouterr()
    assert trialwright("design", tmp_path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    found = {oc["design"]["name"]: oc for oc in told["characteristics"]}
    assert set(found["doses"]["hypotheses"]) == {"low", "high"}
    assert set(found["doses"]["selected"]) == {"low", "high"}  # the best alone goes on
    for oc in found.values():
        error = oc["figures"]["type_one_error"]
        assert error["value"] < 0.025 + 4 * max(error["mcse"], 0.008)
        assert 0 < oc["figures"]["power"]["value"] < 1


@pytest.mark.parametrize(
    ("was", "is_", "words"),
    [
        ("selection: best", "selection: first", "selection"),
        ("increase: 2", "increase: 0.5", "increase"),
        ("efficacy: 0.985, ", "", "efficacy"),
        ("control: 0.3}", "control: 0.9}", "3 arms cannot each have"),
    ],
)
def test_a_wrong_option_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, is_: str, words: str
) -> None:
    text = PLAN.replace(was, is_)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert trialwright("design", tmp_path) not in (0, 1)
    told = capsys.readouterr()
    assert words in told.err + told.out
    assert "plan.yaml" in told.err + told.out
    assert "Traceback" not in told.err
