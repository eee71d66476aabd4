"""The same table as JATS and as HTML gives the same cells: lines inside cells, cells over several lines, counts over percents."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.model.document import Document
from trialwright.read.formats._table_grid import LINE, Grid, Spanning

ARMS = {"intervention": "mint tea", "comparator": "warm water"}
METHODS = "Adults were randomly assigned to mint tea (n = 40) or warm water (n = 50)."
HEAD = "<tr><th>Outcome</th><th>Mint tea</th><th>Warm water</th><th>P</th></tr>"
TIMED = "<tr><th>Outcome</th><th>Time</th><th>Mint tea</th><th>Warm water</th><th>P</th></tr>"
NAMED = "<tr><th>Outcome</th><th></th><th>Mint tea</th><th>Warm water</th></tr>"


def row(*cells: str, spans: dict[int, str] | None = None) -> str:
    return (
        "<tr>"
        + "".join(f"<td{(spans or {}).get(i, '')}>{cell}</td>" for i, cell in enumerate(cells))
        + "</tr>"
    )


DOWN = {0: ' rowspan="2"', 4: ' rowspan="2"'}
LINES = HEAD + row("Nausea<br/>Day 2<br/>Day 9", "<br/>8 (20.0)<br/>12 (30.0)", "<br/>11 (22.0)<br/>19 (38.0)", "0.4")  # fmt: skip
PARAGRAPHS = TIMED + row(
    "Nausea",
    "<p>Day 2</p><p>Day 9</p>",
    "<p>8 (20.0)</p><p>12 (30.0)</p>",
    "<p>11 (22.0)</p><p>19 (38.0)</p>",
    "<p>0.4</p><p>0.5</p>",
)
OVER = {0: ' rowspan="3"', 4: ' rowspan="3"'}
SPANNED = (
    TIMED
    + row("Nausea", "Baseline", "2 (5.0)", "3 (6.0)", "0.4", spans=OVER)
    + row("Day 2", "8 (20.0)", "11 (22.0)")
    + row("Day 9", "12 (30.0)", "19 (38.0)")
    + row("Fever", "Baseline", "1 (2.5)", "2 (4.0)", "0.7", spans=OVER)
    + row("Day 2", "3 (7.5)", "4 (8.0)")
    + row("Day 9", "5 (12.5)", "6 (12.0)")
)
APART = (
    NAMED
    + row("Nausea", "n", "12", "19", spans=DOWN)
    + row("%", "30.0", "38.0")
    + row("Fever", "n", "3", "4", spans=DOWN)
    + row("%", "7.5", "8.0")
)
SIZES = APART.replace(">12<", ">40<").replace(">19<", ">50<").replace(">3<", ">40<").replace(">4<", ">50<")


def documents(table: str) -> list[Document]:
    html = f"<html><body><article><h1>Mint tea: a randomized trial</h1><p>{METHODS}</p><table><caption>Table 1. Outcomes</caption>{table}</table></article></body></html>"
    jats = (
        "<article><front><article-meta><title-group><article-title>Mint tea: a randomized trial</article-title></title-group>"
        f"</article-meta></front><body><sec><title>Methods</title><p>{METHODS}</p><table-wrap><label>Table 1</label><caption><p>Outcomes</p>"
        f"</caption><table>{table.replace('<br/>', '<break/>')}</table></table-wrap></sec></body></article>"
    )
    return [read.documents(text.encode(), name)[0] for text, name in ((html, "a.html"), (jats, "a.xml"))]


def counted(document: Document, outcome: str) -> list[float | None]:
    cells = read.cells(document, outcome=outcome, kind="binary", **ARMS)
    return [v and v.value for s in (cells.intervention, cells.comparator) for v in (s.events, s.n)]


NESTED = "<tr><th>Outcome</th><th>Time</th><th>Group</th><th>n (%)</th></tr>" + "".join(
    row(name, "Day 2", "Mint tea", one, spans={0: ' rowspan="4"', 1: ' rowspan="2"'})
    + row("Warm water", two)
    + row("Day 9", "Mint tea", three, spans={0: ' rowspan="2"'})
    + row("Warm water", four)
    for name, one, two, three, four in (
        ("Nausea", "8 (20.0)", "11 (22.0)", "12 (30.0)", "19 (38.0)"),
        ("Fever", "1 (2.5)", "2 (4.0)", "3 (7.5)", "4 (8.0)"),
    )
)


@pytest.mark.parametrize("table", [LINES, PARAGRAPHS, SPANNED, NESTED])
def test_times_in_lines_of_a_cell_or_beside_spans_are_rows(table: str) -> None:
    for document in documents(table):
        assert counted(document, "nausea at day 2") == [8, 40, 11, 50]
        assert counted(document, "nausea at day 9") == [12, 40, 19, 50]


def test_an_empty_cell_beside_a_new_first_one_takes_nothing_from_above() -> None:
    """ "Fever" has no time of its own: that of the lines above is another outcome's."""
    for document in documents(
        NESTED.replace('>Fever</td><td rowspan="2">Day 2<', '>Fever</td><td rowspan="2"><')
    ):
        assert counted(document, "fever at day 9") != [1, 40, 2, 50]
        assert counted(document, "fever at day 2") == [None] * 4


