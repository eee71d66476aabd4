"""Times in a row's own words and marks of times in sentences; the same tables as HTML and as JATS."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told
from trialwright import read

CALF = "Calves were given oral salts (n = 50) or a drip (n = 52)."
ARMS = ("oral salts", "drip")
OWN_TIME = article(
    CALF,
    table(
        "Baseline characteristics and course",
        ("", "Oral salts (n = 50)", "Drip (n = 52)"),
        ("Fever on day 6", "9 (18.0)", "16 (30.8)"),
    ),
    table("Why calves left", ("", "Oral salts (n = 7)", "Drip (n = 11)"), ("Fever", "1", "3"), ("Lame", "2", "1")),
)  # fmt: skip
MARKED = article(
    CALF,
    "At baseline (T0), the gait score was 20.41 ± 6.15 with oral salts and 21.92 ± 5.82 with a drip."
    " At T1, all calves did better in the gait score, 33.63 ± 5.01 with oral salts and 38.52 ± 5.19 with a drip.",
)
SPLIT = article(
    CALF, table("Visits", ("", "Oral salts (n = 50)", "Drip (n = 52)"), ("Vet visits", "4. 11 (1.50)", "3. 8 (1.40)"))
)  # fmt: skip
TIMED = {
    "a time in a row's own words": (OWN_TIME, "fever on day 6", "binary", (9, 50, 16, 52)),
    "no time": (OWN_TIME, "fever", "binary", (1, 7, 3, 11)),
    "a mark in a sentence": (MARKED, "gait score at T0", "continuous", (20.41, 6.15, 50, 21.92, 5.82, 52)),
    "the other mark": (MARKED, "gait score at T1", "continuous", (33.63, 5.01, 50, 38.52, 5.19, 52)),
    "a space behind the point": (SPLIT, "vet visits", "continuous", (4.11, 1.5, 50, 3.8, 1.4, 52)),
}


@pytest.mark.parametrize("name", TIMED)
def test_cells_at_the_time_that_is_asked_for(name: str) -> None:
    text, outcome, kind, expected = TIMED[name]
    assert told(text, ARMS, outcome, kind) == expected


HEAD = ("", "Placebo (N = 21)", "Feboxol 80 mg (N = 23)")
TABLES = {
    "weight": (("", *HEAD), (("Women", "n (%)", "5 (23.8)", "4 (17.4)"), ("Weight (kg)", "Mean (SD)", "81.2 (9.1)", "79.9 (9.9)")), (79.9, 9.9, 23, 81.2, 9.1, 21)),
    "heat of the back": (HEAD, (("Noise", "40.2 (9.9)", "47.7 (8.8)"), ("Neck", "38.5 (8.1)", "44.0 (7.7)"), ("Back", "41.9 (9.2)", "50.3 (9.6)"),
        ("Heat", "20.3 (5.5)", "22.4 (6.1)"), ("Neck", "19.1 (5.0)", "21.0 (5.8)"), ("Back", "21.6 (6.2)", "23.9 (6.6)")), (23.9, 6.6, 23, 21.6, 6.2, 21)),
    "visits in 3-8 months": (HEAD, (("Visits 0-2 months", "2.1 (0.8)", "3.1 (0.9)"), ("Visits 3-8 months", "1.2 (0.6)", "1.9 (0.7)"),
        ("Visits 0-8 months", "3.3 (1.1)", "5.0 (1.3)")), (1.9, 0.7, 23, 1.2, 0.6, 21)),
    "age": (HEAD, (("Age (years)", "", ""), ("Mean (SD)", "61.2 (9.1)", "59.9 (9.9)"), ("Range", "40-80", "41-79")), (59.9, 9.9, 23, 61.2, 9.1, 21)),
}  # fmt: skip
INTRO = "Adults with gout were randomised to feboxol 80 mg (n = 23) or placebo (n = 21)."


def rows(cells: Sequence[Sequence[str]], tag: str) -> str:
    return "".join(f"<tr>{''.join(f'<{tag}>{c}</{tag}>' for c in row)}</tr>" for row in cells)


def marked(head: Sequence[str], body: Sequence[Sequence[str]], form: str) -> str:
    inner = f"<thead>{rows([head], 'th')}</thead><tbody>{rows(body, 'td')}</tbody></table>"
    if form == "html":
        return f"<html><body><h2>Methods</h2><p>{INTRO}</p><h2>Results</h2><table><caption>Outcomes</caption>{inner}</body></html>"
    return (
        "<article><front><article-meta><title-group><article-title>Gout</article-title></title-group></article-meta></front><body>"
        f"<sec><title>Methods</title><p>{INTRO}</p></sec><sec><title>Results</title><p>See the table.</p><table-wrap><caption><p>Outcomes</p></caption>"
        f"<table>{inner}</table-wrap></sec></body></article>"
    )


@pytest.mark.parametrize("form", ["html", "xml"])
@pytest.mark.parametrize("outcome", TABLES)
def test_cells_of_tables_in_html_and_jats(outcome: str, form: str) -> None:
    head, body, expected = TABLES[outcome]
    document = read.documents(marked(head, body, form).encode(), f"article.{form}")[0]
    cells = read.cells(
        document, outcome=outcome, intervention="feboxol 80 mg", comparator="placebo", kind="continuous"
    )
    sides = (cells.intervention, cells.comparator)
    assert cells.missing == ""
    assert [n.value for s in sides for n in (s.mean, s.sd, s.n) if n] == list(expected)
