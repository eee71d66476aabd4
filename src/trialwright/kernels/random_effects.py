"""Linear mixed models with random effects of one grouping factor: random intercepts, slopes over time, or more.

y = X b + Z u + error, u normal with covariance s^2 L L' within each group. The likelihood is profiled over b and s^2;
its exact gradient is taken to zero by quasi-Newton steps. Sources: Laird & Ware 1982, Biometrics 38:963; Bates et al.
2015, J Stat Softw 67(1), section 3 (the profiled criterion); Giesbrecht & Burns 1985, Biometrics 41:477 (degrees of
freedom).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from trialwright.kernels.compiled import compiled
from trialwright.kernels.copying import copy_matrix, copy_vector
from trialwright.kernels.profiled_deviance import profiled_deviance
from trialwright.kernels.proportional_odds import solve_positive

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

_STEPS = 100


class Sums(NamedTuple):
    """Of each group: zz (g, q, q), zx (g, q, p), zy (g, q); of all: xx (p, p), xy (p,), yy; n rows."""

    zz: Floats
    zx: Floats
    zy: Floats
    xx: Floats
    xy: Floats
    yy: float
    n: int


class RandomEffectsFit(NamedTuple):
    """b, covariance : fixed effects. random : (q, q) covariance of the random effects. sigma : of the error.

    deviance : -2 log (restricted) likelihood. singular : the random effects' covariance is not of full rank.
    """

    b: Floats
    covariance: Floats
    random: Floats
    sigma: float
    deviance: float
    converged: bool
    singular: bool
    root: Floats
    reml: bool
    diagonal: bool = False


def sums(x: Floats, z: Floats, y: Floats, group: Integers) -> Sums:
    """x : (n, p), z : (n, q), y : (n,), group : (n,) 0 to g - 1."""
    g = int(group.max()) + 1
    zz, zx = np.zeros((g, z.shape[1], z.shape[1])), np.zeros((g, z.shape[1], x.shape[1]))
    zy = np.zeros((g, z.shape[1]))
    np.add.at(zz, group, z[:, :, None] * z[:, None, :])
    np.add.at(zx, group, z[:, :, None] * x[:, None, :])
    np.add.at(zy, group, z * y[:, None])
    return Sums(zz, zx, zy, x.T @ x, x.T @ y, float(y @ y), len(y))


@compiled
def _fill(theta: Floats, root: Floats) -> None:
    at = 0
    for i in range(len(root)):
        for j in range(i + 1):
            root[i, j] = theta[at]
            at += 1


@compiled
def _updated(hessian: Floats, moved: Floats, change: Floats) -> bool:
    """Broyden, Fletcher, Goldfarb and Shanno's update in place; False where the gradient did not curve upwards."""
    size, curve, bend = len(moved), 0.0, 0.0
    pushed = np.zeros(size)
    for i in range(size):
        curve += moved[i] * change[i]
        for j in range(size):
            pushed[i] += hessian[i, j] * moved[j]
        bend += moved[i] * pushed[i]
    if not (curve > 0.0 and bend > 0.0):
        return False
    for i in range(size):
        for j in range(size):
            hessian[i, j] += change[i] * change[j] / curve - pushed[i] * pushed[j] / bend
    return True


@compiled
def _downhill(hessian: Floats, gradient: Floats, factor: Floats, step: Floats) -> float:
    """The step of Newton's method, from a Hessian that is made symmetric in place; the ridge it needed, -1 for none that helps."""
    size = len(step)
    for k in range(size):
        for j in range(k):
            hessian[k, j] = 0.5 * (hessian[k, j] + hessian[j, k])
            hessian[j, k] = hessian[k, j]
    copy_matrix(factor, hessian)
    copy_vector(step, gradient)
    ridge = 0.0
    while not solve_positive(factor, step):
        ridge = 1e-3 if ridge == 0.0 else 4.0 * ridge
        if ridge > 1e15:
            return -1.0
        copy_matrix(factor, hessian)
        copy_vector(step, gradient)
        for k in range(size):
            factor[k, k] += ridge * (1.0 + abs(hessian[k, k]))
    return ridge


