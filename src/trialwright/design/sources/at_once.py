"""When the tallies of whole trials can be drawn and tested in one pass, and by which loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trialwright.design.setting import Setting
from trialwright.endpoints import continuous, known_sd
from trialwright.kernels import scores
from trialwright.kernels.known_course import known_course
from trialwright.kernels.statistic_course import NormalLaw, welch_course
from trialwright.kernels.tables import LookTable

# The endpoint's test and estimate → the loop that has them, and the patients it needs in an arm at the first look.
_LOOPS = {
    (known_sd.score, known_sd.estimate_and_error): (known_course, 1),
    (continuous.score, continuous.estimate_and_error): (welch_course, int(scores.ENOUGH) + 1),
}


def loop_of(setting: Setting, looks: LookTable) -> Callable[..., None] | None:
    """The loop over the trials of a setting whose patients differ in nothing but arm and chance; None where there is
    none. Satterthwaite's degrees of freedom are no fewer than those of the smaller arm."""
    kind = setting.endpoint
    tested = (kind.score, getattr(kind, "estimate_and_error", None))
    if setting.arms != 2 or tested not in _LOOPS or not setting.outcome.sd > 0:
        return None
    loop, fewest = _LOOPS[tested]
    blocks, places = looks.size[0] // setting.entry.places.sum(), setting.entry.places.min()
    rises = bool((np.diff(looks.size) > 0).all())
    return loop if rises and blocks * places >= fewest else None


def law_of(setting: Setting, shifts: np.ndarray) -> NormalLaw:
    """shifts : (arms,) of the mean."""
    return NormalLaw(shifts, setting.outcome.sd, setting.design.better == "lower")
