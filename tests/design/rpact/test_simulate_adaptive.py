"""Simulation calls of multi-arm trials, means and rates against rpact's answers, within the Monte Carlo error of both
(reference/adaptive_calls.R)."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from trialwright.design import rpact
from trialwright.errors import DesignError

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "adaptive_calls.json").read_text())
APART = 4.5  # of the errors of both sides; some 200 figures
# rpact's answer for a ratio of means takes the standard error of a difference.
NOT_OURS = {"conditionalPowerAchieved"}


def test_the_reference_has_not_shrunk():
    assert len(REFERENCE["answers"]) == 17
    assert "rpact 3.3.4" in json.dumps(REFERENCE["program"])


@pytest.mark.parametrize("ref", REFERENCE["answers"], ids=range(len(REFERENCE["answers"])))
def test_every_figure_is_rpacts_within_monte_carlo_error(ref):
    call = ref["call"][0]
    theirs_n = int(re.search(r"maxNumberOfIterations=(\d+)", call)[1])
    found = rpact.answer(call.replace(f"Iterations={theirs_n}", "Iterations=20000")).fields
    more = np.sqrt(1 + 20_000 / theirs_n)
    compared = 0
    for name, theirs in ref["fields"].items():
        expected = np.array(theirs, dtype=float)
        if not expected.size or (name in NOT_OURS and "meanRatio" in call):
            continue
        ours = np.asarray(found[name], dtype=float).reshape(expected.shape)
        error = np.asarray(found["standardErrors"].get(name, 0.0), dtype=float)
        error = np.broadcast_to(
            error.reshape(expected.shape) if error.size == expected.size else 0.0, ours.shape
        )
        known = np.isfinite(expected)
        assert np.array_equal(known, np.isfinite(ours)), name
        # A share that is 0 here may be a few trials there; numberOfActiveArms has no error of its own.
        floor = 0.02 if name == "numberOfActiveArms" else 3 / theirs_n
        assert (np.abs(ours - expected)[known] <= (APART * more * error + floor)[known]).all(), name
        compared += int(known.sum())
    assert compared >= 8


DESIGN = "getDesignInverseNormal(kMax=2, alpha=.025)"


def test_a_seed_is_an_answer_and_errors_are_those_of_the_iterations():
    call = "getSimulationMeans({d}, alternative=.3, plannedSubjects=c(50,100), maxNumberOfIterations=500{s})"
    one, again, other = (
        rpact.answer(call.format(d=DESIGN, s=s)) for s in (", seed=1", ", seed=1", ", seed=2")
    )
    p = one.fields["overallReject"]
    assert p == again.fields["overallReject"]
    assert one.fields["expectedNumberOfSubjects"] != other.fields["expectedNumberOfSubjects"]
    assert one.fields["standardErrors"]["overallReject"] == pytest.approx(np.sqrt(p * (1 - p) / 500))
    assert any("seed" in n for n in rpact.answer(call.format(d=DESIGN, s="")).notes)


@pytest.mark.parametrize("power", ["", ", conditionalPower=.9, minNumberOfSubjectsPerStage=c(NA,20), "
                                   "maxNumberOfSubjectsPerStage=c(NA,400)"])  # fmt: skip
def test_no_effect_is_found_with_chance_alpha(power):
    found = rpact.answer(
        f"getSimulationMeans({DESIGN}, alternative=0, plannedSubjects=c(50,100), maxNumberOfIterations=100000, "
        f"seed=4{power})"
    ).fields
    assert abs(found["overallReject"][0] - 0.025) < 4 * found["standardErrors"]["overallReject"][0]


@pytest.mark.parametrize("test", ["Dunnett", "Simes", "Sidak", "Bonferroni", "Hierarchical"])
def test_no_arm_without_effect_is_shown_more_often_than_alpha(test):
    found = rpact.answer(
        f'getSimulationMultiArmMeans({DESIGN}, activeArms=3, effectMatrix=matrix(c(0,0,0),1), intersectionTest="{test}", '
        "plannedSubjects=c(50,100), maxNumberOfIterations=50000, seed=3)"
    ).fields
    assert found["rejectAtLeastOne"][0] - 0.025 < 4 * found["standardErrors"]["rejectAtLeastOne"][0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (f"getSimulationMeans({DESIGN}, plannedSubjects=c(50,40))", "2 numbers that ascend"),
        (f"getSimulationMeans({DESIGN}, plannedSubjects=c(50,51), normalApproximation=FALSE)", "too small"),
        (f"getSimulationMeans({DESIGN}, plannedSubjects=c(50,100), groups=3)", "must be 1 or 2"),
        (f"getSimulationMeans({DESIGN}, plannedSubjects=c(50,100), conditionalPower=.8)", "must be given with"),
        (f"getSimulationRates({DESIGN}, pi1=.3, plannedSubjects=c(50,100))", "`pi2` is not given"),
        (f"getSimulationRates({DESIGN}, pi2=.3, thetaH0=1.1, plannedSubjects=c(50,100))", "no null"),
        (f"getSimulationRates({DESIGN}, pi2=.3, thetaH0=.1, normalApproximation=FALSE, plannedSubjects=c(5,9))", "Fisher"),
        (f"getSimulationRates({DESIGN}, pi2=.3, conditionalPower=.8, plannedSubjects=c(50,100))", "must be given with"),
        (f"getSimulationMultiArmMeans({DESIGN}, plannedSubjects=c(5,9), conditionalPower=.8)", "must be given with"),
        (f"getSimulationMultiArmMeans({DESIGN}, plannedSubjects=5)", "2 numbers that ascend"),
        (f'getSimulationMultiArmMeans({DESIGN}, typeOfSelection="rBest", plannedSubjects=c(5,9))', "rValue"),
        ("getSimulationMultiArmMeans(getDesignGroupSequential(kMax=2), plannedSubjects=c(5,9))", "combination test"),
        (f'getSimulationMultiArmMeans({DESIGN}, typeOfShape="sigmoidEmax", plannedSubjects=c(5,9))', "gED50"),
        (f"getSimulationMultiArmRates({DESIGN}, piMaxVector=1.2, plannedSubjects=c(5,9))", "not in"),
        (f"getSimulationMultiArmRates({DESIGN}, plannedSubjects=c(5,9), arms=3)", "`arms` is not known"),
    ],
)  # fmt: skip
def test_what_is_not_simulated_is_refused_with_words(call, words):
    with pytest.raises(DesignError, match=words) as caught:
        rpact.answer(call)
    assert caught.value.fix
