"""What a design says to do at each look."""

from __future__ import annotations

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.final import futile, rejects


def actions(design: SequentialDesign, statistics: Floats, p: Floats) -> list[str]:
    """One of "continue", "reject and stop", "accept and stop" a look; "reject", "accept" at the last.

    statistics : (looks so far,) on the design's scale; p : their stage-wise p-values.
    """
    said = []
    for look, at in enumerate(statistics, start=1):
        stop = " and stop" if look < design.k else ""
        futility_on = float(p[look - 1]) if design.kind == "fisher" else float(at)
        if rejects(design, float(at), look):
            said.append("reject" + stop)
        elif look == design.k or futile(design, futility_on, look):
            said.append("accept" + stop)
        else:
            said.append("continue")
    return said


def first_stop(design: SequentialDesign, said: list[str]) -> int | None:
    """The look (from 1) at which the trial has stopped, or None.

    A futility bound that is not binding stops it only if it was followed: data of later looks say it was not, and
    without them it is not known.
    """
    stops = ("reject", "accept") if design.binding_futility else ("reject",)
    return next((i for i, a in enumerate(said, start=1) if a.startswith(stops) or i == design.k), None)


def accepted_at(design: SequentialDesign, said: list[str]) -> int | None:
    """The look (from 1) at which a binding futility bound stopped the trial, or None."""
    if not design.binding_futility:
        return None
    return next((i for i, a in enumerate(said, start=1) if a == "accept and stop"), None)


def padded(values: Floats, k: int) -> Floats:
    """Figures of the looks so far, NaN for those to come: (k,)."""
    out = np.full(k, np.nan)
    out[: len(values)] = values
    return out
