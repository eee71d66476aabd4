"""Logistic regression of a binary endpoint: Wald, profile and likelihood-ratio inference, Firth, g-computation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.analyse.columns import Levels, plain
from trialwright.analyse.estimates import Estimates, Note, normal
from trialwright.analyse.formula import Formula
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import logistic as kernel
from trialwright.kernels import median_bias, printed_logistic
from trialwright.kernels.standardised_risk import StandardisedRisks, standardised

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LogisticAnalysis:
    """coefficients : log odds ratios, errors from the information at the estimate. penalised : Firth's likelihood."""

    coefficients: Estimates
    prepared: Prepared
    fit: kernel.LogisticFit
    y: Floats
    weights: Floats | None
    penalised: bool
    notes: tuple[Note, ...]

    @property
    def deviance(self) -> float:
        """-2 log likelihood of the binary outcomes (penalised where the fit is)."""
        return -2 * self.fit.loglik

    def augmented_errors(self) -> Floats:
        """Standard errors as logistf prints them: from the weights that Firth's score augments."""
        return np.sqrt(np.diag(kernel.augmented_covariance(self.prepared.x, self.fit, self.weights)))

    def profile(self, name: str | None = None) -> Floats:
        """(k, 2) profile (penalised) likelihood limits, of one coefficient or of all."""
        c = self.coefficients
        which = range(len(c.names)) if name is None else [c.index(name)]
        return np.array(
            [
                kernel.profile_limits(
                    self.prepared.x, self.y, self.fit, j, c.level, self.weights, self.penalised
                )
                for j in which
            ]
        )

    def printed(self) -> Estimates:
        """The coefficients with the errors that R's glm prints: those of its last step but one."""
        c = self.coefficients
        return normal(
            c.names, c.estimate, printed_logistic.covariance(self.prepared.x, self.y, self.weights), c.level
        )

    def printed_profile(self) -> Floats:
        """(p, 2) profile limits that R's confint prints, by interpolation."""
        c = self.coefficients
        return np.array(
            [
                printed_logistic.profile_limits(self.prepared.x, self.y, self.fit, j, c.level, self.weights)
                for j in range(len(c.names))
            ]
        )

    def likelihood_ratio(self, term: str) -> tuple[float, float]:
        """Statistic and p of a term, "smoke" or "arm:visit"; "(Intercept)" too."""
        names = self.coefficients.names
        held = [names.index(term)] if term in names else self.prepared.design.columns_of(term)
        return kernel.likelihood_ratio(self.prepared.x, self.y, self.fit, held, self.weights, self.penalised)

    @property
    def null_loglik(self) -> float:
        """Log likelihood with the intercept alone; the penalty remains that of the whole design."""
        free = np.array([n == "(Intercept)" for n in self.coefficients.names])
        return kernel.fit(self.prepared.x, self.y, self.weights, self.penalised, None, free).loglik

    def risks(self, treatment: str, treated: Any = 1, control: Any = 0) -> StandardisedRisks:
        """Mean risks had all patients been treated, and none: g-computation over the patients' own covariates."""
        design = self.prepared.design
        n = len(self.y)
        both = [
            design.again({**self.prepared.data, treatment: np.array([v] * n)}) for v in (treated, control)
        ]
        return standardised(both[0], both[1], self.fit.b, self.fit.covariance)


def logistic(
    formula: str | Formula,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    penalised: bool = False,
    weights: str | None = None,
    level: float = 95.0,
) -> LogisticAnalysis:
    """Fit to complete cases. The response: 0 and 1, False and True, or two levels of which the second is the event."""
    made = prepare(formula, data, levels, (weights,) if weights else ())
    y = outcome(made, levels)
    w = made.numbers(weights) if weights else None
    fitted = kernel.fit(made.x, y, w, penalised)
    notes = []
    if made.left_out:
        notes.append(Note("data", f"{made.left_out} rows with a missing value were left out."))
    if not fitted.converged:
        notes.append(
            Note(
                "convergence",
                "The likelihood has no maximum: the outcome is separated by the covariates.",
                True,
            )
        )
    covariance = (
        fitted.covariance
        if np.linalg.cond(fitted.information) < 1e15
        else np.full((len(fitted.b),) * 2, np.nan)
    )
    found = normal(made.design.names, fitted.b, covariance, level)
    return LogisticAnalysis(found, made, fitted, y, w, penalised, tuple(notes))


def median_unbiased(
    formula: str | Formula, data: Mapping[str, Any], levels: Levels | None = None, level: float = 95.0
) -> Estimates:
    """Log odds ratios that are as likely too large as too small, to second order: finite under separation as Firth's are.

    Raises AnalysisError where the adjusted score has no root that the steps reach."""
    made = prepare(formula, data, levels)
    b, covariance, converged = median_bias.fit(made.x, outcome(made, levels))
    if not converged:
        raise AnalysisError("The median-adjusted score has no root.", fix="Use Firth's likelihood.")
    return normal(made.design.names, b, covariance, level)


def outcome(made: Prepared, levels: Levels | None = None) -> Floats:
    """(n,) 0 or 1. Raises AnalysisError where the response has not two values."""
    name = made.design.formula.response
    codes, order = made.codes(name, (levels or {}).get(name))
    if len(order) != 2:
        raise AnalysisError(
            f"{name} is {plain(order[0])} for everybody; a binary outcome has two values." if len(order) == 1
            else f"{name} has {len(order)} values; a binary outcome has two.", where=name,
            fix="Without events, or with nothing else, use `fisher` or an exact interval.",
        )  # fmt: skip
    return codes.astype(np.float64)
