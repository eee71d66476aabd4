"""Methods for a time to an event."""

from __future__ import annotations

import math

from scipy.stats import norm

from trialwright.analyse import survival
from trialwright.analyse.estimates import Note
from trialwright.analyse.methods import ADJUSTS, Method, Outcome, Task, estimable
from trialwright.analyse.methods.binary import curve_over
from trialwright.analyse.survival_figure import survival_figure
from trialwright.errors import AnalysisError
from trialwright.model.analysis import Estimated


def _groups(task: Task) -> survival.SurvivalAnalysis:
    e = task.endpoint
    data, stratum = task.data, None
    if e.strata:
        data = data.assign(stratum_=data[list(e.strata)].astype(str).agg(" / ".join, axis=1))
        stratum = "stratum_"
    return survival.survival(
        task.arm, data, e.outcome, e.status, stratum, levels=task.levels, level=task.level
    )


def _outcome(
    task: Task,
    estimates: tuple[Estimated, ...],
    notes: tuple[Note, ...],
    call: str,
    groups: survival.SurvivalAnalysis,
) -> Outcome:
    """The estimates, each arm's median, and the figure of the arms."""
    drawn = survival_figure(groups)
    return Outcome(
        (*estimates, *_medians(groups)), notes, call, drawn.steps, (task.endpoint.outcome, "without the event"),
        drawn.bands, drawn.at_risk,
    )  # fmt: skip


def _medians(found: survival.SurvivalAnalysis) -> tuple[Estimated, ...]:
    return tuple(
        Estimated(label=f"median, {arm}", scale="time", estimate=m, low=lo, high=hi)
        for arm, (m, lo, hi) in zip(found.groups, found.medians(), strict=True)
        if math.isfinite(m)
    )


def cox(task: Task) -> Outcome:
    e = task.endpoint
    terms = [task.arm, *([e.baseline] if e.baseline else []), *e.covariates]
    right = " + ".join([*terms, *([f"strata({', '.join(e.strata)})"] if e.strata else [])])
    fitted = survival.cox(f"~ {right}", task.data, e.outcome, e.status, levels=task.levels, level=task.level)
    estimable(fitted.notes, "State `fallback: log-rank`.")
    c, groups = fitted.coefficients, _groups(task)
    rows = []
    for arm in task.arms[1:]:
        j = c.index(f"{task.arm}{arm}")
        rows.append(
            Estimated(
                label=f"hazard ratio, {arm} to {task.arms[0]}",
                scale="hazard ratio",
                estimate=math.exp(c.estimate[j]),
                low=math.exp(c.low[j]),
                high=math.exp(c.high[j]),
                p=float(c.p[j]),
                main=True,
                arm=arm,
            )
        )
    call = _r(f"coxph({_surv(task)} ~ {right}, data)")
    return _outcome(task, tuple(rows), fitted.notes, call, groups)


def _r(call: str) -> str:
    """The package attached, since its formulas find strata() no other way."""
    return f"library(survival); {call}"


def _surv(task: Task) -> str:
    return f"Surv({task.endpoint.outcome}, {task.endpoint.status})"


def interaction(task: Task) -> Outcome:
    """Treatment x biomarker in a Cox model: the interaction's test, and the hazard ratio over the marker."""
    e, marker = task.endpoint, task.marker()
    treated, control = task.two()
    terms = [task.arm, *([e.baseline] if e.baseline else []), *e.covariates, marker, f"{task.arm}:{marker}"]
    right = " + ".join([*terms, *([f"strata({', '.join(e.strata)})"] if e.strata else [])])
    fitted = survival.cox(f"~ {right}", task.data, e.outcome, e.status, levels=task.levels, level=task.level)
    estimable(fitted.notes, "Too few patients have the event for an interaction.")
    c = fitted.coefficients
    i, (j,) = c.index(f"{task.arm}{treated}"), fitted.prepared.design.columns_of(f"{task.arm}:{marker}")
    figure, points = curve_over(
        fitted.prepared.numbers(marker), c.estimate, fitted.fit.covariance, i, j, task.level
    )
    main = Estimated(
        label=f"ratio of hazard ratios per unit of {marker}", scale="ratio of hazard ratios",
        estimate=math.exp(c.estimate[j]), low=math.exp(c.low[j]), high=math.exp(c.high[j]), p=float(c.p[j]), main=True,
    )  # fmt: skip
    rows = [
        Estimated(
            label=f"hazard ratio, {treated} to {control}, at {marker} {x:g}", scale="hazard ratio", estimate=math.exp(m),
            low=math.exp(low), high=math.exp(high),
        )
        for x, m, low, high in points
    ]  # fmt: skip
    call = _r(f"coxph({_surv(task)} ~ {right}, data)")
    return Outcome((main, *rows), fitted.notes, call, figure, (marker, "log hazard ratio"))


