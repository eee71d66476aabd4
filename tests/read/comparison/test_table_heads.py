"""Heads that have lost their places: over a column of measures, in the first row, over a test of two columns, anew within
a table, and beside the name of an arm."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from trialwright import read

GROVE = "Ninety adults with tennis elbow were randomly assigned to shock waves (n = 45) or wrist splints (n = 45)."
MALTA = "Adults with gout were randomised to feboxol 40 mg, feboxol 80 mg or placebo."

MEASURES = article(
    MALTA,
    table(
        "Characteristics at the start",
        ("The dose study",),
        ("", "Placebo (N = 21)", "Feboxol 40 mg (N = 22)", "Feboxol 80 mg (N = 23)", ""),
        ("Women", "n (%)", "5 (23.8)", "6 (27.3)", "4 (17.4)"),
        ("Weight (kg)", "Mean (SD)", "81.2 (9.1)", "84.5 (8.7)", "79.9 (9.9)"),
        ("Urate (mg/dL)", "Mean (SD)", "8.10 (1.10)", "8.30 (1.25)", "8.45 (0.95)"),
    ),
)
TERMS = article(
    MALTA,
    table(
        "Adverse events",
        ("", "Placebo (N = 21)", "Feboxol 40 mg (N = 22)", "Feboxol 80 mg (N = 23)", ""),
        ("Organ class", "Preferred term", "n (%)", "n (%)", "n (%)"),
        ("Skin disorders", "Rash", "2 (9.5)", "3 (13.6)", "6 (26.1)"),
        ("", "Itching", "1 (4.8)", "2 (9.1)", "4 (17.4)"),
        ("Gut disorders", "Nausea", "3 (14.3)", "1 (4.5)", "2 (8.7)"),
    ),
)
WIDE_TEST = article(
    GROVE,
    table(
        "Elbow scores before and after the course",
        ("Items", "Possible score range", "T0", "", "T1", "", "Difference: splints versus shock waves", "P"),
        (
            "Shock waves (n = 45) Mean ± SD",
            "Wrist splints (n = 45) Mean ± SD",
            "P",
            "Shock waves (n = 43) Mean ± SD",
            "Wrist splints (n = 41) Mean ± SD",
            "P",
        ),
        ("Total score", "10-50", "21.4 ± 6.0", "22.0 ± 6.2", "0.61", "33.1 ± 5.5", "28.7 ± 5.9", "0.01", "4.4 ± 1.2", "(2.0 - 6.8)", "0.001"),
        ("Grip subscale", "2-10", "4.4 ± 1.6", "4.5 ± 1.4", "0.72", "7.2 ± 1.5", "5.9 ± 1.3", "0.02", "1.3 ± 0.3", "(0.7 - 1.9)", "0.002"),
        note="T0, before the course; T1, after the course.",
    ),
)  # fmt: skip
ANEW = article(
    GROVE,
    "::: caption\nVisits to the clinic\n:::\n\n"
    "  --------------- ----------------- ------------------------------ -------------------------------- ------\n"
    "  Profession      Type of contact   Shock waves 0-2 months m (SD)  Wrist splints 0-2 months m (SD)  p\n"
    "   Physician      visit             2.10 (0.80)                    3.10 (0.90)                      0.03\n"
    "   Nurse          visit             0.50 (0.30)                    0.70 (0.40)                      0.40\n"
    "                                    Shock waves 3-8 months m (SD)  Wrist splints 3-8 months m (SD)  p\n"
    "   Physician      visit             1.20 (0.60)                    1.90 (0.75)                      0.04\n"
    "   Nurse          visit             0.20 (0.10)                    0.35 (0.25)                      0.22\n"
    "                                    Shock waves total 0-8 months   Wrist splints total 0-8 months   p\n"
    "   Physician      visit             3.30 (1.10)                    5.00 (1.30)                      0.01\n"
    "   Nurse          visit             0.70 (0.35)                    1.05 (0.50)                      0.18\n"
    "  --------------- ----------------- ------------------------------ -------------------------------- ------\n",
)
PERIODS = article(
    GROVE,
    table(
        "Work by calendar period",
        ("", "Shock waves", "", "Wrist splints", ""),
        ("", "Period 1 2011 to 2012 (n = 30)", "Period 2 2013 to 2015 (n = 36)", "Period 1 2011 to 2012 (n = 31)", "Period 2 2013 to 2015 (n = 38)"),
        ("Days off work, mean (SD)", "12.1 (4.0)", "9.5 (3.6)", "13.0 (4.4)", "12.2 (4.1)"),
    ),
)  # fmt: skip
# Thin and unbreakable spaces within cells, in lines that have lost their place
THIN = article(
    GROVE,
    "::: caption\nPrescriptions\n:::\n\n"
    "                              Start      3\u00a0months             9\u00a0months\n"
    "  --------------------------- ---------- -------------------- ------------ ------ ----- -----\n"
    "  n                           (%)        n                    (%)          n      (%)\n"
    "  Painkillers\n"
    "  \u2003Shock waves (n\u2009=\u200945)    20         (44)             15        (33)   9    (20)\n"
    "  \u2003Wrist splints (n\u2009=\u200945)  21         (47)             24        (53)   18    (40)\n",
)
RANGE = article(
    GROVE,
    table(
        "Change from the start, by week",
        ("Variable", "Week", "Shock waves", "", "", "Wrist splints", "", ""),
        ("", "", "n", "Mean", "(95% CI)", "n", "Mean", "(95% CI)"),
        ("Grip force", "4", "40", "1.50", "(0.50; 2.50)", "39", "0.40", "(−\u00a00.60; 1.40)"),
        ("", "8", "38", "2.10", "(1.00; 3.20)", "37", "0.30", "(−\u00a0\u00a00.80; 1.40)"),
    ),
)

SHOCK = ("shock waves", "wrist splints")
DOSE = ("feboxol 80 mg", "placebo")
ASKED = {
    "a column of measures under no head": (MEASURES, DOSE, "weight at the start", "continuous", (79.9, 9.9, 23, 81.2, 9.1, 21)),
    "a title over the heads": (MEASURES, ("feboxol 40 mg", "placebo"), "urate", "continuous", (8.3, 1.25, 22, 8.1, 1.1, 21)),
    "two heads of words in the second line": (TERMS, DOSE, "itching", "binary", (4, 23, 1, 21)),
    "a difference with its interval in the next column": (WIDE_TEST, SHOCK, "grip subscale after the course", "continuous", (7.2, 1.5, 43, 5.9, 1.3, 41)),
    "and before the course": (WIDE_TEST, SHOCK, "grip subscale at baseline", "continuous", (4.4, 1.6, 45, 4.5, 1.4, 45)),
    "heads in the first row, first time": (ANEW, SHOCK, "physician visits in months 0-2", "continuous", (2.1, 0.8, 45, 3.1, 0.9, 45)),
    "heads anew with the time beside the arm": (ANEW, SHOCK, "visits to a physician in 3-8 months", "continuous", (1.2, 0.6, 45, 1.9, 0.75, 45)),
    "a stretch of time that ends alike": (ANEW, SHOCK, "nurse visits during 0-8 months", "continuous", (0.7, 0.35, 45, 1.05, 0.5, 45)),
    "years in heads": (PERIODS, SHOCK, "days off work", "continuous", (9.5, 3.6, 36, 12.2, 4.1, 38)),
    "thin spaces within cells": (THIN, SHOCK, "painkillers at 3 months", "binary", (15, 45, 24, 45)),
    "thin spaces, the last time": (THIN, SHOCK, "painkillers at 9 months", "binary", (9, 45, 18, 45)),
    "a minus sign and an unbreakable space": (RANGE, SHOCK, "grip force at week 8", "continuous", (2.1, 3.35, 38, 0.3, 3.3, 37)),
}  # fmt: skip


def told(text: str, arms: tuple[str, str], outcome: str, kind: str) -> tuple[float, ...]:
    """The cells, rounded to two decimals; () without an answer."""
    document = read.documents(text.encode(), "article.md")[0]
    cells = read.cells(document, outcome=outcome, intervention=arms[0], comparator=arms[1], kind=kind)  # type: ignore[arg-type]
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    sides = (cells.intervention, cells.comparator)
    return tuple(round(getattr(s, n).value, 2) for s in sides for n in names) if cells.complete else ()


@pytest.mark.parametrize("name", ASKED)
def test_cells_under_heads_that_have_lost_their_places(name: str) -> None:
    text, arms, outcome, kind, expected = ASKED[name]
    assert told(text, arms, outcome, kind) == expected
