"""A criterion said back in plain words, so that a clinician can confirm what will be run."""

from __future__ import annotations

from trialwright.model.criterion import (
    All,
    Any,
    AtLeast,
    Comparison,
    Criterion,
    Has,
    NeedsPerson,
    Not,
    Quantity,
    Tree,
    Window,
)

# UCUM names that a reader would not write, where the unit was not printed.
_PLAIN = {
    "1": "",
    "a": "years",
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "/min": "per minute",
    "mL/min/{1.73_m2}": "mL/min/1.73 m²",
}
_OCCASIONS = {
    "last": "",
    "first": "the first ",
    "any": "any ",
    "all": "every ",
    "worst": "the worst ",
    "mean": "the mean ",
}
_MEASURES = {"value": "", "change": "change from baseline of ", "times baseline": "ratio to baseline of "}
_SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "=": "equal to"}


def in_words(criterion: Criterion) -> str:
    """One sentence, beginning with what it does to a patient."""
    verb = "Include" if criterion.side == "inclusion" else "Exclude"
    return f"{verb} if {_say(criterion.tree)}."


def _say(tree: Tree, inside: bool = False) -> str:
    if isinstance(tree, Comparison):
        return f"{_OCCASIONS[tree.occasion]}{_MEASURES[tree.measure]}{tree.concept} is {_amount(tree)}{_when(tree.window)}"
    if isinstance(tree, Has) and tree.concept in ("female", "male"):
        return f"the patient is {tree.concept}"
    if isinstance(tree, Has):
        return f"the patient has {tree.concept}{_when(tree.window)}"
    if isinstance(tree, NeedsPerson):
        note = f": {tree.note}" if tree.note else ""
        return f"a person confirms “{_short(tree.quote.exact)}” ({tree.why}{note})"
    if isinstance(tree, Not) and isinstance(tree.of, Has):
        return f"the patient has no {tree.of.concept}{_when(tree.of.window)}"
    if isinstance(tree, Not):
        return f"it is not so that {_say(tree.of, inside=True)}"
    said = _branches(tree)
    return f"({said})" if inside and len(tree.of) > 1 else said


def _branches(tree: All | Any | AtLeast) -> str:
    said = [_say(branch, inside=True) for branch in tree.of]
    head = f"“{_short(tree.heading.exact)}”, that is: " if tree.heading else ""
    if isinstance(tree, AtLeast):
        return f"{head}at least {tree.count} of these hold: {'; '.join(said)}"
    joint = " and " if isinstance(tree, All) else " or "
    return head + joint.join(said)


def _amount(c: Comparison) -> str:
    q = c.quantity
    written = _PLAIN.get(q.unit, q.unit)
    unit = " times the upper limit of normal" if q.uln else f" {written}" if written else ""
    if c.comparator == "between":
        return f"between {q.low:g} and {_high(q)}{unit}, both included"
    return f"{_SIGNS[c.comparator]} {q.low:g}{unit}"


def _high(q: Quantity) -> str:
    return f"{q.high:g}" if q.high is not None else "?"


def _when(window: Window | None) -> str:
    if window is None:
        return ""
    return f" ({window.text})" if window.text else " (in a stated stretch of time)"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 120 else words[:117].rsplit(" ", 1)[0] + "…"
