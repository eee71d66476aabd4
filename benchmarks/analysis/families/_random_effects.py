"""What a call of `rma.mv(...)` says: its random effects, the sampling covariance, and the rows that go with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families._calls import arguments, levels, split
from trialwright.analyse.designs import design
from trialwright.analyse.formula import Formula, parse
from trialwright.pool.multilevel import Shared, equicorrelated

READ = (
    "yi", "V", "random", "struct", "mods", "level", "sigma2", "tau2", "rho", "cluster", "dfs", "btt", "obs", "type", "r",
    "rho", "intercept",
)  # fmt: skip


@dataclass(frozen=True)
class Dependent:
    """case : with the rows that have all that is used. terms : of the design x. effects : the random ones; levels are
    None of `~ 1 | group`."""

    case: Case
    y: np.ndarray
    v: np.ndarray
    x: np.ndarray
    terms: list[str]
    effects: list[Shared]


@dataclass(frozen=True)
class _Term:
    """`~ inner | group`, or with inner None `~ 1 | a/b/c`, whose groups are each of the first, first two, ... columns."""

    inner: str | None
    columns: tuple[str, ...]


def named(call: str, *functions: str) -> dict[str, str]:
    """The arguments of a call by name; those without one by their place, "0", "1", ..."""
    out: dict[str, str] = {}
    for part in split(arguments(call, *functions)):
        said = re.match(r"([A-Za-z][\w.]*)\s*=(?!=)\s*(.*)", part, re.S)
        out[said[1] if said else str(sum(k.isdigit() for k in out))] = (said[2] if said else part).strip()
    return out


def dependent(case: Case) -> Dependent:
    """Raises Unknown for what is not read."""
    said = named(case.said, "rma.mv")
    effect, _, right = said.get("yi", _at(said, "0", "yi", case)).partition("~")
    y = effect.strip()
    sampling = said.get("V", _at(said, "1", "", case) if "yi" not in said else said.get("0", ""))
    terms = _terms(said.get("random", ""))
    form = _form(said, right, case)
    columns = [c for t in terms for c in (*t.columns, *(parse("~" + t.inner).columns if t.inner else ()))]
    names = [metafor.named(case, y), *columns, *(form.columns if form else ())]
    if missing := [n for n in columns if n not in case.data]:
        raise Unknown(f"the columns {', '.join(missing)}")
    case = metafor.complete(case, [*names, *re.findall(r"[A-Za-z.][\w.]*", sampling)])
    x, of = _design(case, form)
    return Dependent(
        case, case.column(metafor.named(case, y)), _covariance(case, sampling, terms), x, of, _effects(case, terms, said)
    )  # fmt: skip


def _at(said: dict[str, str], place: str, otherwise: str, case: Case) -> str:
    """An argument by its place; "rma.mv(random=...)" leaves out what the data name."""
    return said.get(place, otherwise)


def _form(said: dict[str, str], right: str, case: Case) -> Formula | None:
    text = said.get("mods", right)
    if not text:
        return None
    if "~" not in text and "mods" in said:
        text = " + ".join(c.strip() for c in re.sub(r"^cbind\((.*)\)$", r"\1", text).split(","))
    bare = "0 + " if "~" not in said.get("mods", "~") and said.get("intercept") in ("FALSE", "F") else ""
    return parse(f"~ {bare}{text.lstrip('~ ')}")


def _terms(random: str) -> list[_Term]:
    """Of `~ 1 | a/b`, or `list(~ outcome | trial, ~ 1 | lab)`."""
    if not random:
        return []
    inside = re.fullmatch(r"list\((.*)\)", random)
    return [_term(part) for part in split(inside[1] if inside else random)]


def _term(text: str) -> _Term:
    said = re.fullmatch(
        r"~\s*(.+?)\s*\|\s*([A-Za-z.][\w.]*(?:\s*/\s*[A-Za-z.][\w.]*)*)", re.sub(r"^\w+\s*=\s*", "", text)
    )
    if not said:
        raise Unknown(f"the random effects {text!r}")
    groups = tuple(re.split(r"\s*/\s*", said[2]))
    if said[1] != "1" and len(groups) > 1:
        raise Unknown(f"the random effects {text!r}")
    return _Term(None if said[1] == "1" else said[1], groups)


def _effects(case: Case, terms: list[_Term], said: dict[str, str]) -> list[Shared]:
    """Those of groups alone first, as their variances stand in sigma2; then those of levels within groups."""
    plain: list[Shared] = []
    for t in terms:
        for depth in range(1, len(t.columns) + 1) if t.inner is None else ():
            plain.append(Shared(list(zip(*(case.data[c] for c in t.columns[:depth]), strict=True))))
    given = _numbers(said.get("sigma2"), len(plain))
    plain = [s._replace(known=[g]) for s, g in zip(plain, given, strict=True)] if given else plain
    structures = re.findall(r"\w+", said.get("struct", "CS").removeprefix("c"))
    within = [t for t in terms if t.inner is not None]
    out = list(plain)
    for i, t in enumerate(within):
        structure = structures[min(i, len(structures) - 1)]
        out.append(_of_levels(case, t, structure, said if i == 0 else {}))
    if len(within) > 1 and {"tau2", "rho"} & said.keys():
        raise Unknown("known variances of one of several structures")
    return out


def _of_levels(case: Case, term: _Term, structure: str, said: dict[str, str]) -> Shared:
    column = next(iter(parse(f"~ {term.inner}").columns))
    found = Shared(case.data[term.columns[0]], case.data[column], structure)
    if not {"tau2", "rho"} & said.keys():
        return found
    m = len(set(case.data[column]))
    variances = 1 if structure in ("CS", "ID", "AR", "CAR") else m
    correlations = 0 if structure in ("DIAG", "ID") else m * (m - 1) // 2 if structure == "UN" else 1
    tau2 = _numbers(said.get("tau2"), variances) or [np.nan] * variances
    rho = _numbers(said.get("rho"), correlations) or [np.nan] * correlations
    return found._replace(known=[*tau2, *rho])


def _numbers(text: str | None, n: int) -> list[float] | None:
    """`c(0.1, NA)`; one number stands for all. Raises Unknown."""
    if text is None:
        return None
    parts = split(re.sub(r"^c\((.*)\)$", r"\1", text))
    try:
        found = [np.nan if p == "NA" else float(p) for p in parts]
    except ValueError:
        raise Unknown(f"the numbers {text}") from None
    found = found * n if len(found) == 1 else found
    if len(found) != n:
        raise Unknown(f"{text} for {n} parameters")
    return found


def _covariance(case: Case, sampling: str, terms: list[_Term]) -> np.ndarray:
    """Of variances alone, of `vcalc(vi, cluster=, obs=, rho=)`, of `impute_covariance_matrix(vi, cluster=, r=)`, or of
    the rows of each group's block in v1i, v2i, ...: as V of a multivariate model is kept in a file."""
    if re.match(r"(?:\w+::)?(?:vcalc|impute_covariance_matrix)\(", sampling):
        return _imputed(case, sampling)
    if sampling in case.data:
        return np.diag(case.column(sampling))
    blocks = [c for i in range(1, 30) if (c := f"v{i}i") in case.data]
    if not blocks or not terms:
        if "vi" in case.data:
            return np.diag(case.column("vi"))
        if not blocks:
            raise Unknown(f"the sampling covariance {sampling!r}")
    group = terms[-1].columns[0] if terms else next(c for c in ("trial", "study") if c in case.data)
    return _blocks(np.column_stack([case.column(b) for b in blocks]), case.data[group])


