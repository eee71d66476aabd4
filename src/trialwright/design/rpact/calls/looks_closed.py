"""getClosedCombinationTestResults and getClosedConditionalDunnettTestResults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trialwright.design.looks.conditional_dunnett import ConditionalDunnett
from trialwright.design.looks.datasets import until
from trialwright.design.looks.many import ClosedTest
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.looks import closed, conditional_dunnett
from trialwright.errors import DesignError


def getClosedCombinationTestResults(stageResults: Any) -> Answer:
    c = stageResults.of if isinstance(stageResults, Answer) else None
    if not isinstance(c, ClosedTest):
        raise DesignError(
            "A closed test is of several arms or populations.",
            where="stageResults",
            fix="Give getStageResults of such data and a combination test design.",
        )
    fields = closed.closed_fields(c, stageResults.fields["intersectionTest"])
    return Answer("getClosedCombinationTestResults", fields, {"stageResults": stageResults}, c)


def getClosedConditionalDunnettTestResults(stageResults: Any, *, stage: Any = None) -> Answer:
    c = stageResults.of if isinstance(stageResults, Answer) else None
    if not isinstance(c, ConditionalDunnett):
        raise DesignError(
            "These are not stage results of a conditional Dunnett design.",
            where="stageResults",
            fix="Give getStageResults of several arms and getDesignConditionalDunnett.",
        )
    if stage is not None and int(stage) == 1 and c.stage == 2:
        c = replace(c, family=replace(c.family, data=until(c.family.data, 1)))
    given = {"stageResults": stageResults, "stage": stage}
    return Answer("getClosedConditionalDunnettTestResults", conditional_dunnett.closed_fields(c), given, c)


CALLS = checked(
    {
        "getClosedCombinationTestResults": getClosedCombinationTestResults,
        "getClosedConditionalDunnettTestResults": getClosedConditionalDunnettTestResults,
    }
)
