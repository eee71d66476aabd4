"""R's own arithmetic, vectors and distributions, as far as calls of rpact are written with them.

Functions take the evaluated arguments as (name or "", value) pairs in the order they were written.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

from trialwright.errors import DesignError

LONGEST = 1_000_000  # values of a vector
Arguments = list[tuple[str, Any]]
CONSTANTS: dict[str, Any] = {
    "TRUE": True,
    "FALSE": False,
    "T": True,
    "F": False,
    "NULL": None,
    "NA": math.nan,
    "NA_real_": math.nan,
    "NA_integer_": math.nan,
    "NaN": math.nan,
    "Inf": math.inf,
    "pi": math.pi,
    "C_KMAX_UPPER_BOUND": 20.0,
    # gsDesign's spending functions are given by name.
    **{
        name: name
        for name in (
            *("sfLDOF", "sfLDPocock", "sfHSD", "sfPower", "sfExponential", "sfPoints", "sfLinear", "sfStep"),
            *(
                "sfLogistic",
                "sfNormal",
                "sfCauchy",
                "sfExtremeValue",
                "sfExtremeValue2",
                "sfBetaDist",
                "sfTDist",
            ),
        )
    },
    # Functions and words that gsDesign's users pass by name; what takes them knows them as words.
    **{name: name for name in ("z2NC", "z2Z", "LachinFoulkes", "Schoenfeld", "Freedman")},
}


def single(value: Any) -> Any:
    """A value as the calls receive it: a vector of one is the value itself, as in R."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        if value.dtype == bool or value.dtype.kind in "US":
            value = value.tolist()
        elif value.shape in ((), (1,)):
            return float(value.reshape(()))
        else:
            return value.astype(float)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str | bool):
        return value[0]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str) or value is None or isinstance(value, dict):
        raise TypeError("not a number")
    return np.asarray(value, dtype=float) if isinstance(value, list) else value


def _arithmetic(function: Callable[..., Any]) -> Callable[..., Any]:
    def apply(*sides: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*_recycled([np.asarray(_number(s), dtype=float) for s in sides]))

    return apply


def _recycled(sides: list[Any]) -> list[Any]:
    """The shorter vector repeated to the length of the longer, as R does."""
    n = max(s.size for s in sides)
    return [np.resize(s, n) if s.ndim == 1 and 1 < s.size < n else s for s in sides]


