"""Designs from R-like formulas: `change ~ baseline + factor(site) + arm * visit`.

Terms: columns, factor(x), as.factor(x), a:b, a*b, (a + b)^2, - term, 0 or -1 for no intercept, log(x), sqrt(x), exp(x),
I(x^2), I(x - y); strata(x), cluster(x), offset(x), (visit | subject) and structure(visit | subject) are set aside for the method
that knows them. Text columns are factors; contrasts are against the first level (treatment contrasts), and where a
margin is absent the factor is coded in full, as R does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Levels = Mapping[str, Sequence[Any]]

_FUNCTIONS = {"log": np.log, "sqrt": np.sqrt, "exp": np.exp, "log2": np.log2, "log10": np.log10}
_ARITHMETIC = {"*": np.multiply, "/": np.divide, "+": np.add, "-": np.subtract, "^": np.power}
_FACTOR = ("factor", "as.factor", "ordered", "C")
_NAME = r"[A-Za-z.][\w.]*"
_TOKEN = re.compile(rf"\s*(?:({_NAME})|(`[^`]+`)|(\d+\.?\d*)|([~+\-*:^()|,/=]))")


@dataclass(frozen=True)
class Special:
    """A call set aside: strata(x), us(visit | subject). name : "" for (terms | group)."""

    name: str
    inside: str
    group: str = ""


@dataclass(frozen=True)
class Formula:
    """response : the left side, "" where there is none. terms : each the set of factors whose product it is."""

    response: str
    terms: tuple[tuple[str, ...], ...]
    intercept: bool = True
    specials: tuple[Special, ...] = ()

    def special(self, *names: str) -> Special | None:
        return next((s for s in self.specials if s.name in names), None)

    def without(self, *atoms: str) -> Formula:
        """The formula without any term that one of these stands in."""
        kept = tuple(t for t in self.terms if not set(atoms) & set(t))
        return Formula(self.response, kept, self.intercept, self.specials)

    def without_term(self, term: str) -> Formula:
        gone = frozenset(term.split(":"))
        return Formula(
            self.response, tuple(t for t in self.terms if frozenset(t) != gone), self.intercept, self.specials
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the data that it uses, in order."""
        texts = [self.response, *(a for t in self.terms for a in t)]
        texts += [x for s in self.specials for x in (s.inside, s.group)]
        found = [n for text in texts for n in _columns_in(text)]
        return tuple(dict.fromkeys(found))

    @property
    def said(self) -> str:
        right = ([] if self.intercept else ["0"]) + [":".join(t) for t in self.terms]
        for s in self.specials:
            bar = f"{s.inside} | {s.group}" if s.group else s.inside
            right.append(f"{s.name}({bar})")
        return f"{self.response} ~ {' + '.join(right or ['1'])}"


def _columns_in(text: str) -> list[str]:
    return [
        m[1].strip("`")
        for m in re.finditer(rf"((?<![\w.]){_NAME}|`[^`]+`)(\s*\()?", text)
        if not m[2] and m[1] not in ("TRUE", "FALSE")
    ]


def parse(text: str) -> Formula:
    """Read a formula. Raises AnalysisError with the place of what it does not understand."""
    left, tilde, right = text.partition("~")
    if not tilde:
        left, right = "", text
    reader = _Reader(right)
    terms, removed = reader.sum()
    if reader.rest:
        raise AnalysisError(f"the formula has {reader.rest!r} where a term was expected", where=text)
    intercept = ("0",) not in terms and ("1",) not in removed
    found: list[tuple[str, ...]] = []
    for term in terms:
        if term not in (("0",), ("1",)) and frozenset(term) not in {frozenset(f) for f in found}:
            found.append(term)
    gone = {frozenset(r) for r in removed}
    # Within an interaction as between terms, factors stand in the order in which the formula first has them.
    place = {a: i for i, a in enumerate(dict.fromkeys(reader.atoms))}
    kept = (tuple(sorted(t, key=lambda a: place[a])) for t in found if frozenset(t) not in gone)
    ordered = sorted(kept, key=len)
    return Formula(left.strip(), tuple(ordered), intercept, tuple(reader.specials))


