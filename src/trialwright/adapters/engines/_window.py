"""Results in order from pieces that are under way at once, never more of them than can be kept in hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any


def in_order(
    submit: Callable[[tuple[Any, ...]], Any],
    result: Callable[[Any], Any],
    pieces: Sequence[tuple[Any, ...]],
    ahead: int,
) -> Iterator[Any]:
    """submit : a piece → its future. result : a future → what came of it. ahead : pieces handed out before their
    turn, so that memory does not grow with their number."""
    waiting: deque[Any] = deque()
    left = iter(pieces)
    for piece in left:
        waiting.append(submit(piece))
        if len(waiting) >= ahead:
            break
    while waiting:
        made = result(waiting.popleft())
        for piece in left:
            waiting.append(submit(piece))
            break
        yield made
