"""A normally distributed outcome, compared by means."""

from __future__ import annotations

from typing import Literal

import numpy as np

from trialwright.endpoints import known_sd, margins
from trialwright.endpoints.outcome import Control, Floats, Outcome, Parameter, checked
from trialwright.endpoints.variant import Variant
from trialwright.kernels import blinded_sizes, scores, two_sample
from trialwright.kernels import power as closed_form

NAME = "continuous"
LABEL = "continuous outcome"
EFFECT = "mean difference"
MEASURE = "mean difference"
CATEGORICAL = False
PARAMETERS = (
    Parameter("mean", "mean in the control arm, in the outcome's unit"),
    Parameter("sd", "standard deviation within an arm, in the outcome's unit", low=0.0),
)


def latent(control: Control) -> Outcome:
    """Normal about the control mean; an effect of 1 is one unit of the outcome."""
    return Outcome(sd=float(checked(control, PARAMETERS, NAME)["sd"][0]))


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Difference of means. control, experimental : (..., 3) tallies."""
    return two_sample.moments(experimental)[1] - two_sample.moments(control)[1]


def p_value(control: Floats, experimental: Floats, test: Literal["welch", "pooled"] = "welch") -> Floats:
    """t test; Welch's by default, because an effect that varies between patients adds to the variance
    of the experimental arm alone."""
    run = two_sample.welch_t if test == "welch" else two_sample.pooled_t
    return run(control, experimental)


def score(control: Floats, experimental: Floats) -> Floats:
    """Welch's test as a standard normal score."""
    if control.ndim != 2:
        return two_sample.welch_score(control, experimental)
    difference, variance, df = scores.welch(control, experimental)
    z = scores.normal_scores(difference, variance, df)
    few = np.isnan(z)
    if few.any():
        with np.errstate(invalid="ignore", divide="ignore"):
            z[few] = two_sample.normal_score(difference[few] / np.sqrt(variance[few]), df[few])
    return z


def standard_error(control: Floats, experimental: Floats) -> Floats:
    """Of the difference of means, each arm with its own variance; NaN where an arm has fewer than two."""
    n0, _, variance0 = two_sample.moments(control)
    n1, _, variance1 = two_sample.moments(experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(variance0 / n0 + variance1 / n1)


def estimate_and_error(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """Both at once, of (m, 3) tallies."""
    difference, variance, _ = scores.welch(control, experimental)
    return difference, np.sqrt(variance)


def level(tally: Floats) -> tuple[Floats, Floats]:
    """An arm's mean and its squared standard error; NaN where it has fewer than two. tally : (m, 3)."""
    n, mean, variance = two_sample.moments(tally)
    with np.errstate(invalid="ignore", divide="ignore"):
        return mean, np.asarray(variance / n)


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By the variance about the pooled mean."""
    return blinded_sizes.of_means(two_sample.moments(pooled)[2], effect, ratio, alpha, power)


def power(outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float) -> float:
    """Of Welch's test. shift, weight : (k,) distribution of the effect among the enrolled.

    The experimental arm is a mixture: its variance is the outcome's plus that of the effect.
    """
    mean = float(np.sum(weight * shift))
    spread = float(np.sum(weight * (shift - mean) ** 2))
    return closed_form.t_test(mean, outcome.sd**2, outcome.sd**2 + spread, n0, n1, alpha)


def _pooled_error(control: Floats, experimental: Floats) -> Floats:
    """Of the difference of means, with one variance for both arms."""
    n0, _, variance0 = two_sample.moments(control)
    n1, _, variance1 = two_sample.moments(experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        common = ((n0 - 1) * variance0 + (n1 - 1) * variance1) / (n0 + n1 - 2)
        return np.asarray(np.sqrt(common * (1 / n0 + 1 / n1)))


def _pooled_score(control: Floats, experimental: Floats) -> Floats:
    """Student's t as a standard normal score."""
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.asarray(estimate(control, experimental) / _pooled_error(control, experimental))
    return two_sample.normal_score(t, control[..., 0] + experimental[..., 0] - 2)


def _pooled_power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of Student's test; None where the effect varies, and with it the arms' variances."""
    if np.ptp(shift[weight > 0]) > 0:
        return None
    return closed_form.pooled_t_test(float(weight @ shift), outcome.sd, n0, n1, alpha)


TESTS = {
    "welch": Variant(__name__),
    "z": Variant(
        __name__,
        latent=known_sd.latent,
        estimate=known_sd.estimate,
        standard_error=known_sd.standard_error,
        estimate_and_error=known_sd.estimate_and_error,
        level=known_sd.level,
        score=known_sd.score,
        power=known_sd.power,
    ),
    "pooled": Variant(
        __name__,
        estimate=estimate,
        standard_error=_pooled_error,
        score=_pooled_score,
        power=_pooled_power,
    ),
}

MARGIN = margins.of_means
