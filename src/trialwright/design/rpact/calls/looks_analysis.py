"""getAnalysisResults and the functions that give its parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.looks import analysis
from trialwright.design.looks.comparison import Comparison, stage_of
from trialwright.design.looks.conditional_dunnett import ConditionalDunnett
from trialwright.design.looks.datasets import Populations, Survival
from trialwright.design.looks.decisions import padded
from trialwright.design.looks.enrichment import NestedPopulations
from trialwright.design.looks.many import ClosedTest
from trialwright.design.looks.means import MeansEvidence
from trialwright.design.looks.observed import by_plan, observed_information, redesigned
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.looks_stage import dataset
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.looks import analysis as fields_of
from trialwright.design.rpact.looks import closed, conditional_dunnett, enrichment, multi_arm
from trialwright.design.rpact.looks.comparison import compare, sequential, whole
from trialwright.design.rpact.looks.words import resolved
from trialwright.errors import DesignError


def getAnalysisResults(
    design: Any,
    dataInput: Any,
    *,
    directionUpper: bool = True,
    thetaH0: Any = None,
    nPlanned: Any = None,
    allocationRatioPlanned: Any = None,
    stage: Any = None,
    maxInformation: Any = None,
    informationEpsilon: Any = None,
    thetaH1: Any = None,
    assumedStDev: Any = None,
    assumedStDevs: Any = None,
    pi1: Any = None,
    pi2: Any = None,
    piTreatments: Any = None,
    piControl: Any = None,
    piControls: Any = None,
    iterations: Any = None,
    seed: Any = None,
    normalApproximation: Any = None,
    equalVariances: Any = None,
    intersectionTest: Any = None,
    varianceOption: Any = None,
    stratifiedAnalysis: Any = None,
    tolerance: Any = None,
) -> Answer:
    given = dict(locals())
    data = dataset(dataInput)
    if conditional_dunnett.is_design(design):
        dunnett = conditional_dunnett.test(design, data, given)
        return Answer(
            "getAnalysisResults", conditional_dunnett.analysis_fields(dunnett, given), given, dunnett
        )
    several = _several(data)
    if several is not None:
        test = several.closed_test(sequential(design), data, given)
        f: Any = test.family
        fields = closed.analysis_fields(test, given, several.assumptions) | several.settings(f)
        return Answer("getAnalysisResults", fields, given, test)
    used = planned = sequential(design)
    if maxInformation is not None:
        at = stage_of(planned, data.stages, whole(stage))
        seen = observed_information(data, at, maxInformation, informationEpsilon or 0.0)
        used = redesigned(planned, seen)
    c = compare(used, data, stage, directionUpper, thetaH0, normalApproximation, equalVariances)
    fields = _comparison_fields(c, given)
    if maxInformation is not None:
        fields |= {"maxInformation": maxInformation, "informationEpsilon": informationEpsilon}
        if seen.final and at > 1:  # the last look spends what is left: it has no level of its own
            before = Comparison(by_plan(planned, seen), c.evidence, c.theta0)
            fields["repeatedPValues"][: at - 1] = resolved(
                analysis.repeated_p_values(before)[:-1], planned.k, tolerance
            )
    return Answer("getAnalysisResults", fields, given, c)


def _comparison_fields(c: Comparison, given: dict[str, Any]) -> dict[str, Any]:
    k = c.design.k
    fields: dict[str, Any] = {
        "normalApproximation": getattr(c.evidence, "normal", True),
        "directionUpper": c.evidence.upper,
        "thetaH0": c.theta0,
        **fields_of.power_fields(c, given),
        "testActions": fields_of.actions_field(c),
        "conditionalRejectionProbabilities": padded(analysis.conditional_rejection_probabilities(c), k),
        **fields_of.repeated_fields(c),
        "repeatedPValues": padded(resolved(analysis.repeated_p_values(c), k, given.get("tolerance")), k),
        **fields_of.final_fields(c),
    }
    if isinstance(c.evidence, MeansEvidence) and c.evidence.data.groups == 2:
        fields["equalVariances"] = c.evidence.equal_variances
    return fields


def getRepeatedConfidenceIntervals(
    design: Any,
    dataInput: Any,
    *,
    directionUpper: bool = True,
    tolerance: Any = None,
    stage: Any = None,
    normalApproximation: Any = None,
    equalVariances: Any = None,
    intersectionTest: Any = None,
    varianceOption: Any = None,
    stratifiedAnalysis: Any = None,
) -> Answer:
    given = dict(locals())
    data = dataset(dataInput)
    if conditional_dunnett.is_design(design):
        dunnett = conditional_dunnett.test(design, data, given)
        fields = conditional_dunnett.interval_fields(dunnett)
        return Answer("getRepeatedConfidenceIntervals", fields, given, dunnett)
    several = _several(data)
    if several is not None:
        test = several.closed_test(sequential(design), data, given)
        return Answer("getRepeatedConfidenceIntervals", closed.interval_fields(test), given, test)
    null = 0.5 if _one_rate(data) else None  # an interval does not depend on it, an exact test asks for one
    c = compare(sequential(design), data, stage, directionUpper, null, normalApproximation, equalVariances)
    return Answer("getRepeatedConfidenceIntervals", fields_of.repeated_fields(c), given, c)


def getFinalConfidenceInterval(
    design: Any,
    dataInput: Any,
    *,
    directionUpper: bool = True,
    thetaH0: Any = None,
    tolerance: Any = None,
    stage: Any = None,
    normalApproximation: Any = None,
    equalVariances: Any = None,
) -> Answer:
    given = dict(locals())
    data = dataset(dataInput)
    c = compare(sequential(design), data, stage, directionUpper, thetaH0, normalApproximation, equalVariances)
    look, ends = analysis.final_interval(c)
    fields = {
        "finalStage": float("nan") if look is None else float(look),
        "medianUnbiased": ends.estimate,
        "finalConfidenceInterval": np.array([ends.lower, ends.upper]),
        "stage": float(c.stage),
        "thetaH0": c.theta0,
        "directionUpper": c.evidence.upper,
        "tolerance": 1e-6 if tolerance is None else tolerance,
        **fields_of.standardized_final_fields(c),
    }
    if not isinstance(data, Survival):
        fields["normalApproximation"] = getattr(c.evidence, "normal", True)
    if isinstance(c.evidence, MeansEvidence):
        fields["equalVariances"] = c.evidence.equal_variances
    return Answer("getFinalConfidenceInterval", fields, given, c)


def getRepeatedPValues(stageResults: Any, *, tolerance: Any = None) -> Answer:
    test = _closed(stageResults)
    if test is not None:
        return Answer(
            "getRepeatedPValues",
            closed.repeated_p_fields(test, tolerance),
            {"stageResults": stageResults},
            test,
        )
    c = staged(stageResults)
    values = padded(resolved(analysis.repeated_p_values(c), c.design.k, tolerance), c.design.k)
    return Answer("getRepeatedPValues", {"repeatedPValues": values}, dict(locals()), c)


def getFinalPValue(stageResults: Any) -> Answer:
    c = staged(stageResults)
    look, p = analysis.final_p(c)
    fields = {"finalStage": float("nan") if look is None else float(look), "pFinal": p}
    return Answer("getFinalPValue", fields, {"stageResults": stageResults}, c)


def getTestActions(stageResults: Any) -> Answer:
    c = staged(stageResults)
    return Answer(
        "getTestActions", {"testActions": fields_of.actions_field(c)}, {"stageResults": stageResults}, c
    )


def getConditionalRejectionProbabilities(
    stageResults: Any, *, iterations: Any = None, seed: Any = None, simulateCRP: Any = None
) -> Answer:
    test = _closed(stageResults)
    if test is not None:
        given = {"stageResults": stageResults}
        fields = closed.conditional_rejection_fields(test)
        return Answer("getConditionalRejectionProbabilities", fields, given, test)
    c = staged(stageResults)
    values = padded(analysis.conditional_rejection_probabilities(c), c.design.k)
    return Answer(
        "getConditionalRejectionProbabilities",
        {"conditionalRejectionProbabilities": values},
        {"stageResults": stageResults},
        c,
    )


def getConditionalPower(
    stageResults: Any,
    *,
    nPlanned: Any = None,
    allocationRatioPlanned: Any = None,
    thetaH1: Any = None,
    assumedStDev: Any = None,
    assumedStDevs: Any = None,
    pi1: Any = None,
    pi2: Any = None,
    piTreatments: Any = None,
    piControl: Any = None,
    piControls: Any = None,
    iterations: Any = None,
    seed: Any = None,
) -> Answer:
    given = dict(locals())
    several = _conditional_power_of_several(stageResults, given)
    if several is not None:
        return several
    c = staged(stageResults)
    fields = fields_of.power_fields(c, given)
    fields["allocationRatioPlanned"] = fields_of.stated(given, "allocationRatioPlanned", 1.0)
    return Answer("getConditionalPower", fields | {"simulated": False}, given, c)


def _conditional_power_of_several(stageResults: Any, given: dict[str, Any]) -> Answer | None:
    """Of several arms or populations, None for one comparison. Here, and not in getAnalysisResults, rpact tells one
    rate that is stated for all treatments once for each."""
    test = _closed(stageResults)
    found: Any = stageResults.of if isinstance(stageResults, Answer) else None
    if test is not None:
        assume = (enrichment if isinstance(test.family, NestedPopulations) else multi_arm).assumptions
        fields = closed.power_fields(test, given, assume)
    elif isinstance(found, ConditionalDunnett):
        fields = conditional_dunnett.power_fields(found, given)
    else:
        return None
    if "piTreatments" in fields:
        fields["piTreatments"] = np.broadcast_to(np.ravel(fields["piTreatments"]), found.family.size).copy()
    return Answer("getConditionalPower", fields, given, found)


def getObservedInformationRates(
    dataInput: Any, *, maxInformation: Any = None, informationEpsilon: Any = None, stage: Any = None
) -> Answer:
    given = dict(locals())
    data = dataset(dataInput)
    if isinstance(data, Populations) or maxInformation is None:
        raise DesignError(
            "Observed rates are of one comparison and a planned maximum.",
            where="maxInformation",
            fix="Give maxInformation, the planned number of patients or events.",
        )
    at = whole(stage) or data.stages
    found = observed_information(data, min(at, data.stages), maxInformation, informationEpsilon or 0.0)
    fields = {
        "absoluteInformations": found.absolute,
        "maxInformation": found.maximum,
        "informationEpsilon": informationEpsilon,
        "informationRates": found.rates,
        "status": found.status,
    }
    return Answer("getObservedInformationRates", fields, given, found)


def _several(data: Any) -> Any:
    """What reads the data of several populations or arms, None for one comparison."""
    return enrichment if isinstance(data, Populations) else multi_arm if data.groups > 2 else None


def _closed(value: Any) -> ClosedTest | None:
    """The closed test behind stage results of several arms or populations."""
    found = value.of if isinstance(value, Answer) else None
    return found if isinstance(found, ClosedTest) else None


def staged(value: Any) -> Comparison:
    """Our comparison behind stage results. Raises DesignError where the argument is none."""
    found = value.of if isinstance(value, Answer) else None
    if not isinstance(found, Comparison):
        raise DesignError(
            "The argument `stageResults` is not one of a single comparison.",
            fix="Give the result of getStageResults.",
        )
    return found


def _one_rate(data: Any) -> bool:
    return getattr(data, "groups", 2) == 1 and hasattr(data, "events")


CALLS = checked(
    {
        "getAnalysisResults": getAnalysisResults,
        "getConditionalPower": getConditionalPower,
        "getConditionalRejectionProbabilities": getConditionalRejectionProbabilities,
        "getFinalConfidenceInterval": getFinalConfidenceInterval,
        "getFinalPValue": getFinalPValue,
        "getObservedInformationRates": getObservedInformationRates,
        "getRepeatedConfidenceIntervals": getRepeatedConfidenceIntervals,
        "getRepeatedPValues": getRepeatedPValues,
        "getTestActions": getTestActions,
    }
)
