"""From a formula and a trial's data to the arrays of a kernel, with what was left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trialwright.analyse import columns, expressions
from trialwright.analyse.columns import Levels
from trialwright.analyse.designs import Design, design
from trialwright.analyse.formula import Formula, parse
from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def in_order(values: Sequence[Any]) -> list[Any]:
    """Distinct values, numbers by size and text by the numbers in it: Week 4, Week 8, Week 12. Missing ones are left out."""
    return sorted({v for v in values if not pd.isna(v)}, key=_natural)


def _natural(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, str):
        return (0, float(value), ())
    parts = re.split(r"(\d+(?:\.\d+)?)", value.lower())
    return (1, 0.0, tuple((1, float(p), "") if i % 2 else (0, 0.0, p) for i, p in enumerate(parts)))


@dataclass(frozen=True)
class Prepared:
    """design; data : complete rows; left_out : rows with a missing value; kept : which rows were complete."""

    design: Design
    data: Mapping[str, Any]
    left_out: int
    kept: NDArray[np.bool_]

    @property
    def x(self) -> Floats:
        return self.design.x

    def numbers(self, name: str) -> Floats:
        return expressions.values(name, self.data)

    def positive(self, name: str) -> Floats:
        """Weights. Raises AnalysisError where one is not positive."""
        found = self.numbers(name)
        if not (found > 0).all() or not np.isfinite(found).all():
            raise AnalysisError(
                f"{name} has weights that are not positive.", where=name, fix="Leave these rows out."
            )
        return found

    def offset(self) -> Floats | None:
        """(n,) sum of the formula's offset() terms; None where there are none."""
        inside = [s.inside for s in self.design.formula.specials if s.name == "offset"]
        return (
            sum((expressions.values(i, self.data) for i in inside), np.zeros(len(self.x))) if inside else None
        )

    def codes(self, name: str, levels: Sequence[Any] | None = None) -> tuple[Integers, list[Any]]:
        """Positions among the column's levels, and these: stated, a categorical's own, or sorted."""
        given = pd.Series(columns.factor_values(name, self.data), dtype=object)
        order = (
            list(levels)
            if levels is not None
            else sorted(given.unique(), key=lambda v: (isinstance(v, str), v))
        )
        order = [v for v in order if (given == v).any()]
        found = given.map({v: i for i, v in enumerate(order)})
        if found.isna().any():
            raise AnalysisError(
                f"{name} has values that are not among its stated levels.", where=name,
                fix=f"Stated are {', '.join(map(str, levels or order))}.",
            )  # fmt: skip
        return found.to_numpy(dtype=np.int64), order


def prepare(
    formula: str | Formula,
    data: Mapping[str, Any],
    levels: Levels | None = None,
    also: Sequence[str] = (),
    intercept: bool = True,
    specials: Sequence[str] = (),
) -> Prepared:
    """Complete cases of the formula's columns and `also`. intercept : False takes its column away (Cox, ordinal).

    specials : names of what the method takes from the formula beside its terms, as "strata"; any other is an error, for
    an offset that is left out changes every estimate.
    """
    form = parse(formula) if isinstance(formula, str) else formula
    if foreign := [s for s in form.specials if s.name not in specials]:
        called = foreign[0].name or str(foreign[0])
        raise AnalysisError(
            f"This method does not know {called} in a formula.", where=form.said,
            fix="Leave it out, or name a method that has it.",
        )  # fmt: skip
    chosen = _chosen(form)
    used = tuple(dict.fromkeys([*form.without(*chosen).columns, *also]))
    # A data frame is a mapping whose `values` is something else: a dict of its columns serves all.
    table = {str(name): data[name] for name in data}
    # Of ifelse() only the branch that is taken need be known.
    unknown = [expressions.unknown(name, table) for name in chosen.values()]
    rows, kept = columns.complete(table, [c for c in used if c], unknown)
    if not kept.any():
        empty = [
            c
            for c in dict.fromkeys((*form.columns, *also))
            if bool(pd.isna(expressions.column(c, data)).all())
        ]
        raise AnalysisError(
            "No row has all the columns that the analysis needs"
            + (f": {', '.join(empty)} is empty throughout." if empty else "."),
            where=form.said, fix="Fill these columns in, or leave the terms out.",
        )  # fmt: skip
    made = design(form, rows, levels, table)
    if not intercept and made.names[:1] == ("(Intercept)",):
        made = Design(made.x[:, 1:], made.names[1:], made.term_of[1:], form, made.coding)
    _check_rank(made)
    return Prepared(made, rows, int((~kept).sum()), kept)


def _chosen(form: Formula) -> dict[str, str]:
    """Atoms, or what a factor is made of, of which some columns need not be known in every row."""
    atoms = dict.fromkeys(a for t in form.terms for a in t)
    inside = {a: columns.factor_column(a)[0] for a in atoms}
    return {a: name for a, name in inside.items() if expressions.depends(name)}


def _check_rank(made: Design) -> None:
    """Raises AnalysisError naming a column that the others give."""
    x = made.x / np.maximum(np.sqrt((made.x**2).sum(0)), 1e-300)
    if x.shape[1] == 0 or np.linalg.matrix_rank(x, tol=1e-9 * max(x.shape)) == x.shape[1]:
        return
    for j in range(1, x.shape[1] + 1):
        if np.linalg.matrix_rank(x[:, :j], tol=1e-9 * max(x.shape)) < j:
            raise AnalysisError(
                f"{made.names[j - 1]} is determined by the other terms.", where=made.formula.said,
                fix="Leave it out, or merge levels that have no patients.",
            )  # fmt: skip
