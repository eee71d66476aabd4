"""A normally distributed outcome with a baseline measured before treatment, compared by means adjusted for it.

The baseline has the outcome's SD and correlates with it by `correlation`; adjusting leaves 1 - correlation^2 of the variance.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtr

from trialwright.endpoints.outcome import Control, Floats, Outcome, Parameter, checked
from trialwright.kernels import baseline_tests, blinded_sizes, two_sample

NAME = "ancova"
LABEL = "continuous outcome adjusted for its baseline"
EFFECT = "mean difference"
MEASURE = "mean difference adjusted for the baseline"
CATEGORICAL = False
PARAMETERS = (
    Parameter("mean", "mean in the control arm, in the outcome's unit"),
    Parameter("sd", "standard deviation within an arm, of outcome and baseline alike", low=0.0),
    Parameter("correlation", "of the outcome with its baseline within an arm", low=-1.0, high=1.0),
)


def latent(control: Control) -> Outcome:
    """Normal about the control mean, with a baseline; an effect of 1 is one unit of the outcome."""
    stated = checked(control, PARAMETERS, NAME)
    return Outcome(sd=float(stated["sd"][0]), correlation=float(stated["correlation"][0]))


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Difference of adjusted means. control, experimental : (..., 6) tallies."""
    return baseline_tests.ancova(control, experimental)[0]


def standard_error(control: Floats, experimental: Floats) -> Floats:
    """Of that difference, one residual variance for both arms; NaN with fewer than four patients."""
    return np.asarray(np.sqrt(baseline_tests.ancova(control, experimental)[1]))


def estimate_and_error(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """Both at once."""
    difference, variance, _ = baseline_tests.ancova(control, experimental)
    return difference, np.sqrt(variance)


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By the variance that one regression of all outcomes on their baselines leaves."""
    return blinded_sizes.of_means(baseline_tests.pooled_residual(pooled), effect, ratio, alpha, power)


def p_value(control: Floats, experimental: Floats) -> Floats:
    """The t test of the arm's coefficient."""
    t, df = _t(control, experimental)
    return np.where(np.isnan(t), 1.0, stdtr(df, -t))


def score(control: Floats, experimental: Floats) -> Floats:
    """The t test as a standard normal score."""
    return two_sample.normal_score(*_t(control, experimental))


def _t(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    difference, variance, df = baseline_tests.ancova(control, experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(difference / np.sqrt(variance)), df


def power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of the t test. shift, weight : (k,) distribution of the effect among the enrolled, whose spread adds to the
    experimental arm's variance. None where too few are enrolled for the model."""
    if n0 + n1 <= 4:
        return None
    mean = float(np.sum(weight * shift))
    spread = float(np.sum(weight * (shift - mean) ** 2))
    left = outcome.sd**2 * (1 - (outcome.correlation or 0.0) ** 2)
    return baseline_tests.ancova_power(mean, left, left + spread, n0, n1, alpha)
