"""Time-to-event endpoints: Cox, log-rank, medians, restricted means."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from trialwright.analyse.columns import Levels
from trialwright.analyse.estimates import Estimates, Note, normal
from trialwright.analyse.expressions import column
from trialwright.analyse.formula import Formula, parse
from trialwright.analyse.prepare import Prepared, prepare
from trialwright.errors import AnalysisError
from trialwright.kernels import concordance, cox_diagnostics, kaplan_meier
from trialwright.kernels import cox as kernel
from trialwright.kernels import log_rank_groups as groups_kernel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]


def events(values: NDArray[Any], name: str = "status") -> Bools:
    """True where the event was seen: of 0 and 1, of 1 and 2 as older R data have it, or of False and True.

    Raises AnalysisError where the codes are others.
    """
    try:
        given = {float(v) for v in np.unique(values.astype(float))}
    except (TypeError, ValueError):
        raise AnalysisError(
            f"{name} holds words.", where=name, fix="Code events 1 and censoring 0."
        ) from None
    if given <= {0.0, 1.0}:
        return np.asarray(values.astype(float) == 1)
    if given <= {1.0, 2.0}:
        return np.asarray(values.astype(float) == 2)
    shown = ", ".join(f"{v:g}" for v in sorted(given)[:5])
    more = f" and {len(given) - 5} more" if len(given) > 5 else ""
    raise AnalysisError(
        f"{name} has the codes {shown}{more}.", where=name, fix="Code events 1 and censoring 0."
    )


_PLAIN = kernel.Known()


class CoxSummary(NamedTuple):
    """likelihood_ratio, wald, score : statistic and p of all coefficients against none. explained, explainable : R2 of Cox and
    Snell (1989) and the most it can be, 0 to 1. aic : with the partial likelihood."""

    likelihood_ratio: tuple[float, float]
    wald: tuple[float, float]
    score: tuple[float, float]
    explained: float
    explainable: float
    aic: float
    concordance: concordance.Concordance


def _tested(statistic: float, df: int) -> tuple[float, float]:
    return statistic, float(chi2.sf(statistic, df))


@dataclass(frozen=True)
class CoxAnalysis:
    """coefficients : log hazard ratios. likelihood_ratio : statistic and p of all against none."""

    coefficients: Estimates
    prepared: Prepared
    fit: kernel.CoxFit
    time: Floats
    event: Bools
    stratum: Integers | None
    ties: kernel.Ties
    notes: tuple[Note, ...]
    known: kernel.Known = _PLAIN

    def robust(self, cluster: str | None = None) -> Estimates:
        """Errors from the rows' score residuals, times their weights, summed by cluster. Rows without one: AnalysisError."""
        labels = None
        if cluster is not None:
            labels, _ = self.prepared.codes(cluster)
        v = cox_diagnostics.robust_covariance(
            self.prepared.x,
            self.time,
            self.event,
            self.fit,
            labels,
            self.stratum,
            self._ties(),
            self.known,
        )
        return normal(self.coefficients.names, self.fit.b, v, self.coefficients.level)

    def proportionality(
        self, transform: str = "km", by_column: bool = False
    ) -> tuple[tuple[str, ...], cox_diagnostics.Constancy]:
        """The test of each term, or of each coefficient, then GLOBAL; nan where these events cannot tell."""
        self._check_plain("the test of proportional hazards")
        if len(np.unique(self.time[self.event])) < 2:
            raise AnalysisError(
                "Hazard ratios over time cannot be told: all events are at one time.", where="proportional hazards",
                fix="Look at the column of times.",
            )  # fmt: skip
        design = self.prepared.design
        terms = list(design.names) if by_column else [":".join(t) for t in design.formula.terms]
        groups = [[j] for j in range(len(terms))] if by_column else [design.columns_of(t) for t in terms]
        found = cox_diagnostics.proportional_hazards(
            self.prepared.x, self.time, self.event, self.fit, groups, self.stratum, self._ties(), transform
        )
        return (*terms, "GLOBAL"), found

    def likelihood_ratio(self, term: str) -> tuple[float, float]:
        """Statistic and p of a term, by refitting without it."""
        gone = self.prepared.design.columns_of(term)
        kept = [j for j in range(self.prepared.x.shape[1]) if j not in gone]
        under = self.fit.loglik[0]
        if kept:
            under = kernel.fit(
                self.prepared.x[:, kept], self.time, self.event, self.stratum, self.ties, self.known
            ).loglik[1]
        statistic = max(0.0, 2 * (self.fit.loglik[1] - under))
        return statistic, float(chi2.sf(statistic, len(gone)))

    def summary(self, cluster: str | None = None) -> CoxSummary:
        """All against none, what is explained, and concordance. cluster : a column over whose groups the error of the
        concordance is summed. Raises AnalysisError with weights."""
        if self.known.weight is not None:
            raise AnalysisError(
                "These figures are not offered with weights.", fix="Use the model's own errors."
            )
        p, n = len(self.fit.b), self.fit.n
        at0, at_b = self.fit.loglik
        wald = float(self.fit.b @ np.linalg.solve(self.fit.covariance, self.fit.b))
        ratio = max(0.0, 2 * (at_b - at0))
        risk = self.prepared.x @ self.fit.b + (0.0 if self.known.offset is None else self.known.offset)
        labels = self.prepared.codes(cluster)[0] if cluster else None
        return CoxSummary(
            _tested(ratio, p), _tested(wald, p), _tested(self.fit.score, p),
            -math.expm1(-ratio / n), -math.expm1(2 * at0 / n), 2 * p - 2 * at_b,
            concordance.concordance(risk, self.time, self.event, self.stratum, self.known.start, labels),
        )  # fmt: skip

    def _check_plain(self, what: str) -> None:
        if any(k is not None for k in self.known):
            raise AnalysisError(
                f"{what} are not offered with weights, offsets or late entry.",
                fix="Use the model's own errors.",
            )

    def _ties(self) -> kernel.Ties:
        # Score residuals and the test of constancy are those of an approximate likelihood.
        return "efron" if self.ties == "exact" else self.ties


