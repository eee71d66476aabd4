"""Repeated measures: MMRM, and random slopes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.analyse.columns import Levels
from trialwright.analyse.designs import design
from trialwright.analyse.estimates import Estimates, Note
from trialwright.analyse.formula import Formula, Special, parse
from trialwright.analyse.linear import grid_rows
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import mmrm as mmrm_kernel
from trialwright.kernels import random_effects, serial_effects, variance_groups
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


@dataclass(frozen=True)
class SlopesAnalysis:
    """coefficients : with Satterthwaite's degrees of freedom. containment : those that R's nlme gives instead. serial : the
    correlation of errors one step of time apart, where they are correlated. ratios : of the standard deviation of each group's
    errors to the first's, where they differ."""

    coefficients: Estimates
    containment: Estimates
    prepared: Prepared
    fit: random_effects.RandomEffectsFit
    random_names: tuple[str, ...]
    notes: tuple[Note, ...]
    serial: float | None = None
    ratios: dict[Any, float] = field(default_factory=dict)

    @property
    def standard_deviations(self) -> Floats:
        return np.sqrt(np.diag(self.fit.random))

    @property
    def correlations(self) -> Floats:
        """(q, q) of the random effects; nan where one does not vary."""
        sd = self.standard_deviations
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.fit.random / np.outer(sd, sd))

    @property
    def loglik(self) -> float:
        return -0.5 * self.fit.deviance


def random_slopes(
    formula: str | Formula,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    reml: bool = True,
    level: float = 95.0,
    variance_by: str | None = None,
) -> SlopesAnalysis:
    """Fit `y ~ month * arm + (month | id)`: random effects of one grouping factor, correlated; (month || id): not.

    With `+ ar1(month | id)` errors are autocorrelated by whole steps of time, with `+ sp_exp(month | id)` in continuous
    time; `ar1(1 | id)` counts a subject's rows as they stand. variance_by : a column by whose groups the errors' variance
    differs. Raises AnalysisError.
    """
    form = parse(formula) if isinstance(formula, str) else formula
    random = form.special("")
    if random is None:
        raise AnalysisError(
            "The formula has no random effect.", where=form.said, fix="Add one, as (month | id)."
        )
    also = (variance_by,) if variance_by else ()
    made = prepare(form, data, levels, also, specials=("", *serial_effects.NAMES))
    alone = random.group.startswith("|")
    person = random.group.removeprefix("|").strip()
    effects = parse(random.inside)
    z = design(effects, made.data, levels)
    group, labels = made.codes(person)
    y = made.numbers(form.response)
    check_varies(made, y)
    if len(labels) <= z.x.shape[1]:
        raise AnalysisError(
            f"{len(labels)} groups are too few for {z.x.shape[1]} random effects.", where=form.said
        )
    serial = form.special(*serial_effects.NAMES)
    ratios: dict[Any, float] = {}
    if variance_by:
        if serial is not None or alone:
            raise AnalysisError(
                "Variances by group go with correlated random effects and independent errors.",
                where=form.said,
            )
        spread, order = made.codes(variance_by, (levels or {}).get(variance_by))
        fitted, other, found = variance_groups.fit_random(made.x, z.x, y, group, spread, reml)
        ratios, rho = dict(zip(order, found.tolist(), strict=True)), None
        df = np.array([other.degrees_of_freedom(r) for r in np.eye(len(fitted.b))])
    elif serial is None:
        fitted, rho = random_effects.fit(made.x, z.x, y, group, reml, alone), None
        df = np.array(
            [
                random_effects.degrees_of_freedom(made.x, z.x, y, group, fitted, r)
                for r in np.eye(len(fitted.b))
            ]
        )
    else:
        fitted, df, rho = _serial(serial, made, z.x, y, group, person, reml, alone)
    error = np.sqrt(np.diag(fitted.covariance))
    inner = random_effects.inner_degrees_of_freedom(made.x, group).astype(float)
    # Where a variance is nil the likelihood does not curve: degrees of freedom by containment are what is left.
    df = np.where(np.isfinite(df), df, inner)
    notes = list(search_notes(made, fitted.converged, ""))
    if fitted.singular:
        notes.append(
            Note(
                "convergence",
                "A random effect has no variance, or two are one: degrees of freedom by containment.",
                True,
            )
        )
    return SlopesAnalysis(
        Estimates(made.design.names, fitted.b, error, df, level),
        Estimates(made.design.names, fitted.b, error, inner, level),
        made, fitted, z.names, tuple(notes), rho, ratios,
    )  # fmt: skip


def _serial(
    said: Special,
    made: Prepared,
    z: Floats,
    y: Floats,
    group: NDArray[np.int64],
    person: str,
    reml: bool,
    alone: bool,
) -> tuple[random_effects.RandomEffectsFit, Floats, float]:
    """The fit, its degrees of freedom, and the correlation one step apart."""
    if said.group != person or alone:
        raise AnalysisError(
            f"Errors by {said.group} with random effects by {person}.", where=said.group,
            fix="Name one subject, and correlated random effects, as (month | id) + ar1(month | id).",
        )  # fmt: skip
    time = _places_within(group) if said.inside == "1" else made.numbers(said.inside)
    if said.name == "ar1" and not np.array_equal(time, np.round(time)):
        raise AnalysisError(
            f"{said.inside} is not in whole steps.", where=said.inside, fix="Use sp_exp, of continuous time."
        )
    try:
        whole, fitted, rho = serial_effects.fit(made.x, z, y, group, time, said.name, reml)
    except ValueError as error:
        raise AnalysisError(str(error), where=said.inside) from error
    return whole, np.array([fitted.degrees_of_freedom(r) for r in np.eye(len(whole.b))]), rho


def _places_within(group: NDArray[np.int64]) -> Floats:
    """(n,) each row's place among those of its subject, from 0."""
    out = np.zeros(len(group))
    for g in np.unique(group):
        out[group == g] = np.arange(np.sum(group == g))
    return out


@dataclass(frozen=True)
class TwoStage:
    """Each patient's slope by least squares, compared by Welch's t."""

    difference: float
    error: float
    df: float
    p: float
    patients: tuple[int, int]


def two_stage_slopes(
    y: str, time: str, arm: str, subject: str, data: Mapping[str, Any], treated: Any = 1
) -> TwoStage:
    """Slope of the treated less the others'; patients with fewer than two times do not count."""
    made = prepare(f"{y} ~ {time}", data, None, (arm, subject))
    group, labels = made.codes(subject)
    t, values = made.numbers(time), made.numbers(y)
    arms = np.asarray(made.data[arm])
    slopes: dict[bool, list[float]] = {True: [], False: []}
    for g in range(len(labels)):
        at = group == g
        centred = t[at] - t[at].mean()
        if float(centred @ centred) > 0:
            slopes[bool(arms[at][0] == treated)].append(float(centred @ values[at] / (centred @ centred)))
    a, b = np.array(slopes[True]), np.array(slopes[False])
    if min(len(a), len(b)) < 2:
        raise AnalysisError(
            "An arm has fewer than two patients with a slope of their own.", where=time,
            fix="Look at the times: a slope needs two that differ.",
        )  # fmt: skip
    va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    error = math.sqrt(va + vb)
    df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    from scipy.stats import t as student_t

    gap = float(a.mean() - b.mean())
    return TwoStage(gap, error, float(df), float(2 * student_t.sf(abs(gap / error), df)), (len(a), len(b)))
