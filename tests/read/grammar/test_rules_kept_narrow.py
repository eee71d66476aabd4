"""Words beside those that a rule is made for: what is tested is no outcome, a span of time no measure, a line drawn elsewhere no line."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "METHODS: In this trial 120 adults with gout were randomly assigned to zinc (n = 60) or placebo (n = 60). "


def of_kind(page, text: str, measure: str):
    return [r for r in grammar(page(ARMS + text)).results if r.measure == measure]


def told(page, text: str, measure: str):
    return [(r.arm, r.endpoint, r.value.value if r.value else r.count) for r in of_kind(page, text, measure)]


@pytest.mark.parametrize(
    "behind",
    [
        "P = 0.04 for heterogeneity",
        "P = 0.01 for both",
        "P = 0.01 for log-rank",
        "P = 0.03 for homogeneity of effects",
        "P = 0.03 for multiplicity-adjusted test",
    ],
)
def test_what_is_tested_in_the_bracket_of_a_ratio_is_no_outcome(page, behind: str) -> None:
    (found,) = of_kind(page, f"Zinc reduced death (HR 0.7, 95% CI 0.5 to 0.9, {behind}).", "hazard_ratio")
    assert (found.endpoint, found.value.value) == ("death", 0.7)


def test_an_outcome_that_closes_the_bracket_is_one(page) -> None:
    text = "Zinc did worse (HR 1.3, 95% CI 1.1 to 1.5, P = 0.01 for relapse; HR 1.4, 95% CI 1.1 to 1.7 for death)."
    assert [r.endpoint for r in of_kind(page, text, "hazard_ratio")] == ["relapse", "death"]


def test_a_difference_with_a_unit_is_in_it_though_the_score_is_standardised(page) -> None:
    text = "The mean difference in standardized pain score was -1.2 points (95% CI -2.0 to -0.4)."
    assert [r.unit for r in of_kind(page, text, "difference")] == ["points"]
    text = "The standardised mean difference in pain was -0.4 (95% CI -0.7 to -0.1)."
    assert [r.unit for r in of_kind(page, text, "difference")] == ["SD"]


@pytest.mark.parametrize(
    "text",
    [
        "The mean change in HbA1c was greater with zinc and cure was commoner (difference 12%, 95% CI 3 to 21).",
        "The mean decrease in pain was greater; more were cured with zinc (difference 12%, 95% CI 3 to 21).",
        "The proportion with HbA1c below 7% was higher with zinc (difference 12%, 95% CI 3% to 21%).",
    ],
)
def test_a_difference_of_shares_beside_words_on_means(page, text: str) -> None:
    assert [r.value.value for r in of_kind(page, text, "risk_difference")] == [12.0]


def test_a_difference_of_means_in_percent(page) -> None:
    text = "The least squares mean change in HbA1c was -0.96% with zinc and -0.79% with placebo (difference -0.17%, 95% CI -0.30 to -0.04)."
    assert [r.value.value for r in of_kind(page, text, "difference")] == [-0.17]


def test_a_ratio_of_those_not_on_the_control_keeps_its_way(page) -> None:
    text = "The hazard ratio for death in patients not on placebo was 0.7 (95% CI 0.5 to 0.9)."
    assert [(r.arm, r.versus) for r in of_kind(page, text, "hazard_ratio")] == [("zinc", "placebo")]
    text = "The hazard ratio for death in patients on placebo was 1.4 (95% CI 1.1 to 1.9)."
    assert [(r.arm, r.versus) for r in of_kind(page, text, "hazard_ratio")] == [("placebo", "zinc")]


def test_a_change_that_is_judged_afterwards_is_one(page) -> None:
    text = "Zinc gave a 45% reduction in pain, which was considered clinically meaningful."
    assert [r.value.value for r in of_kind(page, text, "relative_change")] == [45.0]
    text = "A 45% reduction in pain was considered clinically meaningful with zinc."
    assert of_kind(page, text, "relative_change") == []


def test_a_share_behind_a_time_is_one_and_behind_an_amount_none(page) -> None:
    text = "Response was seen by 6 weeks (12%) with zinc and by 6 weeks (20%) with placebo."
    assert told(page, text, "proportion") == [("zinc", "Response", 12.0), ("placebo", "Response", 20.0)]
    text = "Blood loss fell by 9.7 mL (13%) with zinc and by 3 mL (5%) with placebo."
    assert of_kind(page, text, "proportion") == []


def test_people_out_of_some_2000_are_no_month(page) -> None:
    text = "Fever was seen in 4/2010 patients with zinc and in 9/2000 with placebo."
    assert [(r.count, r.total) for r in of_kind(page, text, "proportion")] == [(4, 2010), (9, 2000)]
    text = "Patients came from 4/2010 to 5/2013 to be given zinc."
    assert of_kind(page, text, "proportion") == []


def test_the_lack_of_something_is_said_of_its_clause_alone(page) -> None:
    text = "Impaired vision was noted in 12% with zinc and 8% with placebo, while vision was normal in 40% and 44%."
    assert [r.endpoint for r in of_kind(page, text, "proportion")] == [
        *["Impaired vision"] * 2,
        *["vision normal"] * 2,
    ]


def test_the_last_of_two_numbers_of_unnamed_arms_is_of_no_one_name(page) -> None:
    text = "Nausea and vomiting occurred in 12% and 9%, respectively."
    found = [r for r in grammar(page(text)).results if r.measure == "proportion"]
    assert [(r.arm, r.endpoint) for r in found] == [("", "Nausea and vomiting"), ("", "")]
    text = "Nausea and vomiting occurred in 12% and 9% of those on zinc and 20% and 15% on placebo, respectively."
    assert [r.endpoint for r in of_kind(page, text, "proportion")] == ["Nausea", "vomiting"] * 2


@pytest.mark.parametrize("name", ["ACR 20% response", "Stenosis of 50%", "weight reduction of 10%"])
def test_a_line_in_percent_is_a_part_of_a_name(page, name: str) -> None:
    text = f"{name} was seen in 52% with zinc and 31% with placebo."
    found = [(r.arm, r.endpoint) for r in of_kind(page, text, "proportion") if r.value.value in (52.0, 31.0)]
    assert found == [("zinc", name), ("placebo", name)]


def test_what_a_treatment_is_superior_for_one_by_one(page) -> None:
    text = "Zinc was superior to placebo for relief of pain (52% v 20%) and for fever (30% v 21%)."
    assert [r.endpoint for r in of_kind(page, text, "proportion")] == ["relief of pain"] * 2 + ["fever"] * 2


def test_arms_by_where_a_drug_acts_and_by_the_pressure_aimed_at(page) -> None:
    text = "METHODS: 90 adults with back pain were randomised to local or systemic steroid. RESULTS: Relapse was 12% with local steroid and 20% with systemic steroid."
    assert [a.label for a in grammar(page(text)).arms] == ["local steroid", "systemic steroid"]
    text = "METHODS: 90 adults were randomised to low blood pressure (n = 45) or high blood pressure (n = 45). RESULTS: Death was 12% with low blood pressure."
    assert [a.label for a in grammar(page(text)).arms] == ["low blood pressure", "high blood pressure"]


def test_a_p_value_of_arms_beside_words_of_correlation(page) -> None:
    for text in (
        "Pain was lower with zinc than with placebo (r = 0.3, P = 0.02).",
        "Supplementation was associated with less pain (P = 0.02).",
        "It was associated with less pain (P = 0.02).",
    ):
        (found,) = of_kind(page, text, "p_value")
        assert ((found.arm, found.versus), found.analysis) == (("zinc", "placebo"), "")
    (found,) = of_kind(page, "Pain was associated with age (P = 0.02).", "p_value")
    assert (found.arm, found.analysis) == ("", "correlation")


def test_a_span_of_time_is_no_measure_before_and_after(page) -> None:
    assert of_kind(page, "Pain decreased from 2 to 24 hours after surgery with zinc.", "mean") == []
    text = "Total sleep rose from 5.2 to 6.1 hours with zinc and from 5.3 to 5.5 hours with placebo."
    assert [r.value.value for r in of_kind(page, text, "mean")] == [5.2, 6.1, 5.3, 5.5]


def test_medians_and_means_of_one_sentence_before_and_after(page) -> None:
    text = "Median uric acid fell from 9.1 to 6.2 mg/dL with zinc and mean weight fell from 80 to 78 kg."
    assert [r.value.value for r in of_kind(page, text, "median")] == [9.1, 6.2]
    assert [r.value.value for r in of_kind(page, text, "mean")] == [80.0, 78.0]


def test_while_is_no_outcome(page) -> None:
    text = "With zinc uric acid fell from 9.1 to 6.2 mg/dL, while with placebo uric acid rose from 9.0 to 9.2 mg/dL."
    assert {r.endpoint for r in of_kind(page, text, "mean")} == {""}


def test_scores_before_and_after_are_no_people(page) -> None:
    text = "Pain score fell from 6 to 3 with zinc and from 6 to 5 with placebo."
    assert of_kind(page, text, "proportion") == []
    assert [(r.arm, r.value.value) for r in of_kind(page, text, "mean")] == [
        ("zinc", 6.0),
        ("zinc", 3.0),
        ("placebo", 6.0),
        ("placebo", 5.0),
    ]


def test_ratios_in_a_bracket_are_no_means(page) -> None:
    text = "The mean change was greater on zinc for pain (-5.2 v -3.3), while the odds ratio was lower (0.5 v 0.8) by sex."
    assert [r.value.value for r in of_kind(page, text, "mean")] == [-5.2, -3.3]


def test_spreads_without_a_mean_are_none(page) -> None:
    text = "The standard deviation of pain was 12 mm with zinc and 14 mm with placebo, which was similar."
    assert of_kind(page, text, "mean") == []
    text = "Pain at night was 12 mm with zinc and 14 mm with placebo, which was similar."
    assert [r.value.value for r in of_kind(page, text, "mean")] == [12.0, 14.0]


def test_an_increase_behind_a_reduction_has_its_own_way(page) -> None:
    text = "Zinc gave a reduction in pain (2.5 mm [95% CI 1.4 to 3.6]) and an increase in function (3.9 mm [0.8 to 7.1]) compared with placebo."
    found = [(r.arm, r.versus, r.endpoint) for r in of_kind(page, text, "difference") if r.value.value == 3.9]
    assert found == [("zinc", "placebo", "function")]


def test_people_who_had_it_out_of_people_are_no_events(page) -> None:
    text = "Cure: 12 in 40 women versus 14 in 41 women."
    assert 41 not in [r.count for r in of_kind(page, text, "proportion")]


def test_one_number_of_some_women_is_no_arms(page) -> None:
    start = "METHODS: 80 adults were randomised to "
    halves = grammar(page(f"{start}a zinc group and a placebo group (n = 40). RESULTS: Pain was less."))
    assert {a.label: a.size for a in halves.arms if a.size} == {"zinc": 40, "placebo": 40}
    some = grammar(
        page(f"{start}zinc or to placebo; women (n = 40) took zinc at night. RESULTS: Pain was less.")
    )
    assert "zinc" not in {a.label for a in some.arms if a.size}


def test_the_age_of_all_who_are_dealt_out_is_of_no_arm(page) -> None:
    text = (
        "METHODS: 80 adults (mean age 61, SD 9) were randomised to zinc or placebo. RESULTS: pain was less."
    )
    assert [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "mean"] == [
        ("", 61.0)
    ]


@pytest.mark.parametrize(
    ("opening", "second"),
    [
        ("The efficacy of verlistat against sickness was studied.", "melodrine"),
        ("Does verlistat protect against colds?", "melodrine"),
        ("The efficacy of verlistat against placebo was studied.", "placebo"),
        ("We compared the efficacy of verlistat against melodrine.", "melodrine"),
    ],
)
def test_what_a_drug_acts_against_is_no_arm(page, opening: str, second: str) -> None:
    text = f"{opening} In a randomised trial 90 women received verlistat or {second}. Sleep was sound in 41 and 63%, respectively."
    assert [a.label for a in grammar(page(text)).arms] == ["verlistat", second]
