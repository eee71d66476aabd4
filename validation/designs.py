"""Large simulations of fixed and enriched designs against their closed forms.

`python -m validation.designs [--replicates N] [--json]` prints one row per endpoint, cut-off and allocation: simulated
and closed-form power, type I error, and how many Monte Carlo errors each lies from what it should be. The closed
forms are approximations for binary and ordinal outcomes, so at a million replicates their own error shows: the
column `gap` is that error in points of power. The last raw output is kept in validation/output/.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from trialwright import design
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

CRP = Marker(
    name="hsCRP",
    unit="mg/L",
    probabilities=(0.0, 0.25, 0.5, 0.75, 1.0),
    values=(0.2, 1.1, 2.4, 5.8, 60.0),
    within_sd=0.4,
    assay_cv=0.05,
)
CONTROLS: dict[str, tuple[dict[str, float | tuple[float, ...]], float]] = {
    "continuous": ({"mean": 0.0, "sd": 1.0}, 0.55),
    "binary": ({"rate": 0.3}, 1.1),
    "ordinal": ({"probabilities": (0.25, 0.3, 0.25, 0.2)}, 1.0),
    "dose_response": (
        {"e0": 3.1, "emax": 4.5, "ed50": 8.0, "doses": (2.5, 5.0, 10.0), "sd_between": 0.8, "sd_within": 0.4},
        -0.75,
    ),
}


def streams(block: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(2026, spawn_key=(block,))))


def rows(replicates: int) -> list[dict[str, float | str]]:
    return [row for name in CONTROLS for row in _of_endpoint(name, replicates)]


def _of_endpoint(name: str, replicates: int) -> list[dict[str, float | str]]:
    control, level = CONTROLS[name]
    scenario = Scenario(
        name=name,
        control=control,
        effect=EffectCurve(curve="emax", half=3.0, level=level),
        marker=CRP,
        screened_per_month=40,
        eligible=0.4,
        dropout=0.05,
    )
    designs = [
        Design(
            name=f"{cutoff or 'all'} {ratio:g}:1",
            type="fixed",
            endpoint=name,
            better="higher",
            marker="hsCRP" if cutoff else "",
            cutoff=cutoff,
            patients=240,
            allocation=ratio,
        )
        for cutoff in (None, 2.0, 5.0)
        for ratio in (1.0, 2.0)
    ]
    found = design.evaluate(designs, scenario, Limits(), replicates, streams)
    return [_row(name, oc.design.name, oc.figures, oc.design.alpha) for oc in found]


def _row(endpoint: str, name: str, figures: dict, alpha: float) -> dict[str, float | str]:
    power, null, analytic = figures["power"], figures["type_one_error"], figures["power_analytic"].value
    return {
        "endpoint": endpoint,
        "design": name,
        "power": power.value,
        "closed_form": analytic,
        "gap": 100 * (power.value - analytic),
        "errors": (power.value - analytic) / power.mcse,
        "type_one": null.value,
        "type_one_errors": (null.value - alpha) / null.mcse,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = rows(options.replicates)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{options.replicates:,} replicates, 240 patients, alpha 0.025 one-sided")
    print(
        f"{'endpoint':<14}{'design':<10}{'power':>8}{'closed':>8}{'gap':>7}{'errors':>8}{'type I':>9}{'errors':>8}"
    )
    for r in found:
        print(
            f"{r['endpoint']:<14}{r['design']:<10}{r['power']:8.4f}{r['closed_form']:8.4f}{r['gap']:7.2f}"
            f"{r['errors']:8.1f}{r['type_one']:9.5f}{r['type_one_errors']:8.1f}"
        )


if __name__ == "__main__":
    main()
