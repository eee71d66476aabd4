"""Refusals: each one is listed, told of on its page, and raised for a plan outside its scope with what would do."""

import re
from pathlib import Path

import numpy as np
import pytest

from trialwright import design
from trialwright.design.scope import REFUSALS
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

PAGE = Path(__file__).parents[2] / "docs" / "scope.md"
MARKER = Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, 10.0))
CONTROL = {
    "continuous": {"mean": 0.0, "sd": 1.0},
    "binary": {"rate": 0.04},
    "time_to_event": {"median": 12.0},
}


def a_design(**stated):
    usual = {"name": "d", "type": "enrichment", "endpoint": "continuous", "better": "higher", "patients": 200}
    return Design(**(usual | {"marker": "m", "cutoff": 4.0} | stated))


OUTSIDE = {
    "A look that no boundary allows for": [a_design(type="fixed", cutoff=None, looks=(0.5, 1.0))],
    "A size that follows the data in a design that fixes it": [
        a_design(type="group_sequential", options={"increase": 2.0}),
        a_design(type="group_sequential", options={"rule": "promising zone"}),
        a_design(type="fixed", options={"target": 0.9}),
    ],
    "Chances that follow the data in a design that fixes them": [
        a_design(type="fixed", options={"allocate": "neyman"}),
        a_design(type="group_sequential", options={"allocate": "thall wathen"}),
    ],
    "A population chosen from the data by a design that fixes it": [
        a_design(type="fixed", options={"selection": "best"}),
        a_design(type="group_sequential", options={"candidates": (2.0, 4.0)}),
        a_design(type="group_sequential", options={"threshold_subgroup": 0.1}),
    ],
    "A subgroup without a cut-off": [a_design(cutoff=None), a_design(type="stratified", cutoff=None)],
    "A choice among no cut-offs": [a_design(type="adaptive_threshold", cutoff=None)],
    "Candidate cut-offs out of order, or too many": [
        a_design(type="adaptive_threshold", options={"candidates": (4.0, 2.0)}),
        a_design(type="adaptive_threshold", options={"candidates": tuple(np.linspace(2, 6, 9))}),
    ],
    "More than one choice": [
        a_design(looks=(0.3, 0.6, 1.0)),
        a_design(type="adaptive_threshold", looks=(1.0,)),
    ],
    "A population and an arm both chosen": [
        a_design(arms=("low", "high")),
        a_design(type="stratified", arms=("low", "high")),
    ],
    "Events after the interim of patients enrolled before it": [a_design(endpoint="time_to_event")],
    "Tests by the largest score without normal scores": [
        a_design(endpoint="binary", options={"intersection": "spiessens_debois"}),
        a_design(type="adaptive_threshold", endpoint="binary"),
    ],
}


def a_scenario(endpoint):
    return Scenario(
        name="s",
        control=CONTROL[endpoint],
        effect=EffectCurve(level=0.3),
        marker=MARKER,
        screened_per_month=20,
    )


def run(d):
    return design.evaluate(
        [d], a_scenario(d.endpoint), Limits(), 100, lambda b: np.random.default_rng([1, b])
    )


def test_every_refusal_has_an_example_and_its_part_of_the_page():
    names = [r.name for r in REFUSALS]
    assert names == list(OUTSIDE)
    assert names == re.findall(r"^## (.*)$", PAGE.read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize(("refusal", "d"), [(r, d) for r in REFUSALS for d in OUTSIDE[r.name]])
def test_it_is_refused_with_what_would_do(refusal, d):
    with pytest.raises(DesignError) as caught:
        run(d)
    told = {"design": d.name, "type": d.type, "endpoint": d.endpoint}
    assert caught.value.what == refusal.what.format(**told)
    assert caught.value.where == refusal.where
    assert caught.value.fix == refusal.fix.format(**told)
    assert "{" not in caught.value.what


@pytest.mark.parametrize(
    "d",
    [
        a_design(),
        a_design(endpoint="binary"),
        a_design(type="stratified", looks=(0.3, 0.6, 1.0)),
        a_design(type="adaptive_threshold", cutoff=None, options={"candidates": (2.0, 4.0)}),
        a_design(type="group_sequential", options={"futility": (0.0,)}),
        a_design(type="fixed"),
        a_design(type="fixed", looks=(1.0,)),
        # Everybody who enters is of the one population, so that few below a cut-off matter nothing.
        a_design(type="multi_arm", endpoint="binary", arms=("low", "high"), looks=(0.5, 1.0)),
    ],
)
def test_what_is_within_scope_runs(d):
    assert run(d)[0].replicates == 100
