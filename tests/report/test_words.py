"""Criteria said back in words, with what a record can settle."""

from __future__ import annotations

import pytest

from trialwright.model.criterion import (
    All,
    Any,
    AtLeast,
    Comparison,
    Has,
    NeedsPerson,
    Not,
    Quantity,
    Window,
)
from trialwright.model.document import Quote
from trialwright.report.words import branch, sentence

Q = Quote(document="d", exact="judged   fit\nby the team", start=0, end=10)


def compare(**more: object) -> Comparison:
    given = {
        "concept": "lactate",
        "comparator": ">",
        "quantity": Quantity(low=4, unit="mmol/L"),
        "quote": Q,
    } | more
    return Comparison.model_validate(given)


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (compare(), "lactate > 4 mmol/L"),
        (compare(comparator="between", quantity=Quantity(low=18, high=65, unit="a")), "lactate 18 to 65 years"),
        (compare(comparator="<=", quantity=Quantity(low=1.5, uln=True)), "lactate ≤ 1.5 × the upper limit of normal"),
        (compare(occasion="worst"), "worst lactate > 4 mmol/L"),
        (compare(window=Window(start_hours=-336, end_hours=0)), "lactate > 4 mmol/L, in the 14 days before index"),
        (compare(window=Window(start_hours=0, end_hours=6)), "lactate > 4 mmol/L, in the 6 h after index"),
        (
            compare(window=Window(start_hours=-48, end_hours=48, anchor="admission")),
            "lactate > 4 mmol/L, from 48 h before admission until 48 h after admission",
        ),
        (compare(window=Window(text="within 48 hours")), "lactate > 4 mmol/L, within 48 hours"),
        (NeedsPerson(why="not computable", quote=Q), "“judged fit by the team” (not computable)"),
        (Not(of=Has(concept="COVID-19", quote=Q), quote=Q), "not (COVID-19)"),
        (Any(of=(Has(concept="a", quote=Q), All(of=(Has(concept="b", quote=Q), Has(concept="c", quote=Q)), quote=Q)), quote=Q), "a or (b and c)"),
        (AtLeast(count=2, of=(Has(concept="a", quote=Q), Has(concept="b", quote=Q)), quote=Q), "at least 2 of: a; b"),
    ],
)  # fmt: skip
def test_sentence(tree: Comparison, words: str) -> None:
    assert sentence(tree) == words


def test_each_leaf_says_what_settles_it() -> None:
    tree = Any(
        of=(compare(), Has(concept="dialysis", quote=Q), NeedsPerson(why="not understood", quote=Q)), quote=Q
    )
    said = branch(tree, not_in_data=("dialysis",))
    assert [b.settled_by for b in said.branches] == ["records", "no data here", "a person"]
    assert said.words == "any of these"
