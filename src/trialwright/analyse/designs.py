"""Design matrices of formulas: text columns are factors, with contrasts against the first level (treatment contrasts), and
where a margin is absent the factor is coded in full, as R does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trialwright.analyse.columns import Levels, factor_values, levels_of, plain, said
from trialwright.analyse.expressions import values
from trialwright.analyse.formula import Formula, parse
from trialwright.analyse.polynomials import Polynomial, is_polynomial, learned
from trialwright.analyse.scaling import Scaled, is_scaled, scaled
from trialwright.analyse.splines import Spline, is_spline, spline
from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
Learned = Polynomial | Scaled | Spline
# What columns a call of a formula has learned to compute of the data: whether an atom is such a call, and the learning.
_LEARNERS: tuple[tuple[Callable[[str], bool], Callable[[str, Mapping[str, Any]], Learned]], ...] = (
    (is_polynomial, learned),
    (is_scaled, scaled),
    (is_spline, spline),
)


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
            raise AnalysisError(f"The formula has no term {term!r}.", where=self.formula.said)
        return [j for j, t in enumerate(self.term_of) if t == at]

    def again(self, data: Mapping[str, Any]) -> Floats:
        """The same columns for other data: levels are those met at first."""
        return self.coding.matrix(data)[0]


@dataclass
class Coding:
    """What a formula has learned of its data: each factor's levels, polynomials, splines, and how columns are scaled."""

    formula: Formula
    levels: dict[str, list[Any]] = field(default_factory=dict)
    learned: dict[str, Learned] = field(default_factory=dict)

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
                elif atom in self.learned:
                    part, each = self.learned[atom].columns(data), self.learned[atom].names
                else:
                    part, each = values(atom, data)[:, None], [said(atom)]
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
                f"{atom} has a level the model was not fitted with: {sorted(map(str, unknown))}."
            )
        used = levels if full else levels[1:]
        return np.stack([given == level for level in used], axis=1).astype(float), [
            f"{said(atom)}{plain(level)}" for level in used
        ]


def design(
    formula: Formula | str,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    whole: Mapping[str, Any] | None = None,
) -> Design:
    """The design of complete data (see `complete`). levels : column → its levels, the reference first; where they are
    not given, a pandas categorical's own, or else sorted. whole : all rows, on which orthogonal polynomials and
    scales are learned."""
    form = parse(formula) if isinstance(formula, str) else formula
    coding = Coding(form)
    for atom in dict.fromkeys(a for t in form.terms for a in t):
        if atom.startswith("ordered("):
            raise AnalysisError(
                f"{atom} as a term would have contrasts of polynomials.", where=form.said,
                fix="Write factor(), for each level against the first, or poly() of a number.",
            )  # fmt: skip
        learn = next((learn for is_such, learn in _LEARNERS if is_such(atom)), None)
        if learn is not None:
            coding.learned[atom] = learn(atom, data if whole is None else whole)
            continue
        found = levels_of(atom, data, levels or {})
        if found is not None:
            if len(found) < 2:
                raise AnalysisError(
                    f"{atom} has one level only in the data: it has no effect to estimate.", where=atom,
                    fix="Leave it out, or look at rows that were left out as incomplete.",
                )  # fmt: skip
            coding.levels[atom] = found
    x, names, owners = coding.matrix(data)
    return Design(x, tuple(names), tuple(owners), form, coding)
