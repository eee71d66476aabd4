"""Pairwise meta-analysis of any measure, moderators, subgroups, sensitivity and small-study effects."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families._after import after, asked
from benchmarks.analysis.families._calls import levels, to_the_end
from benchmarks.analysis.families._tested import tested
from trialwright.analyse.designs import design
from trialwright.analyse.formula import Formula, parse
from trialwright.kernels import effect_sizes as kernel
from trialwright.kernels.heterogeneity import METHODS, error_at
from trialwright.kernels.influence import Influence
from trialwright.kernels.mixed_effects import Fit, critical
from trialwright.pool import bias, models
from trialwright.pool.external import e_value
from trialwright.pool.multilevel import as_multilevel, robust_to_clusters

AFTER = (
    "tau2", "weighted", "weights", "cluster", "btt", "newmods", "transf", "intercept",
)  # fmt: skip


def pairwise(case: Case) -> dict[str, Any]:
    words = metafor.checked(
        case,
        *AFTER,
        clubSandwich="TRUE|T|FALSE|F",
        adjust="TRUE|T",
    )
    if re.search(r"(?<![\w.])mods\s*=", case.call) or re.search(r"\brma(?:\.uni)?\([^)]*~", case.call):
        return meta_regression(case)
    column = words.argument("weights")
    y, v, case = metafor.effects(case, words, *([column] if column else []))
    if several := re.search(r"method in ([A-Z,]+)", case.call):
        return {"fits": [_short(y, v, m) for m in several[1].split(",")]}
    found = models.meta_analysis(
        y, v, method=metafor.method(words), test=metafor.test(words), **metafor.fixed(words, case)
    )
    out = metafor.fields(found, len(y), metafor.level(words)) | {"yi": y, "vi": v}
    ones = np.ones((len(y), 1))
    out |= after(case, words, found, (y, v, ones))
    out |= _taken(words, y, v, ones, found.tau2) | _clustered(case, words, found, (y, v, ones))
    of = metafor.measure(words)
    if of in ("PR", "PLN", "PLO", "PAS", "PFT"):
        out |= _proportion(case, of, out)
    if of == "ZCOR":
        out |= {
            f"cor{end}": float(np.tanh(out[k])) for end, k in (("", "b"), ("_lb", "ci_lb"), ("_ub", "ci_ub"))
        }
    return out


def _taken(words: Words, y: np.ndarray, v: np.ndarray, x: np.ndarray, tau2: float) -> dict[str, float]:
    """metafor gives a variance that is taken the error that its estimator gives one that is estimated."""
    name = metafor.method(words)
    return {"se_tau2": error_at(y, v, x, tau2, name)} if words.argument("tau2") and name in METHODS else {}


def _short(y: np.ndarray, v: np.ndarray, name: str) -> dict[str, Any]:
    found = metafor.fields(models.meta_analysis(y, v, method=metafor.method(Words(name))), len(y))
    return {"method": name, **{f: found[f] for f in ("b", "se", "tau2", "I2", "QE")}}


def _proportion(case: Case, of: str, out: dict[str, Any]) -> dict[str, Any]:
    def back(y: float) -> float:
        if of == "PR":
            return y
        if of == "PLN":
            return float(np.exp(y))
        if of == "PLO":
            return 1 / (1 + np.exp(-y))
        if of == "PAS":
            return float(np.sin(np.clip(y, 0, np.pi / 2)) ** 2)
        return float(kernel.proportion_of_freeman_tukey(y, 1 / np.mean(1 / case.column("ni"))))

    return {"prop": back(out["b"]), "prop_lb": back(out["ci_lb"]), "prop_ub": back(out["ci_ub"])}


def heterogeneity(case: Case) -> dict[str, Any]:
    words = metafor.checked(case)
    x, (y, v, _), _ = _regressed(case, words)
    found = models.heterogeneity(y, v, x, method=metafor.method(words), level=metafor.level(words))
    rows = {"tau^2": found.tau2, "tau": found.tau, "I^2(%)": found.i2, "H^2": found.h2}
    columns = {name: [row[i] for row in rows.values()] for i, name in enumerate(("est", "lb", "ub"))}
    return {"table_rows": list(rows), **columns}


def meta_regression(case: Case) -> dict[str, Any]:
    words = metafor.checked(
        case,
        *AFTER,
        clubSandwich="TRUE|T|FALSE|F",
        adjust="TRUE|T",
    )
    x, (y, v, case), terms = _regressed(case, words)
    if x is None:
        raise Unknown("no moderators are named")
    method, test, at_level = metafor.method(words), metafor.test(words), metafor.level(words)
    found = _tested(case, models.meta_analysis(y, v, x, method, test, **metafor.fixed(words, case)), terms)
    given = metafor.fixed(words, case)
    share = 0.0 if "tau2" in given else models.explained(y, v, x, method, given.get("weights"))
    # metafor writes 0 where no heterogeneity is there to explain.
    out = metafor.fields(found, len(y), at_level) | {"R2": 0.0 if np.isnan(share) else share, "terms": terms}
    out |= after(case, words, found, (y, v, x)) | {"pred_at": case.expected.get("pred_at")}
    out |= _clustered(case, words, found, (y, v, x))
    out |= _taken(words, y, v, x, found.tau2)
    if "pred_at" in case.expected and not case.call.startswith("predict("):
        at = np.asarray(case.stated("pred_at"), dtype=float)
        if terms[:1] != ["intrcpt"] or len(terms) != 2:
            raise Unknown("predictions of a model that is not one moderator's")
        convention = "z" if test == "z" else "t(k-1)"
        new = models.predict(found, np.column_stack([np.ones(len(at)), at]), convention, at_level)
        out |= {
            "pred_at": case.stated("pred_at"), "pred": new.mean, "pred_lb": new.low, "pred_ub": new.high,
            "pi_lb": new.new_low, "pi_ub": new.new_high,
        }  # fmt: skip
    return out


def _tested(case: Case, found: Fit, terms: list[str]) -> Fit:
    """With the omnibus test of `btt=`, where it is said."""
    if not re.search(r"(?<![\w.])btt\s*=", case.call):
        return found
    return models.tested_together(found, tested(case.call, terms))


def _clustered(
    case: Case, words: Words, found: Fit, of: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> dict[str, Any]:
    """`robust(rma(...), cluster=id)`: the errors, and what is judged by them."""
    if not case.call.startswith("robust("):
        return {}
    y, v, x = of
    name = words.argument("cluster") or ""
    if name not in case.data:
        raise Unknown(f"the clusters {name}")
    r = robust_to_clusters(
        as_multilevel(found, v), y, case.data[name], x, words.argument("clubSandwich") in ("TRUE", "T")
    )
    half = np.array([critical(df, metafor.level(words)) for df in r.df]) * r.se
    return {
        "se": metafor.one(r.se), "stat": metafor.one(found.beta / r.se), "pval": metafor.one(r.p), "df": metafor.one(r.df),
        "ci_lb": metafor.one(found.beta - half), "ci_ub": metafor.one(found.beta + half),
    }  # fmt: skip


def _regressed(case: Case, words: Words) -> tuple[np.ndarray | None, metafor.Effects, list[str]]:
    """The design matrix of `mods=~a+factor(b)`, with the effects and the terms that go with it; None without it."""
    said = re.search(
        r"(?<![\w.])mods\s*=\s*(~.*)|\brma(?:\.uni)?\(\s*(?:yi\s*=\s*)?[\w.]+\s*(~.*)", case.call
    )
    listed = re.search(r"(?<![\w.])mods\s*=\s*(?:cbind\(([\w., ]+)\)|([A-Za-z][\w.]*))", case.call)
    if not said and not listed:
        if re.search(r"\brma(?:\.uni)?\([^)]*~|(?<![\w.])mods\s*=", case.call):
            raise Unknown("a formula that is not that of mods=")
        return None, metafor.effects(case, words), []
    form, made = moderators(case)
    found = metafor.effects(case, words, *(form.columns if form else ()))
    x, terms = made(found.case)
    return x, found, ["intrcpt", "mods"] if listed and listed[2] and not said and len(terms) == 2 else terms


def moderators(case: Case) -> tuple[Formula | None, Callable[[Case], tuple[np.ndarray, list[str]]]]:
    """The formula of `mods=~a+factor(b)`, of `yi~a`, or of `mods=cbind(a, b)`, and what makes its design of a case; the mean
    alone where there is none."""
    said = re.search(
        r"(?<![\w.])mods\s*=\s*(~.*)|\brma(?:\.uni)?\(\s*(?:yi\s*=\s*)?[\w.]+\s*(~.*)", case.call
    )
    listed = re.search(r"(?<![\w.])mods\s*=\s*(?:cbind\(([\w., ]+)\)|([A-Za-z][\w.]*))", case.call)
    if not said and not listed:
        return None, lambda of: (
            np.ones((len(next(v for v in of.data.values() if isinstance(v, list))), 1)),
            ["intrcpt"],
        )
    columns = [c.strip() for c in (listed[1] or listed[2]).split(",")] if listed else []
    # A formula says for itself whether it has an intercept.
    bare = "" if said or Words(case.call).argument("intercept") not in ("FALSE", "F") else "0 + "
    right = to_the_end(said[1] or said[2]) if said else " + ".join(columns)
    form = parse(f"~ {bare}{right.strip().removeprefix('~')}")

    def made(of: Case) -> tuple[np.ndarray, list[str]]:
        found = design(form, of.data, levels(of))
        return found.x, ["intrcpt" if n == "(Intercept)" else n for n in found.names]

    return form, made


def subgroup(case: Case) -> dict[str, Any]:
    if re.search(r"(?<![\w.])mods\s*=", case.call):
        return meta_regression(case)
    words = metafor.checked(case)
    name = _grouping(case)
    y, v, case = metafor.effects(case, words, name)
    method, test, at = metafor.method(words), metafor.test(words), metafor.level(words)
    if re.search(r"\bseparate .*fits per", case.call):
        found = models.subgroups(y, v, case.data[name], method, test)
        sizes = [sum(str(g) == n for g in case.data[name]) for n in found.names]
        groups = [
            {name: n} | metafor.fields(f, k, at)
            for n, f, k in zip(found.names, found.fits, sizes, strict=True)
        ]
        return {"groups": groups, "Qb": found.q, "Qbp": found.p}
    if "common tau2" not in case.call:
        raise Unknown("whether tau2 is common")
    x, of = models.indicator_matrix(case.data[name])
    fit = models.meta_analysis(y, v, x, method, test)
    share = models.explained(y, v, x, method)
    return metafor.fields(fit, len(y), at) | {
        "terms": ["intrcpt", *(f"factor({name}){n}" for n in of)], "R2": 0.0 if np.isnan(share) else share,
    }  # fmt: skip


def _grouping(case: Case) -> str:
    """The column that the call names, or else the only one of words."""
    named = [
        c for c in case.data if re.search(rf"\bper {re.escape(c)}\b|factor\({re.escape(c)}\)", case.call)
    ]
    of_words = [c for c, values in case.data.items() if values and isinstance(values[0], str)]
    found = named or of_words or _repeated(case)
    if len(found) != 1:
        raise Unknown("which column the groups are")
    return found[0]


def _repeated(case: Case) -> list[str]:
    """Columns beside the effects whose numbers are few and each of several trials."""
    left = [c for c in case.data if c not in (*metafor.COLUMNS, "tpos", "tneg", "cpos", "cneg")]
    return [c for c in left if all(case.data[c].count(v) > 1 for v in case.data[c])]


def sensitivity(case: Case) -> dict[str, Any]:
    if "E-value" in case.call:
        limits = case.data.get("lb") or case.data["low"]
        upper = case.data.get("ub") or case.data.get("high")
        if upper:  # the one closest to no effect
            limits = [h if r < 1 else low for r, low, h in zip(case.data["rr"], limits, upper, strict=True)]
        values = [e_value(r, limit) for r, limit in zip(case.data["rr"], limits, strict=True)]
        return {
            "e_point": [e.point for e in values],
            "e_ci": [e.limit for e in values] if upper else _e_limits(case, limits),
        }
    words = metafor.checked(case, "order")
    named = re.search(r"order(?: of |\s*=\s*)([A-Za-z.][\w.]*)", case.call)
    method, test = metafor.method(words), metafor.test(words)
    if re.match(r"influence\b", case.call):
        x, (y, v, _), _ = _regressed(case, words)
        return _influence(models.influence(y, v, x, method, test))
    metafor.without_moderators(case)
    y, v, case = metafor.effects(case, words, *([named[1]] if named else []))
    if case.call.startswith("leave1out"):
        fits = models.leave_one_out(y, v, method, test)
    elif case.call.startswith("cumul"):
        if named and named[1] not in case.data:
            raise Unknown("the order")
        order = case.column(named[1]) if named else np.arange(len(y))
        fits = models.cumulative(y, v, order, method, test)
    else:
        raise Unknown(case.call)
    return _refits(fits, method == "common", metafor.level(words))


def _refits(fits: list[Fit], common: bool, level: float) -> dict[str, Any]:
    """metafor's fields of fits of some of the trials."""
    limits = np.array([f.interval(level) for f in fits])[:, :, 0]
    statistic = [float(f.statistic[0]) for f in fits]
    p = [float(f.p[0]) for f in fits]
    q, q_p = [f.q for f in fits], [f.q_p for f in fits]
    return {
        "est": [float(f.beta[0]) for f in fits], "se": [float(f.se[0]) for f in fits], "zval": statistic, "tval": statistic,
        "stat": statistic, "pval": p, "p": p, "ci_lb": limits[:, 0], "ci_ub": limits[:, 1], "Q": q, "Qp": q_p, "QE": q,
        "QEp": q_p, "tau2": None if common else [f.tau2 for f in fits], "I2": [f.i2 for f in fits], "H2": [f.h2 for f in fits],
    }  # fmt: skip


