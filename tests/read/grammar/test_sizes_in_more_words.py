"""Sizes told in sums, lists and asides, and numbers of places that are no people."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Zinc lozenges versus placebo for colds. Patients were randomly assigned to zinc lozenges or placebo. "
THREE = "Zinc, honey or placebo for colds. Patients were randomly assigned to zinc, honey or placebo. "


def _sizes(page, text: str) -> list:
    found = [r for r in grammar(page(text)).results if r.measure == "size" and not r.analysis]
    return [(r.arm.split()[0], r.total) for r in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planned accrual was 700; money was lost after 161 adults had been enrolled (83 zinc lozenges, 78 placebo).", [83, 78]),
        ("One hundred and sixty-one adults with a cold had zinc lozenges 5 mg (83) or placebo (78).", [83, 78]),
        ("Ratings were available from 83 adults in the zinc lozenges arm and 78 in the placebo arm.", [83, 78]),
        ("Of 170 adults, 161 took part: 170 were asked, and zinc lozenges or placebo was taken by 83 and 78.", []),
        ("We enrolled 161 adults, who had zinc lozenges or placebo, 83 and 78, respectively.", [83, 78]),
        ("There were 161 falls (83 zinc lozenges, 78 placebo).", []),
        ("We enrolled 161 adults. Zinc lozenges and placebo led to 83 and 78 falls, respectively.", []),
    ],
)  # fmt: skip
def test_sizes_of_two(page, text: str, expected: list) -> None:
    assert _sizes(page, TWO + text) == list(zip(["zinc", "placebo"], expected, strict=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We enrolled 250 adults, of whom 79, 82 and 81 respectively were evaluable.", [79, 82, 81]),
        ("Number of adults: 79, 82 and 81. We enrolled 242 adults.", [79, 82, 81]),
        ("We enrolled 242 adults; 79, 82 and 81 adults composed the three groups.", [79, 82, 81]),
        ("Of 250 adults, 242 were eligible (79, 82 and 81 for zinc, honey and placebo).", [79, 82, 81]),
        ("The safety population was known (zinc, 79; honey, 82; placebo, 81).", [79, 82, 81]),
        ("We enrolled 250 adults, of whom 19, 12 and 11 respectively were evaluable.", []),
    ],
)  # fmt: skip
def test_sizes_of_three(page, text: str, expected: list) -> None:
    assert _sizes(page, THREE + text) == list(zip(["zinc", "honey", "placebo"], expected, strict=False))


def test_sizes_with_and_without(page) -> None:
    text = "Zinc was tried in women with colds. They were randomised to honey with (83) or without (78) zinc. Colds came in 31% of the control and 22% of the zinc group."
    assert _sizes(page, text) == [("zinc", 83), ("control", 78)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In a trial at 31 northern hospitals, patients were randomised to zinc or placebo.", []),
        ("For 24 months patients were randomised to zinc or placebo.", []),
        ("In a trial at 31 northern hospitals, 161 patients were randomised to zinc or placebo.", [161]),
        ("In all 161 clinic patients were randomised to zinc or placebo.", [161]),
    ],
)
def test_places_are_no_people(page, text: str, expected: list) -> None:
    assert [int(s.value) for s in grammar(page(text)).stated if s.field == "randomised"] == expected


def test_those_out_of_whom_is_counted_are_a_size(page) -> None:
    text = TWO + "Of the 83 adults given zinc lozenges, 17 (20%) have suffered a relapse."
    assert all(r.count != 83 for r in grammar(page(text)).results)


def test_a_size_in_brackets_some_words_behind_its_arm(page) -> None:
    text = (
        "Children were asked to brush (n = 242) and were allocated at random to no visit (79), a leaflet written by the local dentist (82) "
        "or a film shown by the teacher (81). Brushing rose by 31% in the no-visit group, 22% in the leaflet group and 17% in the film group."
    )
    assert _sizes(page, text) == [("no", 79), ("leaflet", 82), ("film", 81)]
