"""Numbers beside every arm's name that are those of a part of each arm: what happened to them, who stayed, kinds of people."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

OPEN = "Adults were randomised to knitting or chess. "
TOLD = "We randomised 274 adults to knitting or chess. "
SIZES = "Adults were randomised to knitting (n = 138) or chess (n = 136). "


def sizes(found) -> list[tuple[str, int]]:
    return [(r.arm, r.total) for r in found.results if r.measure == "size"]


@pytest.mark.parametrize(
    "said",
    [
        "A change of group was asked for by 59 adults (knitting 28, chess 31).",
        "A total of 47 falls took place (22 knitting, 25 chess).",
        "Thirty-nine adults stopped early (knitting, 17; chess, 22).",
        "At one year 66 were free of pain (knitting, 37; chess, 29).",
        "We looked at 340 adults and turned 121 away (61 knitting, 60 chess).",
    ],
)
def test_what_happened_to_so_many_is_no_size(page, said: str) -> None:
    assert sizes(grammar(page(OPEN + said))) == []


@pytest.mark.parametrize(
    "said",
    [
        "Of the 77 drinkers, 37 received knitting and 40 chess.",
        "Of the drinkers, 43 received knitting and 41 chess.",
        "There were 105 with gout (knitting 54, chess 51).",
        "Help at home was used by 31 and 38 adults who received knitting and chess, respectively.",
        "Drinkers were more common with knitting than with chess (n = 41 and 33, respectively).",
        "Overall, 71 drinkers took part (34 knitting, 37 chess).",
    ],
)
def test_sizes_of_a_small_part_of_the_people_are_no_sizes(page, said: str) -> None:
    assert sizes(grammar(page(TOLD + said))) == []


@pytest.mark.parametrize(
    "said",
    [
        "At month five, 219 completed the lessons: 112 in the knitting group and 107 in the chess group.",
        "Two hundred and forty finished (122 knitting, 118 chess).",
    ],
)
def test_those_who_stayed_are_said_to_be_so_where_the_sizes_are_told(page, said: str) -> None:
    found = grammar(page(SIZES + said))
    assert [(a.label, a.size) for a in found.arms] == [("knitting", 138), ("chess", 136)]
    stayed = [r for r in found.results if r.measure == "size" and r.analysis == "completed"]
    assert [r.arm for r in stayed] == ["knitting", "chess"]
    assert len(sizes(found)) == 4


def test_those_who_stayed_are_all_there_is_where_nothing_else_is_told(page) -> None:
    found = grammar(page(OPEN + "Two hundred and forty completed the study (122 knitting, 118 chess)."))
    assert sizes(found) == [("knitting", 122), ("chess", 118)]


def test_kinds_of_people_before_the_arms_are_no_arms(page) -> None:
    text = "Island (n = 57) and mainland (n = 83) adults were randomised to knitting or chess. Pain eased in 31% with knitting and 24% with chess."
    assert sizes(grammar(page(text))) == []
    told = "Men (n = 57) and women (n = 83) were randomised to knitting and chess, respectively."
    assert sizes(grammar(page(told))) == [("knitting", 57), ("chess", 83)]


def test_places_of_two_arms_are_no_people(page) -> None:
    assert (
        sizes(
            grammar(page(OPEN + "Pain eased with knitting and chess (n = 9 and 11 schools, respectively)."))
        )
        == []
    )


def test_those_who_were_planned_are_no_sizes(page) -> None:
    said = "We planned for 274 adults (137 knitting, 137 chess); 161 took part."
    assert sizes(grammar(page(OPEN + said))) == []


def test_means_that_add_up_to_the_people_by_chance_are_no_sizes(page) -> None:
    said = "The mean number of lines was 139 in the knitting group and 135 in the chess group."
    assert sizes(grammar(page(TOLD + said))) == []


def test_kinds_of_people_with_sizes_are_no_arms(page) -> None:
    found = grammar(
        page("Island (n = 57) and mainland (n = 83) adults were randomised to knitting or chess.")
    )
    assert [a.label for a in found.arms] == ["knitting", "chess"]
    assert sizes(found) == []
