"""What could explain a difference from past controls: drift, a hidden cause, chance (placebo runs), sources that differ."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.stats import t

from trialwright.errors import EvidenceError
from trialwright.kernels import normal_mixtures, weighted_slopes
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.normal_mixtures import NormalMixture
from trialwright.kernels.weighted_slopes import Lines, Persons
from trialwright.model.external import AtDrift, ExternalSpec, FalseClaims, Placebo, Sources
from trialwright.pool import external, priors
from trialwright.pool.external_people import People, both, fitted

FEW_SOURCES = 2  # fewer say nothing of how sources differ
MOST_CONCURRENT = 200
VAGUE = 0.5  # weight of the robust component, as uncertain as one person, beside one source
VAGUE_OF_SEVERAL = 0.2  # beside several, which show themselves how far sources lie apart
REPLICATES = 4000  # of simulated comparisons, in the search for a size
SHOWN_REPLICATES = 16_000  # and of those whose chance is told


def tipping(limits: tuple[float, float]) -> float:
    """The drift that would bring the nearer limit of this very interval to no effect; 0 where it holds none already."""
    low, high = limits
    return low if low > 0 else min(high, 0.0)


def each_group(lines: Lines) -> tuple[tuple[float, float], tuple[float, float]]:
    """Slope and standard error of the treated and of the past controls."""
    (past, treated), (v0, v1) = lines.slopes, lines.variances
    return (float(treated), math.sqrt(v1)), (float(past), math.sqrt(v0))


def e_value_of(effect: float, limits: tuple[float, float], slope_sd: float) -> external.EValue:
    """For a difference in SDs d, the risk ratio is taken as exp(0.91 d), as VanderWeele & Ding 2017 advise."""
    if slope_sd <= 0:
        return external.EValue(math.nan, math.nan)
    ratio, low, high = (math.exp(0.91 * x / slope_sd) for x in (effect, *limits))
    return external.e_value(ratio, low if effect > 0 else high)


def over_drift(
    treated: tuple[float, float], past: tuple[float, float], spec: ExternalSpec
) -> tuple[AtDrift, ...]:
    rows = external.over_drift(treated, past, spec.drift)
    return tuple(AtDrift(**row._asdict()) for row in rows)


def placebo(people: People, sums: Persons, spec: ExternalSpec, rng: np.random.Generator) -> Placebo | None:
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
            lines = fitted(people.covariates[controls], as_treated, sums.rows(controls), spec.method).lines
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


def false_claims(
    people: People,
    spec: ExternalSpec,
    slope: float,
    slope_sd: float,
    residual_sd: float,
    rng: np.random.Generator,
) -> tuple[tuple[FalseClaims, ...], int | None]:
    """Type I error over drift for a trial like this one, and the fewest concurrent controls that restore it."""
    treated, past = both(people, np.ones(len(people.treated), dtype=bool))
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


def sources(
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
