"""Arms that are told apart by what one has besides, or by a dose, of what all are given."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.arms import find_arms
from trialwright.read.grammar.sentences import sentences


def labels(page, text: str) -> list[str]:
    own = sentences(page(text))
    return [e.label for e in find_arms(own, abbreviations(own))]


def numbers(page, text: str) -> list[tuple[str, float]]:
    found = [r for r in grammar(page(text)).results if r.measure == "proportion"]
    return [(r.arm, r.value.value if r.value else r.count) for r in found]


def sizes(page, text: str) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for r in grammar(page(text)).results:
        if r.measure == "size":
            out.setdefault(r.arm, []).append(r.total)
    return out


BESIDE = [
    ("a 10-week group yoga class in addition to standard physiotherapy", "standard physiotherapy", "yoga"),
    ("a nurse-led walking scheme in addition to usual care", "usual care", "walking"),
    ("a smartphone diary added to usual care", "usual care", "diary"),
    ("quitline calls as well as standard care", "standard care", "quitline"),
]


@pytest.mark.parametrize(("tried", "base", "word"), BESIDE)
def test_what_is_given_besides_is_the_arm_and_what_all_have_the_other(page, tried, base, word) -> None:
    text = f"A total of 92 adults were allocated to {tried} (n=45) or to {base} alone (n=47). "
    text += f"Relapse was seen in 12 of the {word} group and 20 of the {base} group."
    found = grammar(page(text))
    counts = {r.count: r.arm for r in found.results if r.measure == "proportion"}
    control = next(a for a in labels(page, text) if base in a and word not in a)
    assert word in counts[12]
    assert counts[20] == control
    assert sizes(page, text) == {counts[12]: [45], control: [47]}


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("A comparison of hip surgery with and without drainage.", "drainage"),
        ("Comparison of home insulin with or without metformin.", "metformin"),
        ("A trial comparing cispran with and without velatinib.", "velatinib"),
    ],
)
def test_a_comparison_with_and_without_is_of_what_is_added(page, title: str, more: str) -> None:
    text = f"{title} One hundred adults were randomised. Fever was seen in 12% with {more} and 20% without."
    assert numbers(page, text) == [(more, 12), (f"without {more}", 20)]


@pytest.mark.parametrize(
    "title",
    [
        "Comparison of velatinib in adults with and without diabetes.",
        "A comparison of insulin doses with and without asthma.",
        "Comparison of outcomes with and without sepsis.",
    ],
)
def test_those_with_and_without_an_illness_are_no_arms(page, title: str) -> None:
    text = f"{title} One hundred adults were studied. Fever was seen in 12% and 20%, respectively."
    assert {arm for arm, _ in numbers(page, text)} == {""}


@pytest.mark.parametrize(
    "dealt",
    [
        "to once-daily velatinib 20 mg (n = 81), velatinib 5 mg (n = 79), or placebo (n = 80)",
        "double-blind to velatinib 20 mg, velatinib 5 mg, or placebo",
        "at random to twice-daily velatinib 20 mg, velatinib 5 mg, or placebo",
    ],
)
def test_doses_of_one_drug_are_arms_however_often_it_is_given(page, dealt: str) -> None:
    text = f"We allocated 240 adults {dealt}. "
    text += "Rash was seen in 31% on velatinib 20 mg, 22% on velatinib 5 mg and 9% on placebo."
    assert numbers(page, text) == [("velatinib 20 mg", 31), ("velatinib 5 mg", 22), ("placebo", 9)]


def test_the_same_dose_once_and_twice_a_day_are_told_apart(page) -> None:
    text = "Adults were randomised to once-daily enalquor 5 mg or twice-daily enalquor 5 mg."
    assert labels(page, text) == ["once-daily enalquor", "twice-daily enalquor"]


def test_doses_that_no_sentence_sets_out_are_arms_where_numbers_tell_them_apart(page) -> None:
    text = (
        "Two hundred adults took part. Rash came in 31% on velatinib 20 mg, 22% on velatinib 5 mg and 9% on placebo. "
        "Nausea came in 12% on velatinib 20 mg, 7% on velatinib 5 mg and 6% on placebo."
    )
    assert numbers(page, text)[:3] == [("velatinib 20 mg", 31), ("velatinib 5 mg", 22), ("placebo", 9)]


@pytest.mark.parametrize(
    ("arms", "tried", "other"),
    [
        ("radiotherapy or placebo", "irradiated", "placebo"),
        ("vaccination or placebo", "vaccinated", "placebo"),
        ("operation or plaster", "operated", "plaster"),
    ],
)
def test_those_who_had_a_treatment_are_called_after_it(page, arms: str, tried: str, other: str) -> None:
    text = f"Adults were randomised to {arms}. Fever was seen in 12% of {tried} patients and 20% of {other} patients."
    first, _, second = arms.partition(" or ")
    assert numbers(page, text) == [(first, 12), (second, 20)]


def test_radiation_that_is_no_treatment_names_no_arm(page) -> None:
    text = "Adults were randomised to radiotherapy or observation. Radiation dermatitis developed in 8 (40%) adults."
    assert numbers(page, text) == [("", 40)]


def test_of_strange_people_and_those_who_had_an_arm_the_first_are_not_of_it(page) -> None:
    text = (
        "Adults were randomised to lobectomy or to watching. Relapse came in 42 (60%) of 70 resected patients "
        "and in 28 (41%) of 68 patients who had watching alone."
    )
    assert dict(numbers(page, text)).get("watching") == 41
    assert ("watching", 60) not in numbers(page, text)
