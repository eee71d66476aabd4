"""Cox, log-rank, medians, restricted means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from benchmarks.analysis.families._calls import follow_up_from, formula_of, levels, only, terms_of
from benchmarks.analysis.families.regressions import cox_call, terms_at, ties, weights_of
from trialwright.analyse import survival
from trialwright.analyse.formula import parse


def time_to_event(case: Case) -> dict[str, Any]:
    """The family: a Cox model, its diagnostics, or a comparison of groups."""
    if "survdiff" in case.call:
        return _groups(case)
    if "cox.zph" in case.call:
        return _diagnostics(case)
    if "coxph(" in case.call:
        return _cox(case)
    if "survfit(" in case.call:
        return _curves(case)
    raise Unknown(f"the call {case.call!r}")


def _cox(case: Case) -> dict[str, Any]:
    form, case, chosen = cox_call(case)
    fitted = survival.cox(form, case.data, levels=levels(case), **chosen)
    c = fitted.coefficients
    asked = terms_of(case, c.names)
    at = terms_at(case, c.names)
    clusters = chosen["also"][0] if chosen["also"] else None
    robust = (
        {"robust_se": fitted.robust(clusters).error[at], "robust_p": fitted.robust(clusters).p[at]}
        if clusters or re.search(r"robust\s*=\s*T", case.call)
        else {}
    )
    return robust | _summary(case, fitted, at, clusters) | {
        "terms": asked, "b": c.estimate[at], "se": c.error[at], "p": c.p[at], "loglik": list(fitted.fit.loglik),
        "score": fitted.fit.score, "n": fitted.fit.n, "nevent": fitted.fit.events,
    }  # fmt: skip


def _summary(case: Case, fitted: survival.CoxAnalysis, at: list[int], clusters: str | None) -> dict[str, Any]:
    """What `summary(coxph(...))` adds, where any of it is asked for; it rounds Wald's statistic to two decimals."""
    c = fitted.coefficients
    out: dict[str, Any] = {
        "hr": np.exp(c.estimate[at]), "hr_lb": np.exp(c.low[at]), "hr_ub": np.exp(c.high[at]), "z": (c.estimate / c.error)[at],
    }  # fmt: skip
    if fitted.known.weight is not None or not any(
        n.startswith(("concordance", "rsq", "lrt", "wald", "score_p", "AIC")) for n in case.expected
    ):
        return out
    s = fitted.summary(clusters)
    wald = round(s.wald[0], 2) if "summary(" in case.call else s.wald[0]
    return out | {
        "concordance": s.concordance.value, "concordance_se": s.concordance.error, "rsq": s.explained,
        "rsq_max": s.explainable, "lrt": s.likelihood_ratio[0], "lrt_p": s.likelihood_ratio[1], "wald": wald,
        "wald_p": s.wald[1], "score_p": s.score[1], "AIC": s.aic,
    }  # fmt: skip


def _diagnostics(case: Case) -> dict[str, Any]:
    """cox.zph's terms are the model's; the robust errors are clustered, over patients with a cluster."""
    only(
        case.call, "formula", "ties", "method", "transform", terms="TRUE|T|FALSE|F", time="\\w+", event="\\w+"
    )
    case, start, time, status = follow_up_from(case)
    if start:
        raise Unknown("diagnostics of rows that enter late")
    if re.search(r"coxph\([^~]*~", case.call):
        form = replace(formula_of(case.call, "coxph"), response="")
        form = replace(form, specials=tuple(s for s in form.specials if s.name != "cluster"))
    else:
        rows = [r for r in case.stated("zph_rows") if r != "GLOBAL"]
        form = parse(f"~ {' + '.join(rows)}")
    apart = re.search(r"(?<![\w.])terms\s*=\s*F", case.call) is not None
    said = re.search(r"\((\w+) transform|transform\s*=\s*['\"]?(\w+)", case.call)
    fitted = survival.cox(form, case.data, time, status, ties(case.call), levels(case))
    names, test = fitted.proportionality((said[1] or said[2]) if said else "km", apart)
    out: dict[str, Any] = {"zph_rows": list(names), "zph_chisq": test.chi_squared, "zph_p": test.p}
    cluster = re.search(r"clustered by ([\w.]+)|cluster\(([\w.]+)\)", case.call)
    if cluster:
        name = cluster[1] or cluster[2]
        again = survival.cox(form, case.data, time, status, ties(case.call), levels(case), (name,))
        out["robust_se"] = again.robust(name).error
    return out


