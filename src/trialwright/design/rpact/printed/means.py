"""Tests of a mean, or of an estimate that is as normal as one → rpact's power of means.

An estimate that is a difference between arms of logs, log odds, slopes or rates is a difference of means to rpact, with the standard
deviation that gives it its standard error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from trialwright.design.rpact.printed.planned import (
    Planned,
    Printed,
    nothing,
    power_and_size,
    rounded,
    unlike,
)
from trialwright.endpoints.outcome import MANY, SPARSE

UNEQUAL = "stDev is the one of both arms with which the difference has the same standard error"


@dataclass(frozen=True)
class Test:
    """known : tested by the normal law. one_variance : for both arms, so that no other effect than a constant one is alike.
    words : in what rpact's test differs."""

    known: bool = False
    one_variance: bool = False
    words: str = ""


WELCH = Test(words="its t test pools the arms' variances, Welch's, simulated here, does not")
TESTS = {
    ("continuous", ""): WELCH,
    ("continuous", "welch"): WELCH,
    ("continuous", "pooled"): Test(one_variance=True),
    ("continuous", "z"): Test(known=True, one_variance=True),
    ("change_from_baseline", ""): Test(words=f"stDev is of the change; {WELCH.words}"),
    ("ancova", ""): Test(
        one_variance=True,
        words="stDev is what adjusting for the baseline leaves; that costs a degree of freedom, which R does not count",
    ),
    **{
        ("slope", name): Test(words=f"stDev is of a patient's slope, by the visits seen; {WELCH.words}")
        for name in ("", "weighted", "unweighted")
    },
    ("count", ""): Test(
        words="as means of log rates, a patient's stDev being what the events and their dispersion give"
    ),
    ("binary", "risk_difference"): Test(known=True, words="as means of shares, by Wald's test"),
    ("binary", "log_odds_ratio"): Test(known=True, words="as means of log odds, by Wald's test"),
}


def means(p: Planned) -> Printed:
    of = TESTS.get((p.design.endpoint, p.design.test))
    if of is None:
        return nothing(f"rpact has no such test of this endpoint: {p.setting.endpoint.LABEL}")
    if why := unlike(p.setting) or unlike_means(p, of):
        return nothing(why)
    first, second = variances(p)
    same = math.isclose(first, second, rel_tol=1e-8)
    effect = rounded(float(p.setting.endpoint.estimate(*p.arms)))
    stated = {
        "normalApproximation": of.known,
        "thetaH0": p.null or None,
        "alternative": effect,
        "stDev": common(first, second, *p.analysed),
    }
    beyond = p.sign * (effect - p.null)
    return power_and_size(p, "Means", stated, beyond, of.words, "" if same else UNEQUAL)


def unlike_means(p: Planned, of: Test) -> str:
    if of.one_variance and not p.one_effect:
        return "the effect differs between patients, so that the experimental arm varies more than the test takes it to"
    if p.design.endpoint == "count" and _fewest_events(p) < SPARSE:
        return "too few events are expected for R's normal law"
    if p.design.endpoint == "binary" and fewest(p) < SPARSE:
        return "too few events are expected for R's normal law"
    return ""


def variances(p: Planned) -> list[float]:
    """Of one patient's outcome as the test weighs it, in each arm, control first."""
    kind, outcome = p.setting.endpoint, p.setting.outcome
    if p.design.endpoint == "ancova":
        return [outcome.sd**2 * (1 - (outcome.correlation or 0.0) ** 2)] * p.setting.arms
    return [float(kind.level(arm[None])[1][0]) * MANY for arm in p.arms]


def common(first: float, second: float, n0: float, n1: float) -> float:
    """The one standard deviation of both arms with which the difference has the error that their variances give it."""
    # As far as very large arms tell it.
    return rounded(math.sqrt((first / n0 + second / n1) / (1 / n0 + 1 / n1)), 8)


def fewest(p: Planned) -> float:
    """Patients expected in the emptiest cell of a table by arm and category."""
    return min(n * float((arm / arm.sum()).min()) for n, arm in zip(p.analysed, p.arms, strict=True))


def _fewest_events(p: Planned) -> float:
    return min(n * float(arm[1] / arm[0]) for n, arm in zip(p.analysed, p.arms, strict=True))
