"""Analysis of covariance: least squares, robust errors, adjusted means, tests of terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution
from scipy.stats import shapiro

from trialwright.analyse.columns import Levels, factor_column
from trialwright.analyse.computed_factors import is_computed
from trialwright.analyse.designs import Design
from trialwright.analyse.estimates import Estimates, Note, student
from trialwright.analyse.expressions import column
from trialwright.analyse.formula import Formula, columns_in
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
        """F and p of a term given all others but those that contain it (type II)."""
        design = self.prepared.design
        of, wanted = frozenset(design.columns_of(term)), frozenset(term.split(":"))
        above = {
            i for i, t in enumerate(design.formula.terms) if wanted < frozenset(t)
        }  # what it is a margin of
        kept = [j for j, t in enumerate(design.term_of) if t not in above and j not in of]
        _, f, p = self._gained(kept, sorted(of))
        return f, p

    def sequential(self) -> list[tuple[str, int, float, float]]:
        """Each term in its order with its degrees of freedom, F and p given those before it (type I)."""
        design = self.prepared.design
        out, kept = [], [j for j, t in enumerate(design.term_of) if t == -1]
        for i, term in enumerate(design.formula.terms):
            added = [j for j, t in enumerate(design.term_of) if t == i]
            out.append((":".join(term), *self._gained(kept, added)))
            kept = kept + added
        return out

    def _gained(self, kept: list[int], added: list[int]) -> tuple[int, float, float]:
        """Degrees of freedom, F and p of columns beside others, over the residual variance of the whole."""
        root = np.ones(len(self.fit.residual)) if self.weights is None else np.sqrt(self.weights)
        y = root * (self.fit.residual + self.prepared.x @ self.fit.b)
        x = root[:, None] * self.prepared.x
        less, more = (_residual(x[:, c], y) for c in (kept, kept + added))
        f = (less - more) / len(added) / self.fit.sigma2
        return len(added), f, float(f_distribution.sf(f, len(added), self.fit.df))

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
        self,
        factor: str,
        robust: Kind | None = None,
        at: Mapping[str, Any] | None = None,
        against: str | None = None,
    ) -> Estimates:
        """Of each level's adjusted mean from the first's, or from that of the level `against`. at : columns to hold at a
        value. Raises AnalysisError."""
        names, rows = grid_rows(self.prepared.design, self.prepared.data, factor, at)
        if against is not None and against not in names:
            raise AnalysisError(
                f"{factor} has no level {against!r}.", fix=f"Its levels are {', '.join(names)}."
            )
        base = 0 if against is None else names.index(against)
        v = (
            least_squares.sandwich(self.prepared.x, self.fit, robust, self.weights)
            if robust
            else self.covariance
        )
        others = [i for i in range(len(names)) if i != base]
        apart = rows[others] - rows[base]
        said = [f"{names[i]} - {names[base]}" for i in others]
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
    made = prepare(formula, data, levels, (weights,) if weights else (), specials=("offset",))
    w = made.positive(weights) if weights else None
    y = made.numbers(made.design.formula.response)
    y = y if (shift := made.offset()) is None else y - shift
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


def _residual(x: Floats, y: Floats) -> float:
    """Sum of squares that is left."""
    b = np.linalg.lstsq(x, y, rcond=None)[0]
    return float(np.sum((y - x @ b) ** 2))


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
    coding, held = design.coding, dict(at or {})
    if any(s.name == "offset" for s in design.formula.specials):
        raise AnalysisError(
            "Adjusted means of a model with an offset are not computed: they would leave it out.",
            where=design.formula.said, fix="Take the offset from the outcome beforehand.",
        )  # fmt: skip
    atom = next((a for a in coding.levels if factor in (a, factor_column(a)[0])), None)
    if atom is None:
        raise AnalysisError(f"{factor} is not a factor of the formula.", where=design.formula.said)
    rows = []
    for chosen in coding.levels[atom]:
        column_of = factor_column(atom)[0]
        table = _grid(design, data, {**held, column_of: chosen}, column_of)
        matrix = coding.matrix(table)[0]
        full = matrix if matrix.shape[1] == design.x.shape[1] else matrix[:, 1:]
        rows.append(full.mean(0))
    return [str(v) for v in coding.levels[atom]], np.array(rows)


def _grid(design: Design, data: Mapping[str, Any], held: Mapping[str, Any], of: str) -> dict[str, list[Any]]:
    """Every combination of the levels of factors that are not held, with the other columns at their means."""
    over = {n: v for n, v in _levels_over(design, data).items() if n not in held}
    for name in over.keys() - {factor_column(a)[0] for a in design.coding.levels}:
        over[name] = _nested(data, name, of, held[of], over[name])
    combinations = list(product(*over.values()))
    table = {name: [c[k] for c in combinations] for k, name in enumerate(over)}
    table |= {name: [value] * len(combinations) for name, value in held.items()}
    for name in design.formula.columns:
        if name not in table and name != design.formula.response:
            given = np.asarray(column(name, data))
            number = given.dtype != object and np.issubdtype(given.dtype, np.number)
            table[name] = [float(np.mean(given.astype(float))) if number else given[0]] * len(combinations)
    return table


def _levels_over(design: Design, data: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What the grid goes over: the levels of factors; every value of a number that is cut, or made a factor of, as emmeans has
    it. A comparison by itself is what its number's mean makes it."""
    out: dict[str, list[Any]] = {}
    for atom, found in design.coding.levels.items():
        inside = factor_column(atom)[0]
        if inside == atom and is_computed(atom) and not atom.startswith("cut"):
            continue
        if inside in data:
            out[inside] = list(found)
            continue
        for name in columns_in(inside):
            out[name] = sorted(set(column(name, data).tolist()))
    return out


def _nested(data: Mapping[str, Any], name: str, of: str, level: Any, values: list[Any]) -> list[Any]:
    """Those values that a level has, where none is of two levels."""
    if of not in data:
        return values
    given, groups = column(name, data), column(of, data).astype(object)
    own = [set(given[groups == g].tolist()) for g in set(groups.tolist())]
    if sum(map(len, own)) > len(values):
        return values
    return sorted(set(given[groups == level].tolist()))


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
