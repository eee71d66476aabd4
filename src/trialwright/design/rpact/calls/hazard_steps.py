"""Hazards in steps: getLambdaStepFunction, getPiecewiseExponentialDistribution and -Quantile, ppwexp, qpwexp."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_accrual import of_numbers, steps_of
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given, vector
from trialwright.design.sizes import survival_rates as rates
from trialwright.errors import DesignError


def getLambdaStepFunction(
    timeValues: Any, *, piecewiseSurvivalTime: Any = None, piecewiseLambda: Any = None
) -> Answer:
    """The hazard at each time; a step takes effect after its start."""
    starts, hazards = _steps(piecewiseSurvivalTime, piecewiseLambda)
    at = np.maximum(np.searchsorted(starts, vector(timeValues), side="left") - 1, 0)
    return of_numbers("getLambdaStepFunction", hazards[at])


def getPiecewiseExponentialDistribution(
    time: Any, *, piecewiseSurvivalTime: Any = None, piecewiseLambda: Any = None, kappa: float = 1
) -> Answer:
    starts, hazards = _steps(piecewiseSurvivalTime, piecewiseLambda)
    _check_within(time, "time", np.inf)
    if len(hazards) == 1:
        value = rates.probability_of_rate(hazards[0], time, kappa)
    else:
        value = rates.step_probability(time, starts, hazards)
    return of_numbers("getPiecewiseExponentialDistribution", value)


def getPiecewiseExponentialQuantile(
    quantile: Any, *, piecewiseSurvivalTime: Any = None, piecewiseLambda: Any = None, kappa: float = 1
) -> Answer:
    starts, hazards = _steps(piecewiseSurvivalTime, piecewiseLambda)
    _check_within(quantile, "quantile", 1.0)
    with np.errstate(divide="ignore"):  # of 1, which no time reaches
        if len(hazards) == 1:
            value = (-np.log1p(-np.asarray(quantile, float))) ** (1 / kappa) / hazards[0]
        else:
            value = rates.step_quantile(quantile, starts, hazards)
    return of_numbers("getPiecewiseExponentialQuantile", value)


def ppwexp(
    t: Any,
    *,
    s: Any = None,
    lambda_: Any = None,
    kappa: float = 1,
    lower_tail: bool = True,
    log_p: bool = False,
) -> Answer:
    """rpact's short form of getPiecewiseExponentialDistribution."""
    below = getPiecewiseExponentialDistribution(
        t, piecewiseSurvivalTime=s, piecewiseLambda=lambda_, kappa=kappa
    ).of
    share = below if lower_tail else 1 - np.asarray(below)
    return of_numbers("ppwexp", np.log(share) if log_p else share)


def qpwexp(
    q: Any,
    *,
    s: Any = None,
    lambda_: Any = None,
    kappa: float = 1,
    lower_tail: bool = True,
    log_p: bool = False,
) -> Answer:
    """rpact's short form of getPiecewiseExponentialQuantile."""
    share = np.exp(q) if log_p else np.asarray(q, float)
    below = share if lower_tail else 1 - share
    return getPiecewiseExponentialQuantile(
        below, piecewiseSurvivalTime=s, piecewiseLambda=lambda_, kappa=kappa
    )


def _check_within(values: Any, name: str, most: float) -> None:
    if not all(0 <= v <= most for v in vector(values)):
        said = "must lie between 0 and 1" if most == 1 else "must be 0 or more"
        raise DesignError(f"`{name}` {said}.", where=name, fix=f"Change `{name}`.")


def _steps(times: Any, hazards: Any) -> tuple[Any, Any]:
    if isinstance(times, dict):
        starts, _, values = steps_of(times)
        return np.asarray(starts[: len(values)]), np.asarray(values)
    if not given(hazards):
        raise DesignError("The hazards are not stated.", fix="Give one for each interval.")
    values = vector(hazards)
    starts = vector(times) if given(times) else [0.0]
    if len(starts) != len(values):
        raise DesignError("Each interval needs one hazard.", fix="Give as many hazards as times.")
    return np.asarray(starts), np.asarray(values)


CALLS = checked(
    {
        call.__name__: call
        for call in (
            getLambdaStepFunction,
            getPiecewiseExponentialDistribution,
            getPiecewiseExponentialQuantile,
            ppwexp,
            qpwexp,
        )
    }
)
