"""Pairwise meta-analysis of any measure, moderators, subgroups, sensitivity and small-study effects."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from trialwright.kernels import effect_sizes as kernel
from trialwright.pool import bias, models
from trialwright.pool.external import e_value


def pairwise(case: Case) -> dict[str, Any]:
    words = Words(case.said)
    y, v = metafor.effects(case, words)
    if several := re.search(r"method in ([A-Z,]+)", case.call):
        return {"fits": [_short(y, v, m) for m in several[1].split(",")]}
    found = models.meta_analysis(y, v, method=metafor.method(words), test=metafor.test(words))
    out = metafor.fields(found, len(y)) | {"yi": y, "vi": v}
    of = metafor.measure(words)
    if of in ("PLO", "PAS", "PFT"):
        out |= _proportion(case, of, out)
    return out


def _short(y: np.ndarray, v: np.ndarray, name: str) -> dict[str, Any]:
    found = metafor.fields(models.meta_analysis(y, v, method=metafor.method(Words(name))), len(y))
    return {"method": name, **{f: found[f] for f in ("b", "se", "tau2", "I2", "QE")}}


def _proportion(case: Case, of: str, out: dict[str, Any]) -> dict[str, Any]:
    def back(y: float) -> float:
        if of == "PLO":
            return 1 / (1 + np.exp(-y))
        if of == "PAS":
            return float(np.sin(y) ** 2)
        return float(kernel.proportion_of_freeman_tukey(y, 1 / np.mean(1 / case.column("ni"))))

    return {"prop": back(out["b"]), "prop_lb": back(out["ci_lb"]), "prop_ub": back(out["ci_ub"])}


def heterogeneity(case: Case) -> dict[str, Any]:
    words = Words(case.said)
    found = models.heterogeneity(*metafor.effects(case, words), method=metafor.method(words))
    rows = {"tau^2": found.tau2, "tau": found.tau, "I^2(%)": found.i2, "H^2": found.h2}
    columns = {name: [row[i] for row in rows.values()] for i, name in enumerate(("est", "lb", "ub"))}
    return {"table_rows": list(rows), **columns}


def meta_regression(case: Case) -> dict[str, Any]:
    words = Words(case.said)
    y, v = metafor.effects(case, words)
    x, terms = _moderators(case)
    method, test = metafor.method(words), metafor.test(words)
    found = models.meta_analysis(y, v, x, method, test)
    out = metafor.fields(found, len(y)) | {"R2": models.explained(y, v, x, method), "terms": terms}
    if "pred_at" in case.expected:
        at = np.asarray(case.stated("pred_at"), dtype=float)
        new = models.predict(found, np.column_stack([np.ones(len(at)), at]), "z" if test == "z" else "t(k-1)")
        out |= {
            "pred_at": case.stated("pred_at"), "pred": new.mean, "pred_lb": new.low, "pred_ub": new.high,
            "pi_lb": new.new_low, "pi_ub": new.new_high,
        }  # fmt: skip
    return out


def _moderators(case: Case) -> tuple[np.ndarray, list[str]]:
    """The design matrix of `mods=~a+factor(b)`."""
    formula = re.search(r"mods\s*=\s*~\s*([^,]+?)\s*(?:,|\)\s*(?:\(|$))", case.call)
    if not formula:
        raise Unknown("no moderators are named")
    columns, terms = [np.ones(len(case.data["yi"]))], ["intrcpt"]
    for term in (t.strip() for t in formula[1].split("+")):
        if factor := re.fullmatch(r"factor\((\w+)\)", term):
            x, names = models.indicator_matrix(case.data[factor[1]])
            columns += list(x.T[1:])
            terms += [f"factor({factor[1]}){n}" for n in names]
        elif re.fullmatch(r"\w+", term):
            columns.append(case.column(term))
            terms.append(term)
        else:
            raise Unknown(f"the term {term}")
    return np.column_stack(columns), terms


def subgroup(case: Case) -> dict[str, Any]:
    words = Words(case.said)
    y, v = metafor.effects(case, words)
    name = _grouping(case)
    if re.match(r"separate .*fits per", case.call):
        found = models.subgroups(y, v, case.data[name], metafor.method(words), metafor.test(words))
        sizes = [sum(str(g) == n for g in case.data[name]) for n in found.names]
        groups = [
            {name: n} | metafor.fields(f, k) for n, f, k in zip(found.names, found.fits, sizes, strict=True)
        ]
        return {"groups": groups, "Qb": found.q, "Qbp": found.p}
    if "common tau2" not in case.call:
        raise Unknown("whether tau2 is common")
    x, levels = models.indicator_matrix(case.data[name])
    fit = models.meta_analysis(y, v, x, metafor.method(words), metafor.test(words))
    return metafor.fields(fit, len(y)) | {"terms": ["intrcpt", *(f"factor({name}){n}" for n in levels)]}


def _grouping(case: Case) -> str:
    """The column that the call names, or else the only one of words."""
    named = [
        c for c in case.data if re.search(rf"\bper {re.escape(c)}\b|factor\({re.escape(c)}\)", case.call)
    ]
    of_words = [c for c, values in case.data.items() if values and isinstance(values[0], str)]
    found = named or of_words
    if len(found) != 1:
        raise Unknown("which column the groups are")
    return found[0]


def sensitivity(case: Case) -> dict[str, Any]:
    if "E-value" in case.call:
        limits = case.data.get("lb") or case.data["low"]
        values = [e_value(r, limit) for r, limit in zip(case.data["rr"], limits, strict=True)]
        return {"e_point": [e.point for e in values], "e_ci": _e_limits(case, limits)}
    words = Words(case.said)
    y, v = metafor.effects(case, words)
    method, test = metafor.method(words), metafor.test(words)
    if case.call.startswith("leave1out"):
        fits = models.leave_one_out(y, v, method, test)
    elif case.call.startswith("cumul"):
        named = re.search(r"order of (\w+)", case.call)
        if not named:
            raise Unknown("the order")
        fits = models.cumulative(y, v, case.column(named[1]), method, test)
    else:
        raise Unknown(case.call)
    return {
        "est": [float(f.beta[0]) for f in fits], "se": [float(f.se[0]) for f in fits], "tau2": [f.tau2 for f in fits],
        "I2": [f.i2 for f in fits],
    }  # fmt: skip


def _e_limits(case: Case, limits: list[float]) -> list[float | None]:
    """Given the lower limit alone, an E-value of the limit is known only where that is the one closest to no effect."""
    return [
        e_value(r, limit).limit if r > 1 else None for r, limit in zip(case.data["rr"], limits, strict=True)
    ]


def small_study(case: Case) -> dict[str, Any]:
    words = Words(case.said)
    y, v = metafor.effects(case, words)
    if case.call.startswith("selmodel"):
        if words.argument("type") != "stepfun":
            raise Unknown("the selection function")
        found = bias.selection_model(
            y, v, (float(words.argument("steps") or 0.025),), words.argument("alternative") != "less"
        )
        return {
            "b": found.effect, "se": found.se, "tau2": found.tau2, "LRT": found.ratio, "LRTp": found.p,
            "delta": found.weights,
        }  # fmt: skip
    tests, filled = bias.small_study_effects(y, v), bias.trim_and_fill(y, v)
    return {
        "reg_z": tests.regression.statistic, "reg_p": tests.regression.p, "egger_t": tests.egger.statistic,
        "egger_p": tests.egger.p, "tau": tests.rank[0], "tau_p": tests.rank[1], "trimfill_k0": filled.added,
        "trimfill_b": float(filled.fit.beta[0]), "trimfill_se": float(filled.fit.se[0]),
    }  # fmt: skip


FAMILIES = {
    "pairwise": pairwise,
    "continuous": pairwise,
    "correlation": pairwise,
    "heterogeneity": heterogeneity,
    "meta-regression": meta_regression,
    "subgroup": subgroup,
    "sensitivity": sensitivity,
    "small-study-effects": small_study,
}
