"""Errors whose spread differs by group: the covariance of one group, and ratios of the others' standard deviations to its.

Fitted as other covariances over visits are, by mmrm.fit. Source: Pinheiro & Bates 2000, section 5.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels import mmrm
from trialwright.kernels.covariance_structures import Structure
from trialwright.kernels.random_effects import RandomEffectsFit
from trialwright.kernels.serial_effects import is_singular, random_part

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class OneVariance:
    """s^2 at the only place. theta : log s."""

    def start(self, variances: Floats) -> Floats:
        return np.array([0.5 * np.log(variances.mean())])

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        v = np.full((1, 1), np.exp(2 * theta[0]))
        return v, 2 * v[None], 4 * v[None, None]


@dataclass(frozen=True)
class Scaled:
    """V_ij = r_g r_h B_ij, place g m + i of visit i in group g. theta : of the base B, then log r of each group but the first."""

    base: Structure
    m: int
    groups: int

    def start(self, variances: Floats) -> Floats:
        each = variances.reshape(self.groups, self.m)
        return np.concatenate([self.base.start(each.mean(0)), np.zeros(self.groups - 1)])

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        q = len(theta) - self.groups + 1
        place = np.tile(np.arange(self.m), self.groups)
        group = np.repeat(np.arange(self.groups), self.m)
        found = self.base.derivatives(theta[:q])
        v, dv, ddv = (a[..., place[:, None], place] for a in found)
        ratio = np.exp(np.concatenate([[0.0], theta[q:]]))[group]
        outer = np.outer(ratio, ratio)
        return scaled(outer * v, outer * dv, outer * ddv, group, self.groups)


def scaled(v: Floats, dv: Floats, ddv: Floats, group: Integers, groups: int) -> tuple[Floats, Floats, Floats]:
    """V and its derivatives, further ones by the log ratios of the groups but the first, by which V is scaled already."""
    q, size = len(dv), len(dv) + groups - 1
    own = group[None] == np.arange(1, groups)[:, None]
    times = own[:, :, None].astype(float) + own[:, None, :]
    first, second = np.zeros((size, *v.shape)), np.zeros((size, size, *v.shape))
    first[:q], first[q:] = dv, times * v
    second[:q, :q] = ddv
    second[q:, :q] = times[:, None] * dv[None]
    second[:q, q:] = second[q:, :q].swapaxes(0, 1)
    second[q:, q:] = times[:, None] * times[None] * v
    return v, first, second


@dataclass(frozen=True)
class RandomAndScaled:
    """V = Z G Z' + D, D diagonal with (s r_g)^2. theta : L's lower triangle by rows, log s, log r of each group but the first.
    z : (m, q); group : (m,) of each place."""

    z: Floats
    group: Integers
    groups: int

    def start(self, variances: Floats) -> Floats:
        half, q = 0.5 * float(variances.mean()), self.z.shape[1]
        size = np.sqrt(half / q / np.maximum(np.mean(self.z**2, axis=0), 1e-12))
        return np.array([*np.diag(size)[np.tril_indices(q)], 0.5 * np.log(half), *np.zeros(self.groups - 1)])

    def derivatives(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        q = self.z.shape[1]
        inner = q * (q + 1) // 2
        v, dv, ddv = random_part(self.z, theta[:inner])
        ratio = np.exp(theta[inner] + np.concatenate([[0.0], theta[inner + 1 :]]))[self.group]
        error = np.diag(ratio**2)
        e, de, dde = scaled(error, 2 * error[None], 4 * error[None, None], self.group, self.groups)
        first, second = np.concatenate([dv, de]), np.zeros((len(theta), len(theta), *v.shape))
        second[:inner, :inner], second[inner:, inner:] = ddv, dde
        return v + e, first, second


def fit_random(
    x: Floats, z: Floats, y: Floats, subject: Integers, group: Integers, reml: bool = True
) -> tuple[RandomEffectsFit, mmrm.MMRMFit, Floats]:
    """The fit, as mmrm has it too, and the ratios (groups,). x : (n, p); z : (n, q); subject, group : (n,) from 0."""
    keys = np.column_stack([z, group])
    # Rows of a subject that are alike have errors of their own: the first, second, ... of each kind.
    _, kind = np.unique(np.column_stack([keys, subject]), axis=0, return_inverse=True)
    turn = np.zeros(len(y))
    for k in np.unique(kind.reshape(-1)):
        same = kind.reshape(-1) == k
        turn[same] = np.arange(same.sum())
    rows, place = np.unique(np.column_stack([keys, turn]), axis=0, return_inverse=True)
    q, groups = z.shape[1], int(group.max()) + 1
    form = RandomAndScaled(rows[:, :q], rows[:, q].astype(np.int64), groups)
    found = mmrm.fit(x, y, place.reshape(-1).astype(np.int64), subject, form, reml, len(rows))
    inner = q * (q + 1) // 2
    root = np.zeros((q, q))
    root[np.tril_indices(q)] = found.theta[:inner]
    sigma = float(np.exp(found.theta[inner]))
    random = root @ root.T
    whole = RandomEffectsFit(
        found.b, found.covariance, random, sigma, found.deviance, found.converged, is_singular(random, z, sigma),
        root / sigma, reml,
    )  # fmt: skip
    return whole, found, np.exp(np.concatenate([[0.0], found.theta[inner + 1 :]]))