def cox(
    formula: str | Formula,
    data: Mapping[str, Any],
    time: str = "time",
    status: str = "status",
    ties: kernel.Ties = "efron",
    levels: Levels | None = None,
    also: tuple[str, ...] = (),
    level: float = 95.0,
    weights: str | None = None,
    start: str | None = None,
) -> CoxAnalysis:
    """Fit `~ arm + age + strata(site)` to complete cases; offset(x) adds x to the log hazard.

    also : columns that must be there too (a cluster). weights : a column of positive weights of the likelihood, with
    errors as if they were counts. start : a column of the times after which each row is at risk. Raises AnalysisError.
    """
    form = parse(formula) if isinstance(formula, str) else formula
    made = prepare(
        form, data, levels, (time, status, *also, *(c for c in (weights, start) if c)), intercept=False,
        specials=("strata", "offset"),
    )  # fmt: skip
    t, e = made.numbers(time), events(np.asarray(made.data[status]), status)
    _check_times(t, time)
    strata = ",".join(s.inside for s in form.specials if s.name == "strata")
    stratum = _strata(made, strata) if strata else None
    known = _known(made, t, weights, start, ties)
    if made.x.shape[1] == 0:
        raise AnalysisError("A Cox model needs a term.", where=form.said)
    fitted = kernel.fit(made.x, t, e, stratum, ties, known)
    _check_comparable(fitted, e, form)
    notes = (
        [Note("data", f"{made.left_out} rows with a missing value were left out.")] if made.left_out else []
    )
    if not fitted.converged:
        notes.append(Note("convergence", "A coefficient runs to infinity: a group has no event.", True))
    found = normal(made.design.names, fitted.b, fitted.covariance, level)
    analysis = CoxAnalysis(found, made, fitted, t, e, stratum, ties, tuple(notes), known)
    plain = all(k is None for k in known)
    return _with_checks(analysis) if fitted.converged and plain else analysis


def _check_comparable(fitted: kernel.CoxFit, event: Bools, form: Formula) -> None:
    """Raises AnalysisError where the likelihood is flat at no effect, which leaves no score."""
    if math.isnan(fitted.score):
        raise AnalysisError(
            "Hazards cannot be compared: "
            + ("there is no event." if not event.any() else "no deaths have others at risk, in the same stratum, who differ in every term."),
            where=form.said, fix="Look at the column of events, leave terms out, or take wider strata.",
        )  # fmt: skip


def _known(
    made: Prepared, time: Floats, weights: str | None, start: str | None, ties: kernel.Ties
) -> kernel.Known:
    """Raises AnalysisError for weights that are not positive, rows that end before they start, and exact ties with either."""
    if ties == "exact" and (weights or start):
        raise AnalysisError("Exact ties take neither weights nor late entry.", fix='Use ties="efron".')
    begun = made.numbers(start) if start else None
    if begun is not None and not (begun < time).all():
        raise AnalysisError(f"{start} is not before the end of follow-up in every row.", where=start or "")
    return kernel.Known(made.positive(weights) if weights else None, made.offset(), begun)


def _with_checks(analysis: CoxAnalysis) -> CoxAnalysis:
    from dataclasses import replace

    try:
        names, test = analysis.proportionality()
    except AnalysisError as error:
        note = Note("assumption", error.what, True)
        return replace(analysis, notes=(*analysis.notes, note))
    added = tuple(_constancy(n, float(p)) for n, p in zip(names, test.p, strict=True))
    return replace(analysis, notes=analysis.notes + added)


def _constancy(name: str, p: float) -> Note:
    of = "all terms" if name == "GLOBAL" else name
    if math.isnan(p):
        return Note(
            "assumption",
            f"Whether hazard ratios of {of} change with time cannot be tested in these events.",
            True,
        )
    what = f"Hazard ratios of {of} that do not change with time (Grambsch-Therneau, KM scale)."
    return Note("assumption", what, p < 0.05, p)


def _strata(made: Prepared, inside: str) -> Integers:
    """One number for each combination of the columns."""
    found = np.zeros(len(made.x), np.int64)
    for name in inside.split(","):
        codes, order = made.codes(name.strip())
        found = found * len(order) + codes
    return found


