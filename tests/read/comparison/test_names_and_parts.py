"""Arms by codes, by the first letters of the asked words and by what they lack; the part of a scale by its letter; parts of
a row that a flat table repeats; the opposite of an outcome beside the outcome itself."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told

CODES = article(
    "Eighty adults with shingles had the placebo (P), valcovir (V), pregalin (G) or both, that is valcovir/pregalin (V/G), after a draw.",
    table(
        "Pain and rash",
        ("Group", "Group (P) (n = 20)", "Group (V) (n = 20)", "Group (G) (n = 20)", "Group (V/G) (n = 20)", "P value"),
        ("Pain score", "5.1 ± 1.0", "4.0 ± 1.1", "3.6 ± 0.9", "2.8 ± 0.8", "0.01"),
        ("Rash after 30 days", "9 (45%)", "5 (25%)", "8 (40%)", "4 (20%)", "0.04"),
    ),
)  # fmt: skip
LETTERS = article(
    "The woven metal wrist monoblock component (WM) was compared with a screwed plate in 50 wrists.",
    table(
        "Migration",
        ("", "6 months", "", "24 months", ""),
        ("", "WM (n = 25)", "Screwed (n = 25)", "WM (n = 23)", "Screwed (n = 22)"),
        ("Medial/lateral shift (SD)", "0.11 (0.20)", "0.31 (0.22)", "0.15 (0.25)", "0.42 (0.30)"),
        ("Front/back tilt (SD)", "1.10 (0.50)", "1.20 (0.60)", "1.30 (0.55)", "1.90 (0.70)"),
    ),
)
LACKING = article(
    "Wounds were closed with or without a drain. ",
    table(
        "Course after the operation",
        ("", "With drain (n = 28)", "Without drain (n = 31)", "P"),
        ("Culture of the fluid",),
        ("Bacteria", "4/18", "6/20", "0.6"),
        ("Fever", "7 (25.0)", "2 (6.5)", "0.05"),
    ),
)
SCALE = article(
    "Sixty adults were assigned to a memory course (MC, n = 30) or a reading club (RC, n = 30).",
    table(
        "Subscales of the PONS",
        ("", "PONS-N", "", "PONS-P", ""),
        ("", "Pre", "Post", "Pre", "Post"),
        ("MC", "20.1 ± 5.5", "16.4 ± 5.0", "15.1 ± 4.0", "13.2 ± 3.9"),
        ("RC", "19.7 ± 5.1", "19.1 ± 5.3", "15.6 ± 4.4", "15.0 ± 4.1"),
    ),
)
REPEATED = article(
    "Ninety adults were assigned to a wide bed (n = 45) or a narrow bed (n = 45).",
    table(
        "Noise and heat",
        ("", "Wide bed (n = 45)", "Narrow bed (n = 45)"),
        ("Noise score", "40.2 (9.9)", "47.7 (8.8)"),
        ("Neck", "38.5 (8.1)", "44.0 (7.7)"),
        ("Back", "41.9 (9.2)", "50.3 (9.6)"),
        ("Heat score", "20.3 (5.5)", "22.4 (6.1)"),
        ("Neck", "19.1 (5.0)", "21.0 (5.8)"),
        ("Back", "21.6 (6.2)", "23.9 (6.6)"),
    ),
)
STATED = article(
    "Two hundred people with heel ulcers were assigned to a foam (n = 100) or a gel (n = 100).",
    table(
        "Outcome",
        ("", "Foam (n = 100)", "Gel (n = 100)"),
        ("Clinical success", "71 (71.0%)", "60 (60.0%)"),
        ("Failure", "21 (21.0%)", "33 (33.0%)"),
        ("Not evaluable", "8 (8.0%)", "7 (7.0%)"),
    ),
)
TURNED = STATED.replace("Failure", "Lost").replace("33 (33.0%)", "36 (36.0%)")
LIPIDS = article(
    "Adults were randomised to nicotex (n = 40) or placebo (n = 40).",
    table(
        "Lipids at the end",
        ("", "Nicotex (n = 40)", "Placebo (n = 40)"),
        ("LDL-Cholesterol (mmol/L)", "2.41 (0.61)", "3.10 (0.72)"),
        ("HDL-Cholesterol (mmol/L)", "1.52 (0.33)", "1.21 (0.35)"),
        ("LDL/HDL-Cholesterol", "1.66 (0.44)", "2.61 (0.52)"),
    ),
)

ASKED = {
    "a code in brackets": (CODES, ("valcovir", "placebo"), "pain score", "continuous", (4.0, 1.1, 20, 5.1, 1.0, 20)),
    "the code of the other drug": (CODES, ("pregalin", "placebo"), "rash", "binary", (8, 20, 9, 20)),
    "first letters of the asked words": (LETTERS, ("woven metal", "screwed plate"), "medial/lateral shift at 2 years", "continuous", (0.15, 0.25, 23, 0.42, 0.3, 22)),
    "an arm that lacks something": (LACKING, ("drain", "drainless wounds"), "fever", "binary", (7, 28, 2, 31)),
    "the letter of a part of a scale": (SCALE, ("memory course", "reading club"), "PONS-N after the course", "continuous", (16.4, 5.0, 30, 19.1, 5.3, 30)),
    "the other letter": (SCALE, ("memory course", "reading club"), "PONS-P post", "continuous", (13.2, 3.9, 30, 15.0, 4.1, 30)),
    "a part that the table repeats": (REPEATED, ("wide bed", "narrow bed"), "heat score of the back", "continuous", (21.6, 6.2, 45, 23.9, 6.6, 45)),
    "a row with such parts": (REPEATED, ("wide bed", "narrow bed"), "noise score", "continuous", (40.2, 9.9, 45, 47.7, 8.8, 45)),
    "an outcome beside its opposite": (STATED, ("foam", "gel"), "clinical failure", "binary", (21, 100, 33, 100)),
    "the opposite alone": (TURNED, ("foam", "gel"), "clinical failure", "binary", (29, 100, 40, 100)),
    "a short form before a hyphen": (LIPIDS, ("nicotex", "placebo"), "LDL cholesterol", "continuous", (2.41, 0.61, 40, 3.1, 0.72, 40)),
    "no ratio": (LIPIDS, ("nicotex", "placebo"), "HDL cholesterol", "continuous", (1.52, 0.33, 40, 1.21, 0.35, 40)),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_cells_of_an_arm_or_a_part(name: str) -> None:
    text, arms, outcome, kind, expected = ASKED[name]
    assert told(text, arms, outcome, kind) == expected
