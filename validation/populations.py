"""Large simulations of designs that choose their population: the family-wise error under every kind of null.

`python -m validation.populations [--replicates N] [--seeds 1 2] [--json]` prints one row per design and null: the share
of trials that reject a true hypothesis, and how many Monte Carlo errors it lies above 2.5 % (negative: below). Nulls:
`none`, no effect anywhere; `outside`, effect below the (third) cut-off alone, so the subgroups' hypotheses are true;
`cancels`, gain in the subgroup and as much harm outside, so everybody's is. The last output is kept in
validation/output/populations.txt.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from trialwright.design.running import BLOCK, drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

ALPHA = 0.025
AT_ONCE = 8 * BLOCK
MARKER = Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, float(np.e)))  # a share q lies below e^q
COUNTED = Marker(name="m", positive=0.3, positive_n=40, sensitivity=0.8, specificity=0.9)
CONTROLS: dict[str, dict[str, float | tuple[float, ...]]] = {
    "continuous": {"mean": 0.0, "sd": 1.0},
    "binary": {"rate": 0.4},
}
TWO = (
    ("stratified", {"intersection": "spiessens_debois"}),
    ("stratified", {"intersection": "simes"}),
    ("enrichment", {}),
    ("enrichment", {"intersection": "spiessens_debois", "selection": "epsilon", "epsilon": 0.1}),
    ("enrichment", {"intersection": "sidak", "selection": "all", "combination": "fisher"}),
    ("enrichment", {"measure": "conditional power", "threshold": 0.2}),
)
SHARES = (0.8, 0.6, 0.45, 0.3, 0.15)
CUT_OFFS = (
    {},
    {"rule": "estimate", "intersection": "simes"},
    {"rule": "utility", "bound": 0.05},
    {"rule": "smallest", "bound": 0.1, "intersection": "sidak"},
    {"boundaries": "lan_demets_pocock", "futility": 0.1, "everyone": False},
)


def at(share: float) -> float:
    """The marker value that this share of patients reach."""
    return float(np.exp(1 - share))


def two_levels(below: float, value: float, above: float) -> EffectCurve:
    return EffectCurve(
        curve="points", at=((1.0, below), (value * (1 - 1e-9), below), (value, above), (np.e, above))
    )


def cases() -> Iterator[tuple[Design, Scenario, str, list[int]]]:
    """Each design and null, with the columns of its true hypotheses."""
    for endpoint in CONTROLS:
        for kind, options in TWO:
            for share in (0.1, 0.4, 0.85):
                d = a_design(kind, endpoint, share, options)
                yield d, a_scenario(endpoint, EffectCurve()), f"none, {share:.0%}", [0, 1]
                if endpoint == "binary":
                    continue  # a log odds ratio does not cancel
                outside = two_levels(0.4, at(share), 0.0)
                yield d, a_scenario(endpoint, outside), f"outside, {share:.0%}", [1]
                level = 0.4 * min(1.0, (1 - share) / share)
                cancels = two_levels(-level * share / (1 - share), at(share), level)
                yield d, a_scenario(endpoint, cancels), f"cancels, {share:.0%}", [0]
        for options in CUT_OFFS:
            d = a_design("adaptive_threshold", endpoint, 0.0, options)
            first = 0 if options.get("everyone", True) else 1
            every = list(range(len(SHARES) + 1 - first))
            yield d, a_scenario(endpoint, EffectCurve()), "none", every
            outside = two_levels(0.8, at(SHARES[2]), 0.0)
            yield d, a_scenario(endpoint, outside), "outside", every[3 - first :]
    for kind in ("stratified", "enrichment"):
        d = a_design(kind, "binary", 0.0, {}).model_copy(update={"cutoff": 1.0})
        scenario = a_scenario("binary", EffectCurve()).model_copy(update={"marker": COUNTED})
        yield d, scenario, "none, random prevalence", [0, 1]


def a_design(kind: str, endpoint: str, share: float, options: dict[str, Any]) -> Design:
    several = kind == "adaptive_threshold"
    stated = {"candidates": tuple(at(s) for s in SHARES)} if several else {}
    return Design(
        name=kind,
        type=kind,
        endpoint=endpoint,
        better="higher",
        patients=400,
        marker="m",
        cutoff=None if several else at(share),
        options=stated | options,
    )


def a_scenario(endpoint: str, effect: EffectCurve) -> Scenario:
    return Scenario(name="s", control=CONTROLS[endpoint], effect=effect, marker=MARKER, screened_per_month=20)


def errors(d: Design, scenario: Scenario, true: list[int], replicates: int, seed: int) -> float:
    """Share of trials that reject a true hypothesis."""
    level = "statistic" if scenario.effect.curve == "constant" and scenario.marker is MARKER else "patient"
    setting, wrong, done = Setting(d, scenario, Limits(), level), 0, 0  # type: ignore[arg-type]
    while done < replicates:
        n = min(AT_ONCE, replicates - done)
        given = drawn(scenario, done // BLOCK, n, lambda block: np.random.default_rng([seed, block]))
        wrong += int(setting.kind.run(d, Trials(setting, given)).rejected[:, true].any(1).sum())
        done += n
    return wrong / replicates


def rows(replicates: int, seeds: list[int]) -> Iterator[dict[str, Any]]:
    mcse = float(np.sqrt(ALPHA * (1 - ALPHA) / replicates))
    for d, scenario, null, true in cases():
        told = ", ".join(f"{k}: {v}" for k, v in d.options.items() if k != "candidates")
        for seed in seeds:
            found = errors(d, scenario, true, replicates, seed)
            yield {
                "design": d.type,
                "options": told,
                "endpoint": d.endpoint,
                "null": null,
                "seed": seed,
                "error": found,
                "errors_above": (found - ALPHA) / mcse,
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=40_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = []
    if not options.json:
        print(f"{options.replicates:,} trials a row, 400 patients, alpha 0.025 one-sided, a stage at half")
    for r in rows(options.replicates, options.seeds):
        found.append(r)
        if not options.json:
            print(
                f"{r['design']:<19}{r['endpoint']:<11}{r['null']:<24}{r['seed']:>2}{r['error']:9.5f}"
                f"{r['errors_above']:7.1f}  {r['options']}",
                flush=True,
            )
    worst = max(r["errors_above"] for r in found)
    print(
        json.dumps(found)
        if options.json
        else f"{len(found)} rows; the highest lies {worst:.1f} Monte Carlo errors from 0.025"
    )


if __name__ == "__main__":
    main()
