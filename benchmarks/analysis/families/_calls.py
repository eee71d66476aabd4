"""What R's calls say of a formula: where it stands, and the order of levels that the reference's terms show."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown
from trialwright.analyse import expressions
from trialwright.analyse.formula import Formula, columns_in, parse

# Arguments that change nothing that is compared: printing, and how an optimum is searched for.
SILENT = (
    "data",
    "digits",
    "slab",
    "control",
    "verbose",
    "na.action",
    "epsilon",
    "maxit",
    "Hess",
    "subset",
    "tol",
)
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": np.equal, "!=": np.not_equal, ">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less,
}  # fmt: skip


def only(call: str, *names: str, **settled: str) -> None:
    """Raises Unknown for an argument that is neither of these nor SILENT, or is settled and has another value."""
    # What is said of a factor within a formula is no argument of the call.
    own = re.sub(
        r",\s*(?:ref|levels|raw|degree|df|knots|breaks|center|right|include\.lowest|scale(?=\s*=\s*[TF]))\s*=\s*(?:c\([^()]*\)|'[^']*'|\"[^\"]*\"|[\w.]+)",
        "",
        call,
    )
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "''", own)
    for m in re.finditer(r"(?<![\w.])([A-Za-z][\w.]*)\s*=(?!=)", bare):
        if m[1] not in (*names, *SILENT, *(n.replace("_", ".") for n in settled), *settled):
            raise Unknown(f"the argument {m[1]} in {call!r}")
    for name, allowed in settled.items():
        said = re.findall(
            rf"(?<![\w.]){re.escape(name).replace('_', '[._]')}\s*=(?!=)\s*(\"[^\"]*\"|'[^']*'|[\w.+/-]+)",
            own,
        )
        if wrong := [s for s in said if not re.fullmatch(allowed, s.strip("'\""))]:
            raise Unknown(f"{name} = {wrong[0]} in {call!r}")


def chosen(case: Case) -> Case:
    """The case with the rows that `subset=` leaves: a comparison, several of them, or `-c(1, 4)`. Raises Unknown for another."""
    if not re.search(r"(?<![\w.])subset\s*=(?!=)", case.call):
        return case
    # What the calls in words have as an argument stands in some bracket of the call.
    text = to_the_end(re.split(r"(?<![\w.])subset\s*=(?!=)\s*", case.call, maxsplit=1)[1]).strip()
    n = len(next(v for v in case.data.values() if isinstance(v, list)))
    without = re.fullmatch(r"-\s*(?:c\(([\d, ]+)\)|(\d+))", text)
    if without:
        gone = {int(i) - 1 for i in (without[1] or without[2]).split(",")}
        return with_rows(case, [i not in gone for i in range(n)])
    if not expressions.is_comparison(bare := _unwrapped(text)):
        raise Unknown(f"the subset in {case.call!r}")
    dots = {c.replace("_", "."): c for c in case.data}  # a file's names may have lines for R's dots
    names = [dots[c.replace("_", ".")] for c in columns_in(bare) if c.replace("_", ".") in dots]
    known = [all(case.data[c][i] is not None for c in names) for i in range(n)]
    table = with_rows(case, known).data
    kept = iter(expressions.comparison(bare, {k: v for k, v in table.items() if isinstance(v, list)}))
    return with_rows(case, [k and bool(next(kept)) for k in known])


def to_the_end(text: str) -> str:
    """As far as a comma or a bracket that ends the argument."""
    depth = 0
    for i, c in enumerate(text):
        if depth == 0 and c in ",)":
            return text[:i]
        depth += {"(": 1, ")": -1}.get(c, 0)
    return text


def _unwrapped(text: str) -> str:
    """Without brackets around the whole."""
    while text.startswith("(") and text.endswith(")") and to_the_end(text[1:]) == text[1:-1]:
        text = text[1:-1].strip()
    return text


def with_rows(case: Case, keep: Sequence[bool] | np.ndarray) -> Case:
    """The case with these rows of its columns."""
    n = len(keep)
    return replace(
        case,
        data={
            name: [v for v, kept in zip(values, keep, strict=True) if kept]
            if isinstance(values, list) and len(values) == n
            else values
            for name, values in case.data.items()
        },
    )


_VALUE = r"'[^']*'|\"[^\"]*\"|-?[\d.]+"


def follow_up_from(case: Case) -> tuple[Case, str | None, str, str]:
    """Columns of the start (None without), of the end, and of its event, as `Surv()` says them: those that it computes,
    as `dead == 1` or `rep(0, n)`, are added to the case."""
    if not re.search(r"Surv\(", case.call):
        return (case, None, *follow_up(case))
    given: dict[str, str] = {}
    roles = iter(parts := split(arguments(case.call, "Surv")))
    places = ["time", "event"] if len(parts) == 2 else ["time", "time2", "event"]
    for part in roles:
        said = re.fullmatch(r"(time2?|event|type)\s*=(?!=)\s*(.+)", part)
        if said:
            given[said[1]] = said[2]
            places = [p for p in places if p != said[1]]
        else:
            given[places.pop(0)] = part
    if given.keys() - {"time", "time2", "event"} or "event" not in given:
        raise Unknown(f"the times in {case.call!r}")
    data = dict(case.data)
    names = {role: _computed(data, text) for role, text in given.items()}
    late = "time2" in names
    case = replace(case, data=data)
    return case, names["time"] if late else None, names["time2" if late else "time"], names["event"]


def _computed(data: dict[str, Any], text: str) -> str:
    """The name of a column: one of the data, or one that is added for a comparison or a number. Raises Unknown."""
    if text in data:
        return text
    n = len(next(v for v in data.values() if isinstance(v, list)))
    name = re.sub(r"\W", ".", f"computed {text}")
    compared = re.fullmatch(rf"([A-Za-z.][\w.]*)\s*([=!<>]=|[<>])\s*({_VALUE})", text)
    constant = re.fullmatch(r"(?:rep\(\s*)?(-?[\d.]+)(?:\s*,\s*[^()]+(?:\([^()]*\))?\s*\))?", text)
    if compared and compared[1] in data:
        value: Any = compared[3].strip("'\"") if compared[3][0] in "'\"" else float(compared[3])
        compare = _OPERATORS[compared[2]]
        data[name] = [None if v is None else int(compare(v, value)) for v in data[compared[1]]]
    elif constant:
        data[name] = [float(constant[1])] * n
    else:
        raise Unknown(f"`{text}` as times or events")
    return name


def follow_up(case: Case) -> tuple[str, str]:
    """Columns of follow-up and of its end."""
    if re.search(r"Surv\(", case.call):
        said = re.search(r"Surv\(\s*(?:time\s*=\s*)?([\w.]+)\s*,\s*(?:event\s*=\s*)?([\w.]+)\s*\)", case.call)
        if not said:
            raise Unknown(f"the times in {case.call!r}")
        return said[1], said[2]
    time = next((n for n in ("time", "futime", "stime", "rectime", "days", "t") if n in case.data), None)
    status = next(
        (n for n in ("status", "event", "cens", "death", "fustat", "censrec") if n in case.data), None
    )
    if time is None or status is None:
        raise Unknown("no columns of time and status")
    return time, status


def terms_of(case: Case, otherwise: Sequence[str]) -> list[str]:
    """The terms that are asked for: R writes one alone without a list."""
    asked = case.expected.get("terms", list(otherwise))
    return [asked] if isinstance(asked, str) else list(asked)


def arguments(call: str, *functions: str) -> str:
    """What is between the brackets of the first of these functions in the call."""
    found = re.search(rf"(?<![\w.])(?:{'|'.join(map(re.escape, functions))})\s*\(", call)
    if not found:
        raise Unknown(f"none of {', '.join(functions)} is called in {call!r}")
    depth = 1
    for i, c in enumerate(call[found.end() :]):
        depth += {"(": 1, ")": -1}.get(c, 0)
        if depth == 0:
            return call[found.end() : found.end() + i]
    raise Unknown(f"a bracket is not closed in {call!r}")


def split(text: str) -> list[str]:
    """Arguments between commas that stand in no bracket."""
    parts, depth, last = [], 0, 0
    for i, c in enumerate(text):
        depth += {"(": 1, ")": -1}.get(c, 0)
        if c == "," and depth == 0:
            parts.append(text[last:i].strip())
            last = i + 1
    return [*parts, text[last:].strip()]


def formula_of(call: str, *functions: str) -> Formula:
    """The argument with a ~. Raises Unknown where there is none."""
    for part in split(arguments(call, *functions)):
        bare = re.sub(r"^(?:formula|fixed|model|object|location)\s*=\s*", "", part)
        if "~" in part and not re.match(r"[\w.]+\s*=(?!=)", bare):
            return parse(bare)
    raise Unknown(f"no formula in {call!r}")


def levels(case: Case, terms: list[str] | None = None) -> dict[str, list[Any]]:
    """Each text column's levels as the reference had them: those that its terms name, after the one they do not; else,
    as R's own data sets keep them in a file, in order of appearance where "ref" is stated, or sorted."""
    named = terms if terms is not None else [str(t) for t in terms_of(case, [])]
    found: dict[str, list[Any]] = {}
    for name, values in case.data.items():
        if not isinstance(values, list) or not any(isinstance(v, str) for v in values):
            continue
        given = list(dict.fromkeys(v for v in values if v is not None))
        order = _thresholds(named, given) or _contrasts(name, named, given)
        reference = re.search(r"\bref(?:erence)?\s+(\w+)", case.call)
        if order is None and reference and reference[1] in given:
            order = [reference[1], *sorted(g for g in given if g != reference[1])]
        if order is not None:
            found[name] = order
    return found


def _thresholds(terms: list[str], given: list[str]) -> list[str] | None:
    """From "Low|Medium", "Medium|High"."""
    pairs = [t.split("|") for t in terms if t.count("|") == 1]
    if pairs and {p for pair in pairs for p in pair} == set(given):
        return [pairs[0][0], *(p[1] for p in pairs)]
    return None


def _contrasts(name: str, terms: list[str], given: list[str]) -> list[str] | None:
    """From "SEXFemale": the level without a contrast is the reference."""
    parts = list(dict.fromkeys(p for t in terms for p in t.split(":")))
    shown = [g for p in parts for g in given if p in (f"{name}{g}", f"factor({name}){g}")]
    left = [g for g in given if g not in shown]
    return [*left, *shown] if shown and len(left) == 1 else None


def binary_columns(case: Case) -> list[str]:
    """Columns of 0 and 1 alone."""
    found = []
    for name, values in case.data.items():
        if isinstance(values, list) and values and set(values) <= {0, 1}:
            found.append(name)
    return found


def array(values: Any) -> np.ndarray:
    return np.asarray(values, dtype=np.float64)