def _influence(found: Influence) -> dict[str, Any]:
    return {
        "rstudent": found.rstudent, "dffits": found.dffits, "cook_d": found.cook, "cov_r": found.cov_ratio,
        "tau2_del": found.tau2, "QE_del": found.q, "hat": found.hat, "weight": found.weight, "dfbs": found.dfbetas[:, 0],
    }  # fmt: skip


def _e_limits(case: Case, limits: list[float]) -> list[float | None]:
    """Given the lower limit alone, an E-value of the limit is known only where that is the one closest to no effect."""
    return [
        e_value(r, limit).limit if r > 1 else None for r, limit in zip(case.data["rr"], limits, strict=True)
    ]


def small_study(case: Case) -> dict[str, Any]:
    words = metafor.checked(
        case,
        "steps",
        "side",
        "ni",
        "alpha",
        "target",
        type="stepfun|Rosenthal|Orwin|Rosenberg",
        alternative="greater|less",
        model="lm|rma",
        estimator="L0|R0|Q0",
        predictor="|".join(bias.PREDICTORS),
        exact="TRUE|T|FALSE|F",
    )
    metafor.without_moderators(case)
    name = asked(case)
    y, v, case = metafor.effects(case, words)
    method = metafor.method(words)
    if name == "fsn":
        return _fail_safe(words, y, v)
    if case.call.startswith("selmodel"):
        if words.argument("type") != "stepfun":
            raise Unknown("the selection function")
        found = bias.selection_model(y, v, _steps(case.call), words.argument("alternative") != "less")
        return {
            "b": found.effect, "se": found.se, "tau2": found.tau2, "LRT": found.ratio, "LRTp": found.p,
            "delta": found.weights,
        }  # fmt: skip
    said = words.argument("exact")
    test, exact = metafor.test(words), None if said is None else said in ("TRUE", "T")
    predictor = words.argument("predictor") or "sei"
    tests = bias.small_study_effects(
        y, v, method, predictor, _sizes(case, words), test, exact, metafor.level(words)
    )
    plain = words.argument("model") == "lm"
    limit, slope = (tests.egger_limit, tests.egger) if plain else (tests.limit, tests.regression)
    counted = words.argument("estimator") or words.word("L0", "R0", "Q0") or "L0"
    filled = bias.trim_and_fill(y, v, method, words.argument("side") or "auto", counted)
    return {
        "reg_z": tests.regression.statistic, "reg_p": tests.regression.p, "egger_t": tests.egger.statistic,
        "egger_p": tests.egger.p, "tau": tests.rank[0], "tau_p": tests.rank[1], "trimfill_k0": filled.added,
        "trimfill_b": float(filled.fit.beta[0]), "trimfill_se": float(filled.fit.se[0]), "zval": slope.statistic,
        "pval": tests.rank[1] if name == "ranktest" else slope.p, "est": limit.effect, "ci_lb": limit.low, "ci_ub": limit.high,
    }  # fmt: skip


