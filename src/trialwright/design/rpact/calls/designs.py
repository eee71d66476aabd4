"""getDesignGroupSequential and getDesignInverseNormal."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign, characteristics, group_sequential
from trialwright.design.boundaries.statement import MOST
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import NONE, flag, missing, number, refuse, vector, whole, word

BOUNDARIES = {
    "OF": "obrien_fleming",
    "P": "pocock",
    "WT": "wang_tsiatis",
    "PT": "pampallona_tsiatis",
    "HP": "haybittle_peto",
    "WToptimum": "wang_tsiatis_optimum",
    "asP": "lan_demets_pocock",
    "asOF": "lan_demets_of",
    "asKD": "kim_demets",
    "asHSD": "hwang_shih_decani",
    "asUser": "user_spending",
    "noEarlyEfficacy": "no_early_efficacy",
}
BETA = {
    "none": None,
    "bsP": "lan_demets_pocock",
    "bsOF": "lan_demets_of",
    "bsKD": "kim_demets",
    "bsHSD": "hwang_shih_decani",
    "bsUser": "user_spending",
}
CRITERIA = {"ASNH1": "asn_h1", "ASNIFH1": "asn_inflation_h1", "ASNsum": "asn_sum"}
NAMES = {ours: theirs for theirs, ours in BOUNDARIES.items()}
SPENDS_ALPHA = ("asP", "asOF", "asKD", "asHSD", "asUser", "noEarlyEfficacy")
LARGEST = 7.5  # beyond this z rpact 3.3.4 has NA: 1 - p is next to 1 in double precision


def getDesignGroupSequential(
    *,
    kMax: Any = None,
    alpha: Any = None,
    beta: Any = None,
    sided: Any = 1.0,
    informationRates: Any = None,
    futilityBounds: Any = None,
    typeOfDesign: Any = "OF",
    deltaWT: Any = None,
    deltaPT1: Any = None,
    deltaPT0: Any = None,
    optimizationCriterion: Any = "ASNH1",
    gammaA: Any = None,
    typeBetaSpending: Any = "none",
    userAlphaSpending: Any = None,
    userBetaSpending: Any = None,
    gammaB: Any = None,
    bindingFutility: Any = None,
    betaAdjustment: Any = None,
    constantBoundsHP: Any = 3.0,
    twoSidedPower: Any = None,
    delayedInformation: Any = None,
    tolerance: Any = None,
) -> Answer:
    """A group-sequential design. `tolerance` is taken and not needed: the answer is exact."""
    return _answer("getDesignGroupSequential", "group sequential", dict(locals()))


def getDesignInverseNormal(
    *,
    kMax: Any = None,
    alpha: Any = None,
    beta: Any = None,
    sided: Any = 1.0,
    informationRates: Any = None,
    futilityBounds: Any = None,
    typeOfDesign: Any = "OF",
    deltaWT: Any = None,
    deltaPT1: Any = None,
    deltaPT0: Any = None,
    optimizationCriterion: Any = "ASNH1",
    gammaA: Any = None,
    typeBetaSpending: Any = "none",
    userAlphaSpending: Any = None,
    userBetaSpending: Any = None,
    gammaB: Any = None,
    bindingFutility: Any = None,
    betaAdjustment: Any = None,
    constantBoundsHP: Any = 3.0,
    twoSidedPower: Any = None,
    tolerance: Any = None,
) -> Answer:
    """The same bounds for the inverse normal combination test."""
    return _answer("getDesignInverseNormal", "inverse normal", dict(locals()) | {"delayedInformation": None})


CALLS = {
    "getDesignGroupSequential": getDesignGroupSequential,
    "getDesignInverseNormal": getDesignInverseNormal,
}


def _answer(call: str, kind: str, given: dict[str, Any]) -> Answer:
    named = word(given["typeOfDesign"], "typeOfDesign", {n: n for n in BOUNDARIES})
    notes: list[str] = []
    arguments = _arguments(named, given, notes) | {"kind": kind}
    design = group_sequential(**arguments)
    if named == "WToptimum":
        # rpact gives delta to three decimals, and its bounds are those of the rounded one.
        rounded = round(design.parameters["delta"], 3)
        design = group_sequential(**arguments | {"boundaries": "wang_tsiatis", "delta": rounded})
    told = {n: v for n, v in given.items() if not missing(v)}
    return Answer(call, fields(design, named, given), told, design, tuple(notes))


def _arguments(named: str, given: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    """What `group_sequential` takes. rpact leaves aside what a type of design has no use for; so do we, and note it."""
    spending, spent = (
        vector(given["userAlphaSpending"], "userAlphaSpending"),
        vector(given["userBetaSpending"], "userBetaSpending"),
    )
    spending = _used(spending, "userAlphaSpending", named == "asUser", notes)
    beta_named = word(given["typeBetaSpending"], "typeBetaSpending", {n: n for n in BETA})
    if beta_named != "none" and named not in SPENDS_ALPHA:
        notes.append(f"typeBetaSpending is left aside: {named} does not spend alpha.")
        beta_named = "none"
    spent = _used(spent, "userBetaSpending", beta_named == "bsUser", notes)
    sided = whole(given["sided"], "sided") or 1
    for name, users in (("deltaWT", ("WT",)), ("deltaPT1", ("PT",)), ("deltaPT0", ("PT",))):
        if not missing(given[name]) and named not in users:
            notes.append(f"{name} is left aside: {named} does not use it.")
    futility = vector(given["futilityBounds"], "futilityBounds")
    if futility is not None and (sided == 2 or beta_named != "none" or named == "PT"):
        notes.append(
            "futilityBounds are left aside: "
            + ("the test is two-sided." if sided == 2 else "they are computed.")
        )
        futility = _only_length(futility, given)
    alpha = spending[-1] if spending is not None else 0.025
    return {
        "k": _looks(given),
        "alpha": number(given["alpha"], "alpha", float(alpha)),
        "beta": number(given["beta"], "beta", 0.2) if spent is None else float(spent[-1]),
        "sided": sided,
        "boundaries": BOUNDARIES[named],
        "information_rates": vector(given["informationRates"], "informationRates"),
        "delta": _only(named == "WT", given, "deltaWT", -0.5, 1.0),
        "deltas": _deltas(given) if named == "PT" else None,
        "gamma": _gamma(named, given, "gammaA"),
        "alpha_spending": spending,
        "constant_bound": number(given["constantBoundsHP"], "constantBoundsHP", 3.0),
        "criterion": word(given["optimizationCriterion"], "optimizationCriterion", CRITERIA),
        "futility_bounds": None if futility is None else np.where(futility <= NONE, -np.inf, futility),
        "beta_spending": BETA[beta_named],
        "beta_gamma": _gamma(beta_named, given, "gammaB"),
        "beta_spending_values": spent,
        "binding_futility": flag(given["bindingFutility"], "bindingFutility", False),
        "beta_adjustment": flag(given["betaAdjustment"], "betaAdjustment", True),
        "two_sided_power": flag(given["twoSidedPower"], "twoSidedPower", False),
        "delayed_information": _delayed(given),
        "ends_early": True,
    }


def _used(values: np.ndarray | None, name: str, use: bool, notes: list[str]) -> np.ndarray | None:
    if values is not None and not use:
        notes.append(f"{name} is left aside: the design does not use it.")
        return None
    return values


def _only_length(futility: np.ndarray, given: dict[str, Any]) -> None:
    looks = _looks(given)
    if looks is not None and len(futility) != looks - 1:
        refuse(f"There are {len(futility)} futilityBounds for {looks} looks.", f"Give {looks - 1}.")


def _looks(given: dict[str, Any]) -> int | None:
    """The number of looks that the vectors tell of."""
    for name, more in (
        ("kMax", 0),
        ("informationRates", 0),
        ("futilityBounds", 1),
        ("userAlphaSpending", 0),
        ("userBetaSpending", 0),
        ("delayedInformation", 1),
    ):
        if name == "delayedInformation" and np.ndim(given[name]) == 0:
            continue  # one value stands for every look
        if not missing(given[name]):
            if name == "kMax":
                looks = whole(given[name], name)
                if looks is not None and not 1 <= looks <= MOST:
                    refuse(f"kMax = {looks} is not in 1 to {MOST}.", "Give another number of looks.")
                return looks
            return len(vector(given[name], name)) + more
    return None


def _only(use: bool, given: dict[str, Any], name: str, low: float, high: float) -> float | None:
    if not use:
        return None
    if missing(given[name]):
        refuse(f"`{name}` must be given.", f"Give {name} in [{low:g}, {high:g}].")
    found = number(given[name], name, low)
    if not low <= found <= high:
        refuse(f"`{name}` = {found:g} is not in [{low:g}, {high:g}].", f"Give {name} within.")
    return found


def _gamma(named: str, given: dict[str, Any], name: str) -> float | None:
    if named in ("asKD", "bsKD"):
        return _only(True, given, name, 0.4, 8.0)
    return _only(named in ("asHSD", "bsHSD"), given, name, -10.0, 5.0)


def _deltas(given: dict[str, Any]) -> tuple[float, float]:
    return (
        _only(True, given, "deltaPT1", -0.5, 1.0) or 0.0,
        _only(True, given, "deltaPT0", -0.5, 1.0) or 0.0,
    )


def _delayed(given: dict[str, Any]) -> np.ndarray | None:
    found = vector(given["delayedInformation"], "delayedInformation")
    looks = _looks(given) or 3
    return np.full(looks - 1, found[0]) if found is not None and len(found) == 1 else found


def fields(design: SequentialDesign, named: str, given: dict[str, Any]) -> dict[str, Any]:
    """A design under rpact's field names."""
    k = design.k
    none = np.full(k, np.nan)
    reachable = design.critical_values <= LARGEST
    power = design.power
    if named == "WToptimum":
        power = characteristics(design).power
    found = {
        "kMax": float(k),
        "alpha": design.alpha,
        "stages": np.arange(1.0, k + 1),
        "informationRates": design.information_rates,
        "userAlphaSpending": _told_spending(design, named),
        "criticalValues": np.where(reachable, design.critical_values, np.nan),
        "stageLevels": np.where(reachable, design.stage_levels, 0.0),
        "alphaSpent": design.alpha_spent,
        "bindingFutility": design.binding_futility
        and (design.sided == 1 or design.futility_bounds is not None),
        "tolerance": number(given["tolerance"], "tolerance", 1e-8),
        "typeOfDesign": named,
        "beta": design.beta,
        "deltaWT": design.parameters.get("delta", number(given["deltaWT"], "deltaWT", np.nan)),
        "deltaPT1": design.parameters["deltas"][0] if named == "PT" else np.nan,
        "deltaPT0": design.parameters["deltas"][1] if named == "PT" else np.nan,
        "futilityBounds": _futility(design),
        "gammaA": design.parameters.get("gamma", np.nan),
        "gammaB": design.parameters.get("beta_gamma", np.nan),
        "optimizationCriterion": _first(given["optimizationCriterion"]),
        "sided": float(design.sided),
        "betaSpent": none if design.beta_spent is None else design.beta_spent,
        "typeBetaSpending": _first(given["typeBetaSpending"]) if design.beta_spent is not None else "none",
        "userBetaSpending": design.parameters.get("beta_spending_values", np.nan),
        "power": none if power is None else power,
        "twoSidedPower": design.two_sided_power,
        "constantBoundsHP": design.parameters["constant_bound"] if named == "HP" else np.nan,
        "betaAdjustment": flag(given["betaAdjustment"], "betaAdjustment", True),
    }
    if design.delayed_information is not None and design.decision_critical_values is not None:
        waits = design.delayed_information > 0
        assert design.reversal_probabilities is not None
        found |= {
            "delayedInformation": design.delayed_information,
            "decisionCriticalValues": np.where(
                np.append(waits, True), design.decision_critical_values, np.nan
            ),
            "reversalProbabilities": np.where(waits, design.reversal_probabilities, np.nan),
        }
    return found


def _told_spending(design: SequentialDesign, named: str) -> Any:
    if named == "noEarlyEfficacy":
        return np.append(np.zeros(design.k - 1), design.alpha)
    return design.parameters.get("alpha_spending", np.nan)


def _futility(design: SequentialDesign) -> np.ndarray:
    """rpact has -6 for no bound, and NA for a two-sided look without a wedge."""
    if design.futility_bounds is None:
        return np.full(design.k - 1, NONE)
    if design.sided == 2:
        return np.where(design.futility_bounds > 0, design.futility_bounds, np.nan)
    return np.maximum(design.futility_bounds, NONE)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value