@compiled
def _newton(
    zz: Floats,
    zx: Floats,
    zy: Floats,
    xx: Floats,
    xy: Floats,
    yy: float,
    n: int,
    reml: bool,
    theta: Floats,
    b: Floats,
    phi: Floats,
) -> tuple[float, float, bool]:
    """theta, from its start to the minimum; deviance, residual variance, whether it converged."""
    q, size = zz.shape[1], len(theta)
    root, gradient, other = np.zeros((q, q)), np.empty(size), np.empty(size)
    hessian, factor = np.empty((size, size)), np.empty((size, size))
    step, trial = np.empty(size), np.empty(size)
    _fill(theta, root)
    value, s2 = profiled_deviance(zz, zx, zy, xx, xy, yy, n, root, reml, 0.0, b, phi, gradient)
    known = False  # whether the Hessian of the last step, updated, still serves
    for _ in range(_STEPS):
        for k in range(0 if known else size):
            h = 1e-5 * (abs(theta[k]) + 0.01)
            copy_vector(trial, theta)
            trial[k] += h
            _fill(trial, root)
            profiled_deviance(zz, zx, zy, xx, xy, yy, n, root, reml, 0.0, b, phi, other)
            for j in range(size):
                hessian[k, j] = (other[j] - gradient[j]) / h
        ridge = _downhill(hessian, gradient, factor, step)
        if ridge < 0.0:
            return value, s2, False
        promised = 0.0
        for k in range(size):
            promised += step[k] * gradient[k]
        scale = 1.0
        accepted = False
        for _half in range(30):
            for k in range(size):
                trial[k] = theta[k] - scale * step[k]
            _fill(trial, root)
            new, new_s2 = profiled_deviance(zz, zx, zy, xx, xy, yy, n, root, reml, 0.0, b, phi, other)
            if new <= value - 1e-4 * scale * promised + 1e-12 * (1.0 + abs(value)):
                accepted = True
                break
            scale *= 0.5
        if not accepted:
            _fill(theta, root)
            profiled_deviance(zz, zx, zy, xx, xy, yy, n, root, reml, 0.0, b, phi, gradient)
            return value, s2, promised < 1e-6
        known = ridge == 0.0 and scale == 1.0
        if known:
            known = _updated(hessian, trial - theta, other - gradient)
        copy_vector(theta, trial)
        copy_vector(gradient, other)
        value, s2 = new, new_s2
        if promised < 1e-11:
            return value, s2, True
    return value, s2, False


def _start(zz: Floats, n: int) -> Floats:
    q = zz.shape[1]
    root = np.diag(1 / np.sqrt(np.maximum(np.diagonal(zz, axis1=1, axis2=2).sum(0) / n, 1e-12)))
    return np.asarray(root[np.tril_indices(q)])


def _uncorrelated(s: Sums, reml: bool, theta: Floats, b: Floats, phi: Floats) -> tuple[float, float, bool]:
    """As _newton, along the diagonal of L alone."""
    q = s.zz.shape[1]
    at, gradient = _places(q, True), np.empty(len(theta))

    def criterion(diagonal: Floats) -> tuple[float, Floats]:
        value, _ = profiled_deviance(
            s.zz, s.zx, s.zy, s.xx, s.xy, s.yy, s.n, np.diag(diagonal), reml, 0.0, b, phi, gradient
        )
        return float(value), gradient[at].copy()

    found = minimize(criterion, theta[at], jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 500})
    theta[at] = np.abs(found.x)
    value, s2 = profiled_deviance(
        s.zz, s.zx, s.zy, s.xx, s.xy, s.yy, s.n, np.diag(theta[at]), reml, 0.0, b, phi, gradient
    )
    return float(value), float(s2), bool(np.max(np.abs(gradient[at])) < 1e-4)


def _places(q: int, diagonal: bool) -> Integers:
    """Where in L's lower triangle, by rows, the parameters stand."""
    rows, columns = np.tril_indices(q)
    return np.flatnonzero(rows == columns) if diagonal else np.arange(len(rows))


def fit(
    x: Floats, z: Floats, y: Floats, group: Integers, reml: bool = True, diagonal: bool = False
) -> RandomEffectsFit:
    """x : (n, p), z : (n, q) designs of the fixed and the random effects; group : (n,) 0 to g - 1. diagonal : random
    effects that are not correlated."""
    s = sums(x, z, y, group)
    q, p = z.shape[1], x.shape[1]
    theta, b, phi = _start(s.zz, s.n), np.empty(p), np.empty((p, p))
    if diagonal:
        deviance, s2, converged = _uncorrelated(s, reml, theta, b, phi)
    else:
        deviance, s2, converged = _newton(s.zz, s.zx, s.zy, s.xx, s.xy, s.yy, s.n, reml, theta, b, phi)
    root = np.zeros((q, q))
    root[np.tril_indices(q)] = theta
    random = root @ root.T * s2
    size = np.sqrt(np.maximum(np.diag(random), 1e-300))
    singular = bool(np.min(np.linalg.eigvalsh(random / np.outer(size, size))) < 1e-6)
    small = bool(
        np.min(np.abs(np.diag(root)) * np.sqrt(np.diagonal(s.zz, axis1=1, axis2=2).sum(0) / s.n)) < 1e-4
    )
    return RandomEffectsFit(
        b, phi * s2, random, math.sqrt(s2), float(deviance), bool(converged), singular or small, root, reml,
        diagonal,
    )  # fmt: skip


