"""Criteria in words: each branch of the tree with what a record can settle and what needs a person."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from trialwright.model.criterion import (
    All,
    Any,
    AtLeast,
    Comparison,
    Criterion,
    Has,
    NeedsPerson,
    Not,
    Tree,
    Window,
)
from trialwright.report.numbers import exact

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "="}
# UCUM codes that people do not write.
UNITS = {
    "1": "",
    "a": "years",
    "mo": "months",
    "wk": "weeks",
    "d": "days",
    "Cel": "°C",
    "mm[Hg]": "mmHg",
    "cm[H2O]": "cmH2O",
    "10*9/L": "× 10⁹/L",
    "{score}": "",
}
OCCASIONS = {
    "last": "",
    "first": "first ",
    "any": "any ",
    "worst": "worst ",
    "mean": "mean ",
    "all": "every ",
}


class Branch(NamedTuple):
    """One branch. settled_by : "records", "no data here", "a person", or "" for all/any/not."""

    words: str
    settled_by: str
    node_id: str
    branches: tuple[Branch, ...] = ()


def branch(tree: Tree, not_in_data: Collection[str] = ()) -> Branch:
    """The tree in words. not_in_data : concepts that the screened patients' data do not hold."""
    if isinstance(tree, Comparison | Has):
        words = _comparison(tree) if isinstance(tree, Comparison) else f"{tree.concept}{_window(tree.window)}"
        return Branch(words, "no data here" if tree.concept in not_in_data else "records", tree.id)
    if isinstance(tree, NeedsPerson):
        return Branch(f"“{' '.join(tree.quote.exact.split())}” ({tree.why})", "a person", tree.id)
    if isinstance(tree, Not):
        return Branch("not", "", tree.id, (branch(tree.of, not_in_data),))
    inside = tuple(branch(t, not_in_data) for t in tree.of)
    if len(inside) == 1 and not isinstance(tree, AtLeast):
        return inside[0]
    return Branch(_joint(tree), "", tree.id, inside)


def sentence(tree: Tree) -> str:
    """The tree in one line, branches in parentheses."""
    if isinstance(tree, Not):
        return f"not ({sentence(tree.of)})"
    if isinstance(tree, All | Any | AtLeast):
        joint = " and " if isinstance(tree, All) else " or " if isinstance(tree, Any) else "; "
        inside = joint.join(
            f"({sentence(t)})" if isinstance(t, All | Any | AtLeast) else sentence(t) for t in tree.of
        )
        return f"at least {tree.count} of: {inside}" if isinstance(tree, AtLeast) else inside
    return branch(tree).words


def needs_person(criterion: Criterion) -> bool:
    """Whether any branch of the rule is left to a person."""
    return _any_person(criterion.tree)


def _any_person(tree: Tree) -> bool:
    if isinstance(tree, Not):
        return _any_person(tree.of)
    if isinstance(tree, All | Any | AtLeast):
        return any(_any_person(t) for t in tree.of)
    return isinstance(tree, NeedsPerson)


def _joint(tree: All | Any | AtLeast) -> str:
    if isinstance(tree, AtLeast):
        return f"at least {tree.count} of these"
    return "all of these" if isinstance(tree, All) else "any of these"


def _comparison(tree: Comparison) -> str:
    quantity = tree.quantity
    shown = UNITS.get(quantity.unit, quantity.unit)
    unit = " × the upper limit of normal" if quantity.uln else f" {shown}" if shown else ""
    if tree.comparator == "between" and quantity.high is not None:
        amount = f"{exact(quantity.low)} to {exact(quantity.high)}{unit}"
    else:
        amount = f"{SIGNS.get(tree.comparator, tree.comparator)} {exact(quantity.low)}{unit}"
    of = {"value": "", "change": "change from baseline of ", "times baseline": "ratio to baseline of "}[
        tree.measure
    ]
    return f"{OCCASIONS[tree.occasion]}{of}{tree.concept} {amount}{_window(tree.window)}"


def _window(window: Window | None) -> str:
    if window is None:
        return ""
    if window.text:
        return f", {' '.join(window.text.split())}"
    start, end = window.start_hours, window.end_hours
    if start is None and end is None:
        return ", at any time"
    if end == 0 and start is not None and start < 0:
        return f", in the {_span(start)} before {window.anchor}"
    if start == 0 and end is not None and end > 0:
        return f", in the {_span(end)} after {window.anchor}"
    since = "" if start is None else f" from {_moment(start, window.anchor)}"
    until = "" if end is None else f" until {_moment(end, window.anchor)}"
    return f",{since}{until}"


def _span(hours: float) -> str:
    days = abs(hours) / 24
    return f"{exact(days)} days" if days >= 3 and days == int(days) else f"{exact(abs(hours))} h"


def _moment(hours: float, anchor: str) -> str:
    if hours == 0:
        return anchor
    return f"{_span(hours)} {'before' if hours < 0 else 'after'} {anchor}"
