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
        return _sign_of_pair(first, second)
    if words(versus) or not words(arm) or trial is None or len(trial.arms) != 2:
        return 0
    # "the difference for the experimental arm": only the first side is named, and there is one other.
    return 1 if first == "experimental" else 0


def _sign_of_pair(first: str, second: str) -> int:
    if first in ("experimental", "") and second == "control":
        return 1
    if first == "control" and second in ("experimental", ""):
        return -1
    return 0
