"""Which of two arms is experimental. An effect whose direction is not stated is not used."""

from __future__ import annotations

from trialwright.model.labels import role_of, words
from trialwright.model.result import Reading


def sign(reading: Reading, arm: str, versus: str) -> int:
    """+1 where `arm` v `versus` is experimental v control, -1 where it is the reverse, 0 where unclear.

    One named side is enough when it is experimental and the trial has one other arm. An arm without
    any role counts as experimental only against a comparator that says it is one.
    """
    trial = reading.trial
    first, second = role_of(trial, arm), role_of(trial, versus)
    if words(arm) and words(versus) and words(arm) != words(versus):
        return 0 if _of_two_factors(reading, arm, versus) else _sign_of_pair(first, second)
    if words(versus) or not words(arm) or trial is None or len(trial.arms) != 2:
        return 0
    # "the difference for the experimental arm": only the first side is named, and there is one other.
    return 1 if first == "experimental" else 0


_WITHOUT = frozenset(["no", "without", "placebo", "sham"])


def _of_two_factors(reading: Reading, arm: str, versus: str) -> bool:
    """Whether one of two arms of a factorial trial is called by what it goes without, and that is not the other: "zinc" and "iron placebo"."""
    named = {words(a.label) for a in (reading.trial.arms if reading.trial else ())}
    for control, other in ((arm, versus), (versus, arm)):
        lacks = tuple(w for w in words(control) if w not in _WITHOUT)
        if lacks != words(control) and lacks in named and lacks != words(other):
            return True
    return False


def _sign_of_pair(first: str, second: str) -> int:
    if first in ("experimental", "") and second == "control":
        return 1
    if first == "control" and second in ("experimental", ""):
        return -1
    return 0
