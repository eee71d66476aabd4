"""The rule for a hit, on items and an article of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.reading import two_by_two as bench

TEXT = """Zinc lozenges were compared with placebo in 60 adults with colds.

  Variable            Zinc lozenges (n = 31)   Placebo (n = 29)
  ------------------- ------------------------ ------------------
  Cough gone, n (%)   16 (51.6)                10 (34.5)
  Headache, mean (SD) 2.1 (0.7)                3.2 (0.8)
"""
SIZES = {"intervention_group_size": 31, "comparator_group_size": 29}


def _item(**given: object) -> dict[str, object]:
    common = {
        "pmcid": 7,
        "intervention": "zinc lozenges",
        "comparator": "placebo",
        "is_data_complete": "TRUE",
    }
    return common | SIZES | given


def _folder(path: Path, items: list[dict[str, object]]) -> Path:
    (path / "texts").mkdir()
    (path / "texts" / "PMC7.md").write_text(TEXT, encoding="utf-8")
    (path / "test.json").write_text(json.dumps(items), encoding="utf-8")
    return path


def test_all_cells_must_be_right(tmp_path: Path) -> None:
    binary = {"outcome_type": "binary", "outcome": "cough gone", "intervention_events": 16}
    means = {"outcome_type": "continuous", "outcome": "headache", "intervention_mean": 2.1,
             "intervention_standard_deviation": 0.7, "comparator_mean": "3.2", "comparator_standard_deviation": 0.8}  # fmt: skip
    items = [
        _item(**binary, comparator_events=10),
        _item(**binary, comparator_events=11),
        _item(**means),
        _item(**{**binary, "comparator_events": 10, "is_data_complete": "FALSE"}),
    ]
    figures = bench.score(list(bench.judged(_folder(tmp_path, items))))
    assert (figures["binary_items"], figures["binary_all_exact"], figures["binary_coverage"]) == (2, 0.5, 1.0)
    assert figures["continuous_all_exact"] == 1.0


def test_an_article_that_is_not_there_is_no_answer(tmp_path: Path) -> None:
    item = _item(
        outcome_type="binary", outcome="cough gone", intervention_events=16, comparator_events=10, pmcid=8
    )
    figures = bench.score(list(bench.judged(_folder(tmp_path, [item]))))
    assert (figures["binary_all_exact"], figures["binary_coverage"]) == (0.0, 0.0)


def test_a_folder_without_items_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--data", str(tmp_path)]) == 2
    assert "no dev.json or test.json" in capsys.readouterr().err
