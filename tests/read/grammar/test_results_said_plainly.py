"""Results of two arms in the plain wordings of abstracts: whose each number is, what it is of, and what is no share."""

from __future__ import annotations

import pytest

from trialwright.model.result import Result
from trialwright.read.grammar import grammar

TWO = "355 adults were randomly assigned to velatinib (n = 180) or placebo (n = 175). "
KNEES = "330 adults were randomly assigned to keyhole repair (n = 170) or open repair (n = 160). "


def results(page, text: str, lead: str = TWO) -> list[Result]:
    return [
        r
        for r in grammar(page(lead + text)).results
        if r.quote.start >= len(lead) and r.measure not in ("size", "p_value")
    ]


def shares(page, text: str, lead: str = TWO) -> list[tuple[str, float | None]]:
    return [
        (r.arm, r.count if r.count is not None else r.value and r.value.value)
        for r in results(page, text, lead)
        if r.measure == "proportion"
    ]


def means(page, text: str) -> list[tuple[str, float, float | None]]:
    return [
        (r.arm, r.value.value, r.sd and r.sd.value)
        for r in results(page, text)
        if r.measure in ("mean", "median") and r.value
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In the velatinib group and the placebo group, 31 (17%) and 44 (25%) patients reported cramps.",
        "In the velatinib group and in the placebo group 31 (17%) and 44 (25%) patients reported cramps.",
        "With velatinib and placebo, 31 (17%) and 44 (25%) patients reported cramps.",
        "At 9 weeks, in velatinib and placebo, 31 (17%) and 44 (25%) reported cramps.",
    ],
)
def test_two_names_and_then_two_numbers(page, text: str) -> None:
    assert shares(page, text) == [("velatinib", 31), ("placebo", 44)]


def test_percents_in_a_bracket_behind_two_counts(page) -> None:
    text = "Cramps were seen in 31 patients allocated to velatinib and in 44 allocated to placebo (17.2% and 25.1%)."
    assert shares(page, text)[2:] == [("velatinib", 17.2), ("placebo", 25.1)]


@pytest.mark.parametrize(
    "text",
    [
        "Leaks were seen in 11 of 170 adults who had keyhole repair and 23 of 160 who had open repair.",
        "Leaks were seen in 11/170 adults who had keyhole repair and 23/160 who had open repair.",
    ],
)
def test_the_people_of_the_second_fraction_are_not_named(page, text: str) -> None:
    assert shares(page, text, KNEES) == [("keyhole repair", 11), ("open repair", 23)]


@pytest.mark.parametrize(
    "text",
    [
        "Mean cramp score was lower in the velatinib group than in the placebo group (21.3 [SD 4.4] v 27.9 [5.1]).",
        "Mean cramp score was 21.3 (SD 4.4) with velatinib and 27.9 (5.1) with placebo.",
    ],
)
def test_the_second_spread_is_as_the_first(page, text: str) -> None:
    assert means(page, text) == [("velatinib", 21.3, 4.4), ("placebo", 27.9, 5.1)]


@pytest.mark.parametrize(
    "text",
    [
        "In the velatinib group and the placebo group, mean stay was 6.2 and 8.1 days, respectively.",
        "Mean stay was 6.2 and 8.1 days in the velatinib and placebo groups.",
        "Mean stay (days) was 6.2 v 8.1 with velatinib and placebo.",
        "Mean stay was 6.2 days v 8.1 days with velatinib and placebo.",
    ],
)
def test_two_means_with_their_unit_behind_one(page, text: str) -> None:
    assert means(page, text) == [("velatinib", 6.2, None), ("placebo", 8.1, None)]


def test_two_lengths_of_follow_up_are_no_outcome(page) -> None:
    assert not means(page, "The mean length of follow-up was 21.3 and 22.9 months, respectively.")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("A mean length of stay of 6.2 days (SD 1.1) was found with velatinib.", "length of stay"),
        ("12/180 patients on velatinib fell versus 24/175 on placebo.", ""),
        ("A total of 19 falls were seen (7 with velatinib v 12 with placebo).", "falls"),
        (
            "Rates of cramps in the velatinib and placebo groups did not differ (17.2% v 18.1%).",
            "cramps",
        ),
    ],
)
def test_what_the_numbers_are_of(page, text: str, label: str) -> None:
    assert {r.endpoint for r in results(page, text)} == {label}


