"""Methods for a binary endpoint. The outcome is 0 or 1 by the time they see it."""

from __future__ import annotations

import math

import numpy as np

from trialwright.analyse import logistic as regression
from trialwright.analyse.estimates import Note
from trialwright.analyse.methods import ADJUSTS, Method, Outcome, Task, estimable
from trialwright.analyse.rates import TwoRates, stratified, stratified_exact
from trialwright.errors import AnalysisError
from trialwright.kernels.mixed_effects import critical
from trialwright.model.analysis import Estimated


def _counts(task: Task) -> TwoRates:
    treated, control = task.two()
    seen = [task.of_arm(a)[task.endpoint.outcome].dropna() for a in (treated, control)]
    (x1, n1), (x2, n2) = ((int(s.sum()), len(s)) for s in seen)
    return TwoRates(x1, n1, x2, n2, task.level)


def _matrix(t: TwoRates) -> str:
    return f"matrix(c({t.x1}, {t.n1 - t.x1}, {t.x2}, {t.n2 - t.x2}), 2, byrow = TRUE)"


def _difference(t: TwoRates, limits: tuple[float, float] | None = None) -> Estimated:
    low, high = limits or t.newcombe()[1:]
    label = "risk difference (Miettinen-Nurminen)" if limits else "risk difference (Newcombe)"
    return Estimated(label=label, scale="risk difference", estimate=t.newcombe().estimate, low=low, high=high)


def _small(t: TwoRates) -> tuple[Note, ...]:
    """Whether the normal approximation is doubtful: an expected count under 5. Source: Cochran 1954."""
    events, n = t.x1 + t.x2, t.n1 + t.n2
    least = min(a * b / n for a in (t.n1, t.n2) for b in (events, n - events))
    return (
        Note("assumption", f"Smallest expected count {least:.1f}; the approximation asks for 5.", least < 5),
    )


def fisher(task: Task) -> Outcome:
    t = _counts(task)
    ratio = t.odds_ratio()
    main = Estimated(
        label="odds ratio (conditional)", scale="odds ratio", estimate=ratio.estimate, low=ratio.low, high=ratio.high,
        p=t.fisher(), main=True,
    )  # fmt: skip
    return Outcome((main, _difference(t)), (), f"fisher.test({_matrix(t)})")


def _of_difference(p: float, t: TwoRates, notes: tuple[Note, ...], call: str) -> Outcome:
    low, high = t.miettinen_nurminen()[1:]
    main = _difference(t, (low, high)).model_copy(update={"p": p, "main": True})
    return Outcome((main, _difference(t)), notes, call)


def chi_squared(task: Task) -> Outcome:
    t = _counts(task)
    return _of_difference(t.chi_squared(), t, _small(t), f"chisq.test({_matrix(t)}, correct = FALSE)")


def mid_p(task: Task) -> Outcome:
    t = _counts(task)
    return _of_difference(
        t.mid_p(), t, (), f"exact2x2::exact2x2({_matrix(t)}, midp = TRUE, tsmethod = 'central')"
    )


def boschloo(task: Task) -> Outcome:
    t = _counts(task)
    call = f"exact2x2::boschloo({t.x2}, {t.n2}, {t.x1}, {t.n1}, tsmethod = 'central')"
    return _of_difference(t.boschloo(), t, (), call)


def _logistic(task: Task, penalised: bool) -> Outcome:
    formula = task.formula()
    fitted = regression.logistic(formula, task.data, task.levels, penalised, level=task.level)
    estimable(fitted.notes, "State `fallback: firth`.")
    c, found = fitted.coefficients, []
    for arm in task.arms[1:]:
        j = c.index(f"{task.arm}{arm}")
        low, high = fitted.profile(c.names[j])[0] if penalised else (c.low[j], c.high[j])
        p = fitted.likelihood_ratio(c.names[j])[1] if penalised else float(c.p[j])
        found.append(
            Estimated(
                label=f"odds ratio, {arm} to {task.arms[0]}",
                scale="odds ratio",
                estimate=_exp(c.estimate[j]),
                low=_exp(low),
                high=_exp(high),
                p=p,
                main=True,
                arm=arm,
            )
        )
        risks = fitted.risks(task.arm, arm, task.arms[0])
        half = fitted.coefficients.level
        z = (risks.difference - 0.0, risks.difference_se)
        found.append(_standardised(arm, z, half))
    said = task.r_formula
    call = f"logistf::logistf({said}, data)" if penalised else f"glm({said}, binomial, data)"
    return Outcome(tuple(found), fitted.notes, call)


def _exp(value: float) -> float:
    return math.exp(value) if value < 700 else math.inf


def _standardised(arm: str, found: tuple[float, float], level: float) -> Estimated:
    from scipy.stats import norm

    estimate, error = found
    half = float(norm.ppf(0.5 + level / 200)) * error
    return Estimated(
        label=f"standardised risk difference, {arm}", scale="risk difference", estimate=estimate, low=estimate - half,
        high=estimate + half,
    )  # fmt: skip


def logistic(task: Task) -> Outcome:
    return _logistic(task, penalised=False)


def firth(task: Task) -> Outcome:
    return _logistic(task, penalised=True)


