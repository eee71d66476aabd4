"""Multilevel and multivariate meta-analysis."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from scipy.stats import chi2, f

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families._calls import levels, only, terms_of
from trialwright.analyse.designs import design
from trialwright.analyse.formula import Formula, parse
from trialwright.kernels.mixed_effects import critical
from trialwright.kernels.multilevel import STRUCTURES, Fit
from trialwright.pool.multilevel import bivariate, crossed, robust_to_clusters, three_level


def nested(case: Case) -> dict[str, Any]:
    """`rma.mv(random=~1|outer/inner) REML; robust(clubSandwich=TRUE)`, of one kind of groups, or of a list of kinds."""
    restricted = _restricted(case, "cluster", "mods", "level", clubSandwich="TRUE|T|FALSE|F", adjust="TRUE|T")
    kinds = _random(case)
    form = _moderators(case)
    names = [metafor.named(case, "yi"), "vi" if "vi" in case.data else metafor.named(case, "V")]
    groups = [c for kind in kinds for c in kind]
    case = metafor.complete(case, [*names, *groups, *(form.columns if form else ())])
    y, v = (case.column(n) for n in names)
    x, terms = _design(case, form)
    if len(kinds) == 1 and len(kinds[0]) == 2:
        outer, inner = (case.data[c] for c in kinds[0])
        fit = three_level(y, v, outer, inner, x, restricted).fit
    else:
        labels = [case.data[k[0]] for k in kinds]
        labels += [list(zip(*(case.data[c] for c in k), strict=True)) for k in kinds if len(k) == 2]
        fit = crossed(y, v, labels, x, restricted)
    out = _robust(case, fit, y, x, kinds[0][0]) if "robust" in case.call else {}
    return out | _fields(case, fit, y, np.diag(v), x, terms) | {"sigma2": metafor.one(fit.parameters)}


def _robust(case: Case, fit: Fit, y: np.ndarray, x: np.ndarray, outer: str) -> dict[str, Any]:
    """`robust(..., cluster=)`, of the outer groups where it names none; bias-reduced where clubSandwich is said."""
    name = Words(case.said).argument("cluster") or outer
    if name not in case.data:
        raise Unknown(f"the clusters {name}")
    reduced = Words(case.said).argument("clubSandwich") in ("TRUE", "T")
    r = robust_to_clusters(fit, y, case.data[name], x, reduced)
    return {
        "robust_se": metafor.one(r.se), "robust_df": metafor.one(r.df), "robust_p": metafor.one(r.p),
    }  # fmt: skip


def _random(case: Case) -> list[list[str]]:
    """Columns of each kind of groups, the outer first: `~1|a/b`, or `list(~1|a, ~1|b/c)`."""
    said = re.search(r"random\s*=\s*(?:list\(([^()]*)\)|(~\s*1\s*\|\s*[\w.]+(?:\s*/\s*[\w.]+)?))", case.call)
    parts = (said[1].split(",") if said[1] else [said[2]]) if said else []
    found = [re.fullmatch(r"\s*~\s*1\s*\|\s*([\w.]+)(?:\s*/\s*([\w.]+))?\s*", p) for p in parts]
    if not found or not all(found):
        raise Unknown(case.call)
    return [[c for c in m.groups() if c] for m in found if m]


def _moderators(case: Case) -> Formula | None:
    said = re.search(r"(?<![\w.])mods\s*=\s*(~.*)", case.call)
    return parse(metafor.to_the_end(said[1])) if said else None


def _design(case: Case, form: Formula | None) -> tuple[np.ndarray, list[str]]:
    if form is None:
        return np.ones((len(next(v for v in case.data.values() if isinstance(v, list))), 1)), ["intrcpt"]
    made = design(form, case.data, levels(case))
    return made.x, ["intrcpt" if n == "(Intercept)" else n for n in made.names]


def _fields(
    case: Case, fit: Fit, y: np.ndarray, v: np.ndarray, x: np.ndarray, terms: list[str]
) -> dict[str, Any]:
    """What metafor gives of a fit; v : (k, k) sampling covariance."""
    words = Words(case.said)
    k, p = x.shape
    df = k - p if words.argument("test") == "t" else math.inf
    half = critical(df, metafor.level(words)) * fit.se
    weighted = np.linalg.solve(v, np.column_stack([x, y]))
    residual = y - x @ np.linalg.solve(x.T @ weighted[:, :p], x.T @ weighted[:, p])
    q = float(residual @ np.linalg.solve(v, residual))
    tested = np.array([t != "intrcpt" for t in terms]) | (p == 1)
    b, c = fit.beta[tested], fit.covariance[np.ix_(tested, tested)]
    m = len(b)
    wald = float(b @ np.linalg.solve(c, b)) / (1 if math.isinf(df) else m)
    at = [terms.index(t) for t in terms_of(case, terms)]
    return {
        "terms": [terms[i] for i in at], "b": metafor.one(fit.beta[at]), "se": metafor.one(fit.se[at]),
        "stat": metafor.one((fit.beta / fit.se)[at]), "pval": metafor.one(fit.p(df)[at]),
        "ci_lb": metafor.one((fit.beta - half)[at]), "ci_ub": metafor.one((fit.beta + half)[at]), "k": k,
        "logLik": fit.log_likelihood, "QE": q, "QEp": float(chi2.sf(q, k - p)), "QM": wald,
        "QMp": float(chi2.sf(wald, m) if math.isinf(df) else f.sf(wald, m, df)),
    }  # fmt: skip


def two_outcomes(case: Case) -> dict[str, Any]:
    """`rma.mv(yi,V,mods=~outcome-1,random=~outcome|trial,struct='UN')`; row i of a trial's block in v1i, v2i."""
    structure = Words(case.call).argument("struct") or "CS"
    restricted = _restricted(case, "mods", "level", struct="|".join(STRUCTURES))
    said = re.search(r"random=~(\w+)\|(\w+)", re.sub(r"\s", "", case.call))
    if not said or said[1] == "1":
        raise Unknown(case.call)
    outcome, trial = case.data[said[1]], np.array([str(t) for t in case.data[said[2]]])
    y, rows = case.column("yi"), np.column_stack([case.column("v1i"), case.column("v2i")])
    covariance = np.zeros((len(y), len(y)))
    for name in np.unique(trial):
        at = np.flatnonzero(trial == name)
        covariance[np.ix_(at, at)] = rows[at][:, : len(at)]
    x, terms = _design(case, _moderators(case))
    fit, _ = bivariate(y, covariance, trial.tolist(), outcome, restricted, x, structure)
    variances = 1 if structure in ("CS", "ID") else 2
    out = _fields(case, fit, y, covariance, x, terms) | {"tau2": metafor.one(fit.parameters[:variances])}
    return out | {"rho": float(fit.parameters[-1]) if len(fit.parameters) > variances else 0.0}


def _restricted(case: Case, *names: str, **settled: str) -> bool:
    """Whether the call asks for REML, metafor's default, and for nothing that is not read."""
    only(case.said, "yi", "V", "random", *names, method="REML|ML", test="z|t", **settled)
    words = Words(case.said)
    return (words.argument("method") or words.word("REML", "ML") or "REML") == "REML"


FAMILIES = {"multilevel": nested, "multivariate": two_outcomes}
