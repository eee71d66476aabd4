"""Pairs that no name stands beside keep the order that the document's other pairs have; where that is not sure, they have no arm."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

# Two active drugs, whose names the words do not set against each other: only the pairs tell their order.
SET = "Adults with gout were randomly assigned to orvelin (n = 74) or taxomab (n = 71). "
ORV, TAX = "orvelin", "taxomab"
FIRST = "Flares were seen in 27% of the orvelin group and in 41% of the taxomab group. "
ITCHING = "Visits of those on orvelin were monthly. Itching was frequent (13% v 19%). "
TURNED = "Rash was seen in 5% of the taxomab group and in 9% of the orvelin group. "


def linked(page, text: str) -> list[tuple[str, float]]:
    results = grammar(page(SET + text)).results
    return [(r.arm, r.value.value) for r in results if r.measure == "proportion" and r.value]


def test_a_pair_without_names_keeps_the_order_of_those_with_names(page) -> None:
    assert linked(page, FIRST + ITCHING)[2:] == [(ORV, 13), (TAX, 19)]


def test_an_order_that_was_kept_is_evidence(page) -> None:
    found = [r for r in grammar(page(SET + FIRST + ITCHING)).results if r.value]
    shares = [r for r in found if r.measure == "proportion"]
    assert set(shares[2].because.of) >= {shares[0].id, shares[1].id}
    assert not set(shares[0].because.of) & {s.id for s in shares}


@pytest.mark.parametrize(
    "text",
    [
        ITCHING + FIRST,  # nothing before it tells
        FIRST + TURNED + ITCHING,  # two pairs disagree
        FIRST + "Visits were monthly. Older adults had more itching than younger ones (13% v 19%).",
    ],
)
def test_an_order_that_is_not_sure_gives_no_arm(page, text: str) -> None:
    assert [arm for arm, value in linked(page, text) if value in (13, 19)] == ["", ""]


def test_counts_of_one_noun_are_set_against_each_other(page) -> None:
    text = (
        "Orvelin versus taxomab in gout: a randomised trial. Adults received orvelin or taxomab. "
        "Fewer deaths were seen (31 deaths [0.021% a year] v 52 deaths [0.034% a year]; hazard ratio 0.6)."
    )
    found = grammar(page(text)).results
    assert [(r.arm.lower(), r.count) for r in found if r.count is not None] == [(ORV, 31), (TAX, 52)]


@pytest.mark.parametrize(
    ("text", "arm"),
    [
        ("Pain was rarer with orvelin than in those who were given taxomab, a benefit for 8% at one year.", ""),
        ("Compared with taxomab, orvelin was given for longer, and diarrhoea was found in 8% of adults.", ""),
        # A name that the number touches, opens or stands in a bracket behind says whose it is.
        ("Taxomab was liked less than orvelin (8% at one year).", ORV),
        ("Pain was found in 8% of the orvelin group and lasted longer than with taxomab.", ORV),
        # A sentence on one arm is about that arm.
        ("With orvelin pain was a little less frequent than before, and 8% had none at one year.", ORV),
    ],
)  # fmt: skip
def test_a_percent_of_a_sentence_on_both_arms_is_of_the_arm_that_is_said(page, text: str, arm: str) -> None:
    assert linked(page, text) == [(arm, 8)]


def test_counted_people_of_a_sentence_on_both_arms_keep_their_arm(page) -> None:
    text = "Compared with taxomab, orvelin was given for longer, and pain was found in 6 of 74 (8%)."
    assert linked(page, text) == [(ORV, 8)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # The number in a name's own bracket is its own, whatever leads to the next name.
        (
            "Harms did not differ between those on orvelin (31 events, 42%) and those on taxomab (36 events, 51%).",
            [(ORV, 42), (TAX, 51)],
        ),
        # An interval that follows its percent without saying what it is.
        (
            "Response was higher in the orvelin group than in the taxomab group (62.1%, 95% CI 57.0-67.3 vs 48.2%, 41.0-55.1), "
            "whereas remission was rarer (18.4%, 14.2-22.9 vs 26.3%, 21.7-31.4).",
            [(ORV, 62.1), (TAX, 48.2), (ORV, 18.4), (TAX, 26.3)],
        ),
        # Whom a sentence begins with, whatever is named again behind them.
        (
            "At one year, taxomab and orvelin adults had used the taxomab diary as often (33% v 38%).",
            [(TAX, 33), (ORV, 38)],
        ),
    ],
)  # fmt: skip
def test_numbers_that_words_give_to_one_of_two_arms(page, text: str, told: list[tuple[str, float]]) -> None:
    assert linked(page, text) == told


def test_a_percent_of_everybody_is_of_no_arm(page) -> None:
    text = "With orvelin flares were few. Eleven adults (8% of the full analysis set) left, two of whom were on orvelin."
    assert [arm for arm, value in linked(page, text) if value == 8] == [""]


def test_the_arm_of_a_letter_before_the_word_arm(page) -> None:
    text = (
        "Adults with gout were randomly assigned to a titrated dose (arm T) or a constant dose (arm C). "
        "Flares were seen in 21% and 34% in the C and T arms, respectively. Remission was commoner in the T arm (44% versus 29%)."
    )
    found = [r for r in grammar(page(text)).results if r.measure == "proportion" and r.value]
    assert [(r.arm.lower(), r.value.value) for r in found[2:] if r.value] == [
        ("titrated dose", 44),
        ("constant dose", 29),
    ]


def test_an_intervention_beside_a_control_with_a_share_between(page) -> None:
    text = (
        "Zinc dressings after surgery: a randomised trial. Adults received a zinc dressing (intervention) or a plain one (control). "
        "In 11 adults an abscess developed, 3 (6%) from the intervention and 8 (15%) from the control site."
    )
    found = [r for r in grammar(page(text)).results if r.measure == "proportion" and r.value]
    assert [(r.arm, r.value.value) for r in found if r.value] == [("Zinc dressings", 6), ("control", 15)]
