"""Threads of this process: the compiled loops let go of the interpreter's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from trialwright.adapters.engines._window import in_order

NAME = "threads"
HELP = "threads of this process"
_AHEAD = 4  # pieces in hand for each worker


@contextmanager
def open(workers: int | None = None, address: str = "") -> Iterator[Callable[..., Iterator[Any]]]:
    count = workers or os.cpu_count() or 1
    if count == 1:
        yield lambda function, pieces: (function(*piece) for piece in pieces)
        return
    pool = ThreadPoolExecutor(count)

    def engine(function: Callable[..., Any], pieces: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        return in_order(
            lambda piece: pool.submit(function, *piece), lambda f: f.result(), pieces, _AHEAD * count
        )

    try:
        yield engine
    finally:
        pool.shutdown(cancel_futures=True)
