"""A change without its comparator is not an effect of treatment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trialwright.check.evidence.ledger import entry, shown
from trialwright.model.check import Check
from trialwright.model.labels import role_of, same, words
from trialwright.model.result import Reading, Result

NAME = "within_group"
SOURCE = "Bland & Altman 2011, Trials 12:264: comparisons within randomised groups mislead"


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        changes = [r for r in reading.results if _is_change(reading, r)]
        if changes and _compares_arms(reading):
            yield _one(reading, changes)


def _is_change(reading: Reading, r: Result) -> bool:
    """A change or difference that names no comparator and has no interval to place it."""
    if r.measure not in ("relative_change", "difference") or r.value is None or r.low is not None:
        return False
    lone = not words(r.versus) and role_of(reading.trial, r.arm) != "control"
    contrasted = any(
        o is not r and o.measure == r.measure and words(o.arm) and not same(o.arm, r.arm)
        and words(o.endpoint) == words(r.endpoint) and words(o.time) == words(r.time)
        for o in reading.results
    )  # fmt: skip
    return lone and not contrasted


def _compares_arms(reading: Reading) -> bool:
    arms = reading.trial.arms if reading.trial is not None else ()
    return any(a.role in ("control", "historical") for a in arms)


def _one(reading: Reading, changes: list[Result]) -> Check:
    first = changes[0]
    unit = f" {first.unit}" if first.unit else ""
    times = f", and {len(changes) - 1} more like it" if len(changes) > 1 else ""
    what = first.endpoint or "an outcome"
    return entry(
        NAME, reading, changes, "not checkable",
        f"A change of {shown(first.value)}{unit} in {what} is printed without its comparator and without an interval{times}: "
        "it may be a change within one arm.",
        explanation="only the difference between arms, with its interval, is an effect of treatment",
        severity="minor", formula=f"{shown(first.value)}{unit}: no second arm, no limits",
    )  # fmt: skip
