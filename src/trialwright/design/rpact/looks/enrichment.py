"""Fields of sub-populations and the full population."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.comparison import stage_of
from trialwright.design.looks.datasets import Floats, Means, Populations, Rates, until
from trialwright.design.looks.enrichment import NestedPopulations
from trialwright.design.looks.many import ClosedTest
from trialwright.design.looks.means import pooled_sd
from trialwright.design.rpact.looks.analysis import stated
from trialwright.design.rpact.looks.comparison import whole
from trialwright.design.rpact.looks.words import each, one_of, shown, wide, word
from trialwright.errors import DesignError

INTERSECTIONS = {
    "Simes": "simes",
    "SpiessensDebois": "spiessens_debois",
    "Bonferroni": "bonferroni",
    "Sidak": "sidak",
}
VARIANCES = {"pooled": "pooled", "pooledFromFull": "pooled from full", "notPooled": "not pooled"}


def closed_test(design: SequentialDesign, data: Populations, given: Mapping[str, Any]) -> ClosedTest:
    """The closed test that an rpact call describes."""
    if design.kind == "group sequential":
        raise DesignError(
            "Several populations need a combination test.",
            where="design",
            fix="Use getDesignInverseNormal or getDesignFisher.",
        )
    at = stage_of(design, data.stages, whole(given.get("stage")))
    first = next(iter(data.subsets.values()))
    normal, strata = given.get("normalApproximation"), given.get("stratifiedAnalysis")
    family = NestedPopulations(
        Populations({name: until(d, at) for name, d in data.subsets.items()}),
        upper=bool(given.get("directionUpper", True)),
        intersection=one_of(given.get("intersectionTest"), INTERSECTIONS, "Simes", "intersectionTest"),
        normal=not isinstance(first, Means) if normal is None else bool(normal),
        variance=one_of(given.get("varianceOption"), VARIANCES, "pooled", "varianceOption"),
        stratified=strata is None or bool(strata),
    )
    return ClosedTest(design, family, stated(given, "thetaH0", family.null))


def stage_fields(f: NestedPopulations, theta0: float, k: int) -> dict[str, Any]:
    own, total = f.stagewise(np.asarray(theta0)), f.overall(np.asarray(theta0))
    fields: dict[str, Any] = {
        "stages": np.arange(1.0, k + 1),
        "thetaH0": theta0,
        "direction": "upper" if f.upper else "lower",
        "directionUpper": f.upper,
        **settings(f),
        "overallTestStatistics": wide(total.statistic, k),
        "testStatistics": wide(own.statistic, k),
        "separatePValues": wide(own.p, k),
    }
    if f.kind in (Means, Rates):  # rpact gives them for survival only
        fields["overallTestStatistics"] = np.full((f.size, k), np.nan)
    if f.kind is Means:
        fields["overallStDevs"] = wide(standard_deviations(f), k)
    if f.kind is Rates:
        treated, control = rates(f)
        fields |= {"overallPisTreatment": wide(treated, k), "overallPisControl": wide(control, k)}
    fields["effectSizes"] = wide(f.effects, k)
    return fields


def settings(f: NestedPopulations) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "intersectionTest": word(f.intersection, INTERSECTIONS),
        "stratifiedAnalysis": f.stratified,
        "normalApproximation": f.normal,
    }
    if f.kind is Means:
        fields["varianceOption"] = word(f.variance, VARIANCES)
    return fields


def standard_deviations(f: NestedPopulations) -> Floats:
    """Of each population's merged data, groups pooled: (stages, m)."""
    return np.column_stack([pooled_sd(f.merged(name, cumulative=True)) for name in f.names])


def rates(f: NestedPopulations) -> tuple[Floats, Floats]:
    """Of the treated and the control group in each population: (stages, m) each."""
    each = [f.merged(name, cumulative=True) for name in f.names]
    observed = np.stack([d.events / d.n for d in each], axis=1)
    return observed[..., 0], observed[..., 1]


def assumptions(f: NestedPopulations, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Floats]]:
    """rpact's fields of what conditional power assumes, and the same for our own use."""
    if f.kind is Rates:
        treated, control = rates(f)
        first, second = each(given, "piTreatments", treated[-1]), each(given, "piControls", control[-1])
        fields = {
            "piTreatments": shown(given, "piTreatments", first),
            "piControls": shown(given, "piControls", second),
        }
        return fields, {"pi1": first, "pi2": second}
    effect = each(given, "thetaH1", f.effects[-1])
    if f.kind is Means:
        sd = each(given, "assumedStDevs", each(given, "assumedStDev", standard_deviations(f)[-1]))
        return {"thetaH1": effect[:, None], "assumedStDevs": shown(given, "assumedStDevs", sd)}, {
            "effect": effect,
            "sd": sd,
        }
    return {"thetaH1": effect[:, None]}, {"effect": effect}
