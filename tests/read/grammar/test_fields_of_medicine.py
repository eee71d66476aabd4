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
        "We randomised 64 heavy smokers without gout (aged 20 to 65 years; weight 70 to 120 kg) to oral zinc 10 mg once daily plus subcutaneous copper 2 mg once weekly or placebo.",
        "Weight was measured in 64 heavy smokers without gout who were given zinc or placebo. The trial was randomised.",
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
        "The combined therapy group had a higher fever rate than the gel-only group (44% vs. 17%, P = 0.01).",
        "The combined therapy group had a higher rate of fever than the gel alone group (44% vs. 17%, P = 0.01).",
    ],
)
def test_the_other_group_is_no_outcome(page, text: str) -> None:
    lead = "Women were randomised to gel or gel with rods. "
    assert told(page, text, lead=lead) == [
        ("gel with rods", "fever", 44.0),
        ("gel", "fever", 17.0),
    ]


def test_a_change_with_its_percent_is_no_share(page) -> None:
    text = "Grip time increased by 6.2 ± 4.1 s (11.4%) and force by 2.8 ± 1.1 kN (9.6%) with zinc."
    assert told(page, text) == []
    assert told(page, text, "mean") == [
        ("zinc", "increase in Grip time", 6.2),
        ("zinc", "increase in force", 2.8),
    ]
    units = [r.unit for r in grammar(page(LEAD + text)).results if r.measure == "mean"]
    assert units == ["s", "kN"]


def test_people_by_whom_something_was_had_are_a_share(page) -> None:
    text = "Nausea was reported by 28 adults (8.8%) on zinc and by 46 adults (14.6%) on copper."
    assert [(arm, value) for arm, _, value in told(page, text)] == [("zinc", 8.8), ("copper", 14.6)]


def test_a_difference_of_means_in_percent_is_none_of_risks(page) -> None:
    text = "The least squares mean change was -0.62% with zinc and -0.88% with copper, and the treatment difference was 0.26% (95% CI, 0.05 to 0.41)."
    assert told(page, text, "risk_difference") == []
    assert [value for _, _, value in told(page, text, "difference")] == [0.26]
    text = "Relapse occurred in 12% with zinc and 20% with copper (difference -8%, 95% CI -14 to -2)."
    assert [value for _, _, value in told(page, text, "risk_difference")] == [-8.0]


def test_a_percent_of_what_is_predicted_is_no_share(page) -> None:
    text = "Mean FEV1 per cent predicted was alike with zinc (61.2%) and with copper (63.4%)."
    assert told(page, text) == []


def test_as_many_in_each_group(page) -> None:
    text = "A randomised trial of zinc versus copper. Seventy adults in each group had either zinc or copper."
    assert [(a.label, a.size) for a in grammar(page(text)).arms] == [("zinc", 70), ("copper", 70)]


def sizes(page, text: str) -> list[tuple[str, int | None, str]]:
    return [(a.label, a.size, a.role) for a in grammar(page(text)).arms]


def test_eyes_are_no_arm_and_no_people(page) -> None:
    text = (
        "Laser versus manual removal for short sight. This randomized trial included 820 eyes of 410 adults. "
        "Each adult was randomly assigned to laser or manual removal. "
        "Haze was seen in 9% versus 12% of eyes in the laser and manual groups, respectively."
    )
    found = grammar(page(text))
    assert [a.label for a in found.arms] == ["laser", "manual removal"]
    assert [s.value for s in found.stated if s.field == "participants"] == [410]
    shares = [(r.arm, r.value and r.value.value) for r in found.results if r.measure == "proportion"]
    assert shares == [("laser", 9.0), ("manual removal", 12.0)]


def test_people_are_counted_and_not_their_events(page) -> None:
    text = (
        "There were no differences in serious reactions (12 reactions in 11 adults on zinc vs eight in seven adults on copper) "
        "or serious adverse events (19 in 15 adults vs 23 in 18 adults)."
    )
    counts = [
        (r.arm, r.count, r.endpoint)
        for r in grammar(page(LEAD + text)).results
        if r.measure == "proportion" and r.quote.start >= len(LEAD)
    ]
    assert counts == [
        ("zinc", 11, "serious reactions"),
        ("copper", 7, "serious reactions"),
        ("zinc", 15, "serious adverse events"),
        ("copper", 18, "serious adverse events"),
    ]


