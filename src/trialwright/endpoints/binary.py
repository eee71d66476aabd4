"""An event that happens or not, compared by proportions."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from trialwright.endpoints.outcome import SPARSE, Control, Floats, Outcome, Parameter, checked
from trialwright.kernels import power as closed_form
from trialwright.kernels import scores, two_sample

NAME = "binary"
LABEL = "binary outcome"
EFFECT = "log odds ratio"
MEASURE = "log odds ratio"
CATEGORICAL = True
PARAMETERS = (Parameter("rate", "share of the control arm with the event", low=0.0, high=1.0),)


def latent(control: Control) -> Outcome:
    """Logistic with one threshold, so that an effect is a log odds ratio for the event."""
    rate = float(checked(control, PARAMETERS, NAME)["rate"][0])
    return Outcome(cuts=(math.log((1 - rate) / rate),))


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Log odds ratio; half a patient is added to each cell of a table with an empty one.

    control, experimental : (..., 2) counts without and with the event.
    """
    c, e = _filled(control, experimental)
    return np.asarray(np.log(e[..., 1] * c[..., 0]) - np.log(e[..., 0] * c[..., 1]))


def p_value(control: Floats, experimental: Floats, test: Literal["pooled", "fisher"] = "pooled") -> Floats:
    """Pooled z test of two proportions, or Fisher's exact test."""
    run = two_sample.pooled_z if test == "pooled" else two_sample.fisher
    return run(control, experimental)


def score(control: Floats, experimental: Floats) -> Floats:
    """The pooled z."""
    run = scores.pooled_z if control.ndim == 2 else two_sample.pooled_z_score
    return run(control, experimental)


def standard_error(control: Floats, experimental: Floats) -> Floats:
    """Of the log odds ratio. Source: Woolf 1955, Ann Hum Genet 19:251."""
    c, e = _filled(control, experimental)
    return np.asarray(np.sqrt((1 / c).sum(-1) + (1 / e).sum(-1)))


def estimate_and_error(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """Both at once, of (m, 2) counts."""
    c, e = _filled(control, experimental)
    odds = (e[:, 1] * c[:, 0]) / (e[:, 0] * c[:, 1])
    return np.log(odds), np.sqrt((1 / c).sum(-1) + (1 / e).sum(-1))


def _filled(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """The table with half a patient more in each cell where one is empty."""
    empty = (control == 0).any(-1) | (experimental == 0).any(-1)
    if not empty.any():
        return control, experimental
    add = 0.5 * empty[..., None]
    return control + add, experimental + add


def power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of the pooled z test. shift, weight : (k,) distribution of the log odds ratio among the enrolled.

    None where an arm expects fewer than five events or five without: the test is not normal there, and at
    a rate of 1 % in 50 patients an arm the formula promises 6 % where no trial in a thousand can show it.
    """
    cut = outcome.cuts[0]
    p0, p1 = 1 / (1 + math.exp(cut)), float(np.sum(weight / (1 + np.exp(cut - shift))))
    if min(n * q for n, p in ((n0, p0), (n1, p1)) for q in (p, 1 - p)) < SPARSE:
        return None
    return closed_form.pooled_z_test(p0, p1, n0, n1, alpha)
