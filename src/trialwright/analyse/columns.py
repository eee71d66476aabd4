"""A formula's atoms as columns of data: numbers, functions of them, factors with their levels, complete rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trialwright.analyse.computed_factors import (
    computed_levels,
    computed_values,
    is_computed,
    is_expression,
)
from trialwright.analyse.expressions import NAME as _NAME
from trialwright.analyse.expressions import column
from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Levels = Mapping[str, Sequence[Any]]

_FACTOR = ("factor", "as.factor", "ordered", "C", "relevel")


def _inner(atom: str) -> tuple[str, str]:
    """Function and argument of an atom: ("", x) for a column."""
    called = re.fullmatch(rf"({_NAME})\((.*)\)", atom)
    return (called[1], called[2].strip()) if called else ("", atom)


def said(atom: str) -> str:
    """An atom as R writes it among its terms: double quotes, spaces about = + - * and comparisons and after commas, none
    about / and ^; what is quoted stands as it is."""
    parts = re.split(r"(\"[^\"]*\")", atom.replace("'", '"'))
    return "".join(p if p.startswith('"') else _spaced(p, len(parts) == 1) for p in parts)


def _spaced(text: str, arithmetic: bool) -> str:
    text = re.sub(r"\s*,\s*", ", ", re.sub(r"\s*(?<![<>=!])(=)(?!=)\s*", " = ", text))
    text = re.sub(r"\s*([<>]=?|[=!]=)\s*", r" \1 ", text)
    if not arithmetic:
        return text
    return re.sub(r"(?<=[\w.)])\s*([-+*])\s*", r" \1 ", re.sub(r"\s*([/^])\s*", r"\1", text))


def factor_column(atom: str) -> tuple[str, str]:
    """The column of a factor, and what follows it in its brackets: ", ref = 'a'", or ", levels = c('a', 'b')"."""
    function, inside = _inner(atom)
    if function not in _FACTOR:
        return atom, ""
    inner, comma, rest = _first(inside)
    if function == "relevel":
        inner = inside[: inside.rindex(",")] if "," in inside else inside
        rest, comma = inside[len(inner) + 1 :], ","
    return factor_column(inner.strip())[0], comma + rest


def _first(inside: str) -> tuple[str, str, str]:
    """What stands before the first comma that is in no bracket, the comma, and the rest."""
    depth = 0
    for i, c in enumerate(inside):
        depth += {"(": 1, ")": -1}.get(c, 0)
        if c == "," and depth == 0:
            return inside[:i], ",", inside[i + 1 :]
    return inside, "", ""


def factor_values(atom: str, data: Mapping[str, Any]) -> NDArray[Any]:
    if atom not in data and is_computed(atom):
        return computed_values(atom, data)
    inside = factor_column(atom)[0]
    if inside not in data and is_expression(inside):
        return computed_values(inside, data)
    return column(inside, data).astype(object)


def _reordered(atom: str, order: list[Any]) -> list[Any]:
    """Levels after relevel(x, ref = a) or factor(x, levels = c(a, b)). Raises AnalysisError for what these do not say."""
    function, _ = _inner(atom)
    name, rest = factor_column(atom)
    if function == "relevel":
        order = _reordered(_inner(atom)[1].rpartition(",")[0].strip(), order)
    if not rest:
        return order
    found = re.fullmatch(r",\s*(?:(ref|levels)\s*=\s*)?(.+?)\s*", rest)
    text = re.sub(r"^c\((.*)\)$", r"\1", found[2]) if found else ""
    named = [v.strip().strip("'\"") for v in text.split(",")]
    by_name = {plain(v): v for v in order}
    wanted = "ref" if function == "relevel" else "levels"
    if not found or found[1] not in (None, wanted) or not set(named) <= by_name.keys():
        raise AnalysisError(
            f"{atom} is not understood: {name} has the levels {', '.join(by_name)}.",
            fix="Write relevel(x, ref = 'a') or factor(x, levels = c('a', 'b')), with levels that are in the data.",
        )
    first = [by_name[n] for n in named]
    if function != "relevel" and len(first) < len(order):
        raise AnalysisError(
            f"{atom} leaves out levels of {name}.", fix="Name all of them, or leave the rows out."
        )
    return [*first, *(v for v in order if v not in first)]


def plain(value: Any) -> str:
    """A level in words: whole numbers without a point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def levels_of(atom: str, data: Mapping[str, Any], stated: Levels) -> list[Any] | None:
    """Levels of a factor in the order of its contrasts, None of a number."""
    function, inside = _inner(atom)
    if atom not in data and is_computed(atom):
        return computed_levels(atom, data)
    if function and function not in _FACTOR:
        return None
    inside = factor_column(atom)[0]
    if function and inside not in data and is_expression(inside):
        return _reordered(atom, computed_levels(inside, data))
    raw = column(inside, data)
    text = not np.issubdtype(raw.dtype, np.number) or raw.dtype == bool
    if not text and not function and inside not in stated:
        return None
    return _reordered(atom, _stated(atom, inside, data, raw, stated))


def _stated(atom: str, name: str, data: Mapping[str, Any], raw: NDArray[Any], stated: Levels) -> list[Any]:
    """Levels in their stated order, a categorical's own, or sorted."""
    given = set(pd.unique(pd.Series(raw.astype(object)).dropna()))
    for key in (name, atom):
        if key in stated:
            order = [x for x in stated[key] if x in given]
            if missing := given - set(order):
                raise AnalysisError(
                    f"{key} has levels that are not in its stated order: {sorted(map(str, missing))}."
                )
            return order
    original = data.get(name)
    if isinstance(original, pd.Series) and isinstance(original.dtype, pd.CategoricalDtype):
        return [x for x in original.cat.categories if x in given]
    return sorted(given, key=lambda v: (isinstance(v, str), v))


def complete(
    data: Mapping[str, Any], columns: Sequence[str], unknown: Sequence[Bools] = ()
) -> tuple[dict[str, Any], Bools]:
    """The rows without a missing value in any of these columns, nor unknown for another reason, and which they are."""
    n = len(next(iter(data.values())))
    keep = np.ones(n, dtype=np.bool_)
    for name in columns:
        keep &= ~pd.isna(pd.Series(column(name, data), dtype=object)).to_numpy()
    for rows in unknown:
        keep &= ~rows
    out: dict[str, Any] = {}
    for name, values_ in data.items():
        series = values_ if isinstance(values_, pd.Series) else pd.Series(list(values_))
        out[str(name)] = series[keep].reset_index(drop=True).infer_objects()
    return out, keep
