"""Lists in the order that a document keeps, in more wordings; and two numbers of which each has a name on its own side."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = (
    "Adults were randomised to velatinib or placebo. Fever was seen in 12% on velatinib and 14% on placebo. "
)


def numbers(page, text: str, arms: str = TWO) -> list[tuple[str, float | None]]:
    found = [r for r in grammar(page(arms + text)).results if r.measure == "proportion"]
    told = [(r.arm, r.count if r.count is not None else r.value.value) for r in found]
    return told[2:] if arms == TWO else told


@pytest.mark.parametrize(
    "text",
    [
        "Cellulitis befell 5 and 9 women.",
        "Tramadol was prescribed to 5 and 9 adults.",
        "A wig was bought by 5 and 9 of them.",
        "Infection complicated 5 and 9 operations, respectively.",
        "Healing was delayed in 5 adults, as compared to 9.",
        "Strokes were rare (5 and 9).",
        "Deaths were 5 and 9.",
        "Cure came to 45% v 44% (P = .3), 5 and 9 patients having a lasting one.",
    ],
)
def test_counts_in_the_order_of_the_document(page, text: str) -> None:
    assert numbers(page, text)[-2:] == [("velatinib", 5), ("placebo", 9)]


@pytest.mark.parametrize(
    "text",
    [
        "Cellulitis befell 5 and 9 women and men.",
        "Deaths were 5 and 9 in men and women.",
        "Strokes were rare (5 and 9 weeks).",
        "The trial was planned for deaths were 5 and 9.",
        "Relapses were 5 and 9 months apart.",
        "Pain affected 5 and 9 women with mild and severe gout.",
    ],
)
def test_numbers_of_other_things_are_no_arms(page, text: str) -> None:
    assert not any(arm for arm, _ in numbers(page, text))


def test_three_deaths_in_order(page) -> None:
    arms = "Adults were randomised to zinc, copper or iron. Fever was seen in 12% with zinc, 14% with copper and 9% with iron. "
    assert numbers(page, "Deaths were four, two and six.", arms)[3:] == [
        ("zinc", 4),
        ("copper", 2),
        ("iron", 6),
    ]


def test_at_least_one_is_no_count(page) -> None:
    text = "Of all, 95% on velatinib had at least 1 adverse event compared with 189 on placebo."
    assert ("velatinib", 1) not in numbers(page, text)


@pytest.mark.parametrize(
    "text",
    [
        "Survival was equal, 52% v 49% at two years.",
        "Relapse was seen in 52% v 49% at three months.",
        "Flushes were rated severe by 52% and 49% of women.",
        "Sleep was judged as good by 52% and 49% of adults.",
    ],
)
def test_two_percents_in_the_order_of_the_document(page, text: str) -> None:
    assert numbers(page, text) == [("velatinib", 52), ("placebo", 49)]


def test_two_places_are_no_arms(page) -> None:
    assert not any(arm for arm, _ in numbers(page, "Relapse was seen in 52% v 49% in the two towns."))


@pytest.mark.parametrize(
    "text",
    [
        "Control in the velatinib group (n=83) was 84%, and 70% in the placebo group, a difference of 14%.",
        "Relapse on velatinib came to 84% and 70% on placebo.",
        "Cure was told of 158 adults of the velatinib group (84%) and 151 (70%) of the placebo group.",
    ],
)
def test_each_of_two_numbers_has_the_name_on_its_side(page, text: str) -> None:
    told = numbers(page, text)
    assert {arm for arm, n in told if n in (84, 158)} == {"velatinib"}
    assert {arm for arm, n in told if n in (70, 151)} == {"placebo"}


def test_two_numbers_behind_two_are_both_of_the_name_behind(page) -> None:
    text = "Ki-67 was 17% before and 19% after velatinib, and 18% and 16% in the placebo arm."
    assert ("velatinib", 18) not in numbers(page, text)
