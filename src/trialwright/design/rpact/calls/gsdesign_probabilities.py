"""gsDesign's probabilities of given bounds: gsProbability, gsBound1, gsPOS, gsCPOS, gsPP, and spending functions themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import brentq

from trialwright.design.boundaries import group_sequential
from trialwright.design.looks.evidence import Floats
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, missing, number, refuse, vector, whole
from trialwright.design.rpact.calls.gsdesign import SPENDING
from trialwright.design.rpact.calls.sizes_gsdesign import gsCP
from trialwright.design.rpact.spending_curves import CURVES, curve
from trialwright.kernels.group_sequential import stage_probabilities


def gsProbability(
    k: Any = 0.0,
    theta: Any = None,
    n_I: Any = None,
    a: Any = None,
    b: Any = None,
    r: Any = None,
    d: Any = None,
    overrun: Any = 0.0,
) -> Answer:
    """P(crossing each bound first) at each look for each theta, of a design d or of bounds a, b at sizes n.I."""
    effects, sizes, lower, upper = _needed(theta, "theta"), *_bounds(d, n_I, a, b)
    if d is None and whole(k, "k") != len(sizes):
        refuse(f"k = {number(k, 'k', 0):g}, but there are {len(sizes)} sizes.", "Give n.I for each look.")
    below, above = _crossings(sizes, lower, upper, effects)
    stopped = below + above
    late = _overrun(overrun, len(sizes))
    expected = (
        stopped[:-1].T @ np.minimum(sizes[:-1] + late, sizes[-1]) + (1 - stopped[:-1].sum(0)) * sizes[-1]
    )
    fields = {
        "k": float(len(sizes)),
        "theta": effects,
        "n.I": sizes,
        "lower": {"bound": lower, "prob": below},
        "upper": {"bound": upper, "prob": above},
        "en": expected,
    }
    return Answer("gsProbability", {**(d.fields if d is not None else {}), **fields}, {}, d and d.of)


def gsBound1(
    theta: Any,
    I: Any,  # noqa: E741  gsDesign's name of the information
    a: Any,
    probhi: Any,
    tol: Any = None,
    r: Any = None,
    printerr: Any = None,
) -> Answer:
    """The upper bounds that are crossed first with these probabilities at an effect theta, given lower bounds a."""
    effect, sizes, lower = number(theta, "theta", 0.0), _needed(I, "I"), _needed(a, "a")
    wanted = _needed(probhi, "probhi")
    if not len(sizes) == len(lower) == len(wanted):
        refuse("I, a and probhi are of different lengths.", "Give one of each a look.")
    upper = np.empty(0)
    for i, probability in enumerate(wanted):
        upper = np.append(upper, _bound(sizes[: i + 1], lower[: i + 1], upper, effect, float(probability)))
    below, above = _crossings(sizes, lower, upper, np.array([effect]))
    fields = {"k": float(len(sizes)), "theta": effect, "I": sizes, "a": lower, "b": upper}
    return Answer("gsBound1", fields | {"problo": below[:, 0], "probhi": above[:, 0]}, {}, None)


def gsPOS(x: Answer, theta: Any, wgts: Any) -> Answer:
    """Probability of success: P(crossing the upper bound) over a prior of theta."""
    effects, weights = _prior(theta, wgts)
    _, above = _crossings(*_bounds(x, None, None, None), effects)
    return Answer("gsPOS", {"value": float(above.sum(0) @ weights)}, {}, x)


def gsCPOS(i: float, x: Answer, theta: Any, wgts: Any) -> Answer:
    """Probability of success given that no bound has been crossed by look i."""
    effects, weights = _prior(theta, wgts)
    below, above = _crossings(*_bounds(x, None, None, None), effects)
    look = whole(i, "i")
    if look is None or not 1 <= look < len(above):
        refuse(f"Look {look} is not one before the last of {len(above)}.", "Give an earlier look.")
    going = 1 - (below + above)[:look].sum(0)
    return Answer("gsCPOS", {"value": float((above[look:].sum(0) @ weights) / (going @ weights))}, {}, x)


def gsPP(
    x: Answer,
    i: float = 1,
    zi: float = 0,
    theta: Any = None,
    wgts: Any = None,
    r: Any = None,
    total: bool = True,
) -> Answer:
    """Predictive power: conditional power over the prior of theta and what look i saw. total : of all looks to come."""
    effects, weights = _prior(
        np.array([0.0, 3.0]) if missing(theta) else theta, 0.5 if missing(wgts) else wgts
    )
    look, at = whole(i, "i"), number(zi, "zi", 0.0)
    if look is None:
        refuse("`i` is missing.", "Give the look that has been taken.")
    found = gsCP(x, theta=effects, i=look, zi=at).fields["upper"]["prob"]
    seen = float(x.fields["n.I"][look - 1])
    distance = (at - effects * np.sqrt(seen)) ** 2 / 2
    # The nearest effect that has weight counts as 1: far from all of them every likelihood is 0 to a computer.
    likely = weights * np.exp(np.minimum(distance[weights > 0].min() - distance, 0.0))
    power = found @ (likely / likely.sum())
    return Answer("gsPP", {"value": float(power.sum()) if flag(total, "total", True) else power}, {}, x)


def spending(family: str) -> Any:
    """A spending function as a call: the error spent by each t, of alpha in all."""

    def spend(alpha: Any, t: Any, param: Any = None) -> Answer:
        total, times = number(alpha, "alpha", 0.025), _needed(t, "t")
        if family in CURVES:
            spent = total * curve(family, param, "param", total, times)
        else:
            spent = _spent(family, total, times, param)
        return Answer(family, {"spend": spent, "param": param, "name": family}, {}, None)

    return spend


def _spent(family: str, total: float, times: Floats, param: Any) -> Floats:
    if family == "sfPoints":
        shares = _needed(param, "param")
        if len(shares) != len(times):
            refuse("`param` has not as many shares as `t` has times.", "Give one a time.")
        return total * shares
    kept = np.unique(np.append(times[(times > 0) & (times < 1)], 1.0))
    if family in ("sfHSD", "sfPower") and missing(param):
        refuse(f"{family} needs its parameter.", "Give param as a number.")
    gamma = {"gamma": number(param, "param", -4.0 if family == "sfHSD" else 1.0)}
    design = group_sequential(
        k=len(kept),
        alpha=total,
        information_rates=kept,
        boundaries=SPENDING[family],
        **(gamma if family in ("sfHSD", "sfPower") else {}),
    )
    return np.interp(np.clip(times, 0, 1), np.append(0.0, kept), np.append(0.0, design.alpha_spent))


def _needed(value: Any, name: str) -> Floats:
    found = vector(value, name)
    if found is None:
        refuse(f"`{name}` is missing.", f"Give {name} as c(...).")
    return found


def _bounds(d: Any, n_I: Any, a: Any, b: Any) -> tuple[Floats, Floats, Floats]:
    """Sizes, lower and upper bounds, of a design or as they are given."""
    if d is not None:
        if not isinstance(d, Answer) or d.call not in ("gsDesign", "gsSurv", "gsProbability"):
            refuse("The design is not one of gsDesign().", "Give the result of gsDesign().")
        sizes, upper = np.asarray(d.fields["n.I"], float), np.asarray(d.fields["upper"]["bound"], float)
        lower = np.asarray(d.fields["lower"].get("bound", np.full(len(upper), -np.inf)), float)
        return sizes, lower, upper
    sizes, lower, upper = _needed(n_I, "n.I"), _needed(a, "a"), _needed(b, "b")
    if not len(sizes) == len(lower) == len(upper) or np.any(np.diff(sizes, prepend=0.0) <= 0):
        refuse("n.I (rising, above 0), a and b are not of one length.", "Give one of each a look.")
    if np.any(lower > upper):
        refuse("A lower bound is above the upper one.", "Give a below b.")
    return sizes, lower, upper


def _crossings(sizes: Floats, lower: Floats, upper: Floats, effects: Floats) -> tuple[Floats, Floats]:
    pairs = [stage_probabilities(lower, upper, sizes, float(e)) for e in effects]
    return np.column_stack([p[0] for p in pairs]), np.column_stack([p[1] for p in pairs])


def _bound(sizes: Floats, lower: Floats, before: Floats, effect: float, wanted: float) -> float:
    """The upper bound of the last of these looks."""

    def excess(bound: float) -> float:
        low = np.append(lower[:-1], min(float(lower[-1]), bound))
        return float(stage_probabilities(low, np.append(before, bound), sizes, effect)[1][-1]) - wanted

    ends = effect * np.sqrt(sizes[-1]) + np.array([-20.0, 20.0])
    if not 0 < wanted < 1 or excess(float(ends[0])) < 0:
        refuse(f"No bound is crossed first with probability {wanted:g}.", "Give smaller probabilities.")
    return float(brentq(excess, *ends, xtol=1e-12))


def _prior(theta: Any, wgts: Any) -> tuple[Floats, Floats]:
    """Effects and their weights, which come to 1 where one weight stands for all."""
    effects, weights = _needed(theta, "theta"), _needed(wgts, "wgts")
    if np.any(weights < 0) or not 0 < weights.sum() < np.inf:
        refuse("The weights are not those of a prior.", "Give wgts of 0 or more.")
    if len(weights) == 1:
        return effects, np.full(len(effects), 1 / len(effects))
    if len(weights) != len(effects):
        refuse("theta and wgts are of different lengths.", "Give a weight for each theta.")
    return effects, weights


def _overrun(overrun: Any, looks: int) -> Floats:
    late = _needed(overrun, "overrun")
    if len(late) not in (1, looks - 1):
        refuse(f"`overrun` has {len(late)} values for {looks} looks.", f"Give 1 or {looks - 1}.")
    return np.broadcast_to(late, (looks - 1,))


CALLS = {
    "gsProbability": gsProbability,
    "gsBound1": gsBound1,
    "gsPOS": gsPOS,
    "gsCPOS": gsCPOS,
    "gsPP": gsPP,
    **{family: spending(family) for family in (*SPENDING, *CURVES)},
}
