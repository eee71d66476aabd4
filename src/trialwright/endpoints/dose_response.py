"""Each patient's response to several doses of a challenge drug, compared by its mean over the doses.

Response at dose d is e0 + emax d / (ed50 + d), plus a patient's own level and a residual at each dose.
Treatment multiplies ed50. The analysis takes each patient's mean over the doses: those means are normal,
so Welch's t test and its closed form hold, and the curve need not be fitted in small trials.
"""

from __future__ import annotations

import math

import numpy as np

from trialwright.endpoints import continuous
from trialwright.endpoints.outcome import Control, Floats, Outcome, Parameter, checked

NAME = "dose_response"
LABEL = "mean response over a dose challenge"
EFFECT = "difference in log ED50 (negative: a smaller dose does as much)"
MEASURE = "difference in mean response over the doses"
CATEGORICAL = False
PARAMETERS = (
    Parameter("e0", "mean response without the drug, in the response's unit"),
    Parameter("emax", "largest rise above e0, in the response's unit", low=0.0),
    Parameter("ed50", "dose with half of that rise, in the doses' unit", low=0.0),
    Parameter("doses", "doses each patient is measured at", low=0.0, closed=True, many=True),
    Parameter(
        "sd_between", "SD between patients of their level, in the response's unit", low=0.0, closed=True
    ),
    Parameter("sd_within", "SD of one measurement about a patient's curve", low=0.0),
)

estimate = continuous.estimate
p_value = continuous.p_value
score = continuous.score
standard_error = continuous.standard_error
estimate_and_error = continuous.estimate_and_error
level = continuous.level
blinded_size = continuous.blinded_size
power = continuous.power


def mean_response(control: Control, log_ed50_difference: Floats) -> Floats:
    """Mean over the doses of the expected response, for each difference in log ED50, (n,) → (n,)."""
    c = checked(control, PARAMETERS, NAME)
    ed50 = c["ed50"][0] * np.exp(np.asarray(log_ed50_difference, dtype=float))[..., None]
    rise = (c["doses"] / (ed50 + c["doses"])).mean(-1)
    return np.asarray(c["e0"][0] + c["emax"][0] * rise)


def latent(control: Control) -> Outcome:
    """The patient's mean over the doses, normal: residuals at separate doses average out, the patient's
    own level does not."""
    c = checked(control, PARAMETERS, NAME)
    variance = c["sd_between"][0] ** 2 + c["sd_within"][0] ** 2 / len(c["doses"])
    untreated = mean_response(control, np.zeros(1))[0]

    def shift(effect: Floats) -> Floats:
        return np.asarray(mean_response(control, effect) - untreated)

    return Outcome(sd=math.sqrt(variance), shift=shift)


def _logged(ratio: float, control: Control) -> float:
    return math.log(ratio) if ratio > 0 else math.nan


SCALES = {"ed50_ratio": _logged}
