"""Pairs and lists whose words tell that their numbers are of something else than the arms, or of these in no order that is told."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Adults were randomised to orvelin or placebo. Fever came in 21% on orvelin and 33% on placebo. "
THREE = (
    "Adults were randomised to orvelin, tamidol or placebo. "
    "Fever came in 21% on orvelin, 27% on tamidol and 33% on placebo. "
)
ORV, P = "orvelin", "placebo"


def told(page, text: str) -> list[tuple[str, float]]:
    """The numbers that have an arm, with it."""
    results = [r for r in grammar(page(text)).results if r.measure == "proportion" and r.arm]
    return [(r.arm, r.value.value if r.value else r.count) for r in results]


@pytest.mark.parametrize(
    "text",
    [
        "Tiredness (16% v 29%) was more often mild on orvelin than on placebo.",
        "Tiredness (16% v 29%) was more costly with orvelin than with placebo.",
        "Relapse (16% v 29%) increased the risk of falls on orvelin and placebo alike.",
        "Rash (17% v 8%) was less troublesome with orvelin than with placebo.",
        "Cure (45% v 36%) reduced costs on orvelin compared with placebo.",
        "Relapse was 11% v 17%, and cramp was rarer on placebo.",
        "Relapse was seen in 11% v 17% (P = 0.03, placebo as reference).",
        "Relapse was seen in 11% v 17% (relative risk against placebo 0.7).",
        "Relapse was seen in 11% v 17%, which is what placebo gives elsewhere.",
        "In the pilot 48 took tamidol and 47 placebo (29% v 36% relapsed).",
        "At six months 16% and 8% had mild and severe cramp.",
        "Within a year 35% and 22% died of cancer and of stroke.",
        "After two years 35% and 22% remained at work and at home.",
        "Rash, cramp: 35% and 22%.",
        "There were 36 and 43 deaths in the first and second year.",
        "There were 6 and 8 infections of the skin and lung.",
        "We planned for 28 and 45 events at two looks.",
        "Healing was achieved in 14 v 18 (days).",
        "Dizziness (12 v 5; scale 0 to 25) was worse.",
        "Cure was 33% v 46% once placebo was stopped.",
        "There were 28 and 23 relapses at the two sites.",
        "There were 28 and 23 cancers, of skin and of lung.",
    ],
)
def test_words_behind_a_pair_tell_no_order(page, text: str) -> None:
    assert told(page, TWO + text) == told(page, TWO)


@pytest.mark.parametrize(
    "text", ["Cure was 41% v 56% in favour of orvelin.", "Relapse was 33% v 17%, favouring orvelin."]
)
def test_who_is_favoured_is_not_who_comes_first(page, text: str) -> None:
    assert told(page, "Adults were randomised to orvelin or placebo. " + text) == []


@pytest.mark.parametrize(
    "text",
    [
        "On orvelin relapse rose over three years (3%, 7% and 11%).",
        "Five on orvelin had chills; at one, two and three months 3%, 7% and 11% had relapsed.",
        "Relapse in years one to three was 3%, 7% and 11% (P = 0.02 against placebo).",
        "Chills came on orvelin in the first, second and third week (13%, 7% and 11%).",
        "Relapse came in 3%, 7% and 11% of women, men and children (P = 0.02 against placebo).",
        "Rash was mild, moderate and severe in 3%, 7% and 11% (more on orvelin).",
    ],
)
def test_lists_of_as_many_times_are_not_one_of_each_arm(page, text: str) -> None:
    assert told(page, THREE + text) == told(page, THREE)


def test_a_pair_in_the_bracket_of_a_name_has_it_first(page) -> None:
    text = "Relapse with placebo (32% v 18%) did not depend on whether orvelin or placebo came first."
    assert told(page, TWO + text)[2:] == [(P, 32), (ORV, 18)]


def test_names_of_a_clause_of_their_own_behind_a_pair_do_not_turn_it(page) -> None:
    text = "Cramp (13% v 24%) was why placebo was stopped more than orvelin."
    assert (P, 13) not in told(page, TWO + text)


def test_a_comparative_of_how_many_still_turns_a_pair(page) -> None:
    for words in ("less frequent", "less often reported", "fewer", "significantly lower"):
        text = f"Cramp (17% v 8%) was {words} on orvelin than on placebo."
        assert told(page, TWO + text)[2:] == [(P, 17), (ORV, 8)], words


@pytest.mark.parametrize(
    "text",
    [
        "Rash was seen in 28% (34) and 11 placebo users (9%).",
        "Rash was seen in 34 (28%) and 11 placebo users (9%).",
    ],
)
def test_a_counted_name_behind_a_number_with_its_bracket_is_of_the_next(page, text: str) -> None:
    assert (P, 28) not in told(page, TWO + text)
    assert (P, 9) in told(page, TWO + text)


def test_what_is_said_of_either_arm_is_of_none(page) -> None:
    for text in ("Given orvelin or placebo, 17% relapsed and 8% died.", "With orvelin or placebo, 17% fell."):
        assert told(page, TWO + text) == told(page, TWO), text


def test_a_document_of_two_orders_lends_none(page) -> None:
    text = "Compared with 13% on placebo, 8% on orvelin had cramp. Relapse was 34% v 46%."
    assert told(page, TWO + text)[2:] == [(P, 13), (ORV, 8)]
