"""Closed forms for designs that follow patients to an event: when, what is estimated, and power."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray

from trialwright.design.calendar import clock_at
from trialwright.design.entry import places
from trialwright.design.setting import Setting
from trialwright.endpoints import time_to_event
from trialwright.kernels import log_rank_theory as theory
from trialwright.kernels.log_rank import is_log_rank

Floats = NDArray[np.float64]


def truth(setting: Setting, arm: int, bins: tuple[bool, ...]) -> float:
    """What Cox's estimate comes to in a very large trial, followed as long as the design expects to be: the log hazard
    ratio itself where hazards are proportional and the same for everyone, else an average that depends on follow-up."""
    weight, effect = setting.bin_weights(arm)
    among = weight[:, np.array(bins)].sum(1)
    if among.sum() <= 0:
        return math.nan
    effect, among = effect[among > 0], among[among > 0]
    if _one_ratio(setting, arm, effect):
        return float(effect[0])
    return theory.limit_of_cox(_course(setting, arm, effect, among, last_look(setting)))


def _one_ratio(setting: Setting, arm: int, effect: Floats) -> bool:
    """Whether the hazards of an arm and of control have one ratio, at all times and in patients with any of the effects."""
    table = time_to_event.hazard_table(setting.scenario.control, setting.lost)
    return bool(np.ptp(effect) == 0 and table.cured.max() == 0 and (table.sensitivity[arm] == 1).all())


def averaged_until(setting: Setting, bins: tuple[bool, ...]) -> float | None:
    """Months to the expected last look, where the `truth` of some arm is an average up to then; None where hazards have one
    ratio."""
    effects = [setting.bin_weights(arm) for arm in range(1, setting.arms)]
    among = np.array(bins)
    one = all(_one_ratio(setting, arm, e[w[:, among].sum(1) > 0]) for arm, (w, e) in enumerate(effects, 1))
    return None if one else last_look(setting)


def power(setting: Setting, level: float = 1.0) -> float | None:
    """Of one analysis of the first experimental arm, effects times `level`; None for the strongest of several tests."""
    weights = time_to_event.weights_of(setting.design.test)
    if len(weights.kind) > 1 or setting.arms > 2:
        return None
    weight, effect = _enrolled(setting, 1)
    at = _course(setting, 1, level * effect, weight, last_look(setting, level))
    return theory.power(at, weights, setting.design.alpha, more=setting.design.better == "higher")


def proportional(setting: Setting) -> bool:
    """Whether the score of the log-rank test drifts with the number of events, so that looks at shares of them have the
    canonical joint law: hazards proportional, one effect for everyone, looks told by events."""
    design, curves = setting.design, setting.effects
    table = time_to_event.hazard_table(setting.scenario.control, setting.lost)
    same = (
        all(c.curve == "constant" for c in curves)
        and table.cured.max() == 0
        and (table.sensitivity[1:] == 1).all()
    )
    return bool(same and design.events is not None and is_log_rank(time_to_event.weights_of(design.test)))


def last_look(setting: Setting, level: float = 1.0) -> float:
    """Months at which the last look is expected."""
    s, d = setting.scenario, setting.design
    if d.events is None:
        return months_to_enrol(setting) + s.followup_months
    weight, effect = _enrolled(setting, 1)
    return theory.month_of_events(
        d.events, partial(_course, setting, 1, level * effect, weight), months_to_enrol(setting)
    )


def _enrolled(setting: Setting, arm: int) -> tuple[Floats, Floats]:
    """Weights, adding to 1, and effects of those who may enter from the start."""
    weight, effect = setting.bin_weights(arm)
    chooses = hasattr(setting.kind, "cutoffs")
    among = weight.sum(1) if chooses or setting.bins == 1 else weight[:, 1:].sum(1)
    return among / among.sum(), effect


def _rate(setting: Setting) -> float:
    """Share of the screened who enter."""
    s = setting.scenario
    chooses = hasattr(setting.kind, "cutoffs")
    reach = 1.0 if chooses or setting.bins == 1 else float(setting.bin_weights(1)[0][:, 1:].sum())
    return s.eligible * s.consent * reach


def events_expected(setting: Setting) -> float:
    """Of both arms, by the last look."""
    weight, effect = _enrolled(setting, 1)
    return float(_course(setting, 1, effect, weight, last_look(setting)).events.sum())


def share_with_event(setting: Setting) -> float:
    """Of the patients of both arms, were everybody followed until an event or loss."""
    weight, effect = _enrolled(setting, 1)
    table = time_to_event.hazard_table(setting.scenario.control, setting.lost)
    edges = np.append(
        0.0, np.geomspace(1e-3, 1e7, 20_001)
    )  # months, past the last event of any hazard worth stating
    middle = (edges[1:] + edges[:-1]) / 2
    of_control, of_arm = (
        float(-np.diff(theory.survival(table, arm, edges, *of)) @ np.exp(-table.dropout[arm] * middle))
        for arm, of in ((0, (np.zeros(1), np.ones(1))), (1, (effect, weight)))
    )
    control, experimental = places(setting.design)[:2]
    return (control * of_control + experimental * of_arm) / (control + experimental)


def months_to_enrol(setting: Setting) -> float:
    """Months until every patient is expected to have entered."""
    s = setting.scenario
    clock = setting.design.patients / _rate(setting)
    low, high = 0.0, clock / s.screened_per_month + s.ramp_months + 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if clock_at(s, np.array(middle)) < clock else (low, middle)
    return high


def _course(setting: Setting, arm: int, effect: Floats, weight: Floats, cut: float) -> theory.Course:
    d, s = setting.design, setting.scenario
    of_block = places(d)
    share = of_block[arm] / (of_block[0] + of_block[arm])
    of_arms = (of_block[0] + of_block[arm]) / sum(of_block)
    rate = _rate(setting)

    def entered(months: Floats) -> Floats:
        return of_arms * np.minimum(rate * clock_at(s, months), d.patients)

    table = time_to_event.hazard_table(s.control, setting.lost)
    return theory.course(table, arm, effect, weight / weight.sum(), share, cut, entered)
