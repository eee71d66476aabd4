"""Multilevel and multivariate meta-analysis."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from scipy.stats import chi2, f

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families import _random_effects as calls
from benchmarks.analysis.families._calls import only, terms_of
from benchmarks.analysis.families._random_effects import Dependent
from benchmarks.analysis.families._tested import tested
from trialwright.kernels.effect_structures import STRUCTURES
from trialwright.kernels.mixed_effects import critical
from trialwright.kernels.multilevel import Fit
from trialwright.pool import multilevel


def mixed(case: Case) -> dict[str, Any]:
    """`rma.mv(yi, V, mods=, random=, struct=)`, with `robust()` after or around it."""
    only(
        case.said, *calls.READ, method="REML|ML", test="z|t", clubSandwich="TRUE|T|FALSE|F", adjust="TRUE|T|FALSE|F",
        cvvc="TRUE|T|FALSE|F", struct="|".join([*STRUCTURES, "c"]), dfs="contain|residual",
    )  # fmt: skip
    if re.match(r"(?:predict|ranef|blup|confint|profile|cooks\.distance|rstudent)\(", case.call):
        raise Unknown(f"what is asked of the model in {case.call!r}")
    of = calls.dependent(case)
    fit = multilevel.dependent(of.y, of.v, of.effects, of.x, _restricted(case))
    out = _fields(of, fit) | _parameters(of, fit)
    return out | (_robust(of, fit) if "robust" in case.said else {})


def _restricted(case: Case) -> bool:
    words = Words(case.said)
    return (words.argument("method") or words.word("REML", "ML") or "REML") == "REML"


def _parameters(of: Dependent, fit: Fit) -> dict[str, Any]:
    """Under metafor's names: sigma2 of groups; tau2 and rho, then gamma2 and phi, of levels within groups."""
    plain = sum(e.levels is None for e in of.effects)
    out: dict[str, Any] = {"sigma2": metafor.one(fit.parameters[:plain]) if plain else 0.0}
    at = plain
    within = [e for e in of.effects if e.levels is not None]
    for e, (variance, correlation) in zip(within, (("tau2", "rho"), ("gamma2", "phi")), strict=False):
        m = len(set(e.levels or ()))
        separate, kind = STRUCTURES[e.structure]
        n = m if separate else 1
        r = m * (m - 1) // 2 if kind == "each" else int(bool(kind) and m > 1)
        out[variance] = metafor.one(fit.parameters[at : at + n])
        out[correlation] = metafor.one(fit.parameters[at + n : at + n + r]) if r else 0.0
        at += n + r
    return out


def _robust(of: Dependent, fit: Fit) -> dict[str, Any]:
    """`robust(..., cluster=)`, of the outermost groups where it names none; bias-reduced where clubSandwich is said. Around
    the model its errors are the call's own."""
    words = Words(of.case.said)
    name = re.search(r"robust\(.*?(?<![\w.])cluster\s*=\s*([\w.]+)\s*[,)](?!.*random)", of.case.said)
    cluster = of.case.data.get(name[1]) if name else of.effects[0].groups
    if cluster is None:
        raise Unknown(f"the clusters in {of.case.call!r}")
    reduced = words.argument("clubSandwich") in ("TRUE", "T")
    adjusted = words.argument("adjust") not in ("FALSE", "F")
    r = multilevel.robust_to_clusters(fit, of.y, cluster, of.x, reduced, adjusted)
    out = {f"robust_{k}": metafor.one(v) for k, v in (("se", r.se), ("df", r.df), ("p", r.p))}
    if not of.case.call.startswith("robust("):
        return out
    half = np.array([critical(df, metafor.level(words)) for df in r.df]) * r.se
    return out | {
        "se": metafor.one(r.se), "stat": metafor.one(fit.beta / r.se), "pval": metafor.one(r.p), "df": metafor.one(r.df),
        "ci_lb": metafor.one(fit.beta - half), "ci_ub": metafor.one(fit.beta + half), "QM": None, "QMp": None,
    }  # fmt: skip


def _freedom(of: Dependent, test: str | None, how: str | None) -> np.ndarray:
    """(p,) inf under z. "contain": of a coefficient whose covariate is constant within groups of a kind, the fewest such
    groups less p; else k - p."""
    k, p = of.x.shape
    if test != "t":
        return np.full(p, math.inf)
    df = np.full(p, float(k - p))
    for e in of.effects if how == "contain" else ():
        labels = np.unique([str(g) for g in e.groups], return_inverse=True)[1]
        for j in range(p):
            per_group = len(np.unique(np.column_stack([labels, of.x[:, j]]), axis=0))
            if per_group == labels.max() + 1:
                df[j] = min(df[j], labels.max() + 1.0 - p)
    return df


def _fields(of: Dependent, fit: Fit) -> dict[str, Any]:
    """What metafor gives of a fit."""
    words = Words(of.case.said)
    k, p = of.x.shape
    df = _freedom(of, words.argument("test"), words.argument("dfs"))
    half = np.array([critical(d, metafor.level(words)) for d in df]) * fit.se
    at = [of.terms.index(t) for t in terms_of(of.case, of.terms)]
    q = _residual_q(of)
    free = len(fit.parameters) - sum(
        int(np.sum(~np.isnan(e.known))) for e in of.effects if e.known is not None
    )
    n = k - (p if _restricted(of.case) else 0)
    deviance, size = -2 * fit.log_likelihood, p + free
    pval = np.array([fit.p(d)[j] for j, d in enumerate(df)])
    return _omnibus(of, fit, df) | {
        "terms": [of.terms[i] for i in at], "b": metafor.one(fit.beta[at]), "se": metafor.one(fit.se[at]),
        "stat": metafor.one((fit.beta / fit.se)[at]), "pval": metafor.one(pval[at]), "df": metafor.one(df[at]),
        "ci_lb": metafor.one((fit.beta - half)[at]), "ci_ub": metafor.one((fit.beta + half)[at]), "k": k,
        "logLik": fit.log_likelihood, "QE": q, "QEp": float(chi2.sf(q, k - p)), "AIC": deviance + 2 * size,
        "BIC": deviance + math.log(n) * size,
    }  # fmt: skip


def _residual_q(of: Dependent) -> float:
    p = of.x.shape[1]
    weighted = np.linalg.solve(of.v, np.column_stack([of.x, of.y]))
    residual = of.y - of.x @ np.linalg.solve(of.x.T @ weighted[:, :p], of.x.T @ weighted[:, p])
    return float(residual @ np.linalg.solve(of.v, residual))


def _omnibus(of: Dependent, fit: Fit, df: np.ndarray) -> dict[str, Any]:
    at = tested(of.case.call, of.terms)
    b, c, m = fit.beta[at], fit.covariance[np.ix_(at, at)], len(at)
    wald = float(b @ np.linalg.solve(c, b)) / (1 if math.isinf(df[0]) else m)
    p = float(chi2.sf(wald, m) if math.isinf(df[0]) else f.sf(wald, m, df[at].min()))
    return {"QM": wald, "QMp": p}


FAMILIES = {"multilevel": mixed, "multivariate": mixed}
