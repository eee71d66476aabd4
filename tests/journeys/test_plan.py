"""A newcomer's way: init, plan, again, change one thing, replay; stop it half-way; break it on purpose."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app

pytestmark = pytest.mark.xdist_group("plan")
TODAY = "2026-11-22"


def trialwright(*arguments: object) -> int:
    return guarded(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter plan, run once."""
    folder = tmp_path_factory.mktemp("work") / "mine"
    assert trialwright("init", folder) == 0
    assert trialwright("plan", folder, "--today", TODAY) == 0
    return folder


@pytest.fixture
def mine(finished: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(finished, tmp_path / "mine"))


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "plan.yaml"
    text = path.read_text()
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def figures(files: dict[str, bytes]) -> list[list[str]]:
    """The rows of threshold.csv without their last column, the node's id."""
    return [row[:-1] for row in csv.reader(files["figures/threshold.csv"].decode().splitlines())]


def answer(capsys: pytest.CaptureFixture[str]) -> dict:
    return json.loads(capsys.readouterr().out)


def test_the_starter_runs_unchanged_and_answers(finished: Path) -> None:
    files = contents(finished / "report")
    assert {"index.html", "manifest.json"} <= set(files)
    assert any(n.endswith(".svg") for n in files)
    assert any(n.endswith(".parquet") for n in files)
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["inputs"]) == {"plan.yaml", "documents/earlier-trial.txt"}
    assert set(manifest["outputs"]) == set(files) - {"manifest.json"}
    assert str(finished).encode() not in b"".join(v for k, v in files.items() if not k.endswith(".parquet"))