def test_shares_behind_the_roles_of_arms(page) -> None:
    text = (
        "Phone counselling against stress: a randomised trial. Adults were randomly allocated to a control group and a test group. "
        "Three-quarters were smokers, with alike shares in the two groups (intervention = 76%, control = 73%)."
    )
    found = grammar(page(text))
    shares = [
        (r.arm, r.endpoint, r.value and r.value.value) for r in found.results if r.measure == "proportion"
    ]
    assert shares == [("Phone counselling against stress", "", 76.0), ("control", "", 73.0)]


def test_one_treatment_against_another_is_a_comparison(page) -> None:
    text = (
        "Zinc against copper in gout: a randomised trial. Pain was seen in 12% with zinc and 20% with copper."
    )
    assert labels(page, text) == ["zinc", "copper"]


def test_codes_of_two_letters_and_turned_groups(page) -> None:
    text = (
        "180 adults were randomised to dexamine 5 mg (Group D, n = 58), palontin 2 mg (Group P, n = 60) or dexamine 5 mg plus palontin "
        "2 mg (Group PD, n = 62). Cramps were seen in 21% in PD, 30% in P group and 49% in D group."
    )
    assert sizes(page, text) == [
        ("Group D", 58, "control"),
        ("Group P", 60, "control"),
        ("Group PD", 62, "experimental"),
    ]
    shares = [
        (r.arm, r.value and r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"
    ]
    assert shares == [("Group PD", 21.0), ("Group P", 30.0), ("Group D", 49.0)]


def test_vitamin_d_group_is_not_group_d(page) -> None:
    text = (
        "Sixty adults were randomised to Group D (placebo, n = 30) or Group E (vitamin D, n = 30). "
        "Falls were seen in 24% of the vitamin D group and 30% of the others."
    )
    shares = [
        (r.arm, r.value and r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"
    ]
    assert ("Group D", 24.0) not in shares


def test_what_is_given_both_is_compared_with_its_parts(page) -> None:
    text = "180 adults were randomised to dexamine, palontin or dexamine plus palontin. Cramps were seen in 21% with dexamine plus palontin."
    assert [(label, role) for label, _, role in sizes(page, text)] == [
        ("dexamine", "control"),
        ("palontin", "control"),
        ("dexamine plus palontin", "experimental"),
    ]


def test_halves_of_cells_are_nobodys(page) -> None:
    text = "50% of the cells were infused in a vein in the zinc group."
    assert told(page, text) == []


def test_the_range_of_an_age_is_no_time(page) -> None:
    text = "Mean age was 52 ± 10.4 years, ranging from 25 years to 71 years."
    assert [r.time for r in grammar(page(LEAD + text)).results if r.measure == "mean"] == [""]


def test_a_change_by_so_much_is_no_share_though_its_p_stands_between(page) -> None:
    text = "Muscle activity increased (P < 0.05) by 16% with zinc only, while strength rose (P = 0.03) by 22 and 47% with zinc and copper, respectively."
    assert told(page, text) == []


def test_a_month_of_a_year_counts_nobody(page) -> None:
    text = "The last visit was 06/2014. Relapse occurred in 12/318 with zinc and 20/316 with copper."
    counts = [
        (r.count, r.total)
        for r in grammar(page(LEAD + text)).results
        if r.measure == "proportion" and r.quote.start >= len(LEAD)
    ]
    assert counts == [(12, 318), (20, 316)]


def test_those_who_were_more_are_no_size(page) -> None:
    lead = "Children were randomised to zinc (n = 30) or copper (n = 30). "
    text = "Cough in the zinc group (9 cases) was higher than in the other group."
    found = [r.total for r in grammar(page(lead + text)).results if r.measure == "size"]
    assert found == [30, 30]


def test_the_people_of_two_trials_are_no_sizes_of_arms(page) -> None:
    text = (
        "Adults in VELTA-1 (n=61; failed response) and VELTA-2 (n=34; failed therapy) were randomized to placebo or velatinib. "
        "Response was greater with velatinib than with placebo (VELTA-1: 41.2% vs. 30.1%; VELTA-2: 35.4% vs. 14.6%)."
    )
    found = grammar(page(text))
    assert [a.size for a in found.arms] == [None, None]
    assert not any(r.endpoint.startswith("VELTA") for r in found.results)


def test_events_in_people_that_an_arm_is_named_behind(page) -> None:
    text = "There were 23 events in 18 adults on zinc versus 27 in 19 adults on copper."
    counts = [
        (r.arm, r.count)
        for r in grammar(page(LEAD + text)).results
        if r.measure == "proportion" and r.quote.start >= len(LEAD)
    ]
    assert counts == [("zinc", 18), ("copper", 19)]
