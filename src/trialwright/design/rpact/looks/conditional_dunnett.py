"""Fields of the conditional Dunnett test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from trialwright.design.looks.conditional_dunnett import ConditionalDunnett
from trialwright.design.looks.datasets import Populations
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.looks import multi_arm
from trialwright.design.rpact.looks.analysis import planned, stated
from trialwright.design.rpact.looks.closed import expected_z
from trialwright.design.rpact.looks.comparison import whole
from trialwright.design.rpact.looks.words import resolved, wide
from trialwright.errors import DesignError


def is_design(design: Any) -> bool:
    return isinstance(design, Answer) and design.call == "getDesignConditionalDunnett"


def test(design: Answer, data: Any, given: Mapping[str, Any]) -> ConditionalDunnett:
    """The test that an rpact call describes: always z statistics with one pooled variance."""
    if isinstance(data, Populations) or data.groups < 3:
        raise DesignError(
            "The conditional Dunnett test is of several arms.",
            where="dataInput",
            fix="Give three groups or more.",
        )
    if given.get("varianceOption") not in (None, "overallPooled"):
        raise DesignError(
            "The conditional Dunnett test pools the variance.",
            where="varianceOption",
            fix='Use "overallPooled".',
        )
    if given.get("intersectionTest") not in (None, "Dunnett"):
        raise DesignError(
            "The conditional Dunnett test is Dunnett's.", where="intersectionTest", fix='Use "Dunnett".'
        )
    asked, last = whole(given.get("stage")), min(2, data.stages)
    if asked is not None and not 1 <= asked <= last:
        raise DesignError(
            f"Stage {asked} cannot be analysed.", where="stage", fix=f"Ask for a stage from 1 to {last}."
        )
    family = multi_arm.family(data, asked or last, {**given, "normalApproximation": True})
    f = design.fields
    theta0 = stated(given, "thetaH0", family.null)
    return ConditionalDunnett(
        family, theta0, f["alpha"], f["informationAtInterim"], f["secondStageConditioning"]
    )


def closed_fields(c: ConditionalDunnett) -> dict[str, Any]:
    errors, later = np.full((len(c.members), 2), np.nan), np.full((len(c.members), 2), np.nan)
    errors[:, 0], later[:, 1] = c.conditional_errors, c.second_stage_p
    seen = np.zeros((c.family.size, 2))
    seen[:, : c.stage] = c.rejected
    return {
        "intersectionTest": "Dunnett",
        "indices": c.members.astype(float),
        "separatePValues": wide(c.tests.p, 2),
        "conditionalErrorRate": errors,
        "secondStagePValues": later,
        "rejected": seen,
        "rejectedIntersections": c.rejected_intersections.astype(float),
    }


def analysis_fields(c: ConditionalDunnett, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure is of the final stage: the test has no other decision."""
    return {
        "directionUpper": c.family.upper,
        "thetaH0": c.theta0,
        **multi_arm.settings(c.family),
        "conditionalRejectionProbabilities": _last(c.conditional_rejection_probabilities()),
        **interval_fields(c),
        "repeatedPValues": _last(resolved(c.p_values(), 2)),
        **power_fields(c, given),
    }


def interval_fields(c: ConditionalDunnett) -> dict[str, Any]:
    low, high = c.intervals()
    return {
        "repeatedConfidenceIntervalLowerBounds": _last(low),
        "repeatedConfidenceIntervalUpperBounds": _last(high),
    }


def _last(values: Any) -> Any:
    return np.column_stack([np.full(len(values), np.nan), values])


def power_fields(c: ConditionalDunnett, given: Mapping[str, Any]) -> dict[str, Any]:
    assumed, arguments = multi_arm.assumptions(c.family, given)
    n = planned(given, 2, c.stage)
    power, sizes = np.full((c.family.size, 2), np.nan), np.full(2, np.nan)
    fields: dict[str, Any] = {}
    if n is not None:
        ratio = stated(given, "allocationRatioPlanned", 1.0)
        critical = -ndtri(c.conditional_rejection_probabilities())
        for i, limit in enumerate(critical):
            mean = expected_z(c.family, c.theta0, arguments, i, n, ratio, float(limit))
            power[i, 1] = ndtr(mean[0] - limit)
        sizes[1] = n[0]
        fields["allocationRatioPlanned"] = ratio
    return {"nPlanned": sizes, "conditionalPower": power, **fields, **assumed}
