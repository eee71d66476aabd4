"""An event that happens or not, compared by proportions."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, ndtri

from trialwright.endpoints import margins
from trialwright.endpoints.outcome import SPARSE, Control, Floats, Outcome, Parameter, checked
from trialwright.endpoints.variant import Variant
from trialwright.kernels import blinded_sizes, scores, two_sample
from trialwright.kernels import power as closed_form

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


def blinded_size(pooled: Floats, effect: float, ratio: float, alpha: float, power: float) -> Floats:
    """By the overall rate, which the log odds ratio parts between the arms."""
    rates = blinded_sizes.rates_of_odds(_overall(pooled), effect, ratio)
    return blinded_sizes.of_rates(*rates, ratio, alpha, power)


def _blinded_size_of_difference(
    pooled: Floats, effect: float, ratio: float, alpha: float, power: float
) -> Floats:
    control = _overall(pooled) - effect * ratio / (1 + ratio)
    return blinded_sizes.of_rates(control, control + effect, ratio, alpha, power)


def _overall(pooled: Floats) -> Floats:
    total = pooled.sum(-1)
    return np.where(total > 0, pooled[..., 1] / np.maximum(total, 1.0), 0.0)


def level(tally: Floats) -> tuple[Floats, Floats]:
    """An arm's log odds and their squared standard error; half a patient is added to both counts where one is empty.
    tally : (m, 2)."""
    t = tally + 0.5 * (tally == 0).any(-1)[..., None]
    return np.log(t[..., 1] / t[..., 0]), (1 / t).sum(-1)


def power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of the pooled z test. shift, weight : (k,) distribution of the log odds ratio among the enrolled.

    None where an arm expects fewer than five events or five without: the test is not normal there, and at
    a rate of 1 % in 50 patients an arm the formula promises 6 % where no trial in a thousand can show it.
    """
    rates = _rates(outcome, shift, weight, n0, n1)
    return None if rates is None else closed_form.pooled_z_test(*rates, n0, n1, alpha)


def _rates(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float
) -> tuple[float, float] | None:
    """Of the control and the experimental arm; None where no normal law is to be trusted."""
    cut = outcome.cuts[0]
    p0, p1 = float(expit(-cut)), float(weight @ expit(shift - cut))
    if min(n * q for n, p in ((n0, p0), (n1, p1)) for q in (p, 1 - p)) < SPARSE:
        return None
    return p0, p1


def difference(control: Floats, experimental: Floats) -> Floats:
    """Difference of the arms' shares with the event."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(experimental[..., 1] / experimental.sum(-1) - control[..., 1] / control.sum(-1))


def _difference_error(control: Floats, experimental: Floats) -> Floats:
    """Of that, each arm with its own variance; 0 where neither arm varies."""
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = [t[..., 0] * t[..., 1] / t.sum(-1) ** 3 for t in (control, experimental)]
    return np.asarray(np.sqrt(parts[0] + parts[1]))


def _share(tally: Floats) -> tuple[Floats, Floats]:
    """An arm's share with the event and its squared standard error, that of half a patient each way where it has but one
    kind. tally : (m, 2)."""
    t = tally + 0.5 * (tally == 0).any(-1)[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(tally[..., 1] / tally.sum(-1)), np.asarray(t[..., 0] * t[..., 1] / t.sum(-1) ** 3)


def _fisher_score(control: Floats, experimental: Floats) -> Floats:
    return np.asarray(-ndtri(two_sample.fisher(control, experimental)))


def _difference_score(control: Floats, experimental: Floats) -> Floats:
    return _wald(difference(control, experimental), _difference_error(control, experimental))


def _odds_score(control: Floats, experimental: Floats) -> Floats:
    return _wald(estimate(control, experimental), standard_error(control, experimental))


def _no_empty_cell(control: Floats, experimental: Floats) -> NDArray[np.bool_]:
    """A logistic regression on the arm has no maximum where a cell is empty."""
    return np.asarray((control > 0).all(-1) & (experimental > 0).all(-1))


def _wald(value: Floats, error: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        z = value / error
    return np.where(np.isnan(z), -np.inf, z)


def _difference_power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of Wald's test of the difference. Source: Fleiss, Levin & Paik 2003, section 4.2, without pooling."""
    rates = _rates(outcome, shift, weight, n0, n1)
    if rates is None:
        return None
    p0, p1 = rates
    error = math.sqrt(p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1)
    return float(ndtr((p1 - p0) / error - ndtri(1 - alpha)))


def _odds_power(
    outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
) -> float | None:
    """Of Wald's test of the log odds ratio, by Woolf's variance."""
    rates = _rates(outcome, shift, weight, n0, n1)
    if rates is None:
        return None
    p0, p1 = rates
    error = math.sqrt(1 / (n0 * p0 * (1 - p0)) + 1 / (n1 * p1 * (1 - p1)))
    return float(ndtr(math.log(p1 * (1 - p0) / (p0 * (1 - p1))) / error - ndtri(1 - alpha)))


def _no_power(*_: object) -> None:
    return None


TESTS = {
    "pooled": Variant(__name__),
    "fisher": Variant(__name__, score=_fisher_score, power=_no_power),
    "log_odds_ratio": Variant(__name__, score=_odds_score, power=_odds_power, estimable=_no_empty_cell),
    "risk_difference": Variant(
        __name__,
        MEASURE="risk difference",
        estimate=difference,
        standard_error=_difference_error,
        level=_share,
        blinded_size=_blinded_size_of_difference,
        score=_difference_score,
        power=_difference_power,
    ),
}


def _odds_ratio(ratio: float, control: Control) -> float:
    return math.log(ratio) if ratio > 0 else math.nan


def _risk_ratio(ratio: float, control: Control) -> float:
    rate = float(checked(control, PARAMETERS, NAME)["rate"][0])
    return _log_odds(ratio * rate) - _log_odds(rate)


def _risk_difference(added: float, control: Control) -> float:
    rate = float(checked(control, PARAMETERS, NAME)["rate"][0])
    return _log_odds(rate + added) - _log_odds(rate)


def _log_odds(rate: float) -> float:
    return math.log(rate / (1 - rate)) if 0 < rate < 1 else math.nan


SCALES = {"odds_ratio": _odds_ratio, "risk_ratio": _risk_ratio, "risk_difference": _risk_difference}

MARGIN = margins.of_rates
