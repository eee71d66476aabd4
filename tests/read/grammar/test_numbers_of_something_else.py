"""Numbers that stand where a rule looks for another kind of number: they are told as what they are, or of no arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "Zinc versus copper in gout: a randomised trial. We randomised 120 adults with gout to zinc (n = 60) or copper (n = 60). "


def _told(page, said: str) -> list[tuple[str, str, float, float | None]]:
    results = [r for r in grammar(page(TWO + said)).results if r.measure not in ("size", "p_value")]
    return [
        (
            r.measure,
            r.arm,
            r.value.value if r.value else float(r.count or 0),
            r.low.value if r.low else None,
        )
        for r in results
    ]


@pytest.mark.parametrize("joint", ["versus", "compared with", "v"])
@pytest.mark.parametrize("unit", ["", "days "])
def test_a_spread_in_brackets_parts_no_pair_of_means(page, joint: str, unit: str) -> None:
    told = _told(page, f"Mean stay was 6.2 (4.1) {unit}{joint} 7.1 (3.2) {unit}on copper.")
    assert ("mean", "zinc", 7.1, None) not in told
    assert ("mean", "copper", 6.2, None) not in told


def test_what_is_longer_is_the_larger_of_two_lengths(page) -> None:
    told = _told(page, "Mean stay was 6.2 versus 7.1 days, longer with copper than with zinc.")
    assert ("mean", "copper", 6.2, None) not in told


@pytest.mark.parametrize(
    "said",
    [
        "Zinc reduced pain by 3 points (95% CI 1 to 5) over 12 weeks, and copper by 1 point.",
        "Zinc lowered weight by 5 kg (95% CI 4 to 6) compared with 2 kg (95% CI 1 to 3) with copper.",
        "Zinc reduced pain by 8 points (95% CI 5 to 11) compared with baseline, and copper did not.",
        "Zinc lowered weight by 5 kg (95% CI 4 to 6), more than copper did.",
        "To detect a weight 3 kg lower with zinc than with copper (95% CI 1 to 5) we needed 90 adults.",
    ],
)
def test_a_change_of_one_arm_is_no_difference(page, said: str) -> None:
    assert "difference" not in [measure for measure, *_ in _told(page, said)]


def test_a_difference_said_in_words_is_still_one(page) -> None:
    told = _told(page, "Zinc lowered weight by 5 kg (95% CI 4 to 6) compared with copper.")
    assert ("difference", "copper", 5.0, 4.0) in told  # copper less zinc: the sign is the words'


@pytest.mark.parametrize(
    "behind",
    [
        "median survival 12.3 (10.1 to 14.2) months",
        "mean age 45 (40 to 50)",
        "the number needed to treat 8.0 (5.0 to 12.0)",
        "12 (10 to 14) months for stay",
    ],
)
def test_a_number_of_another_name_is_no_next_ratio(page, behind: str) -> None:
    told = _told(page, f"The hazard ratio for relapse was 0.62 (0.41 to 0.93) and {behind}.")
    assert [one[2] for one in told if one[0] == "hazard_ratio"] == [0.62]


def test_the_next_ratio_of_a_list_is_read(page) -> None:
    told = _told(
        page, "The hazard ratio was 0.62 (0.41 to 0.93) for relapse and 0.80 (0.50 to 1.20) for death."
    )
    assert [one[2] for one in told if one[0] == "hazard_ratio"] == [0.62, 0.8]


@pytest.mark.parametrize(
    "said",
    [
        "Zinc lowered weight by 42% and was liked by 36% of adults.",
        "Pain was reduced by 42% with zinc and reported by 36% of those on copper.",
        "Zinc reduced pain by 42% and stiffness worsened by 36%.",
    ],
)
def test_a_share_or_a_rise_behind_a_fall_is_none(page, said: str) -> None:
    assert [one[2] for one in _told(page, said) if one[0] == "relative_change"] == [42.0]


@pytest.mark.parametrize(
    "said",
    [
        "Mean age was 54 years and 60 were women in the zinc and copper groups.",
        "Mean age was 54 years and 60 with diabetes were given zinc.",
        "Median pain was 3 points and 45 in the zinc group were women.",
    ],
)
def test_a_count_behind_a_mean_is_no_second_mean(page, said: str) -> None:
    assert len([one for one in _told(page, said) if one[0] in ("mean", "median")]) == 1


def test_a_bound_is_no_level(page) -> None:
    text = TWO + "The risk difference in relapse was 16% (CI 12%-20%, 3 sites)."
    (result,) = (r for r in grammar(page(text)).results if r.measure == "risk_difference")
    assert (result.low.value, result.high.value, result.level) == (12.0, 20.0, None)


@pytest.mark.parametrize(
    "said",
    ["LDL fell by 12% (95% CI -18 to -6).", "Zinc reduced relapse by 38% (95% CI 0.41 to 0.93)."],
)
def test_limits_that_do_not_hold_the_change_are_not_its_own(page, said: str) -> None:
    assert [one[3] for one in _told(page, said) if one[0] == "relative_change"] == [None]


def test_kinds_of_people_in_groups_are_no_arms(page) -> None:
    text = "Of 90 adults randomised to zinc or placebo, relapse was studied in two groups: young smokers and old smokers."
    assert [a.label for a in grammar(page(text)).arms] == ["zinc", "placebo"]


def test_smokers_among_those_who_relapsed_are_no_relapses(page) -> None:
    said = "9 of 60 who had relapsed were smokers."
    assert [r.endpoint for r in grammar(page(TWO + said)).results if r.measure == "proportion"] != [
        "relapsed"
    ]


def test_two_spans_that_follow_each_other_are_two_times(page) -> None:
    said = "Relapse was seen in 12% in the first 6 weeks with zinc and in 20% in the next 6 weeks."
    times = [r.time for r in grammar(page(TWO + said)).results if r.measure == "proportion"]
    assert times[0] != times[1] or times == ["", ""]


@pytest.mark.parametrize("said", ["For instance", "For ethical reasons", "For smokers", "For the last visit"])
def test_what_opens_a_sentence_is_not_always_an_outcome(page, said: str) -> None:
    text = TWO + f"{said}, the figures were 12% with zinc and 20% with copper."
    names = {r.endpoint for r in grammar(page(text)).results if r.measure == "proportion"}
    assert not names & {"instance", "ethical reasons", "smokers", "last visit"}


def test_shares_of_kinds_of_people_are_of_no_arm(page) -> None:
    assert {one[1] for one in _told(page, "Mean stay for men and women was 6.2 versus 7.1.")} <= {""}


@pytest.mark.parametrize(
    "said",
    [
        "The study had 80% power to detect a hazard ratio of 0.70 with 250 deaths.",
        "Assuming a hazard ratio of 0.75, 508 events were required.",
        "We assumed an odds ratio of 0.6 for relapse.",
        "We needed 240 events to show a hazard ratio of 0.7.",
        "To detect a fall in relapse from 31% to 22% we needed 400 adults.",
        "The trial was powered to detect a mean of 6.1 (SD 2.0) against 7.0 (SD 2.0).",
    ],
)
def test_what_a_trial_was_planned_to_find_is_no_result(page, said: str) -> None:
    assert _told(page, said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Relapse was less common than expected (hazard ratio 0.70).",
        "We failed to detect a difference in relapse (hazard ratio 0.70).",
    ],
)
def test_a_ratio_that_was_found_is_a_result(page, said: str) -> None:
    assert [t[0] for t in _told(page, said)] == ["hazard_ratio"]


@pytest.mark.parametrize("joint", ["against", "as against", "as opposed to", "v"])
def test_both_counts_of_a_pair_are_read_whatever_joins_them(page, joint: str) -> None:
    told = _told(page, f"Fewer adults on zinc than on copper relapsed (12 of 60 {joint} 21 of 60).")
    assert [t[:3] for t in told] == [("proportion", "zinc", 12.0), ("proportion", "copper", 21.0)]


def test_against_ends_the_name_of_an_arm(page) -> None:
    read = grammar(
        page(
            "We randomised 120 adults to zinc or placebo. Relapse was seen in 12 of 60 adults on zinc against 21 of 60 on placebo."
        )
    )
    assert [a.label for a in read.arms] == ["zinc", "placebo"]
    assert [r.arm for r in read.results if r.count in (12, 21)] == ["zinc", "placebo"]


def test_a_p_behind_a_semicolon_of_one_arm_s_bracket_is_of_its_change(page) -> None:
    read = grammar(
        page(TWO + "Urate fell significantly from baseline in the zinc group (8.2 to 6.5; p < 0.001).")
    )
    assert [(r.arm, r.versus) for r in read.results if r.measure == "p_value"] == [("zinc", "")]


def test_the_arms_behind_an_outcome_are_no_part_of_its_name(page) -> None:
    read = grammar(page(TWO + "The hazard ratio for relapse, zinc v copper, was 0.61 (95% CI 0.40 to 0.93)."))
    assert [r.endpoint for r in read.results if r.measure == "hazard_ratio"] == ["relapse"]


@pytest.mark.parametrize(
    "said",
    ["p for interaction 0.04", "test for interaction: p = 0.04", "P value for interaction was 0.04", "a significant interaction, p = 0.04"],
)  # fmt: skip
def test_a_p_of_an_interaction_is_no_p_of_the_arms(page, said: str) -> None:
    read = grammar(
        page(TWO + f"The effect of zinc on relapse was greater in older adults than with copper ({said}).")
    )
    assert [(r.arm, r.versus, r.analysis) for r in read.results if r.measure == "p_value"] == [
        ("", "", "interaction test")
    ]


def test_a_group_by_time_interaction_sets_arms_against_each_other(page) -> None:
    read = grammar(page(TWO + "With zinc and with copper urate fell (group by time interaction: p = 0.04)."))
    assert [r.analysis for r in read.results if r.measure == "p_value"] == [""]


def test_what_is_read_does_not_depend_on_what_was_read_before(page) -> None:
    """A lone number in a bracket may be of anybody, also once its expression has been learned."""
    from trialwright.read.grammar import averages

    said = "Mood was better with zinc (mean 61 on zinc). Sleep was unchanged."
    for pattern in (averages._HELD_MEAN, averages._HELD_MEDIAN):
        pattern.learn()
    assert _told(page, said) == []
