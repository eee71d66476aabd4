"""Covariance with adjusted means and their comparisons; interactions of a treatment with a covariate."""

from __future__ import annotations

import re
from typing import Any, get_args

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from benchmarks.analysis.families._calls import formula_of, levels, only
from benchmarks.analysis.families.regressions import cox_call, logistic_case, terms_at, weights_of
from trialwright.analyse import contrasts, linear, survival
from trialwright.analyse.formula import parse
from trialwright.kernels.least_squares import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)


def covariance(case: Case) -> dict[str, Any]:
    """`lm(...)`, adjusted means, robust errors, F of the treatment and of its interaction."""
    only(
        case.call,
        "formula",
        "type",
        "vcov",
        "weights",
        "specs",
        "infer",
        method="pairwise|trt\\.vs\\.ctrl1?",
        adjust="\\w+",
    )
    form = formula_of(case.call, "lm")
    order = levels(case)
    fitted = linear.ancova(form, case.data, order, weights=weights_of(case))
    c = fitted.coefficients
    at = terms_at(case, c.names)
    means_of = case.expected.get("emmeans", {})
    named = re.search(
        r"emmeans\((?:[^()]*?,)?\s*(?:specs\s*=\s*)?(?:(?:pairwise|trt\.vs\.ctrl1?)?\s*~\s*|['\"])(\w+)",
        case.call,
    )
    factor = next((n for n in means_of if n in case.data), named[1] if named else next(iter(order), ""))
    out: dict[str, Any] = {
        "terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at], "p": c.p[at],
        **{k.lower(): fitted.robust(k).error[at] for k in KINDS},
        "sigma": np.sqrt(fitted.fit.sigma2),
    }  # fmt: skip
    if not factor:
        return out
    m, d = fitted.adjusted_means(factor), fitted.differences(factor)
    out["emmeans"] = {
        factor: list(m.names),
        "emmean": m.estimate,
        "SE": m.error,
        "df": m.df,
        "lb": m.low,
        "ub": m.high,
    }
    out["contrasts"] = {
        "contrast": list(d.names), "est": d.estimate, "SE": d.error, "df": d.df, "lb": d.low, "ub": d.high, "p": d.p,
    }  # fmt: skip
    if said := _compared(case):
        out["contrasts"] = _contrasts(fitted, factor, *said)
    f, p = fitted.term(factor)
    out |= {f"F_{factor.lower()}": f, f"p_{factor.lower()}": p, "F_treat": f, "p_treat": p}
    said = re.search(r"(\w+:\w+) interaction", case.call)
    if said:
        one, other = said[1].split(":")
        crossed = parse(f"{form.said} + {one}:{other}")
        out["F_interaction"], out["p_interaction"] = linear.ancova(
            crossed, case.data, order, weights=weights_of(case)
        ).term(said[1])
    return out


def _compared(case: Case) -> tuple[str, str] | None:
    """How `contrast(emmeans(...), method, adjust)` or `pairs()` compares, with R's adjustment where none is said."""
    if re.search(r"(?<![\w.])pairs\(", case.call):
        kind = "pairwise"
    elif (found := re.search(r"contrast\(.*?['\"](pairwise|trt\.vs\.ctrl1?)['\"]", case.call)) or (
        found := re.search(r"emmeans\(.*?\b(pairwise|trt\.vs\.ctrl1?)\s*~", case.call)
    ):
        kind = found[1]
    else:
        return None
    said = re.search(r"adjust\s*=\s*['\"](\w+)", case.call)
    adjust = said[1] if said else "tukey" if kind == "pairwise" else "dunnettx"
    # R takes Sidak's for comparisons that are not all pairs.
    return kind, "sidak" if adjust == "tukey" and kind != "pairwise" else adjust


def _contrasts(fitted: linear.LinearAnalysis, factor: str, kind: str, adjust: str) -> dict[str, Any]:
    if adjust not in contrasts.ADJUSTMENTS:
        raise Unknown(f"the adjustment {adjust}")
    d = contrasts.pairwise(fitted, factor) if kind == "pairwise" else fitted.differences(factor)
    means = len(fitted.adjusted_means(factor).names)
    out: dict[str, Any] = {
        "contrast": list(d.names), "est": d.estimate, "SE": d.error, "df": d.df, "t": d.statistic,
        "p": contrasts.adjusted_p(d, adjust, means),
    }  # fmt: skip
    if adjust in ("none", "tukey", "bonferroni", "sidak"):
        half = contrasts.half_widths(d, adjust, means)
        out |= {"lb": d.estimate - half, "ub": d.estimate + half}
    return out


def interaction(case: Case) -> dict[str, Any]:
    """A treatment-by-covariate interaction in `glm`, `coxph` or `lm`."""
    if "glm(" in case.call:
        return logistic_case(case)
    if "coxph(" not in case.call:
        return covariance(case)
    form, case, asked = cox_call(case)
    fitted = survival.cox(form, case.data, levels=levels(case), **asked)
    c = fitted.coefficients
    at = terms_at(case, c.names)
    crossed = [":".join(t) for t in form.terms if len(t) > 1][-1]
    columns = fitted.prepared.design.columns_of(crossed)
    return {
        "terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at],
        "p_int": c.p[columns[0]] if len(columns) == 1 else None,
        "lrt_p": fitted.likelihood_ratio(crossed)[1], "loglik": list(fitted.fit.loglik),
    }  # fmt: skip


FAMILIES = {"ancova": covariance, "interaction": interaction}
