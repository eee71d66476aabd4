"""Events counted over a follow-up, more variable than Poisson: negative binomial, compared by the ratio of rates.

Everyone is followed for `exposure`, so the arms' mean counts are the rates of greatest likelihood whatever the
dispersion; only the standard error needs it. It is estimated by moments within arms, one for both.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtr

from trialwright.endpoints.outcome import SPARSE, Control, Floats, Outcome, Parameter, checked
from trialwright.kernels import blinded_sizes, two_sample
from trialwright.kernels import power as closed_form
from trialwright.kernels.negative_binomial import patient_information

NAME = "count"
LABEL = "number of events"
EFFECT = "log rate ratio (negative: fewer events)"
MEASURE = "log rate ratio"
CATEGORICAL = False
SKEWED = True  # fewer events are not the mirror image of more
PARAMETERS = (
    Parameter("rate", "events per patient and month in the control arm", low=0.0),
    Parameter(
        "dispersion", "k: a count of mean m has variance m + k m^2, 0 for Poisson", low=0.0, closed=True
    ),
    Parameter("exposure", "months each patient is followed for events", low=0.0),
)


def latent(control: Control) -> Outcome:
    """Negative binomial; an effect is a log rate ratio."""
    stated = checked(control, PARAMETERS, NAME)
    return Outcome(
        mean=float(stated["rate"][0] * stated["exposure"][0]), dispersion=float(stated["dispersion"][0])
    )


def known_after(control: Control) -> float:
    """Months from enrolment to a patient's count."""
    return float(checked(control, PARAMETERS, NAME)["exposure"][0])


def estimate(control: Floats, experimental: Floats) -> Floats:
    """Log rate ratio; half an event is added to each arm where one has none. control, experimental : (..., 3) tallies."""
    mean0, mean1 = _means(control, experimental)
    with np.errstate(invalid="ignore", divide="ignore"):  # an arm without patients
        return np.asarray(np.log(mean1 / mean0))


def standard_error(control: Floats, experimental: Floats) -> Floats:
    """Of the log rate ratio, by the moments' dispersion; NaN where an arm has fewer than two patients."""
    mean0, mean1 = _means(control, experimental)
    k = dispersion(control, experimental)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (1 / mean0 + k) / control[..., 0] + (1 / mean1 + k) / experimental[..., 0]
    return np.asarray(np.sqrt(variance))


def level(tally: Floats) -> tuple[Floats, Floats]:
    """An arm's log rate over the exposure and its squared standard error, by the arm's own variance; half an event is added
    where it has none. tally : (m, 3)."""
    n, total = tally[..., 0], tally[..., 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (total + 0.5 * (total == 0)) / n
        variance = np.maximum((tally[..., 2] - total**2 / n) / (n - 1), mean)  # Poisson's at least
        return np.asarray(np.log(mean)), np.asarray(variance / (mean**2 * n))


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By all patients' mean count and how much more than Poisson's it varies."""
    _, mean, variance = two_sample.moments(pooled)
    return blinded_sizes.of_counts(mean, variance, effect, ratio, alpha, power)


def dispersion(control: Floats, experimental: Floats) -> Floats:
    """(...) common k >= 0 by moments: what the arms' variances exceed their means by, over their squared means,
    arms weighted by degrees of freedom. Source: Anscombe 1949, Biometrics 5:165 (for one sample).
    """
    above = squares = np.zeros(())
    with np.errstate(invalid="ignore", divide="ignore"):
        for tally in (control, experimental):
            n, total = tally[..., 0], tally[..., 1]
            variance = np.where(n > 1, tally[..., 2] - total**2 / n, np.nan) / (n - 1)
            # The squared mean of a sample exceeds the mean's square by the mean's variance.
            square = (total / n) ** 2 - variance / n
            above = above + (n - 1) * (variance - total / n)
            squares = squares + (n - 1) * square
        return np.where(np.isnan(above), np.nan, np.where(squares > 0, np.maximum(above / squares, 0.0), 0.0))


def _means(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """Events per patient, with half an event more in each arm where one has none."""
    none = 0.5 * ((control[..., 1] == 0) | (experimental[..., 1] == 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return (control[..., 1] + none) / control[..., 0], (experimental[..., 1] + none) / experimental[
            ..., 0
        ]


def p_value(control: Floats, experimental: Floats) -> Floats:
    """Wald's test of the log rate ratio, by Student's t because the dispersion is estimated."""
    t, df = _t(control, experimental)
    return np.where(np.isnan(t), 1.0, stdtr(df, -t))


def score(control: Floats, experimental: Floats) -> Floats:
    """That test as a standard normal score; -inf where an arm has fewer than two patients.

    Of 48 patients the normal law would reject 2.9 % at 2.5 %, Student's 2.5 %; the score test errs to either side of
    it where arms are of unequal size.
    """
    return two_sample.normal_score(*_t(control, experimental))


def _t(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    with np.errstate(invalid="ignore"):
        t = estimate(control, experimental) / standard_error(control, experimental)
    return np.asarray(t), np.asarray(np.maximum(control[..., 0] + experimental[..., 0] - 2, 1))


def power(
    outcome: Outcome,
    shift: Floats,
    weight: Floats,
    n0: float,
    n1: float,
    alpha: float,
    higher: bool = True,
) -> float | None:
    """Of Wald's test, of more events or (not `higher`) fewer. shift, weight : (k,) distribution of the log rate ratio.

    A mixture of rates is more dispersed than each. None where an arm expects fewer than five events. Source: Zhu &
    Lakkis 2014, Stat Med 33:376, method 2 (both rates as they are assumed), with Student's t for the normal law.
    """
    assert outcome.mean is not None
    m0 = outcome.mean
    means = m0 * np.exp(shift)
    m1 = float(weight @ means)
    if min(n0 * m0, n1 * m1) < SPARSE:
        return None
    k1 = (1 + outcome.dispersion) * float(weight @ means**2) / m1**2 - 1
    of0 = n0 * float(patient_information(m0, 1.0, outcome.dispersion))
    of1 = n1 * float(patient_information(m1, 1.0, k1))
    z = math.log(m1 / m0) / math.sqrt(1 / of0 + 1 / of1)
    return closed_form.noncentral_t_power(z if higher else -z, n0 + n1 - 2, alpha)


def _logged(ratio: float, control: Control) -> float:
    return math.log(ratio) if ratio > 0 else math.nan


SCALES = {"rate_ratio": _logged}