def test_a_second_run_changes_nothing(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(mine / "report")
    assert trialwright("plan", mine, "--today", TODAY, "--json") == 0
    assert answer(capsys)["changed"] is False
    assert contents(mine / "report") == before


def test_replay_gives_the_same_bytes(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(mine / ".trialwright")
    assert trialwright("replay", mine, "--json") == 0
    assert "manifest.json" in answer(capsys)["same"]


def test_replay_names_an_edited_output_and_a_changed_input(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = mine / "report" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert trialwright("replay", mine) == 8
    assert "index.html" in capsys.readouterr().err
    edit(mine, "dropout: 0.1 ", "dropout: 0.2 ")
    assert trialwright("replay", mine) == 8
    assert "plan.yaml" in capsys.readouterr().err


def test_a_persons_corrections_are_inputs(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = mine / "documents" / "earlier-trial.txt"
    kept = document.with_name(document.name + ".results.yaml")
    kept.write_text("- quote: 30/48 (62.5%)\n  read: {count: 31}\n  by: A. Reader\n  when: 2026-03-01\n")
    assert trialwright("plan", mine, "--today", TODAY) == 0
    manifest = json.loads((mine / "report" / "manifest.json").read_text())
    assert "documents/earlier-trial.txt.results.yaml" in manifest["inputs"]
    assert trialwright("replay", mine) == 0
    kept.write_text(kept.read_text().replace("A. Reader", "B. Reader"))
    assert trialwright("replay", mine) == 8
    assert "earlier-trial.txt.results.yaml" in capsys.readouterr().err


def test_only_what_changed_is_recomputed(mine: Path) -> None:
    stored = {p.name: p.stat().st_mtime_ns for p in (mine / ".trialwright" / "cache").iterdir()}
    edit(mine, "curve: step, half: 3,", "curve: step, half: 4,")
    assert trialwright("plan", mine, "--today", TODAY) == 0
    now = {p.name: p.stat().st_mtime_ns for p in (mine / ".trialwright" / "cache").iterdir()}
    made = [n for n in now if n not in stored]
    kept = [n for n in now if stored.get(n) == now[n]]
    # What stands in plan.yaml is read again; of what takes time, only the scenario that changed.
    stages = {"criteria", "scenarios", "designs", "design", "curve", "prices"}
    assert {n.split("-")[0] for n in made} <= stages
    assert sum(n.startswith("design-") for n in made) == 1
    assert {"read", "check", "pool", "screen", "design"} <= {n.split("-")[0] for n in kept}


def test_a_line_that_moves_changes_no_figure(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(mine / "report")
    plan = mine / "plan.yaml"
    plan.write_text("# a line of its own\n" + plan.read_text())
    stored = {p.name for p in (mine / ".trialwright" / "cache").glob("design-*")}
    assert trialwright("plan", mine, "--today", TODAY) == 0
    assert {p.name for p in (mine / ".trialwright" / "cache").glob("design-*")} == stored
    assert trialwright("replay", mine) == 0, capsys.readouterr().err
    after = contents(mine / "report")
    assert figures(before) == figures(after)
    assert before["index.html"] != after["index.html"]  # it quotes plan.yaml, whose lines have moved


def test_a_failed_run_keeps_the_last_report(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(mine / "report")
    edit(mine, "cutoff: {hsCRP: [2, 3, 5]}", "cutoff: {hsCRP: [2, 3, 500000]}")
    assert trialwright("plan", mine, "--today", TODAY) == 6
    assert "500000" in capsys.readouterr().err
    assert contents(mine / "report") == before


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("documents: documents", "documents: nowhere", 3, "nowhere"),
        ("endpoint: pain score, scale", "endpoint: blood loss, scale", 7, "blood loss"),
        ("level: pain}", "level: ache}", 7, "ache"),
        ("synthetic: post_mi", "synthetic: martians", 5, "martians"),
        ("type: continuous, better", "type: telepathy, better", 6, "telepathy"),
        ("control: {mean: 40, sd: 20} ", "control: {mean: 40, sd: -20} ", 6, "sd"),
        ("raised CRP: {type: fixed", "raised CRP: {type: vibes", 6, "vibes"),
        ("limits: {patients: 300", "limits: {patients: 300, years: 2", 2, "years"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    mine: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, code: int, words: str
) -> None:
    edit(mine, old, new)
    assert trialwright("plan", mine, "--today", TODAY) == code
    error = capsys.readouterr().err
    assert words in error
    assert "fix:" in error
    assert "Traceback" not in error


def test_a_file_that_is_no_document_is_listed_and_passed_over(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mine / "documents" / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (mine / "documents" / "~$note.docx").write_bytes(b"PK")
    assert trialwright("plan", mine, "--today", TODAY, "--json") == 0
    found = answer(capsys)["findings"]
    assert found["documents"] == ["earlier-trial.txt"]
    assert [m["where"] for m in found["missing"] if m["what"] == "any text"] == ["photo.png"]


def test_what_a_scenario_leaves_out_is_listed(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(mine, "    dropout: 0.1                             # assumption\n", "")
    assert trialwright("plan", mine, "--today", TODAY, "--json") == 0
    missing = answer(capsys)["findings"]["missing"]
    assert [m["where"] for m in missing if "lost before" in m["what"]] == [
        "scenario as before",
        "scenario only the inflamed respond",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("cutoff: {hsCRP: [2, 3, 5]}", "cutoff: {hsCRP: [2, 3, 500000]}", "raised CRP"),
        ("control: {mean: 40, sd: 20} ", "control: {mean: 40, sd: -20} ", "control:"),
        ("months: 24}", "months: 0.5}", "months: 0.5"),
    ],
)
def test_a_design_error_has_its_line(
    mine: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: str
) -> None:
    edit(mine, old, new)
    assert trialwright("plan", mine, "--today", TODAY) == 6
    error = capsys.readouterr().err
    number = int(error.split("plan.yaml, line ")[1].split(",")[0])
    assert line in (mine / "plan.yaml").read_text().splitlines()[number - 1], error


def test_an_unreadable_pdf_is_named(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mine / "documents" / "scan.pdf").write_bytes(b"%PDF-1.7\nnot really")
    assert trialwright("plan", mine, "--today", TODAY) == 3
    assert "scan.pdf" in capsys.readouterr().err


def test_a_table_without_its_index_column_names_the_columns_it_has(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mine / "cohort.csv").write_text("patient_id,age,arrived_at\n1,60,2026-01-01\n")
    edit(
        mine,
        "  synthetic: post_mi\n  n: 2000\n",
        "  table: cohort.csv\n  id: patient_id\n  index: admitted_at\n",
    )
    assert trialwright("plan", mine, "--today", TODAY) == 5
    error = capsys.readouterr().err
    assert "admitted_at" in error
    assert "arrived_at" in error


def test_a_criterion_that_cannot_be_read_is_listed_and_unknown(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(
        mine,
        "    Informed consent\n",
        "    Informed consent\n    Glorbulated frumiousness of the bandersnatch\n",
    )
    assert trialwright("plan", mine, "--today", TODAY, "--json") == 0
    found = answer(capsys)
    assert any(
        "Glorbulated" in m["what"] and "not understood" in m["so"] for m in found["findings"]["missing"]
    )
    assert found["findings"]["screening"]["certain"] == 0
    assert any(
        "only possible" in m["what"] and "least possible" in m["so"] for m in found["findings"]["missing"]
    )


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, sign: signal.Signals) -> None:
    folder = tmp_path / "mine"
    trialwright("init", folder)
    edit(folder, "replicates: 4000", "replicates: 40000")
    command = [sys.executable, "-m", "trialwright", "plan", str(folder), "--today", TODAY]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    assert process.stderr
    for line in process.stderr:
        if line.startswith("design"):
            break
    time.sleep(0.2)
    process.send_signal(sign)
    _, rest = process.communicate(timeout=60)
    if sign is signal.SIGINT:
        assert process.returncode == 130
        assert "run the same command again" in rest
    assert not (folder / "report").exists()
    stored = {p.name for p in (folder / ".trialwright" / "cache").glob("*.json")}
    assert any(n.startswith("read-") for n in stored)
    edit(folder, "replicates: 40000", "replicates: 400")
    assert trialwright("plan", folder, "--today", TODAY) == 0
    assert (folder / "report" / "index.html").exists()
    assert not list(folder.rglob("*.tmp"))


def test_a_killed_run_keeps_the_trials_it_had_done(tmp_path: Path) -> None:
    killed, whole = tmp_path / "mine", tmp_path / "whole" / "mine"
    for folder in (killed, whole):
        trialwright("init", folder)
        edit(folder, "replicates: 4000", "replicates: 12000")
    command = [sys.executable, "-m", "trialwright", "plan", str(killed), "--today", TODAY, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    trials = killed / ".trialwright" / "cache" / "trials"
    give_up = time.monotonic() + 120
    while not list(trials.rglob("[!.]*.json")) and process.poll() is None and time.monotonic() < give_up:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    done = {p: p.stat().st_mtime_ns for p in trials.rglob("[!.]*.json")}
    assert done
    assert not (killed / "report").exists()
    assert trialwright("plan", killed, "--today", TODAY, "--engine", "threads", "--workers", 1) == 0
    assert not trials.exists() or not list(trials.iterdir())
    assert trialwright("plan", whole, "--today", TODAY) == 0
    assert contents(killed / "report") == contents(whole / "report")


@pytest.mark.parametrize(
    ("engine", "words"), [("tractors", "no engine"), ("dask://127.0.0.1:1", "does not answer")]
)
def test_an_engine_that_cannot_be_had_is_told(
    mine: Path, capsys: pytest.CaptureFixture[str], engine: str, words: str
) -> None:
    edit(mine, "replicates: 4000", "replicates: 400")
    assert trialwright("plan", mine, "--today", TODAY, "--engine", engine) == 6
    assert words in capsys.readouterr().err


def test_init_refuses_a_folder_that_holds_anything(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    assert trialwright("init", tmp_path) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["note.txt"]


def test_a_marker_without_a_usable_value_says_why(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{i},60,female,2026-01-01,{1 + i % 9}\n" for i in range(60))
    (mine / "cohort.csv").write_text("patient_id,age,sex,admitted_at,hsCRP\n" + rows)
    edit(
        mine,
        "  synthetic: post_mi\n  n: 2000\n",
        "  table: cohort.csv\n  id: patient_id\n  index: admitted_at\n",
    )
    assert trialwright("plan", mine, "--today", TODAY) in (5, 6)
    error = capsys.readouterr().err
    assert "hsCRP" in error
    assert "unit" in error


def test_a_changed_mapping_file_is_noticed(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Patients depend on more bytes than their table's: a stored funnel of old bindings would be a wrong number."""
    rows = "".join(f"{i},{40 + i % 40},female,2026-01-01,{1 + i % 9}\n" for i in range(60))
    (mine / "cohort.csv").write_text("patient_id,age,sex,admitted_at,inflamed\n" + rows)
    mapping = "id: patient_id\nindex: admitted_at\ncolumns:\n  hsCRP: {column: inflamed, unit: mg/L}\n"
    (mine / "cohort.map.yaml").write_text(mapping)
    edit(mine, "  synthetic: post_mi\n  n: 2000\n", "  table: cohort.csv\n  mapping: cohort.map.yaml\n")
    assert trialwright("plan", mine, "--today", TODAY) == 0, capsys.readouterr().err
    (mine / "cohort.map.yaml").write_text(mapping.replace("mg/L", "mg/dL"))
    capsys.readouterr()
    assert trialwright("plan", mine, "--today", TODAY, "--json") == 0
    assert answer(capsys)["changed"] is True
    assert trialwright("replay", mine) == 0
