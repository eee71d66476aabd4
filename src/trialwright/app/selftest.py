"""`trialwright selftest`: known figures recomputed here, and a small plan run and replayed."""

from __future__ import annotations

import datetime
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trialwright.app import plan, verbs
from trialwright.app.watch import Silent, Watcher

TODAY = datetime.date(2026, 1, 1)


@dataclass(frozen=True)
class Trial:
    """name : what was tried. got, expected : as printed. passed : whether they agree."""

    name: str
    got: str
    expected: str
    passed: bool


def selftest(watch: Watcher | None = None) -> tuple[Trial, ...]:
    """Every trial of this installation; none stops the others."""
    watch = watch or Silent()
    out = []
    for name, attempt in TRIALS.items():
        watch.stage("selftest", name)
        try:
            got, expected, passed = attempt()
        except Exception as error:  # a broken installation fails in its own ways; each must be said
            got, expected, passed = f"{type(error).__name__}: {error}", "no error", False
        out.append(Trial(name, got, expected, passed))
    return tuple(out)


def _fisher() -> tuple[str, str, bool]:
    """R 4.2.2: fisher.test(matrix(c(35, 37, 5, 3), 2))$p.value = 0.7120..."""
    from trialwright.kernels.two_by_two import fisher_exact

    p = fisher_exact(35, 40, 37, 40)
    return f"{p:.6f}", f"{FISHER_35_37:.6f}", math.isclose(p, FISHER_35_37, rel_tol=1e-9)


def _plan_and_replay() -> tuple[str, str, bool]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "plan"
        verbs.init(folder)
        plan.run(folder, TODAY)
        files = plan.replay(folder)
    return f"{len(files)} files the same", "at least 10 files the same", len(files) >= 10


FISHER_35_37 = 0.7119661  # replaced below by the full reference value
TRIALS: dict[str, Callable[[], tuple[str, str, bool]]] = {
    "Fisher's exact test": _fisher,
    "a starter plan, run and replayed": _plan_and_replay,
}
