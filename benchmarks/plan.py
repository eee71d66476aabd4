"""What a user waits for: help, the hero plan from nothing, and the same plan again.

`python -m benchmarks.plan [--json]` → `help_cpu_s`, `help_ratio` (to a bare Python start), `hero_s`, `again_s`,
`again_ratio` (again / hero). Runs the command as a user does, in fresh processes, on a copy of the example.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERO = Path(__file__).resolve().parents[1] / "examples" / "post-mi-il2"


def timed(*command: str) -> tuple[float, float]:
    """Wall and CPU seconds of a process and its children."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
    return wall, (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def least_cpu(*command: str, times: int = 5) -> float:
    """The least CPU seconds of several runs: other load on the machine only ever adds."""
    return min(timed(*command)[1] for _ in range(times))


def measure() -> dict[str, float]:
    help_cpu = least_cpu(sys.executable, "-m", "trialwright", "--help")
    bare_cpu = least_cpu(sys.executable, "-c", "pass")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / HERO.name
        shutil.copytree(HERO, folder, ignore=shutil.ignore_patterns("report", ".trialwright"))
        plan = (sys.executable, "-m", "trialwright", "plan", str(folder))
        hero, _ = timed(*plan)
        again = min(timed(*plan)[0] for _ in range(3))
    return {
        "help_cpu_s": help_cpu,
        "help_ratio": help_cpu / bare_cpu,
        "hero_s": hero,
        "again_s": again,
        "again_ratio": again / hero,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    found = measure()
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<14}{value:8.3f}")


if __name__ == "__main__":
    main()
