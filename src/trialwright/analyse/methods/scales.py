"""Methods for continuous and ordinal endpoints seen once, and for courses."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import t as student_t

from trialwright.analyse import linear, ordinal, repeated, slopes
from trialwright.analyse.estimates import Estimates
from trialwright.analyse.methods import ADJUSTS, Method, Outcome, Task, estimable
from trialwright.analyse.methods.binary import curve_over
from trialwright.analyse.prepare import in_order
from trialwright.errors import AnalysisError
from trialwright.model.analysis import Estimated


def _rows(
    e: Estimates, scale: str, ratio: bool = False, main: bool = True, arms: Sequence[str] = ()
) -> tuple[Estimated, ...]:
    """arms : which each is of, where it is one's."""
    back = math.exp if ratio else float
    return tuple(
        Estimated(
            label=name,
            scale=scale,
            estimate=back(e.estimate[i]),
            low=back(e.low[i]),
            high=back(e.high[i]),
            p=float(e.p[i]),
            df=None if math.isinf(e.df[i]) else float(e.df[i]),
            main=main,
            arm=arms[i] if arms else "",
        )
        for i, name in enumerate(e.names)
    )


def ancova(task: Task) -> Outcome:
    formula = task.formula()
    fitted = linear.ancova(formula, task.data, task.levels, task.level)
    means = fitted.adjusted_means(task.arm)
    robust = fitted.differences(task.arm, "HC3")
    named = Estimates(
        tuple(f"{n} (HC3)" for n in robust.names), robust.estimate, robust.error, robust.df, robust.level
    )
    shown = tuple(
        r.model_copy(update={"p": None, "label": f"adjusted mean, {r.label}"})
        for r in _rows(means, "mean", main=False)
    )
    return Outcome(
        _rows(fitted.differences(task.arm), "mean difference", arms=task.arms[1:])
        + _rows(named, "mean difference", main=False, arms=task.arms[1:]) + shown,
        fitted.notes, f"emmeans::emmeans(lm({formula}, data), trt.vs.ctrl ~ {task.arm}, adjust = 'none')",
    )  # fmt: skip


def robust_ancova(task: Task) -> Outcome:
    """With HC3 errors for the main figure."""
    found = ancova(task)
    robust = [r.label.endswith("(HC3)") for r in found.estimates]
    first = [r.model_copy(update={"main": True}) for r, of in zip(found.estimates, robust, strict=True) if of]
    rest = [
        r.model_copy(update={"main": False}) for r, of in zip(found.estimates, robust, strict=True) if not of
    ]
    call = f"lmtest::coeftest(lm({task.formula()}, data), vcov. = sandwich::vcovHC)"
    return Outcome((*first, *rest), tuple(n for n in found.notes if "variance" not in n.what), call)


def interaction(task: Task) -> Outcome:
    """Treatment x biomarker in a linear model, with the effect over the marker."""
    treated, control = task.two()
    marker = task.marker()
    formula = task.formula(marker, f"{task.arm}:{marker}")
    fitted = linear.ancova(formula, task.data, task.levels, task.level)
    c = fitted.coefficients
    j = next(k for k, n in enumerate(c.names) if ":" in n and marker in n)
    one = Estimates((f"difference per unit of {marker}",), c.estimate[[j]], c.error[[j]], c.df[[j]], c.level)
    i = c.index(f"{task.arm}{treated}")
    figure, points = curve_over(
        fitted.prepared.numbers(marker), c.estimate, fitted.covariance, i, j, task.level, fitted.fit.df
    )
    at = tuple(
        Estimated(
            label=f"{treated} - {control}, at {marker} {x:g}",
            scale="mean difference",
            estimate=m,
            low=a,
            high=b,
        )
        for x, m, a, b in points
    )
    return Outcome(
        _rows(one, "interaction") + at, fitted.notes, f"lm({formula}, data)", figure, (marker, "difference")
    )


def proportional_odds(task: Task) -> Outcome:
    e = task.endpoint
    levels = task.levels | ({e.outcome: list(e.categories)} if e.categories else {})
    fitted = ordinal.proportional_odds(task.formula(), task.data, levels, level=task.level)
    estimable(fitted.notes, "State `fallback: win probability`.")
    c = fitted.coefficients
    at = [c.index(f"{task.arm}{a}") for a in task.arms[1:]]
    names = tuple(f"common odds ratio of a higher category, {a} to {task.arms[0]}" for a in task.arms[1:])
    found = Estimates(names, c.estimate[at], c.error[at], c.df[at], c.level)
    rows = _rows(found, "odds ratio", ratio=True, arms=task.arms[1:])
    if len(task.arms) == 2:
        rows += (_win(task),)
    call = f"ordinal::clm(factor({e.outcome}{_order(e.categories)}) ~ {task.formula().split('~ ')[1]}, data = data)"
    return Outcome(rows, fitted.notes, call)


def _order(categories: tuple[object, ...]) -> str:
    return f", levels = c({', '.join(repr(c) for c in categories)})" if categories else ""


