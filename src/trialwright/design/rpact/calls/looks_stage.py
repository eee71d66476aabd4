"""getStageResults."""

from __future__ import annotations

from typing import Any

from trialwright.design.rpact.answer import Answer
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


CALLS = {"getStageResults": getStageResults}
