"""Functions of R's gsDesign that its users meet first: nBinomial1Sample, nBinomial, nNormal, gsCP, condPower.

What is not computed exactly as gsDesign defines it is refused, not approximated.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given, missing, number, present, vector
from trialwright.design.sizes import conditional
from trialwright.design.sizes.exact_rates import exact_rate, exact_rate_size
from trialwright.design.sizes.means import mean_test, power_means, sample_size_means
from trialwright.design.sizes.rates import power_rates, rate_test, sample_size_rates
from trialwright.design.sizes.sequential import fixed
from trialwright.errors import DesignError


def nBinomial1Sample(
    p0: float = 0.9,
    p1: float = 0.95,
    alpha: float = 0.025,
    beta: Any = 0.1,
    n: Any = None,
    outtype: float = 1,
    conservative: bool = False,
) -> Answer:
    """One rate by the exact test: power at each n, or the first n with the power (`conservative`: the lasting one)."""
    if given(n):
        rows = [exact_rate(int(size), p1, p0, alpha) for size in vector(n)]
        asked = None
    else:
        asked = number(beta, "beta")
        rows = [exact_rate_size(p1, p0, alpha, 1 - asked, lasting=conservative)]
    fields = {
        "p0": p0,
        "p1": p1,
        "alpha": alpha,
        "beta": asked,
        "n": np.array([float(r.n) for r in rows]),
        "b": np.array([float(r.critical) for r in rows]),
        "alphaR": np.array([r.level for r in rows]),
        "Power": np.array([r.power for r in rows]),
    }
    return Answer("nBinomial1Sample", present(fields), {}, rows)


def nBinomial(
    p1: float,
    p2: float,
    alpha: float = 0.025,
    beta: float = 0.1,
    delta0: float = 0,
    ratio: float = 1,
    sided: float = 1,
    outtype: float = 1,
    scale: str = "Difference",
    n: Any = None,
) -> Answer:
    """Two rates: patients in all, or power for n. p1 is the control's rate, ratio experimental to control."""
    if scale.lower() not in ("difference", "rr"):
        raise DesignError(f"The scale `{scale}` is not computed.", fix='Use "Difference" or "RR".')
    by_ratio = scale.lower() == "rr"
    test = rate_test(
        p1,
        p2,
        measure="ratio" if by_ratio else "difference",
        null=math.exp(delta0) if by_ratio else delta0,
        allocation=1 / ratio,
    )
    design = fixed(alpha, beta, int(sided))
    if given(n):
        return Answer("nBinomial", {"value": power_rates(design, test, number(n, "n")).power}, {}, test)
    return Answer("nBinomial", {"value": sample_size_rates(design, test).n}, {}, test)


def nNormal(
    delta1: float = 1,
    sd: float = 1.7,
    sd2: float | None = None,
    alpha: float = 0.025,
    beta: float = 0.1,
    ratio: float = 1,
    sided: float = 1,
    n: Any = None,
    delta0: float = 0,
    outtype: float = 1,
) -> Answer:
    """Two means with known SDs: patients in all, or power for n."""
    second = float(missing(sd2, sd))
    test = mean_test(delta1, second, sd1=sd, null=delta0, allocation=1 / ratio, known_sd=True)
    design = fixed(alpha, beta, int(sided))
    if given(n):
        return Answer("nNormal", {"value": power_means(design, test, number(n, "n")).power}, {}, test)
    return Answer("nNormal", {"value": sample_size_means(design, test).n}, {}, test)


def gsCP(x: Answer, theta: Any = None, i: float = 1, zi: float = 0, r: float = 18) -> Answer:
    """P(crossing at each later look | zi at look i), for theta, or for what was seen, no effect and the planned one."""
    _, sizes = _design(x)
    look = int(i)
    upper = np.asarray(x.fields["upper"]["bound"], float)
    lower = np.asarray(x.fields["lower"].get("bound", np.full(len(upper), -np.inf)), float)
    seen = zi / math.sqrt(sizes[look - 1]) if 1 <= look <= len(sizes) else math.nan
    effects = np.array(vector(theta)) if given(theta) else np.array([seen, 0.0, x.fields["delta"]])
    below, above = conditional.remaining_crossings(lower, upper, sizes, look, zi, effects)
    fields = {
        "theta": effects,
        "n.I": sizes[look:] - sizes[look - 1],
        "upper": {"prob": above},
        "lower": {"prob": below},
    }
    return Answer("gsCP", fields, {}, x)


def condPower(z1: Any, n2: Any, z2: Any = "z2NC", theta: Any = None, x: Any = None) -> Answer:
    """Conditional power of a second stage of n2 patients, by the weights of the plan (z2NC) or of all patients (z2Z)."""
    if z2 not in ("z2NC", "z2Z"):
        raise DesignError(f"The combination {z2} is not read.", fix="Use z2NC or z2Z.")
    design, sizes = _design(x)
    if design.k != 2:
        raise DesignError("condPower is for two stages.", fix="Give a design with k = 2.")
    share, critical = float(design.information_rates[0]), float(design.critical_values[1])
    effect = number(theta, "theta") if given(theta) else None
    first = float(sizes[0])
    shown = [
        conditional.two_stage_conditional_power(
            z, share if z2 == "z2NC" else first / (first + n), first, n, critical, effect
        )
        for z, n in np.broadcast(np.atleast_1d(z1), np.atleast_1d(n2))
    ]
    return Answer("condPower", {"CP": np.array(shown), "n2": n2, "z1": z1}, {}, design)


CALLS = checked(
    {
        "nBinomial1Sample": nBinomial1Sample,
        "nBinomial": nBinomial,
        "nNormal": nNormal,
        "gsCP": gsCP,
        "condPower": condPower,
    }
)


def _design(x: Any) -> tuple[SequentialDesign, Any]:
    if not isinstance(x, Answer) or x.call not in ("gsDesign", "gsSurv"):
        raise DesignError("The design x is not one of gsDesign().", fix="Give x = gsDesign(...).")
    return x.of, x.fields["n.I"]
