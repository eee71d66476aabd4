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


ONE_LOOK = "d <- getDataset(n1=20, n2=22, means1={}, means2=.9, stDevs1=1, stDevs2=1.1); "


@pytest.mark.parametrize(
    ("mean", "design", "expected"),
    [
        (0.2, "getDesignGroupSequential(kMax=1)", 0.9811828),
        (0.2, "getDesignFisher(kMax=1)", 0.9811828),
        (2.2, "getDesignGroupSequential(kMax=1, sided=2, alpha=.05)", 0.0002713113),
        (2.2, "getDesignGroupSequential(kMax=1)", 0.0002713113 / 2),
    ],
)
def test_of_one_look_it_is_the_p_value_itself(mean: float, design: str, expected: float) -> None:
    """Above 0.5 too, where bounds have no meaning; to all digits where it is small. rpact 3.3.4, R 4.2.2:
    getRepeatedPValues(getStageResults(design, d))."""
    found = evaluate(f"{ONE_LOOK.format(mean)} getRepeatedPValues(getStageResults({design}, d))").fields
    assert found["repeatedPValues"][0] == pytest.approx(expected, rel=1e-6)


def test_of_one_look_that_of_several_arms_is_not_cut_off_either() -> None:
    """rpact 3.3.4: 0.7247415 and 0.1125 (the closed test by Dunnett's)."""
    arms = "d <- getDataset(n1=20, n2=22, n3=25, means1=.2, means2=.9, means3=.4, stDevs1=1, stDevs2=1.1, stDevs3=1.2); "
    found = evaluate(f"{arms} getRepeatedPValues(getStageResults(getDesignInverseNormal(kMax=1), d))").fields
    assert found["repeatedPValues"][:, 0] == pytest.approx([0.7247415, 0.1125000], abs=2e-6)
