"""Effects as people state them (a rate ratio, a risk difference) on the scale that an endpoint's effects have."""

from __future__ import annotations

import math
from collections.abc import Mapping

from trialwright.app.plan_file import Plan
from trialwright.errors import DesignError
from trialwright.model.plan import EffectSpec

Control = Mapping[str, float | tuple[float, ...]]


def on_endpoint_scale(plan: Plan, where: str, effect: EffectSpec, control: Control) -> tuple[EffectSpec, str]:
    """The effect without a scale of its own, and words for what was converted. Raises DesignError at `where`."""
    from trialwright.endpoints import endpoint

    if not effect.scale:
        return effect, ""
    primary = plan.spec.trial.primary
    kind = endpoint(primary.type) if primary else None
    scales = getattr(kind, "SCALES", {})
    if kind is None or effect.scale not in scales:
        raise DesignError(
            f"No effect on {kind.NAME if kind else 'an unnamed endpoint'} is stated as `{effect.scale}`.",
            where=where,
            fix=f"Use {', '.join(scales)}, or leave `scale` out." if scales else "Leave `scale` out.",
        )
    if isinstance(effect.level, str) or effect.slope is not None:
        raise DesignError(
            f"`scale: {effect.scale}` goes with numbers for `level` or `at`, not with a pool or a slope.",
            where=where,
            fix="Leave `scale` out: a pool has its own, and a slope is on the endpoint's scale.",
        )

    def converted(value: float) -> float:
        found = float(scales[effect.scale](value, control))
        if not math.isfinite(found):
            raise DesignError(
                f"An effect of {value:g} as `{effect.scale}` is none that this control arm can have.",
                where=where,
                fix="A ratio is above 0, and a rate stays between 0 and 1.",
            )
        return found

    level = None if effect.level is None else converted(effect.level)
    at = {m: converted(v) for m, v in effect.at.items()}
    stated = [effect.level] if effect.level is not None else list(effect.at.values())
    made = [level] if level is not None else list(at.values())
    words = "; ".join(
        f"{effect.scale.replace('_', ' ')} {s:g} is a {kind.EFFECT.split(' (')[0]} of {v:.4g}"
        for s, v in zip(stated, made, strict=True)
    )
    return effect.model_copy(update={"level": level, "at": at, "scale": ""}), words
