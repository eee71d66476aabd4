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


def _criteria(folder: Path) -> Path:
    path = folder / "criteria.txt"
    path.write_text(
        "Inclusion\nAge 18 years or older\nLactate > 2 mmol/L\nExclusion\nCreatinine > 300 umol/L\n",
        encoding="utf-8",
    )
    return path


def test_screening_tells_costs_in_any_order(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command = ["screen", "--patients", "synthetic:icu", "--n", "300", "--criteria", str(_criteria(tmp_path))]
    assert guarded(app, [*command, "--order", "3,2,1", "--by", "sex", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [s["number"] for s in found["steps"]] == [3, 2, 1]
    lost = sum(c["shapley_certain"] for c in found["costs"])
    assert lost == pytest.approx(300 - found["certain"])
    assert {g["level"] for g in found["groups"]} == {"female", "male"}
    assert guarded(app, command) == 0
    assert "only it excludes" in capsys.readouterr().out
    assert guarded(app, [*command, "--order", "1,2"]) == 4


def test_a_limit_is_moved_and_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command = ["screen", "--patients", "synthetic:icu", "--n", "300", "--criteria", str(_criteria(tmp_path))]
    figure = tmp_path / "lactate.svg"
    assert guarded(app, [*command, "--curve", "2", "--figure", str(figure)]) == 0
    out = capsys.readouterr().out
    assert "> 2 mmol/L (as written)" in out
    assert "without this criterion" in out
    assert "as written" in figure.read_text(encoding="utf-8")
    assert guarded(app, [*command, "--curve", "2", "--json"]) == 0
    points = json.loads(capsys.readouterr().out)["curve"]["points"]
    certain = [p["certain"] for p in points]
    assert certain == sorted(certain, reverse=True), "a higher limit lets fewer in"
    assert {p["certain"] + p["possible"] + p["excluded"] for p in points} == {300}
    assert guarded(app, [*command, "--curve", "4"]) == 4
    assert "There is no criterion 4" in capsys.readouterr().err
    assert guarded(app, [*command, "--curve", "2", "--by", "sex"]) == 2
    assert guarded(app, [*command, "--figure", str(figure)]) == 2


def test_one_patient_is_explained_on_the_terminal_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = tmp_path / "ward.csv"
    table.write_text(
        "patient_id,admitted,age,lactate [mg/dL]\np1,2025-01-01,60,36.032\np2,2025-01-01,17,\n",
        encoding="utf-8",
    )
    command = [
        "screen",
        "--patients",
        str(table),
        "--index",
        "admitted",
        "--criteria",
        str(_criteria(tmp_path)),
    ]
    assert guarded(app, [*command, "--explain", "p1"]) == 0
    out = capsys.readouterr().out
    assert "(inclusion): met" in out
    assert "4 mmol/L (recorded as 36.032 mg/dL)" in out
    assert "unknown" in out
    assert guarded(app, [*command, "--explain"]) == 0
    assert "p2  does not meet" in capsys.readouterr().out
    assert guarded(app, [*command, "--explain", "-7"]) == 5
    assert "no patient -7" in capsys.readouterr().err
    assert guarded(app, [*command, "--explain", "p1", "--json"]) == 2
    assert "terminal" in capsys.readouterr().out


def test_what_is_on_record_without_a_time_is_told_where_a_criterion_asks_when(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "ward.csv").write_text(
        "patient_id,admitted,age,stroke,asthma\np1,2025-01-01,60,1,1\np2,2025-01-01,70,0,0\n",
        encoding="utf-8",
    )
    rules = tmp_path / "rules.txt"
    rules.write_text("Exclusion criteria\n- History of stroke\n- Asthma\n", encoding="utf-8")
    mapping = tmp_path / "ward.map.yaml"
    table = ["screen", "--patients", str(tmp_path / "ward.csv"), "--criteria", str(rules)]
    told = []
    for time in ("", ", time: index"):
        mapping.write_text(
            f"id: patient_id\nindex: admitted\ncolumns: {{stroke: {{column: stroke{time}}}, asthma: asthma}}\n",
            encoding="utf-8",
        )
        command = [*table, "--mapping", str(mapping)]
        assert guarded(app, [*command, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        told.append([w for w in found["warnings"] if "do not say when" in w])
        assert guarded(app, [*command, "--explain", "p1"]) == 0
        out = capsys.readouterr().out
        assert ("1 more on record without a time" in out) == (not time)
        assert "outside its time" not in out
    assert len(told[0]) == 1
    assert "when stroke was" in told[0][0]
    assert told[1] == []


def test_a_plan_that_shows_small_counts_shows_them_to_screen_as_well(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "ward.csv").write_text(
        "patient_id,admitted,age\np1,2025-01-01,60\np2,2025-01-01,70\n", encoding="utf-8"
    )
    plan = (
        "question: Who?\npatients: {table: ward.csv, id: patient_id, index: admitted}\n"
        "trial:\n  include: Age 65 years or older\n"
    )
    for more, shown in (("", None), ("show_small_cells: true\n", 1)):
        (tmp_path / "plan.yaml").write_text(plan + more, encoding="utf-8")
        assert guarded(app, ["screen", str(tmp_path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["certain"] == shown


def test_those_who_completed_are_told_apart_from_those_in_the_arm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Knitting or chess for sleep: a randomised trial.\n\nMethods. Adults were randomised to knitting (n = 138) or chess (n = 136).\n\n"
        "Results. Two hundred and forty finished (122 knitting, 118 chess).\n"
    )
    assert guarded(app, ["read", str(page)]) == 0
    told = [line.split()[1:5] for line in capsys.readouterr().out.splitlines() if " size " in line]
    assert told == [
        ["size", "138", "knitting", "«138»"],
        ["size", "136", "chess", "«136»"],
        ["size", "122", "knitting", "completed"],
        ["size", "118", "chess", "completed"],
    ]


def test_a_number_that_a_page_only_names_is_told_as_such_and_of_another_trial_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "Knitting {ends}.\n\nWe randomised {n} adults to knitting (n = {half}) or chess (n = {half}). Sleep came to 20 of {half} who knitted.\n"
    trial, page = tmp_path / "a trial.txt", tmp_path / "page.txt"
    trial.write_text(told.format(ends="for sleep. Registration: NCT07123456", n=200, half=100))
    page.write_text(told.format(ends="had helped in Turku (NCT07123456)", n=420, half=210))
    assert guarded(app, ["read", str(page)]) == 0
    assert "NCT07123456  (named here, not said to be this trial's own)" in capsys.readouterr().out
    assert guarded(app, ["read", str(trial), str(page)]) == 0
    out = capsys.readouterr().out
    assert out.count("NCT07123456\n") == 2  # the trial's key and number
    assert "named here" not in out


@pytest.mark.parametrize("verb", ["read", "check"])
def test_a_damaged_file_hides_no_other(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("We randomised 41 adults to zinc (n = 21) or placebo (n = 20).\n")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"")
    assert guarded(app, [verb, str(tmp_path)]) == 3
    said = capsys.readouterr()
    assert "a.txt" in said.out
    assert "41" in said.out
    assert "2 of 3 files are not read: b.txt: the file is empty; c.txt: the file is empty." in said.err

    assert guarded(app, [verb, str(tmp_path), "--json"]) == 3
    only = json.loads(capsys.readouterr().out)  # one answer, and no half of another
    assert (only["error"], only["where"]) == ("SomeUnread", "b.txt, c.txt")


def test_pools_need_every_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "We randomised 80 adults to zinc (n = 40) or placebo (n = 40). Death occurred in {} and 9 of 40, respectively.\n"
    for name, deaths in (("a", 4), ("c", 6)):
        (tmp_path / f"{name}.txt").write_text(text.format(deaths))
    (tmp_path / "b.txt").write_bytes(b"")
    assert guarded(app, ["pool", str(tmp_path), "--endpoint", "death"]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "The file is empty." in said.err
    assert "b.txt" in said.err
