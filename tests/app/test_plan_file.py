"""plan.yaml: every mistake is told with its line and column, every number is quoted in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trialwright.app import plan_file
from trialwright.errors import PlanError


def load(folder: Path, text: str) -> plan_file.Plan:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return plan_file.load(folder)


SCENARIOS = """\
question: which?
scenarios:
  first:
    control: {mean: 0, sd: 2}   # from a pilot
    effect: {curve: constant, level: -1}
    screened_per_month: 20
    dropout: 0.1
  second:
    control: {sd: 3}
    effect: {by: x, curve: step, half: 2, level: -2}
"""


def test_a_number_is_quoted_where_it_stands_with_its_comment_as_reason(tmp_path: Path) -> None:
    plan = load(tmp_path, SCENARIOS)
    sd = plan.assumptions["scenarios.first.control.sd"]
    assert (sd.value, sd.reason, sd.quote.exact) == (2, "from a pilot", "2")
    assert plan.document.text[sd.quote.start : sd.quote.end] == "2"


def test_later_scenarios_inherit_from_the_first_but_replace_its_effect_whole(tmp_path: Path) -> None:
    second = load(tmp_path, SCENARIOS).spec.scenarios["second"]
    assert (second.control, second.dropout) == ({"mean": 0, "sd": 3}, 0.1)
    assert (second.effect.curve, second.effect.by, second.effect.level) == ("step", "x", -2)


def test_criteria_span_is_the_block_as_written(tmp_path: Path) -> None:
    plan = load(
        tmp_path, "question: q\ntrial:\n  include: |\n    Age 18\n    CRP > 2\n  exclude: |\n    none\n"
    )
    start, end = plan.criteria_span("include") or (0, 0)
    assert plan.document.text[start:end].split("\n")[:2] == ["    Age 18", "    CRP > 2"]


@pytest.mark.parametrize(
    ("text", "what", "line", "column"),
    [
        ("question: q\nscenarios:\n  a: {controll: {mean: 0}}\n", "controll", 3, 7),
        ("question: q\nquestion: r\n", "given twice", 2, 1),
        ("question: [q\nb: c\n", "not valid YAML", 2, 2),
        ("question: q\nlimits: {patients: -3}\n", "limits.patients", 2, 20),
        ("question: q\ntoday: 2026-13-45\n", "month", 2, 8),
        ("question: q\nlimits: 7\n", "limits", 2, 9),
        ("question: q\ndesigns:\n  d: {cutoff: {x: [1, many]}}\n", "many", 3, 23),
        ("question: q\nscenarios:\n  a: {effect: {level: .nan}}\n", "nan", 3, 23),
    ],
)
def test_mistakes_have_a_line_and_a_column(
    tmp_path: Path, text: str, what: str, line: int, column: int
) -> None:
    with pytest.raises(PlanError) as caught:
        load(tmp_path, text)
    assert what in caught.value.what
    assert caught.value.where == f"plan.yaml, line {line}, column {column}"
    assert caught.value.fix


def test_a_mistyped_key_names_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="Did you mean `scenarios`"):
        load(tmp_path, "question: q\nscenario: {}\n")


def test_a_missing_question_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="`question` is missing"):
        load(tmp_path, "limits: {patients: 3}\n")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"- a\n- b\n", b"question: &a [*a]\n", b"[" * 5000])
def test_what_is_not_a_plan_is_a_plan_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "plan.yaml").write_bytes(data)
    with pytest.raises(PlanError):
        plan_file.load(tmp_path)


def test_a_folder_without_a_plan_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="holds no"):
        plan_file.load(tmp_path)
    with pytest.raises(PlanError, match="no folder"):
        plan_file.load(tmp_path / "nowhere")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_is_a_plan_or_a_plan_error(tmp_path: Path, text: str) -> None:
    try:
        question = load(tmp_path, text).spec.question
    except PlanError as error:
        question = error.what if error.fix else ""
    assert isinstance(question, str)


def test_a_later_effect_of_an_arm_takes_nothing_from_an_earlier_one(tmp_path: Path) -> None:
    arms = "    arms: {low: {level: 0.8, scale: odds_ratio}, high: {level: 0.6, scale: odds_ratio}}\n"
    text = SCENARIOS.replace("  second:", arms + "  second:") + "    arms: {high: {level: 0}}\n"
    second = load(tmp_path, text).spec.scenarios["second"]
    assert (second.arms["high"].level, second.arms["high"].scale) == (0, "")
    assert second.arms["low"].scale == "odds_ratio"


@pytest.mark.parametrize("word", ["null", "no", "Off"])
def test_a_name_that_yaml_has_another_use_for_is_still_a_name(tmp_path: Path, word: str) -> None:
    plan = load(tmp_path, SCENARIOS.replace("second:", f"{word}:"))
    assert list(plan.spec.scenarios) == ["first", word]


def test_no_end_of_patients_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="finite") as caught:
        load(tmp_path, SCENARIOS.replace("screened_per_month: 20", "screened_per_month: .inf", 1))
    assert "line 6" in caught.value.where


def test_a_wrong_value_is_named_as_the_plan_writes_it(tmp_path: Path) -> None:
    """Of a key that takes a number or a name, the type that was tried is no part of the plan."""
    text = "question: q\nscenarios:\n  base: {control: {rate: .nan}, effect: {level: 1}}\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match=r"`scenarios\.base\.control\.rate` cannot be nan"):
        plan_file.load(tmp_path)


ALIASES = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(
    f"{now}: &{now} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, now in (("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"))
)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ALIASES, "more than 100,000 values"),
        (SCENARIOS + "    eligible: 50\n", "eligible"),
        (SCENARIOS + "    eligible: 0\n", "eligible"),
        ("question: q\nsimulate: {replicates: 1000000000000}\n", "simulate.replicates"),
        ("question: q\ndesigns: {d: {patients: 1000000000}}\n", "designs.d.patients"),
    ],
)
def test_what_no_machine_or_trial_holds_is_told_at_its_place(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(PlanError, match=what) as told:
        load(tmp_path, text)
    assert "line" in told.value.where


ALONE = """\
question: which?
trial: {primary: {endpoint: relapse, type: TYPE, better: lower}}
scenarios: {base: {control: {rate: RATE}, effect: {level: -0.7}, screened_per_month: 20}}
designs: {fixed: {KEY: 300}}
simulate: {replicates: 100}
"""


@pytest.mark.parametrize(
    ("type_", "rate", "key", "fix"),
    [
        ("binry", "0.4", "patients", "Did you mean `binary`?"),
        ("binary", "40 %", "patients", "write 0.4"),
        ("binary", "4e-1", "patients", "write 0.4"),
        ("binary", "relapses", "patients", "Add it under `pool:`"),
        ("binary", "0.4", "pateints", "Did you mean `patients`?"),
        ("binary", "0.4", "zzz", "It has none beyond"),
    ],
)
def test_what_is_meant_is_offered(tmp_path: Path, type_: str, rate: str, key: str, fix: str) -> None:
    from trialwright.app import verbs
    from trialwright.errors import TrialwrightError

    text = ALONE.replace("TYPE", type_).replace("RATE", rate).replace("KEY", key)
    (tmp_path / "looks.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(TrialwrightError) as told:
        verbs.design(tmp_path / "looks.yaml")
    assert fix in told.value.fix
    assert told.value.where


def test_a_file_in_place_of_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "looks.yaml").write_text("question: which?\n", encoding="utf-8")
    with pytest.raises(PlanError, match="is a file, and a plan is a folder"):
        plan_file.load(tmp_path / "looks.yaml")
    with pytest.raises(PlanError, match="no plan") as told:
        plan_file.load_alone(tmp_path / "look.yaml")
    assert "Did you mean looks.yaml?" in told.value.fix
    assert plan_file.load_alone(tmp_path / "looks.yaml").spec.question == "which?"
