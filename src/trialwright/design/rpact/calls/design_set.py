"""getDesignSet: designs beside one another, given or varied from one of them."""

from __future__ import annotations

import inspect
import itertools
from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import missing, refuse, word
from trialwright.design.rpact.base import single
from trialwright.design.rpact.calls.designs import CALLS as DESIGNS
from trialwright.design.rpact.calls.fisher import getDesignFisher

MAKERS = {**DESIGNS, "getDesignFisher": getDesignFisher}


def getDesignSet(
    *, designs: Any = None, design: Any = None, variedParameters: Any = None, **varied: Any
) -> Answer:
    """`designs`, or `design` and every combination of the varied arguments after it, the last varying fastest."""
    given = {"designs": designs, "design": design, "variedParameters": variedParameters, **varied}
    if (designs is None) == (design is None):
        refuse("A set is of `designs`, or of one `design` that is varied.", "Give one of the two.")
    if design is None:
        if varied:
            refuse("Only a single design can be varied.", f"Give design = ... to vary {next(iter(varied))}.")
        found = [_design(d) for d in (designs if isinstance(designs, list) else [designs])]
    else:
        found = [_design(design), *_variants(_design(design), varied)]
    fields: dict[str, Any] = {"designs": found}
    if not missing(variedParameters) or varied:
        fields["variedParameters"] = list(varied) or variedParameters
    return Answer("getDesignSet", fields, given, found)


def _design(value: Any) -> Answer:
    if not isinstance(value, Answer) or value.call not in MAKERS:
        refuse("A set is of designs.", "Give calls such as getDesignGroupSequential(...).")
    return value


def _variants(base: Answer, varied: dict[str, Any]) -> list[Answer]:
    if not varied:
        refuse("Nothing varies in this set.", "Give an argument of the design with several values.")
    for name in varied:
        word(name, "argument of the design", {n: n for n in _known(base)})
    grids = [np.atleast_1d(np.array(v)).tolist() for v in varied.values()]
    return [
        MAKERS[base.call](**_arguments(base) | dict(zip(varied, map(single, values), strict=True)))
        for values in itertools.product(*grids)
    ]


def _arguments(base: Answer) -> dict[str, Any]:
    return {n: v for n, v in base.given.items() if n in _known(base)}


def _known(base: Answer) -> list[str]:
    return list(inspect.signature(MAKERS[base.call]).parameters)


CALLS = {"getDesignSet": getDesignSet}
