"""Counts in front of the arms' names, and percents told behind the counts of all arms."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = "We allocated 900 adults to a leaflet (n = 300), telephone coaching (n = 300) or group education (n = 300). "


def counts(page, text: str) -> list[tuple[str, int]]:
    return [(r.arm, r.count) for r in grammar(page(text)).results if r.arm and r.count is not None]


def test_counts_in_front_of_names_in_brackets(page) -> None:
    text = "Deaths numbered 4 (group education), 7 (telephone coaching) and 5 (leaflet)."
    assert counts(page, SET + text) == [("group education", 4), ("telephone coaching", 7), ("leaflet", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "Adults with stroke spent 150 (telephone coaching) or 300 (group education) minutes a week on it.",
        "The mean duration of falls was 4 (group education), 7 (telephone coaching) and 5 (leaflet) days.",
    ],
)
def test_amounts_in_front_of_names_are_no_counts(page, text: str) -> None:
    assert counts(page, SET + text) == []


def test_percents_told_again_behind_all_counts(page) -> None:
    text = "Remission was reached by 26 adults on a leaflet, 18 in telephone coaching and 15 in group education, i.e. 8.7%, 6.0% and 5.0%."
    found = [
        (r.arm, r.value.value)
        for r in grammar(page(SET + text)).results
        if r.measure == "proportion" and r.value
    ]
    assert found == [("leaflet", 8.7), ("telephone coaching", 6.0), ("group education", 5.0)]


def test_people_of_villages_are_no_villages(page) -> None:
    text = "68 infants in zinc villages and 131 in control villages had at least one admission."
    assert counts(
        page, "In all 5681 infants lived in zinc villages and 5545 in control villages. " + text
    ) == [
        ("zinc villages", 68),
        ("control villages", 131),
    ]
