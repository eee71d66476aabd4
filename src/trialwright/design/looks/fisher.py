"""Fisher's product over the stages to come: conditional rejection, power, and the final p-value.

The product C = p1 p2^w2 p3^w3 ... rejects at look j where it is at most c_j, and the trial stops for futility
where a stage's own p reaches alpha0_j.
Source: Bauer & Koehne 1994, Biometrics 50:1029; Wassmer 1999, Biometrics 55:1286; Wassmer & Brannath 2016, 6.2.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.looks.evidence import Floats
from trialwright.design.looks.paths import weights

# Gauss-Legendre nodes a stage, by the number of stages integrated over.
_NODES = {0: 0, 1: 128, 2: 64, 3: 32, 4: 20}


def fisher_rejections(
    design: SequentialDesign, product: float, stage: int, means: Floats, binding_only: bool = False
) -> Floats:
    """P(first reject at look i | product at look `stage`) for the looks after it: (k - stage,).

    means : (k - stage,) expected z of each later stage; zeros for the conditional rejection probability.
    binding_only : whether the trial goes past futility bounds that are not binding.
    """
    found = np.zeros(design.k - stage)
    nodes, share = np.polynomial.legendre.leggauss(max(2, _NODES.get(design.k - stage - 1, 12)))
    products, mass = np.array([product]), np.array([1.0])
    for i, mean in enumerate(means):
        look = stage + i
        reject_at, go_on_until = _stage_limits(design, products, look, binding_only)
        found[i] = (mass * _below(reject_at, mean)).sum()
        if i + 1 < len(means):
            low, high = _z(go_on_until, mean), _z(reject_at, mean)
            low = np.minimum(low, high)
            half = (high - low)[:, None] / 2
            z = (high + low)[:, None] / 2 + half * nodes
            density = np.exp(-0.5 * (z - mean) ** 2) / np.sqrt(2 * np.pi)
            mass = (mass[:, None] * half * share * density).ravel()
            products = (products[:, None] * ndtr(-z) ** weights(design)[look]).ravel()
    return found


def _stage_limits(
    design: SequentialDesign, products: Floats, look: int, binding_only: bool
) -> tuple[Floats, Floats]:
    """The p of the stage after `look` looks at which it rejects, and from which it stops for futility."""
    critical = max(float(design.critical_values[look]), 0.0)
    reject_at = np.minimum(1.0, (critical / products) ** (1 / weights(design)[look]))
    passed = binding_only and not design.binding_futility
    return reject_at, np.full(len(products), 1.0 if passed else _alpha0(design, look))


def _alpha0(design: SequentialDesign, look: int) -> float:
    if design.futility_bounds is None or look >= design.k - 1:
        return 1.0
    return float(design.futility_bounds[look])


def _below(p: Floats, mean: float) -> Floats:
    """P(a stage's p-value is at most p) where its z has this mean."""
    return np.asarray(ndtr(mean + ndtri(p)))


def _z(p: Floats, mean: float) -> Floats:
    """z of a p-value, cut where nothing of N(mean, 1) is left."""
    return np.clip(-ndtri(p), mean - 9.0, mean + 9.0)


def fisher_final_p(design: SequentialDesign, p: Floats, look: int) -> float:
    """P(stopping as early with as small a product or earlier), for stopping at look 1 or at look 2 of 2.

    p : (look,) stage-wise p-values. NaN for later looks of longer designs.
    """
    if look == 1:
        return float(p[0])
    if design.k > 2:
        return float("nan")
    weight = float(weights(design)[1])
    c1, seen = float(design.critical_values[0]), float(p[0] * p[1] ** weight)
    end = _alpha0(design, 0) if design.binding_futility else 1.0
    certain = min(max(seen, c1), end)  # below it any second p gives a product this small
    tail = _power_integral(certain, end, 1 / weight) * seen ** (1 / weight)
    return c1 + max(0.0, certain - c1) + tail


def _power_integral(low: float, high: float, exponent: float) -> float:
    """The integral of x ** -exponent."""
    if exponent == 1:
        return float(np.log(high / low))
    return float((high ** (1 - exponent) - low ** (1 - exponent)) / (1 - exponent))
