"""Numbers of some of those counted before, of those whom a clause opens with, and of people who are named once."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "We randomised 186 adults to velatinib (n = 94) or placebo (n = 92). "


def shares(page, text: str, arms: str = ARMS) -> list[tuple[str, float | None]]:
    found = grammar(page(arms + text)).results
    return [
        (r.arm, r.count if r.count is not None else r.value.value) for r in found if r.measure == "proportion"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Stricture was met with in 9 men (10%) on velatinib, six of whom had fever, and five (5%) on placebo.",
            [("velatinib", 9), ("velatinib", 6), ("placebo", 5)],
        ),
        (
            "Twenty-one women allocated velatinib did not have the scan, 8 of them because of fear, whereas 9 of those allocated placebo had one.",
            [("velatinib", 21), ("velatinib", 8), ("placebo", 9)],
        ),
        ("Seven women were lost, four of them in the velatinib group.", [("velatinib", 4)]),
        (
            "Pacing was needed by 31 placebo patients, 19 of whom were upgraded, and by two velatinib patients.",
            [("placebo", 31), ("placebo", 19), ("velatinib", 2)],
        ),
    ],
)
def test_some_of_those_just_counted_are_of_their_arm(page, text: str, told: list[tuple[str, float]]) -> None:
    assert [one for one in told if one not in shares(page, text)] == []


def test_some_of_both_arms_are_of_none(page) -> None:
    text = "Stroke was seen in 9 men on velatinib and 12 men on placebo, six of whom had fever."
    assert not any(count == 6 and arm for arm, count in shares(page, text))


def test_those_of_whom_so_many_were_assigned_are_sizes(page) -> None:
    text = "We compared velatinib with placebo. There were 186 women, 95 of whom were assigned to velatinib and 91 to placebo."
    sizes = {r.arm: r.total for r in grammar(page(text)).results if r.measure == "size"}
    assert sizes == {"velatinib": 95, "placebo": 91}


@pytest.mark.parametrize(
    "text",
    [
        "Among 41 patients on placebo there were three CR (7%) and 13 PR (32%).",
        "Of 41 adults on placebo, three (7%) were cured and 13 (32%) were better.",
        "Of the 41 women given placebo, three (7%) had pain and 13 (32%) had fever.",
    ],
)
def test_a_clause_that_opens_with_the_people_of_an_arm_is_of_it(page, text: str) -> None:
    arms = "We randomised 83 adults to velatinib or placebo. "
    assert shares(page, text, arms) == [("placebo", 3), ("placebo", 13)]


def test_those_among_whom_there_were_so_many_are_the_size(page) -> None:
    text = "We randomised 83 adults to velatinib or placebo. Among 41 patients on placebo there were three CR (7%)."
    read = grammar(page(text))
    assert [(r.arm, r.total) for r in read.results if r.total] == [("placebo", 41), ("placebo", 41)]


def test_what_is_set_against_those_is_not(page) -> None:
    text = "Of 41 adults on placebo, 7% had pain, versus 32% of the others."
    assert ("placebo", 32) not in shares(page, text)


def test_strokes_part_names_and_numbers_alike(page) -> None:
    arms = "Adults were randomised to low-dose velatinib (LD) or high-dose velatinib (HD). "
    text = "Grade 3-4 fever LD/HD 9.1%/28.4%, rash 15.8%/27.2%, cough 0.8%/5.2%."
    low, high = "low-dose velatinib", "high-dose velatinib"
    assert shares(page, text, arms) == [
        (low, 9.1),
        (high, 28.4),
        (low, 15.8),
        (high, 27.2),
        (low, 0.8),
        (high, 5.2),
    ]


def test_the_error_of_a_share_is_none(page) -> None:
    text = "Survival was 69% (SE 3%) with velatinib and 73% (SE 3%) with placebo."
    assert shares(page, text) == [("velatinib", 69), ("placebo", 73)]


@pytest.mark.parametrize(
    "text",
    [
        "Rash developed in 19 women using the gel (19%) and in 16 using the cream (17%).",
        "Rash developed in 19 adults on the gel (19%) and 16 adults on the cream (17%).",
        "Rash was reported by 19 adults given the gel (19%) and by 16 given the cream (17%).",
    ],
)
def test_a_share_behind_people_of_their_own_is_not_of_the_next(page, text: str) -> None:
    arms = "Adults were randomised to aloe gel or zinc cream. "
    assert ("zinc cream", 19) not in shares(page, text, arms)
    assert ("zinc cream", 17) in shares(page, text, arms) or ("zinc cream", 16) in shares(page, text, arms)


def test_what_some_took_later_is_no_size(page) -> None:
    arms = "Adults were randomised to velatinib or quorin. "
    text = "Twenty-two patients in the velatinib arm took quorin at progression."
    assert not any(r.measure == "size" for r in grammar(page(arms + text)).results)
