"""Numbers of people "assigned to" an arm: those dealt out, or a part of the arm of whom something else is told."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

OPEN = "Adults were randomised to knitting or chess. "


def sizes(found) -> list[tuple[str, int]]:
    return [(r.arm, r.total) for r in found.results if r.measure == "size"]


def counts(found) -> list[tuple[str, int]]:
    return [(r.arm, r.count) for r in found.results if r.measure == "proportion"]


@pytest.mark.parametrize(
    "said",
    [
        "Overall, 63 adults assigned to knitting and 35 assigned to chess had a bad night.",
        "Sixty-three assigned to knitting but only 35 assigned to chess were free of pain.",
        "Sixty-three people randomised to knitting returned to work, against 35 randomised to chess.",
        "Pain eased in 63 people allocated to knitting and in 35 allocated to chess.",
        "Blinding failed for 63 assigned to knitting and 35 assigned to chess.",
        "A bad night was seen in 98 adults, 63 assigned to knitting and 35 to chess.",
        "Among 98 relapses, 63 were in adults assigned to knitting and 35 in adults assigned to chess.",
    ],
)
def test_what_those_assigned_had_is_no_size(page, said: str) -> None:
    found = grammar(page(OPEN + said))
    assert sizes(found) == []
    assert counts(found) == [("knitting", 63), ("chess", 35)]


@pytest.mark.parametrize(
    "said",
    [
        "In all, 63 adults assigned to knitting and 65 assigned to chess were analysed.",
        "In all, 63 (49%) were assigned to knitting and 65 (51%) to chess.",
        "Data were available for 63 assigned to knitting and 65 assigned to chess.",
    ],
)
def test_those_assigned_and_looked_at_are_sizes(page, said: str) -> None:
    assert sizes(grammar(page(OPEN + said))) == [("knitting", 63), ("chess", 65)]


@pytest.mark.parametrize(
    "said",
    [
        "By June 72 (72%) assigned to knitting and 21 (21%) to chess had no pain.",
        "By June 72 adults (72%) assigned to knitting and 21 adults (21%) assigned to chess had no pain.",
    ],
)
def test_percents_that_are_no_shares_of_the_sum_are_of_the_arms(page, said: str) -> None:
    found = grammar(page(OPEN + said))
    assert sizes(found) == []
    told = [(r.arm, r.count, r.value and r.value.value) for r in found.results if r.measure == "proportion"]
    assert told == [("knitting", 72, 72.0), ("chess", 21, 21.0)]


def test_a_number_dealt_to_the_second_arm_is_no_part_of_its_name(page) -> None:
    found = grammar(
        page(OPEN + "Pain was felt by 34 (23%) randomised to knitting and 52 (36%) randomised to chess.")
    )
    assert [a.label for a in found.arms] == ["knitting", "chess"]
    assert counts(found) == [("knitting", 34), ("chess", 52)]
    assert sizes(found) == []


def test_some_of_those_who_are_compared_are_not_all_the_people(page) -> None:
    found = grammar(
        page(
            "We compared knitting with chess in 390 adults. "
            "Of 110 with a bad night, 71 (65%) were assigned to knitting and 39 (35%) to chess."
        )
    )
    assert sizes(found) == []
    assert [s.value for s in found.stated if s.field == "participants"] == [390]
