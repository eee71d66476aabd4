"""Analysis of covariance: least squares, robust errors, adjusted means, tests of terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import shapiro

from trialwright.analyse.columns import Levels, factor_column
from trialwright.analyse.computed_factors import is_computed
from trialwright.analyse.designs import Design
from trialwright.analyse.estimates import Estimates, Note, student
from trialwright.analyse.expressions import column
from trialwright.analyse.formula import Formula
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import least_squares
from trialwright.kernels.least_squares import Kind

Floats = NDArray[np.float64]
ROUNDING = 1e-12  # residuals this small beside the outcome are rounding


@dataclass(frozen=True)
class LinearAnalysis:
    """coefficients : with model-based errors. covariance : theirs. robust : kind → errors."""

    coefficients: Estimates
    covariance: Floats
    prepared: Prepared
    fit: least_squares.LinearFit
    notes: tuple[Note, ...]
    weights: Floats | None = None

    def robust(self, kind: Kind = "HC3") -> Estimates:
        """The coefficients with heteroscedasticity-consistent errors, on the residual degrees of freedom."""
        v = least_squares.sandwich(self.prepared.x, self.fit, kind, self.weights)
        c = self.coefficients
        return student(c.names, c.estimate, v, self.fit.df, c.level)

    def term(self, term: str) -> tuple[float, float]:
        """F and p of a term given the others (type II where it is in no interaction)."""
        rows = np.eye(len(self.fit.b))[self.prepared.design.columns_of(term)]
        return least_squares.wald_f(rows, self.fit.b, self.covariance, self.fit.df)

    def adjusted_means(self, factor: str, robust: Kind | None = None) -> Estimates:
        """Of each level of a factor: covariates at their means, other factors' levels weighted equally."""
        names, rows = grid_rows(self.prepared.design, self.prepared.data, factor)
        v = (
            least_squares.sandwich(self.prepared.x, self.fit, robust, self.weights)
            if robust
            else self.covariance
        )
        return student(names, rows @ self.fit.b, rows @ v @ rows.T, self.fit.df, self.coefficients.level)

    def adjusted_means_by(
        self, factors: Sequence[str], at: Mapping[str, Any] | None = None
    ) -> tuple[list[tuple[Any, ...]], Estimates]:
        """Of each combination of levels of several factors, the first varying fastest, and the combinations. at : columns to
        hold at a value in place of their mean, or of all levels."""
        found = cell_rows(self.prepared.design, self.prepared.data, factors, at)
        cells, rows = [c for c, _ in found], np.array([r for _, r in found])
        v = rows @ self.covariance @ rows.T
        names = [" ".join(map(str, c)) for c in cells]
        return cells, student(names, rows @ self.fit.b, v, self.fit.df, self.coefficients.level)

    def differences(
        self, factor: str, robust: Kind | None = None, at: Mapping[str, Any] | None = None
    ) -> Estimates:
        """Of each level's adjusted mean from the first's. at : columns to hold at a value."""
        names, rows = grid_rows(self.prepared.design, self.prepared.data, factor, at)
        v = (
            least_squares.sandwich(self.prepared.x, self.fit, robust, self.weights)
            if robust
            else self.covariance
        )
        apart = rows[1:] - rows[0]
        said = [f"{n} - {names[0]}" for n in names[1:]]
        return student(said, apart @ self.fit.b, apart @ v @ apart.T, self.fit.df, self.coefficients.level)


def ancova(
    formula: str | Formula,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    level: float = 95.0,
    weights: str | None = None,
) -> LinearAnalysis:
    """Fit a linear model to complete cases. weights : a column inverse to each row's variance, but for a factor.

    Raises AnalysisError where there are no more rows than coefficients, or a weight is not positive."""
    made = prepare(formula, data, levels, (weights,) if weights else ())
    w = made.positive(weights) if weights else None
    y = made.numbers(made.design.formula.response)
    if len(y) <= made.x.shape[1]:
        raise AnalysisError(
            f"{len(y)} complete rows cannot tell {made.x.shape[1]} coefficients apart.",
            where=made.design.formula.said, fix="Leave terms out.",
        )  # fmt: skip
    fitted = least_squares.fit(made.x, y, w)
    if np.abs(fitted.residual).max() <= ROUNDING * np.abs(y).max():
        raise AnalysisError(
            f"{made.design.formula.response} does not vary beyond what the terms tell exactly: there is no error to judge by.",
            fix="Look at the outcome's column: it may be constant, or a copy of a covariate.",
        )
    found = student(made.design.names, fitted.b, fitted.covariance, fitted.df, level)
    return LinearAnalysis(found, fitted.covariance, made, fitted, _checks(made, fitted, w), w)


