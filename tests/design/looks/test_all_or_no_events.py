"""Rates of 0 and of 1, and effects without an error: intervals that end where rates do, or are missing; never an endless search."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from trialwright.design.looks.inversion import boundary
from trialwright.design.rpact import evaluate
from trialwright.errors import DesignError

DESIGN = "design <- getDesignGroupSequential(kMax=2); "


def limits(data: str, arguments: str = "") -> tuple[float, float]:
    found = evaluate(
        f"{DESIGN} d <- getDataset({data}); getRepeatedConfidenceIntervals(design, d{arguments})"
    ).fields
    low, high = (np.ravel(found[f"repeatedConfidenceInterval{side}Bounds"])[0] for side in ("Lower", "Upper"))
    return float(low), float(high)


@pytest.mark.parametrize("events", [0, 10])
def test_one_exact_rate_of_all_or_none_has_the_limit_of_clopper_and_pearson(events: int) -> None:
    """P(10 of 10 | rate) = rate^10, at the level of the first look."""
    level = norm.sf(evaluate(DESIGN + "design").fields["criticalValues"][0])
    low, high = limits(f"n=10, events={events}", ", normalApproximation=FALSE")
    expected = (level**0.1, 1.0) if events else (0.0, 1 - level**0.1)
    assert (low, high) == pytest.approx(expected, rel=1e-8)


def test_a_difference_of_all_and_none_ends_at_one() -> None:
    low, high = limits("n1=10, n2=10, events1=10, events2=0")
    mirrored = limits("n1=10, n2=10, events1=0, events2=10")
    assert high == pytest.approx(1, abs=1e-9)
    assert 0 < low < 1
    assert mirrored == pytest.approx((-high, -low), abs=1e-9)


def test_means_of_one_patient_each_have_no_interval() -> None:
    """Both ends were infinite, the lower above the upper."""
    assert np.isnan(limits("n1=1, n2=1, means1=1, means2=2, stDevs1=1, stDevs2=1")).all()


def test_a_margin_that_is_no_number_has_no_boundary() -> None:
    assert np.isnan(boundary(lambda _: float("nan"), 0.0, np.inf, -np.inf))


@pytest.mark.parametrize("null", [1.5, -1, 1])
def test_a_difference_of_rates_that_cannot_be_is_refused(null: float) -> None:
    data = "d <- getDataset(n1=20, n2=20, events1=3, events2=7); "
    with pytest.raises(DesignError, match="cannot be"):
        evaluate(f"{DESIGN} {data} getAnalysisResults(design, d, thetaH0={null})")
