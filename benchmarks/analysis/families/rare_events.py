"""Tables with few events: Mantel-Haenszel, Peto, corrected inverse variance, and binomial mixed models."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.stats import chi2
from scipy.stats import f as f_law

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families._calls import with_rows
from benchmarks.analysis.families._tested import tested
from benchmarks.analysis.families.effects import moderators, pairwise
from benchmarks.analysis.families.effects import sensitivity as of_effects
from trialwright.kernels.heterogeneity import residual_q, typical_variance
from trialwright.kernels.mixed_effects import critical, reference
from trialwright.pool import models
from trialwright.pool.common import common_effect
from trialwright.pool.counts import (
    RATES,
    CountsFit,
    counts_regression,
    odds_ratio_model,
    proportion_model,
    rate_ratio_model,
)
from trialwright.pool.measures import effect_sizes


def common(case: Case) -> dict[str, Any]:
    words = metafor.checked(case)
    metafor.without_moderators(case)
    of = "PETO" if "rma.peto" in case.call else metafor.measure(words)
    if of is None:
        raise Unknown("the measure")
    case = metafor.complete(case, metafor.of_measure(case, of))
    add, drop = words.argument("add"), words.argument("drop00")
    found = common_effect(
        of, **metafor.columns(case, of), level=metafor.level(words), floored=False,
        correct=words.argument("correct") not in ("FALSE", "F"), add=float(Fraction(add)) if add else 0.5,
        drop00=None if drop is None else drop in ("TRUE", "T"),
    )  # fmt: skip
    if (words.argument("to") or "only0") != "only0":
        raise Unknown("which tables are added to")
    q, df = found.heterogeneity.statistic, max(found.trials - 1, 1)
    return {
        "b": found.effect, "se": found.se, "pval": found.p, "ci_lb": found.low, "ci_ub": found.high,
        "stat": found.effect / found.se, "zval": found.effect / found.se, "H2": q / df, "I2": 100 * max(0.0, q - df) / q if q > 0 else 0.0,
        "k": len(next(v for v in case.data.values() if isinstance(v, list))),
        "QE": found.heterogeneity.statistic, "QEp": found.heterogeneity.p, "k_yi": found.trials,
        "CMH": found.cochran.statistic, "CMHp": found.cochran.p,
        "Tarone": found.tarone.statistic, "TaroneP": found.tarone.p,
    }  # fmt: skip


def refitted(case: Case, rows: list[list[int]]) -> dict[str, Any]:
    """Mantel-Haenszel's or Peto's estimate of some trials at a time: `leave1out(rma.mh(...))`, `cumul(rma.peto(...))`."""
    found = [common(with_rows(case, [i in keep for i in range(max(map(max, rows)) + 1)])) for keep in rows]
    names = {
        "est": "b",
        "se": "se",
        "zval": "zval",
        "pval": "pval",
        "ci_lb": "ci_lb",
        "ci_ub": "ci_ub",
        "Q": "QE",
        "Qp": "QEp",
    }
    return {ours: [f[theirs] for f in found] for ours, theirs in names.items()}


def of_trials_left(case: Case) -> dict[str, Any]:
    """`leave1out()` or `cumul()` of `rma.mh()` or `rma.peto()`."""
    inner = re.search(r"rma\.(?:mh|peto)\(.*?\)(?=\s*(?:,|\)|$))", case.call)
    order = re.search(r"(?<![\w.])order\s*=\s*([A-Za-z.][\w.]*)", case.call)
    if inner is None or "transf" in case.call:
        raise Unknown(case.call)
    k = len(next(v for v in case.data.values() if isinstance(v, list)))
    if case.call.startswith("leave1out"):
        rows = [[j for j in range(k) if j != i] for i in range(k)]
    elif order and order[1] not in case.data:
        raise Unknown("the order")
    else:
        place = np.argsort(case.column(order[1]), kind="stable") if order else np.arange(k)
        rows = [[int(j) for j in place[: i + 1]] for i in range(k)]
    return refitted(replace(case, call=inner[0]), rows)


def inverse_variance(case: Case) -> dict[str, Any]:
    words = metafor.checked(case)
    out = pairwise(case)
    if np.ndim(out["b"]):
        return out
    out |= {"OR": math.exp(out["b"]), "OR_lb": math.exp(out["ci_lb"]), "OR_ub": math.exp(out["ci_ub"])}
    y, v, case = metafor.effects(case, words)
    floored = models.meta_analysis(y, v, method=metafor.method(words), test="adhoc")
    low, high = (float(end[0]) for end in floored.interval(metafor.level(words)))
    return out | {
        "adhoc_se": float(floored.se[0]), "adhoc_lb": low, "adhoc_ub": high,
        "adhoc_OR_lb": math.exp(low), "adhoc_OR_ub": math.exp(high),
    }  # fmt: skip


def rare_events(case: Case) -> dict[str, Any]:
    if re.match(r"rma\.(mh|peto)", case.call):
        return common(case)
    if case.call.startswith("rma.glmm"):
        return glmm(case)
    return inverse_variance(case)


def proportions(case: Case) -> dict[str, Any]:
    return glmm(case) if case.call.startswith("rma.glmm") else pairwise(case)


def glmm(case: Case) -> dict[str, Any]:
    """`rma.glmm(measure='OR', model in A, B, ...)`, `rma.glmm PLO`, or rates; R's own model is UM.FS."""
    words = metafor.checked(
        case, "model", "mods", "btt", method="ML|FE|EE|CE", test="z|t", nAGQ="7", measure="OR|IRR|PLO|IRLN"
    )
    of = metafor.measure(Words(case.call))
    asked = {
        "method": "ml" if (words.argument("method") or "ML") == "ML" else "common",
        "test": words.argument("test") or "z",
    }
    named = re.findall(r"\b(?:UM\.FS|UM\.RS|CM\.EL|CM\.AL)\b", re.split(r"\)\s*\(", case.call)[0]) or [
        "UM.FS"
    ]
    if of == "IRLN" or re.search(r"(?<![\w.])mods\s*=", case.call):
        return _regression(case, words, str(of), named, asked)
    at = metafor.level(words)
    if of == "PLO":
        case = metafor.complete(case, ["xi", "ni"])
        columns = metafor.columns(case, "PLO")
        found = proportion_model(columns["x"], columns["n"], **asked)
        return _counts(case, found, at, "PLO") | {"prop": 1 / (1 + math.exp(-found.effect))}
    if of == "IRR" and len(named) == 1 and named[0] in RATES:
        case = metafor.complete(case, metafor.of_measure(case, "IRR"))
        fit = rate_ratio_model(**metafor.columns(case, "IRR"), **asked, model=named[0])
        return _counts(case, fit, at, "IRR")
    if of != "OR":
        raise Unknown(case.call)
    case = metafor.complete(case, metafor.of_measure(case, "OR"))
    columns = metafor.columns(case, "OR")
    fits = [
        {"model": m} | _counts(case, odds_ratio_model(**columns, model=m, **asked), at, "OR") for m in named
    ]
    return {"fits": fits} if len(fits) > 1 else fits[0]


