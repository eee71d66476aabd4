"""Fits per CPU-second: ours beside R from Debian and a Python peer, in one run, on one thread.

`python -m benchmarks.analysis.speed [--json] [--only NAME ...]`. Each row of benchmarks.analysis.workloads gives
NAME_per_s, NAME_r_per_s, NAME_python_per_s, and NAME_ratio, ours over R's, null where R has no such package. Ours may
fit many data sets in one call. Results must agree: `disagree` names rows whose numbers do not, and the exit code is
then 1. Compilation is not counted: machine code is kept on disk.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Before NumPy loads its threads.
os.environ |= dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)

import numpy as np

from benchmarks.analysis.workloads import Data, Row, rows

Found = dict[str, Any]
SEED = 20


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """Least CPU seconds of three runs, and what the last gave."""
    least, found = float("inf"), None
    for _ in range(3):
        start = time.process_time()
        found = work()
        least = min(least, time.process_time() - start)
    return least, found


def in_r(row: Row, data: Data) -> tuple[float, np.ndarray] | None:
    """R's fits per CPU-second and its numbers, nan where a fit failed; None where R or the package is not here."""
    if not row.r or not shutil.which("Rscript"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data.json"
        file.write_text(json.dumps({k: np.asarray(v).tolist() for k, v in data.items()}))
        program = f"""d <- jsonlite::fromJSON("{file}"); {row.r}
        one(1); n <- {row.r_fits}
        t <- system.time(v <- sapply(seq_len(n), function(i) tryCatch(one(i), error = function(e) NA_real_)))
        cat(jsonlite::toJSON(list(s = t[["user.self"]] + t[["sys.self"]], v = as.numeric(v)), digits = 15, na = "null"))"""
        done = subprocess.run(["Rscript", "-e", program], capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return row.r_fits / found["s"][0], np.asarray(found["v"], dtype=float)


def in_python(row: Row, data: Data) -> tuple[float, np.ndarray] | None:
    if row.python is None:
        return None
    peer = row.python
    try:
        peer(data, 0)
    except ImportError:
        return None
    seconds, values = cpu(lambda: np.array([peer(data, i) for i in range(row.python_fits)]))
    return row.python_fits / seconds, values


def measure(row: Row) -> Found:
    data = row.data(SEED)
    first = np.asarray(row.ours(data))
    seconds, ours = cpu(lambda: row.ours(data))
    rate = len(first) / seconds
    theirs = {"r": in_r(row, data), "python": in_python(row, data)}
    found: Found = {f"{row.name}_per_s": rate}
    for name, peer in theirs.items():
        found[f"{row.name}_{name}_per_s"] = peer and peer[0]
    found[f"{row.name}_ratio"] = theirs["r"] and rate / theirs["r"][0]
    away = [difference(p[1], ours) for p in theirs.values() if p]
    found[f"{row.name}_difference"] = max(away, default=None)
    return found


def difference(theirs: np.ndarray, ours: np.ndarray) -> float:
    """Greatest relative difference over the data sets that the other program could fit: inf where it fitted none."""
    away = np.abs(ours[: len(theirs)] - theirs) / np.maximum(np.abs(theirs), 1e-3)
    return float(np.nanmax(away)) if np.isfinite(away).any() else float("inf")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.analysis.speed")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--only", nargs="*", help="names of rows")
    asked = parser.parse_args(arguments)
    chosen = [r for r in rows() if not asked.only or r.name in asked.only]
    found: Found = {}
    for row in chosen:
        found |= measure(row)
    wrong = [r.name for r in chosen if (found[f"{r.name}_difference"] or 0.0) > r.tolerance]
    found["disagree"] = wrong
    print(json.dumps(found) if asked.json else table(chosen, found))
    return 1 if wrong else 0


def table(chosen: list[Row], found: Found) -> str:
    """For people: a line a row."""
    lines = [f"{'':<12}{'ours/s':>14}{'R/s':>12}{'Python/s':>12}{'ratio':>10}{'reach':>9}   difference"]
    for row in chosen:
        values = [found[f"{row.name}_{c}"] for c in ("per_s", "r_per_s", "python_per_s", "ratio")]
        shown = [
            ("not here" if v is None else f"{v:,.1f}").rjust(w)
            for v, w in zip(values, (14, 12, 12, 10), strict=True)
        ]
        away = found[f"{row.name}_difference"]
        reach = f"{row.reach:,.0f}{'' if row.r else '/s'}"
        lines.append(f"{row.name:<12}{''.join(shown)}{reach:>9}   {'' if away is None else f'{away:.1e}'}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
