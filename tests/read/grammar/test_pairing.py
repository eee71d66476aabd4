"""Numbers to arms by their order, arms by what a document calls its groups, and how many it speaks of."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.adapters.concepts import load
from trialwright.read.grammar import grammar

SET = "Zinc lozenges versus placebo for colds: a randomized trial. Adults were randomly assigned to zinc lozenges or placebo. "
A, B = "zinc lozenges", "placebo"


def linked(page, text: str, measure: str = "proportion") -> list[tuple[str, float]]:
    return [
        (r.arm, r.value.value) for r in grammar(page(SET + text)).results if r.measure == measure and r.value
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the zinc lozenges group, cough was gone in 40% and fever in 30%; in the placebo group, cough was gone in 20% and fever in 10%.",
            [(A, 40), (A, 30), (B, 20), (B, 10)]),
        ("Cough (40% vs 20%) and fever (30% vs 10%) were gone more often with zinc lozenges than with placebo.",
            [(A, 40), (B, 20), (A, 30), (B, 10)]),
        ("Compared with placebo, more adults on zinc lozenges were free of cough (40% vs 20%).", [(A, 40), (B, 20)]),
        ("More adults in the zinc lozenges group were free of cough (40% versus 20%).", [(A, 40), (B, 20)]),
        ("Fever was less frequent with zinc lozenges (6 vs 15%) than with placebo.", [(A, 6), (B, 15)]),
        ("Cough was gone in 40% (95% CI 30 to 50) of the zinc lozenges group and 20% (95% CI 12 to 30) of the placebo group.",
            [(A, 40), (B, 20)]),
        ("Cough was gone in 40% and 20% of the treatment and control groups, respectively.", [(A, 40), (B, 20)]),
        # A number that touches a name has it, whatever else the sentence holds.
        ("Side effects were few: rash (zinc lozenges 4% vs. placebo 3%), nausea (8% vs. 7%) and fever (6% vs. 5%).",
            [(A, 4), (B, 3), (A, 8), (B, 7), (A, 6), (B, 5)]),
        ("Rash was seen in 4% (zinc lozenges) versus 3% (placebo), and itching in 2% versus 1%.", [(A, 4), (B, 3), (A, 2), (B, 1)]),
        ("Fever was rarer in the zinc lozenges group than in the placebo group (6% vs 15%).", [(A, 6), (B, 15)]),
        ("Fever was seen in 6% and 15% of the zinc lozenges and plasebo groups, respectively.", [(A, 6), (B, 15)]),
        ("With zinc lozenges fever was gone in 40% and cough in 30%, whereas fever was gone in 20% of those given syrup.",
            [(A, 40), (A, 30), (B, 20)]),
        ("With zinc lozenges fever was gone in 40%, whereas it was gone in 20% at the start.", [(A, 40), ("", 20)]),
        ("Fever was gone in 12 of the 30 on zinc lozenges (40%); cough was gone in 30% versus 20% for the zinc lozenges and the placebo group, respectively.",
            [(A, 40), (A, 30), (B, 20)]),
        # Neither named nor listed in an order that every comparison keeps: whose they are is not said.
        ("Cough was gone in 40% and fever in 20% of all adults in both groups.", [("", 40), ("", 20)]),
    ],
)  # fmt: skip
def test_percents_and_their_arms(page, text: str, expected: list[tuple[str, float]]) -> None:
    assert linked(page, text) == expected


def test_counts_beside_arms_are_events_or_sizes(page) -> None:
    read_ = grammar(page(SET + "Of 60 adults who were randomly assigned, 31 received zinc lozenges and 29 received placebo. "
                         "There were 9 deaths in the zinc lozenges group and 4 in the placebo group."))  # fmt: skip
    assert {(r.arm, r.total) for r in read_.results if r.measure == "size"} == {(A, 31), (B, 29)}
    assert [(r.arm, r.count) for r in read_.results if r.measure == "proportion"] == [(A, 9), (B, 4)]


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("Effect of nurse visits on colds: a randomized trial. Adults were randomised. Cough was gone in 40% of the nurse visits group "
         "and 20% of the control group.", {"nurse visits": "experimental", "control": "control"}),
        ("Standard training against boxing for colds. Fifty adults (25 standard training, 25 boxing) took part. Fever fell in the boxing group "
         "and in the standard training group.", {"Standard training": "control", "boxing": "experimental"}),
    ],
)  # fmt: skip
def test_arms_that_no_allocation_sets_out(page, text: str, arms: dict[str, str]) -> None:
    assert {a.label.lower(): a.role for a in grammar(page(text)).arms} == {
        k.lower(): v for k, v in arms.items()
    }


def test_letters_are_names_of_arms(page) -> None:
    text = (
        SET
        + "They received zinc lozenges (group A) or placebo (group B). Cough was gone in 40% of group A and in 20% of group B."
    )
    found = [(r.arm, r.value.value) for r in grammar(page(text)).results if r.measure == "proportion"]
    assert found == [(A, 40), (B, 20)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("We studied 84 consecutive women with colds. They were followed for a year.", 84),
        ("Sixty-four survivors of a bad cold took part in the study.", 64),
        ("Adults who were waiting for a bus (N = 230) were given zinc.", 230),
        ("The target accrual is 200 adults.", 200),
        ("Five thousand five hundred and sixty-nine adults were included.", None),
        ("Each of the adults coughed for 7 days.", None),
    ],
)
def test_people_that_a_document_speaks_of(page, text: str, people: int | None) -> None:
    stated = grammar(page(text)).stated
    assert [s.value for s in stated if s.field == "participants"] == ([people] if people else [])


def test_sides_by_role_and_by_order() -> None:
    concepts = load()
    for second, why in (("placebo", "role"), ("copper sprays", "order")):
        text = (
            f"Zinc lozenges versus {second} for colds: a randomized trial. Colds are common, and what helps is debated. Adults were randomly "
            f"assigned to {second} or zinc lozenges. They were seen every day for a week by a nurse who did not know what they had been given."
        )
        reading = read.read(read.documents(text.encode(), "x.txt")[0], concepts)
        who = read.sides(reading)
        assert [x.lower() for x in (*who.intervention, *who.comparator)] == ["zinc lozenges", second]
        assert who.why == why


def test_a_pair_after_each_arms_own_count_keeps_their_order(page) -> None:
    """ "follow-up" is no name of the arm, and controls who stand just before the pair are not what it begins with."""
    found = grammar(
        page(
            "Adults with gout (n = 110) were randomised to midwife calls or standard follow-up. During a mean follow-up of 11 months, "
            "24 of the 60 calls adults died, as did 15 of the 50 controls (40.0% vs 30.0%)."
        )
    )
    shares = [r for r in found.results if r.value and r.value.value in (40.0, 30.0)]
    assert ["calls" in r.arm for r in shares] == [True, False]
    assert shares[1].arm