def _groups(case: Case) -> dict[str, Any]:
    only(
        case.call,
        "formula",
        "rho",
        "time",
        "event",
        "conf.type",
        times=r"[\d.]+",
        rmean=r"[\d.]+",
        tau=r"[\d.]+",
    )
    case, start, time, status = follow_up_from(case)
    if start:
        raise Unknown("groups of rows that enter late")
    beside = re.search(r"stratified by ([\w.]+)", case.call)
    within = re.search(r"survdiff\([^~]*~[^,;]*strata\(([\w.]+)\)", case.call)
    stratum = beside[1] if beside else within[1] if within else None
    rho = re.search(r"\brho\s*=\s*([\d.]+)", case.call)
    case, group = _group(case, {time, status, stratum})
    order = levels(case)

    def compared(**asked: Any) -> survival.SurvivalAnalysis:
        return survival.survival(group, case.data, time, status, levels=order, limits=_limits(case), **asked)

    # The first weight that is named; strata in the formula itself are those of the test.
    plain = compared(rho=float(rho[1]) if rho else 0.0, **({"stratum": stratum} if within else {}))
    out: dict[str, Any] = {
        "obs": plain.test.observed, "exp": plain.test.expected, "chisq": plain.test.chi_squared, "p": plain.test.p,
        "chisq_rho1": compared(rho=1.0).test.chi_squared,
    }  # fmt: skip
    if stratum:
        out["chisq_strat"] = compared(stratum=stratum).test.chi_squared
    return out | _figures(case, plain)


def _curves(case: Case) -> dict[str, Any]:
    """`survfit(Surv(..) ~ group)`, limits on the scale of the logarithm unless it says otherwise."""
    only(
        case.call, "formula", "time", "event", "conf.type", "conf.int", "times", "rmean", "extend", "probs", "type", "weights", **{"se.fit": "TRUE|T"}
    )  # fmt: skip
    case, start, time, status = follow_up_from(case)
    if re.search(r"(?<![\w.])type\s*=\s*['\"](?!kaplan-meier)", case.call):
        raise Unknown("a curve that is not Kaplan and Meier's")
    right = formula_of(case.call, "survfit").said.partition("~")[2]
    alone = right.strip() in ("1", "")
    case, group = (case, None) if alone else _group(case, set(), "survfit")
    level = re.search(r"conf\.int\s*=\s*(0?\.\d+)", case.call)
    found = survival.curves(
        case.data,
        time,
        status,
        group,
        levels(case),
        100 * float(level[1]) if level else 95.0,
        _limits(case, "log"),
        weights_of(case),
        start,
    )
    out = _figures(case, found)
    if alone:
        out |= _at_times(case, found)
    out["n"] = [c.patients for c in found.curves]
    out["nevent"] = out["events"] = [c.deaths.sum() for c in found.curves]
    return {k: v[0] if alone and isinstance(v, list) and len(v) == 1 else v for k, v in out.items()}


def _at_times(case: Case, found: survival.SurvivalCurves) -> dict[str, Any]:
    """`summary(survfit(..), times = c(3, 8))`, and `quantile(survfit(..), c(.25, .5))`, of one curve."""
    curve = found.curves[0]
    out: dict[str, Any] = {}
    if said := re.search(r"times\s*=\s*(?:c\()?([\d., ]+)", case.call):
        times = [float(t) for t in said[1].strip(" ,").split(",")]
        s = [_as_r_has_it(found.survival_at(t)[0]) for t in times]
        out |= {
            "time": times, "surv": s, "std_err": [found.errors_at(t)[0] for t in times], "lower": [v[1] for v in s],
            "upper": [v[2] for v in s], "n_risk": [curve.risk_at(t) for t in times],
        }  # fmt: skip
        out["surv"] = [v[0] for v in s]
    if said := re.search(r"quantile\(.*?(?:probs\s*=\s*)?c\(([\d., ]+)\)\s*\)", case.call):
        q = [found.quantiles(float(p))[0] for p in said[1].split(",")]
        out |= {k: [_reached(v[i]) for v in q] for i, k in enumerate(("quantile", "lower", "upper"))}
    return out


