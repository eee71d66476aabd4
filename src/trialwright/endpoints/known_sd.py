"""A continuous outcome whose SD is taken as known: the z test that `test: z` of the continuous endpoint names.

What a scenario states as the SD is the SD that is known. Tallies hold n, the sum of values, and n SD^2 in place of the
sum of squares. Where the effect varies between patients the test does not know of their greater spread.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr, ndtri

from trialwright.endpoints.outcome import Control, Floats, Outcome, Parameter, checked
from trialwright.kernels import scores

PARAMETERS = (
    Parameter("mean", "mean in the control arm, in the outcome's unit"),
    Parameter("sd", "standard deviation within an arm, in the outcome's unit", low=0.0),
)


def latent(control: Control) -> Outcome:
    """As the continuous endpoint, with its SD known."""
    return Outcome(sd=float(checked(control, PARAMETERS, "continuous")["sd"][0]), known=True)


def score(control: Floats, experimental: Floats) -> Floats:
    """The z statistic; -inf where an arm has nobody."""
    z: Floats = scores.known_z(control, experimental)
    return z


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Difference of means. control, experimental : (..., 3) tallies."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(experimental[..., 1] / experimental[..., 0] - control[..., 1] / control[..., 0])


def standard_error(control: Floats, experimental: Floats) -> Floats:
    """Of the difference of means, from the known SD; NaN where an arm has nobody."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(
            control[..., 2] / control[..., 0] ** 2 + experimental[..., 2] / experimental[..., 0] ** 2
        )


def estimate_and_error(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """Both at once, of (m, 3) tallies."""
    difference, variance = scores.known_variance(control, experimental)
    return difference, np.sqrt(variance)


def level(tally: Floats) -> tuple[Floats, Floats]:
    """An arm's mean and its squared standard error. tally : (m, 3)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(tally[..., 1] / tally[..., 0]), np.asarray(tally[..., 2] / tally[..., 0] ** 2)


def power(outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float) -> float:
    """Of the z test. shift, weight : (k,) distribution of the effect among the enrolled, whose spread adds to the
    variance of the experimental arm but not to what the test takes it for."""
    mean = float(np.sum(weight * shift))
    spread = float(np.sum(weight * (shift - mean) ** 2))
    assumed = outcome.sd * math.sqrt(1 / n0 + 1 / n1)
    actual = math.sqrt(assumed**2 + spread / n1)
    return float(ndtr((mean - ndtri(1 - alpha) * assumed) / actual))
