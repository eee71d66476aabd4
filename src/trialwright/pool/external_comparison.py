"""The treated against weighted controls from the past, and how much of the answer could be drift, chance or loss.

Slopes in points a month, from a mixed model with a random intercept and slope for each person in which people count by
their weight (kernels/weighted_slopes.py). Weights never see an outcome.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from trialwright.errors import EvidenceError
from trialwright.kernels import normal_mixtures, weighted_slopes
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.normal_mixtures import NormalMixture
from trialwright.kernels.weighted_slopes import Lines, Persons
from trialwright.model.external import AtDrift, Balance, Compared, ExternalSpec, FalseClaims, Placebo, Sources
from trialwright.pool import external, priors
from trialwright.pool.external import METHODS
from trialwright.pool.missing_outcomes import joint_wins

Booleans = NDArray[np.bool_]
Whole = NDArray[np.int64]

WEIGHTS = ("odds", "overlap", "entropy")  # matches have no valid bootstrap (Abadie & Imbens 2008)
SHOWN = tuple(m for m in METHODS if m not in ("sweep", "nearest"))
FEW_SOURCES = 2  # fewer say nothing of how sources differ
MOST_CONCURRENT = 200
VAGUE = 0.5  # weight of the robust component, as uncertain as one person, beside one source
VAGUE_OF_SEVERAL = 0.2  # beside several, which show themselves how far sources lie apart
REPLICATES = 4000  # of simulated comparisons, in the search for a size
SHOWN_REPLICATES = 16_000  # and of those whose chance is told


@dataclass(frozen=True)
class People:
    """covariates (n, p), treated (n,), source (n,) names. of, month, value (visits,): whose visit, when, what was seen.
    died (n,): month of death, nan for the living."""

    covariates: Floats
    treated: Booleans
    source: NDArray[np.str_]
    of: Whole
    month: Floats
    value: Floats
    died: Floats


class _Fitted(NamedTuple):
    weights: Floats
    lines: Lines


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
    fitted = _fitted(people.covariates, people.treated, sums, spec.method)
    lines = fitted.lines
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
    treated, past = _each(lines)
    e = _e_value(lines.difference, limits, slope_sd)
    claims, needed = _claims(people, spec, sign * lines.slopes[0], slope_sd, residual_sd, rng)
    win = _win(people, spec, sign, fitted.weights, rng)
    dropped, delta = _delta(people, spec, lines.difference, fitted.weights)
    return Compared(
        effect=lines.difference, low=limits[0], high=limits[1], errors="bootstrap" if spec.method in WEIGHTS else "sandwich",
        failed=failed, sandwich=sandwich, treated_slope=sign * float(lines.slopes[1]),
        control_slope=sign * float(lines.slopes[0]), slope_sd=slope_sd, residual_sd=residual_sd,
        tipping=_tipping(limits), e_value=e.point, e_value_limit=e.limit,
        over_drift=_over_drift(treated, past, spec), placebo=_placebo(people, sums, spec, rng), claims=claims,
        concurrent_needed=needed, most_concurrent=MOST_CONCURRENT,
        died=_both(people, ~np.isnan(people.died)), win=win[0] if win else None,
        win_interval=win[1] if win else None, win_unknown=win[2] if win else None, dropped=dropped, delta=delta,
        sources=_sources(people, sums, fitted.weights, treated, slope_sd, sign),
    )  # fmt: skip


def _tipping(limits: tuple[float, float]) -> float:
    """The drift that would bring the nearer limit of this very interval to no effect; 0 where it holds none already."""
    low, high = limits
    return low if low > 0 else min(high, 0.0)


def _both(people: People, which: Booleans) -> tuple[int, int]:
    return int((which & people.treated).sum()), int((which & ~people.treated).sum())


def _fitted(
    covariates: Floats, treated: Booleans, sums: Persons, method: str, like: Lines | None = None
) -> _Fitted:
    """like : a fit of much the same people, where the search for variances starts."""
    weights = external.balance(covariates, treated, method).weights
    try:
        lines = weighted_slopes.fit(
            sums, treated, weights, None if like is None else like.theta, 1e-10 if like is None else 1e-6
        )
    except ArithmeticError:
        raise EvidenceError(
            "A group's slope cannot be told.", where="time", fix="Each group needs people with two visits at different times."
        ) from None  # fmt: skip
    return _Fitted(weights, lines)


def _bootstrap(
    people: People, sums: Persons, spec: ExternalSpec, lines: Lines, rng: np.random.Generator
) -> tuple[tuple[float, float], int]:
    """95 % limits over resamples of people within groups, weighted and fitted anew; and how many had no weights."""
    groups = [np.flatnonzero(people.treated), np.flatnonzero(~people.treated)]
    found, failed, why = list[float](), 0, ""
    for _ in range(spec.resamples):
        rows = np.concatenate([rng.choice(g, len(g)) for g in groups])
        try:
            again = _fitted(
                people.covariates[rows], people.treated[rows], sums.rows(rows), spec.method, lines
            )
            found.append(again.lines.difference)
        except EvidenceError as error:
            failed, why = failed + 1, f"{error.what} {error.fix}"
    if failed > spec.resamples / 10:
        raise EvidenceError(
            f"{failed} of {spec.resamples} resamples cannot be compared, so there is no interval. Of the last: {why}",
            where="external", fix="Balance on fewer covariates, or gather more people with two visits or more.",
        )  # fmt: skip
    # t times the resamples' SD: in small groups it covers where their percentiles fall short.
    half = float(t.ppf(0.975, lines.df)) * float(np.std(found, ddof=1))
    return (lines.difference - half, lines.difference + half), failed


def _each(lines: Lines) -> tuple[tuple[float, float], tuple[float, float]]:
    """Slope and standard error of the treated and of the past controls."""
    (past, treated), (v0, v1) = lines.slopes, lines.variances
    return (float(treated), math.sqrt(v1)), (float(past), math.sqrt(v0))


def _e_value(effect: float, limits: tuple[float, float], slope_sd: float) -> external.EValue:
    """For a difference in SDs d, the risk ratio is taken as exp(0.91 d), as VanderWeele & Ding 2017 advise."""
    if slope_sd <= 0:
        return external.EValue(math.nan, math.nan)
    ratio, low, high = (math.exp(0.91 * x / slope_sd) for x in (effect, *limits))
    return external.e_value(ratio, low if effect > 0 else high)


def _over_drift(
    treated: tuple[float, float], past: tuple[float, float], spec: ExternalSpec
) -> tuple[AtDrift, ...]:
    rows = external.over_drift(treated, past, spec.drift)
    return tuple(AtDrift(**row._asdict()) for row in rows)


def _placebo(people: People, sums: Persons, spec: ExternalSpec, rng: np.random.Generator) -> Placebo | None:
    """Controls who look like the treated against the rest; None where controls are fewer than twice the treated and ten."""
    controls, n = np.flatnonzero(~people.treated), int(people.treated.sum())
    if len(controls) < max(2 * n, n + 10):
        return None
    chance, _ = external.propensity(people.covariates, people.treated)
    odds = chance[controls] / (1 - chance[controls])
    effects, errors, claims = list[float](), list[float](), 0
    for _ in range(spec.placebo_runs):
        taken = rng.choice(len(controls), n, replace=False, p=odds / odds.sum())
        as_treated = np.isin(np.arange(len(controls)), taken)
        try:
            lines = _fitted(people.covariates[controls], as_treated, sums.rows(controls), spec.method).lines
        except EvidenceError:
            continue
        effects.append(lines.difference)
        errors.append(lines.se)
        claims += lines.difference > float(t.ppf(0.975, lines.df)) * lines.se
    if len(effects) < spec.placebo_runs / 2:
        return None
    share = claims / len(effects)
    return Placebo(
        runs=len(effects), mean=float(np.mean(effects)), sd=float(np.std(effects, ddof=1)), se=float(np.mean(errors)),
        claims=share, error=math.sqrt(share * (1 - share) / len(effects)),
    )  # fmt: skip


def _claims(
    people: People,
    spec: ExternalSpec,
    slope: float,
    slope_sd: float,
    residual_sd: float,
    rng: np.random.Generator,
) -> tuple[tuple[FalseClaims, ...], int | None]:
    """Type I error over drift for a trial like this one, and the fewest concurrent controls that restore it."""
    treated, past = _both(people, np.ones(len(people.treated), dtype=bool))
    visits = round(float(np.median(np.bincount(people.of))))
    setting = {
        "treated": treated, "past": past, "slope": slope, "slope_sd": max(slope_sd, 1e-6),
        "residual_sd": residual_sd, "visits": max(visits, 2), "by_visit": False,
    }  # fmt: skip
    worst = max(abs(d) for d in spec.drift)
    robust = {"weight": VAGUE, "drift_sd": 0.0}
    rows = list[FalseClaims]()

    def add(name: str, concurrent: int, **how: object) -> None:
        found = external.false_benefit(
            spec.drift,
            rng,
            concurrent=concurrent,
            replicates=SHOWN_REPLICATES,
            **setting,
            **how,  # type: ignore[arg-type]
        )
        rows.extend(
            FalseClaims(analysis=name, drift=f.drift, concurrent=concurrent, chance=f.chance, error=f.error)  # type: ignore[arg-type]
            for f in found
        )

    needed = external.smallest_concurrent_arm(
        worst, rng, spec.allowed, MOST_CONCURRENT, replicates=REPLICATES, **robust, **setting
    )
    add("past controls pooled", 0)
    for beside in dict.fromkeys((0, needed if needed is not None else MOST_CONCURRENT)):
        add("robust prior", beside, analysis="robust", **robust)
    add("no borrowing", max(needed or treated, 2), analysis="none")
    return tuple(rows), needed


def _last(people: People) -> Floats:
    """(n,) month of each person's last visit."""
    last = np.full(len(people.treated), -np.inf)
    np.maximum.at(last, people.of, people.month)
    return last


