"""A SequentialDesign → the call of R's rpact or gsDesign that states it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.calls.designs import BETA, BOUNDARIES, CRITERIA
from trialwright.design.rpact.calls.fisher import METHODS

RPACT = {ours: theirs for theirs, ours in BOUNDARIES.items()}
RPACT_BETA = {ours: theirs for theirs, ours in BETA.items()}
RPACT_CRITERIA = {ours: theirs for theirs, ours in CRITERIA.items()}
RPACT_FISHER = {ours: theirs for theirs, ours in METHODS.items()}
GSDESIGN = {
    "obrien_fleming": ('"OF"', None),
    "pocock": ('"Pocock"', None),
    "wang_tsiatis": ('"WT"', "delta"),
    "lan_demets_of": ("sfLDOF", None),
    "lan_demets_pocock": ("sfLDPocock", None),
    "kim_demets": ("sfPower", "gamma"),
    "hwang_shih_decani": ("sfHSD", "gamma"),
}


def rpact_call(design: SequentialDesign) -> str | None:
    """The rpact call of a design, None where rpact cannot state it (chosen looks, calendar spending, harm bounds)."""
    stated = design.parameters
    if any(
        name in stated for name in ("spending_times", "efficacy_looks", "futility_looks", "harm_spending")
    ):
        return None
    if design.kind == "fisher":
        return call("getDesignFisher", _fisher(design, stated))
    if design.boundaries not in RPACT or (design.sided == 2 and "futility_bounds" in stated):
        return None
    name = "getDesignInverseNormal" if design.kind == "inverse normal" else "getDesignGroupSequential"
    return call(name, _group_sequential(design, stated))


def _fisher(design: SequentialDesign, stated: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_common(design),
        "method": RPACT_FISHER[design.boundaries],
        "alpha0Vec": stated.get("futility_p_values"),
        "userAlphaSpending": stated.get("alpha_spending"),
        "bindingFutility": False if not design.binding_futility else None,
    }


def _common(design: SequentialDesign) -> dict[str, Any]:
    equal = np.allclose(design.information_rates, np.arange(1, design.k + 1) / design.k, rtol=0, atol=1e-14)
    rates = None if equal else design.information_rates
    return {"kMax": design.k, "informationRates": rates, "alpha": design.alpha}


def _group_sequential(design: SequentialDesign, stated: Mapping[str, Any]) -> dict[str, Any]:
    deltas = stated.get("deltas", (None, None))
    bounds = stated.get("futility_bounds")
    spends_beta = stated.get("beta_spending")
    optimum = design.boundaries == "wang_tsiatis_optimum"
    return {
        **_common(design),
        "beta": design.beta,
        "sided": design.sided,
        "typeOfDesign": RPACT[design.boundaries],
        "deltaWT": None if optimum else stated.get("delta"),
        "optimizationCriterion": RPACT_CRITERIA[stated["criterion"]] if optimum else None,
        "deltaPT1": deltas[0],
        "deltaPT0": deltas[1],
        "constantBoundsHP": stated["constant_bound"] if design.boundaries == "haybittle_peto" else None,
        "gammaA": stated.get("gamma"),
        "userAlphaSpending": stated.get("alpha_spending"),
        "futilityBounds": None if bounds is None else np.maximum(bounds, -6.0),
        "typeBetaSpending": None if spends_beta is None else RPACT_BETA[spends_beta],
        "gammaB": stated.get("beta_gamma"),
        "userBetaSpending": stated.get("beta_spending_values"),
        "bindingFutility": True if design.binding_futility else None,
        "betaAdjustment": None if stated.get("beta_adjustment", True) else False,
        "twoSidedPower": True if design.two_sided_power else None,
        "delayedInformation": design.delayed_information,
    }


def gsDesign_call(design: SequentialDesign) -> str | None:
    """The gsDesign call of a design, None where gsDesign cannot state it."""
    stated = design.parameters
    kind = _test_type(design, stated)
    if kind is None or design.boundaries not in GSDESIGN or design.k == 1:
        return None
    spending, parameter = GSDESIGN[design.boundaries]
    given: dict[str, Any] = {
        "k": design.k,
        "test.type": kind,
        "alpha": design.alpha / design.sided,  # gsDesign counts one side
        "beta": design.beta,
        "timing": _common(design)["informationRates"],
        "sfu": Bare(spending),
        "sfupar": stated[parameter] if parameter else None,
    }
    lower = stated.get("beta_spending")
    if lower is not None:
        if lower not in GSDESIGN:
            return None
        given |= {"sfl": Bare(GSDESIGN[lower][0]), "sflpar": stated.get("beta_gamma")}
    return call("gsDesign", given)


def _test_type(design: SequentialDesign, stated: Mapping[str, Any]) -> int | None:
    if design.kind != "group sequential" or any(
        name in stated
        for name in ("futility_bounds", "efficacy_looks", "futility_looks", "spending_times", "harm_spending")
    ):
        return None
    if "beta_spending" in stated:
        return (
            None
            if design.sided == 2 or "delayed_information" in stated
            else 3
            if design.binding_futility
            else 4
        )
    return design.sided


class Bare(str):
    """A name or a call, written without quotation marks."""


def call(name: str, given: Mapping[str, Any]) -> str:
    """R's call with these arguments; those that are None are left out."""
    told = ", ".join(f"{n} = {_written(v)}" for n, v in given.items() if v is not None)
    return f"{name}({told})"


def _written(value: Any) -> str:
    if isinstance(value, Bare):
        return str(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return f'"{value}"'
    if np.ndim(value):
        return f"c({', '.join(_written(v) for v in value)})"
    return f"{float(value):.15g}"
