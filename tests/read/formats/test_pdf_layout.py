"""Columns and tables of PDFs, on pages drawn here."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from trialwright.adapters.concepts import load
from trialwright.read import cells, documents, read
from trialwright.read.comparison.values import said

STEP = 13
HEAD = ("", "Veltrix (n = 40)", "Placebo (n = 41)", "P value")
ROWS = (
    ("Death, n (%)", "3 (7.5)", "6 (14.6)", "0.31"),
    ("Safety",),
    ("  Nausea", "12 (30.0)", "9 (22.0)", "0.41"),
    ("  Any adverse",),
    ("  event", "20 (50.0)", "18 (43.9)", "0.58"),
    ("Pain score, mean (SD)", "3.1 (1.2)", "4.4 (1.4)", "< 0.001"),
)


class Sheet:
    """A page that is written from the top down."""

    def __init__(self, font: str = "Helvetica") -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out)
        self.canvas.setFont(font, 10)
        self.y = 780.0

    def row(self, *words: str, at: Sequence[float] = (60, 230, 340, 450), end: bool = True) -> None:
        for x, text in zip(at, words, strict=False):
            self.canvas.drawString(x + 6 * (len(text) - len(text.lstrip())), self.y, text.strip())
        if end:
            self.y -= STEP

    def document(self):
        self.canvas.showPage()
        self.canvas.save()
        (made,) = documents(self.out.getvalue(), "paper.pdf")
        return made


def with_table(head: Sequence[str] = HEAD, rows: Sequence[Sequence[str]] = ROWS):
    sheet = Sheet()
    sheet.row("Veltrix for pain after surgery: a trial")
    sheet.row("We randomised 81 adults to veltrix (n = 40) or placebo (n = 41) and counted events.")
    sheet.row("Table 2. Outcomes at day 30")
    if head:
        sheet.row(*head)
    for row in rows:
        sheet.row(*row)
    sheet.y -= STEP
    sheet.row("The trial was stopped early because of slow enrolment.")
    return sheet.document()


def table_lines(document) -> list[list[str]]:
    blocks = [b for b in document.blocks if b.role == "table"]
    lines = (document.text[b.start : b.end] for b in blocks)
    return [[c.strip() for c in line.split("  ") if c.strip()] for line in lines]


def test_rows_are_a_label_and_its_cells_under_their_heads() -> None:
    document = with_table()
    assert table_lines(document) == [[x.strip() for x in row if x] for row in (HEAD, *ROWS)]
    rule = next(b for b in document.blocks if document.text[b.start] == "-")
    assert rule.role == "boilerplate"
    assert document.text.index("counted events") < rule.start < document.text.index("stopped early")


@pytest.mark.parametrize(
    ("outcome", "kind", "figures"),
    [
        ("nausea", "binary", (12, 40, 9, 41)),
        ("death", "binary", (3, 40, 6, 41)),
        ("pain score", "continuous", (3.1, 1.2, 40, 4.4, 1.4, 41)),
    ],
)
def test_the_cells_of_a_comparison_come_out_with_quotes_that_anchor(outcome, kind, figures) -> None:
    document = with_table()
    found = cells(document, outcome=outcome, intervention="veltrix", comparator="placebo", kind=kind)
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    numbers = [getattr(side, n) for side in (found.intervention, found.comparator) for n in names]
    assert tuple(n.value for n in numbers) == figures
    for n in numbers:
        assert document.text[n.quote.start : n.quote.end] == n.quote.exact


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ((), ROWS),  # figures without heads
        (HEAD, ROWS[:1]),  # one row
        (("", "Veltrix and placebo, patients and events in each of them at the end"), ROWS),  # a head over several columns
        (HEAD, [("Day 1", "3.1 1.2 4.4"), ("Day 2", "3.2 1.1 4.3"), ("Day 3", "3.0 1.3 4.0")]),  # columns too near
        (("Author", "Place"), [("A. Author", "School of Rest"), ("B. Writer", "School of Sleep"), ("C. Reader", "House of Pain")]),
        (("Part", "", "", "Page"), [(f"{w} . . . . . . . . . . . . .", "", "", n) for w, n in (("Methods", "3"), ("Results", "7"), ("End", "9"))]),
        ((), [("1.", "Of 40 patients none was lost to follow-up"), ("2.", "All 12 came again"), ("3.", "20 had no pain")]),
    ],
)  # fmt: skip
def test_what_is_not_clear_stays_the_lines_it_was(head, rows) -> None:
    document = with_table(head, rows)
    assert not any(document.text[b.start : b.end].startswith("--") for b in document.blocks)
    assert all(word in document.text for row in rows for cell in row for word in cell.split())


def prose(side: str, i: int) -> str:
    return f"{side} line {i} tells of what the doctors did there"


def columns(draw: Callable[[Sheet], None] | None = None, together: bool = True):
    """A headline, ten lines in two columns, what `draw` adds, and ten lines more. together : drawn line by line."""
    sheet = Sheet("Times-Roman")
    sheet.row("A headline across the whole of the page, which tells what all of it is going to be about")
    top = sheet.y
    for x, side in () if together else ((60, "Left"), (310, "Right")):
        sheet.y = top
        for i in range(20):
            sheet.row(prose(side, i), at=(x,))
    for i in range(20) if together else ():
        if draw and i == 10:
            sheet.y -= STEP
            draw(sheet)
            sheet.y -= STEP
        sheet.row(prose("Left", i), prose("Right", i), at=(60, 310))
    return sheet.document()


@pytest.mark.parametrize("together", [True, False])
def test_two_columns_are_read_one_after_the_other(together) -> None:
    text = columns(together=together).text
    places = [text.index(prose(side, i)) for side in ("Left", "Right") for i in range(20)]
    assert places == sorted(places)
    assert text.startswith("A headline")


def test_a_table_across_both_columns_stands_between_what_is_above_and_below() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.row("Table 1. Harms")
        for row in (
            ("", "Drug (n = 20)", "Control (n = 22)"),
            ("Falls", "1", "2"),
            ("Burns", "3", "4"),
            ("Cuts", "5", "6"),
        ):
            sheet.row(*row, at=(60, 260, 460))

    document = columns(draw)
    assert table_lines(document) == [
        ["Drug (n = 20)", "Control (n = 22)"],
        ["Falls", "1", "2"],
        ["Burns", "3", "4"],
        ["Cuts", "5", "6"],
    ]
    text = document.text
    order = [
        prose("Left", 9),
        prose("Right", 9),
        "Table 1. Harms",
        "Falls",
        prose("Left", 10),
        prose("Right", 10),
    ]
    assert [text.index(x) for x in order] == sorted(text.index(x) for x in order)


def test_a_table_in_one_column_is_not_mixed_with_the_other() -> None:
    sheet = Sheet("Times-Roman")
    rows = [
        ("Outcome", "Drug", "Control"),
        ("Death", "3 (7.5)", "6 (14.6)"),
        ("Stroke", "1 (2.5)", "2 (4.9)"),
        ("Any event", "9 (22.5)", "12 (29.3)"),
    ]
    for i in range(18):
        sheet.row(*(rows[i - 5] if 5 <= i < 9 else (prose("Left", i),)), at=(60, 160, 220), end=False)
        sheet.row(prose("Right", i), at=(310,))
    document = sheet.document()
    assert table_lines(document) == [list(r) for r in rows]
    places = [document.text.index(prose("Right", i)) for i in range(18)]
    assert min(places) > document.text.index(prose("Left", 17))


def test_words_on_their_side_are_kept() -> None:
    sheet = Sheet()
    for row in (HEAD, *ROWS):
        sheet.row(*row)
    sheet.canvas.saveState()
    sheet.canvas.translate(20, 300)
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(0, 0, "Copied from a library")
    sheet.canvas.restoreState()
    document = sheet.document()
    assert table_lines(document)[0] == list(HEAD[1:])
    assert "Copied from a library" in document.text


def test_an_index_above_the_line_stays_in_its_cell() -> None:
    sheet = Sheet()
    for row in (HEAD, *ROWS[:3], ROWS[5]):
        sheet.row(*row, end=False)
        sheet.canvas.setFont("Helvetica", 6)
        sheet.canvas.drawString(60 + 110, sheet.y + 3, "a" if row is ROWS[5] else "")
        sheet.canvas.setFont("Helvetica", 10)
        sheet.y -= STEP
    last = table_lines(sheet.document())[-1]
    assert (last[0].rstrip("a").strip(), *last[1:]) == ROWS[5]


def pieces(sheet: Sheet, *parts: tuple[str, float, float]) -> None:
    """One line of pieces, each (words, size, how far above the line)."""
    x = 60.0
    for words, size, rise in parts:
        sheet.canvas.setFont("Helvetica", size)
        sheet.canvas.drawString(x, sheet.y + rise, words)
        x += sheet.canvas.stringWidth(words, "Helvetica", size)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.y -= STEP


MARKED = (
    (("Pain was 2.7", 10, 0), ("6", 6.5, 4), (" points (SD 1.1) and fell.", 10, 0)),
    (("It was seen in 44%", 10, 0), ("12,14–16", 6.5, 4), (" of patients in all.", 10, 0)),
    (("Platelets of 80 x 10", 10, 0), ("9", 6.5, 4), ("/L or 10", 10, 0), ("-3", 8.3, 3), (" and CO", 10, 0), ("2", 6.5, -2), (" were told.", 10, 0)),
)  # fmt: skip
MENDED = (
    "Pain was 2.7⁶ points (SD 1.1) and fell.",
    "It was seen in 44%¹²,¹⁴⁻¹⁶ of patients in all.",
    "Platelets of 80 x 10⁹/L or 10⁻³ and CO2 were told.",
)


@pytest.mark.parametrize("table", [False, True])
def test_a_raised_number_joins_no_other(table: bool) -> None:
    """Read flat, 2.7 with the raised number of a reference, 6, would be 2.76."""
    sheet = Sheet()
    for line in MARKED:
        pieces(sheet, *line)
    for row in (HEAD, *ROWS) if table else ():
        sheet.row(*row)
    lines = [" ".join(x.split()) for x in sheet.document().text.split("\n")]
    assert [x for x in lines if x in MENDED] == list(MENDED)


def test_small_print_and_the_next_line_are_no_indices() -> None:
    sheet = Sheet()
    pieces(sheet, ("Relapse was seen in 14 of 40", 10, 0))
    pieces(sheet, ("12 of 41 were given placebo.", 6.5, 0))
    pieces(sheet, ("Twice 5 ", 10, 0), ("6 small", 8, 0))
    text = sheet.document().text
    assert "14 of 40\n12 of 41 were given placebo." in text
    assert "Twice 5 6 small" in text


LEFT = (
    "We randomised 81 adults to veltrix (n = 40) or",
    "placebo (n = 41). Relapse was seen in 12 of 40",
    "patients given veltrix and in 20 of 41 patients",
    "given placebo, which was less than we had hoped",
    "for when the trial was planned in the spring of",
    "that year. Nausea was seen in 9 of 40 people in",
    "the veltrix group and in 8 of 41 in the placebo",
    "group. All of them were followed to the end and",
    "no one was lost. The doses were those of others",
)
RIGHT = (
    "for years have been given in our wards, and the",
    "nurses knew them well. Headache was seen in 5 of",
    "40 patients given veltrix and in 3 of 41 given",
    "placebo. It went in a day or two without a drug",
    "in most of them. No other harm was told by more",
    "than one person in either group, though we asked",
    "each of them at every visit whether anything had",
    "happened since the last one, and wrote down what",
    "they said in their own words for others to read.",
)
WIDE = (
    ("Table 2. Outcomes",),
    ("Outcome", "Veltrix (n = 40)", "Placebo (n = 41)"),
    ("Any relapse before the end of day 30", "12", "20"),
    ("Nausea or vomiting at any time by day 30", "9", "8"),
    ("Headache", "5", "3"),
)


def close_columns(shift: float = 0.0, apart: float = 8.0):
    """Justified columns, drawn one after the other, over a table. shift : of the right one's lines. apart : points."""
    sheet = Sheet("Times-Roman")
    sheet.row("Veltrix for relapse: a randomised trial of two doses and of what came after it")
    top = sheet.y
    for x, lines, down in ((60, LEFT, 0.0), (280 + apart, RIGHT, shift)):
        sheet.y = top - down
        for line in lines:
            room = 220 - sheet.canvas.stringWidth(line, "Times-Roman", 10)
            text = sheet.canvas.beginText(x, sheet.y)
            text.setWordSpace(room / line.count(" "))
            text.textOut(line)
            sheet.canvas.drawText(text)
            sheet.y -= STEP
    sheet.y = top - 12 * STEP
    for row in WIDE:
        sheet.row(*row, at=(60, 290, 400))
    return sheet.document()


