"""Tables parted by upright lines, shares under a heading, and sizes of those who were measured; words of our own."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.model.document import Document
from trialwright.read.comparison.cells import Cells
from trialwright.read.comparison.piped_tables import piped_tables

ARMS = {"intervention": "zinc lozenges", "comparator": "placebo"}
METHODS = "Sixty adults with colds were randomly assigned to zinc lozenges (n = 31) or placebo (n = 29)."
ROWS = (
    ("Variable", "Placebo (n = 29)", "Zinc lozenges (n = 31)", "P"),
    ("Cough gone, n (%)", "10 (34.5)", "16 (51.6)", "0.18"),
    ("Fever", "7", "4", "0.2"),
)
HTML = (
    f"<html><body><article><h1>Zinc lozenges for colds: a randomized trial</h1><p>{METHODS}</p><table>"
    + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    + "</table></article></body></html>"
)
JATS = (
    '<?xml version="1.0"?><article><front><article-meta><title-group><article-title>Zinc lozenges for colds'
    f"</article-title></title-group></article-meta></front><body><sec><title>Methods</title><p>{METHODS}</p>"
    "<table-wrap><label>Table 1</label><caption><p>Outcomes</p></caption><table>"
    + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    + "</table></table-wrap></sec></body></article>"
)
MARKDOWN = "\n".join(
    "| " + " | ".join(row) + " |" for row in (ROWS[0], ("---", ":-:", ":-:", "---"), *ROWS[1:])
)


def counted(cells: Cells) -> list[float | None]:
    return [v and v.value for s in (cells.intervention, cells.comparator) for v in (s.events, s.n)]


def article(text: str) -> Document:
    return read.documents(f"# Abstract ## Methods {METHODS} ## Results {text}".encode(), "article.md")[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (HTML, "a.html"),
        (JATS, "a.xml"),
        (JATS.replace("<td>Variable</td>", "<td/>"), "corner.xml"),
        (HTML.replace("<td>Variable</td>", "<td></td>"), "corner.html"),
        (f"# Methods\n\n{METHODS}\n\n# Results\n\n{MARKDOWN}\n", "a.md"),
    ],
)
def test_cells_out_of_piped_tables(text: str, name: str) -> None:
    document = read.documents(text.encode(), name)[0]
    assert counted(read.cells(document, outcome="fever", **ARMS)) == [4, 31, 7, 29]
    found = read.cells(document, outcome="cough gone", **ARMS)
    assert counted(found) == [16, 31, 10, 29]
    events = found.intervention.events
    assert events is not None
    assert document.text[events.quote.start : events.quote.end] == "16 (51.6)"


def test_a_shorter_line_gives_no_cells() -> None:
    (table,) = piped_tables("Variable | Placebo | Zinc\nFever | 7 | 4\nCough | 5\nNose\nItch | 2 | 3\n")
    assert [row.path for row in table.rows] == [("Fever",), ("Nose", "Itch")]


@pytest.mark.parametrize(
    "text",
    [
        "Outcome | Placebo | Zinc\nFever | 7 | 24 | 4 | 13\nCough | 5 | 17 | 2 | 6\n",  # heads over two columns each
        "Started | Placebo: 29 | Zinc: 31\nFever | Placebo: 7 | Zinc: 4\n",  # a record's rows, without a head
        "Fever | 7 | 4\nCough | 5 | 2\n",
    ],
)
def test_columns_that_no_head_tells_make_no_table(text: str) -> None:
    assert not list(piped_tables(text))


def test_heads_of_two_levels_are_told_by_the_second() -> None:
    text = " | Placebo | Zinc\nn | % | n | %\nFever | 7 | 24 | 4 | 13\n"
    (table,) = piped_tables(text)
    heads = [("Placebo", "n"), ("Placebo", "%"), ("Zinc", "n"), ("Zinc", "%")]
    assert [c.head for c in table.columns[1:]] == heads


SHARES = """::: caption
Drugs
:::

  Variable          Placebo (n = 29)   Zinc lozenges (n = 31)
  ----------------- ------------------ ------------------------
  Smell
   Weak             3                  4
  Drugs, %
  Aspirin           24                 13
  Spray             10                 16
  Itch, mean        20                 21
  Sneezes           5                  6
"""


def test_shares_of_a_heading_hold_until_a_row_has_its_own_measure() -> None:
    document = article(f"They are below.\n\n{SHARES}")
    assert counted(read.cells(document, outcome="aspirin", **ARMS)) == [4, 31, 7, 29]
    assert counted(read.cells(document, outcome="spray", **ARMS)) == [5, 31, 3, 29]
    sneezes = read.cells(document, outcome="sneezes", **ARMS).intervention.events
    assert sneezes is None or not sneezes.derived


MEASURED = (
    "Cough was gone in more adults on zinc lozenges than on placebo at week 4 (50.0% vs 25.0%; p = 0.03) and week 8 "
    "(60.0% vs 40.0%; p = 0.2). {note}"
)


def test_a_percent_of_those_measured_is_not_of_those_randomised() -> None:
    note = "Analyses were of observed data at each visit."
    found = read.cells(article(MEASURED.format(note=note)), outcome="cough gone at week 8", **ARMS)
    assert not found.complete
    assert found.intervention.n is None


def test_sizes_of_those_measured_at_the_time() -> None:
    note = "At week 8 those with available data were fewer (zinc lozenges, n = 25; placebo, n = 20)."
    document = article(MEASURED.format(note=note))
    assert counted(read.cells(document, outcome="cough gone at week 8", **ARMS)) == [15, 25, 8, 20]
    assert not read.cells(document, outcome="cough gone at week 4", **ARMS).complete


def test_a_count_with_its_share_is_no_size() -> None:
    text = (
        "# Abstract ## Methods Adults with colds were given zinc lozenges or placebo. ## Results Severe cough was seen in 25 "
        "adults (84%) on placebo, in 9 adults (30%) on honey, and in no adult on zinc lozenges. Fever was seen in 0% on zinc "
        "lozenges and 10% on placebo."
    )
    found = read.cells(read.documents(text.encode(), "article.md")[0], outcome="fever", **ARMS)
    assert found.intervention.n is None
    assert found.comparator.n is None
