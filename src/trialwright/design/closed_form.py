"""Power of a design under a scenario in closed form, where one holds."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

from trialwright.design.entry import ratio
from trialwright.design.population import Split
from trialwright.design.setting import Setting
from trialwright.design.sources import source_of
from trialwright.endpoints.outcome import Outcome


def closed_form(setting: Setting, split: Split, times: float = 1.0) -> float | None:
    """Power for the mixture of effects that enters, with the expected number analysed: of one analysis, and through
    the drift that gives it, of a design whose file has a `power(design, drift, full)`. times : multiplies the effect."""
    own = getattr(setting.kind, "power", None)
    if own is None and not getattr(setting.kind, "ONE_SIZE", False):
        return None
    source = source_of(setting.endpoint)
    followed = hasattr(source, "power")
    if followed and own is not None and not source.proportional(setting):
        return None
    once = source.power(setting, times) if followed else _power_of_one_analysis(setting, split, times)
    if once is None or own is None:
        return once
    drift = ndtri(1 - setting.design.alpha) + ndtri(min(max(once, 1e-15), 1 - 1e-15))
    return float(own(setting.design, float(drift), source.full(setting)))


def _power_of_one_analysis(setting: Setting, split: Split, times: float) -> float | None:
    design, scenario = setting.design, setting.scenario
    if scenario.responses or scenario.dropout_by_category:
        return None
    if setting.arms > 2 or scenario.drift != 0 or not hasattr(setting.endpoint, "power"):
        return None
    outcome: Outcome = setting.outcome
    shift = outcome.shifted_by(times * split.effect)
    skewed, lower = getattr(setting.endpoint, "SKEWED", False), design.better == "lower"
    if lower and not skewed:
        outcome, shift = _mirrored(outcome), -shift
    experimental, control = ratio(design.allocation)
    share = experimental / (experimental + control)
    n0, n1 = design.patients * np.array([1 - share, share]) * (1 - setting.lost)
    if min(n0, n1) < 2:
        return None
    side = {"higher": not lower} if skewed else {}
    of = setting.endpoint.power
    power = of(outcome, shift, split.enrolled_weight, float(n0), float(n1), design.alpha, **side)
    return None if power is None or math.isnan(power) else min(1.0, max(0.0, power))


def _mirrored(outcome: Outcome) -> Outcome:
    """The outcome counted downwards, so that lower becomes higher; both latent laws are symmetric."""
    return outcome._replace(cuts=tuple(-c for c in reversed(outcome.cuts)), shift=None)
