"""Arms behind words for how and when, and pairs that name no arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

DEALT = "A total of 122 adults were randomised to zinc (n = 60) or placebo (n = 62). "


def _arms(page, text: str) -> list[str]:
    return [arm.label for arm in grammar(page(text)).arms]


def _told(page, said: str) -> list[tuple[str, int | None, float | None]]:
    found = grammar(page(DEALT + said)).results
    return [(r.arm, r.count, r.value and r.value.value) for r in found if r.measure == "proportion"]


@pytest.mark.parametrize(
    "means",
    [
        "by sealed envelope",
        "by means of opaque envelopes",
        "using a computer-generated list",
        "by minimisation",
        "by drawing lots",
    ],
)
def test_how_people_are_dealt_out(page, means: str) -> None:
    text = (
        f"Sixty women were allocated {means} to wear a cold cap or to no cooling. Hair fell out in 12% v 20%."
    )
    assert _arms(page, text) == ["wear a cold cap", "no cooling"]


def test_when_a_treatment_is_given_parts_no_arms(page) -> None:
    text = (
        "Women were randomly allocated to coaching by nurses with talks at five, seven, and nine months (371) or to "
        "standard care (376). Falls were seen in 167/279 (59.9%) v 169/245 (69.0%)."
    )
    found = grammar(page("747 women took part. " + text))
    assert len(found.arms) == 2
    assert [r.total for r in found.results if r.measure == "size"] == [371, 376]


def test_a_list_behind_a_colon(page) -> None:
    text = (
        "In all 114 adults agreed to randomisation: zinc training group, copper training group, or waiting list, 38, 39 "
        "and 37 adults respectively. Hives were found in 18% of the waiting list group."
    )
    assert _arms(page, text)[-1] == "waiting list"
    assert len(_arms(page, text)) == 3


@pytest.mark.parametrize(
    "said",
    [
        "Change of taste was reported by 40% versus 20%.",
        "Pills were being taken by 40% and 20% at the final visit.",
        "At six weeks 40% and 20% still had hives.",
        "Hives persisted in 24 of 60 adults who took zinc (40%) and in 12 of 60 adults who had placebo (20%).",
        "Of those who could be assessed at 12 months, 24 of 60 (40%) in the zinc group and 12 of 60 (20%) in the placebo group had hives.",
    ],
)
def test_shares_of_both_arms(page, said: str) -> None:
    assert [(arm, value) for arm, _, value in _told(page, said)] == [("zinc", 40), ("placebo", 20)]


@pytest.mark.parametrize(
    "said",
    [
        "Pain changed by 40% versus 20%.",
        "It was assumed that it could fall in 40% versus 20%.",
        "Mild and severe hives were seen in 40% and 20% at the final visit.",
        "Pills were being taken by 40% and 20% at one and two years.",
    ],
)
def test_changes_guesses_and_two_things(page, said: str) -> None:
    assert not [arm for arm, _, _ in _told(page, said) if arm]
