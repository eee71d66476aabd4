"""Analyses at a look: duality, monotone intervals, what is refused, and where we differ from rpact on purpose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.design.boundaries import fisher, group_sequential
from trialwright.design.looks.datasets import Means, Survival
from trialwright.design.looks.evidence import z_of
from trialwright.design.looks.means import MeansEvidence
from trialwright.design.looks.paths import path
from trialwright.design.looks.repeated import repeated_interval, repeated_p_value
from trialwright.design.rpact import answer
from trialwright.errors import DesignError

DESIGNS = [
    group_sequential(2, 0.025, 0.2, 1, "lan_demets_of", [0.5, 1.0]),
    group_sequential(2, 0.025, 0.2, 1, "lan_demets_pocock", [0.4, 1.0], kind="inverse normal"),
    fisher(2, 0.025, futility_p_values=[0.5]),
]
TWO = "getDataset(n1=c(34,31), n2=c(30,33), means1=c(12.4,11.8), means2=c(10.9,10.6), stDevs1=c(4.4,5.1), stDevs2=c(4.9,4.2))"
ARMS = "getDataset(n1=c(31,34), n2=c(29,30), n3=c(33,30), means1=c(7.1,6.6), means2=c(5.2,5.9), means3=c(4.9,5.0), stDevs1=c(4.1,3.6), stDevs2=c(3.9,4.0), stDevs3=c(4.4,4.0))"
IN = 'getDesignInverseNormal(kMax=2, typeOfDesign="asOF")'
means = st.lists(st.floats(-3, 3), min_size=4, max_size=4)


def _data(values) -> Means:
    return Means(np.full((2, 2), 20.0), np.array(values).reshape(2, 2), np.array([[1.1, 0.9], [1.3, 1.0]]))


@pytest.mark.parametrize("design", DESIGNS, ids=["group sequential", "inverse normal", "fisher"])
@settings(deadline=None, max_examples=25)
@given(values=means, look=st.integers(1, 2))
def test_the_repeated_interval_is_what_the_design_does_not_reject(design, values, look) -> None:
    up, down = MeansEvidence(_data(values), True), MeansEvidence(_data(values), False)
    low, high = repeated_interval(design, up, down, look)
    critical = design.critical_values[look - 1]

    def rejected(evidence, theta) -> bool:
        at = path(design, evidence, theta)[look - 1]
        if design.kind == "fisher" and look == 2 and evidence.upper and evidence.stagewise(theta).p[0] > 0.5:
            return False  # the first look has accepted it
        return bool(at <= critical if design.kind == "fisher" else at >= critical)

    assert rejected(up, low - 1e-4)
    assert not rejected(up, low + 1e-4)
    assert rejected(down, high + 1e-4)
    assert not rejected(down, high - 1e-4)


@pytest.mark.parametrize("design", DESIGNS[:2], ids=["group sequential", "inverse normal"])
@settings(deadline=None, max_examples=25)
@given(z=st.floats(0.5, 4), more=st.floats(0.05, 1))
def test_the_repeated_p_falls_with_evidence_and_passes_alpha_where_the_design_rejects(
    design, z, more
) -> None:
    first, second = (repeated_p_value(design, s, 2) for s in (z, z + more))
    assert 0 < second <= first <= 0.5
    at_bound = repeated_p_value(design, float(design.critical_values[1]), 2)
    assert at_bound == pytest.approx(0.025, rel=1e-5)


def test_scores_of_certain_p_values_stay_numbers() -> None:
    assert np.isfinite(z_of(np.array([0.0, 1.0]))).all()


def test_cumulative_data_give_the_stages_back() -> None:
    data = Means(
        np.array([[20.0, 22.0], [31.0, 29.0]]),
        np.array([[1.0, 2.0], [1.5, 2.5]]),
        np.array([[0.9, 1.1], [1.2, 1.0]]),
    )
    total = data.cumulative
    again = Means.from_cumulative(total.n, total.mean, total.sd)
    for name in ("n", "mean", "sd"):
        assert getattr(again, name) == pytest.approx(getattr(data, name))
    hazards = Survival(np.array([[30.0], [25.0]]), np.array([[1.1], [-0.4]]), np.array([[1.0], [1.5]]))
    total = hazards.cumulative
    again = Survival.from_cumulative(total.events, total.log_rank, total.allocation_ratio)
    assert again.log_rank == pytest.approx(hazards.log_rank)
    assert again.allocation_ratio == pytest.approx(hazards.allocation_ratio)


@pytest.mark.parametrize("test", ["Bonferroni", "Simes", "Sidak", "Dunnett"])
def test_a_closed_test_rejects_no_arm_before_a_better_one(test) -> None:
    found = answer(
        f'getClosedCombinationTestResults(getStageResults({IN}, {ARMS}, intersectionTest="{test}"))'
    ).fields
    p, rejected = found["separatePValues"], found["rejected"]
    assert rejected[0, 1] >= rejected[1, 1]
    assert (found["adjustedStageWisePValues"][0] >= p.min(axis=0) - 1e-12).all()


def test_two_sided_figures_are_of_both_sides_where_rpact_doubles_one() -> None:
    """rpact 3.3.4 gives twice the upper side: 1.246 for a design that is nearly sure to reject."""
    data = "getDataset(n1=c(40,44), n2=c(21,25), means1=c(2.8,2.9), means2=c(1.2,1.3), stDevs1=c(1.6,1.5), stDevs2=c(1.1,1.2))"
    found = answer(
        f'getAnalysisResults(getDesignGroupSequential(kMax=2, alpha=0.05, sided=2, typeOfDesign="P"), {data})'
    )
    assert 0 <= found.fields["conditionalRejectionProbabilities"][0] <= 1
    one_sided = answer(f"getStageResults(getDesignGroupSequential(kMax=2), {data})").fields["overallPValues"][
        0
    ]
    assert found.fields["finalPValues"][0] == pytest.approx(2 * one_sided)


def test_a_hazard_ratio_at_the_first_look_does_not_depend_on_the_null() -> None:
    """rpact 3.3.4 leaves out the null that it measures from: 2.05 for an observed ratio of 2.46 tested against 1.2."""
    call = 'getFinalConfidenceInterval(getDesignGroupSequential(kMax=2, typeOfDesign="P"), getDataset(events=50, logRanks=3, allocationRatios=2){})'
    plain, shifted = answer(call.format("")).fields, answer(call.format(", thetaH0=1.2")).fields
    assert shifted["finalConfidenceInterval"] == pytest.approx(plain["finalConfidenceInterval"])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("getDataset(n1=c(10,10), n2=c(10))", "make no data set"),
        ("getDataset(n=c(10,10), events=c(3))", "different numbers of stages"),
        ("getDataset(n=c(10,0), events=c(3,0))", "above 0"),
        ("getDataset(n=10, cumEvents=3)", "mixed"),
        ("getDataset(n=10, widgets=3)", "no column `widgets`"),
        ("getDataset(cumN=c(20,15), cumEvents=c(3,4))", "above 0"),
        (f"getStageResults({TWO}, {TWO})", "not a group-sequential"),
        (f"getStageResults({IN}, {IN})", "not a data set"),
        (f"getStageResults({IN}, {TWO}, stage=3)", "Stage 3"),
        (f"getStageResults({IN}, getDataset(n=30, events=12))", "given rate"),
        (
            f"getStageResults({IN}, getDataset(n1=30, n2=30, events1=12, events2=9), thetaH0=0.1, normalApproximation=FALSE)",
            "equal rates only",
        ),
        (f"getStageResults({IN}, getDataset(events=30, logRanks=1), thetaH0=-1)", "above 0"),
        (f"getStageResults(getDesignGroupSequential(kMax=2), {ARMS})", "combination test"),
        (f'getStageResults({IN}, {ARMS}, varianceOption="notPooled")', "one variance of all groups"),
        (f'getStageResults({IN}, {ARMS}, intersectionTest="Holm")', "no intersectionTest `Holm`"),
        (f"getClosedCombinationTestResults(getStageResults({IN}, {TWO}))", "several arms"),
        (f"getConditionalPower(getStageResults({IN}, {TWO}, stage=1), nPlanned=c(10,10))", "do not fit"),
        (f"getStageResults(getDesignConditionalDunnett(), {TWO})", "of several arms"),
    ],
)
def test_what_cannot_be_analysed_is_said_with_a_remedy(call, words) -> None:
    with pytest.raises(DesignError, match=words) as caught:
        answer(call)
    assert caught.value.fix
    assert caught.value.where


def test_stage_results_tell_both_combinations_whichever_the_design_uses() -> None:
    """rpact 3.3.4: looks at 0.2 and 0.6 of the information, weights root of the increments and relative to the first."""
    data = "getDataset(n1=c(26,21), n2=c(24,27), means1=c(5.1,4.4), means2=c(3.9,4.0), stDevs1=c(2.2,2.6), stDevs2=c(2.4,2.1))"
    for design in ("GroupSequential", "InverseNormal", "Fisher"):
        fields = answer(
            f"getStageResults(getDesign{design}(kMax=3, informationRates=c(.2,.6,1)), {data})"
        ).fields
        assert fields["combInverseNormal"][:2] == pytest.approx([1.803886037, 1.519595848], rel=1e-6)
        assert fields["combFisher"][:2] == pytest.approx([0.035624587191, 0.005859917916], rel=1e-6)
        assert fields["weightsFisher"] == pytest.approx([1, 2**0.5, 2**0.5])
        assert fields["weightsInverseNormal"] == pytest.approx([0.2**0.5, 0.4**0.5, 0.4**0.5])


def test_a_final_interval_without_earlier_rejection_is_symmetric_and_mirrored() -> None:
    """Only the last look rejects, so that the combined z is normal: its limits are z less and plus the quantile."""
    call = "getFinalConfidenceInterval(getDesignInverseNormal(kMax=3, typeOfDesign='noEarlyEfficacy'), getDataset(events=c(48,66,71), logRanks={}), directionUpper={})"
    upper = answer(call.format("c(.9,1.2,.7)", "TRUE")).fields
    lower = answer(call.format("c(-.9,-1.2,-.7)", "FALSE")).fields
    limits = upper["finalConfidenceIntervalGeneral"]
    assert sum(limits) / 2 == pytest.approx(upper["medianUnbiasedGeneral"], abs=1e-9)
    assert lower["finalConfidenceIntervalGeneral"] == pytest.approx([-limits[1], -limits[0]], abs=1e-9)
