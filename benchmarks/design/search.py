"""An enrichment search: one adaptive design under thousands of random scenarios, in one command.

`python -m benchmarks.design.search [--json] [--scenarios N] [--trials M] [--workers W] [--engine NAME] [--level LEVEL]`

Each scenario draws its control rate, log odds ratio of the marker-positive, share of positives, sensitivity and
specificity of the test, accrual and dropout; the design is two-stage adaptive enrichment of a binary endpoint in two
populations, 400 patients, Simes. Every scenario has M simulated trials. Figures:

seconds, scenarios_per_s     wall clock of the whole search, its workers' start included
cpu_s                        of this process and its workers
whole_s                      seconds for 10,000 scenarios x 10,000 trials: measured where that was asked for, else scaled
scaled                       whether whole_s is
power, type_one              mean power over the scenarios; power where nothing has an effect (nominal 2.5 % at most)
compile_s                    what the first scenario took beyond the others, near 0 where the machine code was on disk
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator

import numpy as np

from trialwright.adapters import engines
from trialwright.design.search import Point, Row, evaluate
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

WHOLE = 10_000
MARKER = "marker"
DESIGN = Design(
    name="adaptive enrichment",
    type="enrichment",
    endpoint="binary",
    better="higher",
    marker=MARKER,
    cutoff=1,
    patients=400,
    looks=(0.5, 1),
    options={"intersection": "simes"},
)


class Streams:
    """Block number → its generator, in any process."""

    def __call__(self, block: int) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(1, spawn_key=(block,))))


def scenarios(n: int) -> Iterator[Scenario]:
    rng = np.random.default_rng(20)
    for i in range(n):
        yield Scenario(
            name=str(i),
            control={"rate": rng.uniform(0.2, 0.5)},
            effect=EffectCurve(curve="step", level=rng.uniform(0.2, 1.0), half=1.0),
            marker=Marker(
                name=MARKER,
                positive=rng.uniform(0.2, 0.7),
                sensitivity=rng.uniform(0.8, 1.0),
                specificity=rng.uniform(0.8, 1.0),
            ),
            screened_per_month=rng.uniform(10, 40),
            dropout=rng.uniform(0, 0.2),
        )


def searched(n: int, trials: int, workers: int, engine: str, level: str) -> tuple[float, float, list[Row]]:
    """Wall seconds, CPU seconds, and the rows."""
    points = [Point(DESIGN, s) for s in scenarios(n)]
    wall, cpu = time.perf_counter(), _cpu()
    with engines.open(engine, workers) as on:
        rows = list(evaluate(points, Limits(patients=400), trials, Streams(), on, level))
    return time.perf_counter() - wall, _cpu() - cpu, rows


def _cpu() -> float:
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def type_one(trials: int, level: str) -> float:
    """Share of trials that show a benefit where there is none."""
    (scenario,) = scenarios(1)
    null = scenario.model_copy(update={"effect": EffectCurve()})
    (row,) = evaluate([Point(DESIGN, null)], Limits(patients=400), trials, Streams(), level=level)
    return row.power


def measure(n: int, trials: int, workers: int, engine: str, level: str) -> dict[str, float | str | bool]:
    compile_s, _, _ = searched(1, 1000, 1, "threads", level)
    seconds, cpu, rows = searched(n, trials, workers, engine, level)
    share = n * trials / WHOLE**2
    return {
        "scenarios": n,
        "trials": trials,
        "workers": workers,
        "engine": engine,
        "level": level,
        "seconds": seconds,
        "cpu_s": cpu,
        "scenarios_per_s": n / seconds,
        "whole_s": seconds / share,
        "whole_cpu_s": cpu / share,
        "scaled": share != 1,
        "power": float(np.mean([r.power for r in rows])),
        "type_one": type_one(max(trials, WHOLE), level),
        "compile_s": compile_s,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument("--trials", type=int, default=WHOLE)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="threads")
    parser.add_argument("--level", default="statistic", choices=("patient", "statistic"))
    o = parser.parse_args()
    found = measure(o.scenarios, o.trials, o.workers, o.engine, o.level)
    if o.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<18}" + (f"{value:,.4g}" if isinstance(value, float) else str(value)))


if __name__ == "__main__":
    main()
