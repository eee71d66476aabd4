"""Arms and their sizes as they are set out group by group, and numbers beside them that are no sizes."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def sizes(page, text: str) -> dict[str, int | None]:
    return {a.label: a.size for a in grammar(page(text)).arms}


def stated(page, text: str, field: str) -> list[int]:
    return [s.value for s in grammar(page(text)).stated if s.field == field]


def test_the_other_group(page) -> None:
    text = (
        "Methods: One group (21 patients) received standard therapy for cough and zinc lozenges for 10 days; the other group "
        "(22 patients) received only standard therapy for cough. Results: Death rates were 40% in the zinc lozenges group and "
        "59.5% in the standard therapy group."
    )
    assert sizes(page, text) == {"zinc lozenges": 21, "standard therapy": 22}


def test_the_other_group_of_two_that_are_both_named_with_it(page) -> None:
    text = (
        "Adults were randomly assigned to zinc lozenges or placebo. One group (21 patients) was seen weekly; the other group "
        "(22 patients) was seen monthly whether on zinc lozenges or placebo."
    )
    assert set(sizes(page, text).values()) == {None}


def test_eyes_before_and_behind_brackets(page) -> None:
    text = (
        "In this randomized study, a warmed lens was placed in 33 eyes (group 1) and a cold one was taken (group 2) in 31 eyes. "
        "A quiet eye was seen in 24 eyes in group 1 and 15 eyes in group 2."
    )
    assert sizes(page, text) == {"group 1": 33, "group 2": 31}
    assert stated(page, text, "participants") == [64]
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [("group 1", 24), ("group 2", 15)]


def test_a_range_is_no_size(page) -> None:
    text = "Adults were randomly assigned to zinc lozenges or placebo (n = 18 to 21 per group)."
    assert sizes(page, text) == {"zinc lozenges": None, "placebo": None}
    assert stated(page, text, "participants") == []


def test_one_number_for_each_is_one(page) -> None:
    text = "Adults were randomly assigned to zinc lozenges or placebo (n = 17 per group)."
    assert sizes(page, text) == {"zinc lozenges": 17, "placebo": 17}


def test_those_of_each_hospital_are_not_all_of_an_arm(page) -> None:
    text = (
        "We recruited 120 adults at two hospitals; 30 adults in each hospital were randomly allotted zinc "
        "lozenges. The 60 controls received placebo. Cough was gone in 41% with zinc lozenges and in 20% with placebo."
    )
    assert sizes(page, text) == {"zinc lozenges": None, "placebo": 60}
    assert stated(page, text, "randomised") == [120]


def test_those_of_each_group_are(page) -> None:
    text = "We recruited 120 patients from two hospitals; 60 patients in each group were randomly assigned to receive zinc lozenges or placebo."
    assert sizes(page, text) == {"zinc lozenges": 60, "placebo": 60}


def test_three_groups_in_a_list(page) -> None:
    text = (
        "Seventy-five adults were enrolled and assigned to one of three groups, zinc, copper or selenium (n = 25 for each group). "
        "Cough scores were lower in the zinc and copper groups compared to selenium group (51 ± 15, and 62 ± 10 versus 77 ± 12, P < 0.05)."
    )
    read = grammar(page(text))
    assert {a.label: a.size for a in read.arms} == {"zinc": 25, "copper": 25, "selenium": 25}
    means = [(r.arm, r.value.value, r.sd.value) for r in read.results if r.measure == "mean"]
    assert means == [("zinc", 51, 15), ("copper", 62, 10), ("selenium", 77, 12)]


def test_a_list_that_is_not_as_long_as_it_says_names_no_arms(page) -> None:
    text = "Ninety adults were randomly divided into three groups, men, women. Cough was gone in most."
    assert sizes(page, text) == {}


def test_three_numbers_that_are_parted_otherwise_than_their_names_have_no_arms_by_order(page) -> None:
    text = (
        "Adults were assigned to one of three groups, zinc, copper or selenium. "
        "Cough scores were lower in the zinc and copper groups compared to selenium group (51 ± 15 versus 62 ± 10, and 77 ± 12)."
    )
    means = [r.arm for r in grammar(page(text)).results if r.measure == "mean"]
    assert means != ["zinc", "copper", "selenium"]


def test_a_unit_in_brackets_names_no_arm(page) -> None:
    text = (
        "Participants were 39 adults. They were randomly assigned to receive taxomab at 16 million international units (MIU) per day "
        "(14 participants) or 8 MIU/day (11 participants) or no treatment (14 participants)."
    )
    assert list(sizes(page, text).values()) == [14, 11, 14]


def test_doses_per_day(page) -> None:
    text = (
        "Thirty-nine adults took part. Participants were randomly assigned to receive taxomab at 18 mg per day (13 participants) or "
        "11 mg per day (13 participants) or no treatment (12 participants)."
    )
    assert sizes(page, text) == {"taxomab 18 mg per day": 13, "taxomab 11 mg per day": 13, "no treatment": 12}


@pytest.mark.parametrize(("genuine", "feigned"), [("true", "placebo"), ("real", "sham"), ("verum", "sham")])
def test_what_is_genuine_has_the_noun_of_what_is_feigned(page, genuine: str, feigned: str) -> None:
    text = (
        f"Adults were randomized to one hour of {genuine} or {feigned} acupuncture. Cough was a little worse for "
        f"patients receiving {genuine} versus {feigned} acupuncture (12% v 10%)."
    )
    read = grammar(page(text))
    assert [a.label for a in read.arms] == [f"{genuine} acupuncture", f"{feigned} acupuncture"]
    assert [r.arm for r in read.results if r.measure == "proportion"] == [a.label for a in read.arms]


def test_a_placebo_without_a_noun_gives_none(page) -> None:
    text = "Patients were randomized to real lozenges or placebo. Cough was gone in 12% with real lozenges and in 10% with placebo."
    assert [a.label for a in grammar(page(text)).arms] == ["real lozenges", "placebo"]


@pytest.mark.parametrize("outcome", ["pain and swelling", "diastolic blood pressure", "post-operative pain"])
def test_what_is_measured_is_no_arm(page, outcome: str) -> None:
    text = f"Effect of zinc on {outcome}. Adults got zinc or nothing. This study illustrates enhanced effects on {outcome}, compared to copper alone."
    assert outcome not in [a.label for a in grammar(page(text)).arms]


def test_a_programme_for_what_is_measured_is_one(page) -> None:
    text = "Adults were randomly assigned to blood pressure training or usual care. Stroke was seen in 12% with blood pressure training and 15% with usual care."
    assert [a.label for a in grammar(page(text)).arms] == ["blood pressure training", "usual care"]


def test_women_among_people_who_are_counted_are_no_size(page) -> None:
    text = (
        "We did a randomised trial of health classes against a control in 1,20 participants from 12 villages (635 women, 488 farmers). "
        "The control villages got nothing. Pressure fell with health classes."
    )
    assert 635 not in sizes(page, text).values()


def test_all_but_a_few_is_no_share_of_them(page) -> None:
    text = "Adults were randomly assigned to zinc lozenges or placebo. All but two of 47 patients returned diaries."
    assert [r.count for r in grammar(page(text)).results if r.measure == "proportion"] == []


def test_two_of_them_is(page) -> None:
    text = "Adults were randomly assigned to zinc lozenges or placebo. Two of 47 patients lost their diaries."
    assert [(r.count, r.total) for r in grammar(page(text)).results if r.measure == "proportion"] == [(2, 47)]


def test_one_arm_on_both_sides_of_a_comparison(page) -> None:
    text = "Goats were randomised to garlic or placebo. Garlic in feed resulted in a higher weaning rate than garlic by mouth (86% versus 43%)."
    assert [r.arm for r in grammar(page(text)).results if r.measure == "proportion"] == ["", ""]


def test_two_arms_on_the_two_sides_of_a_comparison(page) -> None:
    text = "Goats were randomised to garlic or placebo. Garlic in feed resulted in a higher weaning rate than placebo in feed (86% versus 43%)."
    assert [r.arm for r in grammar(page(text)).results if r.measure == "proportion"] == ["garlic", "placebo"]


def test_two_groups_one_by_one_are_all_people(page) -> None:
    text = (
        "One group (21 patients) received standard therapy for cough and zinc lozenges for 10 days; the other group (23 patients) received "
        "only standard therapy for cough. Cough ceased in 43% in the zinc lozenges group and 59.5% in the standard therapy group."
    )
    assert stated(page, text, "participants") == [44]


def test_some_of_an_arm_who_declined(page) -> None:
    text = "Adults were randomly assigned to zinc lozenges or placebo. Of the 209 patients randomised to zinc lozenges, 55 patients declined it."
    assert [(r.arm, r.count) for r in grammar(page(text)).results if r.measure == "proportion"] == [
        ("zinc lozenges", 55)
    ]
