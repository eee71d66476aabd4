"""What a figure of survival shows: each arm's curve, its pointwise band, and how many are still followed.

Sources: Kaplan & Meier 1958, JASA 53:457 (curve); Greenwood 1926 (its variance); Kalbfleisch & Prentice 2002, section
1.4 (limits on the log(-log S) scale).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from trialwright.analyse.survival import SurvivalCurves
from trialwright.kernels import kaplan_meier

MOST_TICKS = 8


class SurvivalFigure(NamedTuple):
    """steps : arm → corners (time, survival). bands : arm → corners (time, low, high), none where survival is 1 or 0.
    at_risk : arm → (time, patients followed until then or longer), at the ticks of the time axis."""

    steps: dict[str, tuple[tuple[float, float], ...]]
    bands: dict[str, tuple[tuple[float, float, float], ...]]
    at_risk: dict[str, tuple[tuple[float, int], ...]]


def survival_figure(found: SurvivalCurves) -> SurvivalFigure:
    """Of every group, at the level and on the scale of `found`."""
    arms = dict(zip(map(str, found.groups), found.curves, strict=True))
    ticks = round_times(max(c.last for c in found.curves))
    return SurvivalFigure(
        {a: _steps(c) for a, c in arms.items()},
        {a: _band(c, found.level, found.limits) for a, c in arms.items()},
        {a: tuple((t, c.risk_at(t)) for t in ticks) for a, c in arms.items()},
    )


def round_times(last: float) -> tuple[float, ...]:
    """0 and multiples of 1, 2, 3 or 5 times a power of ten up to `last`: as many as MOST_TICKS allows."""
    if last <= 0:
        return (0.0,)
    power = math.floor(math.log10(last)) - 1
    steps = ((m, p) for p in (power, power + 1) for m in (1, 2, 3, 5))
    m, p = next((m, p) for m, p in steps if last / (m * 10.0**p) < MOST_TICKS)
    # Rounded, so that 3 x 0.1 is the 0.3 of the data: a patient censored there is at risk there.
    ticks = (round(k * m * 10.0**p, max(0, -p)) for k in range(MOST_TICKS + 1))
    return tuple(t for t in ticks if t <= last)


def _steps(c: kaplan_meier.Curve) -> tuple[tuple[float, float], ...]:
    points, before = [(0.0, 1.0)], 1.0
    for t, s in zip(c.time.tolist(), c.survival.tolist(), strict=True):
        points += [(t, before), (t, s)]
        before = s
    return (*points, (c.last, before))


def _band(c: kaplan_meier.Curve, level: float, scale: str) -> tuple[tuple[float, float, float], ...]:
    low, high = kaplan_meier.limits(c.survival, c.hazard_variance, level, scale)
    until = np.append(c.time, c.last)[1:]  # nothing where nobody had the event
    return tuple(
        (t, a, b)
        for start, end, a, b in zip(c.time.tolist(), until.tolist(), low.tolist(), high.tolist(), strict=True)
        if math.isfinite(a) and math.isfinite(b)
        for t in (start, end)
    )
