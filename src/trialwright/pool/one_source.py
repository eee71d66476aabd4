"""One source of past data beside new ones: power, normalised power and commensurate priors, of inputs that are checked.

Kernels and sources: `kernels.borrowing`. The drift of one source is not identified: show results over a grid of it.
"""

from __future__ import annotations

import math

from trialwright.errors import EvidenceError
from trialwright.kernels import borrowing
from trialwright.kernels.beta_mixtures import BetaMixture
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.normal_mixtures import NormalMixture
from trialwright.pool import given


def power_prior_rate(x: float, n: float, power: float, a: float = 1.0, b: float = 1.0) -> BetaMixture:
    """Past x of n to the power 0..1, after Beta(a, b). Raises EvidenceError."""
    given.counts({"x": [x]}, {"n": [n]})
    _check_power(power, least=0.0)
    _positive(a=a, b=b)
    return borrowing.power_prior_rate(x, n, power, a, b)


def power_prior_mean(y: float, se: float, power: float) -> NormalMixture:
    """Past mean y to the power 0 < power <= 1: its variance over the power. Raises EvidenceError."""
    _finite(y=y)
    _positive(se=se)
    _check_power(power, least=math.ulp(0.0))
    return borrowing.power_prior_mean(y, se, power)


def normalised_power_rate(
    past_x: float, past_n: float, x: float, n: float, a: float = 1.0, b: float = 1.0, nodes: int = 64
) -> tuple[BetaMixture, Floats, Floats]:
    """Posterior of a rate after x of n, the power's nodes, and their posterior weights. Raises EvidenceError."""
    given.counts({"past_x": [past_x], "x": [x]}, {"past_n": [past_n], "n": [n]})
    _positive(a=a, b=b, nodes=nodes)
    return borrowing.normalised_power_rate(past_x, past_n, x, n, a, b, nodes)


def normalised_power_mean(
    past_y: float, past_se: float, y: float, se: float, nodes: int = 64
) -> tuple[NormalMixture, Floats, Floats]:
    """The same for normal means. Raises EvidenceError."""
    _finite(past_y=past_y, y=y)
    _positive(past_se=past_se, se=se, nodes=nodes)
    return borrowing.normalised_power_mean(past_y, past_se, y, se, nodes)


def commensurate(y: float, se: float, drift_sd: float, nodes: int = 80) -> NormalMixture:
    """Prior of the present mean: past y plus a drift ~ N(0, tau^2), tau ~ half-normal(drift_sd >= 0). Raises EvidenceError."""
    _finite(y=y)
    _positive(se=se, nodes=nodes)
    if not 0 <= drift_sd < math.inf:
        raise EvidenceError(
            "A drift's standard deviation is 0 or more.",
            where="drift_sd",
            fix="Give it in the outcome's unit.",
        )
    return borrowing.commensurate(y, se, drift_sd, nodes)


def _check_power(power: float, least: float) -> None:
    if not least <= power <= 1:
        raise EvidenceError(
            "A power of past data lies between 0, none of them, and 1, all.",
            where="power",
            fix="Give, say, 0.5.",
        )


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not 0 < value < math.inf:
            raise EvidenceError(f"`{name}` must be positive.", where=name, fix="Give a positive number.")


def _finite(**values: float) -> None:
    for name, value in values.items():
        if not math.isfinite(value):
            raise EvidenceError(f"`{name}` is {value}, no mean.", where=name, fix="Give a number.")
