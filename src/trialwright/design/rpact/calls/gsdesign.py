"""gsDesign's way of stating a group-sequential design: one-sided alpha, timing, spending functions by name."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtri

from trialwright.design.boundaries import (
    SequentialDesign,
    characteristics,
    exits,
    expected_rate,
    group_sequential,
)
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import missing, number, refuse, vector, whole
from trialwright.design.rpact.spending_curves import CURVES, curve
from trialwright.kernels.group_sequential import stage_probabilities

SPENDING = {
    "sfLDOF": "lan_demets_of",
    "sfLDPocock": "lan_demets_pocock",
    "sfPower": "kim_demets",
    "sfHSD": "hwang_shih_decani",
    "sfPoints": "user_spending",
}
SHAPES = {"OF": "obrien_fleming", "Pocock": "pocock", "WT": "wang_tsiatis"}


def gsDesign(
    k: Any = 3.0,
    test_type: Any = 4.0,
    alpha: Any = 0.025,
    beta: Any = 0.1,
    astar: Any = 0.0,
    delta: Any = 0.0,
    n_fix: Any = 1.0,
    timing: Any = 1.0,
    sfu: Any = "sfHSD",
    sfupar: Any = -4.0,
    sfl: Any = "sfHSD",
    sflpar: Any = -2.0,
    tol: Any = None,
    r: Any = None,
    *,
    delta1: Any = 1.0,
    delta0: Any = 0.0,
    usTime: Any = None,
) -> Answer:
    """test.type 1: one-sided; 2: symmetric two-sided; 3 and 4: beta spending, binding and not; 5 and 6: a lower bound that
    spends astar (1 - alpha where it is 0) under no effect, binding and not. alpha counts one side.

    tol and r, of the numerical integration, are taken and not needed.
    """
    kind = _whole(test_type, "test.type", 4)
    if kind not in (1, 2, 3, 4, 5, 6):
        refuse(f"test.type {kind} is not read here.", "Types 1 to 6 are.")
    error, missed = number(alpha, "alpha", 0.025), number(beta, "beta", 0.1)
    rates = _rates(_whole(k, "k", 3), timing)
    if kind > 2 and len(rates) < 2:
        refuse("A lower bound needs a look before the last.", "Give k of at least 2, or test.type = 1.")
    stated = {
        "k": len(rates),
        "alpha": error * (2 if kind == 2 else 1),
        "beta": missed,
        "sided": 2 if kind == 2 else 1,
        "information_rates": rates,
        "spending_times": vector(usTime, "usTime"),
        "binding_futility": kind in (3, 5),
        **_upper(sfu, sfupar, error * (2 if kind == 2 else 1), kind, _clock(usTime, rates)),
    }
    if kind > 4:
        design = _with_harm(stated, _harm(sfl, sflpar, number(astar, "astar", 0.0) or 1 - error, error))
    else:
        design = group_sequential(**stated, **(_lower(sfl, sflpar, missed, rates) if kind > 2 else {}))
    effect = number(delta, "delta", 0.0)
    drift = float(-ndtri(error) - ndtri(missed))
    size = (drift / effect) ** 2 if effect else number(n_fix, "n.fix", 1.0)
    fields = _fields(design, kind, error, size, drift / np.sqrt(size))
    fields |= {"delta1": number(delta1, "delta1", 1.0), "delta0": number(delta0, "delta0", 0.0)}
    return Answer("gsDesign", fields, {"k": float(len(rates)), "test.type": float(kind)}, design)


def _whole(value: Any, name: str, otherwise: int) -> int:
    found = whole(value, name)
    return otherwise if found is None else found


def _rates(k: int, timing: Any) -> np.ndarray:
    shares = vector(timing, "timing")
    if shares is None or (len(shares) == 1 and shares[0] == 1):
        return np.arange(1, k + 1) / k
    if len(shares) == k - 1:
        return np.append(shares, 1.0)
    if len(shares) != k:
        refuse(f"`timing` has {len(shares)} values for {k} looks.", f"Give {k - 1} or {k}.")
    return shares


def _clock(times: Any, rates: np.ndarray) -> np.ndarray:
    """When error is spent: at the information, or at times of the calendar."""
    stated = vector(times, "usTime")
    return rates if stated is None else stated


def _upper(sfu: Any, parameter: Any, alpha: float, kind: int, at: np.ndarray) -> dict[str, Any]:
    sfu = _of_name(sfu, "sfu")
    if sfu in SHAPES:
        if kind > 2:
            refuse(f'sfu = "{sfu}" is for test.type 1 and 2.', "Use a spending function, such as sfLDOF.")
        return {"boundaries": SHAPES[sfu]} | (
            {"delta": number(parameter, "sfupar", 0.0)} if sfu == "WT" else {}
        )
    if sfu in CURVES:
        spent = alpha * curve(sfu, parameter, "sfupar", alpha, at)
        return {"boundaries": "user_spending", "alpha_spending": spent, "spending_times": None}
    found = {"boundaries": _named(sfu, "sfu")}
    if sfu == "sfPoints":
        return found | {"alpha_spending": alpha * _points(parameter, "sfupar")}
    return found | _gamma(sfu, parameter, "gamma")


def _of_name(spending: Any, name: str) -> str:
    if not isinstance(spending, str):
        refuse(f"{name} is no spending function.", f"Give {name} as a function of gsDesign, such as sfLDOF.")
    return spending


def _lower(sfl: Any, parameter: Any, beta: float, at: np.ndarray) -> dict[str, Any]:
    sfl = _of_name(sfl, "sfl")
    if sfl in CURVES:
        spent = beta * curve(sfl, parameter, "sflpar", beta, at)
        return {"beta_spending": "user_spending", "beta_spending_values": spent}
    found = {"beta_spending": _named(sfl, "sfl")}
    if sfl == "sfPoints":
        return found | {"beta_spending_values": beta * _points(parameter, "sflpar")}
    return found | _gamma(sfl, parameter, "beta_gamma")


def _harm(sfl: Any, parameter: Any, total: float, alpha: float) -> dict[str, Any]:
    sfl = _of_name(sfl, "sfl")
    if sfl == "sfPoints" or sfl in CURVES:
        refuse(f"A lower bound under no effect is not read with {sfl}.", "Use sfHSD, sfPower or sfLDOF.")
    if not 0 < total <= 1 - alpha:
        refuse(f"astar = {total:g} is not in (0, {1 - alpha:g}].", "Give what the lower bound spends.")
    # All of 1 - alpha leaves nothing between the last bounds, which are then one.
    return {
        "harm_spending": _named(sfl, "sfl"),
        "harm_alpha": min(total, (1 - alpha) * (1 - 1e-11)),
    } | _gamma(sfl, parameter, "harm_gamma")


def _with_harm(stated: dict[str, Any], harm: dict[str, Any]) -> SequentialDesign:
    """Stopping at the lower bound. Where that binds, each look's upper bound counts on the lower ones before it and the
    lower on the upper, so as many rounds as there are looks settle both."""
    design = group_sequential(**stated | {"binding_futility": False}, **harm)
    for _ in range(design.k):
        assert design.harm_bounds is not None
        design = group_sequential(**stated, futility_bounds=design.harm_bounds[:-1], **harm)
    return design


def _gamma(spending: str, parameter: Any, name: str) -> dict[str, float]:
    if spending not in ("sfHSD", "sfPower"):
        return {}
    if missing(parameter):
        refuse(f"{spending} needs its parameter.", "Give sfupar, or sflpar, as a number.")
    return {name: number(parameter, name, 0.0)}


def _named(spending: Any, name: str) -> str:
    if not isinstance(spending, str) or spending not in SPENDING:
        refuse(f"{name} = {spending} is not read.", f"Use one of: {', '.join([*SPENDING, *CURVES])}.")
    return SPENDING[spending]


def _points(parameter: Any, name: str) -> np.ndarray:
    if missing(parameter) or np.ndim(parameter) == 0:
        refuse(f"sfPoints needs {name}: the share spent at each look.", f"Give {name} = c(...).")
    shares = vector(parameter, name)
    assert shares is not None
    return shares if shares[-1] == 1 else np.append(shares, 1.0)


def _fields(design: SequentialDesign, kind: int, alpha: float, size: float, theta: float) -> dict[str, Any]:
    found = characteristics(design)
    drifts = [0.0, float(np.sqrt(found.shift))]
    ends = [exits(design, drift) for drift in drifts]
    largest = size * found.shift / found.fixed_information
    upper = {
        "bound": design.critical_values,
        "prob": np.column_stack([e.upper for e in ends]),
        "spend": np.diff(design.alpha_spent, prepend=0.0) / design.sided,
    }
    return {
        "k": float(design.k),
        "test.type": float(kind),
        "alpha": alpha,
        "beta": design.beta,
        "n.fix": size,
        "timing": design.information_rates,
        "n.I": largest * design.information_rates,
        "delta": theta,
        "theta": np.array([0.0, theta]),
        "en": np.array([largest * expected_rate(design, e) for e in ends]),
        "upper": upper,
        "lower": _lower_fields(design, kind, ends, drifts),
    }


def _lower_fields(
    design: SequentialDesign, kind: int, ends: list[Any], drifts: list[float]
) -> dict[str, Any]:
    if kind == 1:
        return {}
    if kind == 2:
        return {"bound": -design.critical_values, "prob": np.column_stack([e.lower for e in ends])}
    assert design.futility_bounds is not None
    if design.harm_bounds is not None:
        bound, rates = design.harm_bounds, design.information_rates
        prob = [stage_probabilities(bound, design.critical_values, rates, d)[0] for d in drifts]
        return {"bound": bound, "prob": np.column_stack(prob), "spend": prob[0]}
    return {
        "bound": np.append(design.futility_bounds, design.critical_values[-1]),
        "prob": np.column_stack([e.futility for e in ends]),
    }


CALLS = {"gsDesign": gsDesign}
