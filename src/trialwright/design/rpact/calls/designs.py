"""getDesignGroupSequential and getDesignInverseNormal."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign, group_sequential
from trialwright.design.rpact.answer import Answer
from trialwright.errors import DesignError

BOUNDARIES = {
    "OF": "obrien_fleming",
    "P": "pocock",
    "asOF": "lan_demets_of",
    "asP": "lan_demets_pocock",
}


def getDesignGroupSequential(
    *,
    kMax: float | None = None,
    alpha: float = 0.025,
    beta: float = 0.2,
    sided: float = 1,
    informationRates: Any = None,
    futilityBounds: Any = None,
    typeOfDesign: str = "OF",
) -> Answer:
    return _answer("getDesignGroupSequential", "group sequential", dict(locals()))


def getDesignInverseNormal(
    *,
    kMax: float | None = None,
    alpha: float = 0.025,
    beta: float = 0.2,
    sided: float = 1,
    informationRates: Any = None,
    futilityBounds: Any = None,
    typeOfDesign: str = "OF",
) -> Answer:
    return _answer("getDesignInverseNormal", "inverse normal", dict(locals()))


CALLS = {
    "getDesignGroupSequential": getDesignGroupSequential,
    "getDesignInverseNormal": getDesignInverseNormal,
}


def _answer(call: str, kind: str, given: dict[str, Any]) -> Answer:
    rates, bounds, name = given["informationRates"], given["futilityBounds"], given["typeOfDesign"]
    rates = None if rates is None else np.atleast_1d(rates)
    bounds = None if bounds is None else np.atleast_1d(bounds)
    if name not in BOUNDARIES:
        raise DesignError(f"There is no typeOfDesign `{name}`.", fix=f"Use one of: {', '.join(BOUNDARIES)}.")
    looks = len(rates) if rates is not None else len(bounds) + 1 if bounds is not None else 3
    design = group_sequential(
        int(given["kMax"] or looks),
        given["alpha"],
        given["beta"],
        int(given["sided"]),
        BOUNDARIES[name],
        rates,
        bounds,
        kind,
    )
    return Answer(call, _fields(design), given, design)


def _fields(design: SequentialDesign) -> dict[str, Any]:
    return {
        "kMax": float(design.k),
        "alpha": design.alpha,
        "beta": design.beta,
        "sided": float(design.sided),
        "informationRates": design.information_rates,
        "criticalValues": design.critical_values,
        "stageLevels": design.stage_levels,
        "alphaSpent": design.alpha_spent,
        "futilityBounds": design.futility_bounds,
        "bindingFutility": design.binding_futility,
    }
