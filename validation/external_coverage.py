"""How often the interval of a comparison with past controls holds the true effect, and how often it claims one.

`python -m validation.external_coverage [--sets 400]`. Two covariates shift between the groups and move the slope; a trial
like one of 17 treated beside 47 past controls. True effect 0, no drift: what is left is the method's.
Beside the interval that is told stand the sandwich, which takes weights as known, and the resamples' percentiles. The
output of the last run is in validation/output/external_coverage.txt.
"""

from __future__ import annotations

import argparse
import math
import time
from typing import NamedTuple

import numpy as np
from scipy.stats import t

from trialwright.errors import EvidenceError
from trialwright.kernels import weighted_slopes
from trialwright.pool import external

SLOPE, SLOPE_SD, INTERCEPT_SD, RESIDUAL_SD, VISITS = -0.95, 0.55, 5.0, 2.0, 12
SETTINGS = ((17, 47, "overlap"), (17, 47, "odds"), (17, 47, "entropy"))
RESAMPLES = 200


class Interval(NamedTuple):
    estimate: float
    limits: dict[str, tuple[float, float]]  # by name


def people(
    rng: np.random.Generator, treated: int, past: int
) -> tuple[np.ndarray, np.ndarray, weighted_slopes.Persons]:
    """Covariates (n, 2), who is treated, sums of visits: the treated 0.4 SD higher, each SD worth 0.15 points a month."""
    of = np.arange(treated + past) < treated
    x = rng.standard_normal((len(of), 2)) + 0.4 * of[:, None]
    slopes = SLOPE + 0.15 * x.sum(1) + SLOPE_SD * rng.standard_normal(len(of))
    level = 38 + INTERCEPT_SD * rng.standard_normal(len(of))
    seen = rng.integers(4, VISITS + 1, len(of))
    who = np.repeat(np.arange(len(of)), seen)
    month = np.concatenate([np.arange(k) for k in seen]).astype(float)
    value = level[who] + slopes[who] * month + RESIDUAL_SD * rng.standard_normal(len(who))
    return x, of, weighted_slopes.persons(who, month, value)


def fitted(
    x: np.ndarray, of: np.ndarray, sums: weighted_slopes.Persons, method: str, start: np.ndarray | None = None
) -> weighted_slopes.Lines:
    weights = external.balance(x, of, method).weights
    return weighted_slopes.fit(sums, of, weights, start, 1e-10 if start is None else 1e-6)


def intervals(rng: np.random.Generator, treated: int, past: int, method: str) -> Interval:
    """As the comparison makes them. Raises EvidenceError where a tenth of the resamples have no weights."""
    x, of, sums = people(rng, treated, past)
    lines = fitted(x, of, sums, method)
    groups = [np.flatnonzero(of), np.flatnonzero(~of)]
    again, failed = [], 0
    for _ in range(RESAMPLES):
        rows = np.concatenate([rng.choice(g, len(g)) for g in groups])
        try:
            again.append(fitted(x[rows], of[rows], sums.rows(rows), method, lines.theta).difference)
        except (EvidenceError, ArithmeticError):
            failed += 1
    if failed > RESAMPLES / 10:
        raise EvidenceError("too few resamples have weights", where="", fix="")
    cut, d = float(t.ppf(0.975, lines.df)), lines.difference
    spread = cut * float(np.std(again, ddof=1))
    low, high = np.quantile(again, [0.025, 0.975])
    return Interval(d, {
        "t x SD of resamples": (d - spread, d + spread),
        "sandwich": (d - cut * lines.se, d + cut * lines.se),
        "percentiles": (float(low), float(high)),
    })  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m validation.external_coverage")
    asked.add_argument("--sets", type=int, default=400)
    sets = asked.parse_args().sets
    begun = time.perf_counter()
    print(f"{sets} sets each, {RESAMPLES} resamples, true effect 0")
    print(
        "treated past  method   interval              covers            claims a benefit (nominal 2.5 %)   width"
    )
    for treated, past, method in SETTINGS:
        found, refused = [], 0
        for k in range(sets):
            rng = np.random.default_rng(np.random.SeedSequence(5, spawn_key=(treated, k)))
            try:
                found.append(intervals(rng, treated, past, method))
            except EvidenceError:
                refused += 1
        for name in found[0].limits:
            low, high = np.array([f.limits[name] for f in found]).T
            holds, claims = float(np.mean((low <= 0) & (high >= 0))), float(np.mean(low > 0))
            errors = [math.sqrt(p * (1 - p) / len(found)) for p in (holds, claims)]
            print(
                f"{treated:7d} {past:4d}  {method:8s} {name:20s} {100 * holds:5.1f} % ± {100 * errors[0]:.1f}   "
                f"{100 * claims:5.1f} % ± {100 * errors[1]:.1f}   {float(np.mean(high - low)):.3f}",
                flush=True,
            )
        if refused:
            print(
                f"{treated:7d} {past:4d}  {method:8s} refused in {refused} sets: too few resamples have weights"
            )
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
