"""Numbers that a formula computes of a trial's columns: arithmetic, functions, comparisons; and a column itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NAME = r"[A-Za-z.][\w.]*"

_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "log": np.log, "sqrt": np.sqrt, "exp": np.exp, "log2": np.log2, "log10": np.log10, "abs": np.abs, "I": lambda x: x,
    "log1p": np.log1p, "floor": np.floor, "ceiling": np.ceil, "round": np.round, "trunc": np.trunc, "sign": np.sign,
    "as_numeric": lambda x: np.asarray(x, dtype=np.float64), "as_integer": np.trunc,
}  # fmt: skip
_SEVERAL: dict[str, Callable[..., Any]] = {
    "pmin": lambda *x: np.minimum.reduce(np.broadcast_arrays(*x)), "pmax": lambda *x: np.maximum.reduce(np.broadcast_arrays(*x)),
    "log": lambda x, base: np.log(x) / np.log(base), "round": lambda x, digits: np.round(x, int(digits)),
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Mult: np.multiply, ast.Div: np.divide, ast.Add: np.add, ast.Sub: np.subtract, ast.Pow: np.power,
}  # fmt: skip
_ORDERS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Gt: np.greater, ast.GtE: np.greater_equal, ast.Lt: np.less, ast.LtE: np.less_equal, ast.Eq: np.equal, ast.NotEq: np.not_equal,
}  # fmt: skip


def column(name: str, data: Mapping[str, Any]) -> NDArray[Any]:
    """A column; R's dots match a file's underscores. Raises AnalysisError where there is none."""
    for candidate in (name, name.replace(".", "_"), name.replace("_", ".")):
        if candidate in data:
            return np.asarray(data[candidate])
    raise AnalysisError(
        f"The data have no column {name!r}.", fix=f"The columns are {', '.join(map(str, data))}."
    )


def values(atom: str, data: Mapping[str, Any]) -> Floats:
    """A number of each row: a column, a function of one, or arithmetic, as I((age - 50)/10), log(dose + 1), 0.02*age.

    Raises AnalysisError for what is none of these."""
    if atom in data or re.fullmatch(NAME, atom):
        return _column_of_numbers(atom, data)
    length = len(next(iter(data.values())))
    return np.array(np.broadcast_to(_value(_tree(atom), data, atom), length), dtype=np.float64)


def comparison(atom: str, data: Mapping[str, Any]) -> Bools:
    """Whether each row fulfils `age > 60`, or `sex == 'F'`. Raises AnalysisError."""
    length = len(next(iter(data.values())))
    return np.array(np.broadcast_to(_value(_compared(_tree(atom)), data, atom), length), dtype=np.bool_)


def depends(atom: str) -> bool:
    """Whether some of its columns need not be known in every row: `ifelse(age > 40, a, b)`, `age > 40 & dose > 2`."""
    if re.match(r"(?:I\(\s*)?ifelse\s*\(", atom):
        return True
    return is_comparison(atom) and isinstance(_compared(_tree(atom)), ast.BoolOp)


def unknown(atom: str, data: Mapping[str, Any]) -> Bools:
    """(n,) rows whose value turns on one that is missing. atom : one that `depends`."""
    if is_comparison(atom):
        return np.asarray(_untold(_compared(_tree(atom)), data, atom))
    return np.isnan(values(atom, data))


def is_comparison(atom: str) -> bool:
    """Whether it is one, as `age > 60` or `I(age > 60)`."""
    if not re.search(r"[<>]|[=!]=|%in%", re.sub(r"'[^']*'|\"[^\"]*\"", "", atom)):
        return False
    return isinstance(_compared(_tree(atom)), ast.Compare | ast.BoolOp)


def _compared(tree: ast.expr) -> ast.expr:
    """What I() holds."""
    match tree:
        case ast.Call(args=[inside], keywords=[], func=ast.Name(id="I")):
            return inside
    return tree


def _tree(atom: str) -> ast.expr:
    # R's & and | bind less than comparisons, as Python's words do; so does %in%.
    text = atom.replace("^", "**").replace("&", " and ").replace("|", " or ").replace("%in%", " in ")
    text = re.sub(r"(?<![\w.])as\.(numeric|integer)\s*\(", r"as_\1(", text)
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise AnalysisError(f"{atom} is not understood.", fix="Compute the column beforehand.") from None


def _column_of_numbers(name: str, data: Mapping[str, Any]) -> Floats:
    raw = column(name, data)
    try:
        return np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise AnalysisError(f"The column {name!r} is not numbers.") from error


def _value(node: ast.expr, data: Mapping[str, Any], atom: str) -> Any:
    """Of an expression of columns, numbers, + - * / ^, comparisons and known functions."""
    match node:
        case ast.Compare() | ast.BoolOp():
            return _told(node, data, atom)
        case ast.Call(args=[asked, one, other], keywords=[], func=ast.Name(id="ifelse")):
            chosen = np.where(*(_value(part, data, atom) for part in (asked, one, other)))
            return np.where(_untold(asked, data, atom), np.nan, chosen)
        case ast.Constant(value=int() | float()):
            return float(node.value)
        case ast.Name() | ast.Attribute():
            return _column_of_numbers(ast.unparse(node), data)
        case ast.UnaryOp(op=ast.USub()):
            return -_value(node.operand, data, atom)
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            return _ARITHMETIC[type(node.op)](_value(node.left, data, atom), _value(node.right, data, atom))
        case ast.Call(args=[inside], keywords=[], func=ast.Name(id=name)):
            if name not in _FUNCTIONS:
                raise AnalysisError(f"{name}() is not a function that formulas have here.")
            return _FUNCTIONS[name](_value(inside, data, atom))
        case ast.Call(args=[_, _, *_] as several, keywords=[], func=ast.Name(id=name)) if name in _SEVERAL:
            return _SEVERAL[name](*(_value(part, data, atom) for part in several))
    raise AnalysisError(f"{atom} is not understood.", fix="Compute the column beforehand.")


def _told(node: ast.expr, data: Mapping[str, Any], atom: str) -> Any:
    """Whether each row fulfils a comparison, several with & or |, or is one of those of `x %in% c(1, 2)`."""
    match node:
        case ast.BoolOp(op=op, values=parts):
            together = np.logical_and if isinstance(op, ast.And) else np.logical_or
            return together.reduce(np.broadcast_arrays(*(_told(p, data, atom) for p in parts)))
        case ast.Compare(ops=[ast.In()], comparators=[ast.Call(args=members, func=ast.Name(id="c"))]):
            side = _side(node.left, data, atom)
            return np.any([_ordered(ast.Eq(), side, _side(m, data, atom), atom) for m in members], axis=0)
        case ast.Compare(ops=[order], comparators=[other]) if type(order) in _ORDERS:
            return _ordered(order, _side(node.left, data, atom), _side(other, data, atom), atom)
    raise AnalysisError(f"{atom} is not understood.", fix="Compute the column beforehand.")


def _untold(node: ast.expr, data: Mapping[str, Any], atom: str) -> Any:
    """Whether the answer turns on a value that is missing: what is false beside &, or true beside |, settles it."""
    if isinstance(node, ast.BoolOp):
        settles = isinstance(node.op, ast.Or)
        untold = [_untold(p, data, atom) for p in node.values]
        settled = [(_told(p, data, atom) == settles) & ~u for p, u in zip(node.values, untold, strict=True)]
        return np.any(untold, axis=0) & ~np.any(settled, axis=0)
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)]
    known = [ast.unparse(n) for n in names if ast.unparse(n) not in ("c", *_FUNCTIONS, *_SEVERAL)]
    return np.any([pd.isna(pd.Series(column(n, data), dtype=object)).to_numpy() for n in known], axis=0)


def _ordered(order: ast.cmpop, one: Any, other: Any, atom: str) -> Any:
    """Raises AnalysisError where words would be compared with numbers."""
    if np.issubdtype(np.asarray(one).dtype, np.number) != np.issubdtype(np.asarray(other).dtype, np.number):
        raise AnalysisError(
            f"{atom} compares words with numbers.", fix="Quote a word, as in sex == 'F', and no number."
        )
    return _ORDERS[type(order)](one, other)


def _side(node: ast.expr, data: Mapping[str, Any], atom: str) -> Any:
    """Of a comparison: words, as a text column, or numbers."""
    match node:
        case ast.Constant(value=str()):
            return node.value
        case ast.Name() | ast.Attribute():
            raw = column(ast.unparse(node), data)
            words = any(isinstance(v, str) for v in raw) if raw.dtype == object else raw.dtype.kind in "US"
            return raw if words or raw.dtype == bool else raw.astype(np.float64)
    return _value(node, data, atom)
