"""Pairs in clauses and sentences that name no arm, beside those that do."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar

SET = "Adults with gout were randomised to orvelin (n = 281) or placebo (n = 278). "
FIRST = SET + "Flares were seen in 11.0% of the orvelin group and in 16.9% of the placebo group. "
TURNED = SET + "Flares were seen in 16.9% of the placebo group and in 11.0% of the orvelin group. "


def percents(page, text: str) -> list[tuple[str, float]]:
    found = grammar(page(text)).results
    return [(r.arm, r.value.value) for r in found if r.measure == "proportion" and r.value][2:]


@pytest.mark.parametrize(
    ("first", "arms"), [(FIRST, ["orvelin", "placebo"] * 2), (TURNED, ["placebo", "orvelin"] * 2)]
)
def test_pairs_before_a_clause_that_names_one_arm_keep_the_documents_order(page, first, arms) -> None:
    text = "Infection (9.4% v 11.6%) and rash (2.4% v 2.8%) were alike; the insulin dose was higher with orvelin."
    assert [arm for arm, _ in percents(page, first + text)] == arms


def test_a_number_before_a_clause_that_names_the_other_arm_is_no_pair(page) -> None:
    text = "Headache was reported by 19 adults (6.8%) while treated; in the placebo group by 4 (1.4%)."
    assert percents(page, FIRST + text) == [("orvelin", 6.8), ("placebo", 1.4)]


def test_a_pair_that_opens_a_sentence_keeps_the_documents_order(page) -> None:
    text = "Nine (3.2%) and five (1.8%) adults discontinued because of pain."
    assert percents(page, FIRST + text) == [("orvelin", 3.2), ("placebo", 1.8)]


def test_a_pair_that_opens_a_sentence_of_two_things_has_no_arms(page) -> None:
    text = "Nine (3.2%) and five (1.8%) adults had pain and swelling."
    assert {arm for arm, _ in percents(page, FIRST + text)} == {""}


def test_sizes_listed_before_they_were_allocated(page) -> None:
    text = (
        "Adults were randomised to arm A, arm B or arm C. Of 1239 randomised adults, 421, 406 and 412 were allocated to arms A, B and C. "
        "Relapse was seen in 20% of arm A, 21% of arm B and 24% of arm C."
    )
    sizes = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "size" and r.value]
    assert sizes == [("arm A", 421), ("arm B", 406), ("arm C", 412)]


def test_arms_by_the_months_of_a_regimen(page) -> None:
    text = (
        "We compared a 3-month regimen with orvelin with the standard 8-month regimen. Of 639 adults, 321 were allocated to the 3-month "
        "regimen and 318 to the 8-month regimen. Pain was reported by 31% of adults in the 3-month and by 14% in the 8-month group."
    )
    found = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.arm and r.value]
    assert found == [("3-month", 321), ("8-month", 318), ("3-month", 31), ("8-month", 14)]


def test_a_study_group_that_was_assigned_by_coin(page) -> None:
    text = (
        "Ninety women were assigned by coin to a study group (48), who listened to tapes, or a control group (42), who rested. Fear "
        "persisted in 12 women (25.0%) of the study group against 23 (54.8%) of the control group."
    )
    found = [(r.arm, r.count) for r in grammar(page(text)).results if r.arm and r.count is not None]
    assert found == [("study", 12), ("control", 23)]
