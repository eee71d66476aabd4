"""Arms that a sentence does not name beside their numbers, equal groups without their sizes, and times of sentences."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article
from tests.read.comparison.test_table_heads import told

VIDEO = article(
    "Forty-eight trainee nurses with 3.6 years of school on average were allocated to two equal groups (54.2% women), with or without a video.",
    "Mean scores of first and second inspections were 12.21 ± 1.75, 16.33 ± 1.42 in video viewers and 11.73 ± 1.77 and 13.13 ± 1.61 in others (p < 0.01).",
)
POLLEN = article(
    "Adults with hay fever got pollestat (n = 120) or placebo (n = 118).",
    "At week 12, the mean (SD) fall of the itch score was larger with pollestat than with placebo (4.6 (2.1) vs 2.2 (2.4); p = 0.01)."
    " ^[7](#)^This effect was kept at week 30 (5.3 (2.6) vs 2.1 (2.8); p = 0.02) in those who stayed (pollestat, n = 87; placebo, n = 79).",
)
DOSES = article(
    "Adults were given somnirel 20 mg/day (n = 81), somnirel 40 mg/day (n = 84) or placebo (n = 83).",
    "Waking time fell by a mean (SD) of 31.2 (9.1) and 38.8 (9.9) minutes for somnirel 20 and 40 mg/day, respectively, versus 12.1 (8.8) minutes for placebo.",
)
NECK = article(
    "Adults with neck pain got collars (n = 60) or massage (n = 62).",
    "At 6 months pain was 3.1 ± 1.2 with collars and 4.2 ± 1.4 with massage. At 12 months pain was 2.4 ± 1.1 with collars and 4.0 ± 1.5 with massage.",
)
NURSES, HAY, NECKS = (
    ("training with video", "training without video"),
    ("pollestat", "placebo"),
    ("collars", "massage"),
)
ASKED = {
    "in others, and equal groups": (VIDEO, NURSES, "score of the second inspection", (16.33, 1.42, 24, 13.13, 1.61, 24)),
    "the first of two that are listed": (VIDEO, NURSES, "score of the first inspection", (12.21, 1.75, 24, 11.73, 1.77, 24)),
    "a sentence that goes on": (POLLEN, HAY, "change in itch score at week 30", (5.3, 2.6, 87, 2.1, 2.8, 79)),
    "the sentence before": (POLLEN, HAY, "change in itch score at week 12", (4.6, 2.1, 120, 2.2, 2.4, 118)),
    "doses in a list": (DOSES, ("somnirel 40 mg/day", "placebo"), "waking time", (38.8, 9.9, 84, 12.1, 8.8, 83)),
    "the other dose": (DOSES, ("somnirel 20 mg/day", "placebo"), "waking time", (31.2, 9.1, 81, 12.1, 8.8, 83)),
    "time before the numbers": (NECK, NECKS, "pain at 6 months", (3.1, 1.2, 60, 4.2, 1.4, 62)),
    "the time after it": (NECK, NECKS, "pain at 12 months", (2.4, 1.1, 60, 4.0, 1.5, 62)),
    "a time that is not told": (NECK, NECKS, "pain at 24 months", ()),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_means_in_sentences(name: str) -> None:
    text, arms, outcome, expected = ASKED[name]
    assert told(text, arms, outcome, "continuous") == expected
