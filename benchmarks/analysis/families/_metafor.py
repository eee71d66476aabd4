"""What the families of meta-analysis share: a call's choices, a data set's columns, a fit's fields."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _calls
from trialwright.analyse import expressions
from trialwright.analyse.formula import columns_in
from trialwright.kernels.mixed_effects import Fit
from trialwright.pool import measures, models

ESTIMATORS = (
    "REML",
    "DL",
    "PMM",
    "PM",
    "ML",
    "EB",
    "HE",
    "HSk",
    "HS",
    "SJIT",
    "SJ",
    "GENQ",
    "EE",
    "FE",
    "CE",
)
MEASURES = tuple(m for m in measures.COLUMNS if m != "HR")
COLUMNS = (
    "yi", "vi", "sei", "V", "ai", "bi", "ci", "di", "n1i", "n2i", "x1i", "x2i", "t1i", "t2i", "m1i", "m2i", "sd1i", "sd2i",
    "xi", "ni", "ri", "ti", "mi", "sdi",
)  # fmt: skip
NAMES = {
    "mean1": "m1i", "sd1": "sd1i", "n1": "n1i", "mean2": "m2i", "sd2": "sd2i", "n2": "n2i", "x1": "x1i", "t1": "t1i",
    "x2": "x2i", "t2": "t2i", "x": "xi", "n": "ni", "r": "ri",
    "t": "ti", "mean": "mi", "sd": "sdi", "m": "mi",
}  # fmt: skip


class Effects(NamedTuple):
    """case : the call's, with the rows that have an effect and every one of its moderators."""

    y: np.ndarray
    v: np.ndarray
    case: Case


def checked(case: Case, *names: str, **settled: str) -> Words:
    """The call's words, once every argument is one that is read. Raises Unknown."""
    known = (*COLUMNS, "measure", "method", "test", "level", "mods", "add", "to", "drop00", *names)
    # "PI df=k-1" is the convention that prediction intervals have; "k=28" says how many trials there are.
    _calls.only(
        case.said,
        *known,
        **(
            {"df": "k-1", "k": r"\d+", "vtype": "LS|LS2|UB|AV|HO", "correct": "T|TRUE|FALSE|F"}
            | ({} if {"tau2", "weighted"} & set(names) else {"weighted": "T|TRUE"})
            | settled
        ),
    )
    return Words(case.said)


def without_moderators(case: Case) -> None:
    """Raises Unknown where the model has moderators, which would else be left out."""
    if re.search(r"(?<![\w.])mods\s*=|\brma(?:\.uni)?\([^)]*~", case.call):
        raise Unknown(f"moderators in {case.call!r}")


def fixed(words: Words, case: Case) -> dict[str, Any]:
    """tau2 and the weights, where the call sets them. case : with the rows that have an effect."""
    tau2 = words.argument("tau2")
    out: dict[str, Any] = {"tau2": float(tau2)} if tau2 else {}
    said = re.search(r"(?<![\w.])weights\s*=(?!=)\s*", case.call)
    if said:
        out["weights"] = _computed_weights(case, _calls.to_the_end(case.call[said.end() :]).strip())
    if words.argument("weighted") in ("FALSE", "F"):
        out["weights"] = np.ones(len(next(v for v in case.data.values() if isinstance(v, list))))
    return out


def _computed_weights(case: Case, text: str) -> np.ndarray:
    """A column, or what is computed of some: `1/vi`, `n1i+n2i`. Raises Unknown."""
    if not set(columns_in(text)) <= case.data.keys():
        raise Unknown(f"the weights {text}")
    return np.asarray(expressions.values(text, {k: v for k, v in case.data.items() if isinstance(v, list)}))


def level(words: Words) -> float:
    """As a fraction: metafor reads 1 and above as percent."""
    said = float(words.argument("level") or 95)
    return said / 100 if said >= 1 else said


def method(words: Words) -> str:
    """An estimator's name here; metafor's default, REML, where the call names none."""
    said = words.argument("method") or words.word(*ESTIMATORS) or "REML"
    if said not in ESTIMATORS:
        raise Unknown(f"the estimator {said}")
    # Sidik and Jonkman's two steps, repeated until they settle, are Paule and Mandel's equation.
    return "common" if said in ("EE", "FE", "CE") else {"SJIT": "pm"}.get(said, said.lower())


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


def named(case: Case, role: str) -> str:
    """The column that `role=column` names, where it does."""
    said = Words(case.said).argument(role)
    return said if said in case.data else role


