"""Two groups' lines over time, persons weighted: a random intercept and slope for each, by weighted likelihood.

Person i has visits at times t with y = Z (b_g + u_i) + e, Z = (1, t), u_i ~ N(0, D), e ~ N(0, s2), and counts w_i times.
b is the group's line, and the same D and s2 hold in both groups. With weights of 1 it is the mixed model by maximum likelihood.
All that the likelihood needs of a person is Z'Z, Z'y, y'y and the number of visits, so a fit costs the same for any number of visits.

Sources: Laird & Ware 1982, Biometrics 38:963; weighted pseudo-likelihood with sandwich errors: Pfeffermann et al. 1998,
J R Stat Soc B 60:23, and Binder 1983, Int Stat Rev 51:279.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from trialwright.kernels.compiled import compiled
from trialwright.kernels.heterogeneity import Floats

Booleans = NDArray[np.bool_]
Whole = NDArray[np.int64]


class Persons(NamedTuple):
    """(n,) each, sums over a person's visits: visits, t, t^2, y, t y, y^2."""

    visits: Floats
    t: Floats
    tt: Floats
    y: Floats
    ty: Floats
    yy: Floats

    def rows(self, at: NDArray[np.int64]) -> Persons:
        return Persons(*(x[at] for x in self))


class Lines(NamedTuple):
    """slopes, variances (2,): of group 0 and 1, each variance by the sandwich, weights taken as known. freedom (2,): people
    who count, less one. d (2, 2), residual : variances. log_likelihood : weighted. theta : where a next fit may start."""

    slopes: Floats
    variances: Floats
    freedom: Floats
    d: Floats
    residual: float
    log_likelihood: float
    theta: Floats

    @property
    def difference(self) -> float:
        return float(self.slopes[1] - self.slopes[0])

    @property
    def se(self) -> float:
        return float(np.sqrt(self.variances.sum()))

    @property
    def df(self) -> float:
        """Of the difference. Source: Welch 1947; Satterthwaite 1946."""
        return float(self.variances.sum() ** 2 / (self.variances**2 / self.freedom).sum())


def persons(of: Whole, t: Floats, y: Floats) -> Persons:
    """Sums of visits. of : (rows,) whose visit it is, 0..n - 1."""
    n = int(of.max()) + 1
    sums = (np.ones_like(t), t, t * t, y, t * y, y * y)
    return Persons(*(np.asarray(np.bincount(of, x, n), dtype=np.float64) for x in sums))


def fit(
    people: Persons, group: Booleans, weights: Floats, theta: Floats | None = None, tolerance: float = 1e-10
) -> Lines:
    """Both lines. group : (n,) True for group 1. weights : (n,) >= 0, two people above 0 in each group.

    theta : (3,) lower triangle of the Cholesky factor of D / s2, to start from. tolerance : of the deviance. Raises ArithmeticError where a group's slope cannot be told, as when nobody of it has two visits.
    """
    used = weights > 0
    if not used.all():
        people, group, weights = people.rows(np.flatnonzero(used)), group[used], weights[used]
    start = np.array([1.0, 0.0, 0.3]) if theta is None else theta
    member = group.astype(np.int64)
    if not math.isfinite(_value(start, *people, member, weights)):
        raise ArithmeticError("a group's slope cannot be told")
    found = minimize(
        _value, start, (*people, member, weights), method="Nelder-Mead",
        options={"xatol": math.sqrt(tolerance), "fatol": tolerance, "maxiter": 2000},
    )  # fmt: skip
    at = _profile(people, group, weights, found.x)
    slopes, variances, freedom = np.empty(2), np.empty(2), np.empty(2)
    for g, line in enumerate(at.lines):
        mine = group == g
        w = weights[mine]
        score = w[:, None] * (at.moment[mine] - (at.projected[mine] @ line[0]))
        bread = np.linalg.inv(line[1])
        n = int(mine.sum())
        slopes[g] = line[0][1]
        variances[g] = (bread @ (score.T @ score) @ bread)[1, 1] * n / (n - 1)
        freedom[g] = max(w.sum() ** 2 / (w**2).sum() - 1, 1.0)
    factor = np.array([[found.x[0], 0.0], [found.x[1], found.x[2]]])
    deviance = float(weights @ people.visits) * (np.log(2 * np.pi) + 1) + at.value
    return Lines(
        slopes,
        variances,
        freedom,
        at.residual * factor @ factor.T,
        at.residual,
        -float(deviance) / 2,
        found.x,
    )


