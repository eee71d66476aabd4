"""Speed of the simulation kernels: against the cost of their random numbers, plain NumPy, and R's rpact.

`python -m benchmarks.design.speed [--json] [--quick]` → for means and binary, a fixed design with 400 patients:

rng_ratio_*     our time over NumPy's time to draw the same numbers of normals and uniforms (lower is better)
numpy_ratio_*   our trials per second over those of the same trial written in NumPy (higher is better)
rpact_ratio_*   our trials per second over getSimulationMeans / getSimulationRates, null where R has no rpact;
                theirs draws the test statistics or counts, ours every patient
and the powers that each gives. CPU seconds of one process with one worker; compilation is not counted, and is
reported as compile_s (0 where the machine code was on disk).
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
from trialwright.kernels.two_sample import pooled_z, welch_t
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

PATIENTS = 400
BLOCK = 1000
MEANS = Scenario(
    name="means", control={"mean": 0.0, "sd": 1.0}, effect=EffectCurve(level=0.28), screened_per_month=30
)
RATES = (0.30, 0.435)
LOG_ODDS_RATIO = float(np.log(RATES[1] / (1 - RATES[1])) - np.log(RATES[0] / (1 - RATES[0])))
BINARY = Scenario(
    name="binary", control={"rate": RATES[0]}, effect=EffectCurve(level=LOG_ODDS_RATIO), screened_per_month=30
)
RPACT = {
    "means": "getSimulationMeans(getDesignGroupSequential(kMax=1, alpha=.025), alternative=.28, stDev=1, "
    "plannedSubjects=400, maxNumberOfIterations={n}, seed=1)",
    "binary": "getSimulationRates(getDesignGroupSequential(kMax=1, alpha=.025), pi1=.435, pi2=.30, "
    "plannedSubjects=400, maxNumberOfIterations={n}, seed=1)",
}


def streams(block: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(1, spawn_key=(block,))))


def cpu(work: Callable[[], float]) -> tuple[float, float]:
    """Least CPU seconds of three runs, and what the work returned."""
    least, result = float("inf"), 0.0
    for _ in range(3):
        start = time.process_time()
        result = work()
        least = min(least, time.process_time() - start)
    return least, result


def ours(scenario: Scenario, trials: int) -> float:
    endpoint = "continuous" if scenario is MEANS else "binary"
    fixed = Design(name="fixed", type="fixed", endpoint=endpoint, better="higher", patients=PATIENTS)
    found = design.evaluate([fixed], scenario, Limits(), trials, streams, workers=1)
    return found[0].figures["power"].value


def draws(scenario: Scenario, trials: int) -> float:
    """An outcome and an allocation a patient: a normal and a uniform, or two uniforms."""
    rng, total = streams(0), 0.0
    for _ in range(trials // BLOCK):
        outcome = rng.standard_normal if scenario is MEANS else rng.random
        total += float(outcome((BLOCK, PATIENTS))[0, 0] + rng.random((BLOCK, PATIENTS))[0, 0])
    return total


def plain_numpy(scenario: Scenario, trials: int) -> float:
    """The same trial as array operations: blocks of four by shuffling, outcomes, sums, the same test."""
    rng, rejected = streams(0), 0
    for _ in range(trials // BLOCK):
        order = rng.random((BLOCK, PATIENTS // 4, 4)).argsort(-1)
        treated = (order < 2).reshape(BLOCK, PATIENTS)
        if scenario is MEANS:
            y = rng.standard_normal((BLOCK, PATIENTS)) + 0.28 * treated
            arms = [
                np.stack([kept.sum(1), (y * kept).sum(1), (y * y * kept).sum(1)], -1)
                for kept in (~treated, treated)
            ]
            p = welch_t(*arms)
        else:
            y = rng.random((BLOCK, PATIENTS)) < np.where(treated, RATES[1], RATES[0])
            arms = [
                np.stack([(~y & kept).sum(1), (y & kept).sum(1)], -1).astype(float)
                for kept in (~treated, treated)
            ]
            p = pooled_z(*arms)
        rejected += int((p <= 0.025).sum())
    return rejected / trials


def rpact(name: str, trials: int) -> tuple[float, float] | None:
    """CPU seconds and power of rpact's simulation, None where it is not installed."""
    if not shutil.which("Rscript"):
        return None
    script = (
        "suppressMessages(library(rpact)); "
        f"invisible({RPACT[name].format(n=100)}); t <- proc.time(); r <- {RPACT[name].format(n=trials)}; "
        "t <- proc.time() - t; cat(t[['user.self']] + t[['sys.self']], r$overallReject)"
    )
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    seconds, power = done.stdout.split()
    return float(seconds), float(power)


def measure(trials: int) -> dict[str, float | None]:
    out: dict[str, float | None] = {"trials": trials, "patients": PATIENTS}
    start = time.process_time()
    ours(MEANS, 1)
    ours(BINARY, 1)
    out["compile_s"] = round(time.process_time() - start, 2)
    for name, scenario in (("means", MEANS), ("binary", BINARY)):
        own, power = cpu(lambda s=scenario: ours(s, trials))
        drawn, _ = cpu(lambda s=scenario: draws(s, trials))
        peer, peer_power = cpu(lambda s=scenario: plain_numpy(s, trials))
        theirs = rpact(name, trials)
        out |= {
            f"rng_ratio_{name}": own / drawn,
            f"numpy_ratio_{name}": peer / own,
            f"rpact_ratio_{name}": theirs[0] / own if theirs else None,
            f"power_{name}": power,
            f"power_{name}_numpy": peer_power,
            f"power_{name}_rpact": theirs[1] if theirs else None,
        }
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a fifth of the trials")
    options = parser.parse_args()
    found = measure(10_000 if options.quick else 50_000)
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<22}" + ("not here" if value is None else f"{value:,.4g}"))


if __name__ == "__main__":
    main()
