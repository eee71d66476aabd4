"""Links of generalised linear models: what the linear predictor says of the mean.

`inverse` and `slope`, its derivative, keep a mean away from its bounds where rounding would put it there. Source: McCullagh
& Nelder 1989, sections 2.2.4 and 4.3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri

Floats = NDArray[np.float64]
_LEAST = float(np.finfo(np.float64).eps)


class Link(NamedTuple):
    """link : mean → predictor. inverse : predictor → mean. slope : d mean / d predictor at a predictor."""

    link: Callable[[Floats], Floats]
    inverse: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def _inside(p: Floats) -> Floats:
    return np.asarray(np.clip(p, _LEAST, 1 - _LEAST))


def _positive(x: Floats) -> Floats:
    return np.asarray(np.maximum(x, _LEAST))


def _logistic_slope(eta: Floats) -> Floats:
    p = expit(eta)
    return _positive(p * (1 - p))


LINKS = {
    "logit": Link(logit, lambda eta: _inside(expit(eta)), _logistic_slope),
    "probit": Link(
        ndtri,
        lambda eta: _inside(ndtr(eta)),
        lambda eta: _positive(np.exp(-0.5 * eta**2) / np.sqrt(2 * np.pi)),
    ),
    "cloglog": Link(
        lambda p: np.log(-np.log1p(-p)),
        lambda eta: _inside(-np.expm1(-np.exp(np.minimum(eta, 700.0)))),
        lambda eta: _positive(np.exp(np.minimum(eta, 700.0) - np.exp(np.minimum(eta, 700.0)))),
    ),
    "cauchit": Link(
        lambda p: np.tan(np.pi * (p - 0.5)),
        lambda eta: _inside(0.5 + np.arctan(eta) / np.pi),
        lambda eta: _positive(1 / (np.pi * (1 + eta**2))),
    ),
    "log": Link(np.log, lambda eta: _positive(np.exp(eta)), lambda eta: _positive(np.exp(eta))),
    "identity": Link(lambda m: m, lambda eta: eta, np.ones_like),
    "sqrt": Link(np.sqrt, np.square, lambda eta: 2 * eta),
    "inverse": Link(lambda m: 1 / m, lambda eta: 1 / eta, lambda eta: -1 / eta**2),
}
