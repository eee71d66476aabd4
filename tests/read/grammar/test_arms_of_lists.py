"""Arms of a list with their numbers in brackets, the arm that is given both, and names that only say what a test compares."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

FOUR = "A total of 402 adults were randomised to {}. "


def arms(page, text: str) -> list[tuple[str, int | None]]:
    return [(a.label.lower(), a.size) for a in grammar(page(text)).arms]


def of_arms(page, text: str, before: str) -> list[tuple[str, float]]:
    """(arm, number) of what is said behind the sentence that sets out the arms."""
    return [
        (r.arm.lower(), r.value.value if r.value and r.count is None else float(r.count or 0))
        for r in grammar(page(before + text)).results
        if r.arm and r.measure == "proportion" and r.quote.start >= len(before)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Adults with sciatica were allotted to a back (BS) school of four lessons (71 patients), traction twice weekly for 3 weeks (69), or "
            "usual care by the family doctor (72).",
            [("back school", 71), ("traction", 69), ("usual care", 72)],
        ),
        (
            "Children of 6 to 30 months (n = 402) were assigned to one of four supplements for 10 days: vitamin D 400 IU on day 1 (101), "
            "elemental iron 10 mg daily (99), both (102), or placebo (100).",
            [
                ("vitamin d", 101),
                ("elemental iron", 99),
                ("vitamin d plus elemental iron", 102),
                ("placebo", 100),
            ],
        ),
        (
            "On the day after surgery men were allotted to buccal tape 5 mg once daily (61), i.v. morfanil 2 mg daily (59) or oral "
            "codestrin 10 mg tid (60).",
            [("buccal tape", 61), ("morfanil", 59), ("codestrin", 60)],
        ),
        (
            "We randomised 182 men to velarin (n = 90) or orlistat (n = 92).",
            [("velarin", 90), ("orlistat", 92)],
        ),
        (
            "Women were randomised to zinc, iron, both, or placebo.",
            [("zinc", None), ("iron", None), ("zinc plus iron", None), ("placebo", None)],
        ),
    ],
)
def test_arms_and_sizes_of_lists(page, text: str, expected: list[tuple[str, int | None]]) -> None:
    assert arms(page, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A total of 402 adults were randomised to zinc (201) or no zinc (201), and to iron (200) or no iron (202).",
        "Adults were assigned to nurses with a mean age of 41 years (12), in three towns (3), and with a car (9).",
        "Adults were randomised by phone. In the end we saw pain (12), fever (60) and a rash (3).",
    ],
)
def test_lists_of_factors_and_of_other_things_are_no_arms(page, text: str) -> None:
    assert len(arms(page, text)) < 3


@pytest.mark.parametrize("both", ["both supplements", "the combination", "both", "zinc plus iron"])
def test_the_arm_that_is_given_both(page, both: str) -> None:
    before = FOUR.format("zinc (n = 100), iron (n = 101), both (n = 102), or placebo (n = 99)")
    text = f"Rash was seen in 14 adults given iron and 12 given {both}, compared with 9 given zinc alone and 5 given placebo."
    expected = [("iron", 14), ("zinc plus iron", 12), ("zinc", 9), ("placebo", 5)]
    assert of_arms(page, text, before) == expected
    text = "Falls were seen in 11%, 12%, 13% and 19% of the zinc, iron, combined and placebo groups."
    assert [n for _, n in of_arms(page, text, before)] == [11, 12, 13, 19]


@pytest.mark.parametrize(
    "text",
    [
        "Rash was seen in 12% of both groups combined.",
        "Both eyes were examined in 40%.",
        "When combined, the arms had 12% of falls.",
    ],
)
def test_what_is_said_of_all_is_not_of_those_given_both(page, text: str) -> None:
    before = FOUR.format("zinc (n = 100), iron (n = 101), both (n = 102), or placebo (n = 99)")
    assert ("zinc plus iron", 12) not in of_arms(page, text, before)
    assert ("zinc plus iron", 40) not in of_arms(page, text, before)


THREE = "We allocated 301 adults to velarin (n = 100), nortamab (n = 101) or placebo (n = 100). "


@pytest.mark.parametrize(
    "text",
    [
        "Relapse came in 31%, 40% and 55%, respectively (velarin vs placebo, P = 0.01).",
        "Relapse came in 31%, 40% and 55%, in that order (velarin versus placebo, difference 24%, 95% CI 11 to 37).",
        "Relapse came in 31%, 40% and 55% (P = 0.01 for velarin vs placebo).",
        "Relapse came in 31%, 40% and 55% of the adults, resp.",
    ],
)
def test_names_of_a_test_are_beside_no_number(page, text: str) -> None:
    assert of_arms(page, text, THREE) == [("velarin", 31), ("nortamab", 40), ("placebo", 55)]


@pytest.mark.parametrize(
    "text",
    [
        "Spotting was told by 16% of women with velarin, and pain at the site by 39% with daily jabs.",
        "Relapse came in 39% for jabs, 47% for pills and 16% for velarin.",
    ],
)
def test_numbers_with_people_of_their_own_by_an_unknown_name(page, text: str) -> None:
    assert of_arms(page, text, THREE) == [("velarin", 16)]


def test_a_place_of_the_body_is_no_arm(page) -> None:
    before = "Women were randomised to vaginal gel (n = 61), injected nortamab (n = 60) or placebo (n = 59). "
    assert of_arms(page, "Vaginal dryness was mentioned by 14% of those seen.", before) == []


def test_letters_of_one_and_two(page) -> None:
    before = "They were given velarin (group V, n = 40), nortamab (group N, n = 41) or both drugs (group VN, n = 39). "
    text = "Nausea was seen in 35%, 40% and 15% in groups V, N and VN, respectively."
    assert [n for _, n in of_arms(page, text, before)] == [35, 40, 15]
