"""2 x 2 tables, one rate, strata, adjusted p-values, pooled imputations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.stats import t as t_distribution

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families._calls import formula_of, only, with_rows
from trialwright.analyse import linear, logistic, multiple, rates


def two_by_two(case: Case) -> dict[str, Any]:
    only(case.call, "method", conf_level="0?\\.95", alternative="two.sided")
    rows = case.stated("rows")
    if "newcombe" in case.call.lower():
        return {"rows": [_differences(r) for r in rows]}
    if "fisher" in case.call or "exact2x2" in case.call:
        return {"rows": [_exact(r) for r in rows]}
    raise Unknown(f"the call {case.call!r}")


def _table(row: dict[str, Any]) -> rates.TwoRates:
    return rates.TwoRates(*(int(row[k]) for k in ("x1", "n1", "x2", "n2")))


def _differences(row: dict[str, Any]) -> dict[str, Any]:
    t = _table(row)
    return row | {
        "newcombe": list(t.newcombe()),
        "miettinen_nurminen": list(t.miettinen_nurminen()),
        "agresti_caffo": list(t.agresti_caffo()),
    }


def _exact(row: dict[str, Any]) -> dict[str, Any]:
    """Those figures that are asked for: unconditional ones of large arms take minutes."""
    t = _table(row)
    return {k: row[k] for k in ("x1", "n1", "x2", "n2")} | {
        name: figure(t) for name, figure in EXACT.items() if name in row
    }


def _four(value: float) -> float:
    """exact2x2 gives these limits to four decimals."""
    return round(value, 4)


EXACT: dict[str, Callable[[rates.TwoRates], float]] = {
    "fisher_p": lambda t: t.fisher(),
    "cmle_or": lambda t: t.printed_odds_ratio().estimate,
    "or_lb": lambda t: t.printed_odds_ratio().low,
    "or_ub": lambda t: t.printed_odds_ratio().high,
    "p_greater": lambda t: t.fisher("greater"),
    "p_less": lambda t: t.fisher("less"),
    "midp_two_sided_minlike": lambda t: t.mid_p_minlike(),
    "midp_central": lambda t: t.mid_p(),
    "chisq_p": lambda t: t.chi_squared(),
    "chisq_yates_p": lambda t: t.chi_squared(corrected=True),
    "blaker_p": lambda t: t.blaker(),
    "blaker_lb": lambda t: _four(t.odds_ratio_limits("blaker")[0]),
    "blaker_ub": lambda t: _four(t.odds_ratio_limits("blaker")[1]),
    "minlike_lb": lambda t: _four(t.odds_ratio_limits("minlike")[0]),
    "minlike_ub": lambda t: _four(t.odds_ratio_limits("minlike")[1]),
    "boschloo_p_x2_minus_x1": lambda t: t.unconditional_on(100).boschloo(),
    "uncond_score_central_p": lambda t: t.unconditional_on(100).score_p(),
    "uncond_diff_lb": lambda t: t.unconditional_on(100).score_limits()[0],
    "uncond_diff_ub": lambda t: t.unconditional_on(100).score_limits()[1],
}


def one_rate(case: Case) -> dict[str, Any]:
    only(case.call, conf_level="0?\\.95", alternative="two.sided")
    return {"rows": [_one_rate(r) for r in case.stated("rows")]}


def _one_rate(row: dict[str, Any]) -> dict[str, Any]:
    r = rates.OneRate(int(row["x"]), int(row["n"]))
    against = {k: r.p_against(float(k.removeprefix("p_vs_"))) for k in row if k.startswith("p_vs_")}
    return {
        "x": r.x,
        "n": r.n,
        "clopper_pearson": list(r.clopper_pearson()[1:]),
        "wilson": list(r.wilson()[1:]),
        "jeffreys": list(r.jeffreys()),
        "midp": list(r.printed_mid_p()),
        "blaker": list(r.blaker()),
    } | against


def strata(case: Case) -> dict[str, Any]:
    if "mantelhaen.test" not in case.call:
        raise Unknown(f"the call {case.call!r}")
    dims = [int(d) for d in case.data["dim"]]
    if dims[:2] != [2, 2]:
        return _general(case, dims)
    only(case.call, "correct", "exact", "conf.level", alternative="two.sided|greater|less")
    words = Words(case.call)
    level = 100 * float(words.argument("conf.level") or 0.95)
    side: Any = (words.argument("alternative") or "two.sided").replace(".", "-")
    k = int(np.prod(case.data["dim"][2:]))
    tables = np.reshape(case.data["array"], (k, 2, 2)).transpose(0, 2, 1).tolist()
    said = re.search(r"correct\s*=\s*(\w+)", case.call)
    mh = rates.stratified(tables, correct=said is None or said[1] in ("TRUE", "T"), level=level, side=side)
    exact = rates.stratified_exact(tables, level, side, printed=True)
    return {
        "chisq": mh.chi_squared, "p": mh.p, "or_mh": mh.odds_ratio, "lb": mh.low, "ub": mh.high,
        "exact_p": exact.p, "exact_or": exact.odds_ratio, "exact_ci": [exact.low, exact.high],
    }  # fmt: skip


def _general(case: Case, dims: list[int]) -> dict[str, Any]:
    """Of larger tables: R's `correct` and `conf.level` are then of no effect."""
    only(case.call, "correct", "conf.level", alternative="two.sided", exact="FALSE|F")
    rows, columns, k = dims[0], dims[1], int(np.prod(dims[2:]))
    tables = np.reshape(case.data["array"], (k, columns, rows)).transpose(0, 2, 1).tolist()
    found = rates.general_association(tables)
    return {"chisq": found.chi_squared, "df": found.df, "p": found.p}


