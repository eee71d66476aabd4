"""What a design decided in each simulated trial."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.sources.account import Account
from trialwright.kernels.tables import EFFICACY, END, FUTILITY, GOING

Floats = NDArray[np.float64]

__all__ = ["EFFICACY", "END", "FUTILITY", "GOING", "REASONS", "Decided", "Estimated"]

REASONS = {EFFICACY: "efficacy", FUTILITY: "futility", END: "end"}


class Estimated(NamedTuple):
    """(trials,) an estimate of the hypothesis of record and its interval, NaN where there is none."""

    value: Floats
    low: Floats
    high: Floats


class Dosed(NamedTuple):
    """(trials,) the dose with the target effect and its interval, infinite where none has it. found : trials that show a
    response and have such a dose among those tried. truth : infinite where no dose tried has the effect."""

    value: Floats
    low: Floats
    high: Floats
    found: NDArray[np.bool_]
    truth: float


class Decided(NamedTuple):
    """rejected : (trials, hypotheses). look : (trials,) at which the trial stopped, from 0. reason : (trials,) why.
    selected : (trials,) which of the design's selections was made, -1 none. naive : at the trial's end, as if it
    had been a fixed one. adjusted : by the design's own method, None where it has none. truth : (trials,) of what is
    estimated. account : what each trial took. dose : of designs that look for one. given :
    (trials, arms) patients with an outcome, control's first, of designs whose data say who gets what."""

    rejected: NDArray[np.bool_]
    look: NDArray[np.int64]
    reason: NDArray[np.int64]
    selected: NDArray[np.int64]
    naive: Estimated
    adjusted: Estimated | None
    truth: Floats
    account: Account
    dose: Dosed | None = None
    given: NDArray[np.int64] | None = None
