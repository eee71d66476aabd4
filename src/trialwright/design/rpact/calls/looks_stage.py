"""getStageResults."""

from __future__ import annotations

from typing import Any

from trialwright.design.looks.datasets import Populations
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.looks import closed, conditional_dunnett, enrichment, multi_arm
from trialwright.design.rpact.looks.comparison import compare, sequential, stage_fields
from trialwright.errors import DesignError


def getStageResults(
    design: Any,
    dataInput: Any,
    *,
    stage: Any = None,
    directionUpper: bool = True,
    thetaH0: Any = None,
    normalApproximation: Any = None,
    equalVariances: Any = None,
    intersectionTest: Any = None,
    varianceOption: Any = None,
    stratifiedAnalysis: Any = None,
) -> Answer:
    given = dict(locals())
    data = dataset(dataInput)
    if conditional_dunnett.is_design(design):
        test = conditional_dunnett.test(design, data, given)
        return Answer("getStageResults", multi_arm.stage_fields(test.family, test.theta0, 2), given, test)
    several = enrichment if isinstance(data, Populations) else multi_arm if data.groups > 2 else None
    if several is not None:
        c = several.closed_test(sequential(design), data, given)
        f: Any = c.family
        fields = several.stage_fields(f, c.theta0, c.design.k) | closed.weight_fields(c.design)
        return Answer("getStageResults", fields, given, c)
    found = compare(
        sequential(design), data, stage, directionUpper, thetaH0, normalApproximation, equalVariances
    )
    return Answer("getStageResults", stage_fields(found, data), given, found)


def dataset(value: Any) -> Any:
    """Our data behind an answer. Raises DesignError where the argument is none."""
    found = value.of if isinstance(value, Answer) and value.call == "getDataset" else None
    if found is None:
        raise DesignError("The argument `dataInput` is not a data set.", fix="Give the result of getDataset.")
    return found


CALLS = checked({"getStageResults": getStageResults})
