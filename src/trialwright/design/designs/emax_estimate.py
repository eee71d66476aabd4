"""The Emax curve through the arms of a dose-response trial: the effect of the dose of record, and the dose with a target
effect, each with its profile interval.

The curve borrows from all doses, so that the effect of the dose that looks best is not as biased as its own arm's mean is.
It is as good as its shape: where the true curve is no Emax curve, bias and coverage show what that costs.
Sources: Pinheiro, Bornkamp & Bretz 2006, J Biopharm Stat 16:639 (normal outcome); Pinheiro et al. 2014, Stat Med 33:1646
(others, by each arm's level and its variance).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from trialwright.design.look import TallyLook
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels import emax_fit, tables

Floats = NDArray[np.float64]

_PARAMETERS = 3  # of the curve


def check(trials: Trials) -> None:
    """Raises DesignError where there is no curve to fit."""
    name, endpoint = trials.design.name, trials.design.endpoint
    if trials.arms < _PARAMETERS:
        raise DesignError(
            f"The design `{name}` has one dose, which no Emax curve can be fitted to.",
            where="design.fit",
            fix="State two or more `arms`, or leave `fit` out.",
        )
    if hasattr(trials.setting.endpoint, "SOURCE") or not hasattr(trials.setting.endpoint, "level"):
        raise DesignError(
            f"No Emax curve is fitted to a {endpoint} endpoint: an arm by itself has no level with a standard error.",
            where="design.fit",
            fix="Use continuous, change_from_baseline, dose_response, slope, binary or count, or leave `fit` out.",
        )


def keep(
    trials: Trials, look: TallyLook, doses: Floats, record: NDArray[np.int64], shown: NDArray[np.bool_]
) -> None:
    """Keep the estimates of all trials of a look. doses : (arms,) 0 first. record : (m,) arm, from 0 for the first dose.
    shown : (m,) whether the trial shows a response."""
    sign = 1.0 if trials.design.better == "higher" else -1.0
    levels, weights, spread, quantile = _levels(trials, look)
    fitted = emax_fit.fit(doses, sign * levels, weights)
    allowed = quantile**2 * spread(fitted.lack)
    within = emax_fit.profile(doses, sign * levels, weights, fitted, allowed)
    at = doses[1:][record]
    low, high = within.effect(at)
    low, high = (low, high) if sign > 0 else (-high, -low)
    trials.adjust(look.rows, sign * fitted.effect(at), low, high)
    target = trials.options["target"]
    if target is not None:
        true = trials.once("target dose", lambda: _true_dose(trials, doses, sign, target))
        # Beyond the largest dose the trial says no more than that.
        tried = [
            np.where(d > doses[-1] * (1 + 1e-9), np.inf, d)
            for d in (fitted.dose(target), *within.dose(target))
        ]
        trials.dose(look.rows, tried[0], tried[1], tried[2], true, shown & np.isfinite(tried[0]))


def _levels(trials: Trials, look: TallyLook) -> tuple[Floats, Floats, Callable[[Floats], Floats], Floats]:
    """(m, arms) levels and weights of the arms, the variance of a weight of 1 as a function of the squares left, and the
    quantile of the interval."""
    endpoint, outcome = trials.setting.endpoint, trials.setting.outcome
    tallies = [look.tally(a) for a in range(trials.arms)]
    alpha = trials.design.alpha
    if outcome.kind == tables.NORMAL and not outcome.known:
        n, total, squares = np.moveaxis(np.stack(tallies, 1)[..., :3], -1, 0)
        n = np.maximum(n, 1e-9)
        pure = (squares - total**2 / n).sum(1)
        df = np.maximum(n.sum(1) - _PARAMETERS, 1.0)
        return total / n, n, lambda lack: (pure + lack) / df, stdtrit(df, 1 - alpha)
    value, variance = (np.stack(x, 1) for x in zip(*(endpoint.level(t) for t in tallies), strict=True))
    known = np.isfinite(value) & (variance > 0)
    weights = np.where(known, 1 / np.where(known, variance, 1.0), 1e-9)
    return np.where(known, value, 0.0), weights, np.ones_like, np.asarray(-ndtri(alpha))


def _true_dose(trials: Trials, doses: Floats, sign: float, target: float) -> float:
    """The dose with the target effect on the Emax curve closest to the arms' true effects, arms weighing as planned;
    infinite where it reaches that at no dose tried."""
    true = np.array([0.0, *(sign * trials.truth(a) for a in range(1, trials.arms))])
    share = np.array([1.0, *[trials.design.allocation] * (trials.arms - 1)])
    dose = float(emax_fit.fit(doses, true[None], share[None]).dose(target)[0])
    return dose if dose <= doses[-1] * (1 + 1e-9) else np.inf