def log_rank(task: Task) -> Outcome:
    e, groups = task.endpoint, _groups(task)
    observed, expected = groups.test.observed, groups.test.expected
    v = float(groups.test.covariance[1, 1])
    if len(task.arms) != 2:
        raise AnalysisError(
            f"The log-rank test here compares two arms; the data have {len(task.arms)}.", where=task.name,
            fix="Keep two by `population`, or use `cox`.",
        )  # fmt: skip
    if v <= 0:
        raise AnalysisError(
            "No event happened while both arms were at risk.", where=task.name,
            fix="Look at `status`: it is 1 where the event was seen.",
        )  # fmt: skip
    score = float(observed[1] - expected[1])
    estimate, half = score / v, float(norm.ppf(0.5 + task.level / 200)) / math.sqrt(v)
    main = Estimated(
        label=f"hazard ratio (Peto), {task.arms[1]} to {task.arms[0]}", scale="hazard ratio",
        estimate=math.exp(estimate), low=math.exp(estimate - half), high=math.exp(estimate + half), p=groups.test.p,
        main=True,
    )  # fmt: skip
    strata = f" + strata({', '.join(e.strata)})" if e.strata else ""
    call = _r(f"survdiff({_surv(task)} ~ {task.arm}{strata}, data)")
    return _outcome(task, (main,), (), call, groups)


def restricted_mean(task: Task) -> Outcome:
    e, groups = task.endpoint, _groups(task)
    task.two()
    if e.until is None:
        raise AnalysisError("A restricted mean needs a time to restrict it to.", fix="State `until`.")
    (m0, s0), (m1, s1) = groups.restricted_means(e.until)
    if math.isnan(m0) or math.isnan(m1):
        raise AnalysisError(f"An arm's follow-up ends before {e.until:g}.", fix="State an earlier `until`.")
    gap, error = m1 - m0, math.hypot(s0, s1)
    if not error > 0:
        raise AnalysisError(
            f"No event up to {e.until:g}: the means are exactly alike, with nothing to judge them by.", where=task.name,
            fix="State a later `until`, or report the counts.",
        )  # fmt: skip
    half = float(norm.ppf(0.5 + task.level / 200)) * error
    main = Estimated(
        label=f"difference of mean survival up to {e.until:g}, {task.arms[1]} - {task.arms[0]}", scale="time",
        estimate=gap, low=gap - half, high=gap + half, p=float(2 * norm.sf(abs(gap / error))), main=True,
    )  # fmt: skip
    call = _r(f"print(survfit({_surv(task)} ~ {task.arm}, data), rmean = {e.until!r})")
    return _outcome(task, (main,), (), call, groups)


METHODS = {
    "cox": Method(("time_to_event",), "Cox regression", cox, (*ADJUSTS, "strata")),
    "cox interaction": Method(
        ("time_to_event",), "Cox regression with interaction", interaction, (*ADJUSTS, "strata", "biomarker")
    ),
    "log-rank": Method(("time_to_event",), "the log-rank test", log_rank, ("strata",)),
    "restricted mean": Method(("time_to_event",), "restricted mean survival", restricted_mean, ("until",)),
}