def adjusted(case: Case) -> dict[str, Any]:
    only(case.call, "p", n=r"\d+")
    if "p.adjust" not in case.call:
        raise Unknown(f"the call {case.call!r}")
    p, said = case.column("p"), re.search(r"(?<![\w.])n\s*=\s*(\d+)", case.call)
    # Hypotheses whose p is not given count as if it were 1.
    unseen = int(said[1]) - len(p) if said else 0
    if unseen < 0:
        raise Unknown("fewer hypotheses than p-values")
    all_p = np.concatenate([p, np.ones(unseen)])
    return {
        name: multiple.adjusted(all_p, ours)[: len(p)]
        for name, ours in (
            ("bonferroni", "bonferroni"), ("holm", "holm"), ("hochberg", "hochberg"), ("hommel", "hommel"),
            ("BH", "benjamini-hochberg"), ("fdr", "benjamini-hochberg"), ("BY", "benjamini-yekutieli"),
        )
    }  # fmt: skip


def fits_pooled(case: Case) -> dict[str, Any]:
    """`pool(with(imp, lm(y ~ x)))`, or of a logistic model: `.imp` numbers the data sets, 0 the one with gaps."""
    only(case.call, "formula", family="binomial(?:\\(\\))?")
    form = formula_of(case.call, "lm", "glm")
    if re.search(r"\bglm\(", case.call) and "binomial" not in case.call:
        raise Unknown(f"the family of {case.call!r}")
    sets = [m for m in dict.fromkeys(case.data[".imp"]) if m not in (0, "0")]
    fits: list[Any] = []
    for m in sets:
        data = with_rows(case, [v == m for v in case.data[".imp"]]).data
        fits.append(
            logistic.logistic(form, data).printed()
            if "glm(" in case.call
            else linear.ancova(form, data).coefficients
        )
    names, n = fits[0].names, sum(v == sets[0] for v in case.data[".imp"])
    b, v = np.array([f.estimate for f in fits]), np.array([f.error for f in fits]) ** 2
    pooled = [multiple.pooled_imputations(b[:, j], v[:, j], float(n - len(names))) for j in range(len(names))]
    se = np.sqrt([p.total for p in pooled])
    estimate, df = np.array([p.estimate for p in pooled]), np.array([p.df for p in pooled])
    return {
        "terms": list(names), "estimate": estimate, "ubar": [p.within for p in pooled], "b": [p.between for p in pooled],
        "t": [p.total for p in pooled], "df": df, "riv": [p.increase for p in pooled],
        "fmi": [p.fraction_missing for p in pooled], "std_error": se, "statistic": estimate / se,
        "p": 2 * t_distribution.sf(np.abs(estimate / se), df),
    }  # fmt: skip


def imputed(case: Case) -> dict[str, Any]:
    if re.search(r"\bpool\(\s*with\(", case.call):
        return fits_pooled(case)
    if "pool.scalar" not in case.call:
        raise Unknown(f"the call {case.call!r}")
    only(case.call, "Q", "U", "n", "k", rule="rubin1987")
    complete = float(case.data["n"]) - float(case.data.get("k", 1)) if "n" in case.data else np.inf
    p = multiple.pooled_imputations(case.column("q"), case.column("u"), complete)
    return {
        "m": len(case.column("q")), "qbar": p.estimate, "ubar": p.within, "b": p.between, "t": p.total, "df": p.df, "r": p.increase,
        "fmi": p.fraction_missing,
    }  # fmt: skip


FAMILIES = {
    "2x2": two_by_two,
    "single-arm": one_rate,
    "stratified": strata,
    "multiplicity": adjusted,
    "missing-data": imputed,
}
