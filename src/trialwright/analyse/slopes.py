"""Random slopes of repeated measures, and slopes of each subject compared in two stages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.analyse.columns import Levels
from trialwright.analyse.designs import design
from trialwright.analyse.estimates import Estimates, Note
from trialwright.analyse.formula import Formula, Special, parse
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.analyse.repeated import check_varies, search_notes
from trialwright.errors import AnalysisError
from trialwright.kernels import random_effects, serial_effects, variance_groups

Floats = NDArray[np.float64]
_SINGULAR = Note(
    "convergence", "A random effect has no variance, or two are one: degrees of freedom by containment.", True
)


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
    random = _random_effect(form)
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
    rho: float | None = None
    ratios: dict[Any, float] = {}
    if variance_by and (serial is not None or alone):
        raise AnalysisError(
            "Variances by group go with correlated random effects and independent errors.", where=form.said
        )
    if variance_by:
        codes = made.codes(variance_by, (levels or {}).get(variance_by))
        fitted, df, ratios = _by_groups(made, z.x, y, group, *codes, reml)
    elif serial is None:
        fitted, df = _independent(made, z.x, y, group, reml, alone)
    else:
        fitted, df, rho = _serial(serial, made, z.x, y, group, person, reml, alone)
    error = np.sqrt(np.diag(fitted.covariance))
    inner = random_effects.inner_degrees_of_freedom(made.x, group).astype(float)
    # Where a variance is nil the likelihood does not curve: degrees of freedom by containment are what is left.
    df = np.where(np.isfinite(df), df, inner)
    notes = (*search_notes(made, fitted.converged, ""), *([_SINGULAR] if fitted.singular else []))
    return SlopesAnalysis(
        Estimates(made.design.names, fitted.b, error, df, level),
        Estimates(made.design.names, fitted.b, error, inner, level),
        made, fitted, z.names, notes, rho, ratios,
    )  # fmt: skip


def _random_effect(form: Formula) -> Special:
    """The formula's random effect, of one grouping factor."""
    random = form.special("")
    if random is None:
        raise AnalysisError(
            "The formula has no random effect.", where=form.said, fix="Add one, as (month | id)."
        )
    if "/" in random.group:
        raise AnalysisError(
            f"{random} has groups within groups, and this method has one kind of them.", where=form.said,
            fix="Name one grouping column.",
        )  # fmt: skip
    return random


def _independent(
    made: Prepared, z: Floats, y: Floats, group: NDArray[np.int64], reml: bool, alone: bool
) -> tuple[random_effects.RandomEffectsFit, Floats]:
    """The fit with independent errors of one variance, and its degrees of freedom."""
    fitted = random_effects.fit(made.x, z, y, group, reml, alone)
    of = random_effects.degrees_of_freedom
    return fitted, np.array([of(made.x, z, y, group, fitted, r) for r in np.eye(len(fitted.b))])


def _by_groups(
    made: Prepared,
    z: Floats,
    y: Floats,
    group: NDArray[np.int64],
    spread: NDArray[np.int64],
    order: Sequence[Any],
    reml: bool,
) -> tuple[random_effects.RandomEffectsFit, Floats, dict[Any, float]]:
    """The fit, its degrees of freedom, and each group's errors against the first's. spread : (rows,) codes into order."""
    fitted, other, found = variance_groups.fit_random(made.x, z, y, group, spread, reml)
    df = np.array([other.degrees_of_freedom(r) for r in np.eye(len(fitted.b))])
    return fitted, df, dict(zip(order, found.tolist(), strict=True))


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
