"""Stretches of time: what is a window, what is a length, what is neither; and which date a window counts from."""

from __future__ import annotations

import pytest

from trialwright.read.criteria.lexicon import lexicon_for
from trialwright.read.criteria.link import links
from trialwright.read.criteria.marks import marks_of

WINDOWS = [
    ("Stroke within 6 months (180 days) of admission", "has stroke [-4383..4383 admission]"),
    ("Stroke within approximately 6 months", "has stroke [-4383..0]"),
    ("Stroke in the 6 previous months", "has stroke [-4383..0]"),
    ("Stroke within the 6 previous months", "has stroke [-4383..0]"),
    ("Past-year stroke", "has stroke [-8766..0]"),
    ("Stroke in the one year period before randomisation", "has stroke [-8766..0]"),
    ("Stroke within the first 24 hours of admission", "has stroke [0..24 admission]"),
    ("Stroke 30 days previously", 'all(has stroke, person "30 days previously")'),
    ("Corticosteroids 3 months after transfer", 'all(has corticosteroids, person "3 months after transfer")'),
    ("Stroke (within the past 6 months)", "has stroke [-4383..0]"),
    ("Platelets < 100 x 10^9/L (within 7 days of enrolment)", "platelets < 100 x 10^9/L [-168..168]"),
    ("Stroke (minimum of 6 months before randomisation)", "has stroke [..-4383]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), WINDOWS)
def test_a_window(said, text: str, tree: str) -> None:
    assert said(text, "exclusion") == tree


@pytest.mark.parametrize(
    "words",
    [
        "within 3 months before transfer to the ward",
        "within 3 months prior to the ablation",
        "in the past 7 days prior to catheterisation",
        "in the 4 weeks preceding the harvest",
    ],
)
def test_a_window_before_an_unknown_event_is_not_taken_to_count_from_the_index_date(said, words: str) -> None:
    assert "person" in said(f"Stroke {words}", "exclusion")


def test_throughout_a_month_is_not_once_in_it(said) -> None:
    assert said("Corticosteroids for the past 3 months").startswith("all(has corticosteroids, person")
    assert said("No corticosteroids for the past 3 months") == "not(has corticosteroids [-2191.5..0])"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("At least 28 weeks of gestation", "gestational age >= 28 weeks"),
        ("> 28 weeks' gestation", "gestational age > 28 weeks"),
    ],
)  # fmt: skip
def test_weeks_of_gestation_are_an_age(said, text: str, tree: str) -> None:
    assert said(text) == tree


def test_what_cannot_last_so_long_is_not_limited_by_a_time(said) -> None:
    assert said("Creatinine > 6 months") == said("Creatinine > 6 months").replace("creatinine >", "")
    assert "person" in said("Creatinine > 6 months")


def test_a_disability_is_no_ability(said) -> None:
    assert said("Purple disability") == 'person "Purple disability"'
    assert said("Ability to walk") == 'judge "Ability to walk"'


@pytest.mark.parametrize(
    "words",
    [
        "Uterine size < 14 weeks",
        "Cycle length 24-33 days",
        "Myopia of > 7.00D",
        "Apnoeas of less than 6 h-1",
        "Two readings at least 3 weeks apart",
        "Expected to survive less than 9 months",
        "Infants of 5-11 weeks (35 to 80 days) of age",
    ],
)
def test_the_size_of_something_is_no_time_of_a_fact(words: str, concepts) -> None:
    marks = marks_of(words, 0, len(words), lexicon_for(concepts))
    links(marks, words)
    assert [m.time for m in marks if m.time is not None] == []


def test_prior_needs_no_to(said) -> None:
    assert said("Stroke in the 5 months prior the study", "exclusion") == "has stroke [-3652.5..0]"
