"""A plan's search: its grid, its files, its answer; stopped and gone on; mistakes told at their place."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from trialwright.app import plan_file, scenarios, search_grid, search_parts, searching
from trialwright.cli.exits import guarded
from trialwright.cli.main import app
from trialwright.design import search as searcher
from trialwright.errors import DesignError, PlanError, TrialwrightError

SEARCH = """\
search:
  patients: [40, 80]
  cutoff: {crp: [2, 4]}
  vary:
    effect.times: [0.5, 1]
    dropout: [0, 0.2]
  trials: 200
"""
PLAN = (
    """\
question: which?
trial:
  primary: {endpoint: score, type: continuous, better: higher}
scenarios:
  base:
    control: {mean: 0, sd: 1}
    effect: {by: crp, curve: step, half: 3, level: 0.9}
    marker: {quantiles: {0.1: 1, 0.5: 3, 0.9: 9}}
    screened_per_month: 10
    dropout: 0.1
designs:
  everyone: {type: fixed}
  enriched: {type: fixed, cutoff: {crp: 3}}
limits: {patients: 100, months: 24}
"""
    + SEARCH
)


def plan(folder: Path, text: str = PLAN) -> plan_file.Plan:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return plan_file.load(folder)


def grid(folder: Path, text: str = PLAN) -> search_grid.Grid:
    return search_grid.grid(plan(folder, text), scenarios.Known(pooled={}), np.random.default_rng(1))


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_the_grid_is_every_combination_and_each_assumption_alone(tmp_path: Path) -> None:
    found = grid(tmp_path)
    assert [(d.name, d.cutoff, d.patients) for d in found.designs] == [
        ("everyone, 40 patients", None, 40),
        ("enriched crp ≥ 2, 40 patients", 2, 40),
        ("enriched crp ≥ 4, 40 patients", 4, 40),
        ("everyone, 80 patients", None, 80),
        ("enriched crp ≥ 2, 80 patients", 2, 80),
        ("enriched crp ≥ 4, 80 patients", 4, 80),
    ]
    together = [(found.scenarios[i].effect.level, found.scenarios[i].dropout) for i in found.together]
    assert together == [(0.45, 0.0), (0.45, 0.2), (0.9, 0.0), (0.9, 0.2)]
    alone = found.alone["dropout"]
    assert (alone.stated, list(alone.values)) == (0.1, [0.0, 0.1, 0.2])
    assert [(found.scenarios[i].effect.level, found.scenarios[i].dropout) for i in alone.scenarios] == [
        (0.9, 0.0),
        (0.9, 0.1),
        (0.9, 0.2),
    ]


def test_a_value_stated_twice_counts_once(tmp_path: Path) -> None:
    found = grid(tmp_path, PLAN.replace("[40, 80]", "[40, 80, 40]").replace("[0, 0.2]", "[0, 0.2, 0]"))
    assert (len(found.designs), len(found.together)) == (6, 4)


def test_draws_follow_their_prior_and_meet_every_stated_value(tmp_path: Path) -> None:
    text = PLAN.replace("dropout: [0, 0.2]", "control.sd: {log_normal: [1, 0.2]}\n  draws: 50")
    found = grid(tmp_path, text)
    assert found.drawn
    levels = Counter(found.scenarios[i].effect.level for i in found.together)
    assert levels == {0.45: 50, 0.9: 50}
    sds = [float(found.scenarios[i].control["sd"]) for i in found.together]  # type: ignore[arg-type]
    assert len(set(sds)) == 50
    assert abs(np.mean(np.log(sds))) < 4 * 0.2 / 50**0.5
    assert [round(v, 3) for v in found.alone["control.sd"].values] == [0.72, 0.874, 1.0, 1.144, 1.39]


def test_without_anything_to_vary_the_search_is_over_the_scenario_as_stated(tmp_path: Path) -> None:
    text = PLAN.replace(SEARCH, "search: {trials: 200}\n")
    found = grid(tmp_path, text)
    assert (len(found.scenarios), found.together, found.alone) == (1, (0,), {})
    assert [d.name for d in found.designs] == ["everyone", "enriched"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("dropout: [0, 0.2]", "dropout: [0, 1.2]", 20, "`dropout` cannot be 1.2"),
        ("dropout: [0, 0.2]", "drop_out: [0, 0.2]", 20, "`drop_out` is not a number of the scenario"),
        ("effect.times:", "effect.curve:", 19, "`effect.curve` is not a number"),
        ("dropout: [0, 0.2]", "dropout: {unifrom: [0, 1]}", 20, "`unifrom` is not a key"),
        ("dropout: [0, 0.2]", "dropout: {uniform: [1, 0]}", 20, "a range must rise"),
        ("trials: 200", "trials: 20", 21, "greater than or equal to 100"),
        ("trials: 200", "designs: [enrichd]", 21, "no design `enrichd`"),
        ("trials: 200", "scenario: other", 21, "no scenario `other`"),
        ("patients: [40, 80]", "patients: [40, 1]", 16, "greater than 1"),
        ("patients: [40, 80]", "sizes: [40, 80]", 16, "`sizes` is not a key that belongs here"),
    ],
)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    text = PLAN.replace(old, new)
    assert text != PLAN
    with pytest.raises(PlanError) as caught:
        grid(tmp_path, text)
    assert said in str(caught.value)
    assert f"line {line}," in caught.value.where


def test_a_cut_off_out_of_range_is_told_before_any_trial(tmp_path: Path) -> None:
    plan(tmp_path, PLAN.replace("crp: [2, 4]", "crp: [2, 4000]"))
    with pytest.raises(TrialwrightError, match="outside what the data can say"):
        searching.run(tmp_path)
    assert not (tmp_path / "search").exists()


def test_no_search_stated(tmp_path: Path) -> None:
    plan(tmp_path, PLAN.replace(SEARCH, ""))
    with pytest.raises(PlanError, match="states no search"):
        searching.run(tmp_path)


def test_files_say_the_same_as_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan(tmp_path)
    assert guarded(app, ["design", str(tmp_path), "--search", "--out", str(tmp_path / "o"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["search"]
    points = pq.read_table(tmp_path / "o" / "points.parquet").to_pylist()
    rows = list(csv.DictReader((tmp_path / "o" / "points.csv").open(encoding="utf-8")))
    assert len(points) == len(rows) == 6 * (4 + 2 + 3)
    assert [float(r["power"]) for r in rows] == [p["power"] for p in points]
    together = [p for p in points if not p["changed_alone"]]
    for d in told["designs"]:
        mine = [p for p in together if p["design"] == d["name"]]
        assert d["figures"]["power"]["value"] == pytest.approx(np.mean([p["power"] for p in mine]))
        assert d["figures"]["least_power"]["value"] == min(p["power"] for p in mine)
    assert {p["design"] for p in points} == {d["name"] for d in told["designs"]}
    for name in ("front.svg", "tornado.svg"):
        assert (tmp_path / "o" / name).read_text(encoding="utf-8").startswith("<svg")


def test_a_plan_in_a_file_of_any_name_is_searched_too(tmp_path: Path) -> None:
    (tmp_path / "cut-offs.yaml").write_text(PLAN, encoding="utf-8")
    _, target = searching.run(tmp_path / "cut-offs.yaml")
    assert target == tmp_path / "search"
    plan(tmp_path)
    searching.run(tmp_path, tmp_path / "again")
    assert contents(target) == contents(tmp_path / "again")


def test_the_answer_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan(tmp_path)
    assert guarded(app, ["design", str(tmp_path), "--search"]) == 0
    said = capsys.readouterr().out
    assert "6 designs under 4 scenarios of `base`, 200 trials each" in said
    assert "Take forward: " in said or "The best of them: " in said
    assert "points of power in any of 4 scenarios" in said


def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    monkeypatch.setattr(search_parts, "PART", 10)
    for folder in (whole, stopped):
        folder.mkdir()
        plan(folder)
    searching.run(whole)
    evaluated: list[int] = []
    real = searcher.evaluate

    def breaking(points, *rest):
        evaluated.append(len(points))
        for i, row in enumerate(real(points, *rest)):
            if len(evaluated) == 1 and i == 25:
                raise KeyboardInterrupt
            yield row

    monkeypatch.setattr(searcher, "evaluate", breaking)
    with pytest.raises(KeyboardInterrupt):
        searching.run(stopped, workers=1)
    assert not (stopped / "search").exists()
    searching.run(stopped, engine="threads", workers=2)
    assert evaluated == [72, 52]  # two parts of ten were kept
    assert contents(stopped / "search") == contents(whole / "search")


BROKEN = PLAN.replace(
    "limits:",
    "  resized: {type: reestimation, combination: fisher, adjusted: true, looks: [0.5, 1]}\nlimits:",
)


def test_a_design_that_cannot_be_simulated_is_told_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("sound", PLAN), ("broken", BROKEN)):
        (tmp_path / name).mkdir()
        plan(tmp_path / name, text)
    sound = searching.run(tmp_path / "sound")[0]
    assert guarded(app, ["design", str(tmp_path / "broken"), "--search"]) == 0
    said = capsys.readouterr().out
    assert "24 designs x scenarios could not be simulated" in said  # 2 sizes x (4 + 2 + 3 + 3 without effect)
    assert "resized, 40 patients, not compared: 12 of 12; effect.times 0.5, dropout 0: The design" in said
    assert "stages are combined by Fisher's product" in said
    folder = tmp_path / "broken" / "search"
    told = json.loads((folder / "search.json").read_bytes())
    assert [d["figures"] for d in told["designs"]] == [d.model_dump()["figures"] for d in sound.designs]
    assert (
        "Not compared, because the simulation of some scenario failed: `resized, 40 patients`"
        in (told["recommendation"]["cautions"][0])
    )
    missing = [p for p in pq.read_table(folder / "points.parquet").to_pylist() if p["not_simulated"]]
    assert len(missing) == 2 * 9
    assert {p["power"] for p in missing} == {None}
    assert {p["type"] for p in missing} == {"reestimation"}
    # What was kept of it is kept with its reasons: nothing is simulated again.
    first = contents(folder)
    monkeypatch.setattr(searcher, "evaluate", lambda points, *rest: iter(() if not points else [1 / 0]))
    searching.run(tmp_path / "broken")
    assert contents(folder) == first


def test_a_search_without_a_design_that_can_be_simulated_is_refused(tmp_path: Path) -> None:
    text = BROKEN.replace("  cutoff: {crp: [2, 4]}\n", "  designs: [resized]\n")
    plan(tmp_path, text)
    with pytest.raises(DesignError, match=r"No design of the search could be simulated.*Fisher's product"):
        searching.run(tmp_path)


def test_other_trials_are_other_work(tmp_path: Path) -> None:
    plan(tmp_path)
    first = searching.run(tmp_path)[0]
    plan(tmp_path, PLAN.replace("trials: 200", "trials: 300"))
    assert searching.run(tmp_path)[0].trials == 300 != first.trials


def test_the_report_has_the_search_and_replays(tmp_path: Path) -> None:
    plan(tmp_path, PLAN + "simulate: {replicates: 200}\n")
    assert guarded(app, ["plan", str(tmp_path), "--today", "2026-11-22"]) == 0
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "6 designs under 4 versions of the scenario base" in " ".join(page.split())
    assert 'id="figure-front"' in page
    front = list(csv.DictReader((tmp_path / "report" / "figures" / "front.csv").open(encoding="utf-8")))
    assert len(front) == 6
    assert (tmp_path / "report" / "figures" / "tornado.svg").is_file()
    assert guarded(app, ["replay", str(tmp_path)]) == 0
