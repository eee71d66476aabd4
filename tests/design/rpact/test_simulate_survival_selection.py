"""Simulated survival trials that select arms or populations, against rpact (reference/survival_selection.R) and plain events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trialwright.design.rpact import answer
from trialwright.design.rpact.arm_outcomes import LogRanks
from trialwright.errors import DesignError

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "survival_selection.json").read_text())
MOST = 4.5  # standard errors, over some 60 figures


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda c: c["call"][13:38])
def test_shares_agree_with_rpact(case: dict[str, Any]) -> None:
    found = answer(case["call"]).fields
    for name, stated in case["values"].items():
        theirs, ours = np.squeeze(np.array(stated, float)), np.squeeze(np.array(found[name], float))
        assert ours.shape == theirs.shape, name
        if name == "expectedNumberOfEvents":
            assert ours == pytest.approx(theirs, rel=0.01), name
            continue
        mean = (ours + theirs) / 2
        error = np.sqrt(2 * np.maximum(mean * (1 - mean), 1e-4) / case["iterations"])
        assert np.all(np.abs(ours - theirs) <= MOST * error), (name, ours, theirs)


@pytest.mark.parametrize("ratio", [1.0, 0.5, 2.0])
def test_log_rank_scores_correlate_by_the_control_arms_events(ratio: float) -> None:
    """Events of three arms whose numbers at risk stay as they were randomised: each strikes an arm by its hazard."""
    rng, hazard_ratio, events, n = np.random.default_rng(5), np.array([0.7, 0.5]), 400, 40_000
    weight = np.append(ratio * hazard_ratio, 1.0)
    counts = rng.multinomial(events, weight / weight.sum(), n)
    share = ratio / (1 + ratio)
    score = counts[:, :2] * (1 - share) - counts[:, 2:] * share
    plain = np.corrcoef(score.T)[0, 1]
    drawn = LogRanks(hazard_ratio, ratio, upper=False)
    state = drawn.draw(np.ones((n, 2), bool), np.full(n, float(events)), rng)
    # Drift of the shares with the events adds a little to what the martingales alone correlate by.
    assert np.corrcoef(state[..., 1].T)[0, 1] == pytest.approx(np.prod(drawn.loadings), abs=0.02)
    assert np.prod(drawn.loadings) == pytest.approx(plain, abs=0.03)


def test_one_arm_has_schoenfelds_power() -> None:
    from scipy.special import ndtr, ndtri

    found = answer(
        "getSimulationMultiArmSurvival(getDesignInverseNormal(kMax=1, alpha=.025), activeArms=1, effectMatrix=matrix(.6), "
        'typeOfShape="userDefined", plannedEvents=120, directionUpper=FALSE, maxNumberOfIterations=20000, seed=3)'
    )
    power = ndtr(-np.log(0.6) * np.sqrt(120) / 2 - ndtri(0.975))
    share = float(np.squeeze(found.fields["rejectAtLeastOne"]))
    assert share == pytest.approx(power, abs=4 * np.sqrt(power * (1 - power) / 20_000))


def test_hazard_ratios_that_are_none_are_refused() -> None:
    with pytest.raises(DesignError, match="hazard ratio is not above 0"):
        answer(
            'getSimulationEnrichmentSurvival(getDesignInverseNormal(kMax=2), effectList=list(subGroups=c("S","R"), '
            "prevalences=c(.4,.6), hazardRatios=matrix(c(0,1),1)), plannedEvents=c(50,100))"
        )
