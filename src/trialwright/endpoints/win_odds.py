"""Ordered categories, compared by win odds: no proportional odds are assumed.

The same patients as `ordinal`'s; the measure is the odds that a patient of the experimental arm is in a higher category than
one of the control arm, ties counting half to each.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtr

from trialwright.endpoints import ordinal
from trialwright.endpoints.outcome import SPARSE, Floats, Outcome
from trialwright.kernels import blinded_sizes, two_sample
from trialwright.kernels import power as closed_form
from trialwright.kernels.win_probability import brunner_munzel, brunner_munzel_power

NAME = "win_odds"
LABEL = "ordinal outcome compared by win odds"
EFFECT = "log common odds ratio"
MEASURE = "log win odds"
CATEGORICAL = True
PARAMETERS = ordinal.PARAMETERS

SCALES = ordinal.SCALES
latent = ordinal.latent


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Log win odds, "higher" being a win; infinite where the arms do not overlap. Source: Dong, Hoaglin, Qiu et al.
    2020, Stat Biopharm Res 12:99. control, experimental : (..., k) counts, lowest category first."""
    win, _, _ = brunner_munzel(control, experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.log(win / (1 - win)))


def standard_error(control: Floats, experimental: Floats) -> Floats:
    """Of that, by the delta method from Brunner and Munzel's variance."""
    win, variance, _ = brunner_munzel(control, experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.sqrt(variance) / (win * (1 - win)))


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By the categories' shares of all patients; effect : log win odds."""
    return blinded_sizes.of_wins(ordinal.shares_of(pooled), effect, ratio, alpha, power)


def p_value(control: Floats, experimental: Floats) -> Floats:
    """Brunner and Munzel's t test."""
    t, df = _t(control, experimental)
    return np.where(np.isnan(t), 1.0, stdtr(df, -t))


def score(control: Floats, experimental: Floats) -> Floats:
    """Brunner and Munzel's test as a standard normal score."""
    return two_sample.normal_score(*_t(control, experimental))


def _t(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    win, variance, df = brunner_munzel(control, experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((win - 0.5) / np.sqrt(variance)), df


def power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of that test. shift, weight : (k,) distribution of the log odds ratio among the enrolled. None where an arm
    expects fewer than five patients outside its commonest category."""
    p0 = closed_form.shares(np.array(outcome.cuts), np.zeros(1))[0]
    p1 = weight @ closed_form.shares(np.array(outcome.cuts), shift)
    if min(n0 * (1 - p0.max()), n1 * (1 - p1.max())) < SPARSE:
        return None
    return brunner_munzel_power(p0, p1, n0, n1, alpha)
