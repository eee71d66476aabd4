"""Fields of one comparison: stage results and analysis results of one sample or two groups."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.comparison import Comparison, evidence, stage_of
from trialwright.design.looks.datasets import Dataset, Floats, Means, Rates, Survival
from trialwright.design.looks.decisions import padded
from trialwright.design.looks.evidence import z_of
from trialwright.design.looks.means import MeansEvidence
from trialwright.design.looks.rates import RatesEvidence
from trialwright.design.rpact.answer import Answer
from trialwright.errors import DesignError
from trialwright.kernels.combination import cumulative_combined_z, cumulative_fisher_product


def sequential(design: Any) -> SequentialDesign:
    """Our design behind an answer. Raises DesignError where the argument is none."""
    found = design.of if isinstance(design, Answer) else None
    if not isinstance(found, SequentialDesign):
        raise DesignError(
            "The argument `design` is not a group-sequential, inverse-normal or Fisher design.",
            fix="Give the result of getDesignGroupSequential, getDesignInverseNormal or getDesignFisher.",
        )
    return found


def whole(value: Any) -> int | None:
    """An R number as a count, NULL and NA as None."""
    return None if value is None or np.any(np.isnan(value)) else int(value)


def compare(
    design: SequentialDesign,
    data: Dataset,
    stage: Any = None,
    directionUpper: bool = True,
    thetaH0: Any = None,
    normalApproximation: bool | None = None,
    equalVariances: bool | None = None,
) -> Comparison:
    """The comparison that the arguments of an rpact call describe."""
    at = stage_of(design, data.stages, whole(stage))
    null = None if thetaH0 is None or np.isnan(thetaH0) else float(thetaH0)
    options: dict[str, Any] = {}
    if isinstance(data, Means):
        options["normal"] = bool(normalApproximation)
        options["equal_variances"] = equalVariances is None or bool(equalVariances)
    elif isinstance(data, Rates):
        options["normal"] = normalApproximation is None or bool(normalApproximation)
        _check_rates(data, null, options["normal"])
    elif null is not None and null <= 0:
        raise DesignError("A hazard ratio under the null must be above 0.", where="thetaH0", fix="Use 1.")
    found = evidence(data, at, directionUpper, **options)
    return Comparison(design, found, found.null if null is None else null)


def _check_rates(data: Rates, null: float | None, normal: bool) -> None:
    if data.groups == 1 and (null is None or not 0 < null < 1):
        raise DesignError(
            "One sample's rate is tested against a given rate.",
            where="thetaH0",
            fix="Give thetaH0 between 0 and 1.",
        )
    if data.groups == 2 and null is not None and not -1 < null < 1:
        raise DesignError(
            f"A difference of rates of {null:g} cannot be.",
            where="thetaH0",
            fix="Give thetaH0 between -1 and 1.",
        )
    if data.groups == 2 and not normal and null not in (None, 0.0):
        raise DesignError(
            "Fisher's exact test is of equal rates only.",
            where="thetaH0",
            fix="Leave out thetaH0, or use the score test.",
        )


def stage_fields(c: Comparison, data: Dataset) -> dict[str, Any]:
    """rpact's stage results."""
    k = c.design.k
    own, total = c.evidence.stagewise(c.theta0), c.evidence.overall(c.theta0)
    exact_rates = isinstance(c.evidence, RatesEvidence) and not c.evidence.normal
    fields: dict[str, Any] = {
        "stages": np.arange(1.0, k + 1),
        "overallTestStatistics": padded(total.statistic, k),
        "overallPValues": padded(total.p, k),
        **_data_fields(data, c.stage, k),
        "testStatistics": padded(own.statistic * np.nan if exact_rates else own.statistic, k),
        "pValues": padded(own.p, k),
    }
    if not (isinstance(data, Rates) and data.groups == 1):
        fields["effectSizes"] = padded(c.evidence.effects, k)
    fields |= combination_fields(c.design, own.p)
    fields |= {"thetaH0": c.theta0, "direction": "upper" if c.evidence.upper else "lower"}
    if isinstance(c.evidence, MeansEvidence | RatesEvidence):
        fields["normalApproximation"] = c.evidence.normal
    if isinstance(c.evidence, MeansEvidence) and data.groups == 2:
        fields["equalVariances"] = c.evidence.equal_variances
    return fields


def combination_fields(design: SequentialDesign, p: Floats) -> dict[str, Any]:
    """The stages combined by either function, whichever the design uses, as rpact has them."""
    root = np.sqrt(np.diff(design.information_rates, prepend=0.0))
    product = root / root[0] if design.weights is None else design.weights
    seen = p.shape[-1]
    return {
        "combInverseNormal": padded(cumulative_combined_z(z_of(p), root[:seen]), design.k),
        "weightsInverseNormal": root,
        "combFisher": padded(cumulative_fisher_product(p, product[:seen]), design.k),
        "weightsFisher": product,
    }


def _data_fields(data: Dataset, stage: int, k: int) -> dict[str, Any]:
    total = data.cumulative
    if isinstance(total, Means):
        parts = {"overallMeans": total.mean, "overallStDevs": total.sd}
        sizes = {"overallSampleSizes": total.n}
    elif isinstance(total, Rates):
        parts, sizes = {}, {"overallEvents": total.events, "overallSampleSizes": total.n}
    elif isinstance(total, Survival) and isinstance(data, Survival):
        parts, sizes = (
            {},
            {
                "overallEvents": total.events,
                "overallAllocationRatios": total.allocation_ratio,
                "events": data.events,
                "allocationRatios": data.allocation_ratio,
            },
        )
    else:
        raise DesignError(
            "These data are not of one comparison.", fix="Use getDataset with one or two groups."
        )
    fields = {}
    for name, table in parts.items():
        fields |= _by_group(name, table[:k], k)
    for name, table in sizes.items():
        fields |= _by_group(name, table[:stage], k)
    if isinstance(total, Rates):
        rates = (total.events / total.n)[:stage]
        fields |= {f"overallPi{g + 1}": padded(rates[:, g], k) for g in range(total.groups)}
    return fields


def _by_group(name: str, table: Floats, k: int) -> dict[str, Any]:
    if table.shape[1] == 1:
        return {name: padded(table[:, 0], k)}
    return {f"{name}{g + 1}": padded(table[:, g], k) for g in range(table.shape[1])}
