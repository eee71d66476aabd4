"""getDesignFisher and getDesignConditionalDunnett."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import fisher
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, missing, number, refuse, vector, whole, word

METHODS = {
    "equalAlpha": "equal_alpha",
    "fullAlpha": "full_alpha",
    "noInteraction": "no_interaction",
    "userDefinedAlpha": "user_spending",
}


def getDesignFisher(
    *,
    kMax: Any = None,
    alpha: Any = None,
    method: Any = "equalAlpha",
    userAlphaSpending: Any = None,
    alpha0Vec: Any = None,
    informationRates: Any = None,
    sided: Any = 1.0,
    bindingFutility: Any = None,
    tolerance: Any = None,
    iterations: Any = 0.0,
    seed: Any = None,
) -> Answer:
    """A Fisher combination design. `tolerance` is taken and not needed; the error rate is exact, so `iterations` asks
    for nothing."""
    given = {n: v for n, v in locals().items() if not missing(v)}
    named = word(method, "method", {n: n for n in METHODS})
    if number(sided, "sided", 1.0) != 1:
        refuse("Fisher's combination test is one-sided.", "Give sided=1.")
    spending = vector(userAlphaSpending, "userAlphaSpending")
    stops = vector(alpha0Vec, "alpha0Vec")
    design = fisher(
        whole(kMax, "kMax"),
        number(alpha, "alpha", 0.025 if spending is None else float(spending[-1])),
        METHODS[named],
        vector(informationRates, "informationRates"),
        futility_p_values=stops,
        alpha_spending=spending if named == "userDefinedAlpha" else None,
        binding_futility=flag(bindingFutility, "bindingFutility", True),
    )
    assert design.weights is not None
    assert design.futility_bounds is not None
    fields = {
        "kMax": float(design.k),
        "alpha": design.alpha,
        "stages": np.arange(1.0, design.k + 1),
        "informationRates": design.information_rates,
        "userAlphaSpending": np.nan if spending is None else spending,
        "criticalValues": design.critical_values,
        "stageLevels": design.stage_levels,
        "alphaSpent": design.alpha_spent,
        "bindingFutility": design.binding_futility,
        "tolerance": number(tolerance, "tolerance", 1e-14),
        "method": named,
        "alpha0Vec": design.futility_bounds,
        "scale": design.weights[1:],
        "nonStochasticCurtailment": bool(
            design.k > 1 and np.allclose(design.critical_values, design.critical_values[0], rtol=1e-6, atol=0)
        ),
        "sided": 1.0,
        "simAlpha": np.nan,
    }
    notes = (
        ("The error rate is exact, so it is not simulated.",) if number(iterations, "iterations", 0.0) else ()
    )
    return Answer("getDesignFisher", fields, given, design, notes)


def getDesignConditionalDunnett(
    alpha: Any = 0.025, informationAtInterim: Any = 0.5, secondStageConditioning: Any = True
) -> Answer:
    """The design of the conditional Dunnett test: two stages, no early rejection. Source: Koenig et al. 2008."""
    rate = number(informationAtInterim, "informationAtInterim", 0.5)
    level = number(alpha, "alpha", 0.025)
    if not 0 < rate < 1:
        refuse(f"`informationAtInterim` = {rate:g} is not in (0, 1).", "Give the first stage's share.")
    if not 1e-6 <= level < 0.5:
        refuse(f"`alpha` = {level:g} is not in [1e-6, 0.5).", "Give a smaller error rate.")
    fields = {
        "kMax": 2.0,
        "alpha": level,
        "stages": np.array([1.0, 2.0]),
        "informationAtInterim": rate,
        "secondStageConditioning": flag(secondStageConditioning, "secondStageConditioning", True),
        "sided": 1.0,
    }
    return Answer("getDesignConditionalDunnett", fields, dict(fields))


CALLS = {
    "getDesignFisher": getDesignFisher,
    "getDesignConditionalDunnett": getDesignConditionalDunnett,
}