class RandomEffectsFits(NamedTuple):
    """Of many data sets on one design: b, errors (sets, p); theta (sets, q(q+1)/2); sigma, deviance, converged."""

    b: Floats
    errors: Floats
    theta: Floats
    sigma: Floats
    deviance: Floats
    converged: Bools


def fit_many(x: Floats, z: Floats, y: Floats, group: Integers, reml: bool = True) -> RandomEffectsFits:
    """y : (sets, n), the design as in `fit`."""
    s = sums(x, z, y[0], group)
    sets, p, q = len(y), x.shape[1], z.shape[1]
    start = _start(s.zz, s.n)
    b, errors = np.empty((sets, p)), np.empty((sets, p))
    theta, sigma = np.tile(start, (sets, 1)), np.empty(sets)
    deviance, converged = np.empty(sets), np.empty(sets, np.bool_)
    values, phi = np.ascontiguousarray(y, dtype=np.float64), np.empty((p, p))
    zy = np.zeros((sets, len(s.zz), q))
    for g in range(len(s.zz)):
        zy[:, g] = values[:, group == g] @ z[group == g]
    xy, yy = values @ x, np.einsum("sn,sn->s", values, values)
    for k in range(sets):
        deviance[k], s2, converged[k] = _newton(
            s.zz, s.zx, zy[k], s.xx, xy[k], float(yy[k]), s.n, reml, theta[k], b[k], phi
        )
        sigma[k] = math.sqrt(s2)
        errors[k] = np.sqrt(np.diag(phi) * s2)
    return RandomEffectsFits(b, errors, theta, sigma, deviance, converged)


def degrees_of_freedom(
    x: Floats, z: Floats, y: Floats, group: Integers, fitted: RandomEffectsFit, contrast: Floats
) -> float:
    """Satterthwaite's, of one contrast (p,), from the observed information about L and log s; nan where it is singular."""
    s = sums(x, z, y, group)
    q, p = z.shape[1], x.shape[1]
    places = _places(q, fitted.diagonal)
    low = tuple(i[places] for i in np.tril_indices(q))
    at = np.concatenate([fitted.root[low], [math.log(fitted.sigma)]])
    b, phi = np.empty(p), np.empty((p, p))

    def both(point: Floats) -> tuple[Floats, float]:
        """Gradient of the deviance and the contrast's variance."""
        root = np.zeros((q, q))
        root[low] = point[:-1]
        s2 = math.exp(2 * point[-1])
        gradient = np.empty(q * (q + 1) // 2)
        value = profiled_deviance(
            s.zz, s.zx, s.zy, s.xx, s.xy, s.yy, s.n, root, fitted.reml, s2, b, phi, gradient
        )[0]  # fmt: skip
        free = s.n - p if fitted.reml else s.n
        rss = _rss(value, s, root, s2, phi, fitted.reml, free)
        return np.append(gradient[places], 2 * free - 2 * rss / s2), float(contrast @ phi @ contrast) * s2

    size = len(at)
    hessian, slope = np.empty((size, size)), np.empty(size)
    for k in range(size):
        h = 1e-4 * (abs(at[k]) + 0.01)
        step = np.zeros(size)
        step[k] = h
        up, down = both(at + step), both(at - step)
        hessian[k] = (up[0] - down[0]) / (2 * h)
        slope[k] = (up[1] - down[1]) / (2 * h)
    hessian = 0.5 * (hessian + hessian.T)
    if np.min(np.linalg.eigvalsh(hessian)) <= 1e-8:
        return math.nan
    variance = float(contrast @ fitted.covariance @ contrast)
    return 2 * variance**2 / float(slope @ (2 * np.linalg.inv(hessian)) @ slope)


def _rss(value: float, s: Sums, root: Floats, s2: float, phi: Floats, reml: bool, free: int) -> float:
    """The residual sum of squares within a deviance."""
    q = s.zz.shape[1]
    logs = sum(float(np.linalg.slogdet(np.eye(q) + root.T @ a @ root)[1]) for a in s.zz)
    logs -= float(np.linalg.slogdet(phi)[1]) if reml else 0.0
    return (value - logs - free * math.log(2 * math.pi * s2)) * s2


def inner_degrees_of_freedom(x: Floats, group: Integers) -> Integers:
    """(p,) containment degrees of freedom, as R's nlme: a column that varies within some group has those of the rows
    within groups, another those of the groups; the intercept (a constant column) has those within.

    Source: Pinheiro & Bates 2000, section 2.4.2.
    """
    groups = int(group.max()) + 1
    first = np.array([np.flatnonzero(group == g)[0] for g in range(groups)])
    varies = np.any(x != x[first][group], axis=0)
    constant = np.all(x == x[0], axis=0)
    inner = len(group) - groups - int(varies.sum())
    outer = groups - int((~varies & ~constant).sum()) - int(constant.any())
    return np.where(varies | constant, inner, outer)
