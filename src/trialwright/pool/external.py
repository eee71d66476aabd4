"""Comparisons with controls that were not randomised: balance, drift, and how strong a hidden cause must be.

One past source cannot show its own drift: the variance between sources is not identified, so results are given over a
grid of it, and the answer is where they turn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logit

from trialwright.errors import EvidenceError
from trialwright.kernels import balancing, drift, normal_mixtures
from trialwright.kernels.balancing import Booleans, Separation
from trialwright.kernels.borrowing import commensurate
from trialwright.kernels.heterogeneity import Floats
from trialwright.kernels.mixed_effects import critical
from trialwright.kernels.normal_mixtures import NormalMixture
from trialwright.pool import given

T = TypeVar("T")

NOT_IDENTIFIED = "With one past source its drift is not identified: results are shown over a grid of it."


class EValue(NamedTuple):
    """point : of the risk ratio. limit : of the confidence limit closest to 1, 1 where the interval holds 1."""

    point: float
    limit: float


def e_value(risk_ratio: float, limit: float) -> EValue:
    """The least association, as a risk ratio, that an unmeasured confounder would need with both treatment and outcome
    to explain the effect away. limit : the confidence limit closest to 1.

    Odds and hazard ratios of common outcomes are first made risk ratios by their square root. Raises EvidenceError for
    ratios that are not positive. Source: VanderWeele & Ding 2017, Ann Intern Med 167:268.
    """
    if not (risk_ratio > 0 and limit > 0 and math.isfinite(risk_ratio) and math.isfinite(limit)):
        raise EvidenceError(
            "A risk ratio must be positive.", where="risk_ratio", fix="Give ratios and not their logs."
        )
    crossed = (limit - 1) * (risk_ratio - 1) <= 0
    return EValue(_bound(risk_ratio), 1.0 if crossed else _bound(limit))


def _bound(ratio: float) -> float:
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))


class Balanced(NamedTuple):
    """weights (n,) of each person. effective : treated and controls, in people. differences : (p,) standardised, before
    and after. worst : greatest of those after, in size."""

    weights: Floats
    effective: tuple[float, float]
    before: Floats
    after: Floats

    @property
    def worst(self) -> float:
        return float(np.nanmax(np.abs(self.after)))


METHODS = ("none", "odds", "overlap", "entropy", "nearest", "sweep", "optimal", "full")


def propensity(covariates: ArrayLike, treated: ArrayLike) -> tuple[Floats, Floats]:
    """Chance of being treated, and the logistic coefficients, intercept first. Raises EvidenceError."""
    x, of = _people(covariates, treated)
    return _or_refuse(lambda: balancing.propensity(x, of))


def balance(covariates: ArrayLike, treated: ArrayLike, method: str) -> Balanced:
    """Weights that make controls stand for the treated, and what they leave. No outcome is asked for, or looked at.

    method : "none"; "odds" of the propensity; "overlap", which stands for those who could be in either group;
    "entropy" balancing of means; "nearest" (greedy), "sweep" (the same as MatchIt 4.5 does it) and "optimal" 1 : 1
    matching; "full" matching. Greedy matching is on the propensity, the others' on its logit. Raises EvidenceError, also where the groups do not overlap.
    """
    x, of = _people(covariates, treated)
    given.choice("balancing method", method, METHODS)
    weights = np.asarray(_or_refuse(lambda: _weights(x, of, method)))
    return Balanced(
        weights,
        (balancing.effective_size(weights[of]), balancing.effective_size(weights[~of])),
        balancing.standardized_differences(x, of, np.ones(len(x))),
        balancing.standardized_differences(x, of, weights),
    )


def _weights(x: Floats, of: Booleans, method: str) -> Floats:
    if method == "none":
        return np.ones(len(x))
    if method == "entropy":
        return balancing.entropy_weights(x, of)
    p, _ = balancing.propensity(x, of)
    if method in ("odds", "overlap"):
        return (balancing.odds_weights if method == "odds" else balancing.overlap_weights)(p, of)
    if method in ("nearest", "sweep"):
        return balancing.nearest_match(p, of, method == "sweep")
    score = logit(p)
    distance = np.abs(score[of][:, None] - score[~of][None, :])
    return (
        balancing.optimal_match(distance, of)
        if method == "optimal"
        else balancing.full_match(distance, of)[0]
    )


def compare(outcome: ArrayLike, treated: ArrayLike, balanced: Balanced) -> float:
    """Weighted mean of the treated less that of controls, once weights are fixed. Raises EvidenceError."""
    y = given.numbers("outcome", outcome)
    of = np.asarray(treated, dtype=bool)
    given.same_length({"outcome": y, "weights": balanced.weights})
    return balancing.difference(y, of, balanced.weights)


class Bootstrapped(NamedTuple):
    """estimate, and its standard error and 95 % interval over resamples, each weighted anew. failed : resamples in which
    the groups did not overlap."""

    estimate: float
    se: float
    low: float
    high: float
    failed: int


def bootstrap(
    outcome: ArrayLike,
    covariates: ArrayLike,
    treated: ArrayLike,
    method: str,
    rng: np.random.Generator,
    replicates: int = 500,
) -> Bootstrapped:
    """compare() with errors that include the weighting: persons are resampled within groups. An outcome may be a slope,
    as slopes_of_persons() gives. Matching's bootstrap is known to be off (Abadie & Imbens 2008), so weights only."""
    given.choice("balancing method", method, ("none", "odds", "overlap", "entropy"))
    x, of = _people(covariates, treated)
    y = given.numbers("outcome", outcome)
    given.same_length({"outcome": y, "treated": of.astype(float)})
    if replicates < 2:
        raise EvidenceError(
            "An error takes two resamples at least.", where="replicates", fix="Give, say, 500."
        )
    estimate = balancing.difference(y, of, np.asarray(_or_refuse(lambda: _weights(x, of, method))))
    found, failed = list[float](), 0
    groups = [np.flatnonzero(of), np.flatnonzero(~of)]
    for _ in range(replicates):
        rows = np.concatenate([rng.choice(g, len(g)) for g in groups])
        try:
            found.append(balancing.difference(y[rows], of[rows], _weights(x[rows], of[rows], method)))
        except Separation:
            failed += 1
    if len(found) < replicates / 2:
        raise EvidenceError(
            "In most resamples the groups do not overlap.",
            where="covariates",
            fix="Balance on fewer covariates.",
        )
    low, high = np.quantile(found, [0.025, 0.975])
    return Bootstrapped(estimate, float(np.std(found, ddof=1)), float(low), float(high), failed)