@pytest.mark.parametrize("shift", [0.0, 6.5])
def test_columns_set_close_together_are_not_read_across(shift: float) -> None:
    text = " ".join(close_columns(shift).text.split())
    assert " ".join(LEFT + RIGHT) in text


def test_what_stands_in_narrow_columns_is_read() -> None:
    results = read(close_columns(), load()).results
    counts = {(r.endpoint, r.arm): (r.count, r.total) for r in results if r.measure == "proportion"}
    assert counts == {
        ("Relapse", "veltrix"): (12, 40), ("Relapse", "placebo"): (20, 41), ("Nausea", "veltrix"): (9, 40),
        ("Nausea", "placebo"): (8, 41), ("Headache", "veltrix"): (5, 40), ("Headache", "placebo"): (3, 41),
    }  # fmt: skip


def test_rows_with_long_labels_stay_in_their_table() -> None:
    assert table_lines(close_columns(apart=20)) == [list(row) for row in WIDE[1:]]


def test_the_halves_of_a_sentence_around_a_table_are_not_read() -> None:
    """Whose the last number is stands behind the table; read alone, "in 19% of those given" is often the arm's before it."""
    sheet = Sheet()
    for line in (
        "Veltrix for relapse: a randomised trial",
        "",
        "We randomised 81 adults to veltrix (n = 40) or placebo (n = 41) and followed them",
        "for a year in six centres. A relapse was seen in 30% of patients given veltrix and",
        "in 49% of those given placebo. Nausea was seen in 22% of patients given veltrix",
        "and 19% of those given",
    ):
        sheet.row(line)
    for row in (("Table 2. Outcomes",), HEAD, *ROWS):
        sheet.row(*row)
    sheet.row("")
    for line in (
        "placebo, and most of it was told in the first two weeks. Nothing else was seen more",
        "often than in one in ten.",
    ):
        sheet.row(line)
    results = read(sheet.document(), load()).results
    shares = {
        (r.value.value, r.arm) for r in results if r.measure == "proportion" and r.value and r.count is None
    }
    assert shares == {(30, "veltrix"), (49, "placebo")}


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_table_on_a_page_on_its_side_keeps_its_columns(quarters: int) -> None:
    sheet = Sheet()
    sheet.row("We randomised 81 adults to veltrix (n = 40) or placebo (n = 41) and counted events.")
    sheet.canvas.showPage()
    sheet.canvas.translate(*((842, 0) if quarters == 1 else (0, 842)))
    sheet.canvas.rotate(90 if quarters == 1 else -90)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.y = 500.0
    for row in (HEAD, *ROWS):
        sheet.row(*row)
    document = sheet.document()
    assert table_lines(document) == [[x.strip() for x in row if x] for row in (HEAD, *ROWS)]
    found = cells(document, outcome="nausea", intervention="veltrix", comparator="placebo", kind="binary")
    sides = found.intervention, found.comparator
    assert [(s.events.value, s.n.value) for s in sides] == [(12, 40), (9, 41)]


