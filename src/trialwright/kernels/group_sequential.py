"""Group-sequential probabilities by recursive integration over the density of the statistic that goes on.

Statistic: Z_i ~ N(drift * sqrt(I_i), 1) with independent increments of Z_i sqrt(I_i) over information I.
The sub-density of Z_i on the continuation region (lower_i, upper_i) is held at Gauss-Legendre nodes of equal
panels, as narrow as the next transition is sharp, so that each integral is exact to about 1e-13.
Sources: Armitage, McPherson & Rowe 1969, J R Stat Soc A 132:235; Jennison & Turnbull 2000, chapter 19.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled

Floats = NDArray[np.float64]

# 16 Gauss-Legendre nodes integrate exp(-x^2/2) over a panel of 5 sd to 1e-14.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
PANEL = 5.0
REACH = 8.2  # sd beyond which the density is left out: 1.2e-16 of the mass
WINDOW = 10.5  # sd of a step beyond which it is not followed: exp(-55)
ROOT2 = math.sqrt(2.0)
ROOT2PI = math.sqrt(2.0 * math.pi)


@compiled
def below(x: float) -> float:
    """P(N(0, 1) < x), accurate in the lower tail."""
    return 0.5 * math.erfc(-x / ROOT2)


@compiled
def grid(lower: float, upper: float, mean: float, width: float) -> tuple[Floats, Floats]:
    """Nodes and weights on [lower, upper] as far as N(mean, 1) reaches, in panels of PANEL * width at most."""
    a, b = max(lower, mean - REACH), min(upper, mean + REACH)
    if not a < b:
        return np.empty(0), np.empty(0)
    panels = math.ceil((b - a) / (PANEL * width))
    half = 0.5 * (b - a) / panels
    z, w = np.empty(panels * len(NODES)), np.empty(panels * len(NODES))
    for p in range(panels):
        middle = a + (2 * p + 1) * half
        for j in range(len(NODES)):
            z[p * len(NODES) + j] = middle + half * NODES[j]
            w[p * len(NODES) + j] = half * WEIGHTS[j]
    return z, w


@compiled
def sharpness(before: float, now: float, after: float) -> float:
    """The sd on the z scale of what is integrated at a look: the density's own, sqrt of the last increment of
    information over the information, times the next transition's, sqrt of the next increment over it."""
    own = (now - before) / now
    return math.sqrt(1.0 / (1.0 / own + now / (after - now)))


@compiled
def density(z: Floats, mass: Floats, before: float, now: float, drift: float, here: Floats) -> Floats:
    """Sub-density at `here` (m,) of Z at information `now`, from nodes z (n,) of the look before with their masses,
    density times weight; both ascending. before = 0: this is the first look, and z and mass are not used."""
    found = np.zeros(len(here))
    if before == 0.0:
        for j in range(len(here)):
            found[j] = math.exp(-0.5 * (here[j] - drift * math.sqrt(now)) ** 2) / ROOT2PI
        return found
    step = now - before
    a, b, c = math.sqrt(now / step), math.sqrt(before / step), drift * math.sqrt(step)
    first = 0
    for j in range(len(here)):
        x = a * here[j] - c
        while first < len(z) and b * z[first] < x - WINDOW:
            first += 1
        total = 0.0
        for i in range(first, len(z)):
            apart = b * z[i] - x
            if apart > WINDOW:
                break
            total += mass[i] * math.exp(-0.5 * apart * apart)
        found[j] = total * a / ROOT2PI
    return found


@compiled
def beyond(
    z: Floats, mass: Floats, before: float, now: float, drift: float, bound: float, side: float
) -> float:
    """P(still going, then Z of this look above the bound), side = 1, or below it, side = -1."""
    if math.isinf(bound) and bound * side > 0:
        return 0.0
    if before == 0.0:
        return below(side * (drift * math.sqrt(now) - bound))
    step = now - before
    a, b, c = math.sqrt(now / step), math.sqrt(before / step), drift * math.sqrt(step)
    total = 0.0
    for i in range(len(z)):
        total += mass[i] * below(side * (b * z[i] + c - a * bound))
    return total


@compiled
def going_on(
    z: Floats,
    mass: Floats,
    before: float,
    now: float,
    after: float,
    drift: float,
    lower: float,
    inside: float,
    upper: float,
) -> tuple[Floats, Floats]:
    """Nodes and masses of Z at this look in (lower, -inside) and (inside, upper); inside <= 0 for no gap."""
    width, mean = sharpness(before, now, after), drift * math.sqrt(now)
    if inside > 0.0:
        z1, w1 = grid(lower, -inside, mean, width)
        z2, w2 = grid(inside, upper, mean, width)
        here, weights = np.append(z1, z2), np.append(w1, w2)
    else:
        here, weights = grid(lower, upper, mean, width)
    return here, density(z, mass, before, now, drift, here) * weights


