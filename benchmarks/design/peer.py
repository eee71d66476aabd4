"""rpact's side of the speed table: every call timed in one R process."""

from __future__ import annotations

import shutil
import subprocess
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.design.workloads import ROWS

BOUNDS = {
    "bounds_k4": "getDesignGroupSequential(kMax=4, alpha=.025, beta=.2, typeOfDesign='asOF', typeBetaSpending='bsOF')",
    "bounds_k10": "getDesignGroupSequential(kMax=10, alpha=.025, typeOfDesign='asOF')",
}
_TIMED = """suppressWarnings(suppressMessages(library(rpact)))
timed <- function(name, run, field, times) {
  best <- Inf
  for (i in 1:times) {
    gc(); t <- proc.time(); r <- suppressWarnings(run()); t <- proc.time() - t
    best <- min(best, t[['user.self']] + t[['sys.self']])
  }
  cat(name, best, r[[field]], '\\n')
}
"""


class Peer(NamedTuple):
    """simulated : row → trials per CPU-second, power. bounds : row → CPU seconds of a call, critical values."""

    simulated: dict[str, tuple[float, float]]
    bounds: dict[str, tuple[float, NDArray[np.float64]]]


def rpact(scale: float) -> Peer | None:
    """Best of two runs of each row, of ten for boundaries, whose clock ticks in milliseconds; None where R has no
    rpact."""
    if not shutil.which("Rscript"):
        return None
    trials = {name: max(200, int(row.peer_trials * scale)) for name, row in ROWS.items()}
    calls = [
        f"timed('{name}', function() {row.rpact.format(n=trials[name])}, '{row.power}', 2)"
        for name, row in ROWS.items()
    ]
    calls += [f"timed('{name}', function() {call}, 'criticalValues', 10)" for name, call in BOUNDS.items()]
    script = _TIMED + "\n".join(calls)
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    lines = [line.split() for line in done.stdout.splitlines()]
    found = {name: (float(seconds), np.array(values, dtype=float)) for name, seconds, *values in lines}
    return Peer(
        {name: (n / found[name][0], float(found[name][1][0])) for name, n in trials.items()},
        {name: found[name] for name in BOUNDS},
    )
