"""Type I error of adaptive designs, each under every null there is, in large simulations.

`python -m validation.adaptive [--replicates N]` prints a row for each design and null: the share of trials that reject
a true null, and how many Monte Carlo errors above alpha it lies. The last raw output is kept in validation/output/.
"""

from __future__ import annotations

import argparse

import numpy as np

from trialwright.design.running import batches, drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

ALPHA = 0.025
ARMS = ("a", "b", "c")
NULLS = {"no effect": (0.0, 0.0, 0.0), "one works": (0.0, 0.0, 0.5), "two work": (0.0, 0.25, 0.25)}
SEVERAL = [
    ("multi_arm", {"selection": s, "intersection": i, "combination": c})
    for s in ("best", "all", "epsilon")
    for i in ("dunnett", "simes")
    for c in ("inverse normal", "fisher")
] + [("response_adaptive", {"power": 1.0}), ("response_adaptive", {"control": 0.3})]
ONE = [
    ("reestimation", {}),
    ("reestimation", {"rule": "conditional power", "decrease": 0.3}),
    ("reestimation", {"combination": "fisher", "rule": "conditional power"}),
    ("bayesian", {}),
    ("bayesian", {"predictive": 0.1}),
    ("response_adaptive", {}),
    ("response_adaptive", {"allocate": "neyman"}),
]


def streams(block: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(2026, spawn_key=(block,))))


def wrong(kind: str, options: dict, arms: tuple[str, ...], levels: tuple[float, ...], n: int) -> float:
    """Share of trials that reject a hypothesis whose arm has no effect."""
    effects = dict(zip(arms, (EffectCurve(level=v) for v in levels), strict=False))
    scenario = Scenario(
        name="s",
        control={"mean": 0.0, "sd": 1.0},
        effect=EffectCurve(),
        arms=effects,
        screened_per_month=20,
    )
    design = Design(
        name="d",
        type=kind,
        endpoint="continuous",
        better="higher",
        patients=400,
        alpha=ALPHA,
        arms=arms,
        options=options,
    )
    setting, null, count = Setting(design, scenario, Limits(), "statistic"), np.array(levels) == 0, 0
    for first, m in batches(n):
        decided = setting.kind.run(design, Trials(setting, drawn(scenario, first, m, streams)))
        count += int(decided.rejected[:, null].any(1).sum())
    return count / n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=100_000)
    n = parser.parse_args().replicates
    error = np.sqrt(ALPHA * (1 - ALPHA) / n)
    print(f"{n:,} replicates, 400 patients, alpha {ALPHA} one-sided, statistic level; errors above alpha")
    rows = [(k, o, ARMS, name, v) for k, o in SEVERAL for name, v in NULLS.items()]
    rows += [(k, o, (), "no effect", (0.0,)) for k, o in ONE]
    for kind, options, arms, name, levels in rows:
        share = wrong(kind, options, arms, levels, n)
        told = ", ".join(map(str, options.values()))
        print(f"{kind:<18}{told:<36}{name:<11}{share:9.5f}{(share - ALPHA) / error:7.1f}", flush=True)


if __name__ == "__main__":
    main()
