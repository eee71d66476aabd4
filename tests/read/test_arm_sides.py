"""Which of two active treatments is tried, by what the document says of each."""

from __future__ import annotations

import pytest

from trialwright import read
from trialwright.adapters.concepts import load

TOLD = "Adults were randomised to velatinib or orsatinib. Relapse was seen in 12% with {0} and 20% with {1}."


def sided(title: str, first: str = "velatinib", second: str = "orsatinib") -> read.sides:  # type: ignore[valid-type]
    text = f"<html><body><h1>{title}</h1><p>{TOLD.format(first, second)}</p></body></html>"
    return read.sides(read.read(read.documents(text.encode(), "page.html")[0], load()))


@pytest.mark.parametrize(
    ("title", "tried"),
    [
        ("Velatinib versus orsatinib for asthma", "velatinib"),
        ("Orsatinib versus velatinib for asthma", "orsatinib"),
        ("Addition of orsatinib in asthma: a comparison with velatinib", "orsatinib"),
        ("Asthma: standard velatinib or new orsatinib", "orsatinib"),
        ("Should patients on velatinib alone be given orsatinib?", "orsatinib"),
        ("Velatinib should be abandoned for orsatinib", "orsatinib"),
        ("Asthma: orsatinib cannot be advocated", "orsatinib"),
        ("Velatinib is the gold standard, and orsatinib has recently been proposed", "orsatinib"),
    ],
)
def test_the_one_that_most_speaks_for_is_tried(title: str, tried: str) -> None:
    found = sided(title)
    assert found.why == "order"
    assert found.intervention == (tried,)
    assert {*found.intervention, *found.comparator} == {"velatinib", "orsatinib"}


def test_a_named_control_is_compared_with_wherever_it_stands() -> None:
    text = "<html><body><h1>Placebo or velatinib</h1><p>Adults were randomised to placebo or velatinib.</p></body></html>"
    found = read.sides(read.read(read.documents(text.encode(), "page.html")[0], load()))
    assert (found.intervention, found.comparator, found.why) == (("velatinib",), ("placebo",), "role")


def test_what_the_other_is_added_to_is_compared_with() -> None:
    text = "<html><body><p>Eighty adults were assigned to velatinib 20 mg alone (43 adults) or with orsatinib (37 adults).</p></body></html>"
    found = read.sides(read.read(read.documents(text.encode(), "page.html")[0], load()))
    assert (found.intervention, found.comparator) == (("orsatinib",), ("velatinib",))


@pytest.mark.parametrize(
    ("asked", "tried"),
    [
        ("We asked whether no drainage was non-inferior to drainage.", "no drainage"),
        ("We asked whether drainage was superior to no drainage.", "drainage"),
    ],
)
def test_going_without_is_tried_where_it_may_be_no_worse(asked: str, tried: str) -> None:
    dealt = "Adults were randomly assigned to drainage (n = 40) or no drainage (n = 42)."
    text = f"<html><body><h1>Drainage versus no drainage</h1><p>{asked} {dealt}</p></body></html>"
    found = read.sides(read.read(read.documents(text.encode(), "page.html")[0], load()))
    assert found.intervention == (tried,)
    assert len(found.comparator) == 1
