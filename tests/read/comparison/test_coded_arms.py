"""Arms by the short forms that an allocation gives them, and doses by what they are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.read.comparison.test_layouts import article
from tests.read.comparison.test_same_table import Shown, jats, page, saved, wide
from trialwright import read
from trialwright.model.document import Document

CALLS = "Nurses with back pain were randomised to weekly coaching calls for a season (CALL) or to no calls (NOC). Pain was rated on a Visual Scale (VS)."
CALLS_ARMS = ("coaching calls on top of usual leaflets", "no coaching calls")
SWIM = "Patients on venlafax were assigned to swimming twice a week (SWIM, n = 33), breathing classes twice a week (BR, n = 31) or no added course (VEN, n = 35)."
SWIM_ARMS = ("swimming plus venlafax", "breathing classes plus venlafax")
DOSE = "Toddlers with croup were given dexonil 0.2 mg/kg (low dose), dexonil 0.6 mg/kg (standard dose) or placebo; 66 got the low dose, 64 the standard dose and 65 placebo."
LOW_ARMS = ("low-dose dexonil", "standard-dose dexonil")


def cells(document: Document, arms: tuple[str, str], outcome: str, kind: str) -> list[float]:
    found = read.cells(document, outcome=outcome, intervention=arms[0], comparator=arms[1], kind=kind)  # type: ignore[arg-type]
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    sides = (found.intervention, found.comparator)
    return [getattr(s, n).value for s in sides for n in names] if found.complete else []


# fmt: off
SHOWN = {
    "forms of two arms": Shown(
        CALLS, CALLS_ARMS, "Sick leave by arm, n (%)", 1, (
            ("Arm", "Month 3", "Month 9"), (wide("Any sick leave", 3),), ("CALL (N = 88)", "14 (15.9)", "21 (23.9)"), ("NOC (N = 91)", "25 (27.5)", "38 (41.8)"),
            (wide("Long sick leave", 3),), ("CALL (N = 88)", "3 (3.4)", "5 (5.7)"), ("NOC (N = 91)", "8 (8.8)", "12 (13.2)")),
        "", {("any sick leave at month 9", "binary"): (21, 88, 38, 91)}),
    "doses over the columns": Shown(
        DOSE, LOW_ARMS, "Croup after treatment, mean (SD)", 1, (
            ("", "Dexonil 0.2 mg/kg (n = 61)", "Dexonil 0.6 mg/kg (n = 60)", "Placebo (n = 62)"), ("Croup score at 4 h", "1.9 (0.8)", "1.7 (0.9)", "2.8 (1.1)")),
        "", {("croup score", "continuous"): (1.9, 0.8, 61, 1.7, 0.9, 60)}),
}
SAID: dict[str, tuple[str, tuple[str, str], str, str, tuple[float, ...]]] = {
    "forms of three arms": (SWIM, SWIM_ARMS, "Withdrawal was 4 of 33 (SWIM), 7 of 31 (BR) and 9 of 35 (VEN).", "withdrawal", (4, 33, 7, 31)),
    "no form of an arm": (CALLS, CALLS_ARMS, "Relief was seen in 31 nurses of the VS group and 22 of the NOC group.", "relief", ()),
    "doses by their names": (DOSE, LOW_ARMS, "Vomiting was seen in 5 (7.6%) toddlers on the low dose, 12 (18.8%) on the standard dose and 3 (4.6%) on placebo.", "vomiting", (5, 66, 12, 64)),
    "a dose against placebo": (DOSE, ("dexonil 0.6 mg/kg", "placebo"), "A second dose was needed by 9 of 66 with the low dose, 6 of 64 with the standard dose and 20 of 65 with placebo.", "second dose", (6, 64, 20, 65)),
    "placebo is no standard dose": (DOSE, LOW_ARMS, "Admission was needed by 3 of 66 with the low dose and 11 of 65 with placebo.", "admission", ()),
}
# fmt: on


@pytest.mark.parametrize("form", [jats, page, saved])
@pytest.mark.parametrize("name", SHOWN)
def test_cells_of_a_table(name: str, form: Callable[[Shown], Document]) -> None:
    shown = SHOWN[name]
    for (outcome, kind), expected in shown.asked.items():
        assert cells(form(shown), shown.arms, outcome, kind) == list(expected)


@pytest.mark.parametrize("name", SAID)
def test_cells_of_a_sentence(name: str) -> None:
    methods, arms, words, outcome, expected = SAID[name]
    document = read.documents(article(methods, words).encode(), "a.md")[0]
    assert cells(document, arms, outcome, "binary") == list(expected)
