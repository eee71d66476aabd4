"""Speed of simulated designs: against R's rpact in the same run, and against drawing the random numbers alone.

`python -m benchmarks.design.speed [--json] [--quick]`: 400 patients, public API, one worker, CPU seconds of one process.
Each *_ratio is trials per CPU-second over rpact's, of the rows of benchmarks.design.workloads:

survival, binary, means_patient     patient level; rpact follows patients in the first, and draws counts or test
                                    statistics in the others
means_statistic                     statistic level; the SD is known (`test: z`), as rpact's normal approximation has it
means_statistic_welch, dunnett      statistic level; the SD is estimated, which rpact leaves out
enrichment                          statistic level; two populations, Simes

with the powers of both, which must agree within 4 Monte Carlo errors: `disagree` names those that do not, and the exit
code is then 1. rpact's simulations give no type I error, so ours are asked for none. rng_ratio_* is our time a patient
over NumPy's for the numbers of a patient: an outcome and an allocation. bounds_*_ms is a call of ours that no earlier
call has worked out; its critical values are held to rpact's. Compilation is not counted: machine code is kept on disk,
compile_s is what it took to make or read it. A ratio is null where R has no rpact.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.design.peer import BOUNDS, Peer, rpact
from benchmarks.design.workloads import PATIENTS, ROWS, Row, streams
from trialwright.design.boundaries import SequentialDesign, group_sequential

BLOCK = 1000
ALLOWED = 4.0  # Monte Carlo errors between two powers
DRAWN = {"binary": "rng_ratio_binary", "means_patient": "rng_ratio_means"}
REACH = {
    "survival_ratio": 7,
    "binary_ratio": 20,
    "means_patient_ratio": 3,
    "means_statistic_ratio": 100,
    "enrichment_ratio": 300,
    "dunnett_ratio": 100,
    "bounds_k4_ms": 10,
    "bounds_k10_ms": 10,
    "rng_ratio_binary": 4,
    "rng_ratio_means": 4,
}
Found = dict[str, Any]


def cpu(work: Callable[[], object]) -> float:
    """Least CPU seconds of three runs."""
    least = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def draws(normal: bool, trials: int) -> float:
    """An outcome and an allocation a patient: a normal and a uniform, or two uniforms."""
    rng, total = streams(0), 0.0
    for _ in range(trials // BLOCK):
        outcome = rng.standard_normal if normal else rng.random
        total += float(outcome((BLOCK, PATIENTS))[0, 0] + rng.random((BLOCK, PATIENTS))[0, 0])
    return total


def bounds(name: str, alpha: float = 0.025) -> SequentialDesign:
    """The public call of a row of boundaries."""
    if name == "bounds_k4":
        return group_sequential(
            alpha=alpha, beta=0.2, k=4, boundaries="lan_demets_of", beta_spending="lan_demets_of"
        )
    return group_sequential(alpha=alpha, k=10, boundaries="lan_demets_of")


def of_bounds(name: str, peer: Peer | None) -> Found:
    """Milliseconds of one call, each of another alpha, and how far critical values are from rpact's."""
    alphas = iter(np.linspace(0.02, 0.03, 60))
    seconds = cpu(lambda: [bounds(name, float(next(alphas))) for _ in range(20)]) / 20
    theirs = peer and peer.bounds[name]
    difference = theirs and float(np.abs(bounds(name).critical_values - theirs[1]).max())
    return {
        f"{name}_ms": 1000 * seconds,
        f"{name}_rpact_ms": theirs and 1000 * theirs[0],
        f"{name}_difference": difference,
    }


def of_row(name: str, row: Row, peer: Peer | None, scale: float) -> Found:
    trials = int(row.trials * scale)
    found = row.run(trials)
    seconds = cpu(lambda: row.run(trials))
    theirs = peer and peer.simulated[name]
    out: Found = {
        f"{name}_ratio": theirs and trials / seconds / theirs[0],
        f"{name}_per_s": trials / seconds,
        f"{name}_rpact_per_s": theirs and theirs[0],
        f"{name}_power": found.figures["power"].value,
        f"{name}_power_rpact": theirs and theirs[1],
    }
    if name in DRAWN:
        drawn = cpu(lambda: draws(name != "binary", trials)) / trials / PATIENTS
        out[DRAWN[name]] = seconds / trials / found.figures["patients"].value / drawn
    return out


def disagreeing(found: Found, scale: float) -> list[str]:
    """Rows whose powers differ by more than chance, and boundaries by more than rpact's own accuracy."""
    wrong = [name for name in BOUNDS if (found[f"{name}_difference"] or 0) > 1e-4]
    for name, row in ROWS.items():
        ours, theirs = found[f"{name}_power"], found[f"{name}_power_rpact"]
        if theirs is None:
            continue
        n = 1 / (row.trials * scale) + 1 / (row.peer_trials * scale)
        if not abs(ours - theirs) <= ALLOWED * math.sqrt(ours * (1 - ours) * n):
            wrong.append(name)
    return wrong


def measure(scale: float) -> Found:
    start = time.process_time()
    for row in ROWS.values():
        row.run(1)
        row.run(BLOCK)
    for name in BOUNDS:
        bounds(name)
    found: Found = {"patients": PATIENTS, "compile_s": round(time.process_time() - start, 2)}
    peer = rpact(scale)
    for name, row in ROWS.items():
        found |= of_row(name, row, peer, scale)
    for name in BOUNDS:
        found |= of_bounds(name, peer)
    return found | {"disagree": disagreeing(found, scale)}


def table(found: Found) -> str:
    """For people: a line a row."""
    lines = [f"{'':<17}{'ours':>12}{'rpact':>12}{'ratio':>8}{'reach':>7}   power: ours, rpact"]

    def shown(value: float | None, form: str) -> str:
        return "not here" if value is None else f"{value:{form}}"

    for name in ROWS:
        columns = [shown(found[f"{name}_{c}"], ",.0f").rjust(12) for c in ("per_s", "rpact_per_s")]
        ratio = shown(found[f"{name}_ratio"], ".1f").rjust(8)
        powers = ", ".join(shown(found[f"{name}_power{p}"], ".4f") for p in ("", "_rpact"))
        lines.append(f"{name:<17}{''.join(columns)}{ratio}{REACH.get(f'{name}_ratio', ''):>7}   {powers}")
    for name in BOUNDS:
        ms = [shown(found[f"{name}_{c}"], ".2f").rjust(9) + " ms" for c in ("ms", "rpact_ms")]
        lines.append(
            f"{name:<17}{''.join(ms)}{'':>8}{REACH[f'{name}_ms']:>4} ms   largest difference "
            f"{shown(found[f'{name}_difference'], '.1e')}"
        )
    for name in DRAWN.values():
        lines.append(f"{name:<17}{'':>24}{found[name]:>8.2f}{REACH[name]:>7}")
    lines.append(f"machine code: {found['compile_s']:.1f} CPU s to make or read, not counted")
    if found["disagree"]:
        lines.append(f"DISAGREE with rpact: {', '.join(found['disagree'])}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a fifth of the trials")
    options = parser.parse_args()
    found = measure(0.2 if options.quick else 1.0)
    print(json.dumps(found) if options.json else table(found))
    sys.exit(1 if found["disagree"] else 0)


if __name__ == "__main__":
    main()
