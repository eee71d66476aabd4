"""Fields of the analysis of one comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import ndtri

from trialwright.design.looks import analysis, expected
from trialwright.design.looks.comparison import Comparison
from trialwright.design.looks.datasets import Floats, Means, Rates
from trialwright.design.looks.decisions import padded
from trialwright.design.looks.means import MeansEvidence, pooled_sd
from trialwright.design.looks.rates import RatesEvidence
from trialwright.errors import DesignError

NOTHING = float("nan")


def repeated_fields(c: Comparison) -> dict[str, Any]:
    low, high = analysis.repeated_intervals(c)
    return {
        "repeatedConfidenceIntervalLowerBounds": padded(low, c.design.k),
        "repeatedConfidenceIntervalUpperBounds": padded(high, c.design.k),
    }


def final_fields(c: Comparison) -> dict[str, Any]:
    look, p = analysis.final_p(c)
    _, ends = analysis.final_interval(c)
    return {
        "finalStage": NOTHING if look is None else float(look),
        "finalPValues": at_look(p, look, c.design.k),
        "finalConfidenceIntervalLowerBounds": at_look(ends.lower, look, c.design.k),
        "finalConfidenceIntervalUpperBounds": at_look(ends.upper, look, c.design.k),
        "medianUnbiasedEstimates": at_look(ends.estimate, look, c.design.k),
    }


def standardized_final_fields(c: Comparison) -> dict[str, Any]:
    """rpact's `...General`: expected z over the root of what it grows by: n1 n2 / (n1 + n2), n or events."""
    look, _ = analysis.final_interval(c)
    if look is None or c.design.kind == "fisher":
        return {}
    data = c.evidence.data.cumulative  # type: ignore[attr-defined]
    each = 1 / (data.n if isinstance(data, Means | Rates) else data.events)[look - 1]
    found = analysis.final_scores(c, look)
    unit = float(np.sqrt(each.sum()))
    ends = sorted((found.lower * unit, found.upper * unit))
    return {"medianUnbiasedGeneral": found.estimate * unit, "finalConfidenceIntervalGeneral": np.array(ends)}


def at_look(value: float, look: int | None, k: int) -> Floats:
    out = np.full(k, np.nan)
    if look is not None:
        out[look - 1] = value
    return out


def actions_field(c: Comparison) -> list[Any]:
    said = analysis.decided(c)
    return [*said, *[NOTHING] * (c.design.k - len(said))]


def assumptions(c: Comparison, given: Mapping[str, Any]) -> dict[str, Any]:
    """What conditional power assumes of the later stages: as stated, else as observed so far."""
    data = c.evidence.data  # type: ignore[attr-defined]
    observed = float(c.evidence.effects[-1])
    if isinstance(data, Rates):
        rates = (data.cumulative.events / data.cumulative.n)[-1]
        first = stated(given, "pi1", float(rates[0]))
        return {"pi1": first, "pi2": stated(given, "pi2", float(rates[1])) if data.groups == 2 else NOTHING}
    found = {"thetaH1": stated(given, "thetaH1", observed)}
    if isinstance(data, Means):
        sd = stated(given, "assumedStDevs", float(pooled_sd(data.cumulative)[-1]))
        found["assumedStDev"] = stated(given, "assumedStDev", sd)
    return found


def stated(given: Mapping[str, Any], name: str, otherwise: float) -> float:
    value = given.get(name)
    if value is None or np.all(np.isnan(value)):
        return otherwise
    if np.size(value) != 1:
        raise DesignError(
            f"`{name}` has {np.size(value)} values, and one comparison has one.",
            where=name,
            fix="Ask for each value in a call of its own.",
        )
    return float(value)


def planned(given: Mapping[str, Any], design_k: int, stage: int) -> Floats | None:
    """Sizes of the later stages, None where no plan is given. Raises DesignError where they do not fit."""
    value = given.get("nPlanned")
    if value is None or np.all(np.isnan(value)):
        return None
    n = np.atleast_1d(np.asarray(value, dtype=float))
    if len(n) != design_k - stage or np.any(~(n > 0)):
        raise DesignError(
            "The planned sizes do not fit the stages to come.",
            where=f"nPlanned has {len(n)} values, {design_k - stage} stages are to come",
            fix="Give one size above 0 for every later stage.",
        )
    return n


def expected_z(c: Comparison, assumed: Mapping[str, Any], n: Floats, ratio: float) -> Floats:
    """Expected z of each later stage under what is assumed."""
    data, upper = c.evidence.data, c.evidence.upper  # type: ignore[attr-defined]
    if isinstance(c.evidence, MeansEvidence):
        one = data.groups == 1
        return expected.of_means(
            assumed["thetaH1"], c.theta0, assumed["assumedStDev"], n, None if one else ratio, upper
        )
    if isinstance(c.evidence, RatesEvidence):
        critical = -float(ndtri(analysis.conditional_rejection_probabilities(c)[-1]))
        if data.groups == 1:
            return expected.of_one_rate(assumed["pi1"], c.theta0, n, critical, upper)
        return expected.of_rates(assumed["pi1"], assumed["pi2"], c.theta0, n, ratio, critical, upper)
    return expected.of_survival(assumed["thetaH1"], c.theta0, n, ratio, upper)


def power_fields(c: Comparison, given: Mapping[str, Any]) -> dict[str, Any]:
    """Conditional power and what it assumes."""
    assumed = assumptions(c, given)
    n = planned(given, c.design.k, c.stage)
    power = np.full(c.design.k, np.nan)
    if n is not None:
        ratio = stated(given, "allocationRatioPlanned", 1.0)
        power[c.stage :] = analysis.power_to_come(c, expected_z(c, assumed, n, ratio))
    sizes = np.full(c.design.k, np.nan)
    if n is not None:
        sizes[c.stage :] = n
    fields = {"nPlanned": sizes, "conditionalPower": power, **assumed}
    if n is not None and getattr(c.evidence.data, "groups", 2) == 2:  # type: ignore[attr-defined]
        fields["allocationRatioPlanned"] = stated(given, "allocationRatioPlanned", 1.0)
    if n is not None and c.design.kind == "fisher" and len(n) > 1:
        fields["conditionalPowerSimulated"] = power  # by quadrature here, which rpact simulates
    return fields
