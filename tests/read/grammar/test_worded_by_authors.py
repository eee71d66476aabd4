"""Arms, sizes and results as authors of journals plainly word them, in words and figures of our own."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

TWO = "355 adults were randomly assigned to velatinib (n = 180) or placebo (n = 175). "
NONE = "355 women were randomly assigned to velatinib (n = 180) or no further treatment (n = 175). "


def results(page, text: str, lead: str = TWO, measure: tuple[str, ...] = ("proportion",)):
    found = grammar(page(lead + text)).results
    return [r for r in found if r.quote.start >= len(lead) and r.measure in measure]


def told(page, text: str, lead: str = TWO) -> list[tuple[str, str, float | None]]:
    return [
        (r.endpoint, r.arm, r.count if r.count is not None else r.value and r.value.value)
        for r in results(page, text, lead)
    ]


def means(page, text: str, lead: str = TWO) -> list[tuple[str, str, float]]:
    return [
        (r.endpoint, r.arm, r.value.value)
        for r in results(page, text, lead, ("mean", "median"))
        if r.value is not None
    ]


def sizes(page, text: str) -> list[tuple[str, int | None]]:
    return [(a.label, a.size) for a in grammar(page(text)).arms]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # people who are women are no share of them
        ("Cramps were reported by 14 women in the velatinib group and 26 in the placebo group.", "Cramps"),
        ("Severe cramps persisted in 14 women on velatinib and 26 women on placebo.", "Severe cramps"),
        ("Fourteen women died in the velatinib group, compared with 26 in the placebo group.", "died"),
        ("Fourteen women in the velatinib group relapsed as against 26 in the placebo group.", "relapsed"),
        # what is said of the subject
        ("Hiccups were the commonest side effect (14% v 26%).", "Hiccups"),
        ("Hiccups were also the most frequent complaint (14% v 26%).", "Hiccups"),
        # a thing that requires another is no such other
        ("Haematoma requiring drainage was seen in 14 patients on velatinib and 26 on placebo.", "Haematoma requiring drainage"),
        ("There were 14 events related to gout in the velatinib group and 26 in the placebo group.", "events related to gout"),
        ("The proportion dying was 14% with velatinib and 26% with placebo.", "dying"),
        ("The five-year event rate for gout was 14% with velatinib and 26% with placebo.", "gout"),
        ("The velatinib group had a reduction in the number of falls (14% v 26%).", "number of falls"),
    ],
)  # fmt: skip
def test_what_two_numbers_are_of(page, text: str, name: str) -> None:
    found = told(page, text)
    assert [n for _, _, n in found] == [14, 26]
    assert {e for e, _, _ in found} == {name}


def test_events_of_which_nothing_is_said_have_no_name(page) -> None:
    assert [e for e, _, _ in told(page, "There were events in 14 of 180 on velatinib and 26 of 175 on placebo.")] == ["", ""]  # fmt: skip
    text = "Sixty-one events and 19 deaths in the velatinib group and 70 events and 24 deaths in the placebo group were seen."
    assert [(e, n) for e, _, n in told(page, text)] == [("", 61), ("deaths", 19), ("", 70), ("deaths", 24)]


def test_whom_a_sentence_is_about_is_no_outcome(page) -> None:
    text = "For severe asthma, 14% on velatinib and 26% on placebo were admitted."
    assert {e for e, _, _ in told(page, text)} == {"admitted"}
    assert {e for e, _, _ in told(page, "In terms of price, 14% on velatinib and 26% on placebo paid more.")} == {""}  # fmt: skip


def test_the_first_of_a_next_pair_is_no_name(page) -> None:
    text = "Fourteen women in the velatinib group and 26 in the placebo group had relapsed, and 11 and 17 had died."
    assert told(page, text) == [
        ("relapsed", "velatinib", 14),
        ("relapsed", "placebo", 26),
        ("died", "velatinib", 11),
        ("died", "placebo", 17),
    ]


def test_how_many_had_none_is_no_zero(page) -> None:
    found = told(page, "No nausea occurred in 61 patients on velatinib and 44 on placebo.")
    assert [(arm, n) for _, arm, n in found] == [("velatinib", 61), ("placebo", 44)]
    assert all(e.lower().startswith("no ") for e, _, _ in found)


def test_nobody_in_either_group_is_nobody_in_each(page) -> None:
    text = "No woman in either group needed a transfusion."
    assert told(page, text) == [("transfusion", "velatinib", 0), ("transfusion", "placebo", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "There were fewer falls with velatinib (reduction in risk, 17 percent).",
        "The percentage decreases in weight were 12% with velatinib and 4% with placebo.",
    ],
)
def test_changes_are_no_shares(page, text: str) -> None:
    assert results(page, text) == []


def test_people_of_neither_arm_are_no_second_arm(page) -> None:
    for others in ("for men", "in earlier years", "in those aged over 80", "among smokers"):
        assert means(page, f"Median stay was 5.1 days versus 6.3 {others}.") == [("stay", "", 5.1)]
    text = "Median stay was 5.1 days versus 6.3 on placebo."
    assert means(page, text) == [("stay", "velatinib", 5.1), ("stay", "placebo", 6.3)]


def test_means_in_a_bracket(page) -> None:
    text = "Mood was better with velatinib than with placebo (mean 51 v 63)."
    assert means(page, text) == [("Mood", "velatinib", 51), ("Mood", "placebo", 63)]
    text = "Pain differed (mean score 3.4 on velatinib, 4.9 on placebo; P = .02)."
    assert [m[1:] for m in means(page, text)] == [("velatinib", 3.4), ("placebo", 4.9)]
    text = "Pain differed (mean score 3.4 on velatinib, 4.9 on bed rest; P = .02)."
    assert [m[1:] for m in means(page, text)] == [("velatinib", 3.4), ("", 4.9)]
    assert means(page, "Women on velatinib were young (mean 41).") == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Nine women dropped out, four in the velatinib group and five in the placebo group.", (4, 5)),
        ("Nine women withdrew, four from velatinib and five from placebo.", (4, 5)),
        ("Leg exercises were done daily by 51 women in the velatinib group and 40 in the placebo group.", (51, 40)),
    ],
)  # fmt: skip
def test_those_who_left_or_did_are_no_sizes(page, text: str, counts: tuple[int, int]) -> None:
    lead = "Adults were randomised to velatinib or placebo. "
    assert [(arm, n) for _, arm, n in told(page, text, lead)] == [("velatinib", counts[0]), ("placebo", counts[1])]  # fmt: skip
    assert sizes(page, lead + text) == [("velatinib", None), ("placebo", None)]


def test_a_few_of_one_arm_or_of_each(page) -> None:
    assert told(page, "Hair loss affected 41 patients in the velatinib group only.") == [("Hair loss", "velatinib", 41)]  # fmt: skip
    found = told(page, "Three women in each group needed surgery.")
    assert [(arm, n) for _, arm, n in found] == [("velatinib", 3), ("placebo", 3)]
    three = "90 adults were randomised to zinc (n = 30), copper (n = 30) or iron (n = 30). "
    assert all(not arm for _, arm, _ in told(page, "There were 5, 6 and 9 adults in each group who needed surgery.", three))  # fmt: skip


def test_treated_women_where_the_others_had_nothing(page) -> None:
    text = "Twelve treated women and 19 controls developed gout."
    assert [t[1:] for t in told(page, text, NONE)] == [("velatinib", 12), ("no further treatment", 19)]
    text = "Gout developed in 12 women on velatinib and 19 on no treatment."
    assert [t[1:] for t in told(page, text, NONE)] == [("velatinib", 12), ("no further treatment", 19)]


def test_the_combination_is_both(page) -> None:
    lead = "A total of 355 women were randomized, 180 to the combination and 175 to velatinib. "
    text = "Rash was more frequent in women receiving velatinib plus orvelin (14.5% v 2.0%), as was fever (4.4% v 1.0%)."
    assert told(page, text, lead) == [
        ("Rash", "combination", 14.5),
        ("Rash", "velatinib", 2.0),
        ("fever", "combination", 4.4),
        ("fever", "velatinib", 1.0),
    ]


def test_adverbs_of_the_names_of_arms(page) -> None:
    lead = "We studied 198 women: 101 in the concurrent arm and 97 in the sequential arm. "
    text = (
        "Dermatitis developed in 21 women (21%) treated concurrently and 9 women (9%) treated sequentially."
    )
    assert [t[1:] for t in told(page, text, lead)] == [("concurrent", 21), ("sequential", 9)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Patients with heart failure were assigned velatinib (412) or placebo (408) in addition to digoxin.", [("velatinib", 412), ("placebo", 408)]),
        ("Women were randomised to velatinib or placebo. 71 formed the velatinib group and 68 formed the placebo group.", [("velatinib", 71), ("placebo", 68)]),
        ("We compared velatinib with placebo. In all, 500 adults enrolled. 202 patients took velatinib and 199 took placebo.", [("velatinib", 202), ("placebo", 199)]),
        ("Ninety women were randomised into three groups of 30: yoga, massage, and music therapy.", [("yoga", 30), ("massage", 30), ("music therapy", 30)]),
        ("Women in the early arm (81) began treatment in week 1 and those in the late arm (84) in week 9. Pain arose in 9 women in the early arm and 11 in the late arm.", [("early", 81), ("late", 84)]),
        ("In all, 219 smokers took part; 111 were randomised to the intervention and 108 to usual advice. Of the intervention group 31 stopped.", [("intervention", 111), ("usual advice", 108)]),
        ("Two hundred and forty adults were randomised: velatinib 5 mg, 78; 10 mg, 80; 20 mg, 82.", [("velatinib 5 mg", 78), ("velatinib 10 mg", 80), ("velatinib 20 mg", 82)]),
        ("In all, 240 adults were randomly assigned to velatinib (5 mg, 78; 10 mg, 80; 20 mg, 82).", [("velatinib 5 mg", 78), ("velatinib 10 mg", 80), ("velatinib 20 mg", 82)]),
    ],
)  # fmt: skip
def test_arms_and_sizes(page, text: str, want: list[tuple[str, int]]) -> None:
    assert sizes(page, text) == want


def people(page, text: str) -> list[object]:
    found = grammar(page(text)).stated
    return [s.value for s in found if s.field in ("randomised", "recruited", "treated", "participants")]


def test_places_that_randomised_people_are_no_people(page) -> None:
    text = "Twenty-six clinics randomized patients 1:1 to velatinib (n = 174) or placebo (n = 171)."
    assert people(page, text) == [345]


def test_people_in_whom_two_things_were_compared(page) -> None:
    text = "Drainage with or without lavage was compared in 274 women with abscesses. 141 had lavage and 133 did not."
    assert people(page, text) == [274]
