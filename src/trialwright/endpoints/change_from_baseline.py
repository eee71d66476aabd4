"""A normally distributed outcome, compared by its change from a baseline measured before treatment.

The same patients as `ancova`'s, so the two analyses can be set side by side: changes vary by 2 (1 - correlation) of the outcome's
variance, more than what adjusting leaves unless the correlation is 1.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from trialwright.endpoints import ancova, continuous
from trialwright.endpoints.outcome import Control, Floats, Outcome, checked
from trialwright.kernels.baseline_tests import changes

NAME = "change_from_baseline"
LABEL = "change of a continuous outcome from its baseline"
EFFECT = "mean difference"
MEASURE = "difference in mean change"
CATEGORICAL = False
PARAMETERS = ancova.PARAMETERS


def latent(control: Control) -> Outcome:
    """Normal about the control mean, with a baseline; an effect of 1 is one unit of the outcome."""
    stated = checked(control, PARAMETERS, NAME)
    return Outcome(sd=float(stated["sd"][0]), correlation=float(stated["correlation"][0]))


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Difference of mean changes. control, experimental : (..., 6) tallies."""
    return continuous.estimate(changes(control), changes(experimental))


def standard_error(control: Floats, experimental: Floats) -> Floats:
    return continuous.standard_error(changes(control), changes(experimental))


def estimate_and_error(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """Both at once, of (m, 6) tallies."""
    return continuous.estimate_and_error(changes(control), changes(experimental))


def level(tally: Floats) -> tuple[Floats, Floats]:
    """An arm's mean change and its squared standard error. tally : (m, 6)."""
    return continuous.level(changes(tally))


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By the variance of all changes about their mean."""
    return continuous.blinded_size(changes(pooled), effect, ratio, alpha, power)


def p_value(control: Floats, experimental: Floats, test: Literal["welch", "pooled"] = "welch") -> Floats:
    """t test of the changes."""
    return continuous.p_value(changes(control), changes(experimental), test)


def score(control: Floats, experimental: Floats) -> Floats:
    """Welch's test of the changes as a standard normal score."""
    return continuous.score(changes(control), changes(experimental))


def power(outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float) -> float:
    """Of Welch's test of the changes."""
    sd = outcome.sd * math.sqrt(2 * (1 - (outcome.correlation or 0.0)))
    return continuous.power(Outcome(sd=sd), np.asarray(shift), weight, n0, n1, alpha)
