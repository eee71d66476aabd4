"""Delayed response: recruitment stops on the interim data, the final test waits for the pipeline.

Source: Hampson & Jennison 2013, J R Stat Soc B 75:3.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

from trialwright.design.boundaries.futility import Bounds
from trialwright.design.boundaries.sequential import Floats
from trialwright.design.boundaries.statement import Statement, refuse
from trialwright.kernels.group_sequential import delayed_decisions


def decisions(s: Statement, bounds: Bounds) -> tuple[Floats | None, Floats | None]:
    """(k,) critical values of the final test after each look's pipeline, and (k-1,) how likely under no effect it is
    to turn the interim's verdict; made equal in both directions, so that the error rate is kept by a trial that heeds
    its futility bounds. None without delay.
    """
    if s.delayed is None or not np.any(s.delayed > 0):
        return None, None
    if bounds.futility is None or np.any(np.isinf(bounds.futility)):
        raise refuse(
            "A delayed-response design needs a futility bound at each interim look.",
            "Give futility bounds or a beta-spending function.",
        )
    lower = np.append(bounds.futility, bounds.critical[-1])
    decided, reversals = bounds.critical.copy(), np.zeros(s.k - 1)
    for i in np.flatnonzero(s.delayed > 0):

        def turned(c: float, i: int = i) -> Floats:
            tried = decided[:-1].copy()
            tried[i] = c
            ends = delayed_decisions(lower, bounds.critical, tried, s.rates, s.delayed, 0.0)
            return ends[1:3, i]  # above and does not reject; below and rejects

        decided[i] = brentq(lambda c: float(turned(c)[0] - turned(c)[1]), -10.0, 12.0, xtol=1e-12)
        reversals[i] = turned(decided[i])[0]
    return decided, reversals
