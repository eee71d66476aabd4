"""Generalised linear models of a binary, count or continuous endpoint, with any link, prior weights and offset(x)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2
from scipy.stats import f as f_distribution

from trialwright.analyse.columns import Levels
from trialwright.analyse.estimates import Estimates, Note, student
from trialwright.analyse.formula import Formula
from trialwright.analyse.logistic import outcome
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import generalised_linear as kernel
from trialwright.kernels.links import LINKS
from trialwright.kernels.printed_logistic import interpolated

Floats = NDArray[np.float64]

_BINARY = ("binomial", "quasibinomial")
_OF_BINARY = ("logit", "probit", "cloglog", "cauchit", "log", "identity")
_OF_OTHERS = ("log", "identity", "sqrt", "inverse")

AT_AN_END = (
    "A coefficient runs to infinity: a group has no event, or nothing but events. Its error tells nothing."
)


@dataclass(frozen=True)
class GeneralisedAnalysis:
    """coefficients : on the link's scale, against t where the dispersion is estimated."""

    coefficients: Estimates
    prepared: Prepared
    model: kernel.Model
    fit: kernel.Fit
    notes: tuple[Note, ...]

    def printed(self) -> Estimates:
        """The coefficients and errors that R's glm prints: its steps end earlier."""
        return _estimates(self.prepared, self.printed_fit, self.model, self.coefficients.level)

    @property
    def printed_fit(self) -> kernel.Fit:
        return kernel.fit(self.model, kernel.PRINTED)

    def likelihood_ratio(self, term: str) -> tuple[float, float]:
        """Statistic and p of a term by refitting without it: chi-squared, or F where the dispersion is estimated."""
        gone = self.prepared.design.columns_of(term)
        under = kernel.fit(self.model.without(gone))
        fall = max(0.0, under.deviance - self.fit.deviance)
        if self.model.family.known:
            return fall, float(chi2.sf(fall, len(gone)))
        ratio = fall / len(gone) / (self.fit.deviance / self.fit.df)
        return ratio, float(f_distribution.sf(ratio, len(gone), self.fit.df))

    def printed_profile(self) -> Floats:
        """(p, 2) profile limits that R's confint prints, by interpolation. Raises AnalysisError where the dispersion is
        estimated."""
        if not self.model.family.known:
            raise AnalysisError("Profile limits are offered where the dispersion is known to be 1.")
        fit = self.printed()

        def limits(j: int) -> tuple[float, float]:
            def fall(value: float) -> float:
                return kernel.fit(self.model.holding(j, value)).deviance - self.fit.deviance

            return interpolated(float(fit.estimate[j]), float(fit.error[j]), fall, fit.level)

        return np.array([limits(j) for j in range(len(fit.names))])


def generalised_linear(
    formula: str | Formula,
    data: Mapping[str, Any],
    family: str = "binomial",
    link: str = "",
    levels: Levels | None = None,
    weights: str | None = None,
    level: float = 95.0,
) -> GeneralisedAnalysis:
    """Fit `events ~ arm + offset(log(months))` to complete cases.

    family : of kernels.generalised_linear.FAMILIES. link : its own where none is named. weights : a column of prior
    weights. Raises AnalysisError for a link that the family does not take, or outcomes that it cannot have.
    """
    _check_link(family, link)
    made = prepare(formula, data, levels, (weights,) if weights else (), specials=("offset",))
    y = outcome(made, levels) if family in _BINARY else _numbers(made, family)
    w = made.positive(weights) if weights else None
    of = kernel.model(made.x, y, family, link, w, made.offset())
    fitted = kernel.fit(of)
    notes = []
    if made.left_out:
        notes.append(Note("data", f"{made.left_out} rows with a missing value were left out."))
    if not fitted.converged:
        notes.append(Note("convergence", "The deviance does not settle: it may have no minimum.", True))
    elif kernel.at_an_end(of, fitted.b):
        notes.append(Note("convergence", AT_AN_END, True))
    if not of.family.known:
        notes.append(Note("assumption", f"Dispersion {fitted.dispersion:.3g} (Pearson)."))
    return GeneralisedAnalysis(_estimates(made, fitted, of, level), made, of, fitted, tuple(notes))


def _estimates(made: Prepared, fitted: kernel.Fit, of: kernel.Model, level: float) -> Estimates:
    df = math.inf if of.family.known else float(fitted.df)
    return student(made.design.names, fitted.b, fitted.covariance, df, level)


def _check_link(family: str, link: str) -> None:
    if family not in kernel.FAMILIES:
        raise AnalysisError(f"No family {family!r}.", fix=f"There are {', '.join(kernel.FAMILIES)}.")
    able = _OF_BINARY if family in _BINARY else _OF_OTHERS
    if link and (link not in LINKS or link not in able):
        raise AnalysisError(f"No link {link!r} for {family}.", fix=f"There are {', '.join(able)}.")


def _numbers(made: Prepared, family: str) -> Floats:
    name = made.design.formula.response
    y = made.numbers(name)
    if family.endswith("poisson") and not (y >= 0).all():
        raise AnalysisError(f"{name} has counts below 0.", where=name)
    if family == "Gamma" and not (y > 0).all():
        raise AnalysisError(
            f"{name} has values that are not positive; Gamma takes positive ones.", where=name
        )
    return y
