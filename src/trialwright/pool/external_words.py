"""What a comparison with past controls says, and what to mind, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from trialwright.model.external import NEGLIGIBLE, Balance, Compared, ExternalSpec, Lock
from trialwright.pool.external import NOT_IDENTIFIED

WAYS = {
    "odds": "weighted by the odds of treatment",
    "overlap": "weighted to the people who could be in either group",
    "entropy": "weighted to the treated's means",
    "optimal": "matched one to one",
    "full": "matched in full",
}


def number(value: float) -> str:
    return f"{value:.3g}".replace("-", "\u2212")


def sentence(spec: ExternalSpec, found: Compared | None) -> str:
    if found is None:
        return "Outcomes have not been looked at: the covariates are not locked."
    unit = f"{spec.unit} a month"
    side = "in favour of the treated" if found.effect > 0 else "in favour of the past controls"
    less = "treated less control" if spec.better == "higher" else "control less treated"
    how = (
        "resampling people and weighting them anew" if found.errors == "bootstrap" else "sandwich errors, matches as given"
    )  # fmt: skip
    words = (
        f"Slopes differ by {number(abs(found.effect))} {unit} {side} ({less} {number(found.effect)}, "
        f"95 % {number(found.low)} to {number(found.high)}, {how}), controls {WAYS[spec.method]}."
    )
    if found.low <= 0 <= found.high:
        words += " The interval includes no difference."
    if found.tipping > 0:
        words += f" The interval reaches no benefit if past controls did worse than today's by {number(found.tipping)} {unit}."
    return words


def remarks(
    spec: ExternalSpec, balances: tuple[Balance, ...], lock: Lock | None, locks: int, found: Compared | None
) -> tuple[str, ...]:
    return (
        *_of_balance(spec, balances),
        *_of_lock(lock, locks),
        *(_of_outcome(spec, found) if found else ()),
    )


def _of_balance(spec: ExternalSpec, balances: tuple[Balance, ...]) -> Iterator[str]:
    own = next(b for b in balances if b.method == spec.method)
    if own.why:
        yield f"The method {spec.method} gives no weights: {own.why}"
        return
    if own.worst is not None and own.worst > NEGLIGIBLE:
        yield (
            f"After {spec.method}, a covariate still differs by {number(own.worst)} standard deviations; below {NEGLIGIBLE} "
            "is taken as negligible."
        )
    treated, controls = own.effective
    yield f"Weighted, the groups are worth {treated:.3g} treated and {controls:.3g} controls."


def _of_lock(lock: Lock | None, locks: int) -> Iterator[str]:
    if lock is None:
        yield "Choose covariates and method by the balance alone, then lock them: `trialwright external PLAN --lock`."
        return
    yield f"Covariates, method and outcome were locked on {lock.when}."
    if lock.compared:
        yield (
            f"They were locked {locks} times, and outcomes had been compared before the last: this comparison is not blind "
            "to them."
        )


def _of_outcome(spec: ExternalSpec, found: Compared) -> Iterator[str]:
    unit = f"{spec.unit} a month"
    yield "The groups were not randomised: what is not among the covariates is not balanced."
    if spec.died is None:
        yield "No column tells of deaths (`died`): whoever died counts among those who left alive before the end."
    if found.sources is None:
        yield NOT_IDENTIFIED
    largest = max(abs(d) for d in spec.drift)
    if 0 < found.tipping <= largest:
        yield f"A drift of {number(found.tipping)} {unit} is within those considered (up to {number(largest)})."
    if found.failed:
        yield f"{found.failed} of {spec.resamples} resamples had no weights or no slope and are left out of the interval."
    placebo = found.placebo
    if placebo is None:
        yield "No placebo runs: controls are too few to stand in for the treated."
    elif placebo.claims - 0.025 > 3 * max(placebo.error, math.sqrt(0.025 * 0.975 / placebo.runs)):
        yield (
            f"Where past controls played the treated, {100 * placebo.claims:.0f} % of {placebo.runs} runs claimed a benefit, "
            "and 2.5 % should: the method errs on these data."
        )
    if found.concurrent_needed is not None:
        yield (
            f"{found.concurrent_needed} concurrent controls keep false claims at {100 * spec.allowed:.3g} % or less, but for simulation error, up to a "
            f"drift of {number(largest)} {unit}, past ones entering as a robust prior (half its weight on the past mean, half on one as "
            "vague as one person)."
        )
    else:
        yield (
            f"Even {found.most_concurrent} concurrent controls do not keep false claims at {100 * spec.allowed:.3g} % with a "
            f"robust prior and a drift of {number(largest)} {unit}."
        )
    if found.delta is None and found.dropped[0] == 0:
        yield "No treated person left alive before the end."
