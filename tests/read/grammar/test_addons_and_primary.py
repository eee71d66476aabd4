"""Add-on arms, two arms that name their people once, and a primary outcome that is defined elsewhere."""

from __future__ import annotations

import pytest

from trialwright.read.grammar import grammar


def shares(read):
    return [(r.count, r.total, r.arm, r.endpoint) for r in read.results if r.measure == "proportion"]


@pytest.mark.parametrize(
    "text",
    [
        "Patients were randomly assigned to velatinib 0.5 mg once daily plus usual care (n = 1,569) or to usual care alone (n = 1,575).",
        "Patients were randomly assigned to receive velatinib in addition to usual care (n = 1,569) or usual care alone (n = 1,575).",
        "Patients were randomly assigned to usual care alone (n = 1,575) or to velatinib added to usual care (n = 1,569).",
    ],
)
def test_the_size_of_an_add_on_arm_is_not_that_of_its_base(page, text: str) -> None:
    arms = {a.label: a.size for a in grammar(page(text)).arms}
    assert arms == {"velatinib": 1569, "usual care": 1575}


def test_a_comparison_is_no_add_on(page) -> None:
    text = "Patients were randomly assigned to velatinib (n = 40) or to usual care (n = 42), plus a diet."
    assert {a.label: a.size for a in grammar(page(text)).arms} == {"velatinib": 40, "usual care": 42}


def test_both_arms_have_their_share_and_the_endpoint(page) -> None:
    text = (
        "Patients were randomised to receive velatinib or placebo. Recurrent gout flares within 90 days occurred in "
        "264 of 4,176 patients given velatinib and 270 of 4,167 given placebo."
    )
    read = grammar(page(text))
    assert shares(read) == [
        (264, 4176, "velatinib", "Recurrent gout flares"),
        (270, 4167, "placebo", "Recurrent gout flares"),
    ]
    assert {r.time for r in read.results if r.measure == "proportion"} == {"90 days"}


@pytest.mark.parametrize(
    "text",
    [
        "The primary outcome was relapse or death at 28 days. The primary outcome occurred in 30 of 200 patients "
        "given velatinib and in 45 of 201 given placebo.",
        "The primary outcome, relapse or death, occurred in 30 of 200 patients with velatinib versus 45 of 201 with placebo.",
    ],
)
def test_the_primary_outcome_is_the_one_that_is_defined(page, text: str) -> None:
    read = grammar(page("Patients were randomised to velatinib or placebo. " + text))
    assert shares(read) == [
        (30, 200, "velatinib", "relapse or death"),
        (45, 201, "placebo", "relapse or death"),
    ]


def test_a_primary_outcome_that_nobody_defines_stays_empty(page) -> None:
    text = (
        "Patients were randomised to velatinib or placebo. The primary outcome occurred in 30 of 200 patients given velatinib "
        "and in 45 of 201 given placebo."
    )
    assert {e for *_, e in shares(grammar(page(text)))} == {""}
