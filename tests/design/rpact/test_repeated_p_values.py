"""Repeated p-values are the smallest level at which the very test they belong to rejects."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.rpact import evaluate

ARMS = "d <- getDataset(n1=c(52,46), n2=c(44,50), n3=c(51,54), events1=c(8,11), events2=c(6,9), events3=c(15,16)); "
RESULTS = (
    'getStageResults(getDesignFisher(kMax=3, alpha={}), d, intersectionTest="Sidak", directionUpper=FALSE)'
)


def test_closed_test_keeps_what_it_rejected_before() -> None:
    """At stage 2 arm 1 rests on the rejection of its own hypothesis at stage 1.

    rpact 3.3.4 (tests/reference/door_calls.txt) says 0.1175 at stage 1 and 0.1053 at stage 2 for both arms.
    """
    values = evaluate(f"{ARMS} getRepeatedPValues({RESULTS.format(0.025)})").fields["repeatedPValues"]
    assert values[:, :2] == pytest.approx(np.array([[0.1175125, 0.1052769]] * 2), abs=2e-6)


@pytest.mark.parametrize("side", [-1, 1])
def test_closed_test_rejects_just_above_and_not_below(side: int) -> None:
    values = evaluate(f"{ARMS} getRepeatedPValues({RESULTS.format(0.025)})").fields["repeatedPValues"]
    for look in (0, 1):
        level = values[0, look] + side * 1e-4
        found = evaluate(f"{ARMS} getClosedCombinationTestResults({RESULTS.format(level)})").fields
        assert bool(found["rejected"][0, look]) is (side > 0)


def test_bound_stated_outright_leaves_levels_above_what_it_spends() -> None:
    """Haybittle and Peto's first bound of 3 spends 0.00135 at any level. rpact 3.3.4: NA, 0.2489777."""
    data = "d <- getDataset(n1=c(44,40), n2=c(33,23), means1=c(2.04,1.99), means2=c(1.78,1.75), stDevs1=c(1.23,1.36), stDevs2=c(1.33,1.12)); "
    design = 'getDesignGroupSequential(kMax=2, typeOfDesign="HP", alpha=.025)'
    found = evaluate(f"{data} getRepeatedPValues(getStageResults({design}, d, thetaH0=.1))").fields
    assert np.isnan(found["repeatedPValues"][0])
    assert found["repeatedPValues"][1] == pytest.approx(0.2489777, abs=2e-6)


def test_stage_results_of_several_arms_tell_the_differences_of_rates() -> None:
    found = evaluate(f"{ARMS} {RESULTS.format(0.025)}").fields["effectSizes"]
    assert found[:, 0] == pytest.approx([8 / 52 - 15 / 51, 6 / 44 - 15 / 51])