def _as_r_has_it(told: tuple[float, float, float]) -> tuple[float, float, float]:
    """Survival with its limits. Where nobody has had the event the standard error is 0: R takes an interval of no width, ours has
    none (docs/methods/analysis.md)."""
    survival, low, high = told
    none = survival == 1.0 and np.isnan(low) and np.isnan(high)
    return (survival, survival, survival) if none else told


def _figures(case: Case, found: survival.SurvivalCurves) -> dict[str, Any]:
    """Medians, restricted means and survival at times, those that are asked for by name: S365, rmst500."""
    medians = found.medians()
    out: dict[str, Any] = {k: [m[i] for m in medians] for i, k in enumerate(("median", "med_lb", "med_ub"))}
    for name in case.expected:
        if said := re.fullmatch(r"rmst([\d.]+)", name):
            means = found.restricted_means(float(said[1]))
            out |= {name: [m[0] for m in means], f"{name}_se": [m[1] for m in means]}
        if said := re.fullmatch(r"S([\d.]+)", name):
            s = [_as_r_has_it(told) for told in found.survival_at(float(said[1]))]
            out |= {name + end: [v[i] for v in s] for i, end in enumerate(("", "_lb", "_ub"))}
            out[f"{name}_se"] = found.errors_at(float(said[1]))
        if said := re.fullmatch(r"q([\d.]+)", name):
            q = found.quantiles(float(said[1]) / (100 if float(said[1]) >= 1 else 1))
            out |= {name + end: [_reached(v[i]) for v in q] for i, end in enumerate(("", "_lb", "_ub"))}
    for key in ("median", "med_lb", "med_ub"):
        out[key] = [_reached(v) for v in out[key]]
    return out


def _reached(time: float) -> float | None:
    """R writes NA for a quantile that is not reached."""
    return None if time == float("inf") else time


def _limits(case: Case, otherwise: str = "log-log") -> str:
    """The scale of a curve's limits: R's own is "log"; the files' words say "(log-log CI)"."""
    said = re.search(r"conf\.type\s*=\s*['\"]([\w-]+)|\((log-log|log|plain|arcsin|logit) CI\)", case.call)
    if not said:
        return otherwise
    return said[1] or said[2]


def _group(case: Case, taken: set[str | None], function: str = "survdiff") -> tuple[Case, str]:
    """`Surv(..) ~ group`, of several factors their combinations, or the column named like an arm, or the first with as
    many values as results."""
    if "~" in case.call:
        form = parse("~" + formula_of(case.call, function).said.partition("~")[2])
        names = [n for t in form.terms for n in parse("~" + t[0]).columns]
        if len(names) == 1:
            return case, names[0]
        return _combined(case, names)
    k = next((len(v) for n in ("obs", "median", "exp") if isinstance(v := case.expected.get(n), list)), 2)
    free = [n for n in case.data if n not in taken]
    named = [n for n in free if n.lower() in ("arm", "trt", "treat", "treatment", "group", "rx", "sex")]
    for name in [*named, *free]:
        if len({v for v in case.data[name] if v is not None}) == k:
            return case, name
    raise Unknown(f"no column with {k} groups")


def _combined(case: Case, names: list[str]) -> tuple[Case, str]:
    """A column of the combinations of these, numbered in order with the last varying fastest."""
    rows = list(zip(*(case.data[n] for n in names), strict=True))
    whole = sorted({r for r in rows if None not in r})
    found = [whole.index(r) if None not in r else None for r in rows]
    return replace(case, data={**case.data, "computed group": found}), "computed group"


FAMILIES = {"survival": time_to_event}
