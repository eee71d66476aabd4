"""Fields of a closed combination test, whatever its hypotheses are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy.special import ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks import expected, many_intervals
from trialwright.design.looks.datasets import Floats
from trialwright.design.looks.many import ClosedTest
from trialwright.design.looks.paths import weights
from trialwright.design.rpact.looks.analysis import planned, stated
from trialwright.design.rpact.looks.words import resolved_above, wide

Assumptions = Callable[[Any, Mapping[str, Any]], tuple[dict[str, Any], dict[str, Floats]]]


def weight_fields(design: SequentialDesign) -> dict[str, Any]:
    return {("weightsFisher" if design.kind == "fisher" else "weightsInverseNormal"): weights(design)}


def closed_fields(c: ClosedTest, intersection: str) -> dict[str, Any]:
    """rpact's closed test. What a stage has not tested is NA, also what it had rejected before."""
    k = c.design.k
    seen = np.full((c.family.size, k), np.nan)
    seen[:, : c.stage] = c.rejected
    return {
        "intersectionTest": intersection,
        "indices": c.members.astype(float),
        "adjustedStageWisePValues": wide(c.adjusted.T, k),
        "overallAdjustedTestStatistics": wide(c.statistics.T, k),
        "separatePValues": wide(c.tests.p, k),
        "rejected": seen,
        "rejectedIntersections": c.rejected_intersections.astype(float),
    }


def analysis_fields(c: ClosedTest, given: Mapping[str, Any], assume: Assumptions) -> dict[str, Any]:
    """rpact's analysis of a closed test, whatever its hypotheses are."""
    return {
        "directionUpper": c.family.upper,
        "thetaH0": c.theta0,
        **conditional_rejection_fields(c),
        **interval_fields(c),
        **repeated_p_fields(c),
        **power_fields(c, given, assume),
    }


def conditional_rejection_fields(c: ClosedTest) -> dict[str, Any]:
    values = many_intervals.conditional_rejection_probabilities(c)
    return {"conditionalRejectionProbabilities": wide(values.T, c.design.k)}


def interval_fields(c: ClosedTest) -> dict[str, Any]:
    low, high = many_intervals.repeated_intervals(c)
    return {
        "repeatedConfidenceIntervalLowerBounds": wide(low.T, c.design.k),
        "repeatedConfidenceIntervalUpperBounds": wide(high.T, c.design.k),
    }


def repeated_p_fields(c: ClosedTest, tolerance: Any = None) -> dict[str, Any]:
    values = resolved_above(many_intervals.repeated_p_values(c), c.design.k, tolerance)
    return {"repeatedPValues": wide(values.T, c.design.k)}


def power_fields(c: ClosedTest, given: Mapping[str, Any], assume: Assumptions) -> dict[str, Any]:
    f: Any = c.family
    assumed, arguments = assume(f, given)
    n = planned(given, c.design.k, c.stage)
    power = np.full((f.size, c.design.k), np.nan)
    sizes = np.full(c.design.k, np.nan)
    fields: dict[str, Any] = {}
    if n is not None:
        ratio = stated(given, "allocationRatioPlanned", 1.0)
        critical = -ndtri(many_intervals.conditional_rejection_probabilities(c)[:, -1])
        means = np.array(
            [expected_z(f, c.theta0, arguments, i, n, ratio, float(critical[i])) for i in range(f.size)]
        )
        power[:, c.stage :] = many_intervals.power_to_come(c, means)
        sizes[c.stage :] = n
        fields["allocationRatioPlanned"] = ratio
    if c.design.kind == "fisher":  # what rpact simulates is by quadrature here
        several = n is not None and len(n) > 1
        fields["conditionalPowerSimulated"] = power if several else np.full((1, 1), np.nan)
        fields |= {"iterations": stated(given, "iterations", 1000.0), "seed": stated(given, "seed", np.nan)}
    return {"nPlanned": sizes, "conditionalPower": power, **fields, **assumed}


def expected_z(
    f: Any, theta0: float, a: Mapping[str, Floats], i: int, n: Floats, ratio: float, critical: float
) -> Floats:
    if any(np.isnan(values[i]) for values in a.values()):
        return np.full(len(n), np.nan)
    if "pi1" in a:
        return expected.of_rates(float(a["pi1"][i]), float(a["pi2"][i]), theta0, n, ratio, critical, f.upper)
    if "sd" in a:
        return expected.of_means(float(a["effect"][i]), theta0, float(a["sd"][i]), n, ratio, f.upper)
    return expected.of_survival(float(a["effect"][i]), theta0, n, ratio, f.upper)
