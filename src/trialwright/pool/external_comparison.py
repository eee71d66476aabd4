"""The treated against weighted controls from the past, and how much of the answer could be drift, chance or loss.

Slopes in points a month, from a mixed model with a random intercept and slope for each person in which people count by
their weight (kernels/weighted_slopes.py). Weights never see an outcome.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import t

from trialwright.errors import EvidenceError
from trialwright.kernels import weighted_slopes
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.weighted_slopes import Lines, Persons
from trialwright.model.external import Balance, Compared, ExternalSpec
from trialwright.pool import external, external_doubts, external_losses
from trialwright.pool.external import METHODS
from trialwright.pool.external_people import WEIGHTS, Booleans, People, both, fitted

__all__ = ["SHOWN", "WEIGHTS", "People", "balances", "compare"]

SHOWN = tuple(m for m in METHODS if m not in ("sweep", "nearest"))


def balances(covariates: Floats, treated: Booleans) -> tuple[tuple[float | None, ...], tuple[Balance, ...]]:
    """Standardised differences without weights, and what each method leaves; a method that fails says why."""
    before: tuple[float | None, ...] = ()
    rows = []
    for method in SHOWN:
        try:
            found = external.balance(covariates, treated, method)
        except EvidenceError as why:
            rows.append(Balance(method=method, why=f"{why.what} {why.fix}".strip()))
            continue
        before = before or tuple(_or_none(d) for d in found.before)
        after = tuple(_or_none(d) for d in found.after)
        worst = max((abs(d) for d in after if d is not None), default=None)
        rows.append(Balance(method=method, effective=found.effective, after=after, worst=worst))
    return before, tuple(rows)


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def compare(people: People, spec: ExternalSpec, rng: np.random.Generator) -> Compared:
    """The whole comparison. Raises EvidenceError where the method gives no weights, or slopes cannot be told."""
    sign = 1.0 if spec.better == "higher" else -1.0
    sums = weighted_slopes.persons(people.of, people.month, sign * people.value)
    weights, lines = fitted(people.covariates, people.treated, sums, spec.method)
    if lines.residual <= 1e-12 * float(np.var(people.value)):
        raise EvidenceError(
            "The outcome lies on a straight line in everybody, so there is no spread to judge by.",
            where="external.outcome", fix="Correct `outcome`: is it the column that was measured at each visit?",
        )  # fmt: skip
    half = float(t.ppf(0.975, lines.df)) * lines.se
    sandwich = (lines.difference - half, lines.difference + half)
    limits, failed = sandwich, 0
    if spec.method in WEIGHTS:
        limits, failed = _bootstrap(people, sums, spec, lines, rng)
    slope_sd, residual_sd = math.sqrt(lines.d[1, 1]), math.sqrt(lines.residual)
    treated, past = external_doubts.each_group(lines)
    e = external_doubts.e_value_of(lines.difference, limits, slope_sd)
    claims, needed = external_doubts.false_claims(
        people, spec, sign * lines.slopes[0], slope_sd, residual_sd, rng
    )
    win = external_losses.win(people, spec, sign, weights, rng)
    dropped, delta = external_losses.made_worse(people, spec, lines.difference, weights)
    return Compared(
        effect=lines.difference, low=limits[0], high=limits[1], errors="bootstrap" if spec.method in WEIGHTS else "sandwich",
        failed=failed, sandwich=sandwich, treated_slope=sign * float(lines.slopes[1]),
        control_slope=sign * float(lines.slopes[0]), slope_sd=slope_sd, residual_sd=residual_sd,
        tipping=external_doubts.tipping(limits), e_value=e.point, e_value_limit=e.limit,
        over_drift=external_doubts.over_drift(treated, past, spec), placebo=external_doubts.placebo(people, sums, spec, rng), claims=claims,
        concurrent_needed=needed, most_concurrent=external_doubts.MOST_CONCURRENT,
        died=both(people, ~np.isnan(people.died)), win=win[0] if win else None,
        win_interval=win[1] if win else None, win_unknown=win[2] if win else None, dropped=dropped, delta=delta,
        sources=external_doubts.sources(people, sums, weights, treated, slope_sd, sign),
    )  # fmt: skip


def _bootstrap(
    people: People, sums: Persons, spec: ExternalSpec, lines: Lines, rng: np.random.Generator
) -> tuple[tuple[float, float], int]:
    """95 % limits over resamples of people within groups, weighted and fitted anew; and how many had no weights."""
    groups = [np.flatnonzero(people.treated), np.flatnonzero(~people.treated)]
    found, failed, why = list[float](), 0, ""
    for _ in range(spec.resamples):
        rows = np.concatenate([rng.choice(g, len(g)) for g in groups])
        try:
            again = fitted(people.covariates[rows], people.treated[rows], sums.rows(rows), spec.method, lines)
            found.append(again.lines.difference)
        except EvidenceError as error:
            failed, why = failed + 1, f"{error.what} {error.fix}"
    if failed > spec.resamples / 10:
        raise EvidenceError(
            f"{failed} of {spec.resamples} resamples cannot be compared, so there is no interval. Of the last: {why}",
            where="external", fix="Balance on fewer covariates, or gather more people with two visits or more.",
        )  # fmt: skip
    # t times the resamples' SD covers 95.6 to 96.2 % with 17 beside 47, percentiles 94.6 to 95.2 % (validation/external_coverage.py).
    half = float(t.ppf(0.975, lines.df)) * float(np.std(found, ddof=1))
    return (lines.difference - half, lines.difference + half), failed
