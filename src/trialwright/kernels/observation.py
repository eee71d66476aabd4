"""One patient's outcome, added to a tally: the sufficient statistics of a bin and arm.

NORMAL      n, sum, sum of squares of values about the control mean
CATEGORIES  count in each category, lowest first
COVARIATE   n, sum y, sum y^2, sum x, sum x^2, sum x y, both about the control means
COUNT       n, sum, sum of squares of the events
CHALLENGE   n, sums of the responses at each dose, n times each dose, sum of all squares, sum of patients' squared totals
            over the number of doses
WEIGHTED    n, sum w, sum w y, sum w^2, sum w^2 y, sum w^2 y^2 of values about the control mean and their weights
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.addressed import (
    BASELINE,
    DROPOUT,
    OUTCOME,
    aside,
    gamma,
    normal,
    number,
    poisson,
    uniform,
)
from trialwright.kernels.compiled import inlined
from trialwright.kernels.tables import CATEGORIES, CHALLENGE, COUNT, COVARIATE, WEIGHTED, OutcomeTable

Floats = NDArray[np.float64]
_S11 = np.uint64(11)


def width(outcome: OutcomeTable) -> int:
    """Numbers in one tally."""
    own = {CATEGORIES: outcome.cuts.shape[1] + 1, COVARIATE: 6, WEIGHTED: 6}
    found = (own | {CHALLENGE: 2 * (len(outcome.challenge) - 4) + 3}).get(outcome.kind, 3)
    return int(found)


@inlined
def observe(
    key: np.uint64, patient: int, shift: float, outcome: OutcomeTable, tally: Floats, i: int, b: int, arm: int
) -> None:
    """Draw the outcome of a patient whose arm adds `shift`, and count it in tally[i, b, arm]."""
    h = number(key, patient, OUTCOME)
    if outcome.kind == CATEGORIES:
        u, category, row = np.float64(h >> _S11) * 2.0**-53, 0, min(arm, len(outcome.cuts) - 1)
        for j in range(outcome.cuts.shape[1]):
            category += 1 if u >= 1.0 / (1.0 + math.exp(shift - outcome.cuts[row, j])) else 0
        if len(outcome.lost) > 0 and uniform(key, patient, DROPOUT) < outcome.lost[category]:
            return
        tally[i, b, arm, category] += 1.0
        return
    if outcome.kind == WEIGHTED:
        chance, j = uniform(key, patient, BASELINE), 0
        while j < len(outcome.seen) - 1 and chance >= outcome.seen[j]:
            j += 1
        w = outcome.weights[j]
        value = float(outcome.sds[j] * normal(h) + shift)
        tally[i, b, arm, 0] += 1.0
        tally[i, b, arm, 1] += w
        tally[i, b, arm, 2] += w * value
        tally[i, b, arm, 3] += w * w
        tally[i, b, arm, 4] += w * w * value
        tally[i, b, arm, 5] += w * w * value * value
        return
    if outcome.kind == CHALLENGE:
        doses = len(outcome.challenge) - 4
        own, total, squares = outcome.challenge[3] * normal(h), 0.0, 0.0
        ed50, g = outcome.challenge[2] * math.exp(shift), number(key, patient, BASELINE)
        for j in range(doses):
            dose = outcome.challenge[4 + j]
            response = outcome.challenge[0] + outcome.challenge[1] * dose / (ed50 + dose)
            g = aside(g)
            value = float(response + own + outcome.sd * normal(g))
            tally[i, b, arm, 1 + j] += value
            tally[i, b, arm, 1 + doses + j] += dose
            total += value
            squares += value * value
        tally[i, b, arm, 0] += 1.0
        tally[i, b, arm, 1 + 2 * doses] += squares
        tally[i, b, arm, 2 + 2 * doses] += total * total / doses
        return
    if outcome.kind == COUNT:
        mean = outcome.mean * math.exp(shift)
        if outcome.dispersion > 0.0:
            mean *= outcome.dispersion * gamma(h, 1.0 / outcome.dispersion)
        y = float(poisson(aside(aside(h)), mean))
    elif outcome.kind == COVARIATE:
        x = normal(number(key, patient, BASELINE))
        y = outcome.sd * (outcome.rho * x + math.sqrt(1.0 - outcome.rho * outcome.rho) * normal(h)) + shift
        x *= outcome.sd
        tally[i, b, arm, 3] += x
        tally[i, b, arm, 4] += x * x
        tally[i, b, arm, 5] += x * y
    else:
        y = outcome.sd * normal(h) + shift
    tally[i, b, arm, 0] += 1.0
    tally[i, b, arm, 1] += y
    tally[i, b, arm, 2] += y * y