def slopes_of_persons(
    person: Sequence[object], month: ArrayLike, value: ArrayLike
) -> tuple[tuple[str, ...], Floats]:
    """Least-squares slope of each person with two visits or more at different times, by name. Raises EvidenceError."""
    t, y = given.numbers("month", month), given.numbers("value", value)
    of = np.array([str(p) for p in person])
    given.same_length({"month": t, "value": y, "person": np.zeros(len(of))})
    names, out = [], []
    for name in np.unique(of):
        at = t[of == name] - t[of == name].mean()
        if float(at @ at) > 0:
            names.append(str(name))
            out.append(float(at @ y[of == name]) / float(at @ at))
    if not out:
        raise EvidenceError(
            "No person has two visits.", where="month", fix="A slope takes two visits at least."
        )
    return tuple(names), np.array(out)


class Tipping(NamedTuple):
    """drift : in the outcome's unit, of past controls against today's, at which the interval's limit reaches no effect
    (0 where it holds it already). estimate : drift at which the estimate itself does."""

    drift: float
    estimate: float


def tipping_point(effect: float, se: float, level: float = 0.95) -> Tipping:
    """How far past controls must have drifted for the benefit to be none, e.g. in points a month. Raises EvidenceError."""
    if not (se > 0 and math.isfinite(effect + se) and 0 < level < 1):
        raise EvidenceError(
            "An effect is a number, its standard error positive, and a level a share.", where="se", fix="Look at the estimate.",
        )  # fmt: skip
    left = max(0.0, abs(effect) - critical(math.inf, level) * se)
    return Tipping(math.copysign(left, effect), effect)


class AtDrift(NamedTuple):
    """drift_sd : SD of the drift assumed. effect, low, high : treated less control. benefit : P(effect > 0 | data)."""

    drift_sd: float
    effect: float
    low: float
    high: float
    benefit: float


def over_drift(
    treated: tuple[float, float], past: tuple[float, float], drift_sds: ArrayLike, weight: float = 0.0
) -> list[AtDrift]:
    """The comparison for each SD of drift: (mean, se) of the treated and of past controls, the treated's mean flat a
    priori. weight : of a robust component, as wide as ten past standard errors. Raises EvidenceError."""
    if not (treated[1] > 0 and past[1] > 0 and 0 <= weight < 1):
        raise EvidenceError(
            "Standard errors must be positive.", where="se", fix="Give (mean, standard error)."
        )
    sds = given.numbers("drift_sds", drift_sds)
    if not np.all(sds >= 0) or not math.isfinite(treated[0] + past[0]):
        raise EvidenceError(
            "Means are numbers, and a drift's standard deviation 0 or more.", where="drift_sds", fix="Look at the numbers.",
        )  # fmt: skip
    out = []
    for sd in sds:
        control = commensurate(*past, float(sd))
        if weight:
            control = normal_mixtures.robust(control, weight, past[0], 10 * past[1])
        effect = NormalMixture(control.weights, treated[0] - control.means, np.hypot(treated[1], control.sds))
        low, high = effect.quantile([0.025, 0.975])
        out.append(AtDrift(float(sd), effect.mean, float(low), float(high), 1 - float(effect.cdf(0.0))))
    return out


