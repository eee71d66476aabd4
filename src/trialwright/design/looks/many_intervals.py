"""Repeated intervals, p-values, conditional rejection and power of each of several hypotheses."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from trialwright.design.looks.conditional import conditional_power, conditional_rejection_probability
from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.fisher import fisher_rejections
from trialwright.design.looks.inversion import boundary
from trialwright.design.looks.many import Booleans, ClosedTest, Family
from trialwright.design.looks.paths import combined
from trialwright.design.looks.repeated import repeated_p_value, stops


def repeated_p_values(c: ClosedTest) -> Floats:
    """The smallest level at which the closed test has rejected each hypothesis by each look: (m, stages).

    An intersection once rejected stays so; the one that needs the largest level decides.
    """
    looks = range(1, c.stage + 1)
    each = np.array(
        [
            [repeated_p_value(c.design, float(s), look) for look, s in zip(looks, row, strict=True)]
            for row in c.statistics
        ]
    )
    by_now = np.fmin.accumulate(each, axis=1)
    out = np.full((c.family.size, c.stage), np.nan)
    for look, i in zip(*np.nonzero(~np.isnan(c.tests.p)), strict=True):
        out[i, look] = by_now[c.members[:, i], look].max()
    return out


def conditional_rejection_probabilities(c: ClosedTest) -> Floats:
    """P(the closed test rejects later | the data) with no effect, by the weakest intersection: (m, stages)."""

    def probability(at: float, look: int) -> float:
        if look == c.design.k:
            return float("nan")
        if c.design.kind != "fisher":
            return conditional_rejection_probability(c.design, at, look)
        if at <= c.design.critical_values[look - 1]:
            return 1.0
        means = np.zeros(c.design.k - look)
        return float(fisher_rejections(c.design, at, look, means, binding_only=True).sum())

    return np.where(_given_up(c), 0.0, _per_look(c, probability))


def _given_up(c: ClosedTest) -> Booleans:
    """Whether an intersection with this hypothesis has met Fisher's binding futility p-value by now: (m, stages)."""
    out = np.zeros((c.family.size, c.stage), dtype=bool)
    bounds = c.design.futility_bounds
    if c.design.kind != "fisher" or not c.design.binding_futility or bounds is None:
        return out
    looks = min(c.stage, c.design.k - 1)
    met = np.logical_or.accumulate(c.adjusted[:, :looks] > bounds[:looks], axis=1)
    for i in range(c.family.size):
        out[i, :looks] = met[c.members[:, i]].any(axis=0)
    return out & ~np.isnan(c.tests.p.T)


def power_to_come(c: ClosedTest, means: Floats) -> Floats:
    """P(each is rejected by each later look) when it goes on alone, by its weakest intersection: (m, k - stage).

    means : (m, k - stage) expected z of its later stages.
    """
    rows = []
    for at, mean in zip(c.weakest(c.stage), means, strict=True):
        if np.isnan(at) or np.isnan(mean).any():
            rows.append(np.full(means.shape[1], np.nan))
        elif c.design.kind == "fisher":
            rows.append(np.cumsum(fisher_rejections(c.design, float(at), c.stage, mean)))
        else:
            rows.append(conditional_power(c.design, float(at), c.stage, mean))
    return np.array(rows)


def repeated_intervals(c: ClosedTest) -> tuple[Floats, Floats]:
    """Simultaneous intervals (m, stages) of single-step adjusted p-values: the value that they do not reject.

    NaN for a hierarchical test, which has no single step.

    Source: Wassmer & Brannath 2016, section 11.1.3.
    """
    shape = (c.family.size, c.stage)
    low, high = np.full(shape, np.nan), np.full(shape, np.nan)
    if getattr(c.family, "intersection", "") == "hierarchical":
        return low, high
    for look in range(1, c.stage + 1):
        critical = float(c.design.critical_values[look - 1])
        if not np.isfinite(critical) or (c.design.kind == "fisher" and critical <= 0):
            continue
        for i in np.flatnonzero(~np.isnan(c.tests.p[look - 1])):
            low[i, look - 1], high[i, look - 1] = _interval(c, critical, look, int(i))
    return low, high


def _interval(c: ClosedTest, critical: float, look: int, i: int) -> tuple[float, float]:
    invertible = getattr(c.family, "invertible", c.family)
    up, down = replace(invertible, upper=True), replace(invertible, upper=False)
    centre, (least, most) = float(c.family.effects[look - 1, i]), c.family.search
    low = boundary(lambda t: _margin(c, up, critical, look, i, t), centre, least, most)
    high = boundary(lambda t: _margin(c, down, critical, look, i, t), centre, most, least)
    if c.family.upper:
        return min([low, *_accepted(c, up, look, i, least, most)]), high
    return low, max([high, *_accepted(c, down, look, i, most, least)])


def _accepted(c: ClosedTest, family: Family, look: int, i: int, end: float, other: float) -> list[float]:
    """The value of theta from which on each binding futility bound before this look has ended the trial."""
    if not c.design.binding_futility or c.design.futility_bounds is None:
        return []

    def margin(theta: float, earlier: int) -> float:
        bound = float(c.design.futility_bounds[earlier - 1])  # type: ignore[index]
        p = _single_step_p(family, earlier, i, theta)
        if c.design.kind == "fisher":
            return float(np.log(bound) - np.log(max(float(p[-1]), 1e-300)))
        return float(combined(c.design, p)[-1] - bound)

    looks = [s for s in range(1, look) if stops(c.design, s)]
    return [
        boundary(partial(margin, earlier=s), float(c.family.effects[s - 1, i]), end, other) for s in looks
    ]


def _single_step_p(family: Family, looks: int, i: int, theta: float) -> Floats:
    tests = family.stagewise(np.asarray(theta))
    return np.array([family.single_step_p(s, i, tests) for s in range(looks)])


def _margin(c: ClosedTest, family: Family, critical: float, look: int, i: int, theta: float) -> float:
    at = float(combined(c.design, _single_step_p(family, look, i, theta))[look - 1])
    if c.design.kind == "fisher":
        return float(np.log(critical) - np.log(max(at, 1e-300)))
    return at - critical


def _per_look(c: ClosedTest, value) -> Floats:  # type: ignore[no-untyped-def]
    out = np.full((c.family.size, c.stage), np.nan)
    for look in range(1, c.stage + 1):
        for i, at in enumerate(c.weakest(look)):
            if not np.isnan(at):
                out[i, look - 1] = value(float(at), look)
    return out
