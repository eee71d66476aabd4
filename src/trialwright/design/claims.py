"""Which designs' power compares: those that would show as much. Better than control is more than not worse by a margin, and
a smaller margin more than a larger one."""

from __future__ import annotations

from collections.abc import Iterable


def strongest(margins: Iterable[float | None]) -> float | None:
    """The margin of the strongest claim among these, None for superiority. Raises ValueError where there are none."""
    stated = list(margins)
    if not stated:
        raise ValueError("no claims to compare")
    return None if None in stated else min(m for m in stated if m is not None)


def claim(margin: float | None) -> str:
    """What a design with that margin shows, in words."""
    return "better than control" if margin is None else f"not worse by {margin:g}"