class FalseBenefit(NamedTuple):
    """drift : points a month. chance : of a false claim of benefit, with its Monte Carlo standard error."""

    drift: float
    chance: float
    error: float


def false_benefit(
    drifts: ArrayLike, rng: np.random.Generator, *, treated: int, past: int, concurrent: int = 0, slope: float,
    slope_sd: float, residual_sd: float, visits: int, analysis: str = "pooled", weight: float = 0.5,
    drift_sd: float = 0.0, level: float = 0.025, replicates: int = 20_000, by_visit: bool = True,
) -> list[FalseBenefit]:  # fmt: skip
    """Type I error over drift: chance that a treatment without effect seems to slow decline.

    treated, past, concurrent : persons. slope : of today's controls, and treated, in points a month; past ones' is lower
    by the drift. visits : monthly, from 0. analysis : "pooled", the random-slope test that takes past controls as
    today's; "none", concurrent controls only; "robust", a robust prior with `weight` and `drift_sd`. level : one-sided.
    by_visit : draw every visit, and not each person's slope at once. Raises EvidenceError.
    """
    given.choice("analysis", analysis, ("pooled", "none", "robust"))
    if (
        min(treated, 2 if analysis == "none" else past) < 2
        or visits < 2
        or (analysis == "none" and concurrent < 2)
    ):
        raise EvidenceError(
            "Each group needs two persons, and each person two visits.", where="persons", fix="Give more."
        )
    _check_setting(slope_sd, residual_sd, drift_sd, weight, level, min(replicates - 1, concurrent))
    months, out = np.arange(float(visits)), []
    draw = drift.slopes if by_visit else drift.slopes_at_once
    for drifted in given.numbers("drifts", drifts):
        one, now, old = (
            draw(rng, (replicates, n), mean, slope_sd, residual_sd, months)
            for n, mean in ((treated, slope), (concurrent, slope), (past, slope - drifted))
        )
        if analysis == "robust":
            claims = drift.claims_robust(one, now, old, level, weight, drift_sd)
        else:
            claims = drift.claims_pooled(one, now if analysis == "none" else np.hstack([now, old]), level)
        chance = float(claims.mean())
        out.append(FalseBenefit(float(drifted), chance, math.sqrt(chance * (1 - chance) / replicates)))
    return out


def _check_setting(
    slope_sd: float, residual_sd: float, drift_sd: float, weight: float, level: float, counted: int
) -> None:
    spreads = slope_sd >= 0 and residual_sd >= 0 and slope_sd + residual_sd > 0 and drift_sd >= 0
    if not (spreads and 0 < level < 1 and 0 <= weight <= 1 and counted >= 0):
        raise EvidenceError(
            "Spreads and counts are not negative, somebody's slope varies, and a level and a weight are shares.",
            where="setting", fix="Look at the numbers.",
        )  # fmt: skip


def smallest_concurrent_arm(
    drift_to_survive: float, rng: np.random.Generator, allowed: float, most: int = 200, **setting: float
) -> int | None:
    """Fewest concurrent controls from which on the robust analysis keeps the false claim at `allowed` or less, at every
    drift from none to this one; None where even `most` do not. setting : false_benefit()'s.

    Claims rise with the first concurrent controls, for without any a robust prior claims next to nothing, and fall with
    more. So sizes are looked at from `most` down until one fails. All have the same random numbers; the error is Monte Carlo's.
    """
    drifts, seed = np.linspace(0.0, drift_to_survive, 4), int(rng.integers(2**63))

    def keeps(n: int) -> bool:
        found = false_benefit(drifts, np.random.default_rng(seed), concurrent=n, analysis="robust", **setting)  # type: ignore[arg-type]
        return max(f.chance for f in found) <= allowed

    if not keeps(most):
        return None
    high, low = most, 0
    while high > 1 and not low:
        smaller = max(1, int(high / 1.4))
        high, low = (smaller, 0) if keeps(smaller) else (high, smaller)
    while low and high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if keeps(middle) else (middle, high)
    return high


def _people(covariates: ArrayLike, treated: ArrayLike) -> tuple[Floats, Booleans]:
    of = np.asarray(treated, dtype=bool)
    try:
        x = np.asarray(covariates, dtype=np.float64)
    except (TypeError, ValueError):
        x = np.empty((0, 0))
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or len(x) != len(of) or not np.isfinite(x).all():
        raise EvidenceError(
            "Covariates must be a finite row for each person.",
            where="covariates",
            fix="Impute or leave out what is missing.",
        )
    if of.sum() < 2 or (~of).sum() < 2:
        raise EvidenceError("Each group needs two persons.", where="treated", fix="Give both groups.")
    return x, of


def _or_refuse(work: Callable[[], T]) -> T:
    try:
        return work()
    except Separation:
        raise EvidenceError(
            "The covariates tell treated and controls apart, so no weights make them alike.",
            where="covariates",
            fix="Leave out covariates that only one group has, or restrict to people who could be in either.",
        ) from None
