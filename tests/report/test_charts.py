"""Figures: text stays text, labels cannot be formulae, nothing is written outside, ratios get a ratio axis."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

from trialwright.report import fragility
from trialwright.report.charts import forest, funnel
from trialwright.report.charts.canvas import plain


def texts(svg: str) -> list[str]:
    return [e.text or "" for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_labels_are_one_plain_line() -> None:
    assert plain("two\n lines") == "two lines"
    assert plain("_hidden") == " _hidden"
    assert plain("costs $5$") == r"costs \$5\$"
    assert len(plain("x" * 100, 20)) == 20


def test_a_ratio_axis_shows_ratios() -> None:
    rows = [
        forest.Row("A", -0.57, -2.07, 0.94, "0.57", "trial", 1.0),
        forest.Row("Pooled", -0.57, -2.07, 0.94, "0.57", "mean"),
    ]
    found = texts(forest.forest(rows, "f", "Odds ratio", reads="ratio", described="d"))
    assert {"0.125", "0.25", "0.5", "1", "2", "4"} <= set(found)


def test_withheld_counts_are_hatched_and_unnumbered() -> None:
    bars = [funnel.Bar("age", 500, 100, 0), funnel.Bar("renal", 480, None, None)]
    svg = funnel.funnel(bars, 600, "d")
    found = texts(svg)
    assert "480" in found
    assert "120" not in found  # what is left of the cohort has no number on it
    assert "small counts, not shown" in found
    assert re.search(r"<pattern ", svg)
    assert "small counts, not shown" not in texts(funnel.funnel(bars[:1], 600, "d"))


def test_the_font_cache_goes_away_again(tmp_path: object) -> None:
    code = (
        "import os; from trialwright.report.charts.canvas import canvas\n"
        "with canvas(2, 2): print(os.environ['MPLCONFIGDIR'])"
    )
    home = str(tmp_path)
    environment = {k: v for k, v in os.environ.items() if k != "MPLCONFIGDIR"} | {
        "HOME": home,
        "TMPDIR": home,
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(home)
    assert os.listdir(home) == []


def test_a_long_choice_keeps_what_tells_it_from_others() -> None:
    option = "without that of the check ratio interval of NCT0777000"
    lines = [fragility.Line("correction", f"{option}{i}", 3, "", "", False) for i in (1, 2)]
    labels = [fragility._label(line, turned=True) for line in lines]
    assert [label[-20:] for label in labels] == ["NCT07770001 (turned)", "NCT07770002 (turned)"]
    assert all(len(label) <= forest.LONGEST for label in labels)
    short = fragility.Line("interval", "normal", 3, "", "", False)
    assert fragility._label(short, turned=False) == "interval: normal"
