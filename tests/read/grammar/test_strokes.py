"""Numbers with a stroke between them that are one of each arm, and no part of a whole."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "We randomised 186 adults to keyhole repair (n = 94) or open repair (n = 92). "


def shares(page, text: str) -> list[tuple[str, int | None, int | None]]:
    found = grammar(page(ARMS + text)).results
    return [(r.arm, r.count, r.total) for r in found if r.measure == "proportion"]


@pytest.mark.parametrize(
    "text",
    [
        "Harm was rarer in the keyhole group: wound infection 7/15, ileus 4/8, leak 0/2.",
        "In the keyhole group, harm was seen less: fever 6/13, and cough 5/9.",
        "After keyhole repair pain in the hand was seen (7/15), in the foot (4/8).",
    ],
)
def test_a_list_of_outcomes_with_few_behind_the_stroke_is_of_no_arm(page, text: str) -> None:
    assert {arm for arm, _, total in shares(page, text) if total} <= {""}


def test_fractions_of_an_arm_are_its(page) -> None:
    text = "In the keyhole group wound infection was seen in 7/94, leak in 3/94."
    assert shares(page, text) == [("keyhole repair", 7, 94), ("keyhole repair", 3, 94)]


def test_counts_behind_two_percents_are_of_both(page) -> None:
    text = "Fever keyhole/open 9.1%/28.4% (9/26 patients)."
    assert not any(total for _, _, total in shares(page, text))


def test_morbidity_in_a_bracket_is_of_both_arms(page) -> None:
    text = "Morbidity was lower in the keyhole group (13 vs 27; p=0.01)."
    assert shares(page, text) == [("keyhole repair", 13, None), ("open repair", 27, None)]


@pytest.mark.parametrize(
    "text",
    [
        "We found out whether zinc 0.12% rinses heal gums.",
        "We asked if zinc 2% cream heals skin.",
        "We asked if zinc 2% drops heal eyes.",
    ],
)
def test_how_strong_a_rinse_or_a_cream_is_is_no_share(page, text: str) -> None:
    assert shares(page, text) == []