@compiled
def _value(
    theta: Floats,
    visits: Floats,
    t: Floats,
    tt: Floats,
    y: Floats,
    ty: Floats,
    yy: Floats,
    group: Whole,
    weights: Floats,
) -> float:
    """_profile()'s value alone, infinite where a group's slope cannot be told."""
    a, b, c = theta
    sums = np.zeros((2, 5))
    squares, logs, total = 0.0, 0.0, 0.0
    for i in range(len(visits)):
        n, w = visits[i], weights[i]
        p = 1 + a * (a * n + b * t[i]) + b * (a * t[i] + b * tt[i])
        q = c * (a * t[i] + b * tt[i])
        r = 1 + c * c * tt[i]
        determinant = p * r - q * q
        k00 = a * a * r / determinant
        k01 = (a * b * r - a * c * q) / determinant
        k11 = (b * b * r - 2 * b * c * q + c * c * p) / determinant
        m00, m01 = k00 * n + k01 * t[i], k00 * t[i] + k01 * tt[i]
        m10, m11 = k01 * n + k11 * t[i], k01 * t[i] + k11 * tt[i]
        h0, h1 = k00 * y[i] + k01 * ty[i], k01 * y[i] + k11 * ty[i]
        own = sums[group[i]]
        own[0] += w * (n - n * m00 - t[i] * m10)
        own[1] += w * (t[i] - n * m01 - t[i] * m11)
        own[2] += w * (tt[i] - t[i] * m01 - tt[i] * m11)
        own[3] += w * (y[i] - n * h0 - t[i] * h1)
        own[4] += w * (ty[i] - t[i] * h0 - tt[i] * h1)
        squares += w * (yy[i] - y[i] * h0 - ty[i] * h1)
        logs += w * math.log(determinant)
        total += w * n
    for g in range(2):
        s00, s01, s11, b0, b1 = sums[g]
        det = s00 * s11 - s01 * s01
        if not det > 1e-10 * s00 * s11:
            return math.inf
        squares -= (s11 * b0 * b0 - 2 * s01 * b0 * b1 + s00 * b1 * b1) / det
    return total * math.log(max(squares, 1e-300) / total) + logs


class _Profiled(NamedTuple):
    """value : -2 log-likelihood less its constant. residual : s2. lines : (line, Z'W^-1 Z) of each group, V = s2 W.
    projected (n, 2, 2), moment (n, 2) : each person's Z'W^-1 Z and Z'W^-1 y."""

    value: float
    residual: float
    lines: tuple[tuple[Floats, Floats], tuple[Floats, Floats]]
    projected: Floats
    moment: Floats


def _profile(people: Persons, group: Booleans, weights: Floats, theta: Floats) -> _Profiled:
    """All that a fit gives at theta. Two by two matrices are written out, one number of each person at a time."""
    a, b, c = theta  # D / s2 = L L', L = [[a, 0], [b, c]]
    n, t, tt, y, ty, yy = people
    # I + L'(Z'Z)L and its inverse; K = L (I + L'Z'ZL)^-1 L', so that W^-1 = I - Z K Z'.
    p = 1 + a * (a * n + b * t) + b * (a * t + b * tt)
    q = c * (a * t + b * tt)
    r = 1 + c * c * tt
    determinant = p * r - q * q
    k00 = a * a * r / determinant
    k01 = (a * b * r - a * c * q) / determinant
    k11 = (b * b * r - 2 * b * c * q + c * c * p) / determinant
    m00, m01 = k00 * n + k01 * t, k00 * t + k01 * tt  # K Z'Z
    m10, m11 = k01 * n + k11 * t, k01 * t + k11 * tt
    z00, z01, z11 = n - n * m00 - t * m10, t - n * m01 - t * m11, tt - t * m01 - tt * m11
    h0, h1 = k00 * y + k01 * ty, k01 * y + k11 * ty  # K Z'y
    y0, y1 = y - n * h0 - t * h1, ty - t * h0 - tt * h1
    squares = float(weights @ (yy - y * h0 - ty * h1))
    lines = []
    for g in (0, 1):
        w = np.where(group == g, weights, 0.0)
        s00, s01, s11, b0, b1 = (float(w @ x) for x in (z00, z01, z11, y0, y1))
        det = s00 * s11 - s01 * s01
        if not det > 1e-10 * s00 * s11:
            raise ArithmeticError("a group's slope cannot be told")
        line = np.array([(s11 * b0 - s01 * b1) / det, (s00 * b1 - s01 * b0) / det])
        squares -= b0 * line[0] + b1 * line[1]
        lines.append((line, np.array([[s00, s01], [s01, s11]])))
    total = float(weights @ n)
    residual = max(squares, 1e-300) / total
    value = total * float(np.log(residual)) + float(weights @ np.log(determinant))
    projected = np.stack([np.stack([z00, z01], axis=1), np.stack([z01, z11], axis=1)], axis=1)
    return _Profiled(value, residual, (lines[0], lines[1]), projected, np.stack([y0, y1], axis=1))