class _Reader:
    """Recursive descent over the right side; terms are tuples of atoms."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.specials, self.atoms = text, 0, list[Special](), list[str]()

    @property
    def rest(self) -> str:
        return self.text[self.at :].strip()

    def peek(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        return next((g for g in found.groups() if g is not None), "") if found else ""

    def take(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if not found:
            raise AnalysisError(f"the formula cannot be read at {self.rest!r}", where=self.text)
        self.at = found.end()
        return next(g for g in found.groups() if g is not None)

    def sum(self) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        terms, removed = list[tuple[str, ...]](), list[tuple[str, ...]]()
        sign = "+"
        if self.peek() in ("+", "-"):
            sign = self.take()
        while True:
            (terms if sign == "+" else removed).extend(self.product())
            if self.peek() not in ("+", "-"):
                return terms, removed
            sign = self.take()

    def product(self) -> list[tuple[str, ...]]:
        found = self.interaction()
        while self.peek() == "*":
            self.take()
            other = self.interaction()
            found = found + other + [_joined(a, b) for a in found for b in other]
        return found

    def interaction(self) -> list[tuple[str, ...]]:
        found = self.power()
        while self.peek() == ":":
            self.take()
            other = self.power()
            found = [_joined(a, b) for a in found for b in other]
        return found

    def power(self) -> list[tuple[str, ...]]:
        found = self.atom()
        if self.peek() == "^":
            self.take()
            base = found
            for _ in range(int(self.take()) - 1):
                found = list(dict.fromkeys(found + [_joined(a, b) for a in found for b in base]))
        return found

    def atom(self) -> list[tuple[str, ...]]:
        token = self.take()
        if token == "(":
            inside = self._bracketed()
            if "|" in inside:
                self._set_aside("", inside)
                return []
            inner = _Reader(inside)
            terms, _ = inner.sum()
            self.specials += inner.specials
            self.atoms += inner.atoms
            return terms
        if re.fullmatch(rf"{_NAME}|`[^`]+`|[\d.]+", token) is None:
            raise AnalysisError(f"the formula has {token!r} where a term was expected", where=self.text)
        if self.peek() != "(" or token[0].isdigit():
            return self._one(token.strip("`"))
        self.take()
        inside = self._bracketed()
        if "|" in inside or token in ("strata", "cluster", "offset", "frailty"):
            self._set_aside(token, inside)
            return []
        return self._one(f"{token}({inside.strip()})")

    def _one(self, atom: str) -> list[tuple[str, ...]]:
        self.atoms.append(atom)
        return [(atom,)]

    def _set_aside(self, name: str, inside: str) -> None:
        terms, _, group = inside.partition("|")
        self.specials.append(Special(name, terms.strip(), group.strip()))

    def _bracketed(self) -> str:
        depth, start = 1, self.at
        while self.at < len(self.text):
            depth += {"(": 1, ")": -1}.get(self.text[self.at], 0)
            self.at += 1
            if depth == 0:
                return self.text[start : self.at - 1]
        raise AnalysisError("a bracket in the formula is not closed", where=self.text)


def _joined(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return a + tuple(x for x in b if x not in a)


@dataclass(frozen=True)
class Design:
    """x : (n, p); names : its columns, in R's words; term_of : (p,) index of each column's term, -1 for the intercept."""

    x: Floats
    names: tuple[str, ...]
    term_of: tuple[int, ...]
    formula: Formula
    coding: Coding

    def columns_of(self, term: str) -> list[int]:
        """Columns of a term, "arm:visit" in any order. Raises AnalysisError where it is not in the formula."""
        wanted = frozenset(term.split(":"))
        at = next((i for i, t in enumerate(self.formula.terms) if frozenset(t) == wanted), None)
        if at is None:
            raise AnalysisError(f"the formula has no term {term!r}", where=self.formula.said)
        return [j for j, t in enumerate(self.term_of) if t == at]

    def again(self, data: Mapping[str, Any]) -> Floats:
        """The same columns for other data: levels are those met at first."""
        return self.coding.matrix(data)[0]


@dataclass
class Coding:
    """What a formula has learned of its data: each factor's levels."""

    formula: Formula
    levels: dict[str, list[Any]] = field(default_factory=dict)

    def is_factor(self, atom: str) -> bool:
        return atom in self.levels

    @cached_property
    def full(self) -> dict[tuple[int, str], bool]:
        """Whether a factor is coded in full in a term: where the term without it is not in the formula."""
        present = {frozenset(t) for t in self.formula.terms}
        if self.formula.intercept:
            present.add(frozenset())
        return {
            (i, a): frozenset(t) - {a} not in present and bool(t)
            for i, t in enumerate(self.formula.terms)
            for a in t
        }

    def matrix(self, data: Mapping[str, Any]) -> tuple[Floats, list[str], list[int]]:
        n = len(next(iter(data.values())))
        blocks, names, owners = [], list[str](), list[int]()
        if self.formula.intercept:
            blocks.append(np.ones((n, 1)))
            names.append("(Intercept)")
            owners.append(-1)
        seen_full = self.formula.intercept
        for i, term in enumerate(self.formula.terms):
            block, labels = np.ones((n, 1)), [""]
            for atom in term:
                if self.is_factor(atom):
                    full = self.full[i, atom] and not (seen_full and len(term) == 1)
                    part, each = self._indicators(atom, data, full)
                    seen_full = seen_full or (full and len(term) == 1)
                else:
                    part, each = values(atom, data)[:, None], [atom]
                # The first factor varies fastest, as R orders an interaction's columns.
                block = np.concatenate([block * part[:, [k]] for k in range(part.shape[1])], axis=1)
                labels = [f"{a}:{b}" if a else b for b in each for a in labels]
            blocks.append(block)
            names += labels
            owners += [i] * len(labels)
        matrix = np.concatenate(blocks, axis=1) if blocks else np.empty((n, 0))
        return np.ascontiguousarray(matrix, dtype=np.float64), names, owners

    def _indicators(self, atom: str, data: Mapping[str, Any], full: bool) -> tuple[Floats, list[str]]:
        given, levels = factor_values(atom, data), self.levels[atom]
        unknown = set(pd.unique(pd.Series(given, dtype=object).dropna())) - set(levels)
        if unknown:
            raise AnalysisError(
                f"{atom} has a level the model was not fitted with: {sorted(map(str, unknown))}"
            )
        used = levels if full else levels[1:]
        return np.stack([given == level for level in used], axis=1).astype(float), [
            f"{atom}{_shown(level)}" for level in used
        ]


