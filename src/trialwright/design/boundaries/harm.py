"""Harm bounds: a lower bound whose error is spent under no effect, as gsDesign's test types 5 and 6 do."""

from __future__ import annotations

import numpy as np

from trialwright.design.boundaries.sequential import Floats
from trialwright.design.boundaries.spending import SPENDING, steps
from trialwright.design.boundaries.statement import Statement, refuse
from trialwright.kernels.group_sequential import spending_bounds


def harm_bounds(s: Statement, critical: Floats) -> Floats | None:
    """(k,) z with P(first at or below it at look i | no effect) spending harm_alpha; None where none is asked for."""
    if s.harm_spending is None:
        return None
    if s.harm_spending not in SPENDING or s.harm_alpha is None or not 0 < s.harm_alpha < 1 - s.alpha:
        raise refuse(
            "Harm bounds need a spending function and an error in (0, 1 - alpha).",
            f"Give harm_spending as one of {', '.join(SPENDING)}, and harm_alpha.",
        )
    if s.sided == 2:
        raise refuse("A two-sided design already has lower bounds.", "Leave harm_spending out.")
    spent = steps(
        SPENDING[s.harm_spending](s.times, s.harm_alpha, s.harm_gamma or 0.0), np.ones(s.k, dtype=bool)
    )
    given = np.full(s.k, np.nan)
    return spending_bounds(given, spent, given, critical, s.rates, 0.0, False, False)[0]
