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


def ratio_part(page, text: str) -> str:
    (found,) = (r for r in grammar(page(ARMS + text)).results if r.measure == "hazard_ratio")
    return found.subgroup


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Velatinib lowered the risk of death in the 61 patients with a CRP above 10 mg/L ({}).", "61 patients with a CRP above 10 mg/L"),
        ("Death was rarer with velatinib than with placebo in people older than 70 years ({}).", "people older than 70"),
        ("Velatinib delayed relapse in HLA-B58-negative patients ({}).", "HLA-B58-negative patients"),
        ("The gain in time to relapse with velatinib was greatest in those seen early ({}).", "those seen early"),
        ("Among the 61 with tophi, relapse was rarer with velatinib than with placebo ({}).", "61 with tophi"),
    ],
)  # fmt: skip
def test_those_just_before_a_ratio_are_a_part(page, text: str, part: str) -> None:
    assert ratio_part(page, text.format("hazard ratio 0.55; 95% CI 0.35 to 0.86")) == part


@pytest.mark.parametrize(
    "text",
    [
        "Velatinib lowered the risk of death in the 162 patients with gout ({}).",
        "Among the 159 with a known outcome, relapse was rarer with velatinib than with placebo ({}).",
        "Among the 120 who completed the diary, relapse was rarer with velatinib than with placebo ({}).",
        "Relapse was rarer in patients who received velatinib than in placebo patients ({}).",
        "Relapse was rarer in patients with gout on velatinib ({}).",
    ],
)
def test_all_of_them_are_no_part(page, text: str) -> None:
    assert ratio_part(page, text.format("hazard ratio 0.55; 95% CI 0.35 to 0.86")) == ""


def test_an_arm_that_is_a_kind_of_people_is_no_part(page) -> None:
    text = "We compared 80 obese patients with 82 lean patients. Relapse came in 31% of the obese patients and 40% of the lean patients. Relapse was sooner in obese patients (hazard ratio 1.34; 95% CI 1.02 to 1.76)."
    (found,) = (r for r in grammar(page(text)).results if r.measure == "hazard_ratio")
    assert found.subgroup == ""