@pytest.mark.parametrize(
    "text",
    [
        "Median cramp time was 6.2 days with velatinib and 8.1 days with placebo.",
        "Median cramp time was 6.2 and 8.1 days in the velatinib and placebo groups.",
        "Median cramp time was 6.2 v 8.1 days with velatinib and placebo.",
        "Median cramp time in the velatinib group was 6.2 days, against 8.1 days in the placebo group.",
        "Median cramp time was 6.2 days (95% CI 5.1 to 7.4) with velatinib and 8.1 days (95% CI 7.0 to 9.9) with placebo.",
    ],
)
def test_the_second_of_two_medians(page, text: str) -> None:
    assert means(page, text) == [("velatinib", 6.2, None), ("placebo", 8.1, None)]


def test_medians_of_two_outcomes_are_no_pair_of_arms(page) -> None:
    found = means(
        page, "Median cramp time and stay were 6 and 31 days on velatinib and 8 and 33 days on placebo."
    )
    assert ("placebo", 31, None) not in found


def limits(result: Result) -> tuple[float | None, ...]:
    return tuple(p and p.value for p in (result.value, result.low, result.high))


@pytest.mark.parametrize(
    ("text", "measure", "level"),
    [
        ("Cramps were rarer (RR: 0.64, CI95%: 0.44-0.91).", "risk_ratio", 95),
        ("Cramps were rarer (RR: 0.64, IC 95% 0.44 to 0.91).", "risk_ratio", 95),
        ("For cramps the RR was 0.64 (95%CI 0.44~0.91).", "risk_ratio", 95),
        ("The risk ratio (95% CI) for cramps was 0.64 (0.44, 0.91).", "risk_ratio", 95),
        ("Cramps: odds ratio 0.64, 0.44 to 0.91, P = 0.02.", "odds_ratio", None),
        ("The mean difference in stay was 0.64 days (0.44 to 0.91; P = 0.02).", "difference", None),
        ("The difference in mean length of stay was 0.64 days (95% CI 0.44, 0.91).", "difference", 95),
    ],
)
def test_intervals_in_more_spellings(page, text: str, measure: str, level: float | None) -> None:
    (one,) = results(page, text)
    assert (one.measure, one.level, limits(one)) == (measure, level, (0.64, 0.44, 0.91))


def test_a_difference_headed_with_its_level_is_no_share(page) -> None:
    text = "Cure rate was 41.2% (velatinib) and 38.9% (placebo); treatment difference (95% CI) was 2.3% (-7.9, 12.5)."
    found = results(page, text)
    assert [limits(r) for r in found if r.measure == "risk_difference"] == [(2.3, -7.9, 12.5)]
    assert shares(page, text) == [("velatinib", 41.2), ("placebo", 38.9)]


def test_the_ends_of_an_interval_are_no_ratio(page) -> None:
    assert not results(page, "The 95% CI for the hazard ratio of cramps was 0.44 to 0.91.")


def test_ratios_of_two_outcomes_named_behind_them(page) -> None:
    text = "Hazard ratios were 0.64 (95% CI 0.44 to 0.91) for cramps and 1.12 (0.81 to 1.55) for stroke."
    assert [(r.endpoint, limits(r)) for r in results(page, text)] == [
        ("cramps", (0.64, 0.44, 0.91)),
        ("stroke", (1.12, 0.81, 1.55)),
    ]


@pytest.mark.parametrize(
    ("text", "arm"),
    [
        (
            "At 9 weeks weight was 3.1 kg lower with velatinib than with placebo (95% CI 1.2 to 5.0).",
            "placebo",
        ),
        ("Velatinib lowered weight by 3.1 kg (95% CI 1.2 to 5.0) compared with placebo.", "placebo"),
        ("Velatinib gave a mean weight 3.1 kg lower than placebo (95% CI 1.2 to 5.0).", "placebo"),
        ("Weight was 3.1 kg higher with velatinib than with placebo (95% CI 1.2 to 5.0).", "velatinib"),
        ("Velatinib raised weight by 3.1 kg (1.2 to 5.0) compared with placebo.", "velatinib"),
    ],
)
def test_differences_said_in_words(page, text: str, arm: str) -> None:
    (one,) = results(page, text)
    other = "placebo" if arm == "velatinib" else "velatinib"
    assert (one.measure, limits(one), one.arm, one.versus) == ("difference", (3.1, 1.2, 5.0), arm, other)


@pytest.mark.parametrize(
    "text",
    [
        "Weight was 3.1 kg lower at week 9 than at entry (95% CI 1.2 to 5.0) with velatinib and placebo.",
        "Weight was 3.1 kg lower with velatinib than with placebo (95% CI 4.2 to 5.0).",
        "Weight was 3.1 kg lower with velatinib than with placebo.",
    ],
)
def test_what_is_no_difference_between_arms(page, text: str) -> None:
    assert not [r for r in results(page, text) if r.measure == "difference"]


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        (
            "Velatinib reduced the risk of cramps by 36% (95% CI 9 to 56) compared with placebo.",
            ("velatinib", "placebo"),
        ),
        (
            "Velatinib gave a 36% (95% CI 9 to 56) reduction in cramps compared with placebo.",
            ("velatinib", "placebo"),
        ),
        ("Cramps were reduced by 36% (95% CI 9 to 56) compared with placebo.", ("velatinib", "placebo")),
        ("There was a 36% (9 to 56) reduction in cramps in the velatinib group.", ("velatinib", "")),
    ],
)
def test_changes_with_their_interval(page, text: str, arms: tuple[str, str]) -> None:
    (one,) = results(page, text)
    assert (one.measure, limits(one), (one.arm, one.versus)) == ("relative_change", (36, 9, 56), arms)


