"""Numbers that are nobody's, though a name stands in a clause of its own behind them or the document has an order."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

OPEN = "We randomised 260 adults to knitting or chess. "
ORDER = OPEN + "Pain was rarer with knitting than with chess. "


def arms(found) -> list[str]:
    return [r.arm for r in found.results if r.measure == "proportion"]


@pytest.mark.parametrize(
    "said",
    [
        "Cramp was common (47%), and knitting had no effect on it.",
        "Cramp was seen in 47%, but chess did not change it.",
        "Cramp was seen in 47%; those given knitting were no better.",
        "Half the adults (47%) had cramp, which knitting did not ease.",
        "Cramp was frequent (47%) and not prevented by chess.",
        "Cramp was seen in 47% and was milder with knitting.",
        "Only 47% were men, chiefly in the chess group.",
        "One town sent 47% of the adults, most of them on chess.",
        "Sleep was better on knitting; of all adults 47% had cramp.",
    ],
)
def test_a_name_that_opens_a_later_clause_takes_no_number_before_it(page, said: str) -> None:
    assert arms(grammar(page(OPEN + said))) == [""]


@pytest.mark.parametrize(
    "said",
    [
        "Most cramps were in the foot or calf (47% and 31%), and knitting had no effect on the place.",
        "Specificity was high (91% and 84%).",
        "Predictive values were fair (73% and 69%).",
        "Towns differed in attendance (57% and 43%).",
        "Two races were common (57% and 39%).",
        "Of smokers 31% slept badly, and of the others 14% v 8%, while knitting was well liked.",
        "Of the knitting group 31% slept badly; of the others, 14% v 8% by town.",
    ],
)
def test_pairs_of_other_things_do_not_take_the_order_of_the_arms(page, said: str) -> None:
    assert arms(grammar(page(ORDER + said)))[-2:] == ["", ""]


@pytest.mark.parametrize(
    "said",
    [
        "Cramp was seen in 31% and 24%.",
        "Of women, 41% on knitting and 26% on chess slept badly; of the others, 14% v 8%.",
    ],
)
def test_pairs_of_the_arms_keep_it(page, said: str) -> None:
    assert arms(grammar(page(ORDER + said)))[-2:] == ["knitting", "chess"]


@pytest.mark.parametrize(
    "said",
    [
        "Cramp was seen in 12%, as it was in 19% of those on chess.",
        "In 12%, as in 19% on chess, cramp was seen.",
    ],
)
def test_a_number_that_another_is_likened_to_is_not_of_its_arm(page, said: str) -> None:
    assert arms(grammar(page(OPEN + said))) == ["", "chess"]


def test_what_something_was_cut_to_may_be_of_either_arm(page) -> None:
    assert arms(grammar(page(OPEN + "Cramp was cut from 19% on chess to 12%."))) == ["chess", ""]


def test_the_last_of_a_list_may_have_a_word_of_its_own(page) -> None:
    said = "Cramp: knitting 12%, chess 9%; neither 21%."
    assert arms(grammar(page(OPEN + said))) == ["knitting", "chess", ""]


def test_people_on_two_things_are_no_size(page) -> None:
    found = grammar(page(OPEN + "Among 28 adults given both knitting and pills, 11 (39%) had cramp."))
    assert [r for r in found.results if r.measure == "size"] == []


def test_what_a_half_or_a_third_had_is_no_name_of_an_arm(page) -> None:
    said = "A third of the 120 on velamide (40) and a quarter of the 120 on placebo (30) coughed."
    found = grammar(page("We randomised 240 adults to velamide or placebo. " + said))
    assert [a.label for a in found.arms] == ["velamide", "placebo"]
