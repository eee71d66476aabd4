"""What leaves the machine of a screening: costs only where no small count can hide in them."""

from __future__ import annotations

import itertools
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.app.sharing import ALONG, of_plan, shareable
from trialwright.model.document import Document
from trialwright.model.findings import Findings, Missing
from trialwright.model.screening import Cohort, CriterionCounts, MaskCell, Screening
from trialwright.screen import masks

LARGE = (MaskCell(fails=0, unknown=0, patients=300), MaskCell(fails=1, unknown=0, patients=40),
         MaskCell(fails=2, unknown=1, patients=50), MaskCell(fails=4, unknown=0, patients=60))  # fmt: skip
FEW = (*LARGE, MaskCell(fails=0b101, unknown=0, patients=4))


def screening(cells: tuple[MaskCell, ...], synthetic: bool = False, rarest: int | None = None) -> Screening:
    n = sum(c.patients for c in cells)
    counts = tuple(
        CriterionCounts(
            criterion=f"c{i}", name=f"rule {i}", side="inclusion",
            **dict(zip(("passes", "unknown", "fails"), masks.totals(cells, 1 << i), strict=True)),
        )
        for i in range(3)
    )  # fmt: skip
    return Screening(
        cohort=Cohort(
            name="ward", source="ward.csv", patients=n, index="day 0", fingerprint="0", synthetic=synthetic
        ),
        counts=counts,
        funnel=masks.funnel(counts, cells),
        cells=cells,
        rarest=min(c.patients for c in cells) if rarest is None else rarest,
        **masks.totals(cells)._asdict(),
    )


def test_a_plans_json_withholds_what_its_report_does() -> None:
    """The totals of a plan and its sentences leave by --json as they do by the report."""
    plan = Document(sha256="0" * 64, name="plan.yaml", format="plan", text="question: why?")
    gap = Missing(kind="patients", what="age", where="ward", so="unknown for 4 patients")
    given = {
        "name": "p",
        "question": "?",
        "today": "2026-01-01",
        "seed": 1,
        "version": "0",
        "plan_document": plan,
    }
    found = Findings(**given, screening=screening(FEW), missing=(gap,))
    told = of_plan(found)
    assert told["screening"] == {"certain": 300, "possible": None, "excluded": None}
    assert told["missing"][0].so == "unknown for 1 to 10 patients"
    every = of_plan(found.model_copy(update={"suppress_small_cells": False}))
    assert None not in every["screening"].values()
    assert of_plan(Findings(**given))["screening"] is None


def test_costs_are_told_where_every_pattern_is_large() -> None:
    shown = shareable(screening(LARGE))
    assert [c["sole_certain"] for c in shown["costs"]] == [40, 0, 60]
    json.dumps(shown)


def test_one_small_pattern_withholds_every_cost() -> None:
    shown = shareable(screening(FEW))
    assert (shown["costs"], shown["items"], shown["groups"]) == (None, None, None)
    assert shareable(screening(FEW), small_cells=True)["costs"] is not None
    assert shareable(screening(FEW, synthetic=True))["costs"] is not None


def test_a_screening_that_does_not_know_its_rarest_pattern_tells_no_cost() -> None:
    assert shareable(screening(LARGE, rarest=0))["costs"] is None


def test_another_order_is_free_where_every_pattern_is_large() -> None:
    steps = shareable(screening(LARGE), order=[2, 1, 0])["steps"]
    assert [(s["number"], s["certain"], s["excluded"]) for s in steps] == [
        (3, 390, 60),
        (2, 340, 110),
        (1, 300, 150),
    ]


def test_words_beside_the_funnel_give_no_count_away() -> None:
    """How many have no index date or no age says how many do, where the rest is printed."""
    few = "admission (4 of 454 persons have none)"
    shown = shareable(with_words(screening(LARGE), few, "The age of 445 persons is unknown."))
    assert shown["cohort"]["index"] == "admission (some persons have none)"
    assert shown["warnings"] == ("The age of some persons is unknown.",)
    many = "admission (50 of 500 persons have none)"
    told = shareable(with_words(screening(LARGE), many, "The age of 90 persons is unknown."))
    assert (told["cohort"]["index"], told["warnings"]) == (many, ("The age of 90 persons is unknown.",))
    beside = shareable(with_words(screening(FEW), many, "The age of 90 persons is unknown."))
    assert beside["cohort"]["index"] == "admission (some persons have none)"
    assert beside["warnings"] == ("The age of some persons is unknown.",)
    every = shareable(with_words(screening(FEW), few, "The age of 445 persons is unknown."), small_cells=True)
    assert (every["cohort"]["index"], every["warnings"]) == (few, ("The age of 445 persons is unknown.",))


def with_words(of: Screening, index: str, warning: str) -> Screening:
    cohort = of.cohort.model_copy(update={"index": index})
    return of.model_copy(update={"cohort": cohort, "warnings": (warning,)})


cells = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 60)), min_size=1, max_size=8
).map(lambda rows: tuple(MaskCell(fails=f, unknown=u & ~f, patients=n) for f, u, n in rows))


@settings(max_examples=30, deadline=None)
@given(cells)
def test_two_funnels_cannot_be_subtracted(of: tuple[MaskCell, ...]) -> None:
    """An attack by differencing: where patterns are small, all orders together print no count that the protocol's
    own funnel does not; where none is, no difference of two printed counts of nested groups is small."""
    found = screening(of)
    base = shareable(found)
    known = {}
    for order in itertools.permutations(range(3)):
        shown = shareable(found, order=list(order))
        for k, step in enumerate(shown["steps"]):
            for word in ALONG:
                if step[word] is not None:
                    known[word, frozenset(order[: k + 1])] = step[word]
    if found.rarest <= 10 or base["withheld"]:
        own = {
            (word, frozenset(range(k + 1))): s[word] for k, s in enumerate(base["steps"]) for word in ALONG
        }
        assert all(own[key] == n for key, n in known.items())
        return
    for (word, some), (other, more) in itertools.product(known, known):
        if word == other != "possible" and some < more:
            assert not 1 <= abs(known[word, some] - known[word, more]) <= 10
