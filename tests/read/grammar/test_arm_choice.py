"""Sets of arms: what a text tells apart with numbers decides between the sets that its habits propose."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.arm_choice import borne_out
from trialwright.read.grammar.arm_contrasts import told_apart
from trialwright.read.grammar.arm_sets import proposals
from trialwright.read.grammar.arm_support import least_said, numbered
from trialwright.read.grammar.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Relapse was seen in 12% of patients given velatinib and 20% of patients given orsatinib.", [("velatinib", "orsatinib")]),
        ("There were deaths of 9 patients in the short-course group and 14 in the long-course group.", [("short-course", "long-course")]),
        ("Two groups were alike in size (VEL 40, ORS 42).", [("VEL", "ORS")]),
        ("Four-year survival was 64% for VEL, 58% for ORS and 51% for TAR.", [("VEL", "ORS", "TAR")]),
        ("Fever lasted 3 days with rest and 5 years later it was gone.", []),
        ("Velatinib was well tolerated.", []),
    ],
)  # fmt: skip
def test_phrases_beside_numbers_of_their_own(page, text: str, expected: list[tuple[str, ...]]) -> None:
    (sentence,) = sentences(page(text))
    assert [tuple(p for p, _ in told) for told in told_apart(sentence)] == expected


def test_arms_that_only_the_results_name(page) -> None:
    text = (
        "Two ways of closing skin were tried in a randomised trial of 82 adults. Infection was seen in 12% with silk "
        "and 20% with nylon. Pain was felt by 30% with silk and 28% with nylon."
    )
    assert [a.label for a in grammar(page(text)).arms] == ["silk", "nylon"]


def test_arms_of_one_drug_at_two_doses(page) -> None:
    text = (
        "Adults were randomised to high-dose velatinib or low-dose velatinib. Relapse was seen in 12% of the high-dose group "
        "and 20% of the low-dose group."
    )
    found = grammar(page(text))
    assert [(r.arm, r.value and r.value.value) for r in found.results if r.measure == "proportion"] == [
        ("high-dose velatinib", 12.0),
        ("low-dose velatinib", 20.0),
    ]


def test_a_contrast_speaks_for_its_arms_and_against_a_set_that_makes_them_one() -> None:
    told = [("silk", "nylon")]
    assert borne_out(["silk", "nylon"], [], told) > borne_out(["silk", "rayon"], [], told)
    assert borne_out(["silk thread", "cotton"], [], [("silk", "silk thread")]) < borne_out(
        ["silk thread", "cotton"], [], []
    )


def test_arms_that_only_their_doses_tell_apart(page) -> None:
    (title,) = sentences(page("Velatinib 500 mg versus 250 mg in asthma: a randomised trial"))
    proposed = [tuple(phrase for phrase, _ in found.phrases) for found in proposals([title])]
    assert ("Velatinib 500 mg", "Velatinib 250 mg") in proposed


@pytest.mark.parametrize(
    ("divided", "expected"),
    [
        ("80 adults were randomised to receive 12 months (n = 41) or 6 months (n = 39) of it.", {"12 months": 41, "6 months": 39}),
        ("80 adults were randomised to receive velatinib with (n = 41) or without (n = 39) zinc.", {"zinc": 41, "without zinc": 39}),
        ("80 adults were randomised to receive skin tape (n = 41) or not (n = 39).", {"skin tape": 41, "without skin tape": 39}),
        ("80 adults were randomised (velatinib 5 mg, n = 41; velatinib 9 mg, n = 39).", {"velatinib 5 mg": 41, "velatinib 9 mg": 39}),
        ("80 adults were randomised to be seen within 3 days of injury (EARLI, n = 41) or when they had healed (LATE, n = 39).", {"EARLI": 41, "LATE": 39}),
        ("Treatment was by letter. 41 of 80 adults left. 41 adults were randomised to arm A and 39 to arm B.", {"arm A": 41, "arm B": 39}),
    ],
)  # fmt: skip
def test_arms_and_their_sizes_where_only_a_number_a_code_or_going_without_tells_them_apart(
    page, divided: str, expected: dict[str, int]
) -> None:
    found = grammar(page(f"A randomised trial in 80 adults. {divided} Pain eased in most."))
    assert {a.label: a.size for a in found.arms} == expected


def test_printed_sizes_that_are_not_all_of_the_people_name_no_arms(page) -> None:
    text = "A randomised trial in 80 adults. Adults were randomised to receive 12 months (n = 11) or 6 months (n = 9) of it."
    assert not grammar(page(text)).arms


def test_a_list_that_adds_up_names_its_arms_as_printed(page) -> None:
    text = "A randomised trial in 120 adults. 120 adults were randomised to ZN (n = 41), RAD and placebo (n = 40), or RAD and ZN (n = 39)."
    assert {a.label: (a.size, a.role) for a in grammar(page(text)).arms} == {
        "ZN": (41, "experimental"),
        "RAD and placebo": (40, "control"),
        "RAD and ZN": (39, "experimental"),
    }


def test_arms_are_said_as_often_as_the_one_that_is_said_least(page) -> None:
    texts = numbered(sentences(page("Zinc-rich food was given to 40. Iron was given. Of 30 on iron 3 fell. Iron is black.")))  # fmt: skip
    assert least_said([{"zinc rich"}, {"iron", "Fe"}], texts) == 1
    assert least_said([{"copper"}, {"iron"}], texts) == 0
    assert least_said([{"iron"}], texts) == 0


def test_what_is_named_beside_numbers_is_no_arm_by_that_alone(page) -> None:
    text = (
        "A note on fever. Grade 2 fever in patients with gout or sepsis is like that of children. Sepsis comes in 12 of 100. Gout comes in 9 of 100. "
        "Of 40 with gout or sepsis 3 have both."
    )
    assert grammar(page(text)).arms == ()


def test_groups_in_brackets_after_their_numbers_are_the_arms(page) -> None:
    """Also one that is called by a letter and figures."""
    text = (
        "Velatinib prevents cramps in adults treated with orsatinib. We studied velatinib and carnitine (P188) against cramps caused "
        "by orsatinib. Forty adults were treated with orsatinib. Twenty-one adults (VEL group) took velatinib and 19 adults (P188 "
        "group) took carnitine. Cramps were seen in 23.8% in the VEL group and in 57.9% in the P188 group."
    )
    found = grammar(page(text))
    assert [(a.label, a.size) for a in found.arms] == [("VEL", 21), ("P188", 19)]
    assert [(r.arm, r.value.value) for r in found.results if r.unit == "%" and r.value] == [
        ("VEL", 23.8),
        ("P188", 57.9),
    ]


def test_the_same_regimen_is_no_name_of_an_arm(page) -> None:
    text = (
        "Adults received six courses of velatinib 20 mg, orsatinib 30 mg and tarenib 40 mg (VOT 20) or the same regimen with velatinib 60 mg "
        "(VOT 60). Ninety adults (VOT 20, n = 41; VOT 60, n = 49) were followed. Cramps were seen in 12 adults after VOT 60 and in two "
        "after VOT 20."
    )
    assert [(a.label, a.size) for a in grammar(page(text)).arms] == [("VOT 20", 41), ("VOT 60", 49)]


def test_codes_that_groups_are_called_by_name_the_arms_they_stand_for(page) -> None:
    text = (
        "Comparison of plantar and lateral injection of steroid for sore heels. We compared injections in the lateral border (LB) or "
        "plantarly (PL). Patients were randomised in two groups (LB or PL injection). Pain had gone in 31 of 44 (70.5%) heels in the LB "
        "group and in 27 of 45 (60%) heels in the PL group."
    )
    found = grammar(page(text))
    told = {(r.arm.split()[0], r.count, r.total) for r in found.results if r.total}
    assert told == {("lateral", 31, 44), ("plantar", 27, 45)}


def test_percentiles_are_no_groups(page) -> None:
    text = (
        "Both scales were read in 90 adults. The median deviation was 41% (P25=12, P75=88) for the wall scale and 37% (P25=10, P75=81) for "
        "the hand scale."
    )
    assert not {"P25", "P75"} & {a.label for a in grammar(page(text)).arms}


def test_two_arms_that_differ_by_a_word_each_are_named_by_both_words(page) -> None:
    """The short one too, or its numbers would be those of the arm with the long one."""
    text = (
        "Adults with heat stroke (n = 81) were randomised to rapid body cooling (n = 40) or slow body cooling (n = 41). Shivering was less "
        "common in one group (rapid 22 (55.0%), slow 9 (22.0%))."
    )
    found = grammar(page(text)).results
    told = [(r.arm, r.count) for r in found if r.measure == "proportion" and r.count]
    assert told == [("rapid body cooling", 22), ("slow body cooling", 9)]
