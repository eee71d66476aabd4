"""An effect curve sized so that it agrees with what a trial saw in the patients it enrolled."""

from __future__ import annotations

from trialwright.design.population import Population
from trialwright.errors import DesignError
from trialwright.model.scenario import EffectCurve, Marker

_FLAT = 1e-9


def calibrate(
    curve: EffectCurve, marker: Marker | None, target: float, at_or_above: float | None
) -> EffectCurve:
    """The curve with its mean effect, among patients whose measured marker is at or above a value, equal
    to `target` (same scale). By quadrature.

    Only the level changes: constant, step and emax are scaled; log_linear keeps its slope and moves;
    points have no level, so each effect is scaled. at_or_above : None or 0 for everyone.
    Raises DesignError when no level gives the target, or scaling points would turn them round.
    """
    if curve.curve == "log_linear":
        here = _mean(curve, marker, at_or_above)
        return curve.model_copy(update={"level": curve.level + target - here})
    if curve.curve == "points":
        here = _mean(curve, marker, at_or_above)
        if here * target <= 0 and target != 0:
            raise DesignError(
                f"The points average {here:.4g} in those patients, and no scaling makes that {target:.4g}.",
                where="scenario.effect.at",
                fix="State points on the same side of 0 as the effect they must average to.",
            )
        times = target / here if target else 0.0
        return curve.model_copy(update={"at": tuple((m, e * times) for m, e in curve.at)})
    share = _mean(curve.model_copy(update={"level": 1.0}), marker, at_or_above)
    if share < _FLAT:
        raise DesignError(
            f"Hardly any of those patients are at or above {curve.half:g}, where the effect begins.",
            where="scenario.effect.half",
            fix="Lower `half`, or take the effect from patients who reach it.",
        )
    return curve.model_copy(update={"level": target / share})


def _mean(curve: EffectCurve, marker: Marker | None, at_or_above: float | None) -> float:
    split = Population(marker, curve).checked_split(at_or_above or None)
    return float((split.enrolled_weight * split.effect).sum())