def _check_times(time: Floats, name: str) -> None:
    if not np.all(np.isfinite(time)) or (time < 0).any():
        raise AnalysisError(f"{name} has times that are negative or not finite.", where=name)


SCALES = ("log-log", "log", "plain", "logit", "arcsin")


@dataclass(frozen=True, kw_only=True)
class SurvivalCurves:
    """Of each group: curve. limits : their scale, of SCALES. left_out : rows with a missing value."""

    groups: tuple[Any, ...]
    curves: tuple[kaplan_meier.Curve, ...]
    left_out: int
    level: float = 95.0
    limits: str = "log-log"

    def medians(self) -> list[tuple[float, float, float]]:
        return [kaplan_meier.quantile(c, 0.5, self.level, self.limits) for c in self.curves]

    def survival_at(self, t: float) -> list[tuple[float, float, float]]:
        return [kaplan_meier.survival_at(c, t, self.level, self.limits) for c in self.curves]

    def restricted_means(self, until: float) -> list[tuple[float, float]]:
        """Mean survival up to `until` and its error, of each group."""
        return [kaplan_meier.restricted_mean(c, until) for c in self.curves]

    def quantiles(self, share: float) -> list[tuple[float, float, float]]:
        """When `share` of each group, between 0 and 1, have had the event."""
        if not 0 < share < 1:
            raise AnalysisError(f"{share} is no share of patients.", fix="Give a number between 0 and 1.")
        return [kaplan_meier.quantile(c, share, self.level, self.limits) for c in self.curves]

    def errors_at(self, t: float) -> list[float]:
        """Greenwood's standard error of survival at t."""
        return [kaplan_meier.error_at(c, t) for c in self.curves]


@dataclass(frozen=True, kw_only=True)
class SurvivalAnalysis(SurvivalCurves):
    """Curves with the log-rank test that compares them."""

    test: groups_kernel.LogRank


def curves(
    data: Mapping[str, Any],
    time: str = "time",
    status: str = "status",
    group: str | None = None,
    levels: Levels | None = None,
    level: float = 95.0,
    limits: str = "log-log",
    weights: str | None = None,
    start: str | None = None,
) -> SurvivalCurves:
    """Survival of each group, or of all; limits on a scale of SCALES. weights : a column of how many patients a row stands
    for. start : a column of the times after which each is at risk. Raises AnalysisError."""
    _check_scale(limits)
    made = prepare("~ 1", data, levels, (time, status, *(c for c in (group, weights, start) if c)))
    t, e = made.numbers(time), events(np.asarray(made.data[status]), status)
    _check_times(t, time)
    if len(t) == 0:
        raise AnalysisError("No row has a time, a status and a group.", fix="Look at what is missing.")
    codes, order = (
        made.codes(group, (levels or {}).get(group)) if group else (np.zeros(len(t), np.int64), ["all"])
    )
    known = _known(made, t, weights, start, "efron")
    if known.weight is not None and not np.array_equal(known.weight, np.round(known.weight)):
        raise AnalysisError(
            f"{weights} is not of whole numbers, of which Greenwood's variance would be wrong.", where=weights or "",
            fix="Take counts, or resample people for the limits.",
        )  # fmt: skip
    found = tuple(
        kaplan_meier.curve(
            t[codes == k],
            e[codes == k],
            *(v if v is None else v[codes == k] for v in (known.weight, known.start)),
        )
        for k in range(len(order))
    )
    return SurvivalCurves(
        groups=tuple(order), curves=found, left_out=made.left_out, level=level, limits=limits
    )


def _check_scale(limits: str) -> None:
    if limits not in SCALES:
        raise AnalysisError(f"No limits on a scale {limits!r}.", fix=f"There are {', '.join(SCALES)}.")


def survival(
    group: str,
    data: Mapping[str, Any],
    time: str = "time",
    status: str = "status",
    stratum: str | None = None,
    rho: float = 0.0,
    levels: Levels | None = None,
    level: float = 95.0,
    limits: str = "log-log",
) -> SurvivalAnalysis:
    """Compare groups. stratum : a column of strata, whose missing rows are left out; rho : weight S(t-)^rho; limits : of
    the curves, on a scale of SCALES."""
    _check_scale(limits)
    also = (group, time, status) + ((stratum,) if stratum else ())
    column(group, data)
    made = prepare("~ 1", data, levels, also)
    t, e = made.numbers(time), events(np.asarray(made.data[status]), status)
    _check_times(t, time)
    codes, order = made.codes(group, (levels or {}).get(group))
    if len(order) < 2:
        raise AnalysisError(f"{group} has one group only.", where=group)
    strata = made.codes(stratum)[0] if stratum else None
    each = tuple(kaplan_meier.curve(t[codes == k], e[codes == k]) for k in range(len(order)))
    test = groups_kernel.log_rank(t, e, codes, strata, rho)
    return SurvivalAnalysis(
        groups=tuple(order), curves=each, test=test, left_out=made.left_out, level=level, limits=limits
    )
