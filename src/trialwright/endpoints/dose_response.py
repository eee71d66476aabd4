"""Each patient's response to several doses of a challenge drug, compared by its mean over the doses.

Response at dose d is e0 + emax d / (ed50 + d), plus a patient's own level and a residual at each dose.
Treatment multiplies ed50. The analysis takes each patient's mean over the doses: those means are normal,
so Welch's t test and its closed form hold, and the curve need not be fitted in small trials. The test `emax` fits
it: one curve for both arms that differ in ed50, every patient's doses being compared within the patient.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import ndtr

from trialwright.endpoints import continuous
from trialwright.endpoints.outcome import Control, Floats, Outcome, Parameter, checked
from trialwright.endpoints.variant import Variant
from trialwright.errors import DesignError
from trialwright.kernels import challenge_fit, two_sample

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


def _curves(control: Control) -> Outcome:
    """Every response of every patient; an effect is a difference in log ED50."""
    c = checked(control, PARAMETERS, NAME)
    if len(c["doses"]) < challenge_fit.FEWEST:
        raise DesignError(
            f"An Emax curve is fitted to {challenge_fit.FEWEST} doses or more, and the challenge has {len(c['doses'])}.",
            where="control.doses",
            fix="State more doses, or leave `test` out: the mean over the doses is then compared.",
        )
    of_curve = tuple(float(c[name][0]) for name in ("e0", "emax", "ed50", "sd_between"))
    return Outcome(sd=float(c["sd_within"][0]), challenge=(*of_curve, *map(float, c["doses"])))


def _flat(
    of: Callable[[Floats, Floats], tuple[Floats, Floats]], control: Floats, experimental: Floats
) -> tuple[Floats, Floats]:
    """What `of` gives of (m, k) tallies, for (..., k) ones."""
    k, shape = control.shape[-1], control.shape[:-1]
    one, other = of(control.reshape(-1, k), experimental.reshape(-1, k))
    return one.reshape(shape), other.reshape(shape)


def _potency(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    return _flat(challenge_fit.potency, control, experimental)


def _potency_estimate(control: Floats, experimental: Floats) -> Floats:
    return _potency(control, experimental)[0]


def _potency_error(control: Floats, experimental: Floats) -> Floats:
    return _potency(control, experimental)[1]


def _potency_score(control: Floats, experimental: Floats) -> Floats:
    return two_sample.normal_score(*_flat(challenge_fit.score_test, control, experimental))


def _potency_p(control: Floats, experimental: Floats) -> Floats:
    return np.asarray(ndtr(-_potency_score(control, experimental)))


TESTS = {
    "mean": Variant(__name__),
    "emax": Variant(
        __name__,
        MEASURE="log potency ratio (control's ED50 over the arm's)",
        latent=_curves,
        estimate=_potency_estimate,
        standard_error=_potency_error,
        estimate_and_error=_potency,
        score=_potency_score,
        p_value=_potency_p,
        power=None,
        level=None,
        blinded_size=None,
    ),
}


def _logged(ratio: float, control: Control) -> float:
    return math.log(ratio) if ratio > 0 else math.nan


SCALES = {"ed50_ratio": _logged}
