"""Past controls through the command line: balance, lock, outcomes, and a lock that no longer holds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "als-past-controls"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "als"
    folder.mkdir()
    for name in ("plan.yaml", "people.csv"):
        shutil.copy(EXAMPLE / name, folder)
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    text = text.replace("  method:", "  resamples: 100\n  placebo_runs: 50\n  method:")
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert guarded(app, ["external", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["external"]


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert guarded(app, ["external", *words]) == 7
    return " ".join(capsys.readouterr().err.split())


def test_outcomes_are_not_looked_at_before_the_lock(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.read_csv(plan / "people.csv")
    table.assign(score="hidden").to_csv(plan / "people.csv", index=False)
    found = ask(capsys, str(plan))
    assert found["compared"] is None
    assert found["lock"] is None
    assert {b["method"] for b in found["balances"]} == {
        "none",
        "odds",
        "overlap",
        "entropy",
        "optimal",
        "full",
    }
    assert "not locked" in found["sentence"]
    assert (plan / "external" / "external-balance.svg").is_file()


def test_locked_compared_and_locked_again(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = ask(capsys, str(plan), "--lock")
    c = found["compared"]
    assert c["low"] < c["effect"] < c["high"]
    assert c["effect"] == pytest.approx(c["treated_slope"] - c["control_slope"])
    assert c["sources"]["names"] == ["east", "north", "south"]
    assert c["died"] == [5, 3]
    pooled = [x["chance"] for x in c["claims"] if x["analysis"] == "past controls pooled"]
    assert pooled == sorted(pooled)
    alone = [x for x in c["claims"] if x["analysis"] == "no borrowing"]
    assert all(abs(x["chance"] - 0.025) < 4 * max(x["error"], 0.0025) for x in alone)
    widths = [d["high"] - d["low"] for d in c["over_drift"]]
    assert widths == sorted(widths)
    assert abs(c["placebo"]["mean"]) < 4 * c["placebo"]["sd"] / c["placebo"]["runs"] ** 0.5 + 0.02
    assert not found["lock"]["compared"]

    text = (plan / "plan.yaml").read_text(encoding="utf-8")
    (plan / "plan.yaml").write_text(text.replace("[age, onset, baseline]", "[age, onset]"), encoding="utf-8")
    said = refused(capsys, str(plan))
    assert "the covariates, the people or their covariates' values changed" in said
    later = text.replace("until: 12", "until: 6")
    (plan / "plan.yaml").write_text(later, encoding="utf-8")
    assert "the outcome, its time, end" in refused(capsys, str(plan))
    (plan / "plan.yaml").write_text(text.replace("[age, onset, baseline]", "[age, onset]"), encoding="utf-8")
    again = ask(capsys, str(plan), "--lock")
    assert again["lock"]["compared"]
    assert again["locks"] == 2
    assert any("not blind" in r for r in again["remarks"])


def test_the_same_answer_twice_and_in_a_plan(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = ask(capsys, str(plan), "--lock")
    assert guarded(app, ["plan", str(plan), "--today", "2026-11-22", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]["external"]
    assert found["compared"] == one["compared"]
    page = (plan / "report" / "index.html").read_text(encoding="utf-8")
    assert "Past controls" in page
    assert "external-claims" in page
    assert guarded(app, ["replay", str(plan)]) == 0


def test_where_lower_is_better_the_slopes_are_as_measured_and_the_benefit_is_the_same(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = ask(capsys, str(plan), "--lock")["compared"]
    changed(plan, score=lambda t: -t.score)
    text = (plan / "plan.yaml").read_text(encoding="utf-8")
    (plan / "plan.yaml").write_text(text.replace("better: higher", "better: lower"), encoding="utf-8")
    found = ask(capsys, str(plan), "--lock")
    c = found["compared"]
    assert c["effect"] == pytest.approx(one["effect"])
    assert c["effect"] == pytest.approx(c["control_slope"] - c["treated_slope"])
    assert c["sources"]["slopes"] == pytest.approx([-s for s in one["sources"]["slopes"]])
    assert c["sources"]["effect"] == pytest.approx(one["sources"]["effect"])
    assert "control less treated" in found["sentence"]
    assert ("includes no difference" in found["sentence"]) == (c["low"] <= 0 <= c["high"])
    assert c["tipping"] == (c["low"] if c["low"] > 0 else min(c["high"], 0))


def test_a_group_with_hardly_any_visits_is_told_as_that(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pd.read_csv(plan / "people.csv")
    few = (table.group != "anakinra") | (table.month < 1) | ((table.person == "P01") & (table.month < 3))
    table[few].to_csv(plan / "people.csv", index=False)
    assert "slope cannot be told" in refused(capsys, str(plan), "--lock")


def changed(plan: Path, **columns: object) -> None:
    pd.read_csv(plan / "people.csv").assign(**columns).to_csv(plan / "people.csv", index=False)


def test_tables_that_cannot_be_compared_say_why(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = (plan / "people.csv").read_bytes()
    changed(plan, age=lambda t: t.age.where(t.person != "P00"))
    assert "age is missing for 1 of 64 people" in refused(capsys, str(plan))
    (plan / "people.csv").write_bytes(whole)
    changed(plan, age=lambda t: t.age + t.month * (t.person == "P00"))
    assert "P00 is not the same in all rows" in refused(capsys, str(plan))
    (plan / "people.csv").write_bytes(whole)
    changed(plan, group="past")
    assert "0 people have group = anakinra" in refused(capsys, str(plan))
    (plan / "people.csv").write_bytes(whole)
    changed(plan, onset=lambda t: t.group)
    assert "no weights make them alike" in refused(capsys, str(plan), "--lock")
    (plan / "people.csv").write_bytes(whole)
    changed(plan, score=lambda t: t.age)
    assert "on a straight line" in refused(capsys, str(plan), "--lock")
    (plan / "people.csv").write_bytes(whole)
    changed(plan, score="high")
    assert "holds words" in refused(capsys, str(plan), "--lock")
    (plan / "people.csv").write_bytes(whole)
    (plan / "plan-external.lock.json").write_text("[{", encoding="utf-8")
    assert "not a lock" in refused(capsys, str(plan))


def test_a_plan_without_the_section_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.yaml").write_text("question: none\n", encoding="utf-8")
    assert guarded(app, ["external", str(tmp_path)]) == 2
    assert "no section `external`" in capsys.readouterr().err
