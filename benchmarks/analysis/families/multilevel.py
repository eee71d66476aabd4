"""Multilevel and multivariate meta-analysis."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families._calls import only
from trialwright.pool.multilevel import bivariate, crossed, three_level


def nested(case: Case) -> dict[str, Any]:
    """`rma.mv(random=~1|outer/inner) REML; robust(clubSandwich=TRUE)`."""
    restricted = _restricted(case, "cluster", clubSandwich="TRUE|T", adjust="TRUE|T")
    if "list(" in case.call:
        return _listed(case, restricted)
    groups = re.search(r"random\s*=\s*~\s*1\s*\|\s*(\w+)\s*/\s*(\w+)", case.call)
    if not groups:
        raise Unknown(case.call)
    names = [metafor.named(case, "yi"), "vi" if "vi" in case.data else metafor.named(case, "V")]
    case = metafor.complete(case, [*names, groups[1], groups[2]])
    y, v = (case.column(n) for n in names)
    found = three_level(y, v, case.data[groups[1]], case.data[groups[2]], restricted=restricted)
    fit, robust = found
    return {
        "b": float(fit.beta[0]), "se": float(fit.se[0]), "sigma2": fit.parameters, "logLik": fit.log_likelihood,
        "robust_se": float(robust.se[0]), "robust_df": float(robust.df[0]), "robust_p": float(robust.p[0]),
    }  # fmt: skip


def _listed(case: Case, restricted: bool) -> dict[str, Any]:
    """`random=list(~1|a, ~1|b)`: kinds of groups as their labels tell them apart, `~1|a/b` for b within a besides."""
    said = re.search(r"random\s*=\s*list\(([^()]*)\)", case.call)
    if not said or "robust" in case.call:
        raise Unknown(case.call)
    parts = [re.fullmatch(r"\s*~\s*1\s*\|\s*([\w.]+)(?:\s*/\s*([\w.]+))?\s*", p) for p in said[1].split(",")]
    if not all(parts):
        raise Unknown(case.call)
    columns = [p[1] for p in parts if p] + [p[2] for p in parts if p and p[2]]
    names = [metafor.named(case, "yi"), "vi" if "vi" in case.data else metafor.named(case, "V")]
    case = metafor.complete(case, [*names, *columns])
    kinds: list[list[Any]] = []
    for p in parts:
        assert p is not None
        kinds.append(case.data[p[1]])
        if p[2]:
            kinds.append(list(zip(case.data[p[1]], case.data[p[2]], strict=True)))
    fit = crossed(*(case.column(n) for n in names), kinds, restricted=restricted)
    return {
        "b": float(fit.beta[0]), "se": float(fit.se[0]), "sigma2": fit.parameters, "logLik": fit.log_likelihood,
    }  # fmt: skip


def two_outcomes(case: Case) -> dict[str, Any]:
    """`rma.mv(yi,V,mods=~outcome-1,random=~outcome|trial,struct='UN')`; row i of a trial's block in v1i, v2i."""
    restricted = _restricted(case, "mods", struct="UN")
    call = re.sub(r"\s", "", case.call)
    said = re.search(r"random=~(\w+)\|(\w+)", call)
    mods = re.search(r"mods=~(?:(\w+)(?:-1|\+0)|0\+(\w+)|-1\+(\w+))(?=[,)])", call)
    if not said or not mods or said[1] not in mods.groups() or not re.search(r"struct=['\"]UN['\"]", call):
        raise Unknown(case.call)
    outcome, trial = case.data[said[1]], np.array([str(t) for t in case.data[said[2]]])
    y, rows = case.column("yi"), np.column_stack([case.column("v1i"), case.column("v2i")])
    covariance = np.zeros((len(y), len(y)))
    for name in np.unique(trial):
        at = np.flatnonzero(trial == name)
        covariance[np.ix_(at, at)] = rows[at][:, : len(at)]
    fit, _ = bivariate(y, covariance, trial.tolist(), outcome, restricted)
    return {
        "b": fit.beta, "se": fit.se, "tau2": fit.parameters[:2], "rho": float(fit.parameters[2]),
        "logLik": fit.log_likelihood,
    }  # fmt: skip


def _restricted(case: Case, *names: str, **settled: str) -> bool:
    """Whether the call asks for REML, metafor's default, and for nothing that is not read."""
    only(case.said, "yi", "V", "random", *names, method="REML|ML", test="z", **settled)
    words = Words(case.said)
    return (words.argument("method") or words.word("REML", "ML") or "REML") == "REML"


FAMILIES = {"multilevel": nested, "multivariate": two_outcomes}
