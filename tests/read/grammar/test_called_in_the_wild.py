"""Arms that are called by codes of two signs, or set out behind who the people are; and words of titles, times and tasks that are none."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar
from trialwright.read.grammar.abbreviations import abbreviations
from trialwright.read.grammar.naming import sound
from trialwright.read.grammar.phrases import arm_phrase
from trialwright.read.grammar.sentences import sentences


def labels(page, text: str) -> list[str]:
    return [a.label for a in grammar(page(text)).arms]


def linked(page, text: str) -> list[tuple[str, float]]:
    results = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in results if r.measure == "proportion" and r.value]


def test_groups_by_codes_of_two_signs(page) -> None:
    text = (
        "Adults were divided randomly into three groups of 60: group S (saline), group T5 (taxomab 5 mg) and group TO (taxomab plus orvelin). "
        "Itching was present in 42 (70%), 27 (45%) and 15 (25%) adults in groups S, T5 and TO, respectively. "
        "Fever was seen in 10% of group S, 15% of group T5 and 20% of group TO."
    )
    assert labels(page, text) == ["group S", "group T5", "group TO"]
    found = {("group S", 70), ("group T5", 45), ("group TO", 25), ("group S", 10), ("group T5", 15), ("group TO", 20)}  # fmt: skip
    assert set(linked(page, text)) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AIM: Nebulised taxomab provides fast relief in croup. METHODS: Children got taxomab (group T) or placebo (group P). RESULTS: Cough was gone in 61% of group T and 41% of group P.",
            ["group T", "group P"]),
        ("IMPORTANCE Warmed fluids may lower the risk of shivering. FINDINGS The intervention group had 190 participants and the control group 187 in this randomized trial.",
            ["Warmed fluids", "control"]),
        ("Twenty villages were randomised to the intervention or control. There were 310 mothers in the intervention group and 295 in the control group. Births at home fell over the study period in both groups.",
            ["intervention", "control"]),
        ("Villages were randomised to the intervention or control. There were 310 mothers in the intervention group and 295 in the control group. "
         "Mothers in the intervention group were more likely than controls to boil all drinking water (52% v 21%) and less likely to use milk powder (8% v 19%).",
            ["intervention", "control"]),
        ("We randomised 90 adults with chronic gout to balm X, balm Y or balm Z for 6 weeks. Relief was seen in 50% with balm X, 31% with balm Y and 40% with balm Z.",
            ["balm X", "balm Y", "balm Z"]),
        # by a way and a time: neither a day nor a number of weeks alone is an arm
        ("Adults with cellulitis were randomly assigned to tablets from day 3 or to 2 weeks of drip therapy. Failure was seen in 14 of 120 adults (11.7%).", []),
        ("Sixty sockets were randomly assigned to packing or not. Controls had pain in 31%.", []),
    ],
)  # fmt: skip
def test_what_arms_are_called(page, text: str, expected: list[str]) -> None:
    assert labels(page, text) == expected


def test_a_count_has_the_name_behind_it_and_not_the_number_before(page) -> None:
    text = (
        "Adults were randomised to TXM-4 or placebo. Of 180 adults, 120 received TXM-4 and 60 placebo. "
        "Rash was seen in 48 vaccinees (40.0%) and 3 placebo recipients (5.0%)."
    )
    assert linked(page, text) == [("", 40.0), ("placebo", 5.0)]


def test_arms_named_in_the_next_clause_are_not_those_of_a_pair(page) -> None:
    text = (
        "Adults were randomised to arm A (n = 80) or arm B (n = 82). "
        "Cramp was more frequent in arm B (41% v 22%), and there were four falls in arm A and nine in arm B."
    )
    assert linked(page, text) == [("arm B", 41), ("arm A", 22)]


def test_words_of_a_sentence_are_no_long_form(page) -> None:
    text = "The big tears of the first fist were: toe, 14 (BT-first) v 11 (TT-first). Early lancing (EL) was late."
    assert abbreviations(sentences(page(text))) == {"EL": "Early lancing"}


@pytest.mark.parametrize("phrase", ["refractory vomiting", "occasionally used", "node-negative tumours"])
def test_what_people_suffer_names_no_arm(phrase: str) -> None:
    assert not sound(phrase)


def test_a_code_may_end_with_p() -> None:
    assert arm_phrase("TXM-P arm") == "TXM-P"


def test_who_the_people_are_is_no_arm_where_the_sizes_name_them(page) -> None:
    text = (
        "Adults with gout-positive or high-risk gout-negative joints were randomly assigned after draining to zinc for a year plus TXM-P or placebo. "
        "In all 940 adults were allocated (TXM-P arm, 472; placebo arm, 468). Relapse was seen in 31% of the TXM-P arm and 36% of the placebo arm."
    )
    assert labels(page, text) == ["TXM-P", "placebo"]
    assert linked(page, text) == [("TXM-P", 31), ("placebo", 36)]


def test_a_pair_with_one_known_arm_may_turn_the_order(page) -> None:
    text = (
        "Adults were given taxomab or placebo. The groups, 85 TXB and 88 placebo, were alike at admission (falls 34% v 37%). "
        "Gout came back in 50 (56.8%) placebo adults and 21 (24.7%) TXB adults. It stayed away in 23.5% with active treatment and 15.9% with placebo. "
        "Rash was seen in 11 versus 26 adults."
    )
    assert [(r.arm, r.count) for r in grammar(page(text)).results if r.count in (11, 26)] in ([], [("", 11), ("", 26)])  # fmt: skip
    assert ("placebo", 34) not in linked(page, text)
