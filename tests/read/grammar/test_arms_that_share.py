"""Arms that share what is given: by their doses, by what is added to a base, and whose numbers are whose among them."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.naming import sound


def arms(page, text: str) -> list[tuple[str, str]]:
    return [(a.label, a.role) for a in grammar(page(text)).arms]


def percents(page, text: str) -> list[tuple[str, float]]:
    found = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value]


@pytest.mark.parametrize(
    "text",
    [
        "Adults were randomised to placebo, orvelin 30 mg or orvelin 90 mg. Itching fell by half in 8% on placebo, 21% on orvelin 30 mg and 34% on orvelin 90 mg.",
        "Adults were randomised to placebo, orvelin 30 mg or orvelin 90 mg. Itching fell by half in 8% of the placebo group, 21% of the 30 mg group and 34% of the 90 mg group.",
        "Of 276 adults 91, 93 and 92 received placebo, orvelin 30 mg, or orvelin 90 mg, respectively. Itching fell by half in 8%, 21% and 34%, respectively.",
    ],
)  # fmt: skip
def test_two_doses_beside_a_control_are_arms_of_their_own(page, text: str) -> None:
    assert percents(page, text) == [("placebo", 8), ("orvelin 30 mg", 21), ("orvelin 90 mg", 34)]


def test_the_last_of_three_numbers_is_not_the_size_of_the_first_arm(page) -> None:
    text = "Of 276 adults 91, 93 and 92 received orvelin 30 mg, orvelin 90 mg, or placebo, respectively."
    assert 92 not in [a.size for a in grammar(page(text)).arms if a.label != "placebo"]


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("Adults were randomised to usual care or usual care plus a walking aid.", "usual care"),
        ("Adults were randomly assigned to observation with a step counter or to observation.", "observation"),
        ("Adults were randomised to standard therapy or standard therapy with a diary.", "standard therapy"),
        # What is added to hide that nothing is makes no arm the tried one.
        ("Adults were randomised to orvelin or orvelin plus placebo.", "orvelin plus placebo"),
    ],
)  # fmt: skip
def test_what_both_arms_are_given_is_the_control_where_one_has_more(page, text: str, control: str) -> None:
    found = arms(page, text)
    assert [label for label, role in found if role == "control"] == [control]
    assert len(found) == 2


def test_placebo_plus_what_all_are_given_is_an_arm(page) -> None:
    text = "QUELL-4 was a phase 3 trial of orvelin plus taxomab (n = 212) vs placebo plus taxomab (n = 209) in adults with gout."
    assert [(a.role, a.size) for a in grammar(page(text)).arms] == [("experimental", 212), ("control", 209)]
    assert sound("placebo plus taxomab")


@pytest.mark.parametrize(
    "text",
    [
        "Adults were randomised to orvelin 5 mg plus taxomab 20 mg, or to taxomab 20 mg. Flares were seen in 14% with the combination and in 23% with taxomab alone.",
        "Taxomab with or without orvelin in gout. Adults were randomised to taxomab with or without orvelin. Flares were seen in 14% on combination therapy and in 23% of those given taxomab alone.",
    ],
)  # fmt: skip
def test_the_combination_is_the_arm_with_more(page, text: str) -> None:
    found = percents(page, text)
    tried = next(label for label, role in arms(page, text) if role == "experimental")
    assert [(arm == tried, value) for arm, value in found] == [(True, 14), (False, 23)]
    assert all(arm for arm, _ in found)


def test_those_who_are_given_neither_are_no_two_arms(page) -> None:
    text = (
        "Outcome of adults who do not receive orvelin or taxomab. We assessed orvelin versus no orvelin in adults not given "
        "taxomab. Death was less frequent in the orvelin (3%) than the no orvelin arm (8%)."
    )
    assert percents(page, text) == [("orvelin", 3), ("no orvelin", 8)]


THREE = "Adults were randomised to orvelin (n = 74), taxomab (n = 71) or placebo (n = 73). "


@pytest.mark.parametrize(
    "text",
    [
        "Relief was more frequent with orvelin (64%) than with placebo (38%); taxomab (41%) did not differ from placebo.",
        "Relief was as frequent with taxomab (41%) as from placebo (38%); orvelin (64%) was better than placebo.",
    ],
)
def test_a_number_in_the_bracket_of_a_name_is_its_own(page, text: str) -> None:
    assert sorted(percents(page, THREE + text)) == [("orvelin", 64), ("placebo", 38), ("taxomab", 41)]


@pytest.mark.parametrize(
    "least", ["reported by ≥3% of adults", "seen in > 5% of participants", "in >=4% of patients"]
)
def test_the_share_from_which_events_are_listed_is_nobodys(page, least: str) -> None:
    text = f"Events ({least}) were rash (orvelin, 11%; taxomab, 12%; and placebo, 4%) and cough (orvelin, 6%; taxomab, 9%; and placebo, 2%)."
    assert percents(page, THREE + text) == [("orvelin", 11), ("taxomab", 12), ("placebo", 4), ("orvelin", 6), ("taxomab", 9), ("placebo", 2)]  # fmt: skip


def test_two_percents_parted_by_a_stroke_behind_the_number_of_people(page) -> None:
    text = "Adults were randomised to orvelin or placebo. Arms did not differ in visits kept (N = 1310; 71.5%/72.8%, respectively)."
    assert percents(page, text) == [("orvelin", 71.5), ("placebo", 72.8)]
    assert [r.count for r in grammar(page(text)).results if r.measure == "proportion"] == [None, None]
