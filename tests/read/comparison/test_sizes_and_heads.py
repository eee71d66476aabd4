"""Whose figures and how many people: heads that stand over what and when, times, and those who were analysed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.read.comparison.test_layouts import article
from tests.read.comparison.test_same_table import Shown, jats, long, page, saved, wide
from trialwright import read
from trialwright.model.document import Document

NERVE = (
    "We assigned 150 patients to a femoral block (n = 50), an adductor block (n = 50) or no block (n = 50)."
)
NERVE_ARMS = ("adductor block", "no block")
GUM = "Children were randomised to xylitol gum (XG) or to sorbitol gum (SG); 120 were dealt to each."
GUM_ARMS = ("xylitol gum", "sorbitol gum")
TAPE = "Thirty-one patients were assigned to kinesio tape (KT) and 29 to sham tape (ST) after a rotator cuff tear."
TAPE_ARMS = ("kinesio tape", "sham tape")
BATH = "Adults with insomnia were randomised to a warm bath (n = 44) or to reading (n = 41)."
BATH_ARMS = ("warm bath", "reading")

# fmt: off
SHOWN = {
    "the first head spans what and when": Shown(
        NERVE, NERVE_ARMS, "Morphine and pain after surgery (mean ± SD); 50 patients per group", 1, (
            (wide("Measure", 2), "Femoral", "Adductor", "No block", "P value"),
            ("Morphine, mg", "", "", "", "", ""), ("", "0-12 h", "9.1 ± 3.8", "10.2 ± 4.4", "17.7 ± 6.0", "0.001"),
            ("", "0-48 h", "22.4 ± 8.1", "25.3 ± 8.8", "41.9 ± 12.2", "0.001"),
            ("Pain at rest", "", "", "", "", ""), ("", "Day 1", "2.9 ± 1.1", "3.0 ± 1.2", "4.8 ± 1.6", "0.001"),
            ("", "Day 2", "2.1 ± 1.0", "2.2 ± 0.9", "3.3 ± 1.4", "0.001")),
        "", {("morphine within 48 h", "continuous"): (25.3, 8.8, 50, 41.9, 12.2, 50), ("pain at rest on day 2", "continuous"): (2.2, 0.9, 50, 3.3, 1.4, 50)}),
    "the first head spans what and when, no head of a test": Shown(
        NERVE, NERVE_ARMS, "Range of motion, mean ± SD, 50 knees per group", 1, (
            (wide("Measure", 2), "Femoral", "Adductor", "No block"),
            ("Flexion (degrees)", "Discharge", "81 ± 12", "88 ± 11", "79 ± 13"), ("Extension (degrees)", "Discharge", "-9 ± 4", "-7 ± 4", "-10 ± 5")),
        "", {("flexion", "continuous"): (88, 11, 50, 79, 13, 50)}),
    "those examined at each time": Shown(
        GUM, GUM_ARMS, "Caries and plaque at follow-up", 2, (
            (long("", 2), wide("12 months", 2), wide("30 months", 2)), ("XG", "SG", "XG", "SG"),
            ("Number examined", "112", "109", "97", "101"), ("Plaque index, mean (SD)", "1.31 (0.44)", "1.52 (0.47)", "1.22 (0.41)", "1.49 (0.46)")),
        "", {("plaque index at 12 months", "continuous"): (1.31, 0.44, 112, 1.52, 0.47, 109), ("plaque index", "continuous"): (1.22, 0.41, 97, 1.49, 0.46, 101)}),
    "a change between two marks": Shown(
        f"{TAPE} Two patients of the KT group and one of the ST group had surgery, so that the analysis included 29 and 28 patients.",
        TAPE_ARMS, "Shoulder scores before (T0) and after (T1) taping", 1, (
            ("Scale", "Group", "T0", "T1", "Change (T1--T0)", "P"),
            (long("DASH", 2), "KT", "47.2 ± 11.0", "30.9 ± 10.6", "-16.3 ± 7.7", "0.01"), ("ST", "46.1 ± 12.3", "37.5 ± 11.9", "-8.6 ± 6.9", ""),
            (long("Abduction", 2), "KT", "91 ± 21", "121 ± 24", "30 ± 15", "0.20"), ("ST", "93 ± 20", "117 ± 22", "24 ± 14", "")),
        "Values are mean ± SD.",
        {("change in DASH", "continuous"): (-16.3, 7.7, 29, -8.6, 6.9, 28), ("abduction after taping", "continuous"): (121, 24, 29, 117, 22, 28)}),
}
# fmt: on


def told(
    document: Document, arms: tuple[str, str], outcome: str, kind: str
) -> tuple[list[float], read.Cells]:
    cells = read.cells(document, outcome=outcome, intervention=arms[0], comparator=arms[1], kind=kind)  # type: ignore[arg-type]
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    found = [getattr(side, name) for side in (cells.intervention, cells.comparator) for name in names]
    return [n.value for n in found] if cells.complete else [], cells


@pytest.mark.parametrize("form", [jats, page, saved])
@pytest.mark.parametrize("name", SHOWN)
def test_cells_of_a_table(name: str, form: Callable[[Shown], Document]) -> None:
    shown = SHOWN[name]
    for (outcome, kind), expected in shown.asked.items():
        found, cells = told(form(shown), shown.arms, outcome, kind)
        assert found == list(expected), cells.missing


def test_sizes_beside_the_arms_are_no_events() -> None:
    rows = (
        ("Group", "n", "Sleep latency", "Waking"),
        ("Warm bath", "44", "21.3 ± 9.0", "2.1 ± 1.0"),
        ("Reading", "41", "27.5 ± 9.8", "2.6 ± 1.2"),
    )
    shown = Shown(BATH, BATH_ARMS, "Relief of insomnia and sleep scores", 1, rows, "", {})
    for form in (jats, page, saved):
        assert told(form(shown), BATH_ARMS, "relief of insomnia", "binary")[0] == []


PROBIOTIC = "Between May and July 190 patients were randomised (synbiotic 96, placebo 94)."
SYMPTOMS = "The reflux score at week 2 was 6.3 ± 2.9 in the synbiotic arm and 7.9 ± 3.3 in the placebo arm."


@pytest.mark.parametrize("form", [jats, page, saved])
def test_both_sizes_are_of_one_table_where_one_head_names_no_arm(form: Callable[[Shown], Document]) -> None:
    rows = (("Symptom", "Synbiotic (n = 91)", "Placebo (n = 90)"), ("Cramps", "8 (8.8)", "15 (16.7)"))
    shown = Shown(
        f"{PROBIOTIC} {SYMPTOMS}",
        ("Bifidobacterium longum", "placebo"),
        "Symptoms during therapy",
        1,
        rows,
        "",
        {},
    )
    found, _ = told(form(shown), shown.arms, "reflux score at week 2", "continuous")
    assert found == [6.3, 2.9, 91, 7.9, 3.3, 90]


ANALYSED = {
    "arms named before": (
        "One patient of the KT group died and two of the ST group moved; the analysis thus includes 30 and 27 patients.",
        (30, 27),
    ),
    "arms named in the sentence before": (
        "Two left the KT group and three the ST group. Twenty-nine and 26 patients, respectively, completed the course.",
        (29, 26),
    ),
    "all are analysed": (
        "Two left the KT group and three the ST group. Twenty-nine and 26 patients completed the course. Analysis was by intention to treat.",
        (31, 29),
    ),
    "more than there were": (
        "Two left the KT group and three the ST group. Thirty-nine and 36 patients completed the course.",
        (31, 29),
    ),
}


@pytest.mark.parametrize("name", ANALYSED)
def test_two_numbers_of_those_analysed_are_of_the_arms_in_order(name: str) -> None:
    words, (a, b) = ANALYSED[name]
    text = article(
        TAPE,
        f"{words}\n\nPain at the end was 2.9 ± 1.3 in the KT group and 4.1 ± 1.7 in the ST group.",
    )
    found, _ = told(read.documents(text.encode(), "a.md")[0], TAPE_ARMS, "pain at the end", "continuous")
    assert found == [2.9, 1.3, a, 4.1, 1.7, b]


def test_a_word_of_amount_does_not_say_of_what() -> None:
    text = article(
        f"{BATH} Melatonin and zolpidem were allowed. Less melatonin was taken after baths. Melatonin was free.",
        "Melatonin 2.9 ± 1.0 mg was taken in the warm bath group and 3.6 ± 1.4 mg in the reading group. "
        "The respective doses of zolpidem were 5.1 ± 2.2 mg and 6.0 ± 2.4 mg.",
    )
    found, _ = told(read.documents(text.encode(), "a.md")[0], BATH_ARMS, "dose of melatonin", "continuous")
    assert found == [2.9, 1.0, 44, 3.6, 1.4, 41]
