"""Repeated measures: the mixed model of all visits (MMRM)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.analyse.columns import Levels
from trialwright.analyse.estimates import Estimates, Note
from trialwright.analyse.formula import Formula, parse
from trialwright.analyse.linear import grid_rows
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import mmrm as mmrm_kernel
from trialwright.kernels import variance_groups
from trialwright.kernels.covariance_structures import NAMES
from trialwright.kernels.covariance_structures import structure as covariance_structure

Floats = NDArray[np.float64]

METHODS: dict[str, Callable[[mmrm_kernel.MMRMFit], Floats]] = {
    "Satterthwaite": lambda fit: fit.covariance,
    "Kenward-Roger": lambda fit: fit.adjusted,
    "Kenward-Roger-Linear": lambda fit: fit.linear,
}


@dataclass(frozen=True)
class MMRMAnalysis:
    """coefficients : with Satterthwaite's degrees of freedom. covariance : theirs, plain or as Kenward and Roger adjust it.
    visits : in order."""

    coefficients: Estimates
    prepared: Prepared
    fit: mmrm_kernel.MMRMFit
    visits: tuple[Any, ...]
    visit_column: str
    covariance: Floats
    structure: str
    notes: tuple[Note, ...]
    groups: tuple[Any, ...] = ()

    @property
    def covariances(self) -> dict[Any, Floats]:
        """(m, m) of each group whose covariance is its own; of "" alone where all share one."""
        m = len(self.visits)
        return {
            g: self.fit.v[k * m : (k + 1) * m, k * m : (k + 1) * m]
            for k, g in enumerate(self.groups or ("",))
        }

    @property
    def aic(self) -> float:
        """Of the restricted likelihood, counting covariance parameters alone."""
        return self.fit.deviance + 2 * len(self.fit.theta)

    def contrast(self, rows: Floats, names: Sequence[str]) -> Estimates:
        """Linear combinations of the coefficients; rows : (k, p)."""
        found = np.array([self.fit.test(r, self.covariance) for r in rows])
        return Estimates(tuple(names), found[:, 0], found[:, 1], found[:, 2], self.coefficients.level)

    def adjusted_means(self, arm: str, visit: Any) -> Estimates:
        """Of each arm at one visit."""
        names, rows = grid_rows(self.prepared.design, self.prepared.data, arm, {self.visit_column: visit})
        return self.contrast(rows, names)

    def differences(self, arm: str) -> Estimates:
        """Each arm's adjusted mean less the first's, at every visit; names "TRT - PBO, VIS1"."""
        rows, said = [], []
        for visit in self.visits:
            names, means = grid_rows(
                self.prepared.design, self.prepared.data, arm, {self.visit_column: visit}
            )
            rows.append(means[1:] - means[0])
            said += [f"{n} - {names[0]}, {visit}" for n in names[1:]]
        return self.contrast(np.concatenate(rows), said)


def mmrm(
    formula: str | Formula,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    method: str = "Satterthwaite",
    reml: bool = True,
    level: float = 95.0,
    printed: bool = False,
    variance_by: str | None = None,
) -> MMRMAnalysis:
    """Fit `y ~ baseline + arm * visit + us(visit | subject)` to the rows whose response is seen.

    method : "Satterthwaite"; "Kenward-Roger", with the second derivatives of R's mmrm; "Kenward-Roger-Linear", without. Structures: us, ar1, cs, ad, toep; with h for a variance at each visit;
    symm of one variance and any correlations; sp_exp of visits that are numbers. us(visit | arm / subject) gives each arm a covariance of its own. printed : the figures at
    which R's mmrm ends its search, not the optimum's (kernels.printed_mmrm). variance_by : a column whose groups share correlations but not standard deviations. Raises
    AnalysisError.
    """
    form = parse(formula) if isinstance(formula, str) else formula
    structure = form.special(*NAMES)
    if structure is None:
        raise AnalysisError(
            "The formula names no covariance structure.", where=form.said,
            fix=f"Add one, as us(visit | subject); there are {', '.join(NAMES)}.",
        )  # fmt: skip
    if method not in METHODS:
        raise AnalysisError(f"No method {method!r} for degrees of freedom: {', '.join(METHODS)}.")
    made = prepare(form, data, levels, (variance_by,) if variance_by else (), specials=NAMES)
    visit, visits = made.codes(structure.inside, _order(data, structure.inside, levels))
    apart, _, person = structure.group.rpartition("/")
    subject, _ = made.codes(person.strip())
    group, groups = made.codes(apart.strip()) if apart else (None, [])
    _check_groups(subject, group, apart)
    if variance_by:
        if group is not None or printed or structure.name == "sp_exp":
            raise AnalysisError(
                "Variances by group go with one structure over visits, and with no other program's search.",
                where=form.said, fix="Name the groups once.",
            )  # fmt: skip
        spread, groups = made.codes(variance_by, (levels or {}).get(variance_by))
    check_varies(made, made.numbers(form.response))
    times = np.array(visits, float) if structure.name == "sp_exp" and _numbers(visits) else None
    try:
        fitted = (
            _scaled(made, form, visit, subject, structure.name, spread, len(visits), reml)
            if variance_by
            else mmrm_kernel.fit(
                made.x,
                made.numbers(form.response),
                visit,
                subject,
                structure.name,
                reml,
                len(visits),
                group,
                times,
                printed,
            )
        )
    except ValueError as error:
        raise AnalysisError(str(error), where=form.said) from error
    covariance = METHODS[method](fitted)
    tested = np.array([fitted.test(r, covariance) for r in np.eye(len(fitted.b))])
    found = Estimates(made.design.names, tested[:, 0], tested[:, 1], tested[:, 2], level)
    return MMRMAnalysis(
        found, made, fitted, tuple(visits), structure.inside, covariance, structure.name,
        search_notes(made, fitted.converged, fitted.note), tuple(groups),
    )  # fmt: skip


def _scaled(
    made: Prepared, form: Formula, visit: NDArray[np.int64], subject: NDArray[np.int64], name: str,
    group: NDArray[np.int64], m: int, reml: bool,
) -> mmrm_kernel.MMRMFit:  # fmt: skip
    """With standard deviations of each group's own."""
    groups = int(group.max()) + 1
    of = variance_groups.Scaled(covariance_structure(name, m), m, groups)
    return mmrm_kernel.fit(
        made.x, made.numbers(form.response), visit + m * group, subject, of, reml, m * groups
    )


