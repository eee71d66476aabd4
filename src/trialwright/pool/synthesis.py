"""The mean of effects over trials, how much trials differ, and where a new trial's effect would lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from trialwright.errors import EvidenceError
from trialwright.kernels import heterogeneity
from trialwright.kernels import pooling as kernel
from trialwright.kernels.effect_sizes import proportion_of_freeman_tukey
from trialwright.kernels.pooling import Floats, Mean
from trialwright.model.base import Because
from trialwright.model.labels import in_full
from trialwright.model.outcome_times import apart, days
from trialwright.model.pooled import Effect, Pooled
from trialwright.pool.given import agreeing
from trialwright.pool.meaning import tells_change

TAU2 = tuple(heterogeneity.METHODS)
METHODS = (*TAU2, "common")
INTERVALS = ("auto", "normal", "hksj", "hksj floored")
PREDICTIONS = ("z", "t(k-1)", "t(k-2)")

FEW = 5  # below this many trials the between-trial variance is little more than a guess

ONE_TRIAL = "One trial only: how much trials differ cannot be seen, so a new trial's effect may lie outside this interval."
MOST_NAMES = 6  # told in a warning
TWO_TRIALS = "Two trials: their heterogeneity is hardly identified, and the normal interval is too narrow if they differ."
CHANGES_AND_LEVELS = (
    "Some trials tell changes, others levels: their standard deviations are not alike, so standardised differences of the two "
    "are not on one scale (Cochrane Handbook 10.5.2)."
)
COMMON = "A common effect is assumed: the interval leaves out any difference between trials."


def pool(
    name: str,
    effects: Sequence[Effect],
    method: str = "reml",
    interval: str = "auto",
    prediction: str = "t(k-1)",
) -> Pooled:
    """Pooled effect over one or more trials.

    interval "auto" is Hartung-Knapp-Sidik-Jonkman with its variance factor floored at 1 for three or
    more trials under random effects, and normal otherwise: the floor because without it trials that
    happen to agree give an interval narrower than the common-effect one (Jackson et al. 2017, Stat Med
    36:3923), normal for two because t on one degree of freedom says nothing. prediction : for a new
    trial, mean -+ quantile * sqrt(tau2 + se^2), from three trials on; t(k-1) as metafor has it under
    test = "knha", t(k-2) as Higgins, Thompson & Spiegelhalter 2009, J R Stat Soc A 172:137. Raises EvidenceError.
    """
    _check(effects, method, interval, prediction)
    y = np.array([e.y for e in effects], dtype=np.float64)
    v = np.array([e.v for e in effects], dtype=np.float64)
    if len(effects) == 1:
        return _single(name, effects[0], method)
    tau2 = kernel.between_variance(y, v, method) if method in TAU2 else 0.0
    used = _interval(interval, method, len(effects))
    mean = _mean(y, v, tau2, used)
    half = kernel.quantile(mean.df) * mean.se
    low, high = _prediction(mean, tau2, len(effects), prediction, method)
    return Pooled(
        name=name,
        scale=effects[0].scale,
        method=f"{method}, {used} interval",
        effects=tuple(effects),
        mean=mean.mean,
        se=mean.se,
        low=mean.mean - half,
        high=mean.mean + half,
        tau2=tau2,
        i2=kernel.i_squared(v, tau2) if method in TAU2 else kernel.i_squared_from_q(y, v),
        predict_low=low,
        predict_high=high,
        residual_sd=residual_sd(effects),
        warnings=_warnings(effects, method, mean.mean),
        because=Because(
            rule=f"pool.synthesis.{method}",
            of=tuple(e.id for e in effects),
            formula=f"k = {len(y)}; mean = sum(w y) / sum(w) = {mean.mean:.4g} with w = 1/(v + {tau2:.4g}); se = {mean.se:.4g}; "
            f"mean -+ {kernel.quantile(mean.df):.3f} se; Q = {kernel.cochran_q(y, v):.4g} on {len(y) - 1}",
        ),
    )


def residual_sd(effects: Sequence[Effect]) -> float | None:
    """SD of the outcome that the differences' variances imply, averaged over trials by n1 + n2 - 2.

    It holds whatever adjustment the trials' own analysis made. None for other scales or unknown sizes.
    """
    known = [(e.v, e.n) for e in effects if e.n is not None and min(e.n) > 0 and sum(e.n) > 2]
    if not known or effects[0].scale != "mean_difference":
        return None
    freedom = [sum(n) - 2 for _, n in known]
    squares = [kernel.outcome_sd(v, *n) ** 2 for v, n in known]
    return math.sqrt(sum(f * s for f, s in zip(freedom, squares, strict=True)) / sum(freedom))


def _check(effects: Sequence[Effect], method: str, interval: str, prediction: str) -> None:
    for what, value, allowed in (
        ("method", method, METHODS), ("interval", interval, INTERVALS), ("prediction", prediction, PREDICTIONS)
    ):  # fmt: skip
        if value not in allowed:
            raise EvidenceError(
                f"`{value}` is not a pooling {what}.", where=what, fix=f"Use one of: {', '.join(allowed)}."
            )
    if not effects:
        raise EvidenceError(
            "There is no effect to pool.", where="pool", fix="Check the endpoint's words and the scale."
        )
    scales = sorted({e.scale for e in effects})
    if len(scales) > 1:
        raise EvidenceError(
            f"Effects on different scales cannot be pooled: {', '.join(scales)}.",
            where="pool",
            fix="Gather the effects again on one scale.",
        )
    for e in effects:
        if not (math.isfinite(e.y) and math.isfinite(e.v) and e.v > 0):
            raise EvidenceError(
                f"The effect of {e.label} has y = {e.y:g}, v = {e.v:g}; a variance must be positive.",
                where=e.label,
                fix="Look at its interval or counts in the document.",
            )


def _single(name: str, effect: Effect, method: str) -> Pooled:
    se = math.sqrt(effect.v)
    half = kernel.quantile(math.inf) * se
    return Pooled(
        name=name,
        scale=effect.scale,
        method=f"{method}, one trial",
        effects=(effect,),
        mean=effect.y,
        se=se,
        low=effect.y - half,
        high=effect.y + half,
        residual_sd=residual_sd([effect]),
        warnings=(ONE_TRIAL, *_cautions([effect])),
        because=Because(
            rule="pool.synthesis.one_trial",
            of=(effect.id,),
            formula=f"mean = y = {effect.y:.4g}; se = sqrt(v) = {se:.4g}; mean -+ 1.960 se"
            + _sd_formula(effect),
        ),
    )


def _sd_formula(effect: Effect) -> str:
    sd = residual_sd([effect])
    if sd is None or effect.n is None:
        return ""
    return f"; outcome SD = sqrt(v / (1/{effect.n[0]} + 1/{effect.n[1]})) = {sd:.4g}"


def _interval(interval: str, method: str, k: int) -> str:
    if interval != "auto":
        return interval
    return "hksj floored" if k >= 3 and method != "common" else "normal"


def _mean(y: Floats, v: Floats, tau2: float, interval: str) -> Mean:
    if interval == "normal":
        return kernel.weighted_mean(y, v, tau2)
    found = kernel.hartung_knapp(y, v, tau2, floor=1.0 if interval == "hksj floored" else 0.0)
    if math.isnan(found.se):
        raise agreeing()
    return found


def _prediction(
    mean: Mean, tau2: float, k: int, convention: str, method: str
) -> tuple[float, float] | tuple[None, None]:
    if k < 3 or method == "common":
        return None, None
    df = {"z": math.inf, "t(k-1)": float(k - 1), "t(k-2)": float(k - 2)}[convention]
    half = kernel.quantile(df) * math.sqrt(tau2 + mean.se**2)
    return mean.mean - half, mean.mean + half


def _warnings(effects: Sequence[Effect], method: str, mean: float) -> tuple[str, ...]:
    found = []
    if method == "common":
        found.append(COMMON)
    elif len(effects) == 2:
        found.append(TWO_TRIALS)
    elif len(effects) < FEW:
        found.append(f"{len(effects)} trials: the between-trial variance rests on few of them.")
    found += [*_several_names(effects), *_several_times(effects)]
    found += _cautions(effects)
    changes = {tells_change(e.endpoint) for e in effects}
    if effects[0].scale == "standardised_mean_difference" and len(changes) > 1:
        found.append(CHANGES_AND_LEVELS)
    unsized = [e.label for e in effects if e.n is None]
    if effects[0].scale == "mean_difference" and unsized:
        found.append(f"Arm sizes are not known for {', '.join(unsized)}: left out of the outcome's SD.")
    if effects[0].scale == "freeman_tukey_proportion":
        found.append(_double_arcsine(effects, mean))
    return tuple(found)


def _cautions(effects: Sequence[Effect]) -> list[str]:
    return [f"{e.label}: {e.caution}." for e in effects if e.caution]


def _several_names(effects: Sequence[Effect]) -> list[str]:
    """That trials name the outcome otherwise: "survival" is asked of overall and of progression-free survival alike."""
    named: dict[frozenset[str], Effect] = {}
    for effect in effects:
        named.setdefault(in_full(effect.endpoint), effect)
    if len(named) < 2:
        return []
    told = ", ".join(f"“{e.endpoint}” ({e.label})" for e in list(named.values())[:MOST_NAMES])
    more = f" and {len(named) - MOST_NAMES} more" if len(named) > MOST_NAMES else ""
    return [f"Pooled under several names: {told}{more}. Ask for one of them where they are not one outcome."]


def _several_times(effects: Sequence[Effect]) -> list[str]:
    """That trials measured the outcome at other times: deaths in 30 days and in five years are not one outcome."""
    told = [(e, days(e.time)) for e in effects if e.time]
    if not any(apart(a.time, b.time) for (a, _), (b, _) in combinations(told, 2)):
        return []
    first: dict[frozenset[float], Effect] = {}
    for effect, at in told:
        first.setdefault(frozenset(at), effect)
    shown = ", ".join(f"{e.time} ({e.label})" for e in list(first.values())[:MOST_NAMES])
    more = f" and {len(first) - MOST_NAMES} more" if len(first) > MOST_NAMES else ""
    return [f"Pooled over several times: {shown}{more}. Ask for one of them where they are not one outcome."]


def _double_arcsine(effects: Sequence[Effect], mean: float) -> str:
    """What the pooled double arcsine stands for, and why not to rely on it."""
    sizes = [e.n[0] for e in effects if e.n]
    n = len(sizes) / sum(1 / s for s in sizes)
    share = float(proportion_of_freeman_tukey(mean, n))
    return (
        f"At the harmonic mean of the sizes, {n:.4g}, the pooled double arcsine stands for {100 * share:.3g} %. Where sizes "
        "differ much that can lie outside all trials' own figures (Schwarzer et al. 2019); prefer logit_proportion."
    )
