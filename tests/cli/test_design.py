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


LATE = """question: Which statement?
trial: {primary: {endpoint: fever at day 5, type: binary, better: lower}}
scenarios: {base: {control: {rate: 0.35}, effect: {level: -0.6}, screened_per_month: 12, dropout: 0.1}}
designs: {plain: {type: fixed, patients: 260}, looked at: {type: group_sequential, patients: 270, looks: [0.6, 1]}}
simulate: {replicates: 200, seed: 4}
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    file = tmp_path / "late.yaml"
    file.write_text(LATE, encoding="utf-8")
    return file


def test_the_words_for_a_protocol_and_the_calls_of_r_are_printed_where_asked_for(
    two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(app, ["design", str(two)]) == 0
    plain = capsys.readouterr().out
    assert "With --protocol:" in plain
    assert "getPowerRates" not in plain
    assert guarded(app, ["design", str(two), "--protocol"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(plain.partition("\nWith --protocol")[0])
    assert "At most 270 patients are randomised 1 : 1" in " ".join(told.split())
    calls = [line.strip() for line in told.splitlines() if line.startswith("    get")]
    assert any(c.startswith("getPowerRates(") and c.endswith(")") for c in calls)  # whole, to be copied
    assert "gsDesign(" in told
    assert "# answers" in told


def test_one_design_is_stated_where_it_is_named(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ["design", str(two), "--protocol", "--design", "plain"]) == 0
    told = capsys.readouterr().out
    assert "For the protocol: plain" in told
    assert "For the protocol: looked at" not in told
    assert guarded(app, ["design", str(two), "--protocol", "--design", "planned"]) != 0
    said = capsys.readouterr().err
    assert "It has: `plain`, `looked at`." in said
    assert "200 trials" not in said  # told before anything is simulated


def test_json_always_states_the_designs(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, str(two))["statements"]
    assert [s["design"]["name"] for s in said] == ["plain", "looked at"]
    assert said[1]["protocol"][0].startswith("At most 270 patients")
    assert said[1]["calls"]["rpact, power"].startswith("getPowerRates(")
    assert said[1]["remarks"]["rpact, power"].startswith("answers ")


@pytest.mark.parametrize(
    "arguments", [["--protocol", "--trial", "1"], ["--protocol", "--search"], ["--search", "--trial", "2"]]
)
def test_two_answers_are_not_asked_for_at_once(
    two: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(app, ["design", str(two), *arguments]) != 0
    assert "--" in capsys.readouterr().err


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
