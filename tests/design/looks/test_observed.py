"""Information that was not as planned, against rpact 3.3.4 (`getObservedInformationRates`, `getAnalysisResults`)."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.rpact import answer
from trialwright.errors import DesignError

DATA = "getDataset(cumulativeEvents=c(33,72,116), cumulativeLogRanks=c(1.33,1.88,1.902))"
DESIGN = 'getDesignGroupSequential(typeOfDesign="asOF")'


@pytest.mark.parametrize(
    ("more", "status", "maximum", "rates"),
    [
        ("maxInformation=120, informationEpsilon=5", "under-running", 116, [33 / 116, 72 / 116, 1]),
        ("maxInformation=120, informationEpsilon=0.05", "under-running", 116, [33 / 116, 72 / 116, 1]),
        ("maxInformation=120", "interim-stage", 120, [33 / 120, 72 / 120, 116 / 120, 1]),
        ("maxInformation=110", "over-running", 116, [33 / 116, 72 / 116, 1]),
        ("maxInformation=116", "final-stage", 116, [33 / 116, 72 / 116, 1]),
        ("maxInformation=200, stage=2", "interim-stage", 200, [0.165, 0.36, 1]),
    ],
)
def test_rates_and_status(more, status, maximum, rates) -> None:
    found = answer(f"getObservedInformationRates({DATA}, {more})").fields
    assert (found["status"], found["maxInformation"]) == (status, maximum)
    assert found["informationRates"] == pytest.approx(rates)


@pytest.mark.parametrize(
    ("more", "critical"),
    [
        ("maxInformation=120, informationEpsilon=5", [4.117099, 2.669242, 1.979248]),
        ("maxInformation=110", [3.928573, 2.53748, 1.994909]),
        ("maxInformation=150, stage=2", [4.63736, 3.031931, 1.966887]),
    ],
)
def test_bounds_spend_as_planned_at_what_was_observed(more, critical) -> None:
    found = answer(f"getAnalysisResults({DESIGN}, {DATA}, {more})")
    assert found.of.design.critical_values == pytest.approx(critical, rel=1e-6)
    assert found.of.design.alpha_spent[-1] == pytest.approx(0.025, rel=1e-6)


def test_the_whole_analysis_of_a_trial_that_ended_short_of_its_plan() -> None:
    found = answer(f"getAnalysisResults({DESIGN}, {DATA}, maxInformation=120, informationEpsilon=5)").fields
    assert found["testActions"] == ["continue", "continue", "accept"]
    assert found["conditionalRejectionProbabilities"][:2] == pytest.approx([0.06918288, 0.2093217], rel=1e-5)
    assert found["repeatedConfidenceIntervalLowerBounds"] == pytest.approx(
        [0.3789529, 0.8302519, 0.9857579], rel=1e-5
    )
    assert found["finalPValues"][2] == pytest.approx(0.02954103, rel=1e-5)
    assert found["medianUnbiasedEstimates"][2] == pytest.approx(1.421453, rel=1e-5)
    assert found["repeatedPValues"][:2] == pytest.approx([0.3765633, 0.09379182], rel=1e-5)
    assert np.isnan(found["repeatedPValues"][2])


def test_bounds_that_do_not_spend_cannot_follow() -> None:
    with pytest.raises(DesignError, match="spends the error"):
        answer(f"getAnalysisResults(getDesignGroupSequential(kMax=3), {DATA}, maxInformation=120)")
    with pytest.raises(DesignError, match="planned maximum"):
        answer(f"getObservedInformationRates({DATA})")
