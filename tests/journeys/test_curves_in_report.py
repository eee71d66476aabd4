"""The curve of a limit in a plan's report: the same as the command line's, and absent where that withholds it."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from trialwright.app import plan, screening

PLAN = """question: Who would qualify?
patients:
  table: ward.csv
  index: day
  columns: {lactate: {column: lactate, unit: mmol/L}, creatinine: {column: creatinine, unit: umol/L}}
trial:
  include: |
    Lactate > 2 mmol/L
  exclude: |
    Creatinine > 150 umol/L
"""


def site(folder: Path, few: int) -> Path:
    """A ward of its own: lactate 1.0 to 6.9 and creatinine 60 to 240, every pattern held by many but one by `few`."""
    rows = ["patient_id,day,lactate,creatinine"]
    rows += [f"{i},2026-01-01,{1 + i % 60 / 10:.1f},{60 + (i // 60) % 19 * 10}" for i in range(60 * 19 * 2)]
    rows += [f"{len(rows) + i},2026-01-01,,100" for i in range(few)]
    folder.joinpath("ward.csv").write_text("\n".join(rows) + "\n")
    folder.joinpath("plan.yaml").write_text(PLAN)
    return folder


def report(folder: Path) -> Path:
    return plan.run(folder, datetime.date(2026, 1, 1)).report.parent


def test_the_report_tells_what_the_command_line_tells(tmp_path: Path) -> None:
    folder = report(site(tmp_path, 30))
    page = folder.joinpath("index.html").read_text()
    assert "If a limit moved" in page
    dear = [page.index(f'id="figure-limits-{k}"') for k in (2, 1)]
    assert dear == sorted(dear), "the dearest first"
    for number in (1, 2):
        with io.StringIO(folder.joinpath(f"figures/limits-{number}.csv").read_text()) as stream:
            rows = list(csv.DictReader(stream))
        told = screening.curve(tmp_path, {}, Path(), number).curve
        assert told is not None
        assert len(rows) > 8
        assert [
            (float(r["limit"]), int(r["certain"]), int(r["possible"]), int(r["excluded"])) for r in rows
        ] == [(p.limit, p.certain, p.possible, p.excluded) for p in told.points]


@pytest.mark.parametrize("few", [1, 10])
def test_no_curve_where_a_pattern_is_small(tmp_path: Path, few: int) -> None:
    folder = report(site(tmp_path, few))
    assert screening.curve(tmp_path, {}, Path(), 1).curve is None
    assert not list(folder.rglob("*limits-*"))
    assert "If a limit moved" not in folder.joinpath("index.html").read_text()
