"""Negative binomial regression of a count, as exacerbations: rate ratios with a dispersion that is estimated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trialwright.analyse.columns import Levels
from trialwright.analyse.estimates import Estimates, Note, student
from trialwright.analyse.formula import Formula
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import generalised_linear
from trialwright.kernels import negative_binomial_regression as kernel


@dataclass(frozen=True)
class NegativeBinomialAnalysis:
    """coefficients : log rate ratios. theta : the variance of a count is mu + mu^2 / theta, with its error."""

    coefficients: Estimates
    prepared: Prepared
    fit: generalised_linear.Fit
    theta: float
    theta_error: float
    notes: tuple[Note, ...]

    @property
    def aic(self) -> float:
        return 2 * (len(self.fit.b) + 1) - 2 * self.fit.loglik


def negative_binomial(
    formula: str | Formula,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    weights: str | None = None,
    level: float = 95.0,
) -> NegativeBinomialAnalysis:
    """Fit `events ~ arm + offset(log(years))` to complete cases. weights : a column of prior weights.

    Raises AnalysisError for counts that cannot be, and where they vary no more than Poisson counts.
    """
    made = prepare(formula, data, levels, (weights,) if weights else (), specials=("offset",))
    name = made.design.formula.response
    y = made.numbers(name)
    if not ((y >= 0) & (y == y.round())).all():
        raise AnalysisError(
            f"{name} has values that are no counts.", where=name, fix="Counts are 0, 1, 2, ..."
        )
    w = made.positive(weights) if weights else None
    found = kernel.fit(generalised_linear.model(made.x, y, "poisson", "log", w, made.offset()))
    if math.isnan(found.theta):
        raise AnalysisError(
            f"{name} varies no more than Poisson counts do: no dispersion can be estimated.", where=name,
            fix="Fit a Poisson model.",
        )  # fmt: skip
    notes = []
    if made.left_out:
        notes.append(Note("data", f"{made.left_out} rows with a missing value were left out."))
    if not found.converged:
        notes.append(Note("convergence", "Coefficients and dispersion do not settle together.", True))
    estimates = student(made.design.names, found.fit.b, found.fit.covariance, math.inf, level)
    return NegativeBinomialAnalysis(estimates, made, found.fit, found.theta, found.theta_error, tuple(notes))
