"""What a design's estimate estimates, in words: the scale it is on, and the value its bias is measured from."""

from __future__ import annotations

import math

from trialwright.design.setting import Setting
from trialwright.design.sources import source_of

_ROUNDING = 1e-12


def bias_from(setting: Setting) -> str:
    """What bias, root mean squared error and coverage are measured from, to follow "from the"; with the value where every
    trial of the design estimates the same. On the endpoint's MEASURE."""
    measure, entering = setting.endpoint.MEASURE, _entering(setting)
    if setting.chooses_bins or setting.arms > 2:
        of = "arm" if setting.arms > 2 else "population"
        words = f"{measure} that a very large trial would find of the {of} that a trial ends with"
    else:
        value = setting.truth(1, entering)
        told = f" {_shown(value)}" if math.isfinite(value) else ""
        words = f"{measure}{told} that a very large trial of the same patients would find"
    averages = getattr(source_of(setting.endpoint), "averaged_until", None)
    months = averages(setting, entering) if averages else None
    if months is None:
        return words
    return (
        f"{words} in the {months:.1f} months to its expected last look: the ratio of hazards is not one number here, and another "
        "follow-up averages another"
    )


def _shown(value: float) -> str:
    """Four digits; no effect is 0, where sums of probabilities leave their rounding."""
    return f"{0.0 if abs(value) < _ROUNDING else value:.4g}".replace("-", "−")


def _entering(setting: Setting) -> tuple[bool, ...]:
    """(bins,) whether the design admits them from the start: all, but for those below a cut-off that restricts entry."""
    return (setting.bins == 1 or setting.chooses_bins, *[True] * (setting.bins - 1))
