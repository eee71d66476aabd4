"""Wordings of articles of many fields: people who go without something, adverbs before an outcome, changes with their percent, differences of means."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

LEAD = "Adults were randomised to zinc (n = 318) or copper (n = 316). "


def told(page, text: str, measure: str = "proportion", lead: str = LEAD):
    return [
        (r.arm, r.endpoint, r.value and r.value.value)
        for r in grammar(page(lead + text)).results
        if r.measure == measure and r.quote.start >= len(lead)
    ]


def labels(page, text: str) -> list[str]:
    return [a.label for a in grammar(page(text)).arms]


@pytest.mark.parametrize(
    "text",
    [
        "We randomised 50 obese adults without diabetes (aged 18 to 70 years; body mass index 30 to 45 kg/m2) to oral zinc 10 mg once daily plus subcutaneous copper 2 mg once weekly or placebo.",
        "Weight was measured in 50 obese adults without diabetes who were given zinc or placebo. The trial was randomised.",
    ],
)
def test_people_who_go_without_something_are_no_arm(page, text: str) -> None:
    found = labels(page, text)
    assert not any(label.startswith("without") for label in found)
    assert "placebo" in found


def test_an_arm_that_goes_without_something_is_one(page) -> None:
    text = "Sixty women were randomised to surgery with a drain or surgery without a drain."
    assert any("without" in label for label in labels(page, text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("However, rash occurred in 5% of adults on zinc and 9% on copper.", "rash"),
        ("Further, there were fewer falls with zinc (9%) than with copper (21%).", "falls"),
        ("Additionally, nausea was seen in 5% with zinc and 9% with copper.", "nausea"),
    ],
)
def test_an_adverb_is_no_part_of_a_name(page, text: str, name: str) -> None:
    assert [endpoint.lower() for _, endpoint, _ in told(page, text)] == [name, name]


@pytest.mark.parametrize(
    "text",
    [
        "The combined therapy group had a higher infection rate than the gel-only group (59% vs. 12%, P = 0.003).",
        "The combined therapy group had a higher rate of infection than the gel alone group (59% vs. 12%, P = 0.003).",
    ],
)
def test_the_other_group_is_no_outcome(page, text: str) -> None:
    lead = "Women were randomised to gel or gel with dilators. "
    assert told(page, text, lead=lead) == [
        ("gel with dilators", "infection", 59.0),
        ("gel", "infection", 12.0),
    ]


def test_a_change_with_its_percent_is_no_share(page) -> None:
    text = "Hold-time increased by 9.7 ± 9.4 s (13.2%) and impulse by 3.7 ± 1.3 kN (13.9%) with zinc."
    assert told(page, text) == []
    assert told(page, text, "mean") == [
        ("zinc", "increase in Hold-time", 9.7),
        ("zinc", "increase in impulse", 3.7),
    ]
    units = [r.unit for r in grammar(page(LEAD + text)).results if r.measure == "mean"]
    assert units == ["s", "kN"]


def test_people_by_whom_something_was_had_are_a_share(page) -> None:
    text = "Nausea was reported by 33 adults (10.4%) on zinc and by 41 adults (13.0%) on copper."
    assert [(arm, value) for arm, _, value in told(page, text)] == [("zinc", 10.4), ("copper", 13.0)]


def test_a_difference_of_means_in_percent_is_none_of_risks(page) -> None:
    text = "The least squares mean change was -0.79% with zinc and -0.96% with copper, and the treatment difference was 0.17% (95% CI, 0.03 to 0.30)."
    assert told(page, text, "risk_difference") == []
    assert [value for _, _, value in told(page, text, "difference")] == [0.17]
    text = "Relapse occurred in 12% with zinc and 20% with copper (difference -8%, 95% CI -14 to -2)."
    assert [value for _, _, value in told(page, text, "risk_difference")] == [-8.0]


def test_a_percent_of_what_is_predicted_is_no_share(page) -> None:
    text = "Mean FEV1 per cent predicted was alike with zinc (58.5%) and with copper (60.1%)."
    assert told(page, text) == []


def test_as_many_in_each_group(page) -> None:
    text = "A randomised trial of zinc versus copper. Eighty adults in each group had either zinc or copper."
    assert [(a.label, a.size) for a in grammar(page(text)).arms] == [("zinc", 80), ("copper", 80)]


def sizes(page, text: str) -> list[tuple[str, int | None, str]]:
    return [(a.label, a.size, a.role) for a in grammar(page(text)).arms]


def test_eyes_are_no_arm_and_no_people(page) -> None:
    text = (
        "Alcohol versus mechanical removal for short sight. This randomized trial included 1,250 eyes of 625 adults. "
        "Each adult was randomly assigned to alcohol or mechanical removal. "
        "Haze was seen in 9% versus 12% of eyes in the alcohol and mechanical groups, respectively."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["alcohol", "mechanical removal"]
    assert [s.value for s in found.stated if s.field == "participants"] == [625]
    shares = [(r.arm, r.value and r.value.value) for r in found.results if r.measure == "proportion"]
    assert shares == [("alcohol", 9.0), ("mechanical removal", 12.0)]


def test_people_are_counted_and_not_their_events(page) -> None:
    text = (
        "There were no differences in serious reactions (16 reactions in 14 adults on zinc vs ten in nine adults on copper) "
        "or serious adverse events (21 in 16 adults vs 25 in 17 adults)."
    )
    counts = [
        (r.arm, r.count, r.endpoint)
        for r in grammar(page(LEAD + text)).results
        if r.measure == "proportion" and r.quote.start >= len(LEAD)
    ]
    assert counts == [
        ("zinc", 14, "serious reactions"),
        ("copper", 9, "serious reactions"),
        ("zinc", 16, "serious adverse events"),
        ("copper", 17, "serious adverse events"),
    ]


def test_shares_behind_the_roles_of_arms(page) -> None:
    text = (
        "Phone counselling against stress: a randomised trial. Adults were randomly allocated to a control group and a test group. "
        "Two-thirds were males with similar distribution in both groups (intervention = 66%, control = 64%)."
    )
    found = grammar(page(text))
    shares = [
        (r.arm, r.endpoint, r.value and r.value.value) for r in found.results if r.measure == "proportion"
    ]
    assert shares == [("Phone counselling against stress", "", 66.0), ("control", "", 64.0)]


def test_one_treatment_against_another_is_a_comparison(page) -> None:
    text = (
        "Zinc against copper in gout: a randomised trial. Pain was seen in 12% with zinc and 20% with copper."
    )
    assert labels(page, text) == ["zinc", "copper"]


def test_codes_of_two_letters_and_turned_groups(page) -> None:
    text = (
        "187 adults were randomised to dexamine 8 mg (Group D, n = 57), palontin 0.075 mg (Group P, n = 66) or dexamine 8 mg plus palontin "
        "0.075 mg (Group PD, n = 64). Vomiting was seen in 23% in PD, 27% in P group and 56% in D group."
    )
    assert sizes(page, text) == [
        ("Group D", 57, "control"),
        ("Group P", 66, "control"),
        ("Group PD", 64, "experimental"),
    ]
    shares = [
        (r.arm, r.value and r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"
    ]
    assert shares == [("Group PD", 23.0), ("Group P", 27.0), ("Group D", 56.0)]


def test_vitamin_d_group_is_not_group_d(page) -> None:
    text = (
        "Sixty adults were randomised to Group D (placebo, n = 30) or Group E (vitamin D, n = 30). "
        "Falls were seen in 23% of the vitamin D group and 30% of the others."
    )
    shares = [
        (r.arm, r.value and r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"
    ]
    assert ("Group D", 23.0) not in shares


def test_what_is_given_both_is_compared_with_its_parts(page) -> None:
    text = "187 adults were randomised to dexamine, palontin or dexamine plus palontin. Vomiting was seen in 23% with dexamine plus palontin."
    assert [(label, role) for label, _, role in sizes(page, text)] == [
        ("dexamine", "control"),
        ("palontin", "control"),
        ("dexamine plus palontin", "experimental"),
    ]


def test_halves_of_cells_are_nobodys(page) -> None:
    text = "50% of the cells were infused in a vein in the zinc group."
    assert told(page, text) == []


def test_the_range_of_an_age_is_no_time(page) -> None:
    text = "Mean age was 54 ± 11.5 years, ranging from 30 years to 80 years."
    assert [r.time for r in grammar(page(LEAD + text)).results if r.measure == "mean"] == [""]


def test_a_change_by_so_much_is_no_share_though_its_p_stands_between(page) -> None:
    text = "Muscle activity increased (P < 0.05) by 18% with zinc only, while expression rose (P < 0.05) by 30 and 61% with zinc and copper, respectively."
    assert told(page, text) == []


def test_a_month_of_a_year_counts_nobody(page) -> None:
    text = "The final evaluation was 05/2013. Relapse occurred in 12/318 with zinc and 20/316 with copper."
    counts = [
        (r.count, r.total)
        for r in grammar(page(LEAD + text)).results
        if r.measure == "proportion" and r.quote.start >= len(LEAD)
    ]
    assert counts == [(12, 318), (20, 316)]


def test_those_who_were_more_are_no_size(page) -> None:
    lead = "Children were randomised to zinc (n = 30) or copper (n = 30). "
    text = "Cough in the zinc group (10 cases) was higher than in the other group."
    found = [r.total for r in grammar(page(lead + text)).results if r.measure == "size"]
    assert found == [30, 30]


def test_the_people_of_two_trials_are_no_sizes_of_arms(page) -> None:
    text = (
        "Adults in VELTA-1 (n=56; failed response) and VELTA-2 (n=26; failed therapy) were randomized to placebo or velatinib. "
        "Response was greater with velatinib than with placebo (VELTA-1: 36.8% vs. 27.8%; VELTA-2: 37.5% vs. 11.1%)."
    )
    found = grammar(page(text))
    assert [a.size for a in found.arms] == [None, None]
    assert not any(r.endpoint.startswith("VELTA") for r in found.results)
