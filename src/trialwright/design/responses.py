"""Responses that a scenario states for an arm: its patients' shares in each category, in place of an effect."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.endpoints.outcome import Outcome
from trialwright.errors import DesignError
from trialwright.kernels.tables import CATEGORIES
from trialwright.model.design import Design
from trialwright.model.scenario import EXPERIMENTAL, Scenario

_ROUNDING = 0.005  # shares printed to two decimals may miss 1 by this much


def responses_of(scenario: Scenario, design: Design, outcome: Outcome) -> dict[int, NDArray[np.float64]]:
    """(categories,) shares by arm, of those that state them. Raises DesignError for shares that are none of the outcome's."""
    stated, arms = scenario.responses, design.arms or (EXPERIMENTAL,)
    return {
        i: _checked(scenario.name, arm, np.array(stated[arm], float), outcome)
        for i, arm in enumerate(arms, 1)
        if arm in stated
    }


def _checked(scenario: str, arm: str, shares: NDArray[np.float64], outcome: Outcome) -> NDArray[np.float64]:
    categories = len(outcome.cuts) + 1 if outcome.kind == CATEGORIES else 0
    if len(shares) != categories:
        raise DesignError(
            f"The scenario `{scenario}` states {len(shares)} responses of `{arm}`, and the outcome has "
            f"{categories or 'no'} categories.",
            where="scenario.responses",
            fix="State a share for each category of the endpoint, lowest first, or an `effect`.",
        )
    if shares.min() <= 0 or abs(shares.sum() - 1) > _ROUNDING:
        raise DesignError(
            f"The responses of `{arm}` add to {shares.sum():g}, the least being {shares.min():g}.",
            where="scenario.responses",
            fix="State shares above 0 that add to 1.",
        )
    return shares / shares.sum()