@compiled
def exit_probabilities(
    lower: Floats, inside: Floats, upper: Floats, information: Floats, drift: float
) -> tuple[Floats, Floats, Floats]:
    """P(first exit at look i below `lower`, between -inside and inside, above `upper`), each (k,).

    inside : (k,) half-width of an inner wedge, 0 for none. The rest as in `stage_probabilities`.
    """
    k = len(information)
    under, within, over = np.zeros(k), np.zeros(k), np.zeros(k)
    z, mass, before = np.empty(0), np.empty(0), 0.0
    for i in range(k):
        now = information[i]
        under[i] = beyond(z, mass, before, now, drift, lower[i], -1.0)
        over[i] = beyond(z, mass, before, now, drift, upper[i], 1.0)
        if inside[i] > 0.0:
            within[i] = beyond(z, mass, before, now, drift, inside[i], -1.0) - beyond(
                z, mass, before, now, drift, -inside[i], -1.0
            )
        if i + 1 < k:
            z, mass = going_on(z, mass, before, now, information[i + 1], drift, lower[i], inside[i], upper[i])
            before = now
    return under, within, over


@compiled
def stage_probabilities(
    lower: Floats, upper: Floats, information: Floats, drift: float
) -> tuple[Floats, Floats]:
    """P(first exit at look i through the lower, through the upper bound).

    lower, upper : (k,) on the z scale, -inf or inf for none, lower <= upper. information : (k,) > 0, increasing,
    in any unit. drift : expected Z at information 1. Returns (below, above), each (k,), exact to about 1e-12.
    """
    under, _, over = exit_probabilities(lower, np.zeros(len(information)), upper, information, drift)
    return under, over


@compiled
def bound_with(
    z: Floats, mass: Floats, before: float, now: float, drift: float, target: float, side: float
) -> float:
    """The bound with P(still going, then Z beyond it) = target; inf on that side where target <= 0, and on the
    other side where all who go on would not reach it.

    The tail of a log-concave density is log-concave, so Newton's steps on its logarithm come from one side.
    """
    everyone = beyond(z, mass, before, now, drift, -side * np.inf, side)
    if target <= 1e-300:
        return side * np.inf
    if target >= everyone:
        return -side * np.inf
    near = (
        drift * math.sqrt(now) * side - 2 * REACH
    )  # in units of side * z: the tail beyond `near` is everyone
    far = near + 60.0
    x = near + 3 * REACH
    here = np.empty(1)
    for _ in range(200):
        tail = beyond(z, mass, before, now, drift, side * x, side)
        if tail > target:
            near = x
        else:
            far = x
        here[0] = side * x
        slope = float(density(z, mass, before, now, drift, here)[0])
        step = math.log(tail / target) * tail / slope if tail > 0.0 and slope > 0.0 else np.inf
        new = x + step if near < x + step < far else 0.5 * (near + far)
        if abs(new - x) < 1e-12:
            return side * new
        x = new
    return side * x


@compiled
def spending_bounds(
    alpha: Floats,
    beta: Floats,
    lower: Floats,
    upper: Floats,
    information: Floats,
    drift: float,
    binding: bool,
    joined: bool,
) -> tuple[Floats, Floats, float]:
    """Bounds that spend alpha[i] above the upper bound under drift 0 and beta[i] below the lower under `drift`.

    alpha, beta : (k,) per look; NaN where upper[i] or lower[i] is given. binding : the alpha counts stopping at the
    lower bounds. joined : the last lower bound is the last upper one. drift : NaN where no beta is spent. Returns
    (lower, upper, excess); excess is P(below | drift) - sum(beta), and falls with drift.
    """
    k = len(information)
    lower, upper = lower.copy(), upper.copy()
    z0, m0, z1, m1, before = np.empty(0), np.empty(0), np.empty(0), np.empty(0), 0.0
    tracked, excess = not math.isnan(drift), 0.0
    for i in range(k):
        now = information[i]
        if not math.isnan(alpha[i]):
            upper[i] = bound_with(z0, m0, before, now, 0.0, alpha[i], 1.0)
        if i == k - 1 and joined:
            lower[i] = upper[i]
        elif not math.isnan(beta[i]):
            lower[i] = min(bound_with(z1, m1, before, now, drift, beta[i], -1.0), upper[i])
        if tracked:
            excess += beyond(z1, m1, before, now, drift, lower[i], -1.0) - beta[i]
        if i + 1 < k:
            after, floor = information[i + 1], lower[i] if binding else -np.inf
            z0, m0 = going_on(z0, m0, before, now, after, 0.0, floor, 0.0, upper[i])
            if tracked:
                z1, m1 = going_on(z1, m1, before, now, after, drift, lower[i], 0.0, upper[i])
            before = now
    return lower, upper, excess