def _shown(level: Any) -> str:
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)


def design(formula: Formula | str, data: Mapping[str, Any], levels: Levels | None = None) -> Design:
    """The design of complete data (see `complete`). levels : column → its levels, the reference first; where they are
    not given, a pandas categorical's own, or else sorted."""
    form = parse(formula) if isinstance(formula, str) else formula
    coding = Coding(form)
    for atom in dict.fromkeys(a for t in form.terms for a in t):
        found = _levels(atom, data, levels or {})
        if found is not None:
            if len(found) < 2:
                raise AnalysisError(f"{atom} has one level only in the data: it has no effect to estimate")
            coding.levels[atom] = found
    x, names, owners = coding.matrix(data)
    return Design(x, tuple(names), tuple(owners), form, coding)


def _inner(atom: str) -> tuple[str, str]:
    """Function and argument of an atom: ("", x) for a column."""
    called = re.fullmatch(rf"({_NAME})\((.*)\)", atom)
    return (called[1], called[2].strip()) if called else ("", atom)


def column(name: str, data: Mapping[str, Any]) -> NDArray[Any]:
    """A column; R's dots match a file's underscores. Raises AnalysisError where there is none."""
    for candidate in (name, name.replace(".", "_"), name.replace("_", ".")):
        if candidate in data:
            return np.asarray(data[candidate])
    raise AnalysisError(
        f"the data have no column {name!r}", fix=f"The columns are {', '.join(map(str, data))}."
    )


def factor_values(atom: str, data: Mapping[str, Any]) -> NDArray[Any]:
    return column(_inner(atom)[1] if _inner(atom)[0] in _FACTOR else atom, data).astype(object)


def _levels(atom: str, data: Mapping[str, Any], stated: Levels) -> list[Any] | None:
    """Levels of a factor in the order of its contrasts, None of a number."""
    function, inside = _inner(atom)
    if function and function not in _FACTOR:
        return None
    raw = column(inside, data)
    text = not np.issubdtype(raw.dtype, np.number) or raw.dtype == bool
    if not text and not function and inside not in stated:
        return None
    given = set(pd.unique(pd.Series(raw.astype(object)).dropna()))
    for name in (inside, atom):
        if name in stated:
            order = [x for x in stated[name] if x in given]
            if missing := given - set(order):
                raise AnalysisError(
                    f"{name} has levels that are not in its stated order: {sorted(map(str, missing))}"
                )
            return order
    original = data.get(inside)
    if isinstance(original, pd.Series) and isinstance(original.dtype, pd.CategoricalDtype):
        return [x for x in original.cat.categories if x in given]
    return sorted(given, key=lambda v: (isinstance(v, str), v))


def values(atom: str, data: Mapping[str, Any]) -> Floats:
    """A number of each row: a column, or a function of one."""
    function, inside = _inner(atom)
    if function == "I":
        simple = re.fullmatch(rf"({_NAME})\s*([*/+^-])\s*({_NAME}|[\d.]+)", inside)
        if simple:
            x = values(simple[1], data)
            by = float(simple[3]) if simple[3][0] in ".0123456789" else values(simple[3], data)
            return np.asarray(_ARITHMETIC[simple[2]](x, by))
        raise AnalysisError(f"I({inside}) is not understood", fix="Compute the column beforehand.")
    if function in _FUNCTIONS:
        return np.asarray(_FUNCTIONS[function](values(inside, data)))
    if function:
        raise AnalysisError(f"{function}() is not a function that formulas have here")
    raw = column(atom, data)
    try:
        return np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise AnalysisError(f"the column {atom!r} is not numbers") from error


def complete(data: Mapping[str, Any], columns: Sequence[str]) -> tuple[dict[str, Any], Bools]:
    """The rows without a missing value in any of these columns, and which they are."""
    n = len(next(iter(data.values())))
    keep = np.ones(n, dtype=np.bool_)
    for name in columns:
        keep &= ~pd.isna(pd.Series(column(name, data), dtype=object)).to_numpy()
    out: dict[str, Any] = {}
    for name, values_ in data.items():
        series = values_ if isinstance(values_, pd.Series) else pd.Series(list(values_))
        out[str(name)] = series[keep].reset_index(drop=True).infer_objects()
    return out, keep
