"""Random effects with errors that are correlated along time: V = Z G Z' + s^2 R over the distinct (place, time) of rows.

R_ij = rho^gap_ij: "ar1" with whole gaps and -1 < rho < 1, "sp_exp" with any gaps and 0 < rho < 1. G = L L', the
entries of L unbounded, so that a variance of 0 is no bound. Fitted as other covariances over visits are, by mmrm.fit.
Source: Pinheiro & Bates 2000, section 5.3; Jones 1993, chapter 3 (continuous time).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels import mmrm
from trialwright.kernels.random_effects import RandomEffectsFit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NAMES = ("ar1", "sp_exp")
# The likelihood may have a maximum on either side: errors that are alike, or patients that differ.
STARTS = (0.2, 0.8, -0.3)


@dataclass(frozen=True)
class RandomAndSerial:
    """theta : L's lower triangle by rows, log s, and kappa of rho. z : (m, q); gap : (m, m); first : rho to begin at."""

    z: Floats
    gap: Floats
    continuous: bool
    first: float = 0.2

    def start(self, variances: Floats) -> Floats:
        half, q = 0.5 * float(variances.mean()), self.z.shape[1]
        size = np.sqrt(half / q / np.maximum(np.mean(self.z**2, axis=0), 1e-12))
        rho = self.first
        kappa = np.log(rho / (1 - rho)) if self.continuous else rho / np.sqrt(1 - rho**2)
        return np.array([*np.diag(size)[np.tril_indices(q)], 0.5 * np.log(half), kappa])

    def root(self, theta: Floats) -> Floats:
        """L, (q, q)."""
        q = self.z.shape[1]
        out = np.zeros((q, q))
        out[np.tril_indices(q)] = theta[:-2]
        return out

    def rho(self, theta: Floats) -> tuple[float, float, float]:
        """With its derivatives by kappa."""
        k = float(theta[-1])
        if self.continuous:
            p = 1 / (1 + np.exp(-k))
            return p, p * (1 - p), p * (1 - p) * (1 - 2 * p)
        return k / (1 + k**2) ** 0.5, (1 + k**2) ** -1.5, -3 * k * (1 + k**2) ** -2.5

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        s2, m, size = np.exp(2 * theta[-2]), len(self.z), len(theta)
        dv, ddv = np.zeros((size, m, m)), np.zeros((size, size, m, m))
        v, dv[:-2], ddv[:-2, :-2] = random_part(self.z, theta[:-2])
        rho, d1, d2 = self.rho(theta)
        g = self.gap
        by, twice = _times(g, rho, g - 1), _times(g * (g - 1), rho, g - 2)
        error = s2 * _times(np.ones_like(g), rho, g)
        dv[-2], dv[-1] = 2 * error, s2 * by * d1
        ddv[-2, -2], ddv[-1, -1] = 4 * error, s2 * (twice * d1**2 + by * d2)
        ddv[-2, -1] = ddv[-1, -2] = 2 * dv[-1]
        return v + error, dv, ddv


def random_part(z: Floats, lower: Floats) -> tuple[Floats, Floats, Floats]:
    """Z L L' Z' and its derivatives by L's lower triangle, by rows. z : (m, q)."""
    m, q, size = len(z), z.shape[1], len(lower)
    root = np.zeros((q, q))
    root[np.tril_indices(q)] = lower
    places = list(zip(*np.tril_indices(q), strict=True))
    moved = z @ root
    dv, ddv = np.zeros((size, m, m)), np.zeros((size, size, m, m))
    for k, (i, j) in enumerate(places):
        dv[k] = np.outer(z[:, i], moved[:, j])
        dv[k] += dv[k].T
        for n, (a, b) in enumerate(places[: k + 1]):
            if j == b:
                ddv[k, n] = np.outer(z[:, i], z[:, a])
                ddv[k, n] += ddv[k, n].T
                ddv[n, k] = ddv[k, n]
    return moved @ moved.T, dv, ddv


def is_singular(random: Floats, z: Floats, sigma: float) -> bool:
    """Whether a random effect has no variance beside the errors', or two are one."""
    spread = np.sqrt(np.maximum(np.diag(random), 1e-300))
    return bool(
        np.min(np.linalg.eigvalsh(random / np.outer(spread, spread))) < 1e-6
        or np.min(np.diag(random) * np.mean(z**2, axis=0)) < 1e-8 * sigma**2
    )


def _times(factor: Floats, rho: float, power: Floats) -> Floats:
    """factor rho^power, 0 where the factor is; of a negative rho whole powers alone."""
    sign = np.sign(rho) ** (power % 2) if rho < 0 else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(factor == 0, 0.0, factor * sign * np.abs(rho) ** power)


def fit(
    x: Floats,
    z: Floats,
    y: Floats,
    group: Integers,
    time: Floats,
    name: str = "ar1",
    reml: bool = True,
) -> tuple[RandomEffectsFit, mmrm.MMRMFit, float]:
    """The fit, as mmrm has it too, and rho. x : (n, p); z : (n, q); group : (n,) 0 to g - 1; time : (n,), of which "ar1" counts
    whole steps. ValueError where a group has two rows at one time."""
    rows, place = np.unique(np.column_stack([time, z]), axis=0, return_inverse=True)
    place = place.reshape(-1).astype(np.int64)
    gap = np.abs(rows[:, :1] - rows[:, 0])
    pairs = np.column_stack([group, time])
    if len(np.unique(pairs, axis=0)) < len(pairs):
        raise ValueError("A subject has two measurements at one time.")
    best = None
    for first in STARTS[: 2 if name == "sp_exp" else 3]:
        form = RandomAndSerial(rows[:, 1:], gap, name == "sp_exp", first)
        found = mmrm.fit(x, y, place, group, form, reml, len(rows))
        if best is None or found.deviance < best.deviance - 1e-9:
            best = found
    assert best is not None
    root, sigma = form.root(best.theta), float(np.exp(best.theta[-2]))
    random = root @ root.T
    singular = is_singular(random, z, sigma)
    whole = RandomEffectsFit(
        best.b, best.covariance, random, sigma, best.deviance, best.converged, singular, root / sigma, reml
    )
    return whole, best, form.rho(best.theta)[0]
