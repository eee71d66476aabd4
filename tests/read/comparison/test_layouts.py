"""Tables of trials of our own in the layouts that articles have, as saved articles print them: a cell that spans
several columns or lines is written once, and what stands after it moves to the left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from trialwright import read
from trialwright.read.comparison.moments import moment, parted


class Asked(NamedTuple):
    """expected : events, n or mean, SD, n of the arm that is tried, then of the other; () where no answer is right."""

    text: str
    arms: tuple[str, str]
    outcome: str
    kind: str
    expected: tuple[float, ...]


def table(caption: str, *rows: Sequence[str], note: str = "") -> str:
    """The first row stands over the dashes."""
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    sizes = [max(3, *(len(row[c]) for row in full)) for c in range(width)]
    lines = [
        "  " + " ".join(cell.ljust(size) for cell, size in zip(row, sizes, strict=True)).rstrip()
        for row in full
    ]
    rule = "  " + " ".join("-" * size for size in sizes)
    return "\n".join(["", "::: caption", caption, ":::", "", lines[0], rule, *lines[1:], "", note, ""])


def article(methods: str, *results: str) -> str:
    opening = "# Abstract ## Background Few trials have looked at this question, and those that did were small. ## Methods "
    return (
        f"{opening}{methods} Assessors did not know who had been given what. ## Results Outcomes are in the table.\n\n"
        + "\n\n".join(results)
    )


KNEE = "One hundred adults with knee pain were randomly assigned to aquatic exercise (n = 50) or usual care (n = 50)."
KNEE_ARMS = ("aquatic exercise", "usual care")
DIAB = "We compared semaride (SEM) with gliclazol (GLZ) in adults with type 2 diabetes; 120 were randomised."
DIAB_ARMS = ("semaride", "gliclazol")
PLAC = "Patients were randomised to ibutril 10 mg, ibutril 20 mg or placebo."

# fmt: off
LAYOUTS: dict[str, Asked] = {
    "heads over count and share, no second line": Asked(
        article(KNEE, table("Adverse events during the study", ("", "Aquatic exercise (n = 48)", "Usual care (n = 47)", "P"),
                ("Falls", "6", "12.5", "9", "19.1", "0.38"), ("Muscle soreness", "14", "29.2", "5", "10.6", "0.02"),
                ("Swelling", "3", "6.3", "4", "8.5", "0.67"))),
        KNEE_ARMS, "muscle soreness", "binary", (14, 48, 5, 47)),
    "second line begins at the left": Asked(
        article(KNEE, table("Outcomes at six months", ("Variable", "Pain score", "p", "d"), ("Aquatic exercise (n = 48)", "Usual care (n = 47)"),
                ("At rest", "2.1 ± 1.1", "3.3 ± 1.4", "0.01", "0.9"), ("On stairs", "4.0 ± 1.6", "5.2 ± 1.8", "0.02", "0.7"))),
        KNEE_ARMS, "pain on stairs", "continuous", (4.0, 1.6, 48, 5.2, 1.8, 47)),
    "three levels of heads": Asked(
        article(KNEE, table("Function", ("", "Aquatic exercise", "Usual care"), ("", "Baseline", "6 months", "Baseline", "6 months"),
                ("", "n = 50", "n = 46", "n = 50", "n = 44"),
                ("WOMAC function", "41.0 (9.1)", "29.2 (8.8)", "40.2 (9.5)", "36.6 (9.0)"),
                ("Walking distance, m", "402 (80)", "455 (85)", "398 (77)", "410 (79)"))),
        KNEE_ARMS, "walking distance", "continuous", (455, 85, 46, 410, 79, 44)),
    "time over arms": Asked(
        article(KNEE, table("Function", ("Measure", "Baseline", "12 weeks", "24 weeks"),
                ("Aquatic exercise", "Usual care", "Aquatic exercise", "Usual care", "Aquatic exercise", "Usual care"),
                ("Stiffness, mean (SD)", "4.0 (1.0)", "4.1 (1.1)", "3.0 (1.2)", "3.8 (1.3)", "2.9 (1.4)", "3.9 (1.5)"),
                ("Balance, mean (SD)", "20 (5)", "21 (4)", "26 (6)", "22 (5)", "27 (6)", "21 (6)"))),
        KNEE_ARMS, "balance at 12 weeks", "continuous", (26, 6, 50, 22, 5, 50)),
    "times as rows under a heading": Asked(
        article(DIAB, table("Laboratory values", ("", "SEM (n = 61)", "GLZ (n = 59)", "P value"), ("HbA1c, %",),
                (" Baseline", "8.1 ± 0.9", "8.0 ± 0.8", "0.5"), (" Week 12", "7.4 ± 0.8", "7.6 ± 0.9", "0.2"),
                (" Week 24", "6.9 ± 0.7", "7.5 ± 0.9", "0.001"), ("Fasting glucose, mmol/L",), (" Baseline", "9.9 ± 2.0", "9.8 ± 2.1", "0.8"),
                (" Week 12", "8.0 ± 1.7", "8.6 ± 1.8", "0.07"), (" Week 24", "7.1 ± 1.5", "8.4 ± 1.9", "0.001"))),
        DIAB_ARMS, "fasting glucose", "continuous", (7.1, 1.5, 61, 8.4, 1.9, 59)),
    "a time that is asked for": Asked(
        article(DIAB, table("Laboratory values", ("", "SEM (n = 61)", "GLZ (n = 59)", "P value"), ("HbA1c, %",),
                (" Baseline", "8.1 ± 0.9", "8.0 ± 0.8", "0.5"), (" Month 3", "7.4 ± 0.8", "7.6 ± 0.9", "0.2"),
                (" Month 6", "6.9 ± 0.7", "7.5 ± 0.9", "0.001"))),
        DIAB_ARMS, "glycated haemoglobin at 3 months", "continuous", (7.4, 0.8, 61, 7.6, 0.9, 59)),
    "times in the labels of rows": Asked(
        article(DIAB, table("Weight", ("Parameter", "SEM (n = 61)", "GLZ (n = 59)"), ("Body weight at baseline (kg)", "92.0 (14.1)", "91.4 (13.0)"),
                ("Body weight after 6 months (kg)", "85.5 (13.3)", "91.9 (13.8)"), ("Waist at baseline (cm)", "108 (10)", "107 (11)"),
                ("Waist after 6 months (cm)", "102 (9)", "107 (12)"))),
        DIAB_ARMS, "body weight", "continuous", (85.5, 13.3, 61, 91.9, 13.8, 59)),
    "arms as rows with times beside them": Asked(
        article(DIAB, table("Scores (mean ± SD)", ("Group", "Time", "Quality of life", "Treatment satisfaction"),
                ("SEM (n = 61)", "Before", "50.2 ± 9.0", "20.1 ± 5.0"), ("After", "61.3 ± 8.5", "28.4 ± 4.4"),
                ("GLZ (n = 59)", "Before", "49.9 ± 9.9", "20.5 ± 5.1"), ("After", "55.0 ± 9.1", "23.3 ± 5.5"))),
        DIAB_ARMS, "treatment satisfaction", "continuous", (28.4, 4.4, 61, 23.3, 5.5, 59)),
    "outcomes in a column, arms in the next": Asked(
        article(DIAB, table("Secondary outcomes", ("Outcome", "Group", "n", "Mean", "SD", "P"), ("LDL cholesterol", "SEM", "58", "2.5", "0.7", "0.04"),
                ("GLZ", "55", "2.8", "0.8"), ("Triglycerides", "SEM", "57", "1.6", "0.5", "0.30"), ("GLZ", "54", "1.7", "0.6"))),
        DIAB_ARMS, "triglycerides", "continuous", (1.6, 0.5, 57, 1.7, 0.6, 54)),
    "sizes in the table's first row": Asked(
        article(DIAB, table("Safety set", ("", "Semaride", "Gliclazol"), ("No. of patients", "60", "58"), ("Hypoglycaemia, n (%)", "4 (6.7)", "13 (22.4)"),
                ("Nausea, n (%)", "17 (28.3)", "5 (8.6)")),
                table("Patients", ("", "Semaride (n = 61)", "Gliclazol (n = 59)"), ("Age, years", "55.1 ± 9.0", "56.0 ± 8.8"))),
        DIAB_ARMS, "hypoglycaemia", "binary", (4, 60, 13, 58)),
    "sizes in the caption": Asked(
        article(DIAB, table("Per-protocol results (semaride, n = 55; gliclazol, n = 52)", ("", "Semaride", "Gliclazol", "P"),
                ("HbA1c below 7 %, n (%)", "33 (60.0)", "21 (40.4)", "0.04"), ("Weight loss of 5 % or more, n (%)", "22 (40.0)", "3 (5.8)", "0.001"))),
        DIAB_ARMS, "weight loss of 5 % or more", "binary", (22, 55, 3, 52)),
    "n/N in a row of its own analysis": Asked(
        article(DIAB, table("Response", ("Outcome", "Semaride (N = 61)", "Gliclazol (N = 59)", "Odds ratio (95 % CI)"),
                ("Remission, n/N (%)", "12/56 (21.4)", "4/53 (7.5)", "3.3 (1.0 to 11.1)"), ("Rescue therapy, n/N (%)", "5/61 (8.2)", "14/59 (23.7)", "0.3 (0.1 to 0.9)"))),
        DIAB_ARMS, "remission of diabetes", "binary", (12, 56, 4, 53)),
    "three doses, one asked": Asked(
        article(PLAC, table("Migraine attacks", ("", "Placebo (n = 40)", "Ibutril 10 mg (n = 41)", "Ibutril 20 mg (n = 39)"),
                ("Free of pain at 2 h, n (%)", "8 (20.0)", "15 (36.6)", "19 (48.7)"), ("Vomiting, n (%)", "6 (15.0)", "4 (9.8)", "2 (5.1)"))),
        ("ibutril 20 mg", "placebo"), "free of pain at 2 hours", "binary", (19, 39, 8, 40)),
    "three doses, none asked": Asked(
        article(PLAC, table("Migraine attacks", ("", "Placebo (n = 40)", "Ibutril 10 mg (n = 41)", "Ibutril 20 mg (n = 39)"),
                ("Free of pain at 2 h, n (%)", "8 (20.0)", "15 (36.6)", "19 (48.7)"))),
        ("ibutril", "placebo"), "free of pain at 2 hours", "binary", ()),
    "subgroup tables are not the whole": Asked(
        article(KNEE, table("Replacement by sex", ("Subgroup", "Aquatic exercise", "Usual care"), ("Women",), (" Knee replacement, n/N", "2/30", "5/28"),
                ("Men",), (" Knee replacement, n/N", "1/18", "3/19"), ("All",), (" Knee replacement, n/N", "3/48", "8/47"))),
        KNEE_ARMS, "knee replacement", "binary", (3, 48, 8, 47)),
    "words set in columns of their own": Asked(
        article(KNEE, table("Events", ("", "Aquatic exercise (n = 48)", "Usual care (n = 47)", "P"), ("Hospital admission", "6 (12.5)", "9 (19.1)", "0.38"),
                ("", "Planned", "4 (8.3)", "5 (10.6)", "0.70"), ("", "Emergency", "2 (4.2)", "4 (8.5)", "0.39"), ("Death", "0", "1 (2.1)", "0.31"))),
        KNEE_ARMS, "emergency hospital admission", "binary", (2, 48, 4, 47)),
    "standard errors by the note": Asked(
        article(KNEE, table("Steps a day", ("", "Aquatic exercise (n = 49)", "Usual care (n = 36)"), ("Steps, thousands", "6.2 (0.3)", "5.1 (0.5)"),
                note="Values are means (standard errors).")),
        KNEE_ARMS, "steps a day", "continuous", (6.2, 2.1, 49, 5.1, 3.0, 36)),
    "medians are not means": Asked(
        article(KNEE, table("Stay", ("", "Aquatic exercise (n = 49)", "Usual care (n = 36)"), ("Length of stay, days, median (IQR)", "6 (3)", "8 (5)"))),
        KNEE_ARMS, "length of stay", "continuous", ()),
    "baseline and change are not the end": Asked(
        article(KNEE, table("Grip strength (kg), mean (SD)", ("", "Aquatic exercise (n = 50)", "Usual care (n = 50)"), ("Baseline", "25.1 (6.0)", "24.8 (6.3)"),
                ("Follow-up", "28.0 (6.2)", "25.0 (6.1)"), ("Change", "2.9 (2.0)", "0.2 (1.9)"))),
        KNEE_ARMS, "grip strength", "continuous", (28.0, 6.2, 50, 25.0, 6.1, 50)),
    "change where change is asked": Asked(
        article(KNEE, table("Grip strength (kg), mean (SD)", ("", "Aquatic exercise (n = 50)", "Usual care (n = 50)"), ("Baseline", "25.1 (6.0)", "24.8 (6.3)"),
                ("Follow-up", "28.0 (6.2)", "25.0 (6.1)"), ("Change", "2.9 (2.0)", "0.2 (1.9)"))),
        KNEE_ARMS, "change in grip strength", "continuous", (2.9, 2.0, 50, 0.2, 1.9, 50)),
    "mean and SD in columns of their own under two heads": Asked(
        article(KNEE, table("Range of motion", ("Movement", "Aquatic exercise (n = 48)", "Usual care (n = 47)", "P"), ("", "Mean", "SD", "Mean", "SD"),
                ("Flexion", "118", "11", "110", "13", "0.01"), ("Extension", "3", "2", "4", "3", "0.20"))),
        KNEE_ARMS, "flexion", "continuous", (118, 11, 48, 110, 13, 47)),
    "intervention and control": Asked(
        article("Forty schools took part: twenty were assigned to a hand washing programme, twenty went on as usual.",
                table("Absence", ("", "Intervention group (n = 610)", "Control group (n = 598)", "P"), ("Absent for diarrhoea, n (%)", "31 (5.1)", "66 (11.0)", "0.001"),
                ("Absent for a cold, n (%)", "102 (16.7)", "140 (23.4)", "0.004"))),
        ("hand washing programme", "no programme"), "absence because of diarrhoea", "binary", (31, 610, 66, 598)),
    "initials as heads": Asked(
        article("Sixty women received acceptance and commitment therapy or progressive muscle relaxation for tinnitus.",
                table("Scores after treatment", ("", "ACT (n = 31)", "PMR (n = 29)"), ("Tinnitus handicap, mean (SD)", "30.1 (11.0)", "38.4 (12.5)"))),
        ("acceptance and commitment therapy", "progressive muscle relaxation"), "tinnitus handicap", "continuous", (30.1, 11.0, 31, 38.4, 12.5, 29)),
    "the outcome counted the other way round": Asked(
        article("Children with pneumonia were given oral amoxiclor (n = 80) or injected penicillan (n = 82).",
                table("Result at day 6", ("", "Oral amoxiclor (n = 80)", "Injected penicillan (n = 82)"), ("Alive at day 30, n (%)", "77 (96.3)", "75 (91.5)"))),
        ("oral amoxiclor", "injected penicillan"), "death", "binary", (3, 80, 7, 82)),
    "two words for no answer": Asked(
        article(KNEE, table("Outcomes", ("", "Aquatic exercise (n = 48)", "Usual care (n = 47)"), ("Pain at night, n (%)", "6 (12.5)", "9 (19.1)"),
                ("Sleep quality good, n (%)", "30 (62.5)", "20 (42.6)"))),
        KNEE_ARMS, "use of walking aids", "binary", ()),
    "percent and count turned round": Asked(
        article(KNEE, table("Outcomes", ("", "Aquatic exercise (n = 48)", "Usual care (n = 47)"), ("Use of analgesics", "25.0% (12)", "46.8% (22)"), ("Injections", "4.2% (2)", "12.8% (6)"))),
        KNEE_ARMS, "analgesic use", "binary", (12, 48, 22, 47)),
    "before and after under each arm with P between": Asked(
        article(KNEE, table("Effects", ("Variable", "Aquatic exercise (n = 48)", "Usual care (n = 47)"),
                ("Before", "After", "P", "Before", "After", "P"), ("Fatigue", "5.1 ± 1.0", "3.2 ± 1.1", "0.01", "5.0 ± 1.2", "4.6 ± 1.3", "0.20"),
                ("Mood", "4.4 ± 1.6", "6.6 ± 1.7", "0.01", "4.5 ± 1.5", "4.8 ± 1.6", "0.33"))),
        KNEE_ARMS, "mood", "continuous", (6.6, 1.7, 48, 4.8, 1.6, 47)),
    "cells over several lines": Asked(
        article(KNEE, "::: caption\nHospital use\n:::\n\n  -------------------------------------------------------------\n"
                "  Outcome               Aquatic exercise      Usual care\n                        (n = 48)              (n = 47)\n"
                "  --------------------- --------------------- -----------------\n  Visits to the         7 (14.6)              15 (31.9)\n  emergency room,\n  n (%)\n\n"
                "  Visits to the         30 (62.5)             36 (76.6)\n  family doctor, n (%)\n  -------------------------------------------------------------\n"),
        KNEE_ARMS, "visits to the family doctor", "binary", (30, 48, 36, 47)),
    "a percent alone is counted back": Asked(
        article(KNEE, table("Outcomes", ("", "Aquatic exercise (n = 48)", "Usual care (n = 47)"), ("Able to kneel (%)", "62.5", "42.6"), ("Able to squat (%)", "50.0", "31.9"))),
        KNEE_ARMS, "able to kneel", "binary", (30, 48, 20, 47)),
    "those without it are counted": Asked(
        article(KNEE, table("Outcomes", ("", "Aquatic exercise (n = 48)", "Usual care (n = 47)"), ("No new injury, n (%)", "40 (83.3)", "37 (78.7)"))),
        KNEE_ARMS, "new injury", "binary", (8, 48, 10, 47)),
    "people in a column": Asked(
        article(DIAB, table("Hypoglycaemia", ("Treatment", "Patients", "Any hypoglycaemia", "Severe hypoglycaemia"),
                ("Semaride", "61", "4 (6.6)", "0 (0)"), ("Gliclazol", "59", "13 (22.0)", "2 (3.4)"))),
        DIAB_ARMS, "severe hypoglycaemia", "binary", (0, 61, 2, 59)),
    "an interval that is not said to be one": Asked(
        article(KNEE, table("Pain", ("", "Aquatic exercise (n = 49)", "Usual care (n = 49)"), ("Pain score", "3.0 (2.5-3.5)", "4.0 (3.3-4.7)"))),
        KNEE_ARMS, "pain score", "continuous", ()),
}
# fmt: on


@pytest.mark.parametrize("name", LAYOUTS)
def test_cells_of_a_layout(name: str) -> None:
    told = LAYOUTS[name]
    document = read.documents(told.text.encode(), "article.md")[0]
    tried, compared = told.arms
    cells = read.cells(
        document, outcome=told.outcome, intervention=tried, comparator=compared, kind=told.kind
    )  # type: ignore[arg-type]
    names = ("events", "n") if told.kind == "binary" else ("mean", "sd", "n")
    sides = (cells.intervention, cells.comparator)
    found = [getattr(side, name) for side in sides for name in names] if cells.complete else []
    assert [round(number.value, 2) for number in found] == list(told.expected)


@pytest.mark.parametrize(
    ("words", "what", "when"),
    [
        ("Pain after 6 months", "Pain", "after 6 months"),
        ("Change from baseline", "", "Change from baseline"),
        ("Baseline, mean (SD)", "", "Baseline, mean (SD)"),
        ("6-minute walk distance", "6-minute walk distance", ""),
        ("Hospital stay > 7 days", "Hospital stay > 7 days", ""),
        ("Women aged 60 years", "Women aged 60 years", ""),
    ],
)
def test_an_outcome_and_its_time(words: str, what: str, when: str) -> None:
    assert parted(words) == (what, when)


def test_one_time_in_two_units() -> None:
    year, weeks, month = moment("12 months"), moment("Week 52"), moment("1 month")
    assert year is not None
    assert weeks is not None
    assert month is not None
    assert year.is_same(weeks)
    assert not year.is_same(month)
