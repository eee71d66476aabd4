"""Tables with few events: Mantel-Haenszel, Peto, corrected inverse variance, and binomial mixed models."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families.effects import pairwise
from trialwright.kernels.mixed_effects import critical
from trialwright.pool import models
from trialwright.pool.common import common_effect
from trialwright.pool.counts import RATES, CountsFit, odds_ratio_model, proportion_model, rate_ratio_model


def common(case: Case) -> dict[str, Any]:
    words = metafor.checked(case)
    metafor.without_moderators(case)
    of = "PETO" if "rma.peto" in case.call else metafor.measure(words)
    if of is None:
        raise Unknown("the measure")
    case = metafor.complete(case, metafor.of_measure(case, of))
    add, drop = words.argument("add"), words.argument("drop00")
    found = common_effect(
        of, **metafor.columns(case, of), level=metafor.level(words), floored=False,
        correct=words.argument("correct") not in ("FALSE", "F"), add=float(Fraction(add)) if add else 0.5,
        drop00=None if drop is None else drop in ("TRUE", "T"),
    )  # fmt: skip
    if (words.argument("to") or "only0") != "only0":
        raise Unknown("which tables are added to")
    return {
        "b": found.effect, "se": found.se, "pval": found.p, "ci_lb": found.low, "ci_ub": found.high,
        "QE": found.heterogeneity.statistic, "QEp": found.heterogeneity.p, "k_yi": found.trials,
        "CMH": found.cochran.statistic, "CMHp": found.cochran.p,
        "Tarone": found.tarone.statistic, "TaroneP": found.tarone.p,
    }  # fmt: skip


def inverse_variance(case: Case) -> dict[str, Any]:
    words = metafor.checked(case)
    out = pairwise(case)
    if np.ndim(out["b"]):
        return out
    out |= {"OR": math.exp(out["b"]), "OR_lb": math.exp(out["ci_lb"]), "OR_ub": math.exp(out["ci_ub"])}
    y, v, case = metafor.effects(case, words)
    floored = models.meta_analysis(y, v, method=metafor.method(words), test="adhoc")
    low, high = (float(end[0]) for end in floored.interval(metafor.level(words)))
    return out | {
        "adhoc_se": float(floored.se[0]), "adhoc_lb": low, "adhoc_ub": high,
        "adhoc_OR_lb": math.exp(low), "adhoc_OR_ub": math.exp(high),
    }  # fmt: skip


def rare_events(case: Case) -> dict[str, Any]:
    if re.match(r"rma\.(mh|peto)", case.call):
        return common(case)
    if case.call.startswith("rma.glmm"):
        return glmm(case)
    return inverse_variance(case)


def proportions(case: Case) -> dict[str, Any]:
    return glmm(case) if case.call.startswith("rma.glmm") else pairwise(case)


def glmm(case: Case) -> dict[str, Any]:
    """`rma.glmm(measure='OR', model in A, B, ...)`, `rma.glmm PLO`, or rate ratios given each trial's events."""
    words = metafor.checked(case, "model", method="ML|FE|EE|CE", test="z|t", nAGQ="7")
    metafor.without_moderators(case)
    asked = {
        "method": "ml" if (words.argument("method") or "ML") == "ML" else "common",
        "test": words.argument("test") or "z",
    }
    at, of = metafor.level(words), metafor.measure(Words(case.call))
    named = re.findall(r"\b(?:UM\.FS|UM\.RS|CM\.EL|CM\.AL)\b", re.split(r"\)\s*\(", case.call)[0])
    if of == "PLO":
        columns = metafor.columns(metafor.complete(case, ["xi", "ni"]), "PLO")
        found = proportion_model(columns["x"], columns["n"], **asked)
        return _counts(found, at) | {"prop": 1 / (1 + math.exp(-found.effect))}
    if of == "IRR" and len(named) == 1 and named[0] in RATES:
        rates = metafor.columns(metafor.complete(case, metafor.of_measure(case, "IRR")), "IRR")
        return _counts(rate_ratio_model(**rates, **asked, model=named[0]), at)
    if of != "OR" or not named:
        raise Unknown(case.call)
    columns = metafor.columns(metafor.complete(case, metafor.of_measure(case, "OR")), "OR")
    fits = [{"model": m} | _counts(odds_ratio_model(**columns, model=m, **asked), at) for m in named]
    return {"fits": fits} if len(fits) > 1 else fits[0]


def _counts(found: CountsFit, level: float) -> dict[str, Any]:
    half = critical(found.df, level) * found.se
    return {
        "b": found.effect, "se": found.se, "pval": found.p, "ci_lb": found.effect - half, "ci_ub": found.effect + half,
        "tau2": found.tau2, "QE_Wld": found.wald[0], "QE_LRT": found.likelihood_ratio[0], "k": found.trials,
    }  # fmt: skip


FAMILIES = {
    "mantel-haenszel": common,
    "peto": common,
    "rare-events": rare_events,
    "proportions": proportions,
}
