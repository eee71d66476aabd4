"""Estimate and interval of the effect in a population that was chosen at the interim.

The estimate is the second stage's, averaged over all ways in which the pooled data could have been split between the
stages and the same choice made (Rao-Blackwell): unbiased given the choice. The interval holds the truth with chance
1 - 2 alpha given the choice, whatever the rule, stopping for futility included. Both for normal estimates of known
variance, to first order otherwise. The choice is re-run at nodes of the first stage's estimate: what lies outside the
chosen population and the contrasts within it stay as they are, being independent of it, so the estimate of a larger
population moves by the chosen one's share of its information. Sources: Cohen & Sackrowitz 1989, Stat Probab Lett 8:273;
Sampson & Sill 2005, Biom J 47:257; Kimani, Todd & Stallard 2015, Stat Med 34:2991.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs.combined import Combination
from trialwright.design.designs.threshold_choice import Interim, choose
from trialwright.design.look import TallyLook
from trialwright.kernels.conditional_choice import chosen_effect

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

NODES = np.linspace(-9.0, 9.0, 145)  # standard errors of the first stage's estimate


def estimated(
    look: TallyLook,
    lowest: Integers,
    seen: Interim,
    chosen: Integers,
    by: Combination,
    more: float,
    alpha: float,
    o: dict[str, Any],
) -> tuple[Floats, Floats, Floats]:
    """(m,) value, low and high on the endpoint's MEASURE. look : the second, lowest : (m,) the bin it enrols from."""
    of = np.arange(len(chosen))
    second = look.estimate(bins=lowest, stage=True)
    x1, i1 = seen.x[of, chosen], seen.information[of, chosen]
    with np.errstate(divide="ignore", invalid="ignore"):
        i2 = second.se**-2.0
    again = chosen_again(seen, chosen, by, more, o)
    value, low, high = chosen_effect(x1, i1, seen.sign * second.value, i2, NODES, again, alpha)
    return (value, low, high) if seen.sign > 0 else (-value, -high, -low)


def chosen_again(seen: Interim, chosen: Integers, by: Combination, more: float, o: dict[str, Any]) -> Mask:
    """(m, nodes) whether the same would have been chosen with the first stage's estimate elsewhere, and all that is
    independent of it as it was."""
    i1 = np.maximum(seen.information[np.arange(len(chosen)), chosen], 1e-300)
    carried = np.minimum(1.0, i1[:, None] / np.maximum(seen.information, 1e-300))
    out = np.empty((len(chosen), len(NODES)), bool)
    for k, node in enumerate(NODES):
        moved = seen._replace(x=seen.x + (node / np.sqrt(i1))[:, None] * carried)
        out[:, k] = choose(moved, by, more, o) == chosen
    out[:, NODES == 0.0] = True  # as it was, to the last bit of a tie
    return out