def test_each_arm_has_its_own_change(page) -> None:
    text = (
        "There was a 46% reduction in pain in the velatinib group and a 15% reduction in the placebo group."
    )
    found = [(r.arm, r.versus, r.endpoint) for r in results(page, text)]
    assert found == [("velatinib", "", "pain"), ("placebo", "", "")]


def test_a_change_that_was_planned_for_is_no_result(page) -> None:
    assert not results(page, "The trial had 80% power to detect a 31% reduction in cramps.")


@pytest.mark.parametrize(
    "text",
    [
        "In the velatinib group 12 patients had cramps, as against 31 in the placebo group.",
        "At 9 weeks, in the velatinib group 12 patients had died compared with 31 in the placebo group.",
        "Cramps were found in 12 patients (velatinib) and 31 patients (placebo).",
        "With velatinib, 12 patients had cramps (6.7%); with placebo, 31 did (17.7%).",
        "12 of 180 in the velatinib group (6.7%) and 31 of 175 in the placebo group (17.7%) had cramps.",
        "Cramps were seen in 12 patients offered velatinib and 31 offered placebo.",
    ],
)
def test_counts_of_two_arms(page, text: str) -> None:
    assert shares(page, text) == [("velatinib", 12), ("placebo", 31)]


def test_all_people_of_two_arms_had_no_event(page) -> None:
    assert not shares(page, "In the velatinib group 180 patients had a scan and 175 in the placebo group.")


@pytest.mark.parametrize(
    "text",
    [
        "Leaks occurred in none of the patients who had keyhole repair and in 9 (5.6%) of those who had open repair.",
        "Leaks occurred in no patients who had keyhole repair and in 9 (5.6%) of those who had open repair.",
        "No patient who had keyhole repair had a leak, but 9 of 160 (5.6%) who had open repair did.",
    ],
)
def test_none_of_one_arm(page, text: str) -> None:
    assert shares(page, text, KNEES) == [("keyhole repair", 0), ("open repair", 9)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("With velatinib, 12 patients had cramps (6.7%); with placebo, 31 did (17.7%).", ["cramps", ""]),
        (
            "Of the 180 patients given velatinib, 12 (6.7%) had cramps; of the 175 given placebo, 31 (17.7%) did.",
            ["cramps", "cramps"],
        ),
        (
            "17.7% of those given placebo had cramps, but only 6.7% of those given velatinib.",
            ["cramps", "cramps"],
        ),
        (
            "5 (2.8%) patients in the velatinib group had cramps and 7 (3.9%) died, versus 16 (9.1%) and 11 (6.3%) in the placebo group.",
            ["cramps", "died", "cramps", "died"],
        ),
        (
            "The absolute risk reduction for cramps was 11.0% (6.7% with velatinib v 17.7% with placebo).",
            ["cramps", "cramps"],
        ),
    ],
)
def test_what_the_second_number_is_of(page, text: str, labels: list[str]) -> None:
    assert [r.endpoint for r in results(page, text) if r.measure == "proportion"] == labels


def test_an_overall_accuracy_is_still_the_arms(page) -> None:
    text = "In the velatinib group, the overall accuracy was 91 percent and the sensitivity 88 percent."
    assert shares(page, text) == [("velatinib", 91), ("velatinib", 88)]


@pytest.mark.parametrize(
    "text",
    [
        "Cramps were reported by 14.1% of those on velatinib who replied and 9% of those on placebo who replied.",
        "Guesses of velatinib were made by 47% and of placebo by 38%.",
    ],
)
def test_some_of_an_arm_and_guesses_are_not_the_arms(page, text: str) -> None:
    assert {arm for arm, _ in shares(page, text)} == {""}


def test_what_an_arm_guessed_is_its_own(page) -> None:
    text = "Of those on velatinib, 47% guessed correctly, as did 38% of those on placebo."
    assert shares(page, text) == [("velatinib", 47), ("placebo", 38)]


