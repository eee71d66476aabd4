"""What the families of meta-analysis share: a call's choices, a data set's columns, a fit's fields."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from benchmarks.analysis.case import Case, Unknown, Words
from trialwright.kernels.mixed_effects import Fit
from trialwright.pool import measures, models

ESTIMATORS = ("REML", "DL", "PM", "ML", "EB", "HE", "HS", "SJ", "EE", "FE", "CE")
MEASURES = ("OR", "RR", "RD", "PETO", "IRR", "SMD", "MD", "ROM", "PLO", "PAS", "PFT", "ZCOR")
NAMES = {
    "mean1": "m1i", "sd1": "sd1i", "n1": "n1i", "mean2": "m2i", "sd2": "sd2i", "n2": "n2i", "x1": "x1i", "t1": "t1i",
    "x2": "x2i", "t2": "t2i", "x": "xi", "n": "ni", "r": "ri",
}  # fmt: skip


class Effects(NamedTuple):
    y: np.ndarray
    v: np.ndarray


def method(words: Words) -> str:
    """An estimator's name here; metafor's default, REML, where the call names none."""
    said = words.argument("method") or words.word(*ESTIMATORS) or "REML"
    if said not in ESTIMATORS:
        raise Unknown(f"the estimator {said}")
    return "common" if said in ("EE", "FE", "CE") else said.lower()


def test(words: Words) -> str:
    said = words.argument("test") or ("knha" if words.word("HKSJ", "knha") else "z")
    if said not in models.TESTS:
        raise Unknown(f"the test {said}")
    return said


def measure(words: Words) -> str | None:
    said = words.argument("measure") or words.word(*MEASURES)
    if said is not None and said not in MEASURES:
        raise Unknown(f"the measure {said}")
    return said


def columns(case: Case, of: str) -> dict[str, np.ndarray]:
    """The columns that a measure takes, under the names that the file's data sets use."""
    if of in measures.TABLES:
        return tables(case)
    return {name: case.column(NAMES[name]) for name in measures.COLUMNS[of]}


def tables(case: Case) -> dict[str, np.ndarray]:
    """x1 of n1 and x2 of n2, from either layout."""
    x1, x2 = case.column("ai", "tpos"), case.column("ci", "cpos")
    n1 = case.column("n1i") if "n1i" in case.data else x1 + case.column("bi", "tneg")
    n2 = case.column("n2i") if "n2i" in case.data else x2 + case.column("di", "cneg")
    return {"x1": x1, "n1": n1, "x2": x2, "n2": n2}


def effects(case: Case, words: Words) -> Effects:
    """The call's effects: of the measure that it names, else those given, else log risk or odds ratios of tables."""
    of = measure(words)
    if of is None and "yi" in case.data:
        v = case.column("vi") if "vi" in case.data else case.column("sei") ** 2
        return Effects(case.column("yi"), v)
    if of is None:
        of = "RR" if "tpos" in case.data else "OR"
    found = measures.effect_sizes(of, **zero_cells(words), **columns(case, of))
    return Effects(found.y, found.v)


def zero_cells(words: Words) -> dict[str, Any]:
    """add, to and drop00; escalc's own defaults where not said."""
    add = words.argument("add")
    to = words.argument("to") or words.word("only0", "if0all") or "only0"
    drop = words.argument("drop00") in ("TRUE", "T") and not words.word("KEPT")
    return {"add": float(Fraction(add)) if add else 0.5, "to": to, "drop00": drop}


def one(values: np.ndarray) -> Any:
    """A coefficient alone is a number, several are a list."""
    return values.tolist() if len(values) > 1 else float(values[0])


def fields(fit: Fit, k: int) -> dict[str, Any]:
    """A fit under the names of metafor's results."""
    low, high = fit.interval()
    out = {
        "b": one(fit.beta), "se": one(fit.se), "stat": one(fit.statistic), "pval": one(fit.p), "ci_lb": one(low),
        "ci_ub": one(high), "k": k, "QE": fit.q, "QEp": fit.q_p, "tau2": fit.tau2, "se_tau2": fit.tau2_se, "I2": fit.i2,
        "H2": fit.h2, "QM": fit.qm, "QMp": fit.qm_p,
    }  # fmt: skip
    if len(fit.beta) > 1:
        return out
    convention = "z" if math.isinf(fit.df) else "t(k-1)"
    out |= {"pred": float(fit.beta[0])}
    for name, said in (("", convention), ("_t_km2", "t(k-2)")):
        if k > 2:
            new = models.predict(fit, convention=said)
            out |= {f"pi_lb{name}": float(new.new_low[0]), f"pi_ub{name}": float(new.new_high[0])}
    return out
