"""`read --criteria`: every rule said back, with what is not parsed, and what a person said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trialwright.cli.exits import guarded
from trialwright.cli.main import app

RULES = "Inclusion Criteria:\n- Age 18 years or older\n- Signed informed consent\nExclusion Criteria:\n- Stroke with purple hiccups\n"


@pytest.fixture
def protocol(tmp_path: Path) -> Path:
    path = tmp_path / "protocol.txt"
    path.write_text(RULES)
    return path


def test_each_rule_is_said_back_with_what_is_left(protocol: Path, capsys) -> None:
    assert guarded(app, ["read", "--criteria", str(protocol)]) == 0
    out = capsys.readouterr().out
    assert "Include if age is at least 18 years." in out
    assert "not computable: «Signed informed consent»" in out
    assert "not understood: «purple hiccups»" in out
    assert "3 rules: 1 parsed, 1 parsed in part, 1 not computable" in out


def test_a_correction_beside_the_file_is_read_every_time(protocol: Path, capsys) -> None:
    kept = protocol.with_name("protocol.txt.criteria.yaml")
    kept.write_text("- {quote: Stroke with purple hiccups, read: Stroke, by: A, when: 2026-03-01}\n")
    for _ in range(2):
        assert guarded(app, ["read", "--criteria", "--json", str(protocol.parent)]) == 0
        (document,) = json.loads(capsys.readouterr().out)["documents"]
        rule = document["rules"][2]
        assert (rule["words"], rule["standing"]) == ("Exclude if the patient has stroke.", "parsed")
        assert rule["told"].startswith("corrected by A")


def test_a_correction_that_cannot_be_read_is_an_error_with_its_line(protocol: Path, capsys) -> None:
    protocol.with_name("protocol.txt.criteria.yaml").write_text("- {quote: Stroke}\n")
    assert guarded(app, ["read", "--criteria", str(protocol)]) == 4
    assert "line 1" in capsys.readouterr().err
