"""getSimulationSurvival against rpact's own answers, within the Monte Carlo error of both (reference/survival_calls.R)."""

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright.design import rpact
from trialwright.errors import DesignError

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "survival_calls.json").read_text())
# Both sides have an error; 4.5 of them over some 120 figures is one false alarm in a thousand runs.
APART = 4.5
FLOOR = {"conditionalPowerAchieved": 2e-3, "analysisTime": 2e-3, "numberOfSubjects": 0.35}


def test_the_reference_has_not_shrunk():
    assert len(REFERENCE["answers"]) == 7


@pytest.mark.parametrize("ref", REFERENCE["answers"], ids=range(len(REFERENCE["answers"])))
def test_every_figure_is_rpacts_within_monte_carlo_error(ref):
    found = rpact.answer(ref["call"][0]).fields
    for name, theirs in ref["fields"].items():
        expected = np.array(theirs, dtype=float)
        if not expected.size:  # no futility can be had in one look
            continue
        ours = np.asarray(found[name], dtype=float).reshape(expected.shape)
        error = np.asarray(found["standardErrors"].get(name, np.zeros(1)), dtype=float)
        error = np.broadcast_to(
            error.reshape(-1)[0] if error.size == 1 else error.reshape(expected.shape), expected.shape
        )
        known = np.isfinite(expected)
        assert np.array_equal(known, np.isfinite(ours)), name
        # Evenly spaced entry of the patient at the look makes a rounding; see FLOOR for its size.
        allowed = APART * np.sqrt(2) * error + FLOOR.get(name, 1e-3)
        assert (np.abs(ours - expected)[known] <= allowed[known]).all(), (name, ours, expected, error)


def test_the_same_seed_is_the_same_answer_and_another_is_not():
    call = (
        "getSimulationSurvival(hazardRatio=1.4, lambda2=.03, plannedEvents=80, maxNumberOfSubjects=200, "
        "accrualTime=c(0,10), maxNumberOfIterations={n}, seed={seed})"
    )
    one, again, other = (rpact.answer(call.format(n=500, seed=s)).fields for s in (3, 3, 4))
    assert one["overallReject"] == again["overallReject"]
    assert one["studyDuration"] == again["studyDuration"] != other["studyDuration"]
    assert one["standardErrors"]["overallReject"] == pytest.approx(
        np.sqrt(one["overallReject"] * (1 - one["overallReject"]) / 500)
    )
    unseeded = rpact.answer(call.format(n=100, seed="NA_real_"))
    assert any("No seed" in note for note in unseeded.notes)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("plannedEvents=300", "300 events do not come of 200 patients"),
        ("plannedEvents=c(50,80)", "1 numbers that ascend"),
        ("", "`plannedEvents` must be given"),
        ("plannedEvents=80, conditionalPower=.8", "needs minNumberOfEventsPerStage"),
        ("plannedEvents=80, dropoutRate1=1.2", "between 0 and 1"),
        ("plannedEvents=80, allocation1=17", "no ratio of small whole numbers"),
        ("plannedEvents=80, sided=2", "one-sided"),
        ("plannedEvents=80, calcEventsFunction=3", "R code"),
    ],
)
def test_what_cannot_be_simulated_is_said(arguments, message):
    with pytest.raises(DesignError, match=message) as caught:
        rpact.answer(
            "getSimulationSurvival(hazardRatio=1.4, lambda2=.03, maxNumberOfSubjects=200, accrualTime=c(0,10), "
            f"maxNumberOfIterations=100, seed=1, {arguments})"
        )
    assert caught.value.fix


def test_events_that_never_come_are_counted():
    found = rpact.answer(
        "getSimulationSurvival(getDesignGroupSequential(kMax=2), hazardRatio=1, lambda2=.02, plannedEvents=c(40,95), "
        "maxNumberOfSubjects=100, accrualTime=c(0,10), dropoutRate1=.2, dropoutRate2=.2, maxNumberOfIterations=300, seed=1)"
    ).fields
    assert found["eventsNotAchieved"][0] < 0.2
    assert found["eventsNotAchieved"][1] > 0.8
    assert found["iterations"][1] < 60
