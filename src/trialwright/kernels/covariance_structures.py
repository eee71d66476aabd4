"""Covariance of a subject's measurements over m visits, as a function of unconstrained parameters, with derivatives.

Unstructured: V = L L', L = diag(exp theta) times a unit lower triangle. "symm": the same scaled to one variance. All others: V_ij = s_i s_j R_ij, s = exp theta,
and R_ij a product of powers of correlations rho = kappa / sqrt(1 + kappa^2); compound symmetry has one correlation,
logistic in kappa between -1 / (m - 1) and 1. Kenward and Roger's covariance depends on the choice of parameters: this
one gives the figures of the R package mmrm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NAMES = ("us", "ar1", "ar1h", "cs", "csh", "ad", "adh", "toep", "toeph", "symm", "sp_exp")


class Structure(Protocol):
    """What mmrm.fit needs of a structure."""

    def start(self, variances: Floats) -> Floats:
        """Parameters to begin at, from residual variances (m,)."""

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        """V (m, m), its first (q, m, m) and second (q, q, m, m) derivatives."""


def structure(name: str, m: int, times: Floats | None = None) -> Structure:
    """The structure of that name over m visits, whose times sp_exp takes; ValueError where there is none."""
    if name not in NAMES:
        raise ValueError(f"No covariance structure {name!r}; there are {', '.join(NAMES)}.")
    if name == "sp_exp":
        if times is None:
            raise ValueError("`sp_exp` needs visits that are numbers.")
        return Spatial(times)
    if name == "us":
        return Unstructured(m)
    if name == "symm":
        return Symmetric(m)
    heterogeneous = name.endswith("h")
    plain = name.removesuffix("h") if heterogeneous else name
    return Correlated(m, powers(plain, m), heterogeneous, plain == "cs")


def powers(name: str, m: int) -> Integers:
    """(correlations, m, m) exponents of each correlation in R."""
    i, j = np.indices((m, m))
    lag = np.abs(i - j)
    if name == "ar1":
        return np.asarray(lag[None], dtype=np.int64)
    if name == "cs":
        return np.asarray((lag > 0)[None], dtype=np.int64)
    if name == "toep":
        return np.stack([(lag == k).astype(np.int64) for k in range(1, m)])
    low, high = np.minimum(i, j), np.maximum(i, j)
    return np.stack([((low <= k) & (k < high)).astype(np.int64) for k in range(m - 1)])


@dataclass(frozen=True)
class Unstructured:
    """theta : m logarithms of the diagonal of L, then the lower triangle of the unit matrix by rows."""

    m: int

    def start(self, variances: Floats) -> Floats:
        return np.concatenate([0.5 * np.log(variances), np.zeros(self.m * (self.m - 1) // 2)])

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        m, q = self.m, len(theta)
        scale = np.exp(theta[:m])
        low = np.tril_indices(m, -1)
        unit = np.eye(m)
        unit[low] = theta[m:]
        root = scale[:, None] * unit
        first, second = np.zeros((q, m, m)), np.zeros((q, q, m, m))
        for k in range(m):
            first[k, k] = root[k]
            second[k, k, k] = root[k]
        for n, (i, j) in enumerate(zip(*low, strict=True)):
            first[m + n, i, j] = scale[i]
            second[m + n, i, i, j] = second[i, m + n, i, j] = scale[i]
        dv = first @ root.T
        both = np.einsum("kij,lmj->klim", first, first)
        ddv = second @ root.T + both
        return root @ root.T, dv + dv.swapaxes(-1, -2), ddv + ddv.swapaxes(-1, -2)


@dataclass(frozen=True)
class Symmetric:
    """One variance, any correlations: V_ij = s^2 C_ij / sqrt(C_ii C_jj), C = U U'. theta : log s, then the lower triangle of the
    unit matrix U by rows."""

    m: int

    def start(self, variances: Floats) -> Floats:
        return np.concatenate([[0.5 * np.log(variances.mean())], np.zeros(self.m * (self.m - 1) // 2)])

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        m, q = self.m, len(theta)
        c, dc, ddc = Unstructured(m).derivatives(np.concatenate([np.zeros(m), theta[1:]]))
        dc, ddc = dc[m:], ddc[m:, m:]
        own, d_own, dd_own = (np.diagonal(a, axis1=-2, axis2=-1) for a in (c, dc, ddc))
        # log V_ij's part that normalises: f_i + f_j, f = -log(C_ii) / 2.
        f1 = -0.5 * d_own / own
        f2 = -0.5 * (dd_own / own - d_own[:, None] * d_own[None] / own**2)
        f1, f2 = (f[..., :, None] + f[..., None, :] for f in (f1, f2))
        e = np.exp(2 * theta[0]) / np.sqrt(np.outer(own, own))
        v, dv, ddv = e * c, np.zeros((q, m, m)), np.zeros((q, q, m, m))
        dv[0], dv[1:] = 2 * v, e * (f1 * c + dc)
        ddv[0, 0], ddv[0, 1:] = 4 * v, 2 * dv[1:]
        ddv[1:, 0] = ddv[0, 1:]
        mixed = f1[:, None] * dc[None]
        ddv[1:, 1:] = e * ((f1[:, None] * f1[None] + f2) * c + mixed + mixed.swapaxes(0, 1) + ddc)
        return v, dv, ddv


@dataclass(frozen=True)
class Spatial:
    """V_ij = s^2 rho^|t_i - t_j| at visits' times (m,), 0 < rho < 1. theta : log s, logit rho. Continuous-time autoregression."""

    times: Floats

    def start(self, variances: Floats) -> Floats:
        return np.array([0.5 * np.log(variances.mean()), 1.0])

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        d = np.abs(self.times[:, None] - self.times)
        rho = 1 / (1 + np.exp(-theta[1]))
        v = np.exp(2 * theta[0]) * rho**d
        # d log(rho) / d theta = 1 - rho, so each derivative by the second is V times a polynomial of d (1 - rho).
        by = d * (1 - rho)
        first = np.stack([2 * v, v * by])
        second = np.stack(
            [np.stack([4 * v, 2 * v * by]), np.stack([2 * v * by, v * (by**2 - d * rho * (1 - rho))])]
        )
        return v, first, second


