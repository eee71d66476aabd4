"""Non-inferiority: tests that an arm is not worse than control by a margin > 0, on the scale of the measure.

Each function gives what differs from the endpoint's own. A score is of (lesser, greater) arms, whichever they are: a test
that the second is not lower than the first by the margin. `null_effect` is the effect with which it just is.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from trialwright.endpoints.outcome import SPARSE, Control, Floats, Outcome
from trialwright.kernels import restricted_rates


def of_means(kind: Any, margin: float) -> dict[str, Any]:
    """Welch's test with the margin added to the second arm. margin : in the outcome's unit."""

    def score(control: Floats, experimental: Floats) -> Floats:
        n, total, squares = (experimental[..., i] for i in range(3))
        raised = np.stack([n, total + n * margin, squares + 2 * margin * total + n * margin**2], -1)
        return np.asarray(kind.score(np.ascontiguousarray(control), raised))

    def power(outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float) -> float:
        return float(kind.power(outcome, shift + margin, weight, n0, n1, alpha))

    def null_effect(control: Control, sign: float) -> float:
        return -sign * margin

    return {"score": score, "power": power, "null_effect": null_effect, "estimate": kind.estimate}


def of_rates(kind: Any, margin: float) -> dict[str, Any]:
    """The score test of a difference of rates. margin : a difference of shares, below 1.

    Source: Farrington & Manning 1990, Stat Med 9:1447.
    """

    def score(control: Floats, experimental: Floats) -> Floats:
        n0, n1 = control.sum(-1), experimental.sum(-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            p0, p1, share = control[..., 1] / n0, experimental[..., 1] / n1, n1 / (n0 + n1)
            variance = restricted_rates.null_variance(p1, p0, share, -margin, "difference") / (n0 + n1)
            z = (p1 - p0 + margin) / np.sqrt(variance)
        return np.where(np.isnan(z), -np.inf, z)

    def power(
        outcome: Outcome, shift: Floats, weight: Floats, n0: float, n1: float, alpha: float
    ) -> float | None:
        cut = outcome.cuts[0]
        p0, p1 = 1 / (1 + math.exp(cut)), float(np.sum(weight / (1 + np.exp(cut - shift))))
        if min(n * q for n, p in ((n0, p0), (n1, p1)) for q in (p, 1 - p)) < SPARSE:
            return None
        share, n = n1 / (n0 + n1), n0 + n1
        under_null = math.sqrt(
            float(restricted_rates.null_variance(p1, p0, share, -margin, "difference")) / n
        )
        error = math.sqrt(float(restricted_rates.variance(p1, p0, share, -margin, "difference")) / n)
        return float(ndtr((p1 - p0 + margin - float(ndtri(1 - alpha)) * under_null) / error))

    def null_effect(control: Control, sign: float) -> float:
        return float(kind.SCALES["risk_difference"](-sign * margin, control))

    of_difference = kind.TESTS["risk_difference"]
    return {
        "MEASURE": of_difference.MEASURE,
        "estimate": of_difference.estimate,
        "standard_error": of_difference.standard_error,
        "score": score,
        "power": power,
        "null_effect": null_effect,
    }
