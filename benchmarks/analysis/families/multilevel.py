"""Multilevel and multivariate meta-analysis."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from trialwright.pool.multilevel import bivariate, three_level


def nested(case: Case) -> dict[str, Any]:
    """`rma.mv(random=~1|outer/inner) REML; robust(clubSandwich=TRUE)`."""
    groups = re.search(r"random\s*=\s*~\s*1\s*\|\s*(\w+)/(\w+)", case.call)
    if not groups or "REML" not in case.call:
        raise Unknown(case.call)
    found = three_level(case.column("yi"), case.column("vi"), case.data[groups[1]], case.data[groups[2]])
    fit, robust = found
    return {
        "b": float(fit.beta[0]), "se": float(fit.se[0]), "sigma2": fit.parameters, "logLik": fit.log_likelihood,
        "robust_se": float(robust.se[0]), "robust_df": float(robust.df[0]), "robust_p": float(robust.p[0]),
    }  # fmt: skip


def two_outcomes(case: Case) -> dict[str, Any]:
    """`rma.mv(yi,V,mods=~outcome-1,random=~outcome|trial,struct='UN')`; row i of a trial's block in v1i, v2i."""
    said = re.search(r"mods=~(\w+)-1,random=~\1\|(\w+),struct='UN'", case.call)
    if not said:
        raise Unknown(case.call)
    outcome, trial = case.data[said[1]], np.array([str(t) for t in case.data[said[2]]])
    y, rows = case.column("yi"), np.column_stack([case.column("v1i"), case.column("v2i")])
    covariance = np.zeros((len(y), len(y)))
    for name in np.unique(trial):
        at = np.flatnonzero(trial == name)
        covariance[np.ix_(at, at)] = rows[at][:, : len(at)]
    fit, _ = bivariate(y, covariance, trial.tolist(), outcome)
    return {
        "b": fit.beta, "se": fit.se, "tau2": fit.parameters[:2], "rho": float(fit.parameters[2]),
        "logLik": fit.log_likelihood,
    }  # fmt: skip


FAMILIES = {"multilevel": nested, "multivariate": two_outcomes}