def _numbers(visits: Sequence[Any]) -> bool:
    return all(isinstance(v, int | float | np.number) for v in visits)


def _check_groups(subject: NDArray[np.int64], group: NDArray[np.int64] | None, name: str) -> None:
    """Raises AnalysisError where a subject is in two groups, whose covariance then is not told."""
    if group is None:
        return
    pairs = np.unique(np.column_stack([subject, group]), axis=0)
    if len(pairs) > len(np.unique(subject)):
        raise AnalysisError(f"A subject has several values of {name.strip()}.", where=name.strip())


def _order(data: Mapping[str, Any], name: str, levels: Levels | None) -> Sequence[Any] | None:
    if levels and name in levels:
        return levels[name]
    column = data.get(name)
    return list(column.cat.categories) if hasattr(column, "cat") else None


def check_varies(made: Prepared, y: Floats) -> None:
    """Raises AnalysisError where the terms tell the outcome exactly."""
    if len(y) < made.x.shape[1] + 1:
        raise AnalysisError(
            f"{len(y)} complete rows cannot tell {made.x.shape[1]} coefficients apart.",
            where=made.design.formula.said, fix="Leave terms out.",
        )  # fmt: skip
    residual = y - made.x @ np.linalg.lstsq(made.x, y, rcond=None)[0]
    if float(np.abs(residual).max()) <= 1e-10 * max(float(np.abs(y).max()), 1e-300):
        raise AnalysisError(
            f"{made.design.formula.response} does not vary beyond what the terms tell exactly: there is no error to judge by.",
            where=made.design.formula.said, fix="Look at the outcome's column: it may be constant.",
        )  # fmt: skip


def search_notes(made: Prepared, converged: bool, note: str) -> tuple[Note, ...]:
    notes = (
        [Note("data", f"{made.left_out} rows with a missing value were left out.")] if made.left_out else []
    )
    if note or not converged:
        notes.append(
            Note("convergence", f"{(note or 'The search did not converge').capitalize().rstrip('.')}.", True)
        )
    return tuple(notes)