def _own_slopes(people: People, sign: float) -> Floats:
    """(n,) least-squares slope of each person, nan with one visit: higher is better."""
    n = len(people.treated)
    count = np.bincount(people.of, minlength=n)
    mean = np.bincount(people.of, people.month, n) / np.maximum(count, 1)
    away = people.month - mean[people.of]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(
            sign * np.bincount(people.of, away * people.value, n) / np.bincount(people.of, away**2, n)
        )


def _win(
    people: People, spec: ExternalSpec, sign: float, weights: Floats, rng: np.random.Generator
) -> tuple[float, tuple[float, float], float] | None:
    """P(a treated person does better than a control), its interval, and the share of pairs of which the one left before
    the other's death, who count as tied. The dead rank below the living by when they died, the living by their slope.
    None where nobody died or deaths are not told. Resamples are weighted anew where that is valid."""
    if np.isnan(people.died).all():
        return None
    slope = _own_slopes(people, sign)
    known = ~np.isnan(slope) | ~np.isnan(people.died)
    x, of, died, slope = people.covariates[known], people.treated[known], people.died[known], slope[known]
    wins, unknown = joint_wins(slope, died, _last(people)[known], of)
    place = np.empty(len(of), dtype=np.int64)  # of each person in their group, a row or column of `wins`
    place[of], place[~of] = np.arange(of.sum()), np.arange((~of).sum())
    win = _win_of(wins, weights[known][of], weights[known][~of])
    again = list[float]()
    groups = [np.flatnonzero(of), np.flatnonzero(~of)]
    for _ in range(spec.resamples):
        rows = np.concatenate([rng.choice(g, len(g)) for g in groups])
        try:
            w = (
                external.balance(x[rows], of[rows], spec.method).weights
                if spec.method in WEIGHTS
                else weights[known][rows]
            )
            one, other = place[rows[of[rows]]], place[rows[~of[rows]]]
            again.append(_win_of(wins[np.ix_(one, other)], w[of[rows]], w[~of[rows]]))
        except EvidenceError:
            continue
    low, high = np.quantile(again, [0.025, 0.975])
    return win, (float(low), float(high)), unknown


