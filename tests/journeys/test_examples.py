"""Every bundled example runs, and says what it does not know."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# The comparison with past controls plans no trial: test_external.py runs it.
NAMES = sorted(
    p.parent.name for p in EXAMPLES.glob("*/plan.yaml") if "designs:" in p.read_text(encoding="utf-8")
)


def test_there_is_a_plan_for_each_of_the_five_trials_and_the_hero() -> None:
    assert NAMES == [
        "aid-heart",
        "als-anakinra",
        "ards-anakinra",
        "covid-anakinra",
        "ivory-follow-on",
        "post-mi-il2",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_runs_with_fewer_trials(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder, ignore=shutil.ignore_patterns("report", ".trialwright"))
    plan = folder / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    head, tail = text.rsplit("replicates: ", 1)
    plan.write_text(head + "replicates: 1000" + tail.lstrip("0123456789"), encoding="utf-8")
    assert guarded(app, ["plan", str(folder), "--today", "2026-11-22", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert found["documents"]
    assert found["missing"]
    assert all(oc["figures"]["power"]["mcse"] is not None for oc in found["characteristics"])
    if "level: tbr" in text or "level: who scale" in text:
        assert found["pooled"]