@compiled
def wedge_with(
    z: Floats, mass: Floats, before: float, now: float, drift: float, target: float, most: float
) -> float:
    """The half-width x in [0, most] with P(still going, then |Z| < x) = target; `most` where that has less."""
    near, far, x = 0.0, most, 0.5 * most
    ends = np.empty(2)
    for _ in range(200):
        inner = beyond(z, mass, before, now, drift, x, -1.0) - beyond(z, mass, before, now, drift, -x, -1.0)
        if inner < target:
            near = x
        else:
            far = x
        ends[0], ends[1] = -x, x
        new = x + (target - inner) / float(density(z, mass, before, now, drift, ends).sum())
        if not near < new < far:
            new = 0.5 * (near + far)
        if abs(new - x) < 1e-12:
            return new
        x = new
    return x


@compiled
def two_sided_spending_bounds(
    alpha: Floats,
    beta: Floats,
    inside: Floats,
    information: Floats,
    drift: float,
    binding: bool,
) -> tuple[Floats, Floats, float]:
    """Two-sided bounds: alpha[i] spent above the upper (and as much below its mirror image) under drift 0, and, where
    beta[i] is not NaN, a wedge within which cumulative beta[i] (k,) has been spent under `drift`.

    inside : (k,) given wedges, 0 for none, where beta[i] is NaN. drift : NaN where no beta is spent. Returns (inside,
    upper, excess): excess is P(no rejection | drift) - beta[k-1].
    """
    k = len(information)
    inside, upper = inside.copy(), np.empty(k)
    z0, m0, z1, m1, before = np.empty(0), np.empty(0), np.empty(0), np.empty(0), 0.0
    tracked, spent = not math.isnan(drift), 0.0
    for i in range(k):
        now = information[i]
        upper[i] = bound_with(z0, m0, before, now, 0.0, alpha[i], 1.0)
        if i == k - 1:
            inside[i] = upper[i]
        if tracked:
            if i + 1 < k and not math.isnan(beta[i]):
                inside[i] = wedge_with(
                    z1, m1, before, now, drift, beta[i] - spent, min(upper[i], drift * math.sqrt(now) + REACH)
                )
            spent += beyond(z1, m1, before, now, drift, inside[i], -1.0) - beyond(
                z1, m1, before, now, drift, -inside[i], -1.0
            )
        if i + 1 < k:
            after, gap = information[i + 1], inside[i] if binding else 0.0
            z0, m0 = going_on(z0, m0, before, now, after, 0.0, -upper[i], gap, upper[i])
            if tracked:
                z1, m1 = going_on(z1, m1, before, now, after, drift, -upper[i], inside[i], upper[i])
            before = now
    return inside, upper, spent - beta[k - 1]


@compiled
def delayed_decisions(
    lower: Floats,
    upper: Floats,
    decision: Floats,
    information: Floats,
    pipeline: Floats,
    drift: float,
) -> Floats:
    """(4, k-1) P(stop at look i, and the final test on information[i] + pipeline[i] ends so), rows: stopped above and
    rejects, above and does not, stopped below and rejects, below and does not.

    lower, upper : (k,) bounds that stop recruitment. decision : (k-1,) z bounds of the final test.
    Source: Hampson & Jennison 2013, J R Stat Soc B 75:3.
    """
    k = len(information)
    found = np.zeros((4, k - 1))
    z, mass, before = np.empty(0), np.empty(0), 0.0
    for i in range(k - 1):
        now = information[i]
        mean, later = drift * math.sqrt(now), now + pipeline[i]
        for side in range(2):
            low, high = (upper[i], np.inf) if side == 0 else (-np.inf, lower[i])
            if pipeline[i] > 0.0:
                here, weights = grid(low, high, mean, sharpness(before, now, later))
                stopped = density(z, mass, before, now, drift, here) * weights
                found[2 * side, i] = beyond(here, stopped, now, later, drift, decision[i], 1.0)
                found[2 * side + 1, i] = beyond(here, stopped, now, later, drift, decision[i], -1.0)
            else:
                through = beyond(
                    z, mass, before, now, drift, upper[i] if side == 0 else lower[i], 1.0 - 2 * side
                )
                found[3 * side, i] = through
        z, mass = going_on(z, mass, before, now, information[i + 1], drift, lower[i], 0.0, upper[i])
        before = now
    return found
