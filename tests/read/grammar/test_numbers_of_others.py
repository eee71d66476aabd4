"""Numbers beside arms that are of something else: other people, other comparisons, times, what was planned."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = "Adults with gout were randomised to orvelin or placebo. "
FIRST = SET + "In the orvelin and placebo groups 9% and 16% had a flare. "


def percents(page, text: str) -> list[tuple[str, float]]:
    found = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value]


def counts(page, text: str) -> list[tuple[str, int | None]]:
    found = grammar(page(text)).results
    return [(r.arm, r.count) for r in found if r.measure == "proportion" and r.count is not None]


@pytest.mark.parametrize(
    "text",
    [
        "In the orvelin and placebo groups 9% and 16% had a flare.",
        "In the orvelin and the placebo arms, 9% and 16% of adults had a flare.",
        "For the orvelin and placebo groups: 9% and 16% had a flare.",
    ],
)
def test_groups_named_just_before_as_many_numbers_have_their_order(page, text: str) -> None:
    assert percents(page, SET + text) == [("orvelin", 9), ("placebo", 16)]


def test_counts_behind_the_groups_that_died(page) -> None:
    text = SET + "In the orvelin and placebo arms, 31 and 47 died, respectively."
    assert counts(page, text) == [("orvelin", 31), ("placebo", 47)]


@pytest.mark.parametrize(
    "text",
    [
        "However, 38% and 62% of adults were treated at university hospitals and local clinics, respectively.",
        "At 2 and 8 months, 38% and 62% of adults were seen, respectively.",
        "Tophi were found in 38% and 62% of women and men, respectively.",
        "Of all adults 38% and 62% had pain and swelling, respectively.",
        "Gout was more frequent in adults of the CLEAR trial than in the Swedish cohort (62% vs 38%, respectively).",
    ],
)
def test_respectively_is_of_what_the_sentence_names(page, text: str) -> None:
    assert {arm for arm, value in percents(page, FIRST + text) if value in (38, 62)} == {""}


def test_respectively_without_other_names_is_of_the_arms(page) -> None:
    assert percents(page, FIRST + "Rash was seen in 5% and 3% of adults, respectively.")[2:] == [
        ("orvelin", 5),
        ("placebo", 3),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The panel found more flares than the clinics did (11.2% versus 8.4% for placebo, 7.6% versus 5.1% for orvelin).",
        "By panel and by clinic, flares were counted in 11.2% v 8.4% of those on placebo and in 7.6% v 5.1% of those on orvelin.",
    ],
)
def test_pairs_that_each_have_an_arm_behind_set_no_arms_against_each_other(page, text: str) -> None:
    wrong = {("orvelin", 8.4), ("orvelin", 11.2), ("placebo", 7.6), ("placebo", 5.1)}
    assert not wrong & set(percents(page, SET + text))


@pytest.mark.parametrize("others", ["of their partners", "ofcontrols", "in the register"])
def test_a_number_with_people_of_its_own_is_not_the_arms(page, others: str) -> None:
    text = SET + f"Flares were seen in 9% of orvelin patients and 16% {others}."
    assert ("orvelin", 16) not in percents(page, text)


def test_events_that_were_planned_are_no_count_of_people(page) -> None:
    assert counts(page, SET + "The trial closed with 212 of 260 planned events in the orvelin arm.") == []


@pytest.mark.parametrize("said", ["mean follow-up of 15 months", "mean follow up was 15 months"])
def test_how_long_people_were_followed_is_no_outcome(page, said: str) -> None:
    found = grammar(page(SET + f"The {said} in the orvelin group, and 6 adults died.")).results
    assert not [r for r in found if r.measure in ("mean", "median")]


def test_a_count_in_words_behind_the_people_of_an_arm(page) -> None:
    text = (
        SET
        + "Rash: 8% of orvelin-treated patients (9 of 113) versus 16% of placebo-treated patients (six of 38)."
    )
    assert counts(page, text) == [("orvelin", 9), ("placebo", 6)]


def test_what_two_in_an_arm_had(page) -> None:
    text = (
        "Eighty adults were randomised to orvelin (n = 41) or placebo (n = 39). "
        "In the orvelin group, three adults had complete remissions, and 14 adults (34%) had less pain."
    )
    assert ("orvelin", 3) in counts(page, text)


@pytest.mark.parametrize("people", ["", "adults "])
def test_the_numeral_of_an_arm_is_no_count(page, people: str) -> None:
    text = (
        "Adults were assigned to orvelin (arm 1, n = 61) or placebo (arm 2, n = 63). "
        f"Flares were rarer in arm 1 (8%) than in arm 2 (21%). Rash: 4 {people}(7%) in arm 1, 6 (10%) in arm 2."
    )
    assert counts(page, text) == [("orvelin", 4), ("placebo", 6)]
    assert percents(page, text) == [("orvelin", 8), ("placebo", 21), ("orvelin", 7), ("placebo", 10)]


def test_a_count_behind_the_word_group_is_one(page) -> None:
    text = SET + "In the orvelin group 7 (11%) had a flare; in the placebo group 13 (21%) did."
    assert counts(page, text) == [("orvelin", 7), ("placebo", 13)]


def test_percents_behind_the_counts_of_two_arms_have_their_order(page) -> None:
    text = (
        "Eighty adults were divided into a splint group (40 adults) and a no-splint group (40 adults). "
        "Pain stayed in 6 adults in the splint group and 10 in the no-splint group (15% vs 25%)."
    )
    assert percents(page, text) == [("splint", 15), ("no-splint", 25)]


def test_doses_by_the_day_are_known_without_the_day(page) -> None:
    text = (
        "Adults were assigned to placebo, orvelin 300 mg/day, or orvelin 900 mg/day. "
        "Itching stopped in 12%, 24% and 36% of adults in the placebo, 300 mg, and 900 mg groups, respectively."
    )
    orv = "orvelin {} mg/day"
    assert percents(page, text) == [("placebo", 12), (orv.format(300), 24), (orv.format(900), 36)]


def test_names_that_are_not_known_leave_a_list_open(page) -> None:
    text = (
        SET
        + "Flares stopped in 12%, 24% and 36% of adults in the placebo, 7 g, and 9 g groups, respectively."
    )
    assert {("placebo", 24), ("placebo", 36)}.isdisjoint(percents(page, text))


def test_counts_that_later_ones_add_up_to_by_chance(page) -> None:
    text = SET + "Rash (9 [7%] v 7 [6%]) and pain (4 [3%] v 3 [2%]) were seen with orvelin and placebo."
    assert [value for _, value in percents(page, text)] == [7, 6, 3, 2]
    assert [arm for arm, value in percents(page, text) if value in (7, 6)] == ["orvelin", "placebo"]


def test_a_limit_of_confidence_beside_the_percent_of_a_count(page) -> None:
    text = (
        SET
        + "Relief was felt by 52 (48.6%; 95% CI 39.4-57.9) of 107 adults given orvelin and 33 (30.8%; 22.9-40.1) of 107 given placebo."
    )
    found = grammar(page(text)).results
    assert [(r.arm, r.count, r.total) for r in found if r.measure == "proportion"] == [("orvelin", 52, 107), ("placebo", 33, 107)]  # fmt: skip


def test_those_who_dropped_out_are_a_share(page) -> None:
    assert percents(page, SET + "Dropout was 8% in the orvelin and 11% in the placebo group.") == [
        ("orvelin", 8),
        ("placebo", 11),
    ]


def test_numbers_set_against_each_other_before_a_ratio_without_its_name(page) -> None:
    text = (
        SET
        + "The effect was larger in the first 3 years (27 vs 61, 0·44, 0·28-0·69, p<0·0001) and smaller thereafter (38 vs 57, 0.66 [0.44-0.99])."
    )
    assert counts(page, text) == [("orvelin", 27), ("placebo", 61), ("orvelin", 38), ("placebo", 57)]


def test_more_than_so_many_years_compares_nobody(page) -> None:
    text = (
        SET + "Gain was nil thereafter, with 96 deaths versus 104 deaths occurring after more than 12 years."
    )
    assert counts(page, text) == [("orvelin", 96), ("placebo", 104)]


def test_a_score_is_no_size(page) -> None:
    text = (
        "Adults were randomised to splints (n = 140) or taping (n = 138). "
        "Thirty-six adults in the splint arm had a score above 3 versus 44 adults in the taping arm."
    )
    assert [a.size for a in grammar(page(text)).arms] == [140, 138]


def test_two_of_an_arm_by_their_ages_are_not_its_size(page) -> None:
    text = (
        SET.replace("placebo", "no treatment (control)")
        + "Two women (age 24 and 31 years at entry) in the control group had pregnancies."
    )
    assert [a.size for a in grammar(page(text)).arms] == [None, None]
    assert [value for _, value in counts(page, text)] == [2]


def test_local_control_is_no_arm(page) -> None:
    text = "Adults were randomised to orvelin or control. Five-year local control rates were 81% with orvelin and 74% without."
    assert percents(page, text) == [("orvelin", 81), ("control", 74)]


def test_control_that_was_reached_is_no_arm(page) -> None:
    text = "Adults were randomised to phone calls or control. Control was reached by 62% of the phone calls group and 51% of the control group."
    assert percents(page, text) == [("phone calls", 62), ("control", 51)]


def test_a_standard_deviation_is_no_arm(page) -> None:
    text = "Adults were randomised to standard splints or long splints. The standard criteria were met by 31% of adults."
    assert percents(page, text) == [("", 31)]


def test_what_was_raised_by_so_many_percent_is_no_share(page) -> None:
    assert percents(page, SET + "Orvelin raised attendance by 11% in men.") == []


@pytest.mark.parametrize("others", ["than men", "than in men", "as in marker-negative adults"])
def test_kinds_of_people_within_an_arm_are_no_arms(page, others: str) -> None:
    text = SET + f"In the orvelin group women had rash as often or more often {others} (14% v 5%)."
    assert [arm for arm, _ in percents(page, text)] == ["", ""]


@pytest.mark.parametrize("p", ["P < . 05", "p = . 031", "P <. 05"])
def test_a_p_value_with_a_blank_behind_its_sign_of_decimals(page, p: str) -> None:
    found = grammar(page(SET + f"Flares were seen in 9% on orvelin and 16% on placebo ({p}).")).results
    assert [r.value.value for r in found if r.measure == "p_value"] in ([0.05], [0.031])