def columns(case: Case, of: str) -> dict[str, np.ndarray]:
    """The columns that a measure takes, under the names that the call or the file's data sets use."""
    if of in measures.TABLES:
        return tables(case)
    return {name: case.column(named(case, NAMES[name])) for name in measures.COLUMNS[of]}


def tables(case: Case) -> dict[str, np.ndarray]:
    """x1 of n1 and x2 of n2, from either layout."""
    a, b, c, d, n1i, n2i = (named(case, role) for role in ("ai", "bi", "ci", "di", "n1i", "n2i"))
    x1, x2 = case.column(a, "tpos"), case.column(c, "cpos")
    n1 = case.column(n1i) if n1i in case.data else x1 + case.column(b, "tneg")
    n2 = case.column(n2i) if n2i in case.data else x2 + case.column(d, "cneg")
    return {"x1": x1, "n1": n1, "x2": x2, "n2": n2}


def effects(case: Case, words: Words, *also: str) -> Effects:
    """The call's effects: of the measure that it names, else those given, else log risk or odds ratios of tables.

    Trials without an effect, or without a value in one of the columns `also`, are left out, as by metafor.
    """
    of = measure(words)
    y, v, s = _given(case)
    used = [c for c in also if c in case.data]
    if of is None and y in case.data:
        case = complete(case, [y, v if v in case.data else s, *used])
        return Effects(case.column(y), case.column(v) if v in case.data else case.column(s) ** 2, case)
    if of is None:
        of = "RR" if "tpos" in case.data else "OR"
    case = complete(case, [*of_measure(case, of), *used])
    found = measures.effect_sizes(of, **zero_cells(words), **columns(case, of))
    return Effects(found.y, found.v, _calls.with_rows(case, found.kept))


def _given(case: Case) -> tuple[str, str, str]:
    """Columns of effects, variances and errors: by the arguments' names, or as the first two of rma()."""
    y, v, s = (named(case, role) for role in ("yi", "vi", "sei"))
    if re.search(r"\brma(?:\.uni)?\(", case.call):
        parts = _calls.split(_calls.arguments(case.call, "rma", "rma.uni"))
        parts = [re.sub(r"^([\w.]+)\s*~.*", r"\1", p) for p in parts]  # yi ~ moderators
        first = [p for p in parts if p in case.data]
        y, v = first[0] if first else y, first[1] if len(first) > 1 else v
        if (
            len(first) < 2
            and not Words(case.call).argument("vi")
            and Words(case.call).argument("sei") in case.data
        ):
            v = ""  # the variances in the data are not those that the call names
    return y, v, s


def of_measure(case: Case, of: str) -> list[str]:
    """The columns in the data that the measure may take."""
    roles = [*NAMES.values(), "ai", "bi", "ci", "di"]
    names = [*(named(case, r) for r in roles), "tpos", "tneg", "cpos", "cneg"]
    given = [n for n in names if n in case.data]
    return [n for n in given if not (of not in measures.TABLES and n in ("ai", "bi", "ci", "di"))]


def complete(case: Case, names: list[str]) -> Case:
    """The rows that have a value in each of these columns."""
    given = [case.data[n] for n in names if n in case.data]
    if not all(isinstance(c, list) for c in given):
        return case  # one trial, which R writes as numbers
    rows = zip(*given, strict=True)
    return _calls.with_rows(case, [all(v is not None for v in row) for row in rows])


def zero_cells(words: Words) -> dict[str, Any]:
    """add, to and drop00; escalc's own defaults where not said."""
    add = words.argument("add")
    to = (
        words.argument("to")
        or words.word("only0", "if0all")
        or ("all" if re.search(r"\bto all\b", words.text) else "only0")
    )
    drop = words.argument("drop00") in ("TRUE", "T") and not words.word("KEPT")
    # escalc adds a half to Peto's odds ratio too.
    said = float(Fraction(add)) if add else 0.5 if measure(words) == "PETO" else None
    return {"add": said, "to": to, "drop00": drop, "variance": words.argument("vtype") or "LS"}


def one(values: np.ndarray) -> Any:
    """A coefficient alone is a number, several are a list."""
    return values.tolist() if len(values) > 1 else float(values[0])


def fields(fit: Fit, k: int, at: float = 0.95) -> dict[str, Any]:
    """A fit under the names of metafor's results, with intervals at a level."""
    low, high = fit.interval(at)
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
            new = models.predict(fit, convention=said, level=at)
            out |= {f"pi_lb{name}": float(new.new_low[0]), f"pi_ub{name}": float(new.new_high[0])}
    return out
