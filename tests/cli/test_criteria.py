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


def test_a_file_of_more_lines_than_a_trial_has_is_refused(tmp_path: Path, capsys) -> None:
    path = tmp_path / "dump.txt"
    path.write_text("Age 18 years or older\n" * 20_001)
    for verb in (["read", "--criteria"], ["screen", "--patients", "synthetic:icu", "--criteria"]):
        assert guarded(app, [*verb, str(path)]) == 3
        assert "20,001 lines, more than the 20,000" in capsys.readouterr().err


FAILURES = {
    "18 years of age or older": "Include if age is at least 18 years.",
    "from 18 to 65 years old": "Include if age is between 18 and 65 years, both included.",
    "IL-6 > 10 pg/mL": "Include if interleukin 6 is above 10 pg/mL.",
    "Neutrophils ≥ 1.5 x 10⁹/L": "Include if neutrophils is at least 1.5 x 10⁹/L.",
    "Sepsis within 48 hours of randomisation": "Include if the patient has sepsis (within 48 hours of randomisation).",
    "Creatinine ≤1.5×ULN or 133 µmol/L": "Include if creatinine is at most 1.5 times the upper limit of normal or creatinine is at most 133 µmol/L.",
    "LDH > 200 U/L": "Include if lactate dehydrogenase is above 200 U/L.",
    "AST > 5 times upper normal range": "Include if aspartate aminotransferase is above 5 times the upper limit of normal.",
    "CRP increase of at least twice basal": "Include if ratio to baseline of c-reactive protein is at least 2.",
    "Platelets <50.000": "Include if platelets is below 50000 /uL.",
    "ECOG 0~2": "Include if ecog performance status is between 0 and 2, both included.",
    "ECOG 0,1, or 2": "Include if ecog performance status is between 0 and 2, both included.",
    "HbA1c ≤ 12 weeks prior": "Include if a person confirms “HbA1c ≤ 12 weeks prior” (not understood).",
}  # fmt: skip


def test_lines_that_a_published_parser_misreads_are_said_back_rightly(protocol: Path, capsys) -> None:
    protocol.write_text("Inclusion Criteria:\n" + "".join(f"- {line}\n" for line in FAILURES))
    assert guarded(app, ["read", "--criteria", "--json", str(protocol)]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert [rule["words"] for rule in document["rules"]] == list(FAILURES.values())


def test_plain_lines_of_an_old_encoding_keep_their_units(tmp_path: Path, capsys) -> None:
    told = []
    for encoding in ("cp1252", "utf-8"):
        lines = tmp_path / "lines.txt"
        lines.write_bytes("Creatinine < 150 \u00b5mol/L\n".encode(encoding))
        assert guarded(app, ["read", "--criteria", str(lines)]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert "Include if creatinine is below 150 \u00b5mol/L." in told[0]


def test_a_plan_is_no_document(tmp_path: Path, capsys) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("question: Who?\n", encoding="utf-8")
    for verb in (["read"], ["read", "--criteria"], ["check"]):
        assert guarded(app, [*verb, str(plan)]) == 3
        told = capsys.readouterr().err
        assert "is a plan, not a document" in told
        assert str(tmp_path) in told
