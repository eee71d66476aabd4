"""Numbers that a formula computes of a trial's columns: arithmetic, functions, comparisons; and a column itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import AnalysisError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NAME = r"[A-Za-z.][\w.]*"

_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "log": np.log, "sqrt": np.sqrt, "exp": np.exp, "log2": np.log2, "log10": np.log10, "abs": np.abs, "I": lambda x: x,
    "as_numeric": lambda x: np.asarray(x, dtype=np.float64), "as_integer": np.trunc,
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


def is_comparison(atom: str) -> bool:
    """Whether it is one, as `age > 60` or `I(age > 60)`."""
    if not re.search(r"[<>]|[=!]=", re.sub(r"'[^']*'|\"[^\"]*\"", "", atom)):
        return False
    return isinstance(_compared(_tree(atom)), ast.Compare)


def _compared(tree: ast.expr) -> ast.expr:
    """What I() holds."""
    match tree:
        case ast.Call(args=[inside], keywords=[], func=ast.Name(id="I")):
            return inside
    return tree


def _tree(atom: str) -> ast.expr:
    text = re.sub(r"(?<![\w.])as\.(numeric|integer)\s*\(", r"as_\1(", atom.replace("^", "**"))
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
        case ast.Compare(ops=[order], comparators=[other]) if type(order) in _ORDERS:
            return _ordered(order, _side(node.left, data, atom), _side(other, data, atom), atom)
        case ast.Call(args=[ast.Compare() as asked, one, other], keywords=[], func=ast.Name(id="ifelse")):
            return np.where(*(_value(part, data, atom) for part in (asked, one, other)))
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
    raise AnalysisError(f"{atom} is not understood.", fix="Compute the column beforehand.")


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
            return raw if not np.issubdtype(raw.dtype, np.number) else raw.astype(np.float64)
    return _value(node, data, atom)