def _compared(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda a, b: function(np.asarray(a), np.asarray(b))


def at_most_longest(n: float) -> None:
    """Raises DesignError for a vector past what any call here takes, before it takes the machine's memory."""
    if not n <= LONGEST:
        raise DesignError(
            f"A vector of {n:.3g} values is longer than {LONGEST:,}.", fix="Check the numbers it is made of."
        )


def _sequence(a: Any, b: Any) -> Any:
    at_most_longest(abs(b - a))
    return np.arange(a, b + 1e-10) if b >= a else np.arange(a, b - 1e-10, -1.0)


OPERATORS: dict[tuple[str, int], Callable[..., Any]] = {
    ("+", 1): _arithmetic(operator.pos),
    ("-", 1): _arithmetic(operator.neg),
    ("+", 2): _arithmetic(operator.add),
    ("-", 2): _arithmetic(operator.sub),
    ("*", 2): _arithmetic(operator.mul),
    ("/", 2): _arithmetic(np.divide),
    ("^", 2): _arithmetic(np.power),
    ("%%", 2): _arithmetic(np.mod),
    ("%/%", 2): _arithmetic(np.floor_divide),
    (":", 2): _sequence,
    ("!", 1): lambda a: np.logical_not(a),
    ("&", 2): np.logical_and,
    ("&&", 2): np.logical_and,
    ("|", 2): np.logical_or,
    ("||", 2): np.logical_or,
    ("==", 2): _compared(np.equal),
    ("!=", 2): _compared(np.not_equal),
    ("<", 2): _compared(np.less),
    (">", 2): _compared(np.greater),
    ("<=", 2): _compared(np.less_equal),
    (">=", 2): _compared(np.greater_equal),
    ("%in%", 2): lambda a, b: np.isin(np.atleast_1d(a), np.atleast_1d(b)),
}


def _matched(arguments: Arguments, *formals: str) -> dict[str, Any]:
    """R's matching for its own functions: exact names, beginnings, positions."""
    bound: dict[str, Any] = {}
    for name, value in arguments:
        if name:
            hits = [f for f in formals if f == name] or [f for f in formals if f.startswith(name)]
            if len(hits) != 1:
                raise ValueError(f"`{name}` is not one of {', '.join(formals)}")
            bound[hits[0]] = value
    free = [f for f in formals if f not in bound]
    rest = [value for name, value in arguments if not name]
    if len(rest) > len(free):
        raise ValueError("too many arguments")
    return bound | dict(zip(free, rest, strict=False))


def _combine(arguments: Arguments) -> Any:
    if any(name for name, _ in arguments) and any(not np.isscalar(v) for _, v in arguments):
        raise ValueError("names are not kept in vectors")
    values = [value for _, value in arguments if value is not None]
    if any(isinstance(v, dict) for v in values):
        return {k: v for value in values for k, v in value.items()}
    flat: list[Any] = []
    for value in values:
        flat.extend(
            np.ravel(value, order="F").tolist()
            if isinstance(value, np.ndarray)
            else value
            if isinstance(value, list)
            else [value]
        )
    if not flat:
        return None
    if any(isinstance(v, str) for v in flat):
        return [v if isinstance(v, str) else "NA" if v != v else str(v) for v in flat]
    if all(isinstance(v, bool) for v in flat):
        return flat
    if all(isinstance(v, bool | int | float) for v in flat):
        return np.array(flat, dtype=float)
    return flat


def _list(arguments: Arguments) -> Any:
    return (
        {n or str(i + 1): v for i, (n, v) in enumerate(arguments)}
        if any(n for n, _ in arguments)
        else [v for _, v in arguments]
    )


def _data_frame(arguments: Arguments) -> dict[str, Any]:
    """Columns by name; a single value is repeated to the length of the others."""
    columns = {name: value for name, value in arguments if name not in ("stringsAsFactors", "check.names")}
    if "" in columns:
        raise ValueError("each column needs a name")
    rows = max((np.size(v) for v in columns.values()), default=0)
    if any(np.size(v) not in (1, rows) for v in columns.values()):
        raise ValueError("columns of different lengths")
    return {n: np.resize(v, rows) if not isinstance(v, str | list) else v for n, v in columns.items()}


def _matrix(arguments: Arguments) -> Any:
    a = _matched(arguments, "data", "nrow", "ncol", "byrow", "dimnames")
    data = np.atleast_1d(np.asarray(a.get("data", math.nan), dtype=float)).ravel(order="F")
    rows, columns = a.get("nrow"), a.get("ncol")
    at_most_longest((rows or 1) * (columns or 1))
    rows = int(rows) if rows is not None else -(-data.size // int(columns)) if columns else data.size
    columns = int(columns) if columns is not None else -(-data.size // rows)
    return np.resize(data, rows * columns).reshape((rows, columns), order="C" if a.get("byrow") else "F")


def _seq(arguments: Arguments) -> Any:
    a = _matched(arguments, "from", "to", "by", "length.out")
    at_most_longest(a.get("length.out") or 0)
    if a.get("length.out") is not None and "by" not in a:
        return np.linspace(a.get("from", 1.0), a.get("to", a["length.out"]), int(a["length.out"]))
    if "length.out" in a:
        return a.get("from", 1.0) + a["by"] * np.arange(int(a["length.out"]))
    if "to" not in a:
        return _sequence(1.0, float(np.size(a["from"])) if np.ndim(a["from"]) else a["from"])
    by = a.get("by", 1.0 if a["to"] >= a["from"] else -1.0)
    at_most_longest((a["to"] - a["from"]) / by if by else math.inf)
    return a["from"] + by * np.arange(math.floor((a["to"] - a["from"]) / by + 1e-10) + 1)


def _rep(arguments: Arguments) -> Any:
    a = _matched(arguments, "x", "times", "each", "length.out")
    times = a.get("times", 1)
    copies = a.get("each", 1) * (np.size(a["x"]) if "length.out" in a else np.size(a["x"]) * np.sum(times))
    at_most_longest(max(copies, a.get("length.out") or 0))
    x = np.repeat(np.atleast_1d(a["x"]), int(a.get("each", 1)))
    if "length.out" in a:
        return np.resize(x, int(a["length.out"]))
    return np.repeat(x, np.asarray(times, dtype=int)) if np.ndim(times) else np.tile(x, int(times))


def _bound(axis: int) -> Callable[[Arguments], Any]:
    def bind(arguments: Arguments) -> Any:
        rows = [np.atleast_1d(np.asarray(v, dtype=float)) for _, v in arguments]
        return np.vstack(rows) if axis == 0 else np.column_stack(rows)

    return bind


def _vector(function: Callable[..., Any], *formals: str) -> Callable[[Arguments], Any]:
    """A function of numbers. Formals of R after the first have their defaults in the function."""

    def apply(arguments: Arguments) -> Any:
        a = _matched(arguments, *(formals or ("x",)))
        with np.errstate(all="ignore"):
            return function(*[np.asarray(_number(a[f]), dtype=float) for f in formals or ("x",) if f in a])

    return apply


def _distribution(function: Callable[..., Any], first: str, *parameters: tuple[str, float | None]) -> Any:
    """R's p- and q- functions, with lower.tail and log.p refused where they are not FALSE/TRUE defaults."""

    def apply(arguments: Arguments) -> Any:
        a = _matched(arguments, first, *(p for p, _ in parameters), "lower.tail", "log.p")
        if a.get("log.p"):
            raise ValueError("log.p is not read")
        lower = a.get("lower.tail", True)
        values = [np.asarray(a.get(p, default), dtype=float) for p, default in parameters]
        x = np.asarray(a[first], dtype=float)
        with np.errstate(all="ignore"):
            if first == "q":
                below = function(x, *values)
                return below if lower else 1 - below
            return function(x if lower else 1 - x, *values)

    return apply


def _summary(function: Callable[..., Any]) -> Callable[[Arguments], Any]:
    return lambda arguments: function(
        np.concatenate([np.ravel(np.asarray(v, dtype=float)) for n, v in arguments if n != "na.rm"])
    )


def _log(arguments: Arguments) -> Any:
    a = _matched(arguments, "x", "base")
    with np.errstate(all="ignore"):
        return np.log(a["x"]) / np.log(a["base"]) if "base" in a else np.log(a["x"])


def _round(arguments: Arguments) -> Any:
    a = _matched(arguments, "x", "digits")
    return np.round(a["x"], int(a.get("digits", 0)))


def _same(arguments: Arguments) -> Any:
    return arguments[0][1] if arguments else None


FUNCTIONS: dict[str, Callable[[Arguments], Any]] = {
    "c": _combine,
    "list": _list,
    "data.frame": _data_frame,
    "matrix": _matrix,
    "seq": _seq,
    "seq_len": lambda a: _sequence(1.0, a[0][1]),
    "rep": _rep,
    "rbind": _bound(0),
    "cbind": _bound(1),
    "t": lambda a: np.atleast_2d(a[0][1]).T if np.ndim(a[0][1]) > 1 else np.atleast_2d(a[0][1]),
    "rev": lambda a: np.atleast_1d(a[0][1])[::-1],
    "length": lambda a: float(np.size(a[0][1])),
    "log": _log,
    "round": _round,
    "exp": _vector(np.exp),
    "sqrt": _vector(np.sqrt),
    "abs": _vector(np.abs),
    "log2": _vector(np.log2),
    "log10": _vector(np.log10),
    "log1p": _vector(np.log1p),
    "expm1": _vector(np.expm1),
    "floor": _vector(np.floor),
    "ceiling": _vector(np.ceil),
    "cumsum": _vector(lambda x: np.cumsum(np.atleast_1d(x))),
    "cumprod": _vector(lambda x: np.cumprod(np.atleast_1d(x))),
    "diff": _vector(lambda x: np.diff(np.atleast_1d(x))),
    "sum": _summary(np.sum),
    "prod": _summary(np.prod),
    "mean": _summary(np.mean),
    "min": _summary(np.min),
    "max": _summary(np.max),
    "sd": _summary(lambda x: np.std(x, ddof=1)),
    "is.na": lambda a: np.isnan(np.asarray(a[0][1], dtype=float)),
    "pnorm": _distribution(lambda x, m, s: special.ndtr((x - m) / s), "q", ("mean", 0.0), ("sd", 1.0)),
    "qnorm": _distribution(lambda p, m, s: m + s * special.ndtri(p), "p", ("mean", 0.0), ("sd", 1.0)),
    "pt": _distribution(lambda x, df: special.stdtr(df, x), "q", ("df", None)),
    "qt": _distribution(lambda p, df: special.stdtrit(df, p), "p", ("df", None)),
    "pchisq": _distribution(lambda x, df: special.chdtr(df, x), "q", ("df", None)),
    "qchisq": _distribution(lambda p, df: special.chdtri(df, 1 - p), "p", ("df", None)),
    "as.numeric": _same,
    "as.integer": _vector(np.trunc),
    "as.vector": lambda a: np.ravel(a[0][1], order="F"),
    "invisible": _same,
    "print": _same,
    "summary": _same,
    "suppressWarnings": _same,
    "suppressMessages": _same,
}
