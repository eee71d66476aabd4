"""Results of a part of the people are not those of the trial."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults with gout were randomised to velatinib (n = 80) or placebo (n = 82). Relapse came in 31% with velatinib and 40% with placebo. "


def parts(page, text: str) -> list[tuple[float, str]]:
    found = [r for r in grammar(page(ARMS + text)).results if r.measure == "proportion"]
    return [(r.value.value if r.value else r.count, r.subgroup) for r in found][2:]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("In the CRP 5+ subgroup, the rates were 51% v 24%.", "CRP 5+ subgroup"),
        ("In the subset with much pain at entry, 51% versus 24% relapsed.", "subset with much pain at entry"),
        (
            "In the subgroup of 1,042 men with tophi, relapse was 51% v 24%.",
            "subgroup of 1,042 men with tophi",
        ),
        ("Among obese women the rates were 51% and 24%.", "obese women"),
        ("In node-negative patients relapse was seen in 51% v 24%.", "node-negative patients"),
        ("For stage III disease cases alone it was 51% and 24%.", "stage III disease cases"),
        ("In patients with 10+ tophi, relapse was 51% and 24%.", "patients with 10+ tophi"),
        ("Men with raised lead levels gained most (51% vs 24%).", "Men with raised lead levels"),
        ("Among smokers, relapse came in 51% and 24%.", "smokers"),
        ("At one year the rate among survivors was 51% v 24%.", "survivors"),
        ("Few stopped early; below the age of 50 relapse came in 51% and 24%.", "below the age of 50"),
        ("In those over 70 relapse came in 51% and 24%.", "those over 70"),
    ],
)
def test_a_part_of_the_people_is_told(page, text: str, part: str) -> None:
    assert parts(page, text) == [(51, part), (24, part)]


def test_people_of_whom_some_had_it_are_a_part(page) -> None:
    text = "The gain was largest in those with four tophi or more, of whom 25 of 58 treated patients and 37 of 55 controls relapsed."
    part = "those with four tophi or more"
    assert parts(page, text) == [(25, part), (37, part)]
    read = grammar(page(ARMS + text))
    assert [(r.arm, r.total) for r in read.results if r.subgroup] == [("velatinib", 58), ("placebo", 55)]


def test_a_clause_of_other_people_ends_what_is_said_of_the_first(page) -> None:
    text = "In the obese subset relapse was 51% with velatinib and 24% with placebo, whereas in men with tophi it was 12% and 14%."
    assert [part for _, part in parts(page, text)] == ["obese subset"] * 2 + ["men with tophi"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "In the velatinib group, relapse came in 51%, and in the placebo group in 24%.",
        "Among adults with gout, relapse came in 51% with velatinib and 24% with placebo.",
        "Rash was seen in 51% with velatinib and 24% with placebo.",
        "Among women completing the diary relapse came in 51% with velatinib and 24% with placebo.",
    ],
)
def test_everybody_is_no_subgroup(page, text: str) -> None:
    assert parts(page, text) == [(51, ""), (24, "")]


def test_a_part_has_not_the_size_of_its_arm(page) -> None:
    found = grammar(page(ARMS + "Among obese women, relapse came in 20 (25%) with velatinib."))
    (share,) = [r for r in found.results if r.subgroup]
    assert share.total is None
