"""Rows and sentences of a sibling of what is asked for, which no row or sentence tells itself: diastolic for systolic."""

from __future__ import annotations

import pytest

from tests.read.comparison.test_layouts import article, table
from tests.read.comparison.test_table_heads import told

DEALT = "In all, 120 adults were randomly assigned to yoga (n = 60) or stretching (n = 60)."
ARMS = ("yoga", "stretching")
HEAD = ("", "Yoga (n = 60)", "Stretching (n = 60)")
MEANS, COUNTS = (14.2, 3.1, 60, 15.8, 3.3, 60), (24, 60, 15, 60)
LEVELS = [
    ("Knee pain at rest", "Knee pain on movement"), ("Systolic blood pressure", "Diastolic blood pressure"),
    ("Total cholesterol", "HDL cholesterol"), ("Morning cortisol", "Evening cortisol"), ("Physical component score", "Mental component score"),
    ("Fasting glucose", "Postprandial glucose"), ("Left grip strength", "Right grip strength"), ("Length of hospital stay", "Length of ICU stay"),
    ("Time to first flatus", "Time to first stool"), ("Head circumference", "Waist circumference"), ("Patient satisfaction", "Surgeon satisfaction"),
]  # fmt: skip
EVENTS = [
    ("Stroke", "Haemorrhagic stroke"), ("Death", "Cardiac death"), ("Fall", "Injurious fall"), ("Wound infection", "Urinary infection"),
    ("Clinical pregnancy", "Ongoing pregnancy"), ("Hip fracture", "Vertebral fracture"), ("Still smoking", "Smoking cessation"),
    ("Complete healing", "Partial healing"), ("Vaginal delivery", "Caesarean delivery"), ("Positive culture", "Negative culture"),
    ("Intention to quit", "Quit"), ("Responders (50% reduction)", "Responders (30% reduction)"), ("Satisfied", "Very satisfied"),
]  # fmt: skip


def texts(row: str, one: str, two: str) -> tuple[str, str]:
    rows = table("Results", HEAD, (row, one, two))
    return article(DEALT, rows), article(f"{DEALT} {row} was {one} with yoga and {two} with stretching.")


@pytest.mark.parametrize(("asked", "other"), [*LEVELS, *((b, a) for a, b in LEVELS)])
def test_levels_of_a_sibling_are_refused(asked: str, other: str) -> None:
    for text in texts(other, "14.2 ± 3.1", "15.8 ± 3.3"):
        assert told(text, ARMS, asked, "continuous") == ()
    assert told(texts(asked, "14.2 ± 3.1", "15.8 ± 3.3")[0], ARMS, asked, "continuous") == MEANS


@pytest.mark.parametrize(("asked", "other"), EVENTS)
def test_counts_of_a_sibling_are_refused(asked: str, other: str) -> None:
    for text in texts(other, "24 (40.0%)", "15 (25.0%)"):
        assert told(text, ARMS, asked, "binary") == ()
    assert told(texts(asked, "24 (40.0%)", "15 (25.0%)")[0], ARMS, asked, "binary") == COUNTS


@pytest.mark.parametrize("asked", ["Gout-free", "Free of gout"])
def test_those_free_of_it_are_the_others(asked: str) -> None:
    for text in texts("Gout", "24 (40.0%)", "15 (25.0%)"):
        assert told(text, ARMS, asked, "binary") in ((36, 60, 45, 60), ())
    assert told(texts("Gout", "24 (40.0%)", "15 (25.0%)")[0], ARMS, asked, "binary") == (36, 60, 45, 60)
