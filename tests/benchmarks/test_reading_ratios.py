"""The plain scan for ratios, and what counts as found, on sentences of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reading import ratios

TEXT = (
    "Zinc lozenges against placebo: a randomized trial. Cough was less frequent with zinc lozenges than with placebo (odds ratio 0.55, 95% CI "
    "0.31 to 0.97). Odds ratios for fever, headache and chills were 0.80 (95% CI 0.60-1.10), 1.20 (95% CI 0.90-1.60) and 0.70 (95% CI 0.50-0.98). "
    "The mean difference was 3 days (95% CI 1 to 5). One patient or 0.5 (95% CI 0.1-1.2) of them was lost."
)


def test_the_scan_sees_ratios_and_nothing_else() -> None:
    found = [(r.value, r.low, r.high) for r in ratios.scan("x", TEXT)]
    assert found == [(0.55, 0.31, 0.97), (0.8, 0.6, 1.1), (1.2, 0.9, 1.6), (0.7, 0.5, 0.98)]


def test_every_ratio_of_a_list_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1.txt").write_text(TEXT, encoding="utf-8")
    assert ratios.main(["--data", str(tmp_path), "--json"]) == 0
    assert '"ratio_recall": 1.0' in capsys.readouterr().out


def test_a_folder_without_ratios_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ratios.main(["--data", str(tmp_path)]) == 2
    assert "no ratio" in capsys.readouterr().err
