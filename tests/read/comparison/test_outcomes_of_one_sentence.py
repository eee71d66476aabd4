"""Sentences that tell several outcomes, grades, times or sets of the people: each question has its own numbers or none."""

from __future__ import annotations

import pytest

from trialwright import read

MET = "Of 126 adults, 62 were allotted to pelorin and 64 to placebo."
LEFT = f"{MET} Altogether 53 adults in the pelorin group and 57 in the placebo group completed the study."
LETTERS = "Of 126 adults, 62 were allotted to pelorin (group A) and 64 to placebo (group B)."
# fmt: off
BOTH = "By the end 17 adults had progressed and 6 had died in the pelorin group, while 23 had progressed and 11 had died in the placebo group."
TURNED = "In the pelorin group 17 progressed and 6 died, whereas in the placebo group 11 died and 23 progressed."
SHARES = "9 adults (14.5%) coughed and 4 (6.5%) fainted in group A, while 14 (21.9%) coughed and 8 (12.5%) fainted in group B."
LISTED = "Cough and fainting were recorded in 9 and 4 adults of the pelorin group and in 14 and 8 adults of the placebo group, respectively."
TWOS = "Clinical cure was seen in 31 of 62 and 20 of 64, bacteriological cure in 25 of 62 and 17 of 64 adults in the pelorin group and the placebo group."
GRADES = "In the pelorin group and the placebo group, respectively, pain was severe in 5 and 9, moderate in 11 and 13 and mild in 20 and 18."
ELIDED = "Any side effect was told by 21 adults in the pelorin group and 15 in the placebo group, serious side effects by 3 and 5."
OPPOSITE = "More of the pelorin group had severe cramps, or fewer of it had slight cramps (7/62 v 19/64)."
TIMES = "In the pelorin group 8 adults died by 6 months and 13 by 18 months; in the placebo group 12 and 19 did."
HEART = "8 adults in the pelorin group and 12 in the placebo group died of heart disease."
NOT_SO = "Bleeding, but not sneezing, was rarer in the pelorin group (8 of 62 v 18 of 64)."
EITHER = "Stroke or bleeding occurred in 8 of 62 in the pelorin group and 18 of 64 in the placebo group."
AND_OR = "Stroke and/or bleeding occurred in 8 of 62 in the pelorin group and 18 of 64 in the placebo group."
COMPOSITE = "The composite of stroke and bleeding occurred in 8 of 62 in the pelorin group and 18 of 64 in the placebo group."
NEITHER = "Neither sneezing nor cough differed between pelorin and placebo, but bleeding did (8 of 62 v 18 of 64)."
APART = "Apart from sneezing, nothing differed; bleeding was seen in 8 of 62 in the pelorin group and 18 of 64 in the placebo group."
CARDIAC = "Cardiovascular death occurred in 8 of 62 in the pelorin group and 12 of 64 in the placebo group."
CHANCE = "Pneumonia was seen in 12.9% of the pelorin group and 21.1% of the placebo group."
SETS = "Response was 30.6% in the pelorin group v 18.8% in the placebo group in the ITT analysis."
START = "At baseline mean weight was 71.2 (SD 8.1) in the pelorin group and 70.4 (SD 7.7) in the placebo group."
CHANGE = "Mean change in weight was -3.1 (SD 2.2) in the pelorin group and -1.4 (SD 2.5) in the placebo group."
WOMEN = "Among women mean weight was 61.2 (SD 8.1) in the pelorin group and 60.4 (SD 7.7) in the placebo group."
CASES: list[tuple[str, str, str, tuple[float, ...]]] = [
    (MET, BOTH, "death", (6, 62, 11, 64)), (MET, BOTH, "disease progression", (17, 62, 23, 64)),
    (MET, TURNED, "death", (6, 62, 11, 64)), (MET, BOTH, "hernia", ()),
    (LETTERS, SHARES, "fainting", (4, 62, 8, 64)), (LETTERS, SHARES, "cough", (9, 62, 14, 64)),
    (MET, LISTED, "cough", (9, 62, 14, 64)), (MET, LISTED, "fainting", (4, 62, 8, 64)),
    (MET, TWOS, "clinical cure", (31, 62, 20, 64)), (MET, TWOS, "bacteriological cure", (25, 62, 17, 64)),
    (MET, GRADES, "severe pain", (5, 62, 9, 64)), (MET, GRADES, "mild pain", (20, 62, 18, 64)), (MET, GRADES, "no pain", ()),
    (MET, ELIDED, "serious side effects", (3, 62, 5, 64)), (MET, ELIDED, "any side effect", (21, 62, 15, 64)),
    (MET, OPPOSITE, "severe cramps", ()),
    (MET, TIMES, "death at 18 months", (13, 62, 19, 64)), (MET, TIMES, "death at 6 months", (8, 62, 12, 64)),
    (MET, HEART, "death from any cause", ()), (MET, HEART, "death from cancer", ()), (MET, HEART, "death from heart disease", (8, 62, 12, 64)),
    (MET, NOT_SO, "sneezing", ()), (MET, NOT_SO, "bleeding", (8, 62, 18, 64)),
    (MET, EITHER, "stroke", ()), (MET, EITHER, "stroke or bleeding", (8, 62, 18, 64)),
    (MET, AND_OR, "stroke", ()), (MET, COMPOSITE, "bleeding", ()), (MET, COMPOSITE, "composite of stroke and bleeding", (8, 62, 18, 64)),
    (MET, NEITHER, "sneezing", ()), (MET, NEITHER, "cough", ()), (MET, NEITHER, "bleeding", (8, 62, 18, 64)),
    (MET, APART, "sneezing", ()), (MET, APART, "bleeding", (8, 62, 18, 64)),
    (MET, CARDIAC, "all cause mortality", ()), (MET, CARDIAC, "cardiovascular death", (8, 62, 12, 64)),
    # 21.1 % is 12 of the 57 who stayed, 12.9 % is of 62 alone: of one set there are no two counts
    (LEFT, CHANCE, "pneumonia", ()),
    (LEFT, SETS, "response (completers)", ()), (LEFT, SETS, "response (ITT)", (19, 62, 12, 64)),
]
MEANS: list[tuple[str, str, str, tuple[float, ...]]] = [
    (MET, START, "weight at 12 weeks", ()), (MET, START, "change in weight", ()), (MET, START, "weight at baseline", (71.2, 8.1, 62, 70.4, 7.7, 64)),
    (MET, CHANGE, "weight at baseline", ()), (MET, CHANGE, "change in weight", (-3.1, 2.2, 62, -1.4, 2.5, 64)),
    (MET, WOMEN, "weight", ()),
]
# fmt: on


