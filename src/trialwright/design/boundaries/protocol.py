"""A sequential design in the words of a protocol's statistical section."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from trialwright.design.boundaries.sequential import SequentialDesign

METHODS = {
    "obrien_fleming": "O'Brien-Fleming boundaries",
    "pocock": "Pocock boundaries",
    "wang_tsiatis": "Wang-Tsiatis boundaries with delta = {delta:g}",
    "wang_tsiatis_optimum": "Wang-Tsiatis boundaries with delta = {delta:.4g}, chosen for the least expected size",
    "haybittle_peto": "Haybittle-Peto boundaries with z = {constant_bound:g} at the interim looks",
    "pampallona_tsiatis": "Pampallona-Tsiatis boundaries with deltas {deltas[0]:g} and {deltas[1]:g}",
    "user_critical_values": "the critical values given here",
    "user_spending": "a user-defined alpha-spending function",
    "no_early_efficacy": "no test for efficacy before the last look",
    "lan_demets_of": "the Lan-DeMets spending function of O'Brien-Fleming type",
    "lan_demets_pocock": "the Lan-DeMets spending function of Pocock type",
    "kim_demets": "the Kim-DeMets spending function with rho = {gamma:g}",
    "hwang_shih_decani": "the Hwang-Shih-DeCani spending function with gamma = {gamma:g}",
    "equal_alpha": "equal levels at all looks",
    "full_alpha": "the full level at the last look and an equal one at those before",
    "no_interaction": "no interaction between stopping for futility and rejecting",
}
BETA = {
    "user_spending": "a user-defined beta-spending function",
    "kim_demets": "the Kim-DeMets beta-spending function with rho = {beta_gamma:g}",
    "hwang_shih_decani": "the Hwang-Shih-DeCani beta-spending function with gamma = {beta_gamma:g}",
}


def protocol_text(design: SequentialDesign) -> str:
    """A paragraph for a protocol: looks, error rate, bounds, futility, and what the figures rest on."""
    said = [_looks(design), _error(design), _rejects(design), *_futility(design), *_delayed(design)]
    return " ".join(said)


def _looks(d: SequentialDesign) -> str:
    if d.k == 1:
        return "The primary hypothesis is tested once, when all information is in."
    shares = _listed(f"{100 * t:.4g} %" for t in d.information_rates)
    kind = {
        "group sequential": "The trial has a group-sequential design",
        "inverse normal": "The trial has an adaptive design whose stages are combined by the inverse normal method",
        "fisher": "The trial has an adaptive design whose stages' p-values are combined by Fisher's product test",
    }[d.kind]
    return f"{kind} with {d.k} looks, at {shares} of the planned information."


def _error(d: SequentialDesign) -> str:
    sides = "one-sided" if d.sided == 1 else "two-sided"
    rate = f"The {sides} type I error rate is {d.alpha:g}"
    if d.k == 1:
        return f"{rate}."
    method = METHODS.get(d.boundaries, d.boundaries.replace("_", " ")).format(**d.parameters)
    spends = "spent by" if "spending function" in method else "kept by"
    return f"{rate}, {spends} {method}."


def _rejects(d: SequentialDesign) -> str:
    if d.kind == "fisher":
        bounds = _listed(f"{c:.4g}" for c in d.critical_values)
        return (
            f"The null hypothesis is rejected when the product of the stage-wise p-values is at most {bounds}"
            + (f" at looks 1 to {d.k}." if d.k > 1 else ".")
        )
    statistic = (
        "the absolute value of the standardised test statistic"
        if d.sided == 2
        else "the standardised test statistic"
    )
    reached = [
        (i + 1, z, p)
        for i, (z, p) in enumerate(zip(d.critical_values, d.stage_levels, strict=True))
        if z < np.inf
    ]
    told = _listed(
        f"{z:.3f} ({'one-sided ' if d.sided == 2 else ''}nominal p = {p:.3g})"
        + (f" at look {i}" if d.k > 1 else "")
        for i, z, p in reached
    )
    return f"The null hypothesis is rejected when {statistic} is at least {told}."


def _futility(d: SequentialDesign) -> list[str]:
    if d.kind == "fisher":
        stops = [] if d.futility_bounds is None else [f"{a:g}" for a in d.futility_bounds if a < 1]
        return (
            [f"The trial stops for futility when a stage's p-value is above {_listed(stops)}."]
            if stops
            else []
        )
    if d.futility_bounds is None:
        return []
    some = [(i + 1, z) for i, z in enumerate(d.futility_bounds) if z > (0 if d.sided == 2 else -np.inf)]
    if not some:
        return []
    statistic = "its absolute value" if d.sided == 2 else "it"
    told = _listed(f"{z:.3f} at look {i}" for i, z in some)
    beta = d.parameters.get("beta_spending")
    how = ""
    if beta is not None:
        named = BETA.get(beta, METHODS.get(beta, beta).replace("spending function", "beta-spending function"))
        how = f", by {named.format(**d.parameters)} for a power of {100 * (1 - d.beta):g} %"
    rest = "rest on it" if d.binding_futility else "do not rest on it, so it may be overruled"
    rule = "binding" if d.binding_futility else "non-binding"
    return [
        f"The trial stops for futility when {statistic} is below {told}{how}.",
        f"This rule is {rule}: the critical values {rest}.",
    ]


def _delayed(d: SequentialDesign) -> list[str]:
    if d.delayed_information is None or d.decision_critical_values is None:
        return []
    told = _listed(f"{c:.3f}" for c in d.decision_critical_values[:-1])
    return [
        "When recruitment stops at an interim look, patients in the pipeline are followed up, and the final test then "
        f"rejects at {told} at the interim looks in turn (Hampson & Jennison 2013)."
    ]


def _listed(words: Iterable[str]) -> str:
    told = list(words)
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