def _fail_safe(words: Words, y: np.ndarray, v: np.ndarray) -> dict[str, Any]:
    kind = (words.argument("type") or "Rosenthal").lower()
    target = words.argument("target")
    trials, beside = bias.fail_safe_n(
        y, v, kind, float(words.argument("alpha") or 0.05), float(target) if target else None
    )
    return {"fsnum": trials, "meanes" if kind == "orwin" else "pval": beside}


def _sizes(case: Case, words: Words) -> np.ndarray | None:
    """Patients of each trial, where a column or two say them."""
    name = words.argument("ni") or "ni"
    if name in case.data:
        return case.column(name)
    if {"n1i", "n2i"} <= case.data.keys():
        return case.column("n1i") + case.column("n2i")
    if {"tpos", "tneg", "cpos", "cneg"} <= case.data.keys():
        return np.sum([case.column(c) for c in ("tpos", "tneg", "cpos", "cneg")], axis=0)
    return None


def _steps(call: str) -> tuple[float, ...]:
    """`steps=.025` or `steps=c(.025, .5)`; a last one of 1 ends the last interval as it does without."""
    said = re.search(r"steps\s*=\s*(?:c\(([^)]*)\)|([\d.]+))", call)
    if not said:
        raise Unknown("the steps")
    found = [float(s) for s in (said[1] or said[2]).split(",")]
    return tuple(s for s in found if s < 1)


FAMILIES = {
    "pairwise": pairwise,
    "continuous": pairwise,
    "correlation": pairwise,
    "heterogeneity": heterogeneity,
    "meta-regression": meta_regression,
    "subgroup": subgroup,
    "small-study-effects": small_study,
}