def test_the_caption_of_a_table_is_no_title() -> None:
    sheet = Sheet()
    for line in (
        "We randomised 81 adults to veltrix (n = 40) or placebo (n = 41) and counted",
        "events for 30 days.",
        "Table 2. Outcomes at day 30",
    ):
        sheet.row(line)
    for row in (HEAD, *ROWS):
        sheet.row(*row)
    document = sheet.document()
    assert "title" not in {b.role for b in document.blocks}
    assert {r.arm for r in read(document, load()).results if r.measure == "size"} == {"veltrix", "placebo"}


def two_levels(second: Sequence[str], *, left: Sequence[float] = (200, 380), rows: Sequence[Sequence[str]]):
    """A table whose first line of heads has one for each arm, at `left`, over two columns each."""
    at = (60, 200, 290, 380, 470)
    sheet = Sheet()
    sheet.row("Veltrix for pain after surgery: a trial")
    sheet.row("We randomised 81 adults to veltrix (n = 40) or placebo (n = 41) and counted events.")
    sheet.row("Table 2. Outcomes at day 30")
    sheet.row("Veltrix treatment group (n = 40)", "Placebo treatment group (n = 41)", at=left)
    sheet.row("", *second, at=at)
    for row in rows:
        sheet.row(*row, at=at)
    return sheet.document()