@dataclass(frozen=True)
class Grouped:
    """A covariance of each group's own: block g of the visits g m to g m + m - 1. theta : of the first, then the second..."""

    each: Structure
    m: int
    groups: int

    def start(self, variances: Floats) -> Floats:
        return np.concatenate([self.each.start(v) for v in np.split(variances, self.groups)])

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        m, total, q = self.m, self.m * self.groups, len(theta) // self.groups
        v, first = np.zeros((total, total)), np.zeros((len(theta), total, total))
        second = np.zeros((len(theta), len(theta), total, total))
        for g in range(self.groups):
            at, own = slice(g * m, (g + 1) * m), slice(g * q, (g + 1) * q)
            v[at, at], first[own, at, at], second[own, own, at, at] = self.each.derivatives(theta[own])
        return v, first, second


@dataclass(frozen=True)
class Correlated:
    """theta : one log standard deviation, or m; then kappa of each correlation. power : as `powers` gives."""

    m: int
    power: Integers
    heterogeneous: bool
    exchangeable: bool = False

    def start(self, variances: Floats) -> Floats:
        spread = variances if self.heterogeneous else np.array([variances.mean()])
        kappa = np.full(len(self.power), 0.1 if self._chained() else 0.0)
        return np.concatenate([0.5 * np.log(spread), kappa])

    def _chained(self) -> bool:
        # A correlation of 0 makes the derivatives of its powers and products vanish.
        return bool((self.power.max(axis=(1, 2)) > 1).any() or (self.power.sum(0) > 1).any())

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        m, scales = self.m, self.m if self.heterogeneous else 1
        log_sd, kappa = theta[:scales], theta[scales:]
        sd = np.exp(log_sd) if self.heterogeneous else np.full(m, np.exp(log_sd[0]))
        outer = np.outer(sd, sd)
        r, dr, ddr = self._correlation(kappa)
        q = len(theta)
        v, dv, ddv = outer * r, np.zeros((q, m, m)), np.zeros((q, q, m, m))
        # By log standard deviations: V_ij times how often the parameter stands in s_i s_j.
        if self.heterogeneous:
            times = np.zeros((m, m, m))
            for k in range(m):
                times[k, k, :] += 1
                times[k, :, k] += 1
        else:
            times = np.full((1, m, m), 2.0)
        dv[:scales], dv[scales:] = times * v, outer * dr
        ddv[:scales, :scales] = times[:, None] * times[None] * v
        ddv[:scales, scales:] = times[:, None] * (outer * dr)[None]
        ddv[scales:, :scales] = ddv[:scales, scales:].swapaxes(0, 1)
        ddv[scales:, scales:] = outer * ddr
        return v, dv, ddv

    def _correlation(self, kappa: Floats) -> tuple[Floats, Floats, Floats]:
        """R and its derivatives by kappa."""
        c, m = len(kappa), self.m
        if self.exchangeable:
            lowest = -1 / (m - 1) if m > 1 else -1.0
            p = 1 / (1 + np.exp(-kappa))
            rho, d1 = lowest + (1 - lowest) * p, (1 - lowest) * p * (1 - p)
            d2 = d1 * (1 - 2 * p)
        else:
            rho = kappa / np.sqrt(1 + kappa**2)
            d1, d2 = (1 + kappa**2) ** -1.5, -3 * kappa * (1 + kappa**2) ** -2.5
        e = self.power

        def product(orders: dict[int, int]) -> Floats:
            """R differentiated `orders` times by each rho."""
            out = np.ones((m, m))
            for k in range(c):
                times = orders.get(k, 0)
                factor = np.ones((m, m))
                for drop in range(times):
                    factor = factor * (e[k] - drop)
                left = np.maximum(e[k] - times, 0)
                out = out * np.where(factor != 0, factor * rho[k] ** left, 0.0)
            return out

        by = np.stack([product({k: 1}) for k in range(c)])
        dr, ddr = by * d1[:, None, None], np.zeros((c, c, m, m))
        for k in range(c):
            for n in range(k + 1):
                found = product({k: 2} if k == n else {k: 1, n: 1}) * d1[k] * d1[n]
                if k == n:
                    found = found + by[k] * d2[k]
                ddr[k, n] = ddr[n, k] = found
        return product({}), dr, ddr
