"""Hostile files against every reader: python validation/reading/fuzz.py [SIZE in bytes, 1000000 otherwise] [FORMAT ...]

Each file of tests/fixtures/hostile_files.py is opened, read and checked in this process with the network shut. Counted:
a crash (anything raised but a TrialwrightError), a hang (over 10 s of processor time a megabyte, and 10 s at least), a call to the network.
What a process does once is done before, and told by itself.
"""

from __future__ import annotations

import importlib.util
import signal
import socket
import sys
import time
from pathlib import Path

from trialwright import check, read
from trialwright.adapters import concepts
from trialwright.errors import TrialwrightError
from trialwright.read import patterns

_spec = importlib.util.spec_from_file_location(
    "hostile", Path(__file__).parents[2] / "tests" / "fixtures" / "hostile_files.py"
)
assert _spec
assert _spec.loader
hostile = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hostile)


class Hang(BaseException):
    """The time is over."""


class Network(BaseException):
    """Something asked for a connection."""


def _stop(*_: object) -> None:
    raise Hang


def _no_network(*_: object, **__: object) -> None:
    raise Network


def attempt(name: str, data: bytes, dictionary) -> str:  # type: ignore[no-untyped-def]
    """What became of one file: "read", "refused", "hang", "network" or the crash."""
    # Processor time: other work on the machine is no hang.
    signal.setitimer(signal.ITIMER_PROF, max(10.0, 10 * len(data) / 1e6))
    try:
        for document in read.documents(data, name)[:20]:
            list(check.check([read.read(document, dictionary)]))
        return "read"
    except TrialwrightError as error:
        return "refused" if error.where and error.fix else f"an error without a place or a fix: {error.what}"
    except Hang:
        return "hang"
    except Network:
        return "network"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:100]}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _once(dictionary) -> float:  # type: ignore[no-untyped-def]
    """Seconds that a process takes once, whatever it reads: modules are loaded, and expressions worked out."""
    start = time.process_time()
    for name, sound in hostile.SOUND.items():
        attempt(name, sound, dictionary)
    patterns.learn()
    return time.process_time() - start


def main(size: int, names: list[str]) -> int:
    signal.signal(signal.SIGPROF, _stop)
    socket.socket.connect = _no_network  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _no_network  # type: ignore[assignment]
    dictionary, counts, bad, slowest = concepts.load(), {"read": 0, "refused": 0}, 0, (0.0, "")
    print(f"once a process, in no file's time: {_once(dictionary):.1f} s")
    for name, sound in hostile.SOUND.items():
        for what, data in hostile.hostile(name, sound, size) if not names or name in names else ():
            start = time.process_time()
            got = attempt(name, data, dictionary)
            taken = time.process_time() - start
            slowest = max(
                slowest,
                (taken / max(1.0, len(data) / 1e6), f"{name}, {what} ({len(data):,} bytes, {taken:.1f} s)"),
            )
            if got in counts:
                counts[got] += 1
            else:
                bad += 1
                print(f"{name}, {what}, {len(data):,} bytes: {got}")
    print(
        f"{sum(counts.values()) + bad} files of up to {size:,} bytes and more: {counts['read']} read, {counts['refused']} refused, {bad} bad"
    )
    print(f"slowest by size: {slowest[0]:.1f} s a megabyte, {slowest[1]}")
    return bad


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(
        bool(
            main(
                int(given[0]) if given and given[0].isdigit() else 1_000_000,
                [g for g in given if not g.isdigit()],
            )
        )
    )
