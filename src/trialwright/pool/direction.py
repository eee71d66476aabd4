"""Which of two arms is experimental. An effect whose direction is not stated is not used."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.model.labels import is_control, same, words
from trialwright.model.result import Reading
from trialwright.model.trial import Arm


def arm_named(reading: Reading, label: str) -> Arm | None:
    """The trial's arm that a result's label names, or None."""
    return next((a for a in _arms(reading) if same(a.label, label)), None)


def role_of(reading: Reading, label: str) -> str:
    """ "experimental", "control", "historical", or "" where neither the trial nor the label says."""
    arm = arm_named(reading, label)
    if arm is not None and arm.role:
        return arm.role
    return "control" if is_control(label) else ""


def sign(reading: Reading, arm: str, versus: str) -> int:
    """+1 where `arm` v `versus` is experimental v control, -1 where it is the reverse, 0 where unclear.

    One named side is enough when its role is known and the trial has one other arm. An arm without
    any role counts as experimental only against a comparator that says it is one.
    """
    first, second = role_of(reading, arm), role_of(reading, versus)
    if words(arm) and words(versus) and words(arm) != words(versus):
        return _sign_of_pair(first, second)
    if words(versus) or not words(arm) or len(tuple(_arms(reading))) != 2:
        return 0
    # "the difference for the experimental arm": only the first side is named, and there is one other.
    return 1 if first == "experimental" else 0


def _sign_of_pair(first: str, second: str) -> int:
    if first in ("experimental", "") and second == "control":
        return 1
    if first == "control" and second in ("experimental", ""):
        return -1
    return 0


def _arms(reading: Reading) -> Iterator[Arm]:
    yield from reading.trial.arms if reading.trial is not None else ()
