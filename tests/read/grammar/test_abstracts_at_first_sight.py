"""What abstracts of trials say in passing: sizes before names, who everybody was, amounts in percent, who stayed."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

THREE = "Patients received either placebo, vorlixin 40 mg once daily, or ketanol 200 mg twice daily. "
TWO = "Adults with back pain were randomised to yoga or usual care. "
STARCH = "Adults with shock were randomised to starch or saline. "


def sizes(page, text: str) -> list[tuple[str, int | None, str]]:
    return [(r.arm, r.total, r.analysis) for r in grammar(page(text)).results if r.measure == "size"]


def told(page, text: str, lead: str = "") -> list[tuple[str, str, float | None]]:
    return [
        (r.measure, r.arm, r.value.value if r.value else r.count)
        for r in grammar(page(lead + text)).results
        if r.measure in ("proportion", "mean", "relative_change")
    ]


def people(page, text: str) -> list[tuple[str, int]]:
    fields = ("randomised", "participants")
    return [(s.field, int(s.value)) for s in grammar(page(text)).stated if s.field in fields]


def test_sizes_before_names(page) -> None:
    text = "Of 612 patients randomized, N = 204 for placebo, N = 210 for vorlixin, and N = 198 for ketanol."
    want = [("placebo", 204, ""), ("vorlixin", 210, ""), ("ketanol", 198, "")]
    assert sizes(page, THREE + text) == want


def test_sizes_before_names_set_out_arms(page) -> None:
    text = "A total of 414 patients were randomized (n = 204 for velatinib, n = 210 for copper)."
    assert [(a.label, a.size) for a in grammar(page(text)).arms] == [("velatinib", 204), ("copper", 210)]


def test_a_size_behind_its_name_stays_with_it(page) -> None:
    text = "Women were randomised to zinc (n = 41) or copper (n = 39) for 12 weeks, with placebo for neither."
    assert sizes(page, text) == [("zinc", 41, ""), ("copper", 39, "")]


@pytest.mark.parametrize("joined", [", and 533 completed", ". Of these, 533 completed"])
def test_those_who_completed_are_told_apart(page, joined: str) -> None:
    text = f"612 patients were randomized (N = 204 for placebo, N = 210 for vorlixin, and N = 198 for ketanol){joined} 16 weeks of treatment (N = 160 for placebo, N = 190 for vorlixin, and N = 183 for ketanol)."
    found = grammar(page(THREE + text))
    assert [a.size for a in found.arms] == [204, 210, 198]
    assert [(r.total, r.analysis) for r in found.results if r.measure == "size"] == [
        (204, ""), (210, ""), (198, ""), (160, "completed"), (190, "completed"), (183, "completed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Seventy-two adults (mean age 44 (SD 8), 61 % women, mean BMI 27.1 (SD 3.9)) were randomly assigned to yoga (n = 35) or usual care (n = 37).",
        "We randomised 72 adults (mean age 44 years, SD 8; 61% women) to yoga (n = 35) or usual care (n = 37).",
        "A total of 72 adults (44 ± 8 years, 61% female) were randomised to yoga (n = 35) or usual care (n = 37).",
        "Seventy-two adults (mean age 44 (SD 8), 61 % women) were randomly assigned to intervention (n = 35) or usual care (n = 37).",
    ],
)
def test_what_all_were_like_is_of_no_arm(page, text: str) -> None:
    found = told(page, text, TWO)
    assert len(found) >= 2
    assert {arm for _, arm, _ in found} == {""}


def test_what_an_arm_was_like_is_its_own(page) -> None:
    text = "Forty-one women (mean age 44 years, SD 8) were assigned to yoga and thirty-nine women (mean age 49, SD 7) to usual care."
    assert told(page, text, TWO) == [("mean", "yoga", 44), ("mean", "usual care", 49)]


@pytest.mark.parametrize(
    "text",
    [
        "The flow at 30% of the remaining volume fell with starch.",
        "Flows at 20%, 40%, and 60% of the tidal volume were noted with starch.",
        "Starch was given after taking 15 % of the total blood volume.",
        "Exercise with starch was at 60% of maximum heart rate, then at 80% of her peak work-load.",
        "They were given an equal volume of starch 6 %.",
    ],
)
def test_amounts_are_no_shares_of_people(page, text: str) -> None:
    assert told(page, text, STARCH) == []


@pytest.mark.parametrize(
    "text",
    [
        "Infection came to 30% of women with low volumes on starch and 15% on saline.",
        "Bleeding was seen in 30 % after infusions of starch and in 15 % after saline.",
    ],
)
def test_shares_of_people_with_such_amounts(page, text: str) -> None:
    assert [value for _, _, value in told(page, text, STARCH)] == [30, 15]


def test_a_proportional_reduction_is_a_change(page) -> None:
    lead = "Adults were allocated to zelastatin or placebo. "
    text = "There was a 14% (95% CI 6-21) proportional reduction in coronary deaths."
    assert told(page, text, lead) == [("relative_change", "", 14)]
    text = "Coronary deaths came to 14% (95% CI 6-21) with zelastatin."
    assert told(page, text, lead) == [("proportion", "zelastatin", 14)]


@pytest.mark.parametrize("unit", ["%-units", "% units", "% points"])
def test_units_of_percent_are_no_relative_change(page, unit: str) -> None:
    lead = "Adults were allocated to zelastatin or placebo. "
    assert told(page, f"Zelastatin improved saturation by 3.1 {unit}.", lead) == []
    assert told(page, "Zelastatin improved saturation by 3.1 %.", lead) == [
        ("relative_change", "zelastatin", 3.1)
    ]


def test_those_who_completed_are_not_all(page) -> None:
    text = "A crossover trial was performed in 18 women with asthma. Sixteen patients completed the trial."
    assert people(page, text) == [("participants", 18)]
    text = "A crossover trial of tea in asthma. Sixteen patients completed the trial."
    assert people(page, text) == [("participants", 16)]
    text = "The 211 out-patients with gout were randomized into three groups. Two hundred and three patients completed the study."
    assert people(page, text) == [("randomised", 211)]


@pytest.mark.parametrize("against", ["ivermectin", "X/ivermectin", "X plus ivermectin"])
def test_a_joint_name_that_is_compared_with_is_the_second(page, against: str) -> None:
    lead = "Adults were randomised to ivermectin or permethrin. "
    text = f"Adults treated with the cream were less likely to have mites than those receiving {against} (20 of 220 [9.1%] versus 30 of 75 [40.0%])."
    assert told(page, text, lead) == [("proportion", "permethrin", 9.1), ("proportion", "ivermectin", 40)]


def test_a_joint_name_that_has_it_is_the_first(page) -> None:
    lead = "Adults were randomised to ivermectin or permethrin. "
    text = "Mites were rarer in those who had X/ivermectin (20 of 220 [9.1%] versus 30 of 75 [40.0%])."
    assert told(page, text, lead) == [("proportion", "ivermectin", 9.1), ("proportion", "permethrin", 40)]
