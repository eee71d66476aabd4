"""Fields of many-to-one comparisons: stage results, closed tests and their analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.comparison import stage_of
from trialwright.design.looks.datasets import Floats, Means, Rates, Survival, until
from trialwright.design.looks.many import ClosedTest
from trialwright.design.looks.multi_arm import ManyToOne
from trialwright.design.rpact.looks.analysis import stated
from trialwright.design.rpact.looks.comparison import whole
from trialwright.design.rpact.looks.words import each, one_of, shown, wide, word
from trialwright.errors import DesignError

INTERSECTIONS = {
    "Dunnett": "dunnett",
    "Bonferroni": "bonferroni",
    "Simes": "simes",
    "Sidak": "sidak",
    "Hierarchical": "hierarchical",
}
VARIANCES = {
    "overallPooled": "overall pooled",
    "pairwisePooled": "pairwise pooled",
    "notPooled": "not pooled",
}


def family(data: Means | Rates | Survival, stage: int, given: Mapping[str, Any]) -> ManyToOne:
    """The family of comparisons that an rpact call describes."""
    normal = given.get("normalApproximation")
    return ManyToOne(
        until(data, stage),
        upper=bool(given.get("directionUpper", True)),
        intersection=one_of(given.get("intersectionTest"), INTERSECTIONS, "Dunnett", "intersectionTest"),
        normal=not isinstance(data, Means) if normal is None else bool(normal),
        variance=one_of(given.get("varianceOption"), VARIANCES, "overallPooled", "varianceOption"),
    )


def closed_test(
    design: SequentialDesign, data: Means | Rates | Survival, given: Mapping[str, Any]
) -> ClosedTest:
    if design.kind == "group sequential":
        raise DesignError(
            "Several arms need a combination test.",
            where="design",
            fix="Use getDesignInverseNormal, getDesignFisher or getDesignConditionalDunnett.",
        )
    at = stage_of(design, data.stages, whole(given.get("stage")))
    found = family(data, at, given)
    return ClosedTest(design, found, stated(given, "thetaH0", found.null))


def stage_fields(f: ManyToOne, theta0: float, k: int) -> dict[str, Any]:
    own, total = f.stagewise(np.asarray(theta0)), f.overall(np.asarray(theta0))
    fields: dict[str, Any] = {
        "stages": np.arange(1.0, k + 1),
        "thetaH0": theta0,
        "direction": "upper" if f.upper else "lower",
        "directionUpper": f.upper,
        "intersectionTest": word(f.intersection, INTERSECTIONS),
        "overallTestStatistics": wide(total.statistic, k),
        "overallPValues": wide(total.p, k),
        "testStatistics": wide(own.statistic, k),
        "separatePValues": wide(own.p, k),
    }
    data = f.data.cumulative
    if isinstance(data, Rates):
        rates = data.events / data.n
        fields["overallPiTreatments"] = wide(rates[:, :-1], k)
        fields["overallPiControl"] = wide(rates[:, -1:], k)[0]
    fields["effectSizes"] = wide(f.effects, k)
    if isinstance(data, Means):
        fields["varianceOption"] = word(f.variance, VARIANCES)
        fields["overallStDevs"] = wide(f.standard_deviations(data), k)
        fields["overallPooledStDevs"] = wide(f.pooled(data)[0][:, None], k)[0]
    if not isinstance(data, Survival):
        fields["normalApproximation"] = f.normal
    return fields


def settings(f: ManyToOne) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "intersectionTest": word(f.intersection, INTERSECTIONS),
        "normalApproximation": isinstance(f.data, Survival) or f.normal,
    }
    if isinstance(f.data, Means):
        fields["varianceOption"] = word(f.variance, VARIANCES)
    return fields


def assumptions(f: ManyToOne, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Floats]]:
    """rpact's fields of what conditional power assumes, and the same for our own use."""
    data = f.data.cumulative
    if isinstance(data, Rates):
        rates = (data.events / data.n)[-1]
        treated = each(given, "piTreatments", rates[:-1])
        control = stated(given, "piControl", float(rates[-1]))
        fields = {"piTreatments": shown(given, "piTreatments", treated), "piControl": control}
        return fields, {"pi1": treated, "pi2": np.full(f.size, control)}
    effect = each(given, "thetaH1", f.effects[-1])
    if isinstance(data, Means):
        sd = each(given, "assumedStDevs", each(given, "assumedStDev", f.standard_deviations(data)[-1]))
        return {"thetaH1": effect[:, None], "assumedStDevs": shown(given, "assumedStDevs", sd)}, {
            "effect": effect,
            "sd": sd,
        }
    return {"thetaH1": effect[:, None]}, {"effect": effect}
