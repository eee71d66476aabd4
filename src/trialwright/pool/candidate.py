"""What one trial might contribute, before it is known whether another document says it better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trialwright.model.labels import arm_named
from trialwright.model.pooled import Effect
from trialwright.model.result import Reading, Result


class Refused(Exception):
    """A result that cannot enter a pool; str() is the reason, in words that follow "left out because"."""


@dataclass(frozen=True)
class Candidate:
    """An Effect with what it was made from. kind : "arms" (counts or means) or "contrast"."""

    effect: Effect
    reading: Reading
    results: tuple[Result, ...]
    kind: Literal["arms", "contrast"]


def arm_size(reading: Reading, label: str) -> int | None:
    """The size printed for an arm, or None. A size beside the result itself goes before this one."""
    arm = arm_named(reading.trial, label)
    return arm.size if arm is not None else None
