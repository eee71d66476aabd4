"""Covariance with adjusted means and their comparisons; interactions of a treatment with a covariate."""

from __future__ import annotations

import re
from typing import Any, get_args

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from benchmarks.analysis.families._calls import formula_of, levels, only
from benchmarks.analysis.families.regressions import cox_call, logistic_case, terms_at, weights_of
from trialwright.analyse import contrasts, linear, survival
from trialwright.analyse.columns import Levels, factor_column, plain
from trialwright.analyse.estimates import Estimates
from trialwright.analyse.formula import Formula, parse
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
        "by",
        "at",
        *re.findall(r"at\s*=\s*list\(\s*([\w.]+)\s*=", case.call),
        "level",
        "test",
        method="pairwise|trt\\.vs\\.ctrl1?",
        adjust="\\w+",
        ref="\\w+",
    )
    form = formula_of(case.call, "lm")
    means_of = case.expected.get("emmeans", {})
    order = levels(case) | _shown(case, case.expected.get("contrasts", {}) | means_of)
    said = re.search(r"(?<![\w.])level\s*=\s*(0?\.\d+)", case.call)
    level = 100 * float(said[1]) if said else 95.0
    fitted = linear.ancova(form, case.data, order, level, weights=weights_of(case))
    if table := re.match(r"([aA]nova)\(", case.call):
        return _table(case, fitted, table[1] == "Anova")
    c = _judged(case, fitted)
    at = terms_at(case, c.names)
    out: dict[str, Any] = {
        "terms": [c.names[i] for i in at], "b": c.estimate[at], "se": c.error[at], "t": c.statistic[at], "p": c.p[at],
        **{k.lower(): fitted.robust(k).error[at] for k in KINDS},
        "sigma": np.sqrt(fitted.fit.sigma2),
    }  # fmt: skip
    factors = _factors(case, means_of) or list(order)[:1]
    if not factors:
        return out
    factor, held = factors[0], _held(case)
    if "emmeans(" in case.call or {"emmeans", "contrasts"} & case.expected.keys():
        out |= _means(fitted, factors, held) | _differences(case, fitted, factors, held)
    if frozenset([factor]) in map(frozenset, form.terms):
        f, p = fitted.term(factor)
        out |= {f"F_{factor.lower()}": f, f"p_{factor.lower()}": p, "F_treat": f, "p_treat": p}
    return out | _interaction(case, form, order)


def _interaction(case: Case, form: Formula, order: Levels) -> dict[str, Any]:
    """F of an interaction that the call names in words, added to the model."""
    said = re.search(r"(\w+:\w+) interaction", case.call)
    if said is None:
        return {}
    one, other = said[1].split(":")
    crossed = parse(f"{form.said} + {one}:{other}")
    f, p = linear.ancova(crossed, case.data, order, weights=weights_of(case)).term(said[1])
    return {"F_interaction": f, "p_interaction": p}


def _table(case: Case, fitted: linear.LinearAnalysis, given_all: bool) -> dict[str, Any]:
    """`anova(lm(...))`, terms as they come, or `Anova(lm(...), type=2)`, each given all others."""
    if re.search(r"(?<![\w.])type\s*=\s*(?!['\"]?(?:2|II)\b)", case.call):
        raise Unknown(f"the type of tests in {case.call!r}")
    rows = fitted.sequential()
    if given_all:
        rows = [(name, df, *fitted.term(name)) for name, df, _, _ in rows]
    names, df, f, p = (list(column) for column in zip(*rows, strict=True))
    return {"terms": names, "df": df, "F": f, "p": p}


def _judged(case: Case, fitted: linear.LinearAnalysis) -> Estimates:
    """The coefficients; by `coeftest(..., vcov = vcovHC(type = 'HC3'))`, with these errors."""
    if not case.call.startswith("coeftest("):
        return fitted.coefficients
    said = re.search(r"vcovHC\((?:[^()]*?type\s*=\s*['\"](\w+)['\"])?", case.call)
    if not said or (said[1] or "HC3") not in KINDS:
        raise Unknown(f"the errors in {case.call!r}")
    return fitted.robust(said[1] or "HC3")


def _shown(case: Case, means: dict[str, Any]) -> dict[str, list[Any]]:
    """Levels of text columns in the order in which the reference's means have them."""
    found = {}
    for name, values in means.items():
        given = {v for v in case.data.get(name, []) if v is not None}
        if isinstance(values, list) and given and given == set(values):
            found[name] = list(dict.fromkeys(values))
    return found


