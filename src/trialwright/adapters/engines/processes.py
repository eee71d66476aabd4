"""Processes of this machine. One that dies takes its piece with it, and the piece is done again by another."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from trialwright.adapters.engines._window import in_order
from trialwright.errors import DesignError

NAME = "processes"
HELP = "processes of this machine"
_AHEAD = 2
_DEATHS = 3  # of the whole pool, before the run is given up


@contextmanager
def open(workers: int | None = None, address: str = "") -> Iterator[Callable[..., Iterator[Any]]]:
    pool = _Pool(workers or os.cpu_count() or 1)

    def engine(function: Callable[..., Any], pieces: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        return in_order(lambda piece: pool.submit(function, piece), pool.result, pieces, _AHEAD * pool.count)

    try:
        yield engine
    finally:
        pool.close()


class _Pool:
    """A pool that is made anew when a worker dies; what was handed to the broken one is handed out again."""

    def __init__(self, count: int) -> None:
        self.count, self._deaths = count, 0
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # Spawned and not forked: a fork copies locks that another thread may hold.
        return ProcessPoolExecutor(
            self.count, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts
        )

    def submit(self, function: Callable[..., Any], piece: tuple[Any, ...]) -> list[Any]:
        """[the function, its piece, the pool it went to, the future]"""
        return [function, piece, *self._hand_out(function, piece)]

    def _hand_out(
        self, function: Callable[..., Any], piece: tuple[Any, ...]
    ) -> tuple[ProcessPoolExecutor, Future[Any]]:
        while True:
            try:
                return self._pool, self._pool.submit(function, *piece)
            except BrokenProcessPool:
                self._renew(self._pool)

    def result(self, handed: list[Any]) -> Any:
        function, piece, pool, future = handed
        while True:
            try:
                return future.result()
            except BrokenProcessPool:
                self._renew(pool)
                pool, future = self._hand_out(function, piece)

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        if broken is not self._pool:
            return
        self._deaths += 1
        broken.shutdown(wait=False, cancel_futures=True)
        if self._deaths > _DEATHS:
            raise DesignError(
                f"Worker processes died {self._deaths} times.",
                where="--engine processes",
                fix="There may be too little memory: use fewer --workers. Finished trials are kept.",
            )
        self._pool = self._made()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that shares out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
