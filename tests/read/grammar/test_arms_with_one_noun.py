"""Arms that share a noun which only the last is set out with, those given both, those who had none, and counts out of the second arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import Grammar, grammar


def told(found: Grammar) -> list[tuple[str, int | None, float | None]]:
    return [(r.arm, r.count, r.value.value if r.value else None) for r in found.results if r.measure == "proportion"]  # fmt: skip


@pytest.mark.parametrize(
    ("dealt", "said", "arms"),
    [
        ("Robotic versus open repair of hernia. 50 adults had robotic repair and 52 open repair.", "After robotic repair, 11 (22%) relapsed; after open repair, 17 (33%).", ["robotic", "open repair of hernia"]),
        ("Robotic versus open repair of hernia. 50 adults had robotic repair and 52 open repair.", "Relapse was seen in 11 (22%) operated on robotically and 17 (33%) operated on by open surgery.", ["robotic", "open repair of hernia"]),
        ("Hypofractionated versus standard irradiation. 50 women were assigned to hypofractionated and 52 to standard irradiation.", "Relapses were fewer after hypofractionated irradiation than after standard irradiation (22% v 33%).", ["hypofractionated", "standard irradiation"]),
        ("Honey versus syrup for cough. 50 adults were randomised to honey and 52 to syrup.", "Relapse was seen in 11 (22%) given honey and 17 (33%) given syrup.", ["honey", "syrup"]),
    ],
)  # fmt: skip
def test_a_noun_that_all_arms_have(page, dealt: str, said: str, arms: list[str]) -> None:
    assert [arm for arm, *_ in told(grammar(page(f"{dealt} {said}")))] == arms


BOTH = "Honey with or without lemon. Fifty adults were allocated to honey plus lemon and 52 to honey alone. "
NONE = "102 adults were randomised to warm stockings (50) or no stockings (52). "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOTH + "Relapse was seen in 11 (22%) receiving both and 17 (33%) receiving honey alone.", [11, 17]),
        (BOTH + "Relapse was seen in 11 of 50 adults with lemon and 17 of 52 without lemon.", [11, 17]),
        (NONE + "Relapse was seen in 11 adults (22%) who wore stockings and in 17 adults (33%) who wore none.", [11, 17]),
        (NONE + "Eleven adults with stockings (22%) and 17 without stockings (33%) relapsed.", [11, 17]),
        (NONE + "Of 50 adults with stockings, 11 relapsed, and of 52 without stockings, 17.", [11, 17]),
        (NONE + "Of 50 adults with stockings, 11 relapsed, and of 52 at home, 17.", [11]),
    ],
)  # fmt: skip
def test_those_with_both_and_those_with_none(page, text: str, expected: list[int]) -> None:
    found = [(arm, n) for arm, n, _ in told(grammar(page(text))) if n is not None]
    assert [n for _, n in found] == expected
    assert len({arm for arm, _ in found}) == len(expected)
    assert "" not in dict(found)


@pytest.mark.parametrize(
    ("said", "arms"),
    [
        ("At one year 22% of those given honey, 24% of those given lemon and 37% of those given both were alive.", ["honey", "lemon", "honey plus lemon"]),
        ("Fever and rash were rare; both were seen in 22% of those given honey.", ["honey"]),
    ],
)  # fmt: skip
def test_those_given_both_of_two_others(page, said: str, arms: list[str]) -> None:
    dealt = "Adults were assigned to honey (98), lemon (95) or honey plus lemon (97). "
    assert [arm for arm, *_ in told(grammar(page(dealt + said)))] == arms


def test_so_many_from_all_in_a_group_are_those_in_it(page) -> None:
    text = "Adults were randomised to sleeves or control. Three from 20 adults in the sleeves group and 6 from 21 in the control group swelled."
    assert not [r for r in grammar(page(text)).results if r.count in (20, 21)]


def test_what_follows_a_treatment_is_no_count(page) -> None:
    text = "Adults were randomised to zinc x 12 followed by copper x 4, or copper x 6."
    assert not [r for r in grammar(page(text)).results if r.total == 12 or r.count == 12]