def cell_rows(
    design: Design, data: Mapping[str, Any], factors: Sequence[str], at: Mapping[str, Any] | None = None
) -> list[tuple[tuple[Any, ...], Floats]]:
    """Each combination of levels of the factors, the first varying fastest, with its row as `grid_rows` has it."""
    first, *others = factors
    levels = [
        next((v for a, v in design.coding.levels.items() if f in (a, factor_column(a)[0])), [])
        for f in others
    ]
    found = []
    for held in product(*levels[::-1]):
        held = held[::-1]
        names, rows = grid_rows(design, data, first, {**(at or {}), **dict(zip(others, held, strict=True))})
        found += [((n, *held), r) for n, r in zip(names, rows, strict=True)]
    if not found:
        raise AnalysisError(
            f"{', '.join(others)} are not all factors of the formula.", where=design.formula.said
        )
    return found


def grid_rows(
    design: Design, data: Mapping[str, Any], factor: str, at: Mapping[str, Any] | None = None
) -> tuple[list[str], Floats]:
    """For each level of a factor, the row of the design averaged over a grid of all factors, covariates at their means.

    at : columns to hold at a value instead. Source: Searle, Speed & Milliken 1980, Am Stat 34:216.
    """
    coding = design.coding
    inside = {a: factor_column(a)[0] for a in coding.levels}
    atom = next((a for a in coding.levels if factor in (a, inside[a])), None)
    if atom is None:
        raise AnalysisError(f"{factor} is not a factor of the formula.", where=design.formula.said)
    held = dict(at or {})
    # A factor made of a number is what that number's mean makes it.
    others = [a for a in coding.levels if a != atom and inside[a] not in held and not is_computed(a)]
    rows = []
    for chosen in coding.levels[atom]:
        table: dict[str, list[Any]] = {}
        combinations = list(product(*(coding.levels[a] for a in others)))
        table[inside[atom]] = [chosen] * len(combinations)
        for k, a in enumerate(others):
            table[inside[a]] = [c[k] for c in combinations]
        for name in design.formula.columns:
            if name in held:
                table[name] = [held[name]] * len(combinations)
            elif name not in table and name != design.formula.response:
                given = np.asarray(column(name, data))
                table[name] = (
                    [float(np.mean(given.astype(float)))] * len(combinations)
                    if given.dtype != object and np.issubdtype(given.dtype, np.number)
                    else [given[0]] * len(combinations)
                )
        matrix = coding.matrix(table)[0]
        full = matrix if matrix.shape[1] == design.x.shape[1] else matrix[:, 1:]
        rows.append(full.mean(0))
    return [str(v) for v in coding.levels[atom]], np.array(rows)


def _checks(made: Prepared, fitted: least_squares.LinearFit, weights: Floats | None) -> tuple[Note, ...]:
    """Of residuals that have the same variance, if the model holds: weighted ones."""
    root = 1.0 if weights is None else np.sqrt(weights)
    residual = root * fitted.residual
    notes = []
    if made.left_out:
        notes.append(Note("data", f"{made.left_out} rows with a missing value were left out."))
    if 8 <= len(residual) <= 5000 and fitted.sigma2 > 0:
        p = float(shapiro(residual / np.sqrt(1 - np.minimum(fitted.leverage, 1 - 1e-12))).pvalue)
        notes.append(
            Note("assumption", "Residuals against a normal distribution (Shapiro-Wilk).", p < 0.01, p)
        )
    notes.append(_equal_variance(made.x, residual))
    return tuple(notes)


def _equal_variance(x: Floats, residual: Floats) -> Note:
    """Studentised Breusch-Pagan test. Source: Koenker 1981, J Econometrics 17:107."""
    from scipy.stats import chi2

    square = residual**2
    centred = square - square.mean()
    explained = x @ np.linalg.lstsq(x, centred, rcond=None)[0]
    total = float(centred @ centred)
    statistic = len(square) * float(explained @ explained) / total if total > 0 else 0.0
    p = float(chi2.sf(statistic, max(x.shape[1] - 1, 1)))
    return Note(
        "assumption", "Residual variance the same for all patients (Breusch-Pagan, studentised).", p < 0.01, p
    )