@pytest.mark.parametrize(
    "text",
    [
        "Cramps were seen in 6.7% with velatinib and 17.7% with placebo 9 weeks after randomisation.",
        "Nine weeks after randomisation, cramps were seen in 6.7% with velatinib and 17.7% with placebo.",
        "In the first 9 weeks cramps were seen in 6.7% with velatinib and 17.7% with placebo.",
    ],
)
def test_times_since_the_start(page, text: str) -> None:
    found = results(page, text)
    assert {r.endpoint.lower() for r in found} == {"cramps"}
    assert {r.time.lower() for r in found} <= {"9 weeks", "nine weeks"}
    assert shares(page, text) == [("velatinib", 6.7), ("placebo", 17.7)]


def test_a_time_at_the_end_of_another_clause(page) -> None:
    text = "Pain was 41.2 (SD 5.1) with velatinib; it was 30.1 (SD 4.4) 9 weeks after randomisation."
    assert [r.time for r in results(page, text)] == ["", "9 weeks"]


@pytest.mark.parametrize(
    "text",
    [
        "The primary outcome (leg cramps) occurred in 12 (6.7%) patients on velatinib and 31 (17.7%) on placebo.",
        "The primary outcome, leg cramps, occurred in 12 (6.7%) patients on velatinib and 31 (17.7%) on placebo.",
        "Leg cramps, the primary outcome, occurred in 12 (6.7%) patients on velatinib and 31 (17.7%) on placebo.",
        "The primary end point of leg cramps occurred in 12 (6.7%) patients on velatinib and 31 (17.7%) on placebo.",
    ],
)
def test_the_primary_outcome_is_named_in_the_sentence(page, text: str) -> None:
    assert [r.endpoint.lower() for r in results(page, text)] == ["leg cramps", "leg cramps"]


@pytest.mark.parametrize(
    "text",
    [
        "The risk of cramps was reduced by 36% (95% CI 9 to 56).",
        "There was a relative risk reduction of 36% (95% CI 9 to 56) in cramps.",
        "Velatinib was associated with a lower risk of cramps (hazard ratio, 0.64; 95% CI, 0.44 to 0.91).",
        "For cramps, the RR was 0.64 (0.44 to 0.91).",
        "The relative risk was 0.64 for cramps (95% CI 0.44 to 0.91).",
        "The hazard ratio (velatinib v placebo) for cramps was 0.64 (95% CI 0.44 to 0.91).",
        "For cramps, the figures were 6.7% with velatinib v 17.7% with placebo.",
        "We saw cramps in 6.7% of patients given velatinib and 17.7% of those given placebo.",
    ],
)
def test_outcomes_said_in_front_and_behind(page, text: str) -> None:
    assert {r.endpoint for r in results(page, text)} == {"cramps"}


def test_people_in_front_are_no_outcome(page) -> None:
    text = "For the younger cohort, the figures were 6.7% with velatinib v 17.7% with placebo."
    assert {r.endpoint for r in results(page, text)} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "Mean stay was reduced to 6.2 days with velatinib, compared with 8.1 days with placebo.",
        "Mean stay values of 6.2 and 8.1 were recorded in the velatinib and placebo groups, respectively.",
        "Median stay was shorter in the velatinib group (6.2 days [IQR 4.1-7.9]) than in the placebo group (8.1 days [5.5-9.9]).",
    ],
)
def test_more_pairs_of_means_and_medians(page, text: str) -> None:
    found = [(arm, value) for arm, value, _ in means(page, text)]
    assert found == [("velatinib", 6.2), ("placebo", 8.1)]


def test_a_difference_behind_what_it_compares(page) -> None:
    (one,) = results(page, "Weight was higher with placebo than with velatinib by 3.1 kg (95% CI 1.2-5.0).")
    assert (limits(one), one.arm, one.versus) == ((3.1, 1.2, 5.0), "placebo", "velatinib")


def test_the_length_of_follow_up_is_the_time(page) -> None:
    text = "At a follow-up of 9 weeks, cramps were seen in 6.7% with velatinib and 17.7% with placebo."
    assert {r.time for r in results(page, text)} == {"9 weeks"}


def test_a_ratio_is_no_name_of_the_next_outcome(page) -> None:
    text = "Cramps: RR 0.64 (95% CI 0.44 to 0.91); falls: RR 1.12 (95% CI 0.81 to 1.55)."
    assert [r.endpoint.lower() for r in results(page, text)] == ["cramps", "falls"]


@pytest.mark.parametrize("lead", ["Compared", "Within 30 days, compared", "Over 9 weeks, as compared"])
def test_who_is_spoken_of_comes_first_behind_what_it_is_compared_with(page, lead: str) -> None:
    text = f"{lead} with placebo, velatinib lowered the proportion with cramps (6.7% v 17.7%)."
    assert shares(page, text) == [("velatinib", 6.7), ("placebo", 17.7)]
