"""Numbers whose arm is told by the way in which two of them are said, or by the order that a document keeps to."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

ARMS = "Adults were randomised to orvelin (n = 90) or taxomab (n = 88). "


def shares(page, text: str) -> list[tuple[str, float | None]]:
    """(first letters of the arm, percent or count) of each proportion, in order."""
    found = grammar(page(text)).results
    return [(r.arm[:3], r.value.value if r.value else r.count) for r in found if r.measure == "proportion"]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("Itching went in 61% of climbers and 34% of those on taxomab.", "orv"),
        ("Itching went in 61% of those on taxomab and 34% of the others.", "tax"),
        ("Itching went in 61% of patients who had received more with light and 34% of those on taxomab.", "orv"),
        ("Itching went in 61% with taxomab and 34% in the other group.", "tax"),
        ("Itching went in 55 (61%) taxomab patients and 31 (34%) QQR patients.", "tax"),
        ("Itching went less often on taxomab than orvelin; rest came in 61% of the first kind of climbers and 34% of those on taxomab.", "orv"),
    ],
)  # fmt: skip
def test_people_of_two_numbers_said_alike(page, said: str, first: str) -> None:
    found = [s for s in shares(page, ARMS + said) if s[1] in (61, 34)]
    other = {"orv": "tax", "tax": "orv"}[first]
    assert found == [(first, 61), (other, 34)]


def test_what_is_suffered_is_no_group(page) -> None:
    text = (
        ARMS
        + "Sleep was lost by 38% of those given orvelin and weight by 15%, whereas only 7% of those given taxomab spoke of thirst and 4% of cramp."
    )
    assert shares(page, text) == [("orv", 38), ("orv", 15), ("tax", 7), ("tax", 4)]


def test_a_time_is_no_group(page) -> None:
    text = ARMS + "Rest came in 61% of all adults and 34% of those on taxomab."
    assert ("orv", 61) not in shares(page, text)


@pytest.mark.parametrize(
    "said",
    [
        "Rest came in 55% on orvelin compared with 36% on taxomab (P < .001), and sleep was kept by 45% and 31%, respectively (P = .03).",
        "Rest came in 55% and 36%, and sleep in 45% and 31% of the orvelin and taxomab patients.",
        "Rest came in 55% with orvelin and 36% with taxomab. Sleep was kept by 45% and 31%.",
        "Rest came to 55 adults in the orvelin group and 36 in the taxomab group (45% versus 31%; P = .04).",
        "Rest came with orvelin in 55% (45 of 90 adults, 12 of them soon) and with taxomab in 36% (31 of 88 adults, 5 soon).",
    ],
)
def test_orders_that_are_kept(page, said: str) -> None:
    found = {v: a for a, v in shares(page, ARMS + said)}
    for value, arm in ((55, "orv"), (36, "tax"), (45, "orv"), (31, "tax")):
        assert found.get(value, arm) == arm
    assert found[55] == "orv"


def test_counts_in_the_order_of_the_document(page) -> None:
    text = ARMS + (
        "Rest came in 55% with orvelin and 36% with taxomab. Sleep was lost in 21 and 25 patients, thirst was felt in 9 and 14, and a cramp came "
        "in 12 and 11."
    )
    assert shares(page, text)[2:] == [
        ("orv", 21),
        ("tax", 25),
        ("orv", 9),
        ("tax", 14),
        ("orv", 12),
        ("tax", 11),
    ]


def test_an_order_that_the_sentence_before_turns_is_none(page) -> None:
    text = ARMS + (
        "Rest was better on orvelin than on taxomab. Rest came in 55% with orvelin versus 36% with taxomab. A rash was seen in 28 taxomab patients (32%) and "
        "5 orvelin patients (6%). Cramp was observed in 11% and 2%."
    )
    assert not {s for s in shares(page, text) if s[1] in (11, 2) and s[0]}


def test_one_hundred_and_eleven_is_one_number(page) -> None:
    text = (
        ARMS
        + "Rest came in 55% with orvelin and 36% with taxomab. One hundred and eleven patients were seen again."
    )
    assert not {s for s in shares(page, text) if s[1] in (100, 11) and s[0]}


def test_without_and_with(page) -> None:
    text = "Adults were randomised to orvelin or no orvelin. At two years 71% without and 76% with orvelin could rest."
    found = {r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion"}
    assert found == {71: "no orvelin", 76: "orvelin"}


def test_as_frequent_with_as_with(page) -> None:
    text = (
        ARMS
        + "Falls were as frequent with taxomab (79%) as with orvelin (80%), and bad ones were told in 31% and 33%."
    )
    assert shares(page, text)[:2] == [("tax", 79), ("orv", 80)]


def test_the_first_of_two_groups_by_a_word_of_its_label(page) -> None:
    text = "Adults were randomised to true cupping (n = 40) or sham (n = 41). Rest came to 24 (60%) and 17 (41%) in the true and sham groups."
    assert shares(page, text) == [("tru", 60), ("sha", 41)]


def test_points_of_a_scale_and_ages_are_no_shares(page) -> None:
    text = (
        ARMS
        + "Pain above 4/10 was told less often on orvelin (12% v 30%). Women younger than 50 (28%) liked it better."
    )
    found = grammar(page(text)).results
    assert not [r for r in found if r.count in (4, 50)]


def test_the_order_in_which_arms_are_set_out_gives_way_to_the_printed_pairs(page) -> None:
    text = (
        "Adults were randomised to 50 mg of orvelin (control) or 90 mg of orvelin. Rest came in 44% with 50 mg and 52% with 90 mg. "
        "Sleep was kept by 31% and 39%."
    )
    found = {r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion"}
    assert "50" in found[44]
    assert "90" in found[52]
    assert "50" in found[31]
    assert "90" in found[39]


def test_the_former_and_the_latter(page) -> None:
    text = ARMS + (
        "Rest came in 55% with orvelin and 36% with taxomab. Sleep was kept by 81% in the former and 62% in the latter group. A rash was seen in 6.0% (5) of "
        "the former and 9.8% (9) of the latter."
    )
    assert shares(page, text) == [
        ("orv", 55),
        ("tax", 36),
        ("orv", 81),
        ("tax", 62),
        ("orv", 6.0),
        ("tax", 9.8),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Grade 4 fever 31% / 22%; cramp 4% / 3%.",
        "Fever was seen in 31 and 22 adults, or 34.4% and 25%.",
        "Withdrawal for reasons other than death: 31 v 22.",
        "Visits did not differ between groups, and 31 versus 22 died.",
    ],
)
def test_bare_pairs_in_other_dress(page, said: str) -> None:
    found = shares(page, ARMS + "Rest came in 55% with orvelin and 36% with taxomab. " + said)[2:]
    assert found[:2] == [("orv", 31), ("tax", 22)]
    assert [a for a, _ in found] == ["orv", "tax"] * (len(found) // 2)


def test_two_orders_of_named_pairs_are_none(page) -> None:
    text = ARMS + (
        "Rest came in 55% (50 of 90 adults) with orvelin and 36% (32 of 88 adults) with taxomab. Hair was lost less with taxomab: 11%, as opposed to 72% with "
        "orvelin. Vomiting was told by 49% and 30%."
    )
    assert not {s for s in shares(page, text) if s[1] in (49, 30) and s[0]}


def test_counts_in_the_words_of_that_is(page) -> None:
    text = ARMS + "Fewer orvelin patients had a bad rash (17, i.e. 18.9%, v 36, i.e. 40.9%; P = .002)."
    assert [s for s in shares(page, text) if s[1] in (18.9, 40.9)] == [("orv", 18.9), ("tax", 40.9)]


@pytest.mark.parametrize(
    "said",
    [
        "Adults with a breath of between 50 and 90% were enrolled.",
        "The dose could be kept, 88% compared with 79% of the planned dose.",
        "For orvelin against no orvelin the figures were not told.",
        "Sleep was as good in group 1 (48%) as in groups 2 (51%) and 3 (47%).",
    ],
)
def test_what_is_no_share_of_people(page, said: str) -> None:
    found = grammar(page(ARMS + said)).results
    assert not [
        r
        for r in found
        if r.measure == "proportion"
        and (r.count in (0, 1, 2, 3) or (r.value and r.value.value in (50, 90, 88, 79)))
    ]


def test_from_the_one_to_the_other_is_no_order_of_a_document(page) -> None:
    text = "Adults were randomised to orvelin or placebo. " + (
        "Death came in 14% with orvelin and 15% with placebo. Falls were reduced from 5.7% with placebo to 3.9% with orvelin. A slow pulse led to withdrawal in 6.6% and 0.9%."
    )
    found = {v: a for a, v in shares(page, text)}
    assert (found[14], found[15]) == ("orv", "pla")
    assert found.get(6.6) != "pla"


def test_a_name_just_before_a_number_is_not_the_one_before_s(page) -> None:
    text = "Adults were randomised to orvelin (E), orvelin plus velatinib (EV) or orvelin plus taxomab (ET). Rest rates: E 36%, EV 44%, ET 51% (ET against E, p = 0.03)."
    found = {r.value.value: r.arm for r in grammar(page(text)).results if r.measure == "proportion"}
    assert found[51] == "orvelin plus taxomab"
    assert found[44] in ("orvelin plus velatinib", "")
    assert found[36] in ("orvelin", "")


def test_a_mean_of_percents_at_two_times_is_no_share(page) -> None:
    text = (
        ARMS
        + "Mean weight loss was 4.9% with orvelin v 1.0% with taxomab at 6 months and 3.1% v 0.6% at 24 months."
    )
    assert not {v for _, v in shares(page, text)} & {4.9, 1.0, 3.1, 0.6}


def test_fractions_at_the_end_of_a_sentence(page) -> None:
    text = (
        ARMS
        + "Rest came to 8/88 (9%) with orvelin v 17/85 (20%) with taxomab. Tablets given later: 19/88 v 22/85."
    )
    assert shares(page, text)[2:] == [("orv", 19), ("tax", 22)]


@pytest.mark.parametrize(
    "said",
    [
        "241 and 238 patients died from any cause.",
        "Rest ended for 39 and 45 women. 11 and 14 women have died.",
    ],
)
def test_those_who_died_of_something(page, said: str) -> None:
    found = shares(page, ARMS + "Rest came in 55% with orvelin and 36% with taxomab. " + said)[-2:]
    assert [a for a, _ in found] == ["orv", "tax"]


def test_what_people_suffer_is_no_arm(page) -> None:
    text = (
        "Aim: to see whether a booklet eases worry. In a randomised design 55 women were in the experimental group and 55 in the control group. A leak was seen in 5.5% of the experimental "
        "group and 14.5% of the control group, seroma in 10.9% and 20.0%, and bleeding in 1.8% and 3.6%."
    )
    assert [a.label for a in grammar(page(text)).arms] == ["experimental", "control"]
    assert [a for a, _ in shares(page, text)] == ["exp", "con"] * 3


def test_with_comma_without(page) -> None:
    text = "Of 96 adults, half were assigned light with or without 434-MHz warming. Rest was rare in both: 41% with, 39% without warming."
    found = grammar(page(text))
    assert {r.value.value: r.arm for r in found.results if r.measure == "proportion"} == {
        41: "warming",
        39: "without warming",
    }


def test_a_number_in_a_bracket_before_one_of_another_arm(page) -> None:
    text = "Adults were randomised to orvelin (n = 60) or placebo (n = 60). No falls occurred in the orvelin group (0 of 60), 3 of 60 in the placebo group fell."
    found = {
        (r.count, r.total): r.arm
        for r in grammar(page(text)).results
        if r.measure == "proportion" and r.total
    }
    assert found[0, 60] == "orvelin"
    assert found[3, 60] in ("placebo", "")


def test_allocation_behind_an_aside(page) -> None:
    text = "Nine hundred adults were randomly assigned, by day of referral drawn at random, to guiding or to usual letters. Rest came to 69.9% of the guided compared with 57.2% of usual-letters adults."
    assert [a.label for a in grammar(page(text)).arms] == ["guiding", "usual letters"]
    assert shares(page, text) == [("gui", 69.9), ("usu", 57.2)]


def test_each_of_two_that_are_set_apart_has_a_pair(page) -> None:
    text = (
        ARMS
        + "Fever was commoner with orvelin (11.4% v 3.8%; P < .001), whereas cramp was more frequent with taxomab (24.6% v 13.1%; P < .001)."
    )
    assert shares(page, text) == [("orv", 11.4), ("tax", 3.8), ("tax", 24.6), ("orv", 13.1)]


def test_counts_behind_a_clause_of_times(page) -> None:
    text = (
        ARMS
        + "Rest came in 55% with orvelin and 36% with taxomab. At data cut-off, median follow-up was 27.4 months, and relapse or death had occurred in 41 and 34 patients, respectively."
    )
    assert shares(page, text)[2:] == [("orv", 41), ("tax", 34)]


def test_euros_are_no_people(page) -> None:
    text = ARMS + "The cost of each rested adult was 38 euros for orvelin and 12 euros for taxomab."
    assert not shares(page, text)


def test_two_ways_of_one_name_are_not_both_its_arm(page) -> None:
    text = "Women were randomised to orvelin or placebo. Flushes were told by 42% on daily orvelin, 38% on alternate-day orvelin and 24% on placebo."
    assert shares(page, text) == [("", 42), ("", 38), ("pla", 24)]


def test_rates_above_a_line_and_sessions_are_no_shares(page) -> None:
    text = (
        ARMS
        + "Full courses above 85% were reached by 65.9% on orvelin and 78.0% on taxomab. Adults came to 90% and 89% of orvelin and taxomab sessions, with 100% compliance."
    )
    assert not {v for _, v in shares(page, text)} & {85, 90, 89, 100}


@pytest.mark.parametrize(
    "said",
    [
        "Response by central and by local reading was 34% and 39%.",
        "Rest by night and day was 34% and 39%.",
        "Rest at one and two years was 34% and 39%.",
        "Cramp in women and in men was 34% and 39%.",
        "Specificity and sensitivity were 34% and 39%.",
        "Rest was 34% and 39% at one and two years.",
        "In women and men rest was 34% and 39%.",
        "The 1- and 3-year survival was 34% and 39%.",
        "Complete and partial responses were seen in 34 and 39 patients.",
        "Stage II and III disease was present in 34% and 39%.",
        "In centre A and centre B rest was kept by 34% and 39%.",
        "The left and right side was hurt in 34 and 39 women.",
        "EX and PY positivity was found in 34% and 39%.",
        "The figures for 2019 and 2020 were 34% and 39%.",
        "Fever was mild in 34 and severe in 39 patients.",
        "Rest rose from 34% and was 39% later.",
    ],
)
def test_pairs_of_two_things_are_of_no_two_arms(page, said: str) -> None:
    found = shares(page, ARMS + "Rest came in 55% with orvelin and 36% with taxomab. " + said)[2:]
    assert not {arm for arm, value in found if value in (34, 39)} - {""}


@pytest.mark.parametrize(
    "said",
    [
        "Relapse was seen in 12% in year one and in 9% of the taxomab group.",
        "Rest was kept by 12% of the whole group and 9% of the taxomab group.",
        "Rest was kept by 12% of smokers and 9% of those on taxomab.",
        "Of 60 former smokers, 12% relapsed, and of the latter 9%.",
    ],
)
def test_others_beside_an_arm_are_not_the_other_arm(page, said: str) -> None:
    assert {value: arm for arm, value in shares(page, ARMS + said)}[12] == ""


def test_what_else_people_received_is_no_arm(page) -> None:
    text = "Adults were randomised to orvelin or taxomab. 41 patients received rescue and 38 oxygen."
    assert [a.label for a in grammar(page(text)).arms] == ["orvelin", "taxomab"]


def test_a_single_letter_behind_after(page) -> None:
    text = "Adults were randomised to surgery (S) or light (LT). Relapse came in 12% after S and 9% after LT."
    assert shares(page, text) == [("sur", 12), ("lig", 9)]