def cmh(task: Task) -> Outcome:
    treated, control = task.two()
    if not task.endpoint.strata:
        raise AnalysisError("The Cochran-Mantel-Haenszel test needs strata.", fix="State `strata`.")
    strata, outcome = list(task.endpoint.strata), task.endpoint.outcome
    used = task.data.dropna(subset=[outcome, *strata])
    tables = []
    for _, part in used.groupby(strata, observed=True):
        rows = [part[part[task.arm] == a][outcome].to_numpy(float) for a in (treated, control)]
        tables.append([[int(r.sum()), int(len(r) - r.sum())] for r in rows])
    mh = stratified(tables, level=task.level)
    main = Estimated(
        label="common odds ratio (Mantel-Haenszel)", scale="odds ratio", estimate=mh.odds_ratio, low=mh.low,
        high=mh.high, p=mh.p, main=True,
    )  # fmt: skip
    exact = stratified_exact(tables, task.level)
    second = Estimated(
        label="common odds ratio (exact)", scale="odds ratio", estimate=exact.odds_ratio, low=exact.low,
        high=exact.high, p=exact.p,
    )  # fmt: skip
    left = len(task.data) - len(used)
    notes = (Note("data", f"{left} rows without outcome or stratum were left out."),) if left else ()
    call = f"with(data, mantelhaen.test(table({task.arm}, {task.r_outcome}, interaction({', '.join(strata)}, drop = TRUE)), correct = FALSE))"
    return Outcome((main, second), notes, call)


def marker_curve(task: Task) -> Outcome:
    """Treatment x biomarker in a logistic model: the interaction's test, and the odds ratio over the marker."""
    treated, control = task.two()
    marker = task.marker()
    formula = task.formula(marker, f"{task.arm}:{marker}")
    fitted = regression.logistic(formula, task.data, task.levels, level=task.level)
    estimable(fitted.notes, "Too few patients have the event for an interaction.")
    c = fitted.coefficients
    term = f"{task.arm}{treated}:{marker}"
    name = term if term in c.names else f"{marker}:{task.arm}{treated}"
    i, j = c.index(f"{task.arm}{treated}"), c.index(name)
    p = fitted.likelihood_ratio(f"{task.arm}:{marker}")[1]
    # The p is the likelihood ratio's, so the limits are the profile's: those of Wald may exclude 1 where p does not.
    low, high = fitted.profile(name)[0]
    main = Estimated(
        label=f"ratio of odds ratios per unit of {marker}", scale="ratio of odds ratios", estimate=_exp(c.estimate[j]),
        low=_exp(low), high=_exp(high), p=p, main=True,
    )  # fmt: skip
    values = fitted.prepared.numbers(marker)
    covariance = fitted.fit.covariance
    figure, points = curve_over(values, c.estimate, covariance, i, j, task.level)
    rows = [
        Estimated(
            label=f"odds ratio, {treated} to {control}, at {marker} {x:g}",
            scale="odds ratio",
            estimate=_exp(m),
            low=_exp(lo),
            high=_exp(hi),
        )
        for x, m, lo, hi in points
    ]
    return Outcome(
        (main, *rows),
        fitted.notes,
        f"m <- glm({formula.replace(task.endpoint.outcome, task.r_outcome, 1)}, binomial, data); drop1(m, test = 'LRT'); confint(m)",
        figure,
        (marker, "log odds ratio"),
    )


def curve_over(
    values: np.ndarray,
    b: np.ndarray,
    covariance: np.ndarray,
    i: int,
    j: int,
    level: float,
    df: float = math.inf,
) -> tuple[dict[str, tuple[tuple[float, float], ...]], list[tuple[float, float, float, float]]]:
    """The effect b_i + b_j x with a pointwise band over the marker's middle 95 %, and its values at the quartiles. df : of
    the errors' t, infinite for the normal."""
    z = critical(df, level / 100)

    def at(x: float) -> tuple[float, float, float, float]:
        mean = float(b[i] + b[j] * x)
        half = z * math.sqrt(float(covariance[i, i] + 2 * x * covariance[i, j] + x * x * covariance[j, j]))
        return x, mean, mean - half, mean + half

    grid = [at(float(x)) for x in np.linspace(*np.quantile(values, [0.025, 0.975]), 41)]
    lines = {name: tuple((g[0], g[k]) for g in grid) for k, name in ((1, "effect"), (2, "low"), (3, "high"))}
    return lines, [at(float(x)) for x in np.quantile(values, [0.25, 0.5, 0.75])]


METHODS = {
    "fisher": Method(("binary",), "Fisher's exact test", fisher),
    "chi-squared": Method(("binary",), "Pearson's chi-squared test", chi_squared),
    "mid-p": Method(("binary",), "Fisher's test with mid-P", mid_p),
    "boschloo": Method(("binary",), "Boschloo's test", boschloo),
    "logistic": Method(("binary",), "logistic regression", logistic, ADJUSTS),
    "firth": Method(("binary",), "Firth's penalised logistic regression", firth, ADJUSTS),
    "cmh": Method(("binary",), "the Cochran-Mantel-Haenszel test", cmh, ("strata",)),
    "logistic interaction": Method(
        ("binary",), "logistic regression with interaction", marker_curve, (*ADJUSTS, "biomarker")
    ),
}
