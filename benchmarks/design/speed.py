"""Speed of simulated designs: against R's rpact in the same run, and against drawing the random numbers alone.

`python -m benchmarks.design.speed [--json] [--quick]`, 400 patients and three looks at O'Brien-Fleming-like boundaries,
public API, one worker, CPU seconds of one process. Ratios are trials per CPU-second over rpact's:

binary_ratio            patient level; getSimulationRates draws counts
means_patient_ratio     patient level; getSimulationMeans draws test statistics
means_statistic_ratio   statistic level
survival_ratio          patient level, looks at 100, 200 and 300 events; getSimulationSurvival, patient level too
rng_ratio_*             our time a patient over NumPy's for the numbers of a patient: an outcome and an allocation

each with the powers of both, which must agree. rpact's simulations give no type I error, so ours are asked for none
(nulls=False). Compilation is not counted: compile_s is what it took, near 0 where the machine code was on disk. A ratio
is null where R has no rpact.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import time
from collections.abc import Callable

import numpy as np

from trialwright import design
from trialwright.model.design import Design, Limits, OperatingCharacteristics
from trialwright.model.scenario import EffectCurve, Scenario

PATIENTS = 400
BLOCK = 1000
RATES = (0.30, 0.435)
LOG_ODDS_RATIO = float(np.log(RATES[1] / (1 - RATES[1])) - np.log(RATES[0] / (1 - RATES[0])))
SCENARIOS = {
    "means": Scenario(
        name="means", control={"mean": 0, "sd": 1}, effect=EffectCurve(level=0.28), screened_per_month=30
    ),
    "binary": Scenario(
        name="binary",
        control={"rate": RATES[0]},
        effect=EffectCurve(level=LOG_ODDS_RATIO),
        screened_per_month=30,
    ),
    "survival": Scenario(
        name="survival",
        control={"median": 12},
        effect=EffectCurve(level=float(np.log(0.7))),
        screened_per_month=PATIENTS / 24,
        dropout=0.05,
    ),
}
ENDPOINT = {"means": "continuous", "binary": "binary", "survival": "time_to_event"}
EVENTS = 300
_RPACT = "getDesignGroupSequential(kMax=3, alpha=.025, typeOfDesign='asOF')"
_SIZES = "plannedSubjects=c(134, 267, 400), maxNumberOfIterations={n}, seed=1"
RPACT = {
    "means": f"getSimulationMeans({_RPACT}, alternative=.28, stDev=1, {_SIZES})",
    "binary": f"getSimulationRates({_RPACT}, pi1={RATES[1]}, pi2={RATES[0]}, {_SIZES})",
    "survival": f"getSimulationSurvival({_RPACT}, hazardRatio=.7, lambda2=log(2)/12, directionUpper=FALSE, "
    "plannedEvents=c(100, 200, 300), maxNumberOfSubjects=400, accrualTime=c(0, 24), dropoutRate1=.05, "
    "dropoutRate2=.05, dropoutTime=12, maxNumberOfIterations={n}, seed=1)",
}
ROWS = {
    "binary_ratio": ("binary", "patient"),
    "means_patient_ratio": ("means", "patient"),
    "means_statistic_ratio": ("means", "statistic"),
    "survival_ratio": ("survival", "patient"),
}


def streams(block: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(1, spawn_key=(block,))))


def ours(name: str, level: str, trials: int) -> OperatingCharacteristics:
    looked_at = Design(
        name="three looks",
        type="group_sequential",
        endpoint=ENDPOINT[name],
        better="lower" if name == "survival" else "higher",
        patients=PATIENTS,
        events=EVENTS if name == "survival" else None,
        looks=(1 / 3, 2 / 3, 1),
    )
    (found,) = design.evaluate(
        [looked_at], SCENARIOS[name], Limits(), trials, streams, level=level, nulls=False
    )
    return found


def draws(name: str, trials: int) -> float:
    """An outcome and an allocation a patient: a normal and a uniform, or two uniforms."""
    rng, total = streams(0), 0.0
    for _ in range(trials // BLOCK):
        outcome = rng.standard_normal if name == "means" else rng.random
        total += float(outcome((BLOCK, PATIENTS))[0, 0] + rng.random((BLOCK, PATIENTS))[0, 0])
    return total


def cpu(work: Callable[[], object]) -> float:
    """Least CPU seconds of three runs."""
    least = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def rpact(name: str, trials: int) -> tuple[float, float] | None:
    """Trials per CPU-second, the best of three runs, and power of rpact's simulation; None where it is not
    installed."""
    if not shutil.which("Rscript"):
        return None
    run = RPACT[name].format(n=trials)
    script = (
        f"suppressMessages(library(rpact)); invisible({RPACT[name].format(n=100)}); best <- Inf; "
        f"for (i in 1:3) {{ t <- proc.time(); r <- {run}; t <- proc.time() - t; "
        "best <- min(best, t[['user.self']] + t[['sys.self']]) }; cat(best, r$overallReject)"
    )
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    seconds, power = map(float, done.stdout.split())
    return trials / seconds, power


def measure(scale: float) -> dict[str, float | None]:
    out: dict[str, float | None] = {"patients": PATIENTS}
    start = time.process_time()
    for name, level in ROWS.values():
        ours(name, level, 1)
    out["compile_s"] = round(time.process_time() - start, 2)
    theirs = {name: rpact(name, int(20_000 * scale)) for name in RPACT}
    for row, (name, level) in ROWS.items():
        trials = int((1_000_000 if level == "statistic" else 100_000) * scale)
        found, peer = ours(name, level, trials), theirs[name]
        seconds = cpu(lambda n=name, v=level, k=trials: ours(n, v, k))
        label = row.removesuffix("_ratio")
        out |= {
            row: trials / seconds / peer[0] if peer else None,
            f"{label}_per_s": trials / seconds,
            f"{label}_power": found.figures["power"].value,
            f"{label}_power_rpact": peer[1] if peer else None,
        }
        if level == "patient" and name != "survival":
            drawn = cpu(lambda n=name, k=trials: draws(n, k)) / trials / PATIENTS
            used = seconds / trials / found.figures["patients"].value
            out[f"rng_ratio_{name}"] = used / drawn
    return out | {f"rpact_{name}_per_s": peer[0] if peer else None for name, peer in theirs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a fifth of the trials")
    options = parser.parse_args()
    found = measure(0.2 if options.quick else 1.0)
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<26}" + ("not here" if value is None else f"{value:,.4g}"))


if __name__ == "__main__":
    main()
