"""One table of our own as JATS, as HTML and as a saved article prints it: the answers are the same."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.read.comparison.test_layouts import article, table
from trialwright import read
from trialwright.model.document import Document

Cell = str | tuple[str, int, int]  # words; with the columns and the lines that they span


class Shown(NamedTuple):
    """heads : how many rows are heads. asked : outcome, kind → events, n or mean, SD, n of both arms."""

    methods: str
    arms: tuple[str, str]
    caption: str
    heads: int
    rows: tuple[tuple[Cell, ...], ...]
    note: str
    asked: dict[tuple[str, str], tuple[float, ...]]


def wide(words: str, columns: int) -> Cell:
    return (words, columns, 1)


def long(words: str, lines: int) -> Cell:
    return (words, 1, lines)


NECK = "Ninety-two adults with chronic neck pain were randomly assigned to tai chi (n = 46) or a waiting list (n = 46)."
NECK_ARMS = ("tai chi", "waiting list")
MORPHOL = "We randomised 150 patients to nebulised morphol (MOR group, n = 75) or saline (SAL group, n = 75) after surgery."
MORPHOL_ARMS = ("nebulised morphol", "saline")
SLEEP = (
    "We compared cognitive behavioural therapy (CBT) with supportive counselling (SC) for insomnia. Insomnia was measured "
    "with the Insomnia Severity Index (ISI) and depression with the Patient Health Questionnaire (PHQ-9)."
)
SLEEP_ARMS = ("cognitive behavioural therapy", "supportive counselling")
IRON = "Infants were randomly assigned to iron (Fe), iron plus zinc (Fe+Zn), or placebo (P). Of 270 infants, 251 completed the study."
IRON_ARMS = ("iron plus zinc", "placebo")
VACCINE = "Healthy adults received one dose of vaccine A (Immunor) or vaccine B (Protevax)."
VACCINE_ARMS = ("Immunor", "Protevax")
DIALYSIS = (
    "Patients on haemodialysis were randomised to sevalux (n = 52) or calcium acetate (n = 51) for 24 weeks."
)
DIALYSIS_ARMS = ("sevalux", "calcium acetate")
PRETERM = (
    "In this double-blind trial, 140 preterm infants received Lactobac probiotic or placebo until discharge."
)
PRETERM_ARMS = ("probiotic", "placebo")
PEER = "Mothers received peer support or standard care."
PEER_ARMS = ("peer support", "standard care")
TUMOUR = "Patients were randomised to oxipla plus capeta (experimental) or capeta alone (control)."
TUMOUR_ARMS = ("oxipla plus capeta", "capeta")

# fmt: off
SHOWN = {
    "an outcome spans the lines of its times, sizes in the note": Shown(
        NECK, NECK_ARMS, "Outcomes", 1, (
            ("Outcome", "Time", "Tai chi", "Waiting list", "P"),
            (long("Neck pain", 3), "Baseline", "52.0 ± 15.1", "51.1 ± 14.4", "0.77"),
            ("Week 6", "40.1 ± 13.3", "48.0 ± 15.0", "0.01"), ("Week 12", "31.2 ± 14.5", "45.1 ± 16.0", "0.001"),
            (long("Sleep quality", 3), "Baseline", "9.1 ± 3.0", "9.3 ± 3.1", "0.76"),
            ("Week 6", "7.5 ± 2.9", "9.0 ± 3.3", "0.03"), ("Week 12", "6.2 ± 2.8", "8.8 ± 3.2", "0.001")),
        "Values are mean ± SD. Tai chi, n = 44; waiting list, n = 43.",
        {("neck pain at 6 weeks", "continuous"): (40.1, 13.3, 44, 48.0, 15.0, 43),
         ("sleep quality", "continuous"): (6.2, 2.8, 44, 8.8, 3.2, 43)}),
    "an outcome spans the lines of its arms": Shown(
        NECK, NECK_ARMS, "Outcomes (mean ± SD)", 1, (
            ("Variable", "Group", "Baseline", "12 weeks"),
            (long("Neck pain", 2), "Tai chi (n = 44)", "52.0 ± 15.1", "31.2 ± 14.5"), ("Waiting list (n = 43)", "51.1 ± 14.4", "45.1 ± 16.0"),
            (long("Sleep quality", 2), "Tai chi (n = 44)", "9.1 ± 3.0", "6.2 ± 2.8"), ("Waiting list (n = 43)", "9.3 ± 3.1", "8.8 ± 3.2")),
        "", {("neck pain at 12 weeks", "continuous"): (31.2, 14.5, 44, 45.1, 16.0, 43)}),
    "sizes beside the arms, outcomes over mean and SD": Shown(
        NECK, NECK_ARMS, "Results at 12 weeks", 2, (
            (long("Group", 2), long("n", 2), wide("Neck pain", 2), wide("Sleep quality", 2)), ("Mean", "SD", "Mean", "SD"),
            ("Tai chi", "44", "31.2", "14.5", "6.2", "2.8"), ("Waiting list", "43", "45.1", "16.0", "8.8", "3.2")),
        "", {("sleep quality", "continuous"): (6.2, 2.8, 44, 8.8, 3.2, 43)}),
    "an empty corner over headings": Shown(
        NECK, NECK_ARMS, "Results at 12 weeks", 1, (
            ("", "n", "Mean", "SD", "95% CI"), (wide("Neck pain", 5),), ("Tai chi", "44", "31.2", "14.5", "26.8 to 35.6"),
            ("Waiting list", "43", "45.1", "16.0", "40.2 to 50.0"), (wide("Sleep quality", 5),),
            ("Tai chi", "42", "6.2", "2.8", "5.3 to 7.1"), ("Waiting list", "41", "8.8", "3.2", "7.8 to 9.8")),
        "", {("sleep quality", "continuous"): (6.2, 2.8, 42, 8.8, 3.2, 41)}),
    "short names of the groups, all patients before them": Shown(
        MORPHOL, MORPHOL_ARMS, "Events in the first 24 hours, n (%)", 1, (
            ("Event", "All patients (n = 150)", "MOR (n = 75)", "SAL (n = 75)", "p"),
            ("Vomiting", "33 (22.0)", "12 (16.0)", "21 (28.0)", "0.08"), ("Pruritus", "17 (11.3)", "14 (18.7)", "3 (4.0)", "0.005")),
        "", {("vomiting", "binary"): (12, 75, 21, 75), ("itching", "binary"): (14, 75, 3, 75)}),
    "an empty corner over yes and no": Shown(
        MORPHOL, MORPHOL_ARMS, "Rescue", 1, (
            ("", "Morphol", "Saline", "p"), (wide("Rescue analgesia", 4),), ("Yes", "18 (24.3%)", "35 (47.9%)", "0.003"),
            ("No", "56 (75.7%)", "38 (52.1%)", "")),
        "", {("rescue analgesia", "binary"): (18, 74, 35, 73)}),
    "a scale that the text says to measure the outcome": Shown(
        SLEEP, SLEEP_ARMS, "Outcomes", 2, (
            (long("Scale", 2), wide("CBT", 3), wide("SC", 3)), ("n", "Mean", "SD", "n", "Mean", "SD"),
            (wide("ISI", 7),), ("Baseline", "52", "19.1", "3.9", "50", "18.8", "4.2"), ("Post", "49", "9.9", "4.8", "46", "14.5", "5.0"),
            (wide("PHQ-9", 7),), ("Baseline", "52", "10.4", "4.4", "50", "10.1", "4.9"), ("Post", "49", "6.1", "3.9", "46", "8.0", "4.5")),
        "", {("depression after treatment", "continuous"): (6.1, 3.9, 49, 8.0, 4.5, 46),
             ("insomnia severity post-treatment", "continuous"): (9.9, 4.8, 49, 14.5, 5.0, 46)}),
    "what each arm changed, as a difference": Shown(
        NECK, NECK_ARMS, "Pain intensity (0 to 10)", 1, (
            ("Group", "n", "Before", "After", "Difference", "P"), ("Tai chi", "30", "6.6 ± 1.5", "3.7 ± 1.4", "-2.9 ± 1.6", "0.001"),
            ("Waiting list", "31", "6.4 ± 1.6", "6.0 ± 1.7", "-0.4 ± 1.3", "0.1")),
        "", {("change in pain intensity", "continuous"): (-2.9, 1.6, 30, -0.4, 1.3, 31),
             ("pain intensity after the course", "continuous"): (3.7, 1.4, 30, 6.0, 1.7, 31)}),
    "an arm that is called by the letter of a test": Shown(
        IRON, IRON_ARMS, "Outcomes at 6 months", 2, (
            (long("Outcome", 2), wide("Fe", 2), wide("Fe+Zn", 2), wide("P", 2)), ("n", "Value", "n", "Value", "n", "Value"),
            ("Haemoglobin, g/l (mean ± SD)", "84", "116 ± 9", "82", "114 ± 10", "85", "108 ± 11"),
            ("Diarrhoea, n (%)", "84", "20 (23.8)", "82", "11 (13.4)", "85", "26 (30.6)")),
        "", {("haemoglobin", "continuous"): (114, 10, 82, 108, 11, 85), ("diarrhoea", "binary"): (11, 82, 26, 85)}),
    "a share with its interval in other brackets": Shown(
        VACCINE, VACCINE_ARMS, "Immunogenicity at day 28", 1, (
            ("", "Immunor (N = 240)", "Protevax (N = 236)"), ("Seroconversion, n (%) [95% CI]", "216 (90.0) [85.5-93.5]", "189 (80.1) [74.4-85.0]"),
            ("Fever, n (%) [95% CI]", "16 (6.7) [3.9-10.6]", "7 (3.0) [1.2-6.0]")),
        "", {("seroconversion", "binary"): (216, 240, 189, 236)}),
    "the outcome in the caption over fractions": Shown(
        VACCINE, VACCINE_ARMS, "Influenza-like illness during follow-up", 1, (
            ("Vaccine", "Cases/participants", "Attack rate (%)", "Rate ratio (95% CI)"), ("Immunor", "12/240", "5.0", "0.56 (0.27-1.14)"),
            ("Protevax", "21/236", "8.9", "1")),
        "", {("influenza-like illness", "binary"): (12, 240, 21, 236)}),
    "arms as headings, an outcome with a word of an arm": Shown(
        DIALYSIS, DIALYSIS_ARMS, "Biochemistry (mean ± SD)", 1, (
            ("", "Baseline", "12 weeks", "24 weeks"), (wide("Sevalux (n = 48)", 4),), ("Phosphate (mmol/l)", "2.1 ± 0.4", "1.7 ± 0.4", "1.6 ± 0.3"),
            ("Calcium (mmol/l)", "2.3 ± 0.2", "2.3 ± 0.2", "2.3 ± 0.1"), (wide("Calcium acetate (n = 47)", 4),),
            ("Phosphate (mmol/l)", "2.1 ± 0.5", "1.8 ± 0.5", "1.7 ± 0.4"), ("Calcium (mmol/l)", "2.3 ± 0.2", "2.4 ± 0.2", "2.5 ± 0.2")),
        "", {("serum calcium", "continuous"): (2.3, 0.1, 48, 2.5, 0.2, 47), ("phosphate at 12 weeks", "continuous"): (1.7, 0.4, 48, 1.8, 0.5, 47)}),
    "parts of a row that have lost their indentation": Shown(
        PRETERM, PRETERM_ARMS, "Infections", 1, (
            ("", "Probiotic (n = 69)", "Placebo (n = 71)", "P"), ("Sepsis", "9 (13.0)", "11 (15.5)", "0.68"), ("Early onset", "1 (1.4)", "1 (1.4)", "1.0"),
            ("Late onset", "8 (11.6)", "10 (14.1)", "0.66"), ("Pneumonia", "3 (4.3)", "6 (8.5)", "0.5")),
        "", {("late-onset sepsis", "binary"): (8, 69, 10, 71), ("sepsis", "binary"): (9, 69, 11, 71)}),
    "spreads in brackets in columns of their own": Shown(
        PEER, PEER_ARMS, "Depression score at 6 months", 2, (
            (long("Outcome", 2), wide("Peer support (N=131)", 2), wide("Standard care (N=129)", 2), long("Difference (95% CI)", 2)),
            ("Mean", "(SD)", "Mean", "(SD)"), ("EPDS", "6.9", "(4.1)", "7.8", "(4.6)", "-0.9 (-2.0 to 0.2)"),
            ("STAI-state", "33.1", "(9.8)", "35.0", "(10.1)", "-1.9 (-4.3 to 0.5)")),
        "EPDS, Edinburgh Postnatal Depression Scale; STAI, State-Trait Anxiety Inventory.",
        {("Edinburgh Postnatal Depression Scale", "continuous"): (6.9, 4.1, 131, 7.8, 4.6, 129)}),
    "grades over a range under each arm": Shown(
        TUMOUR, TUMOUR_ARMS, "Adverse events, n (%)", 2, (
            (long("Event", 2), wide("Oxipla + capeta (n = 210)", 2), wide("Capeta (n = 205)", 2)), ("All grades", "Grade 3-4", "All grades", "Grade 3-4"),
            ("Neutropenia", "120 (57.1)", "44 (21.0)", "31 (15.1)", "3 (1.5)"), ("Diarrhoea", "98 (46.7)", "24 (11.4)", "90 (43.9)", "18 (8.8)")),
        "", {("grade 3-4 neutropenia", "binary"): (44, 210, 3, 205), ("diarrhoea", "binary"): (98, 210, 90, 205)}),
    "intervals without brackets in a column of their own": Shown(
        NECK, NECK_ARMS, "Cortisol", 2, (
            (long("Outcome", 2), wide("Tai chi (n = 49)", 2), wide("Waiting list (n = 64)", 2)), ("Mean", "95% CI", "Mean", "95% CI"),
            ("Salivary cortisol, nmol/l", "30.0", "26.0 to 34.0", "41.0", "36.1 to 45.9")),
        "", {("salivary cortisol", "continuous"): (30.0, 13.93, 49, 41.0, 19.62, 64)}),
}
# fmt: on


def _spanned(cell: Cell) -> tuple[str, int, int]:
    return cell if isinstance(cell, tuple) else (cell, 1, 1)


def _marked_up(shown: Shown) -> str:
    rows = [
        "".join(f'<td colspan="{c}" rowspan="{r}">{w}</td>' for w, c, r in map(_spanned, row))
        for row in shown.rows
    ]
    head, body = rows[: shown.heads], rows[shown.heads :]
    lines = [
        f"<{part}>" + "".join(f"<tr>{r}</tr>" for r in of) + f"</{part}>"
        for part, of in (("thead", head), ("tbody", body))
    ]
    return f"<table>{''.join(lines)}</table>"


def jats(shown: Shown) -> Document:
    text = (
        '<?xml version="1.0"?><article><front><article-meta><title-group><article-title>A trial</article-title></title-group>'
        f"</article-meta></front><body><sec><title>Methods</title><p>{shown.methods}</p></sec><sec><title>Results</title>"
        f"<table-wrap><label>Table 1</label><caption><p>{shown.caption}</p></caption>{_marked_up(shown)}"
        f"<table-wrap-foot><p>{shown.note}</p></table-wrap-foot></table-wrap></sec></body></article>"
    )
    return read.documents(text.encode(), "a.xml")[0]


def page(shown: Shown) -> Document:
    text = (
        f"<html><body><h1>A trial</h1><h2>Methods</h2><p>{shown.methods}</p><h2>Results</h2><p>Table 1. {shown.caption}</p>"
        f"{_marked_up(shown)}<p>{shown.note}</p></body></html>"
    )
    return read.documents(text.encode(), "a.html")[0]


def saved(shown: Shown) -> Document:
    rows = [[_spanned(cell)[0] for cell in row] for row in shown.rows]
    return read.documents(
        article(shown.methods, table(shown.caption, *rows, note=shown.note)).encode(), "a.md"
    )[0]


@pytest.mark.parametrize("form", [jats, page, saved])
@pytest.mark.parametrize("name", SHOWN)
def test_the_same_answers_whatever_the_form(name: str, form: object) -> None:
    shown = SHOWN[name]
    document = form(shown)  # type: ignore[operator]
    for (outcome, kind), expected in shown.asked.items():
        cells = read.cells(
            document,
            outcome=outcome,
            intervention=shown.arms[0],
            comparator=shown.arms[1],
            kind=kind,  # type: ignore[arg-type]
        )
        names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
        told = [getattr(side, n) for side in (cells.intervention, cells.comparator) for n in names]
        assert cells.complete, cells.missing
        assert [round(t.value, 2) for t in told] == pytest.approx(expected, abs=0.05)


def test_one_jats_table_behind_the_other_is_a_table_of_its_own() -> None:
    arms = "<tr><td/><td>Active play (n = {})</td><td>Control (n = {})</td></tr>"
    row = "<tr><td>BMI (kg/m2), mean (SD)</td><td>{}</td><td>{}</td></tr>"
    wraps = "".join(
        f"<table-wrap><label>Table {i}</label><caption><p>{caption}</p></caption><table>{arms.format(*n)}{row.format(*bmi)}</table></table-wrap>"
        for i, caption, n, bmi in (
            (1, "Baseline characteristics", (480, 466), ("18.1 (3.0)", "18.2 (3.2)")),
            (2, "Outcomes at 2 years", (431, 420), ("18.6 (3.1)", "19.1 (3.4)")),
        )
    )
    text = (
        '<?xml version="1.0"?><article><front><article-meta><title-group><article-title>A trial</article-title></title-group>'
        "</article-meta></front><body><sec><title>Methods</title><p>Twenty schools were randomised to active play or to control.</p>"
        f"</sec><sec><title>Results</title>{wraps}</sec></body></article>"
    )
    document = read.documents(text.encode(), "a.xml")[0]
    cells = read.cells(
        document, outcome="BMI", intervention="active play", comparator="control", kind="continuous"
    )
    sides = (cells.intervention, cells.comparator)
    assert [v and v.value for s in sides for v in (s.mean, s.sd, s.n)] == [18.6, 3.1, 431, 19.1, 3.4, 420]


def test_a_line_break_in_a_cell_parts_no_cell() -> None:
    text = "<html><body><table><tr><td>Event</td><td>Placebo<br/>(n = 45)</td><td>Ibutril<br/>(n = 47)</td></tr></table></body></html>"
    assert "Event | Placebo (n = 45) | Ibutril (n = 47)" in read.documents(text.encode(), "a.html")[0].text


def test_a_part_of_a_scale_is_not_the_scale() -> None:
    rows = SHOWN["a scale that the text says to measure the outcome"]
    parts = tuple((wide("PHQ-9 item 9", 7),) if row == (wide("PHQ-9", 7),) else row for row in rows.rows)
    document = jats(rows._replace(rows=parts))
    cells = read.cells(
        document,
        outcome="depression after treatment",
        intervention=rows.arms[0],
        comparator=rows.arms[1],
        kind="continuous",
    )
    assert not cells.complete
