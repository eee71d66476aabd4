"""Simulated t tests and ratios of means against rpact 3.3.4 (10,000 trials, seed 5; calls in tests/reference/door_simulations.txt)."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.rpact import evaluate

T_SMALL = 'getDesignInverseNormal(kMax=2, typeOfDesign="P")'
RATIO = "meanRatio=TRUE, thetaH0=.8, alternative=c(.9,1.1), stDev=.6"
SIZED = "conditionalPower=.8, minNumberOfSubjectsPerStage=c(NA,{}), maxNumberOfSubjectsPerStage=c(NA,{})"
CASES = [
    (f"{T_SMALL}, alternative=c(.4,.8), plannedSubjects=c(12,24), normalApproximation=FALSE, {SIZED.format(8, 60)}",
     [0.219, 0.6952], [59.9915, 47.8018]),
    (f"getDesignInverseNormal(kMax=2), {RATIO}, plannedSubjects=c(24,50), normalApproximation=FALSE",
     [0.0894, 0.4631], [49.766, 48.4816]),
    (f"getDesignInverseNormal(kMax=2), {RATIO}, plannedSubjects=c(100,200), allocationRatioPlanned=3, {SIZED.format(40, 300)}",
     [0.3043, 0.9595], [339.662, 175.328]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "power", "size"), CASES, ids=["t of few", "t of a ratio", "ratio re-estimated"]
)
def test_power_and_size(arguments: str, power: list[float], size: list[float]) -> None:
    fields = evaluate(f"getSimulationMeans({arguments}, maxNumberOfIterations=10000, seed=6)").fields
    error = fields["standardErrors"]
    for name, theirs in (("overallReject", power), ("expectedNumberOfSubjects", size)):
        assert np.all(np.abs(fields[name] - theirs) < 4 * np.sqrt(2) * error[name])


def test_t_tests_of_tiny_stages_hold_their_level() -> None:
    call = (
        "getSimulationMeans(getDesignInverseNormal(kMax=2), alternative=0, plannedSubjects=c(5,10), "
        "allocationRatioPlanned=1.5, normalApproximation=FALSE, maxNumberOfIterations=50000, seed=2)"
    )
    fields = evaluate(call).fields
    assert abs(fields["overallReject"][0] - 0.025) < 4 * fields["standardErrors"]["overallReject"][0]