def _told(methods: str, results: str, outcome: str, kind: str) -> list[float]:
    text = f"# Abstract\n\n{methods}\n\n# Results\n\n{results} Costs were alike."
    document = read.documents(text.encode(), "article.md")[0]
    cells = read.cells(
        document,
        outcome=outcome,
        intervention="pelorin",
        comparator="placebo",
        kind=kind,  # type: ignore[arg-type]
    )
    names = ("events", "n") if kind == "binary" else ("mean", "sd", "n")
    sides = (cells.intervention, cells.comparator)
    return [getattr(s, name).value for s in sides for name in names] if cells.complete else []


@pytest.mark.parametrize(("methods", "results", "outcome", "expected"), CASES)
def test_counts_are_of_what_is_asked(
    methods: str, results: str, outcome: str, expected: tuple[float, ...]
) -> None:
    assert _told(methods, results, outcome, "binary") == list(expected)


@pytest.mark.parametrize(("methods", "results", "outcome", "expected"), MEANS)
def test_means_are_of_what_is_asked(
    methods: str, results: str, outcome: str, expected: tuple[float, ...]
) -> None:
    assert _told(methods, results, outcome, "continuous") == list(expected)


def test_an_outcome_of_words_that_say_nothing_gets_no_answer() -> None:
    """The words of "no change" are all of any outcome."""
    assert _told(MET, BOTH, "no change", "binary") == []
