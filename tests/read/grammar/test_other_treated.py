"""Words and letters like those of the arms that are of something else: untreated disease, fragile X, blood groups, places."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.partitions import partitions
from trialwright.read.grammar.sentences import sentences

SEEN = "Eighty adults were randomised to orvelin or observation. "
LOTIONS = "Eighty adults were randomised to lotion X or lotion Y. "


def told(page, text: str) -> list[tuple[str, float]]:
    """The percents that have an arm, with it."""
    results = [r for r in grammar(page(text)).results if r.measure == "proportion" and r.arm]
    return [(r.arm, r.value.value) for r in results if r.value]


@pytest.mark.parametrize(
    "text",
    [
        "Falls came in 33% of previously untreated patients and in 13% of previously treated patients.",
        "Tumours recurred in 33% of untreated breasts. Of surgically treated patients 13% died.",
        "At entry 41% had untreated hypertension. Falls came in 13% of treated women.",
    ],
)
def test_treated_otherwise_is_not_treated_in_the_trial(page, text: str) -> None:
    assert told(page, SEEN + text) == []


def test_treated_and_untreated_people_of_the_trial(page) -> None:
    text = "Falls came in 13% of treated and 22% of untreated patients."
    assert told(page, SEEN + text) == [("orvelin", 13), ("observation", 22)]


def test_a_letter_of_something_else_is_no_lotion(page) -> None:
    text = "Rash came in 33% with X and 21% with Y. "
    assert told(page, LOTIONS + text) == [("lotion X", 33), ("lotion Y", 21)]
    assert told(page, LOTIONS + "Rash came in 33% of those with fragile X and 13% with Y chromosomes.") == []


def test_blood_groups_are_no_arms(page) -> None:
    text = "Adults of blood group AB and blood group O1 took part. "
    reading = grammar(page(text + "Group AB had ulcers in 34% and group O1 in 13%."))
    assert not reading.arms


@pytest.mark.parametrize(
    "text",
    [
        "60 patients were randomised: 18 mild, 26 moderate and 16 severe.",
        "190 adults were randomised: 110 in Oslo and 80 in Lima.",
        "It was tried in the whole population (control visits, 92; house calls, 95).",
        "It was tried in all patients (placebo run-in, 32; orvelin, 61).",
    ],
)
def test_kinds_places_and_stages_divide_no_people_by_arm(page, text: str) -> None:
    assert [list(partitions(s)) for s in sentences(page(text))] == [[]]
