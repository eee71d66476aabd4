"""The criterion of a linear mixed model with one grouping factor, profiled over its fixed effects and residual variance,
with its exact gradient. See `random_effects`, which takes it to its minimum.

With V = I + Z L L' Z' in units of the residual variance, each group enters by M = I + L' Z'Z L alone (Bates et al. 2015,
J Stat Softw 67(1), section 3): `root` is L, `c` the Cholesky factor of a group's M. Sums over a group's rows come in as
zz (g, q, q), zx (g, q, p) and zy (g, q), those over all rows as xx (p, p), xy (p,) and yy.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trialwright.kernels.compiled import compiled, inlined
from trialwright.kernels.copying import copy_matrix, copy_vector
from trialwright.kernels.proportional_odds import solve_positive

Floats = NDArray[np.float64]


@compiled
def profiled_deviance(
    zz: Floats,
    zx: Floats,
    zy: Floats,
    xx: Floats,
    xy: Floats,
    yy: float,
    n: int,
    root: Floats,
    reml: bool,
    sigma2: float,
    b: Floats,
    phi: Floats,
    gradient: Floats,
) -> tuple[float, float]:
    """Deviance at L = root and the residual variance; b, phi (inverse of X' V^-1 X in units of it) and the gradient by
    L's lower triangle are filled in. sigma2 : 0 to profile it out."""
    groups, q, p = zx.shape
    xvx, xvy = xx.copy(), xy.copy()
    yvy, logs = yy, 0.0
    m = np.empty((groups, q, q))
    az = np.empty((q, q))
    rx, ry = np.empty((q, p)), np.empty(q)
    for g in range(groups):
        c = m[g]
        _times_root(zz, g, root, az)
        logs = _factored(root, az, c, logs)
        yvy = _solved(zx, zy, g, root, c, rx, ry, yvy)
        for a in range(p):
            for i in range(q):
                xvy[a] -= rx[i, a] * ry[i]
                for d in range(a + 1):
                    xvx[a, d] -= rx[i, a] * rx[i, d]
    for a in range(p):
        for d in range(a):
            xvx[d, a] = xvx[a, d]
    log_x = _inverted(xvx, phi)
    rss = _fixed_effects(phi, xvy, b, yvy)
    free = n - p if reml else n
    s2 = rss / free if sigma2 == 0.0 else sigma2
    if not s2 > 0.0 or not log_x > -np.inf:
        return np.inf, np.nan
    deviance = logs + free * math.log(2.0 * math.pi * s2) + rss / s2 + (log_x if reml else 0.0)
    _gradient(zz, zx, zy, m, root, b, phi, s2, reml, gradient)
    return deviance, s2


@inlined
def _times_root(zz: Floats, g: int, root: Floats, az: Floats) -> None:
    """az = Z'Z L of one group."""
    q = len(root)
    for i in range(q):
        for j in range(q):
            s = 0.0
            for k in range(j, q):
                s += zz[g, i, k] * root[k, j]
            az[i, j] = s


@inlined
def _factored(root: Floats, az: Floats, c: Floats, logs: float) -> float:
    """c = the Cholesky factor of I + L' Z'Z L; logs with the logarithm of its determinant added."""
    q = len(root)
    for i in range(q):
        for j in range(i + 1):
            s = 1.0 if i == j else 0.0
            for k in range(i, q):
                s += root[k, i] * az[k, j]
            for k in range(j):
                s -= c[i, k] * c[j, k]
            if i == j:
                c[i, i] = math.sqrt(s)
                logs += 2.0 * math.log(c[i, i])
            else:
                c[i, j] = s / c[j, j]
    return logs


@inlined
def _solved(
    zx: Floats, zy: Floats, g: int, root: Floats, c: Floats, rx: Floats, ry: Floats, yvy: float
) -> float:
    """rx = C^-1 L' Z'X and ry = C^-1 L' Z'y of one group; yvy less the group's ry' ry."""
    q, p = rx.shape
    for i in range(q):
        s = 0.0
        for k in range(i, q):
            s += root[k, i] * zy[g, k]
        for k in range(i):
            s -= c[i, k] * ry[k]
        ry[i] = s / c[i, i]
        yvy -= ry[i] * ry[i]
        for a in range(p):
            s = 0.0
            for k in range(i, q):
                s += root[k, i] * zx[g, k, a]
            for k in range(i):
                s -= c[i, k] * rx[k, a]
            rx[i, a] = s / c[i, i]
    return yvy


@inlined
def _inverted(xvx: Floats, phi: Floats) -> float:
    """phi = the inverse of X' V^-1 X; the logarithm of its determinant, -inf where it is not positive definite."""
    p = len(phi)
    factor, unit = np.empty((p, p)), np.empty(p)
    for a in range(p):
        copy_matrix(factor, xvx)
        unit[:] = 0.0
        unit[a] = 1.0
        if not solve_positive(factor, unit):
            return -np.inf
        copy_vector(phi[a], unit)
    log_x = 0.0
    for a in range(p):
        log_x += 2.0 * math.log(factor[a, a])
    return log_x


@inlined
def _fixed_effects(phi: Floats, xvy: Floats, b: Floats, yvy: float) -> float:
    """b = phi X' V^-1 y; the residual sum of squares in units of V."""
    p, rss = len(b), yvy
    for a in range(p):
        s = 0.0
        for d in range(p):
            s += phi[a, d] * xvy[d]
        b[a] = s
        rss -= s * xvy[a]
    return rss


@inlined
def _gradient(
    zz: Floats,
    zx: Floats,
    zy: Floats,
    m: Floats,
    root: Floats,
    b: Floats,
    phi: Floats,
    s2: float,
    reml: bool,
    gradient: Floats,
) -> None:
    """The deviance's derivatives by L's lower triangle, from the m (g, q, q) of Cholesky factors."""
    groups, q, p = zx.shape
    by, az, t, w = np.zeros((q, q)), np.empty((q, q)), np.empty((q, q)), np.empty(q)
    residual, u = np.empty(q), np.empty(q)
    nx, px = np.empty((q, p)), np.empty((q, p))
    for g in range(groups):
        _times_root(zz, g, root, az)
        _seen_through(root, az, m[g], w, t)
        for k in range(q):
            residual[k] = zy[g, k]
            for a in range(p):
                residual[k] -= zx[g, k, a] * b[a]
        for i in range(q):
            s = 0.0
            for k in range(q):
                s += t[i, k] * residual[k]
            u[i] = s
            for a in range(p):
                s = 0.0
                for k in range(q):
                    s += t[i, k] * zx[g, k, a]
                nx[i, a] = s
        for i in range(q):
            for a in range(p):
                s = 0.0
                for d in range(p):
                    s += nx[i, d] * phi[d, a]
                px[i, a] = s
        for i in range(q):
            for j in range(i + 1):
                s = -u[i] * u[j] / s2
                for k in range(q):
                    s += t[i, k] * zz[g, k, j]
                if reml:
                    for a in range(p):
                        s -= px[i, a] * nx[j, a]
                by[i, j] += s
    for i in range(q):
        for j in range(i):
            by[j, i] = by[i, j]
    at = 0
    for i in range(q):
        for j in range(i + 1):
            s = 0.0
            for k in range(q):
                s += 2.0 * by[i, k] * root[k, j]
            gradient[at] = s
            at += 1


@inlined
def _seen_through(root: Floats, az: Floats, c: Floats, w: Floats, t: Floats) -> None:
    """t = I - Z'Z L M^-1 L': V^-1 as it acts on the random effects' side. w : (q,) to work in."""
    q = len(root)
    for j in range(q):
        for i in range(q):
            s = root[j, i] if i <= j else 0.0
            for k in range(i):
                s -= c[i, k] * w[k]
            w[i] = s / c[i, i]
        for i in range(q - 1, -1, -1):
            s = w[i]
            for k in range(i + 1, q):
                s -= c[k, i] * w[k]
            w[i] = s / c[i, i]
        for i in range(q):
            s = 0.0
            for k in range(q):
                s += az[i, k] * w[k]
            t[i, j] = (1.0 if i == j else 0.0) - s
