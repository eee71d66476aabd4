"""A Dask cluster: one on this machine where no address is given, else the scheduler at dask://HOST:PORT.

Its workers must hold this very version of the code, since another's numbers may differ: that is asked before the first
piece, and of any worker that joins later by the piece itself. Dask gives the pieces of a worker that died to another.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from trialwright.adapters.engines._window import in_order
from trialwright.errors import DesignError

NAME = "dask"
HELP = "a Dask cluster: dask://HOST:PORT, or one made on this machine"
_AHEAD = 3
_RETRIES = 3
_PATIENCE = "10s"


@contextmanager
def open(workers: int | None = None, address: str = "") -> Iterator[Callable[..., Iterator[Any]]]:
    if importlib.util.find_spec("distributed") is None:
        raise DesignError(
            "Dask is not installed.",
            where="--engine dask",
            fix='Install it: pip install "trialwright[dask]".',
        )
    with _client(workers or os.cpu_count() or 1, address) as client:
        ours = code()
        theirs = client.run(code)
        if not theirs:
            raise _refused(address, "it has no workers", "Start workers: `dask worker HOST:PORT`.")
        if any(v != ours for v in theirs.values()):
            raise _refused(
                address,
                "some of its workers run other code than this",
                "Install the same version of Trialwright, Python packages included, on every worker.",
            )
        ahead = _AHEAD * max(1, sum(client.nthreads().values()))

        def engine(function: Callable[..., Any], pieces: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
            def submit(piece: tuple[Any, ...]) -> Any:
                return client.submit(_checked, ours, function, piece, pure=False, retries=_RETRIES)

            return in_order(submit, _result, pieces, ahead)

        yield engine


@contextmanager
def _client(workers: int, address: str) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    if address:
        try:
            client = Client(f"tcp://{address}", timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise _refused(
                address, f"it does not answer ({type(error).__name__})", "Check that a scheduler runs there."
            ) from None
        try:
            yield client
        finally:
            client.close()
        return
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def code() -> str:
    """Digest of this package's sources and of what does its arithmetic."""
    from trialwright.adapters.engines._code import digest

    return digest()


def _checked(expected: str, function: Callable[..., Any], piece: tuple[Any, ...]) -> Any:
    if code() != expected:
        raise _refused("", "a worker runs other code than this", "Install the same version on every worker.")
    return function(*piece)


def _result(future: Any) -> Any:
    from distributed import CancelledError, KilledWorker

    try:
        return future.result()
    except (KilledWorker, CancelledError) as error:
        raise _refused(
            "",
            f"a piece was lost with its workers ({type(error).__name__})",
            "Look into the workers' logs; finished trials are kept, so run the same again.",
        ) from None
    finally:
        future.release()


def _refused(address: str, why: str, fix: str) -> DesignError:
    at = f"The Dask cluster{f' at {address}' if address else ''} cannot be used: {why}."
    return DesignError(at, where="--engine dask", fix=fix)
