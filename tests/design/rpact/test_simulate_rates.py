"""Sizes re-estimated from rates, shifted nulls and exact tests against rpact 3.3.4 (10,000 trials, seed 5; calls in tests/reference/door_simulations.txt)."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.rpact import evaluate
from trialwright.errors import DesignError

BOUNDS = "minNumberOfSubjectsPerStage=c(NA,{}), maxNumberOfSubjectsPerStage=c(NA,{})"
TRIALS = 10_000
CALLS = [
    (f"pi1=.45, pi2=.3, plannedSubjects=c(80,160), conditionalPower=.85, {BOUNDS.format(40, 240)}", 0.6824, 239.271, 0.5622),
    (f"groups=1, thetaH0=.3, pi1=.45, plannedSubjects=c(30,60), conditionalPower=.8, {BOUNDS.format(20, 100)}", 0.8663, 81.5231, 0.6443),
    ("pi1=.5, pi2=.45, riskRatio=TRUE, thetaH0=.8, plannedSubjects=c(90,180)", 0.5586, 171.054, 0.48034),
    ("groups=1, thetaH0=.3, pi1=.45, plannedSubjects=c(30,70), normalApproximation=FALSE", 0.6657, 64.672, 0.56454),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "power", "size", "reached"),
    CALLS,
    ids=["two rates", "one rate", "shifted ratio", "binomial"],
)
def test_sizes_by_conditional_power(arguments: str, power: float, size: float, reached: float) -> None:
    call = f"getSimulationRates(getDesignInverseNormal(kMax=2), {arguments}, maxNumberOfIterations={TRIALS}, seed=6)"
    fields = evaluate(call).fields
    both = np.sqrt(2)  # theirs was simulated too
    error = fields["standardErrors"]
    assert fields["overallReject"] == pytest.approx(power, abs=4 * both * float(error["overallReject"][0]))
    expected, spread = fields["expectedNumberOfSubjects"], float(error["expectedNumberOfSubjects"][0])
    assert expected == pytest.approx(size, abs=4 * both * spread)
    assert fields["conditionalPowerAchieved"][1] == pytest.approx(
        reached, abs=4 * both * 0.5 / np.sqrt(TRIALS)
    )


def test_stages_keep_within_their_bounds_and_reach_the_power_between_them() -> None:
    """With wide bounds and rates that are assumed, every second stage has the conditional power asked for, or a hair more."""
    call = (
        "getSimulationRates(getDesignInverseNormal(kMax=2), pi1=.4, pi2=.3, plannedSubjects=c(80,160), conditionalPower=.8, "
        f"{BOUNDS.format(1, 100000)}, pi1H1=.4, pi2H1=.3, maxNumberOfIterations=2000, seed=1)"
    )
    assert 0.8 <= evaluate(call).fields["conditionalPowerAchieved"][1] < 0.81


def test_sizes_need_their_bounds() -> None:
    with pytest.raises(DesignError, match="minNumberOfSubjectsPerStage"):
        evaluate(
            "getSimulationRates(getDesignInverseNormal(kMax=2), pi1=.4, pi2=.3, plannedSubjects=c(80,160), conditionalPower=.8)"
        )