def _counts(case: Case, found: CountsFit, level: float, of: str) -> dict[str, Any]:
    half = critical(found.df, level) * found.se
    return _typical(case, of, found.tau2) | {
        "b": found.effect, "se": found.se, "pval": found.p, "ci_lb": found.effect - half, "ci_ub": found.effect + half,
        "tau2": found.tau2, "QE_Wld": found.wald[0], "QE_LRT": found.likelihood_ratio[0], "k": found.trials,
    }  # fmt: skip


def _typical(case: Case, of: str, tau2: float, x: np.ndarray | None = None) -> dict[str, Any]:
    """I2 and H2 against the typical variance of the trials' own effects, a half added to tables with a zero cell."""
    own = effect_sizes(of, **metafor.columns(case, of))
    design = np.ones((len(own.v), 1)) if x is None else x[own.kept]
    if len(own.v) <= design.shape[1]:
        return {}
    typical = typical_variance(own.v, design)
    return {"I2": 100 * tau2 / (tau2 + typical), "H2": tau2 / typical + 1}


MODELS = {"PLO": "proportion", "IRLN": "rate", "OR": "odds-ratio", "IRR": "rate-ratio"}


def _regression(case: Case, words: Words, of: str, named: list[str], asked: dict[str, str]) -> dict[str, Any]:
    """With moderators, of one count a trial: of two groups, CM.AL of odds ratios and CM.EL of rate ratios."""
    if len(named) > 1 or {"OR": "CM.AL", "IRR": "CM.EL"}.get(of, named[0]) != named[0]:
        raise Unknown(f"moderators with the model {', '.join(named)}")
    form, made = moderators(case)
    case = metafor.complete(case, [*metafor.of_measure(case, of), *(form.columns if form else ())])
    x, terms = made(case)
    found = counts_regression(MODELS[of], x, **asked, **metafor.columns(case, of))
    se = np.sqrt(np.diag(found.covariance))
    half = critical(found.df, metafor.level(words)) * se
    at = tested(case.call, terms)
    wald = float(found.beta[at] @ np.linalg.solve(found.covariance[np.ix_(at, at)], found.beta[at]))
    law: Any = chi2(len(at)) if math.isinf(found.df) else f_law(len(at), found.df)
    wald = wald if math.isinf(found.df) else wald / len(at)
    p = 2 * reference(found.df).sf(np.abs(found.beta / se))
    return _typical(case, of, found.tau2, x) | {
        "terms": terms, "b": metafor.one(found.beta), "se": metafor.one(se), "pval": metafor.one(p),
        "ci_lb": metafor.one(found.beta - half), "ci_ub": metafor.one(found.beta + half), "tau2": found.tau2,
        "QE_LRT": found.likelihood_ratio[0], "k": int(found.used.sum()), "QM": wald, "QMp": float(law.sf(wald)),
        "QE_Wld": _own_q(case, of, x),
    }  # fmt: skip


def _own_q(case: Case, of: str, x: np.ndarray) -> float:
    """Residual heterogeneity of the trials' own effects, of those without a zero cell."""
    own = effect_sizes(of, to="none", **metafor.columns(case, of))
    return residual_q(own.y, own.v, x[own.kept])


def sensitivity(case: Case) -> dict[str, Any]:
    """Of a common effect of tables, or of effects."""
    return of_trials_left(case) if re.search(r"\brma\.(?:mh|peto)\(", case.call) else of_effects(case)


FAMILIES = {
    "sensitivity": sensitivity,
    "mantel-haenszel": common,
    "peto": common,
    "rare-events": rare_events,
    "proportions": proportions,
}
