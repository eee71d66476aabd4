"""gsDesign's survival calls: nSurv, gsSurv, nSurvival.

Hazards are of leaving and of events per time unit; ratio is experimental to control; R holds lengths of steps of entry,
S those of the control's hazard before its last. What is not computed as gsDesign defines it is refused.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.optimize import brentq

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.gsdesign import gsDesign
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given, missing, number, vector
from trialwright.design.sizes.lachin_foulkes import Comparison, accrual_for, follow_up_for, probabilities
from trialwright.design.sizes.survival import Accrual
from trialwright.errors import DesignError
from trialwright.kernels.event_probability import Hazard

HALVED_IN_SIX = math.log(2) / 6
METHODS: dict[str, Any] = {"LachinFoulkes": None, "Schoenfeld": "Schoenfeld", "Freedman": "Freedman"}


def nSurv(
    lambdaC: Any = HALVED_IN_SIX,
    hr: float = 0.6,
    hr0: float = 1,
    eta: float = 0,
    etaE: float | None = None,
    gamma: Any = 1,
    R: Any = 12,
    S: Any = None,
    T: Any = 18,
    minfup: Any = 6,
    ratio: float = 1,
    alpha: float = 0.025,
    beta: Any = 0.1,
    sided: float = 1,
    tol: float = 1e-6,
    method: str = "LachinFoulkes",
) -> Answer:
    """T and minfup given: the rate of entry for the power (beta NULL: the power of the rate). T NULL: how long to enrol
    for a given minfup. T and minfup NULL: how long to follow."""
    hr, hr0 = number(hr, "hr"), number(hr0, "hr0")
    test = _comparison(lambdaC, hr, hr0, eta, etaE, S, ratio, method)
    level = alpha / sided
    rates, lengths = _steps(gamma, R)
    missed = None if beta is None else number(beta, "beta")
    accrual, time = _solved(test, level, missed, rates, lengths, T, minfup)
    power = test.power(level, accrual, time)
    fields = _fields(test, accrual, time) | {
        "power": power if missed is None else 1 - missed,
        "beta": 1 - power if missed is None else missed,
        "alpha": alpha,
        "sided": sided,
        "hr": hr,
        "hr0": hr0,
        "ratio": ratio,
        "method": method,
    }
    return Answer("nSurv", fields, {}, (test, accrual))


def gsSurv(
    k: Any = 3.0,
    test_type: Any = 4.0,
    alpha: float = 0.025,
    sided: float = 1,
    beta: Any = 0.1,
    astar: Any = 0.0,
    timing: Any = 1.0,
    sfu: Any = "sfHSD",
    sfupar: Any = -4.0,
    sfl: Any = "sfHSD",
    sflpar: Any = -2.0,
    r: Any = None,
    lambdaC: Any = HALVED_IN_SIX,
    hr: float = 0.6,
    hr0: float = 1,
    eta: float = 0,
    etaE: float | None = None,
    gamma: Any = 1,
    R: Any = 12,
    S: Any = None,
    T: Any = 18,
    minfup: Any = 6,
    ratio: float = 1,
    tol: Any = None,
    usTime: Any = None,
    *,
    method: str = "LachinFoulkes",
) -> Answer:
    """A group-sequential design whose information is events, and when they are expected. Entry is that of nSurv(), faster."""
    survival = {"lambdaC": lambdaC, "hr": hr, "hr0": hr0, "eta": eta, "etaE": etaE, "gamma": gamma, "R": R}
    survival |= {"S": S, "T": T, "minfup": minfup, "ratio": ratio, "alpha": alpha, "beta": beta}
    single = nSurv(**survival, sided=sided, method=method)
    shape = {"astar": astar, "timing": timing, "sfu": sfu, "sfupar": sfupar, "sfl": sfl, "sflpar": sflpar}
    design = gsDesign(k, test_type, alpha / sided, beta, n_fix=single.fields["d"], usTime=usTime, **shape)
    test, accrual = single.of
    events = design.fields["n.I"]
    entry = accrual.holding(accrual.total * events[-1] / single.fields["d"])
    times = [_time_of(test, entry, float(n), single.fields["T"]) for n in events]
    looks = [_fields(test, entry, time, entered=True) for time in times]
    by_look = {name: np.array([f[name] for f in looks]) for name in ("eDC", "eDE", "eNC", "eNE")}
    fields = {**design.fields, **{n: v for n, v in single.fields.items() if n not in ("d", "n", "alpha")}}
    fields |= by_look | {
        "T": np.array(times),
        "gamma": np.array(entry.rates),
        "hr": hr,
        "alpha": alpha / sided,
    }
    return Answer("gsSurv", fields, {}, design.of)


def nSurvival(
    lambda1: float = 1 / 12,
    lambda2: float = 1 / 24,
    Ts: float = 24,
    Tr: float = 12,
    eta: float = 0,
    ratio: float = 1,
    alpha: float = 0.025,
    beta: float = 0.10,
    sided: float = 1,
    approx: bool = False,
    type: str = "rr",
    entry: str = "unif",
    gamma: Any = None,
) -> Answer:
    """Patients and events by Lachin and Foulkes: uniform entry over Tr, all followed to Ts, equal allocation, log of the ratio."""
    if ratio != 1 or approx or entry != "unif" or type != "rr":
        raise DesignError(
            "Only uniform entry, equal arms, both variances and the ratio of hazards are read.",
            fix='Use nSurv(), or ratio = 1, entry = "unif", approx = FALSE, type = "rr".',
        )
    lambda1, lambda2 = number(lambda1, "lambda1"), number(lambda2, "lambda2")
    if not Tr <= Ts or lambda1 == lambda2:
        raise DesignError("Entry ends after the study, or the hazards are the same.", fix="Give Tr up to Ts.")
    accrual = Accrual((0.0, Tr), (1.0,))
    test = Comparison(Hazard((lambda1,), dropout=eta), lambda2 / lambda1, 1.0, eta, 1.0)
    n = test.patients(alpha / sided, beta, accrual, Ts)
    events = n * test.arms.event_probability(Ts, accrual)
    return Answer("nSurvival", {"n": n, "nEvents": events, "Ts": Ts, "Tr": Tr, "type": type}, {}, test)


CALLS = checked(
    {
        "nSurv": nSurv,
        "gsSurv": gsSurv,
        "nSurvival": nSurvival,
    }
)


def _comparison(
    rates: Any, hr: float, hr0: float, eta: Any, etaE: Any, S: Any, ratio: float, method: str
) -> Comparison:
    if method not in METHODS:
        raise DesignError(f"The method {method} is not computed.", fix=f"Use one of: {', '.join(METHODS)}.")
    if method == "Freedman" and hr0 != 1:
        raise DesignError(
            "Freedman's formula is for hr0 = 1.", fix="Use Schoenfeld's or Lachin and Foulkes's."
        )
    if hr == hr0:
        raise DesignError("hr and hr0 are the same: nothing is to be shown.", fix="Change hr.")
    steps = tuple(vector(rates))
    starts = (0.0, *np.cumsum(vector(S)).tolist()) if given(S) else (0.0,)
    if len(starts) > len(steps):
        starts = starts[: len(steps)]
    if len(starts) != len(steps):
        raise DesignError(
            f"`lambdaC` has {len(steps)} hazards and `S` ends {len(starts) - 1} steps.",
            fix="Give S the lengths of all steps before the last.",
        )
    dropout = number(eta, "eta")
    control = Hazard(steps, starts, dropout=dropout)
    return Comparison(control, hr, hr0, float(missing(etaE, dropout)), ratio, METHODS[method])


def _steps(gamma: Any, R: Any) -> tuple[list[float], list[float]]:
    rates, lengths = vector(gamma), vector(R)
    if len(rates) != len(lengths):
        raise DesignError(
            f"`gamma` has {len(rates)} rates and `R` {len(lengths)} lengths.", fix="Give one of each a step."
        )
    return rates, lengths


def _entry(rates: list[float], lengths: list[float], end: float) -> Accrual:
    """Entry until `end`, the last step running on or cut short."""
    starts = np.append(0.0, np.cumsum(lengths)[:-1])
    kept = [float(s) for s in starts if s < end]
    return Accrual((*kept, end), tuple(rates[: len(kept)]))


def _solved(
    test: Comparison,
    level: float,
    beta: float | None,
    rates: list[float],
    lengths: list[float],
    T: Any,
    minfup: Any,
) -> tuple[Accrual, float]:
    """Entry and the time of the analysis, one of them solved for where the power is given."""
    if given(T) and given(minfup):
        time, after = number(T, "T"), number(minfup, "minfup")
        if not 0 <= after < time:
            raise DesignError(
                f"No entry is left: T = {time:g}, minfup = {after:g}.", fix="Give T above minfup."
            )
        accrual = _entry(rates, lengths, time - after)
        if beta is None:
            return accrual, time
        return accrual.holding(test.patients(level, beta, accrual, time)), time
    if given(T) or beta is None:
        raise DesignError("T without minfup, or neither without beta, is not read.", fix="Give T and minfup.")
    if given(minfup):
        after = number(minfup, "minfup")
        found = accrual_for(test, level, beta, lambda end: _entry(rates, lengths, end), after)
        return found, found.end + after
    accrual = _entry(rates, lengths, float(sum(lengths)))
    return accrual, accrual.end + follow_up_for(test, level, beta, accrual)


def _fields(test: Comparison, accrual: Accrual, time: float, entered: bool = False) -> dict[str, Any]:
    """Patients and events expected by a calendar time, by arm. entered : of patients, those there by then."""
    n = _entered(accrual, time) if entered else accrual.total
    treated, control = test.allocation / (1 + test.allocation), 1 / (1 + test.allocation)
    (p1, p2), (q1, q2) = (probabilities(arms, accrual, time) for arms in (test.arms, test.null_arms))
    in_all = accrual.total
    return {
        "d": in_all * (treated * p1 + control * p2),
        "n": n,
        "eDC": in_all * control * p2,
        "eDE": in_all * treated * p1,
        "eDC0": in_all * control * q2,
        "eDE0": in_all * treated * q1,
        "eNC": n * control,
        "eNE": n * treated,
        "gamma": np.array(accrual.rates),
        "R": np.diff(accrual.bounds),
        "T": time,
        "minfup": time - accrual.end,
    }


def _entered(accrual: Accrual, time: float) -> float:
    bounds, rates = accrual.steps
    return float(np.sum(rates * np.diff(np.minimum(bounds, time))))


def _time_of(test: Comparison, accrual: Accrual, events: float, last: float) -> float:
    def excess(time: float) -> float:
        return accrual.total * test.arms.event_probability(time, accrual) - events

    return last if excess(last) <= 1e-9 * events else float(brentq(excess, 0.0, last, xtol=1e-12))
