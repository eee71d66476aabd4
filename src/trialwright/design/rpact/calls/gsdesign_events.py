"""gsDesign's translations between hazard ratios, events and z by Schoenfeld's formula: nEvents, zn2hr, hrn2z, hrz2n.

ratio is experimental to control. Source: Schoenfeld 1981, Biometrika 68:316.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given
from trialwright.errors import DesignError


def nEvents(
    hr: Any = 0.6,
    alpha: float = 0.025,
    beta: float = 0.1,
    ratio: float = 1,
    sided: float = 1,
    hr0: Any = 1,
    n: Any = 0,
    tbl: bool = False,
) -> Answer:
    """Events for the power, or the power of n events, by Schoenfeld's formula."""
    if tbl:
        raise DesignError("Tables are not read.", fix="Leave out tbl.")
    unit = np.abs(np.log(_array(hr) / _array(hr0))) * math.sqrt(ratio) / (1 + ratio)
    with np.errstate(divide="ignore"):
        if given(n) and np.any(_array(n) > 0):
            value = ndtr(unit * np.sqrt(_array(n)) + ndtri(alpha / sided))
        else:
            value = ((-ndtri(alpha / sided) - ndtri(beta)) / unit) ** 2
    return Answer("nEvents", {"value": _plain(value)}, {}, None)


def zn2hr(z: Any, n: Any, ratio: float = 1, hr0: Any = 1, hr1: Any = 0.7) -> Answer:
    """The hazard ratio seen with a z of n events, z positive towards hr1."""
    towards = np.where(_array(hr1) < _array(hr0), -1.0, 1.0)
    value = _array(hr0) * np.exp(towards * _array(z) * (1 + ratio) / np.sqrt(ratio * _array(n)))
    return Answer("zn2hr", {"value": _plain(value)}, {}, None)


def hrn2z(hr: Any, n: Any, ratio: float = 1, hr0: Any = 1, hr1: Any = 0.7) -> Answer:
    """The z of a hazard ratio seen with n events, positive towards hr1."""
    towards = np.where(_array(hr1) < _array(hr0), -1.0, 1.0)
    value = towards * np.log(_array(hr) / _array(hr0)) * np.sqrt(ratio * _array(n)) / (1 + ratio)
    return Answer("hrn2z", {"value": _plain(value)}, {}, None)


def hrz2n(hr: Any, z: Any, ratio: float = 1, hr0: Any = 1) -> Answer:
    """The events with which a hazard ratio has this z."""
    with np.errstate(divide="ignore"):
        value = (_array(z) * (1 + ratio) / np.log(_array(hr) / _array(hr0))) ** 2 / ratio
    return Answer("hrz2n", {"value": _plain(value)}, {}, None)


CALLS = checked({"nEvents": nEvents, "zn2hr": zn2hr, "hrn2z": hrn2z, "hrz2n": hrz2n})


def _array(value: Any) -> Any:
    return np.asarray(value, dtype=float)


def _plain(value: Any) -> Any:
    return float(value) if np.ndim(value) == 0 else value
