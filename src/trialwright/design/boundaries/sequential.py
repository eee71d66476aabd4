"""A sequential design: when it looks, and the bounds it holds the evidence to at each look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
KINDS = ("group sequential", "inverse normal", "fisher")


@dataclass(frozen=True, eq=False)
class SequentialDesign:
    """Looks and bounds of a group-sequential or combination-test design.

    kind : one of KINDS. alpha : one-sided where sided is 1, of both sides together where it is 2. beta : 1 - power.
    information_rates : (k,) ascending, the last 1. critical_values : (k,) on the z scale, or on the scale of the
    product of p-values for kind "fisher"; inf (0 for "fisher") where a look cannot reject. futility_bounds : (k-1,),
    z scale, -inf where a look cannot stop for futility, None where no look can; the half-width of a wedge around 0,
    0 for none, where sided is 2; for "fisher" the stage p-values alpha0 above which it stops. binding_futility :
    whether the critical values rest on stopping at them. alpha_spent : (k,) cumulative rejection probability under no
    effect, as alpha is counted. beta_spent : (k,) cumulative, or None. stage_levels : (k,) one-sided level of each
    look taken alone. power : (k,) cumulative probability of rejecting at `drift`, or None. drift : expected z at
    full information that futility bounds or an optimum were sized for, or None. boundaries : how the bounds were
    stated ("lan_demets_of", ...); parameters : what that takes (gamma, delta, ...). harm_bounds : (k,) z at or below
    which the treatment does harm, or None. delayed_information : (k-1,) information rates in the pipeline at each
    look, or None; decision_critical_values : (k,) bounds of the final test after the pipeline has come in;
    reversal_probabilities : (k-1,) of its going against the interim's verdict under no effect. weights : (k,) powers
    of the stages' p-values for kind "fisher".
    """

    kind: str
    alpha: float
    beta: float
    sided: int
    information_rates: Floats
    critical_values: Floats
    futility_bounds: Floats | None
    binding_futility: bool
    alpha_spent: Floats
    stage_levels: Floats
    beta_spent: Floats | None = None
    power: Floats | None = None
    drift: float | None = None
    boundaries: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    two_sided_power: bool = False
    harm_bounds: Floats | None = None
    delayed_information: Floats | None = None
    decision_critical_values: Floats | None = None
    reversal_probabilities: Floats | None = None
    weights: Floats | None = None

    @property
    def k(self) -> int:
        """The number of looks."""
        return len(self.information_rates)
