"""Type I error of every design with every endpoint under every kind of null, in large simulations.

`python -m validation.type_one [--replicates N] [--only WORD ...] [--json]` prints a row for each design, endpoint and null: the share
of trials that reject a true hypothesis, and how many Monte Carlo errors it lies above 2.5 % (negative: below). Nulls, all
without effect where not said otherwise:

none        nothing else is the matter
enriched    only patients at or above a cut-off enter, whose measurement errs (of designs that do not choose a population)
rare        the subgroup is a tenth of the patients; common: it is 85 % (of designs that choose)
outside     the arm works below the (first) cut-off alone, so the subgroups' hypotheses are true (of designs that choose)
late        outcomes come 6 months after enrolment, so that looks leave many patients behind; of events: hazards change with time
            and treatment, did it anything, would act after 6 months
dropout     30 % of the experimental arm and 5 % of control have no outcome
unequal     twice as many patients in each experimental arm as in control

A pair that is refused is told with the reason. The last output is kept in validation/output/type_one.txt.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from trialwright import endpoints
from trialwright.design import designs, evaluation
from trialwright.design.running import BLOCK, drawn, together
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

ALPHA = 0.025
MARKER = Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, float(np.e)))  # a share q lies below e^q
NOISY = MARKER.model_copy(update={"within_sd": 0.3, "assay_cv": 0.1})
CONTROLS: dict[str, dict[str, float | tuple[float, ...]]] = {
    "ancova": {"mean": 0.0, "sd": 1.0, "correlation": 0.6},
    "binary": {"rate": 0.35},
    "change_from_baseline": {"mean": 0.0, "sd": 1.0, "correlation": 0.6},
    "continuous": {"mean": 0.0, "sd": 1.0},
    "count": {"rate": 0.15, "dispersion": 0.5, "exposure": 12.0},
    "dose_response": {
        "e0": 3.0, "emax": 4.5, "ed50": 8.0, "doses": (2.5, 5.0, 10.0), "sd_between": 0.9, "sd_within": 0.5,
    },
    "ordinal": {"probabilities": (0.25, 0.30, 0.25, 0.20)},
    "slope": {"slope": -0.95, "sd_slope": 0.55, "sd_residual": 2.0, "visits": tuple(range(13)), "leaving": 0.3},
    "time_to_event": {"median": 9.0},
    "win_odds": {"probabilities": (0.25, 0.30, 0.25, 0.20)},
}  # fmt: skip
LATE_EVENTS = {"hazards": (0.03, 0.12, 0.06), "starts": (0.0, 4.0, 10.0), "delay": 6.0}
OUTSIDE = {"slope": 0.4, "dose_response": -0.8}  # effects of the rest: 0.8
STATED: dict[str, dict[str, Any]] = {
    "blinded_reestimation": {"options": {"effect": 0.4}},
    "group_sequential": {"looks": (0.4, 0.7, 1.0)},
    "multi_arm": {"arms": ("low", "high"), "options": {"selection": "all"}},
    "multiple_contrast": {"arms": ("low", "high"), "options": {"emax": (0.5,)}},
    "response_adaptive": {"arms": ("low", "high")},
}


def at(share: float) -> float:
    """The marker value that this share of patients reach."""
    return float(np.exp(1 - share))


def cases() -> Iterator[tuple[str, Design, Scenario, list[int]]]:
    """Null, design, scenario and the columns of the true hypotheses."""
    for kind in sorted(designs.found()):
        chooses = hasattr(designs.design_type(kind), "cutoffs")
        for endpoint in sorted(endpoints.found()):
            d, s = a_design(kind, endpoint), a_scenario(endpoint)
            every = list(range(len(designs.hypotheses_of(d))))
            yield "none", d, s, every
            if chooses:
                for null, share in (("rare", 0.1), ("common", 0.85)):
                    yield null, at_share(d, share), s, every
                if endpoint != "time_to_event":
                    yield "outside", d, with_effect_below(designs.cutoffs_of(d)[0], s, endpoint), every[1:]
            else:
                enriched = d.model_copy(update={"marker": "m", "cutoff": at(0.5)})
                yield "enriched", enriched, s.model_copy(update={"marker": NOISY}), every
            if endpoint == "time_to_event":
                yield "late", d, s.model_copy(update={"control": LATE_EVENTS}), every
            else:
                yield "late", d, s.model_copy(update={"followup_months": 6.0}), every
            yield "dropout", d, s.model_copy(update={"dropout": 0.3, "dropouts": {"control": 0.05}}), every
            yield "unequal", d.model_copy(update={"allocation": 2.0}), s, every


def a_design(kind: str, endpoint: str) -> Design:
    chooses = hasattr(designs.design_type(kind), "cutoffs")
    changes: dict[str, Any] = STATED.get(kind, {})
    if kind == "adaptive_threshold":
        changes = {"marker": "m", "options": {"candidates": (at(0.6), at(0.3))}}
    elif chooses:
        changes = {"marker": "m", "cutoff": at(0.4)}
    events = {"events": 150} if endpoint == "time_to_event" else {}
    usual = {
        "name": kind,
        "type": kind,
        "endpoint": endpoint,
        "better": "higher",
        "patients": 400,
        "alpha": ALPHA,
    }
    return Design.model_validate(usual | events | changes)


def at_share(d: Design, share: float) -> Design:
    """The same with subgroups of that prevalence, or, of several candidates, from it down to half of it."""
    if d.type == "adaptive_threshold":
        return d.model_copy(update={"options": {"candidates": (at(share), at(share / 2))}})
    return d.model_copy(update={"cutoff": at(share)})


def a_scenario(endpoint: str) -> Scenario:
    return Scenario(
        name="s", control=CONTROLS[endpoint], effect=EffectCurve(), marker=MARKER, screened_per_month=20
    )


def with_effect_below(value: float, s: Scenario, endpoint: str) -> Scenario:
    level = OUTSIDE.get(endpoint, 0.8)
    curve = EffectCurve(
        curve="points", at=((1.0, level), (value * (1 - 1e-9), level), (value, 0.0), (float(np.e), 0.0))
    )
    return s.model_copy(update={"effect": curve})


def share_wrong(d: Design, s: Scenario, true: list[int], replicates: int) -> float:
    """Of trials that reject a true hypothesis. Raises DesignError for what is refused."""
    evaluation.check([d], s, replicates)
    setting, wrong, done = Setting(d, s, Limits()), 0, 0
    at_once = BLOCK * together(setting)
    while done < replicates:
        n = min(at_once, replicates - done)
        given = drawn(s, done // BLOCK, n, lambda block: np.random.default_rng([11, block]))
        wrong += int(setting.kind.run(d, Trials(setting, given)).rejected[:, true].any(1).sum())
        done += n
    return wrong / replicates


def rows(replicates: int, only: list[str]) -> Iterator[dict[str, Any]]:
    mcse = float(np.sqrt(ALPHA * (1 - ALPHA) / replicates))
    for null, d, s, true in cases():
        if only and not set(only) <= {null, d.type, d.endpoint}:
            continue
        row = {"design": d.type, "endpoint": d.endpoint, "null": null}
        try:
            found = share_wrong(d, s, true, replicates)
        except DesignError as refused:
            yield row | {"refused": refused.what}
            continue
        yield row | {"error": found, "errors_above": (found - ALPHA) / mcse}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=20_000)
    parser.add_argument(
        "--only", nargs="+", default=[], help="words that a row must have: design, endpoint, null"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = []
    if not options.json:
        print(
            f"{options.replicates:,} trials a row, 400 patients (150 events), alpha {ALPHA} one-sided, patient level"
        )
    for r in rows(options.replicates, options.only):
        found.append(r)
        if not options.json:
            told = (
                f"refused: {r['refused']}" if "refused" in r else f"{r['error']:9.5f}{r['errors_above']:7.1f}"
            )
            print(f"{r['design']:<21}{r['endpoint']:<21}{r['null']:<9}{told}", flush=True)
    if options.json:
        print(json.dumps(found))
        return
    tested = [r for r in found if "error" in r]
    above = [r for r in tested if r["errors_above"] > 4]
    print(
        f"{len(tested)} rows, {len(found) - len(tested)} refused; {len(above)} more than 4 Monte Carlo errors above 0.025"
    )


if __name__ == "__main__":
    main()
