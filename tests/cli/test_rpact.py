"""`trialwright design --rpact`: a table, JSON, and errors with the place in the call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app


def test_a_call_is_answered_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ["design", "--rpact", 'getDesignGroupSequential(kMax=3, typeOfDesign="asOF")']) == 0
    shown = capsys.readouterr().out
    assert "criticalValues" in shown
    assert "3.710303, 2.511427, 1.993047" in shown
    assert "betaSpent" not in shown  # NA throughout


def test_json_has_null_for_na(capsys: pytest.CaptureFixture[str]) -> None:
    call = "getDesignGroupSequential(kMax=2, typeOfDesign='noEarlyEfficacy', deltaWT=.3)"
    assert guarded(app, ["design", "--rpact", call, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["call"] == "getDesignGroupSequential"
    assert found["fields"]["criticalValues"] == [None, pytest.approx(1.959964, abs=1e-6)]
    assert found["notes"] == ["deltaWT is left aside: noEarlyEfficacy does not use it."]


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        ("getDesignGroupSequential(kMax=3", 6, "line 1, column 32"),
        ("getDesignGroupSequential(kMax=3, alpha=.7)", 6, "line 1, column 1"),
        ("getDesignCharacteristics()", 6, "`design` is missing"),
    ],
)
def test_errors_say_where(call: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, ["design", "--rpact", call]) == code
    assert said in capsys.readouterr().err


def test_a_design_comes_with_words_calls_and_a_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = "getDesignGroupSequential(kMax=3, typeOfDesign='asOF', futilityBounds=c(0, .5))"
    drawing = tmp_path / "bounds.svg"
    assert guarded(app, ["design", "--rpact", call, "--figure", str(drawing)]) == 0
    shown = capsys.readouterr().out
    assert "For the protocol:" in shown
    assert "non-binding" in shown
    assert "futilityBounds = c(0, 0.5)" in shown
    assert "In gsDesign" not in shown  # it has no given futility bounds
    svg = drawing.read_text(encoding="utf-8")
    for value in ("3.71", "2.51", "1.99", "0.50", "futility"):
        assert value in svg


def test_what_has_no_boundaries_is_not_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["design", "--rpact", "getDesignFisher(kMax=2)", "--figure", str(tmp_path / "f.svg")]
    assert guarded(app, arguments) == 6
    assert "no boundaries on the z scale" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["design"], ["design", "folder", "--rpact", "1"]])
def test_a_folder_or_a_call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(app, arguments) == 2
    assert "--rpact" in capsys.readouterr().err