def test_counts_over_their_percents_are_no_sizes() -> None:
    for document in documents(APART):
        assert counted(document, "nausea") == [12, 40, 19, 50]
        assert counted(document, "fever") == [3, 40, 4, 50]
    for document in documents(SIZES):  # 40 of 40 are not 30 %
        cells = read.cells(document, outcome="nausea", kind="binary", **ARMS)
        assert not cells.complete or cells.intervention.events.value != 40


def test_joined_lines_of_a_cell_say_nothing() -> None:
    """Saved text may have lost the lines: which of the figures is meant is not known."""
    joined = HEAD.replace("<th>Mint tea</th>", "<th>Mint tea, %</th>") + row(
        "Nausea", "20.0 (1.2) 30.0 (1.9)", "22.0 (1.1) 38.0 (1.7)", "0.4"
    )
    for document in documents(joined):
        cells = read.cells(document, outcome="nausea", kind="continuous", **ARMS)
        assert cells.intervention.mean is None
        assert cells.comparator.mean is None
    for document in documents(joined.replace(" 30.0 (1.9)", "").replace(" 38.0 (1.7)", "")):
        mean = read.cells(document, outcome="nausea", kind="continuous", **ARMS).intervention.mean
        assert mean is not None
        assert mean.value == 20


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Pain|Day 1|Day 2", "3.1|2.8", "3.3|3.0"], [["Pain", "", ""], ["Day 1", "3.1", "3.3"], ["Day 2", "2.8", "3.0"]]),
        (["Day 1|Day 2", "3.1|2.8", "3.3|3.0"], [["Day 1", "3.1", "3.3"], ["Day 2", "2.8", "3.0"]]),
        (["Pain", "Day 1|Day 2", "3 (1)|2 (1)", "4 (2)|3 (1)", "0.2"], [["Pain", "Day 1", "3 (1)", "4 (2)", "0.2"], ["", "Day 2", "2 (1)", "3 (1)", ""]]),
        (["Pain,|mean (SD)", "3.1|(0.4)", "3.3|(0.5)"], [["Pain, mean (SD)", "3.1 (0.4)", "3.3 (0.5)"]]),  # goes on with the line above
        (["Pain", "3.1|2.8", "3.3|3.0"], [["Pain", "3.1 2.8", "3.3 3.0"]]),  # no words say of what the lines are
        (["Pain|Day 1|Day 2", "3.1|2.8", "3.3"], [["Pain Day 1 Day 2", "3.1 2.8", "3.3"]]),  # in one column alone
        (["", "Mint tea|(n = 40)", "Water|(n = 50)"], [["", "Mint tea (n = 40)", "Water (n = 50)"]]),
        (["Pain at|rest", "3.1|2.8 to 3.4", "3.3|3.0 to 3.6"], [["Pain at rest", "3.1 2.8 to 3.4", "3.3 3.0 to 3.6"]]),  # other shapes
    ],
)  # fmt: skip
def test_lines_of_cells(cells: list[str], expected: list[list[str]]) -> None:
    assert Grid().lines([Spanning(c.replace("|", LINE)) for c in cells]) == expected


def test_a_head_over_both_arms_is_no_label_with_its_value() -> None:
    head = '<tr><th rowspan="2">Outcome</th><th colspan="2">Study group</th></tr><tr><th>Mint tea</th><th>Warm water</th></tr>'
    body = row("Nausea", "12 (30.0)", "19 (38.0)") + row("Fever", "3 (7.5)", "4 (8.0)")
    html, jats = documents(head + body)
    assert "Outcome | Study group |" in html.text
    assert counted(html, "nausea") == counted(jats, "nausea") == [12, 40, 19, 50]
    (label, _) = documents("<tr><td>Status</td><td>Recruiting</td></tr>")
    assert "Status: Recruiting" in label.text
