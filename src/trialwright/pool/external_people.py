"""The people of a comparison with past controls, and its weighted fit: weights never see an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import EvidenceError
from trialwright.kernels import weighted_slopes
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.weighted_slopes import Lines, Persons
from trialwright.pool import external

Booleans = NDArray[np.bool_]
Whole = NDArray[np.int64]

WEIGHTS = ("odds", "overlap", "entropy")  # matches have no valid bootstrap (Abadie & Imbens 2008)


@dataclass(frozen=True)
class People:
    """covariates (n, p), treated (n,), source (n,) names. of, month, value (visits,): whose visit, when, what was seen.
    died (n,): month of death, nan for the living."""

    covariates: Floats
    treated: Booleans
    source: NDArray[np.str_]
    of: Whole
    month: Floats
    value: Floats
    died: Floats


class Fitted(NamedTuple):
    weights: Floats
    lines: Lines


def fitted(
    covariates: Floats, treated: Booleans, sums: Persons, method: str, like: Lines | None = None
) -> Fitted:
    """like : a fit of much the same people, where the search for variances starts."""
    weights = external.balance(covariates, treated, method).weights
    try:
        lines = weighted_slopes.fit(
            sums, treated, weights, None if like is None else like.theta, 1e-10 if like is None else 1e-6
        )
    except ArithmeticError:
        raise EvidenceError(
            "A group's slope cannot be told.", where="time", fix="Each group needs people with two visits at different times."
        ) from None  # fmt: skip
    return Fitted(weights, lines)


def both(people: People, which: Booleans) -> tuple[int, int]:
    return int((which & people.treated).sum()), int((which & ~people.treated).sum())
