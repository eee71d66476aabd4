"""Sizes of a part and of the whole, figures printed twice, signs behind "vs", and rows that say little by themselves."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told

FOOT = "Patients with foot ulcers were dressed with honey (n = 40) or with gauze (n = 44)."
ARMS = ("honey", "gauze")
FRACTIONS = article(
    FOOT,
    table(
        "Course",
        ("", "Honey (n = 40)", "Gauze (n = 44)", "P"),
        ("Swab on day 9",),
        ("Growth", "9/21", "14/25", "0.4"),
        ("Abscess", "0 (0)", "2 (4.5)", "0.2"),
    ),
)
BARE = article(
    FOOT,
    table(
        "People",
        ("Characteristic", "Honey (n = 40)", "Gauze (n = 44)"),
        ("Men, n (%)", "21 (52.5)", "25 (56.8)"),
        ("Age (years)",),
        ("Mean (±SD)", "61.5 (9.8)", "63.4 (8.4)"),
        ("Range", "40-80", "41-82"),
        ("Cause, n (%)",),
        (" Diabetes", "30 (75.0)", "31 (70.5)"),
        ("Weight-for-age score (mean ± SD)", "0.51 (0.31)", "0.53 (0.36)"),
    ),
)
FOR_AGE = BARE.replace(
    "in the table.", "in the table. Weight-for-age was 0.51 ± 0.31 with honey and 0.53 ± 0.36 with gauze."
)
SEXES = article(
    FOOT,
    table("Change of area", ("Variable", "Honey (n = 40)", "Gauze (n = 44)"), ("Wound area", "−2.10 (1.10)", "−1.50 (1.20)")),
    table(
        "Change of area, by gender",
        ("Gender", "Honey", "", "Gauze", ""),
        ("", "n", "Mean (SD)", "n", "Mean (SD)"),
        ("Female",),
        (" Wound area", "19", "−2.50 (1.00)", "20", "−1.40 (1.30)"),
        ("Male",),
        (" Wound area", "21", "−1.70 (1.20)", "24", "−1.60 (1.10)"),
    ),
)  # fmt: skip
LACKING = article(
    "Children and adults were given nasolin, ephedrol or placebo.",
    table(
        "Events",
        ("", "Children", "", "", "Adults", "", "", "Overall", "", ""),
        ("", "Placebo (n = 31)", "Nasolin (n = 33)", "Ephedrol (n = 35)", "Placebo (n = 50)", "Nasolin (n = 52)", "Ephedrol (n = 54)",
         "Placebo (n = 81)", "Ephedrol (n = 85)", "Ephedrol (n = 89)"),
        ("Sneezing", "3 (9.7)", "5 (15.2)", "8 (22.9)", "6 (12.0)", "9 (17.3)", "7 (13.0)", "9 (11.1)", "14 (16.5)", "15 (16.9)"),
    ),
)  # fmt: skip
VISITS = article(
    FOOT,
    table(
        "Main result at visit V2",
        ("", "Honey (n = 40)", "Gauze (n = 44)"),
        ("Change in depth at visit V2", "2.5 (1.1)", "1.9 (1.4)"),
    ),
)
STROKE = article(
    FOOT,
    table(
        "Skills",
        ("", "Honey (n = 40)", "Gauze (n = 44)"),
        ("Total score", "40.1 ± 8.8", "35.2 ± 9.1"),
        ("C/D subscale", "12.1 ± 3.3", "10.0 ± 3.9"),
        ("E/F subscale", "9.9 ± 2.2", "8.7 ± 2.4"),
        note="C/D, cleaning /dressing; E/F, eating /fasting.",
    ),
)
SHARES = article(
    FOOT,
    table(
        "Intake in the last week",
        ("", "Protein intake (g/day)", "% of protein intake"),
        ("Honey", "81.2 ± 9.9", "18.1 ± 3.0"),
        ("Gauze", "77.7 ± 8.8", "17.4 ± 3.1"),
    ),
)
TWICE = article(
    FOOT,
    table("At the start", ("", "Honey (n = 40)", "Gauze (n = 44)"), ("Zinc, mean (SD)", "11.43 (2.51)", "12.05 (2.44)")),
    table(
        "Before and after",
        ("", "Honey (n = 40)", "", "Gauze (n = 44)", ""),
        ("", "Pre: Mean (SE)", "Post: Mean (SE)", "Pre: Mean (SE)", "Post: Mean (SE)"),
        ("Zinc", "11.43 (0.40)", "13.10 (0.42)", "12.05 (0.37)", "12.20 (0.39)"),
    ),
)  # fmt: skip
SIGNS = article(
    "Adults had luravex (n = 90) or placebo (n = 88). The score fell more on luravex (−15.25 [n = 81]) than on placebo (−9.75 [n = 64]).",
    "The change of the mania score was a mean (SE) of −15.25 (0.60) for luravex vs−9.75 (0.50) for placebo.",
)
ASKED = {
    "a count with its share under a heading of fractions": (FRACTIONS, ARMS, "abscess", "binary", (0, 40, 2, 44)),
    "a measure that stands under a heading": (BARE, ARMS, "age", "continuous", (61.5, 9.8, 40, 63.4, 8.4, 44)),
    "no age, but a weight for age": (FOR_AGE, ARMS, "age", "continuous", (61.5, 9.8, 40, 63.4, 8.4, 44)),
    "women under a heading of a sex": (SEXES, ARMS, "change of wound area in women", "continuous", (-2.5, 1.0, 19, -1.4, 1.3, 20)),
    "all people": (SEXES, ARMS, "change of wound area", "continuous", (-2.1, 1.1, 40, -1.5, 1.2, 44)),
    "a part that both arms have": (LACKING, ("nasolin", "placebo"), "sneezing in children", "binary", (5, 33, 3, 31)),
    "all, which one arm lacks": (LACKING, ("nasolin", "placebo"), "sneezing", "binary", ()),
    "another outcome at the same visit": (VISITS, ARMS, "redness at visit V2", "continuous", ()),
    "a label with a stroke": (STROKE, ARMS, "dressing and cleaning", "continuous", (12.1, 3.3, 40, 10.0, 3.9, 44)),
    "an amount and not its share": (SHARES, ARMS, "protein intake", "continuous", (81.2, 9.9, 40, 77.7, 8.8, 44)),
    "a printed SD before one from an error": (TWICE, ARMS, "zinc before treatment", "continuous", (11.43, 2.51, 40, 12.05, 2.44, 44)),
    "sizes beside the same means, and a minus sign behind vs": (
        SIGNS, ("luravex", "placebo"), "change of the mania score", "continuous", (-15.25, 5.4, 81, -9.75, 4.0, 64)),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_cells_with_their_sizes_and_signs(name: str) -> None:
    text, arms, outcome, kind, expected = ASKED[name]
    assert told(text, arms, outcome, kind) == expected