def _win(task: Task) -> Estimated:
    """Win probability of the treated, by the direction that is better; Brunner-Munzel limits."""
    treated, control = task.two()
    e = task.endpoint
    rank = {c: i for i, c in enumerate(e.categories)}
    a, b = (
        np.array([rank.get(v, v) for v in task.of_arm(arm)[e.outcome].dropna()], float)
        for arm in (treated, control)
    )
    if min(len(a), len(b)) < 2:
        raise AnalysisError(
            f"An arm has fewer than two patients with a value of {e.outcome}.", where=task.name,
            fix="Look at the outcome's column: wins need an error to be judged by.",
        )  # fmt: skip
    w = ordinal.wins(a, b, e.better == "lower")
    half = float(student_t.ppf(0.5 + task.level / 200, w.df)) * w.probability_error
    t = (w.probability - 0.5) / w.probability_error if w.probability_error > 0 else math.nan
    return Estimated(
        label=f"win probability, {treated} (win ratio {w.ratio:.3g}, win odds {w.odds:.3g})", scale="probability",
        estimate=w.probability, low=w.probability - half, high=w.probability + half,
        p=None if math.isnan(t) else float(2 * student_t.sf(abs(t), w.df)), df=w.df,
    )  # fmt: skip


def win(task: Task) -> Outcome:
    found = _win(task).model_copy(update={"main": True})
    e = task.endpoint
    return Outcome((found,), (), f"brunnermunzel::brunnermunzel.test({e.outcome} ~ {task.arm}, data = data)")


def mmrm(task: Task) -> Outcome:
    """Kenward-Roger without second derivatives; the arms at the visit that counts, then at every other."""
    e = task.endpoint
    if not e.visit:
        raise AnalysisError("An MMRM needs the column of visits.", fix="State `visit` (and `subject`).")
    base = [f"{e.baseline} * {e.visit}"] if e.baseline else []
    right = " + ".join([f"{task.arm} * {e.visit}", *base, *e.covariates])
    of = f"{task.arm} / {task.subject}" if e.structure_by_arm else task.subject
    formula = f"{e.outcome} ~ {right} + {e.structure}({e.visit} | {of})"
    visits = in_order(task.data[e.visit].tolist())
    levels = task.levels | {e.visit: visits}
    fitted = repeated.mmrm(formula, task.data, levels, "Kenward-Roger-Linear", level=task.level)
    found = fitted.differences(task.arm)
    at = visits[-1] if e.at is None else e.at
    if at not in visits:
        raise AnalysisError(f"No visit {at!r} in {e.visit}.", fix=f"There are {', '.join(map(str, visits))}.")
    others = len(task.arms) - 1
    rows = [
        r.model_copy(update={"main": visits[k // others] == at, "arm": task.arms[1 + k % others]})
        for k, r in enumerate(_rows(found, "mean difference"))
    ]
    rows.sort(key=lambda r: not r.main)
    means = {
        arm: tuple(
            (float(k), float(fitted.adjusted_means(task.arm, v).estimate[i])) for k, v in enumerate(visits)
        )
        for i, arm in enumerate(task.arms)
    }
    fit = f"mmrm::mmrm({formula}, data, method = 'Kenward-Roger', vcov = 'Kenward-Roger-Linear')"
    call = f"emmeans::emmeans({fit}, trt.vs.ctrl ~ {task.arm} | {e.visit}, adjust = 'none')"
    return Outcome(
        tuple(rows),
        fitted.notes,
        call,
        means,
        (f"{e.visit} ({', '.join(map(str, visits))})", "adjusted mean"),
    )


def slope(task: Task) -> Outcome:
    e = task.endpoint
    if not e.time:
        raise AnalysisError("A slope needs the column of times.", fix="State `time` (and `subject`).")
    if not pd.api.types.is_numeric_dtype(task.data[e.time]):
        raise AnalysisError(
            f"{e.time} holds words: a slope needs times that are numbers.", where=task.name,
            fix="Name the column of days or months, not that of visits.",
        )  # fmt: skip
    right = " + ".join([f"{task.arm} * {e.time}", *([e.baseline] if e.baseline else []), *e.covariates])
    formula = f"{e.outcome} ~ {right} + ({e.time} | {task.subject})"
    fitted = slopes.random_slopes(formula, task.data, task.levels, level=task.level)
    c = fitted.coefficients
    at = fitted.prepared.design.columns_of(f"{task.arm}:{e.time}")
    names = tuple(f"difference of slopes, {a} to {task.arms[0]}" for a in task.arms[1:])
    found = Estimates(names, c.estimate[at], c.error[at], c.df[at], c.level)
    return Outcome(
        _rows(found, "slope", arms=task.arms[1:]), fitted.notes, f"lmerTest::lmer({formula}, data)"
    )


METHODS = {
    "ancova": Method(("continuous",), "analysis of covariance", ancova, ADJUSTS),
    "ancova HC3": Method(("continuous",), "analysis of covariance with HC3 errors", robust_ancova, ADJUSTS),
    "ancova interaction": Method(
        ("continuous",), "analysis of covariance with interaction", interaction, (*ADJUSTS, "biomarker")
    ),
    "proportional odds": Method(("ordinal",), "proportional odds regression", proportional_odds, ADJUSTS),
    "win probability": Method(("ordinal", "continuous"), "the Brunner-Munzel test of wins", win),
    "mmrm": Method(("repeated",), "a mixed model for repeated measures (Kenward-Roger)", mmrm, ADJUSTS),
    "random slopes": Method(("slope",), "a random-slopes model", slope, ADJUSTS),
}
