"""Sides of trials in which one treatment has several doses, or is added to another."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.adapters.concepts import load


@pytest.fixture(scope="module")
def concepts():
    return load()


def _read(text: str, concepts):
    return read.read(read.documents(text.encode(), "x.txt")[0], concepts)


@pytest.mark.parametrize(
    ("title", "dealt", "tried", "compared"),
    [
        (
            "Velatinib versus oxanol acetate in asthma: two doses.",
            "600 adults received velatinib 2 mg (n = 201), velatinib 5 mg (n = 202) or oxanol acetate 60 mg (n = 197).",
            {"velatinib 2 mg", "velatinib 5 mg"},
            {"oxanol acetate"},
        ),
        (
            "Oxanol acetate versus two doses of velatinib in asthma.",
            "600 adults were randomised to oxanol acetate (n = 201), velatinib 2 mg (n = 202) or velatinib 5 mg (n = 197).",
            {"oxanol acetate"},
            {"velatinib 2 mg", "velatinib 5 mg"},
        ),
    ],
)
def test_all_doses_of_one_drug_are_on_one_side(title, dealt, tried, compared, concepts) -> None:
    sides = read.sides(_read(f"{title} {dealt} Response was seen in 24%, 13% and 16%.", concepts))
    assert (set(sides.intervention), set(sides.comparator)) == (tried, compared)


def test_doses_of_one_drug_against_each_other(concepts) -> None:
    text = "Two doses of velatinib. 400 adults were randomised to velatinib 2 mg (n = 201) or velatinib 5 mg (n = 199)."
    sides = read.sides(_read(text, concepts))
    assert len(sides.intervention) == len(sides.comparator) == 1


@pytest.mark.parametrize("added", ["bracing of the knee", "training of the back"])
def test_what_is_added_is_named_by_more_than_its_last_words(added: str, concepts) -> None:
    text = (
        f"Treatment of arthritis. 170 adults were assigned to receive oxanol plus {added} (84 adults) or oxanol alone (86 adults). "
        f"Pain returned in 9% of the adults who received {added.split()[0]} plus oxanol and 32% of those who received oxanol alone."
    )
    found = _read(text, concepts)
    assert [a.label for a in found.trial.arms] == [f"oxanol plus {added}", "oxanol"]
    shares = [(r.arm, r.value.value) for r in found.results if r.measure == "proportion"]
    assert shares == [(f"oxanol plus {added}", 9), ("oxanol", 32)]
    assert read.sides(found).comparator == ("oxanol",)


def test_two_names_joined_by_a_stroke_are_the_combination(concepts) -> None:
    text = (
        "Patients were assigned to oxanol/velatinib (n = 255) or oxanol (n = 256). "
        "Fever was seen in 16% with the combination and 21% with oxanol."
    )
    shares = [(r.arm, r.value.value) for r in _read(text, concepts).results if r.measure == "proportion"]
    assert shares == [("oxanol/velatinib", 16), ("oxanol", 21)]


def test_none_is_the_control(concepts) -> None:
    text = "378 women were randomised, 188 to oxanol and 190 to none. New events were seen in 60 women on oxanol and in 48 controls."
    found = _read(text, concepts)
    assert read.sides(found).comparator == ("none",)
    assert [(r.arm, r.count) for r in found.results if r.measure == "proportion"] == [
        ("oxanol", 60),
        ("none", 48),
    ]