def _blocks(rows: np.ndarray, groups: Sequence[Any]) -> np.ndarray:
    out = np.zeros((len(rows), len(rows)))
    of = np.array([str(g) for g in groups])
    for name in dict.fromkeys(of):
        at = np.flatnonzero(of == name)
        out[np.ix_(at, at)] = rows[at][:, : len(at)]
    return out


def _imputed(case: Case, sampling: str) -> np.ndarray:
    said = named(sampling, "vcalc", "impute_covariance_matrix")
    within = {"obs", "type"} & said.keys()
    known = {"vi", "cluster", "obs", "type", "rho", "r", "data", "0"}
    correlation = said.get("rho", said.get("r", ""))
    if said.keys() - known or not re.fullmatch(r"-?[\d.]+", correlation) or len(within) > 1:
        raise Unknown(f"the sampling covariance {sampling!r}")
    v, cluster = case.column(said.get("vi", said.get("0", ""))), case.data[said["cluster"]]
    out = equicorrelated(v, cluster, float(correlation))
    if within:  # those of one type, or one observation, are correlated in full
        of = np.array([str(t) for t in case.data[said[next(iter(within))]]])
        same = (np.abs(out) > 0) & (of[:, None] == of[None, :])
        out = np.where(same, np.sqrt(np.outer(v, v)), out)
    return out


def _design(case: Case, form: Formula | None) -> tuple[np.ndarray, list[str]]:
    if form is None:
        return np.ones((len(next(v for v in case.data.values() if isinstance(v, list))), 1)), ["intrcpt"]
    made = design(form, case.data, levels(case))
    return made.x, ["intrcpt" if n == "(Intercept)" else n for n in made.names]