def _factors(case: Case, means: dict[str, Any]) -> list[str]:
    """`emmeans(fit, ~ a | b)`, `"a", by = "b"`, `pairwise ~ a`; or the columns that the means name."""
    said = re.search(
        r"emmeans\((?:[^()]*?,)?\s*(?:specs\s*=\s*)?(?:(?:pairwise|trt\.vs\.ctrl1?)?\s*~\s*|['\"])([\w.]+(?:\s*[|*+:]\s*[\w.]+)*)",
        case.call,
    )
    by = re.search(r"(?<![\w.])by\s*=\s*['\"]([\w.]+)", case.call)
    named = re.split(r"\s*[|*+:]\s*", said[1]) if said else [n for n in means if n in case.data]
    return [*named, *([by[1]] if by else [])]


def _held(case: Case) -> dict[str, float]:
    """`at = list(age = 50)`. Raises Unknown for anything else."""
    if not re.search(r"(?<![\w.])at\s*=", case.call):
        return {}
    said = re.search(r"(?<![\w.])at\s*=\s*list\(\s*([\w.]+)\s*=\s*(-?[\d.]+)\s*\)", case.call)
    if not said:
        raise Unknown(f"the values in {case.call!r}")
    return {said[1]: float(said[2])}


def _means(fitted: linear.LinearAnalysis, factors: list[str], held: dict[str, float]) -> dict[str, Any]:
    cells, m = fitted.adjusted_means_by(factors, held)
    columns = {f: [plain(cell[i]) for cell in cells] for i, f in enumerate(factors)}
    return {"emmeans": columns | {"emmean": m.estimate, "SE": m.error, "df": m.df, "lb": m.low, "ub": m.high}}


def _differences(
    case: Case, fitted: linear.LinearAnalysis, factors: list[str], held: dict[str, float]
) -> dict[str, Any]:
    """Within each level of the factor that they are by."""
    said = _compared(case)
    if len(factors) == 1:
        ref = re.search(r"(?<![\w.])ref\s*=\s*['\"]([^'\"]+)['\"](?=[^()]*\)\s*$)", case.call)
        how = said or ("trt.vs.ctrl", "none")
        return {"contrasts": _contrasts(fitted, factors[0], *how, held, ref[1] if ref else None)}
    by = re.search(r"\||(?<![\w.])by\s*=", case.call)
    if not said or not by or len(factors) > 2:
        return {}
    order = next(
        v for a, v in fitted.prepared.design.coding.levels.items() if factors[1] in (a, factor_column(a)[0])
    )
    each = [_contrasts(fitted, factors[0], *said, {**held, factors[1]: v}) for v in order]
    joined = {k: [x for found in each for x in found[k]] for k in each[0]}
    joined[factors[1]] = [plain(v) for v, found in zip(order, each, strict=True) for _ in found["est"]]
    return {"contrasts": joined}


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


def _contrasts(
    fitted: linear.LinearAnalysis,
    factor: str,
    kind: str,
    adjust: str,
    held: dict[str, Any],
    ref: str | None = None,
) -> dict[str, Any]:
    """p is left out of an adjustment that is not known here, as Dunnett's by simulation."""
    d = (
        contrasts.pairwise(fitted, factor, held)
        if kind == "pairwise"
        else fitted.differences(factor, at=held, against=ref)
    )
    means = len(fitted.adjusted_means(factor).names)
    out: dict[str, Any] = {
        "contrast": [_named(n, factor) for n in d.names], "est": d.estimate, "SE": d.error, "df": d.df, "t": d.statistic,
    }  # fmt: skip
    if adjust in contrasts.ADJUSTMENTS:
        out["p"] = contrasts.adjusted_p(d, adjust, means)
    if adjust in ("none", "tukey", "bonferroni", "sidak"):
        half = contrasts.half_widths(d, adjust, means)
        out |= {"lb": d.estimate - half, "ub": d.estimate + half}
    return out


def _named(contrast: str, factor: str) -> str:
    """emmeans writes a factor's name before levels that are numbers."""
    ends = contrast.split(" - ")
    if all(re.fullmatch(r"-?[\d.]+", e) for e in ends):
        return " - ".join(f"{factor}{e}" for e in ends)
    return contrast


def interaction(case: Case) -> dict[str, Any]:
    """A treatment-by-covariate interaction in `glm`, `coxph` or `lm`."""
    if "glm(" in case.call:
        return logistic_case(case)
    if "coxph(" not in case.call:
        return covariance(case) | _last_product(case)
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


def _last_product(case: Case) -> dict[str, Any]:
    """F and p of the last interaction of `lm(...)`."""
    fitted = linear.ancova(formula_of(case.call, "lm"), case.data, levels(case), weights=weights_of(case))
    crossed = [":".join(t) for t in fitted.prepared.design.formula.terms if len(t) > 1]
    if not crossed:
        return {}
    f, p = fitted.term(crossed[-1])
    return {"F_int": f, "p_int": p, "wald_p": p}


FAMILIES = {"ancova": covariance, "interaction": interaction}
