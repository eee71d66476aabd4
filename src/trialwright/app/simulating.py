"""How a plan's simulation runs: its random numbers, where its blocks are worked out, what is kept of them meanwhile."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from trialwright.app import digest
from trialwright.app.store import write_whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trialwright.design.totals import Totals

# Spawn keys of the plan's seed: patients that are generated must not share a stream with trials.
PATIENTS_STREAM, TRIALS_STREAM, SEARCH_STREAM = 0, 1, 2
_SEEDED = 256  # blocks whose seeds are made at once


def stream(seed: int, *key: int) -> np.random.Generator:
    """The one place where a seed becomes a generator."""
    import numpy as np

    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(seed, spawn_key=key)))


@dataclass(frozen=True)
class Streams:
    """Block number → the generator of that block's trials, in any process."""

    seed: int

    def __call__(self, block: int) -> np.random.Generator:
        """The same as stream(seed, TRIALS_STREAM, block), in half the time."""
        import numpy as np

        from trialwright.app.seeding import Seed

        words = _seeds(self.seed, block // _SEEDED)[block % _SEEDED]
        return np.random.Generator(np.random.PCG64DXSM(Seed(words)))


@lru_cache(maxsize=16)
def _seeds(seed: int, part: int) -> NDArray[np.uint64]:
    from trialwright.app.seeding import seeds

    return seeds(seed, (TRIALS_STREAM,), part * _SEEDED, _SEEDED)


class Engine:
    """Where blocks run; opened when the first one is asked for, so that a plan without new trials starts none.

    name : of adapters.engines, "dask://HOST:PORT" included. workers : as many as there are cores where None.
    """

    def __init__(self, name: str = "threads", workers: int | None = None) -> None:
        self.name, self.workers = name, workers
        self._open = ExitStack()
        self._engine: Callable[..., Iterator[Any]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine = None
        self._open.close()

    def __call__(self, function: Callable[..., Any], pieces: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        if not pieces:
            return iter(())
        if self._engine is None:
            from trialwright.adapters import engines

            self._engine = self._open.enter_context(engines.open(self.name, self.workers))
        return self._engine(function, pieces)


class KeptTrials:
    """Totals of blocks that are done, until the scenario they belong to is: a run that is stopped, by whatever, goes on
    from them. folder : None keeps nothing. Totals made by other code or from another seed have other names."""

    def __init__(self, folder: Path | None, seed: int) -> None:
        self._folder = folder and folder / digest.of(digest.of_code(), seed)[:24]

    def get(self, name: str) -> Totals | None:
        if self._folder is None:
            return None
        from trialwright.design.totals import Totals

        try:
            return Totals.restored(json.loads((self._folder / f"{name}.json").read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # absent or damaged: it is made again and written over

    def put(self, name: str, totals: Totals) -> None:
        if self._folder is not None:
            write_whole(self._folder / f"{name}.json", json.dumps(totals.plain()).encode())

    def forget(self) -> None:
        """When what they add up to is stored itself."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
