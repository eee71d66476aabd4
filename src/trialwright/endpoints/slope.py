"""Repeated measurements over time, compared by slopes, with patients who leave before the last visit.

A patient's measurements are b0 + b1 t + residual, b1 normal about the arm's slope. The analysis fits each patient's own
line by least squares to the visits seen and averages the slopes, weighted by the precision that the plan's variances give
each number of visits: generalised least squares of the random-slope model where nothing is known of intercepts. Standard
errors are of the spread observed, so they hold if those variances were wrong. The intercepts' law drops out.
A scenario's `dropout` is the share without a slope; `leaving` the share of the others who miss the last visit.
"""

from __future__ import annotations

import math

import numpy as np

from trialwright.endpoints import continuous
from trialwright.endpoints.outcome import Control, Floats, Outcome, Parameter, checked
from trialwright.endpoints.variant import Variant
from trialwright.errors import DesignError
from trialwright.kernels import power as closed_form

NAME = "slope"
LABEL = "slope of repeated measurements"
EFFECT = "difference in slopes per month"
MEASURE = "difference in slopes per month"
CATEGORICAL = False
PARAMETERS = (
    Parameter("slope", "mean slope in the control arm, in the outcome's unit per month"),
    Parameter(
        "sd_slope", "SD between patients of their slope, in the same unit", low=0.0, closed=True
    ),
    Parameter("sd_residual", "SD of one measurement about a patient's line", low=0.0),
    Parameter("visits", "months of the visits, ascending", low=0.0, closed=True, many=True),
    Parameter(
        "leaving", "share of patients not seen at the last visit", low=0.0, high=1.0, closed=True
    ),
)  # fmt: skip
FEWEST = 2  # visits that give a slope


def known_after(control: Control) -> float:
    """Months from enrolment to a patient's last visit."""
    return float(np.max(checked(control, PARAMETERS, NAME)["visits"]))


def latent(control: Control) -> Outcome:
    """The patient's fitted slope about the control arm's, weighted; an effect of 1 is one unit a month."""
    return _outcome(control, weighted=True)


def _unweighted(control: Control) -> Outcome:
    return _outcome(control, weighted=False)


def _outcome(control: Control, weighted: bool) -> Outcome:
    c = checked(control, PARAMETERS, NAME)
    visits = c["visits"]
    if len(visits) < FEWEST or np.any(np.diff(visits) <= 0):
        raise DesignError(
            f"The visits are {', '.join(f'{v:g}' for v in visits)}.",
            where="control.visits",
            fix="State two or more months, ascending.",
        )
    seen = np.arange(FEWEST, len(visits) + 1)
    of_line = np.array([np.sum((visits[:k] - visits[:k].mean()) ** 2) for k in seen])
    variance = c["sd_slope"][0] ** 2 + c["sd_residual"][0] ** 2 / of_line
    share = last_visits(visits, float(c["leaving"][0]))
    # Weights of mean 1 keep tallies near the size of counts, whatever the outcome's unit.
    weight = (1 / variance) / (share @ (1 / variance)) if weighted else np.ones(len(seen))
    columns = np.column_stack([share, np.sqrt(variance), weight])
    return Outcome(
        sd=math.sqrt(share @ variance),
        precisions=tuple((float(p), float(s), float(w)) for p, s, w in columns),
    )


def last_visits(visits: Floats, leaving: float) -> Floats:
    """(k - 1,) share of patients whose last visit is the second, third, ... last: they leave at a constant rate from
    the second visit on, `leaving` of them before the last."""
    span = visits[-1] - visits[FEWEST - 1]
    since = (visits[FEWEST - 1 :] - visits[FEWEST - 1]) / span if span > 0 else np.zeros(1)
    still = (1 - leaving) ** since
    return np.asarray(-np.diff(np.append(still, 0.0)))


def summary(tally: Floats) -> Floats:
    """(..., 3) n, sum and sum of squares of the equally weighted sample with the same mean, standard error and
    degrees of freedom. tally : (..., 6), see kernels.observation.

    Its n is Kish's effective size; its variance is the sandwich's, unbiased where weights are inverse variances; its
    degrees of freedom are Satterthwaite's. With equal weights it is the tally itself. Source: Kish 1965, Survey
    Sampling, section 11.7; Satterthwaite 1946, Biometrics 2:110.
    """
    w, wy, ww, wwy, wwyy = (tally[..., i] for i in range(1, 6))
    with np.errstate(invalid="ignore", divide="ignore"):
        n, mean = w**2 / ww, wy / w
        about = np.maximum(wwyy - 2 * mean * wwy + mean**2 * ww, 0.0)
        within = n**2 * about / w**2  # n variance (1 - 1/n), by the sandwich
        return np.stack([n, n * mean, within + n * mean**2], -1)


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Difference of weighted mean slopes. control, experimental : (..., 6) tallies."""
    return continuous.estimate(summary(control), summary(experimental))


def standard_error(control: Floats, experimental: Floats) -> Floats:
    return continuous.standard_error(summary(control), summary(experimental))


def level(tally: Floats) -> tuple[Floats, Floats]:
    """An arm's weighted mean slope and its squared standard error. tally : (m, 6)."""
    return continuous.level(summary(tally))


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By the variance of all slopes about their weighted mean, of as many patients as have its effective size."""
    found = summary(pooled)
    with np.errstate(invalid="ignore", divide="ignore"):
        return continuous.blinded_size(found, effect, ratio, alpha, power) * pooled[..., 0] / found[..., 0]


def p_value(control: Floats, experimental: Floats) -> Floats:
    """Welch's test of the weighted means."""
    return continuous.p_value(summary(control), summary(experimental))


def score(control: Floats, experimental: Floats) -> Floats:
    """Welch's test of the weighted means as a standard normal score."""
    c, e = summary(control), summary(experimental)
    return np.asarray(
        np.where((control[..., 0] < 2) | (experimental[..., 0] < 2), -np.inf, continuous.score(c, e))
    )


def power(outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float) -> float:
    """Of that test. shift, weight : (k,) distribution of the effect among the enrolled, whose spread adds to every
    slope's variance in the experimental arm. Source: Lefante 1990, Stat Med 9:437."""
    share, sd, w = np.array(outcome.precisions).T
    mean = float(weight @ shift)
    spread = float(weight @ (shift - mean) ** 2)
    second = float(share @ w**2)
    size = float(share @ w) ** 2 / second  # effective, per patient
    variance = float(share @ (w * sd) ** 2) / second
    return closed_form.t_test(mean, variance, variance + spread, size * n0, size * n1, alpha)


TESTS = {"weighted": Variant(__name__), "unweighted": Variant(__name__, latent=_unweighted)}