EVENTS = (
    ("Death", "3", "7.5", "6", "14.6"),
    ("Nausea", "12", "30.0", "9", "22.0"),
    ("Fever", "8", "20.0", "5", "12.2"),
)


@pytest.mark.parametrize("left", [(200, 380), (205, 385)])
def test_heads_over_several_columns_are_those_of_each(left: Sequence[float]) -> None:
    document = two_levels(("Events", "%", "Events", "%"), left=left, rows=EVENTS)
    found = [
        (r.arm, r.endpoint, r.count, r.total)
        for r in read(document, load()).results
        if r.measure == "proportion"
    ]
    assert found == [
        ("veltrix", "Death", 3, 40), ("placebo", "Death", 6, 41), ("veltrix", "Nausea", 12, 40),
        ("placebo", "Nausea", 9, 41), ("veltrix", "Fever", 8, 40), ("placebo", "Fever", 5, 41),
    ]  # fmt: skip


def test_heads_that_do_not_begin_again_tell_nothing_of_the_arms() -> None:
    document = two_levels(("Men", "Women", "All", "P"), rows=EVENTS)
    assert not [r for r in read(document, load()).results if r.measure == "proportion" and r.arm]


def test_marks_of_notes_are_no_part_of_a_figure() -> None:
    rows = (("Death, n (%)", "3 (7.5)a", "6 (14.6)", "0.31"), ("Nausea, n (%)", "12a (30.0)", "9 (22.0)", "0.41"), ("Fever, n (%)", "8 (20.0)*", "5 (12.2)", "0.35"))  # fmt: skip
    found = [
        (r.endpoint, r.arm, r.count, r.total)
        for r in read(with_table(rows=rows), load()).results
        if r.measure == "proportion"
    ]
    assert found == [
        ("Death", "veltrix", 3, 40), ("Death", "placebo", 6, 41), ("Nausea", "veltrix", 12, 40),
        ("Nausea", "placebo", 9, 41), ("Fever", "veltrix", 8, 40), ("Fever", "placebo", 5, 41),
    ]  # fmt: skip


@pytest.mark.parametrize(("raised", "kept"), [("b", "12ᵇ"), ("th", "12th")])
def test_a_raised_letter_by_itself_is_a_mark(raised: str, kept: str) -> None:
    sheet = Sheet()
    sheet.row(*HEAD)
    for row in ROWS[:1]:
        sheet.row(*row)
    sheet.row("Nausea", end=False)
    sheet.canvas.drawString(230, sheet.y, "12")
    sheet.canvas.setFont("Helvetica", 6)
    sheet.canvas.drawString(242, sheet.y + 4, raised)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(254, sheet.y, "(30.0)")
    sheet.row("", "", "9 (22.0)", "0.41")
    for row in ROWS[2:3] + ROWS[5:]:
        sheet.row(*row)
    assert kept in sheet.document().text


@pytest.mark.parametrize("text", ["3 d (2-5)", "4 g (1.2)", "5h (2-5)"])
def test_a_unit_is_no_mark(text: str) -> None:
    assert said(text).count is None