def _win_of(wins: Floats, treated: Floats, control: Floats) -> float:
    """The weighted share of wins (treated, controls), a tie half of one; the weights of each group's people."""
    return float(treated @ ((wins + 1) / 2) @ control / (treated.sum() * control.sum()))


def _delta(
    people: People, spec: ExternalSpec, effect: float, weights: Floats
) -> tuple[tuple[int, int], float | None]:
    """Who left alive before `until`, and how many points a month worse those treated would have to be, after leaving, for
    the benefit to be gone; None where no treated person left, or there is no benefit."""
    left = (_last(people) < 0.9 * spec.until) & np.isnan(people.died)
    share = float(weights[left & people.treated].sum() / weights[people.treated].sum())
    return _both(people, left), effect / share if share > 0 and effect > 0 else None


def _sources(
    people: People, sums: Persons, weights: Floats, treated: tuple[float, float], slope_sd: float, sign: float
) -> Sources | None:
    """The robust meta-analytic-predictive prior of the present control slope, from three past sources or more; slopes and mean as the
    outcome is measured (sign : -1 where lower is better, as `treated` then is turned)."""
    names = sorted(set(people.source[~people.treated]))
    if len(names) <= FEW_SOURCES:
        return None
    rows = list(_by_source(people, sums, weights, names))
    y, se = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    posterior = priors.normal_hierarchy_posterior(y, se, tau="half-normal", scale=max(slope_sd, 1e-6) / 2)
    prior = posterior.new
    robust = normal_mixtures.robust(
        prior, VAGUE_OF_SEVERAL, float(prior.mean), math.hypot(slope_sd, float(prior.sd))
    )
    effect = NormalMixture(robust.weights, treated[0] - robust.means, np.hypot(treated[1], robust.sds))
    low, high = effect.quantile(np.array([0.025, 0.975]))
    return Sources(
        names=tuple(names), slopes=tuple(map(float, sign * y)), errors=tuple(map(float, se)),
        between_sd=float(np.std(y, ddof=1)), mean=sign * float(prior.mean), sd=float(prior.sd),
        effect=float(effect.mean), low=float(low), high=float(high), benefit=1 - float(effect.cdf(0.0)),
    )  # fmt: skip


def _by_source(
    people: People, sums: Persons, weights: Floats, names: list[str]
) -> Iterator[tuple[float, float]]:
    for name in names:
        mine = people.treated | (people.source == name)
        of = people.treated[mine]
        try:
            lines = weighted_slopes.fit(sums.rows(np.flatnonzero(mine)), of, weights[mine])
        except (ArithmeticError, ZeroDivisionError):
            raise EvidenceError(
                f"The slope of the source {name} cannot be told.", where="external.source",
                fix="A source needs two people with two visits, who have weight.",
            ) from None  # fmt: skip
        yield float(lines.slopes[0]), math.sqrt(float(lines.variances[0]))
