"""An effect curve through the points a plan states."""

from __future__ import annotations

import math
from collections.abc import Mapping

from trialwright.errors import DesignError
from trialwright.model.scenario import EffectCurve

TAKES = {"step": 1, "emax": 2, "log_linear": 2}


def through(curve: str, at: Mapping[float, float], where: str = "") -> EffectCurve:
    """The curve of a family that passes through `at` (marker value > 0 → effect).

    step takes one point (the threshold and the effect above it), emax and log_linear two, points one
    or more. Raises DesignError when the family has no member through them.
    """
    points = sorted(at.items())
    if any(m <= 0 for m, _ in points):
        raise DesignError(
            "An effect is stated at a marker value of zero or below.",
            where=where,
            fix="Marker values must be above 0.",
        )
    if curve == "points" and points:
        return EffectCurve(curve="points", at=tuple(points))
    if curve not in TAKES or len(points) != TAKES[curve]:
        needs = f"takes {TAKES[curve]}" if curve in TAKES else "takes none"
        raise DesignError(
            f"A {curve} curve {needs} points, and `at` gives {len(points)}.",
            where=where,
            fix="Use `curve: points` for any number of points.",
        )
    if curve == "step":
        return EffectCurve(curve="step", half=points[0][0], level=points[0][1])
    (m1, e1), (m2, e2) = points
    if curve == "log_linear":
        return EffectCurve(curve="log_linear", half=m1, level=e1, slope=(e2 - e1) / math.log(m2 / m1))
    return _emax(m1, e1, m2, e2, where)


def _emax(m1: float, e1: float, m2: float, e2: float, where: str) -> EffectCurve:
    """Solve e = level * m / (m + half) at two points: half = m1 m2 (1 - r) / (r m2 - m1), r = e1/e2."""
    r = e1 / e2 if e2 else math.nan
    if not m1 / m2 < r < 1:
        raise DesignError(
            f"No Emax curve passes through {e1:g} at {m1:g} and {e2:g} at {m2:g}.",
            where=where,
            fix=f"The effect at {m1:g} must lie between {m1 / m2:.2g} and 1 times the effect at {m2:g}; "
            "`curve: points` takes any shape.",
        )
    half = m1 * m2 * (1 - r) / (r * m2 - m1)
    return EffectCurve(curve="emax", half=half, level=e2 * (m2 + half) / m2)
