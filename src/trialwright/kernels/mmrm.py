"""Mixed models for repeated measures: REML (or ML) of a linear model whose errors are correlated within a subject.

A subject is seen at some of m visits; the covariance of its measurements is the rows and columns of one (m, m) matrix
V(theta) at those visits. All derivatives are exact: the estimate is found by Newton's method, and the degrees of
freedom rest on the observed information about theta.
Sources: Harville 1977, JASA 72:320 (REML); Fai & Cornelius 1996, J Stat Comput Simul 54:363 (Satterthwaite, several
degrees of freedom); Kenward & Roger 1997, Biometrics 53:983 (adjusted covariance).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution
from scipy.stats import t as t_distribution

from trialwright.kernels import printed_mmrm
from trialwright.kernels.covariance_structures import Grouped, Structure, structure

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_STEPS = 200


class Pattern(NamedTuple):
    """Subjects seen at the same visits. visits : (v,). x : (subjects, v, p). y : (subjects, v)."""

    visits: Integers
    x: Floats
    y: Floats


def patterns(x: Floats, y: Floats, visit: Integers, subject: Integers) -> list[Pattern]:
    """Rows grouped. x : (n, p); y : (n,); visit : 0 to m - 1, none twice in a subject (ValueError); subject : labels."""
    order = np.lexsort((visit, subject))
    starts = np.flatnonzero(np.diff(subject[order], prepend=subject[order[0]] - 1))
    rows: dict[tuple[int, ...], list[Integers]] = {}
    for group in np.split(order, starts[1:]):
        at = visit[group]
        if len(np.unique(at)) < len(at):
            raise ValueError("A subject has two measurements at one visit.")
        rows.setdefault(tuple(int(v) for v in at), []).append(group)
    return [Pattern(np.array(at), x[np.array(g)], y[np.array(g)]) for at, g in rows.items()]


class _State(NamedTuple):
    deviance: float  # -2 log (restricted) likelihood
    b: Floats
    phi: Floats  # (p, p) inverse of X' V^-1 X
    gradient: Floats
    hessian: Floats  # of the deviance
    average: Floats  # average information times 2, always positive semidefinite
    first: Floats  # (q, p, p) X' V^-1 V_k V^-1 X
    cross: Floats  # (q, q, p, p) X' V^-1 V_k V^-1 V_l V^-1 X
    curved: Floats  # (q, q, p, p) X' V^-1 V_kl V^-1 X


@dataclass(frozen=True)
class MMRMFit:
    """b, covariance : fixed effects. theta : covariance parameters; v : (m, m). deviance : -2 log likelihood.

    adjusted : Kenward and Roger's covariance of b; linear : without second derivatives of V, which is free of the choice of
    parameters, and adds nothing where all subjects are seen at all visits of an unstructured V. theta_covariance : inverse observed information; None, and no
    degrees of freedom, where the information is not positive definite. converged, note : how the search ended.
    """

    b: Floats
    covariance: Floats
    adjusted: Floats
    linear: Floats
    theta: Floats
    theta_covariance: Floats | None
    v: Floats
    deviance: float
    by_theta: Floats  # (q, p, p) derivative of the covariance of b
    converged: bool
    note: str
    reml: bool

    def degrees_of_freedom(self, contrast: Floats) -> float:
        """Satterthwaite's, of one contrast (p,); those of Kenward and Roger are the same for one contrast."""
        if self.theta_covariance is None:
            return math.nan
        variance = float(contrast @ self.covariance @ contrast)
        gradient = np.einsum("a,kab,b->k", contrast, self.by_theta, contrast)
        spread = float(gradient @ self.theta_covariance @ gradient)
        return 2 * variance**2 / spread if spread > 0 else math.inf

    def test(self, contrast: Floats, covariance: Floats | None = None) -> tuple[float, float, float, float]:
        """Estimate, standard error, degrees of freedom and two-sided p of one contrast (p,); covariance : of b, the plain
        one where none is given."""
        covariance = self.covariance if covariance is None else covariance
        estimate, error = float(contrast @ self.b), math.sqrt(float(contrast @ covariance @ contrast))
        df = self.degrees_of_freedom(contrast)
        return estimate, error, df, float(2 * t_distribution.sf(abs(estimate / error), df))

    def joint_test(self, contrast: Floats) -> tuple[float, float, float, float]:
        """F, numerator and denominator degrees of freedom (Satterthwaite), p; contrast : (r, p) of full row rank."""
        values, vectors = np.linalg.eigh(contrast @ self.covariance @ contrast.T)
        rotated = vectors.T @ contrast
        r = len(contrast)
        statistic = float(np.sum((rotated @ self.b) ** 2 / values)) / r
        each = np.array([self.degrees_of_freedom(row) for row in rotated])
        if r == 1 or np.all(np.abs(each - each[0]) < 1e-8 * each[0]):
            df = float(each[0])
        else:
            total = float(np.sum(each[each > 2] / (each[each > 2] - 2)))
            df = 2 * total / (total - r) if total > r else 2.0
        return statistic, float(r), df, float(f_distribution.sf(statistic, r, df))


class _Weighed(NamedTuple):
    """A pattern with its visits' V^-1 (v, v), and V^-1 X (subjects, v, p) and V^-1 y (subjects, v) of its subjects."""

    pattern: Pattern
    inverse: Floats
    wx: Floats
    wy: Floats


class _Sums(NamedTuple):
    """Over all subjects: X' V^-1 X, X' V^-1 y, y' V^-1 y, log |V|, and how many measurements."""

    xvx: Floats
    xvy: Floats
    yvy: float
    log_det: float
    n: int


def _weighed(groups: list[Pattern], v: Floats) -> tuple[list[_Weighed], _Sums] | None:
    """None where V is not positive definite."""
    p = groups[0].x.shape[2]
    xvx, xvy, yvy, log_det, n = np.zeros((p, p)), np.zeros(p), 0.0, 0.0, 0
    held = []
    for g in groups:
        part = v[np.ix_(g.visits, g.visits)]
        try:
            root = np.linalg.cholesky(part)
        except np.linalg.LinAlgError:
            return None
        log_det += 2 * len(g.y) * float(np.sum(np.log(np.diag(root))))
        inverse = np.asarray(np.linalg.inv(part), dtype=np.float64)
        wx = np.einsum("uv,svp->sup", inverse, g.x)
        wy = g.y @ inverse
        xvx += np.einsum("sup,suq->pq", g.x, wx)
        xvy += np.einsum("sup,su->p", g.x, wy)
        yvy += float(np.sum(g.y * wy))
        n += g.y.size
        held.append(_Weighed(g, inverse, wx, wy))
    return held, _Sums(xvx, xvy, yvy, log_det, n)


class _Derivatives(NamedTuple):
    """Sums over subjects of what the derivatives of the deviance are made of; first, cross, curved as in _State."""

    gradient: Floats  # (q,) of log |V| and of the residuals
    traces: Floats  # (q, q) tr V^-1 V_kl - tr V^-1 V_k V^-1 V_l
    bends: Floats  # (q, q) e' V_kl e, e = V^-1 residual
    products: Floats  # (q, q) e' V_k V^-1 V_l e
    scores: Floats  # (q, p) X' V^-1 V_k e
    first: Floats
    cross: Floats
    curved: Floats


def _derivatives(held: list[_Weighed], dv: Floats, ddv: Floats, b: Floats) -> _Derivatives:
    """dv : (q, m, m); ddv : (q, q, m, m); b : (p,) fixed effects."""
    q, p = len(dv), len(b)
    out = _Derivatives(
        np.zeros(q), np.zeros((q, q)), np.zeros((q, q)), np.zeros((q, q)), np.zeros((q, p)),
        np.zeros((q, p, p)), np.zeros((q, q, p, p)), np.zeros((q, q, p, p)),
    )  # fmt: skip
    for g in held:
        _add(out, g, dv, ddv, b)
    return out


def _add(to: _Derivatives, of: _Weighed, dv: Floats, ddv: Floats, b: Floats) -> None:
    """One pattern's share, in place."""
    inverse, visits, q = of.inverse, of.pattern.visits, len(dv)
    dk = dv[np.ix_(np.arange(q), visits, visits)]
    d2 = ddv[np.ix_(np.arange(q), np.arange(q), visits, visits)]
    e = of.wy - of.wx @ b  # V^-1 residual
    s = len(e)
    moved = inverse @ dk  # (q, v, v): V^-1 V_k
    u = np.einsum("kuv,sv->ksu", dk, e)
    # V^-1 X of all subjects, once: every sum over them below is of a matrix between visits with it.
    pairs = np.einsum("sup,svq->uvpq", of.wx, of.wx, optimize=True)
    both = np.einsum("kuv,lvw->kluw", dk, moved)  # V_k V^-1 V_l
    to.gradient[:] += s * np.trace(moved, axis1=1, axis2=2) - np.einsum("ksu,su->k", u, e)
    to.first[:] += np.einsum("kuv,uvpq->kpq", dk, pairs, optimize=True)
    to.scores[:] += np.einsum("ksu,sup->kp", u, of.wx)
    to.products[:] += np.einsum("ksu,lsu->kl", u, np.einsum("uv,ksv->ksu", inverse, u))
    to.traces[:] += s * (np.einsum("uv,klvu->kl", inverse, d2) - np.einsum("kuv,lvu->kl", moved, moved))
    to.bends[:] += np.einsum("kluv,uv->kl", d2, e.T @ e)
    to.cross[:] += np.einsum("kluv,uvpq->klpq", both, pairs, optimize=True)
    to.curved[:] += np.einsum("kluv,uvpq->klpq", d2, pairs, optimize=True)


def _state(groups: list[Pattern], form: Structure, theta: Floats, reml: bool) -> _State | None:
    """Everything at theta; None where V is not positive definite."""
    v, dv, ddv = form.derivatives(theta)
    found = _weighed(groups, v)
    if found is None:
        return None
    held, sums = found
    try:
        phi = np.linalg.inv(sums.xvx)
        sign, log_x = np.linalg.slogdet(sums.xvx)
    except np.linalg.LinAlgError:
        return None
    if sign <= 0:
        return None
    b, free = phi @ sums.xvy, sums.n - (len(phi) if reml else 0)
    deviance = sums.log_det + sums.yvy - float(b @ sums.xvy) + free * math.log(2 * math.pi)
    d = _derivatives(held, dv, ddv, b)
    quadratic = d.products - d.scores @ phi @ d.scores.T  # y'P V_k P V_l P y
    gradient, hessian = d.gradient, d.traces - d.bends + 2 * quadratic
    if reml:
        deviance += float(log_x)
        gradient = gradient - np.einsum("pq,kqp->k", phi, d.first)
        turned = phi @ d.first  # (q, p, p)
        hessian += np.einsum("pq,klqp->kl", phi, 2 * d.cross - d.curved)
        hessian -= np.einsum("kpq,lqp->kl", turned, turned)
    hessian = 0.5 * (hessian + hessian.T)
    return _State(
        deviance, b, np.asarray(phi, float), gradient, hessian, quadratic, d.first, d.cross, d.curved
    )


def fit(
    x: Floats,
    y: Floats,
    visit: Integers,
    subject: Integers,
    name: str | Structure = "us",
    reml: bool = True,
    visits: int | None = None,
    group: Integers | None = None,
    times: Floats | None = None,
    printed: bool = False,
) -> MMRMFit:
    """Fit. x : (n, p) of full column rank; name : a structure, or its name (covariance_structures.NAMES); visits : m where the
    highest visits may be unseen. group : (n,) 0 to g - 1, whose covariances differ: v is then (g m, g m), a block each.
    times : (m,) of the visits, for sp_exp. printed : end where R's mmrm does. ValueError where a subject has two measurements at a visit."""
    m = int(visit.max()) + 1 if visits is None else visits
    form = structure(name, m, times) if isinstance(name, str) else name
    if group is not None:
        form = Grouped(form, m, int(group.max()) + 1)
        visit = visit + m * group
    groups = patterns(x, y, visit, subject)
    theta = form.start(_spread(x, y, visit, m if group is None else m * (int(group.max()) + 1)))
    state = _state(groups, form, theta, reml)
    if state is None:
        raise ValueError("The design has dependent columns.")
    if printed:
        return _printed(groups, form, len(theta), reml)
    for _ in range(_STEPS):
        step = _direction(state)
        promised = float(-step @ state.gradient)
        if promised < 1e-13 * (1 + abs(state.deviance)) and promised < 1e-10:
            return _finished(state, form, theta, reml, True, "")
        moved = _search(groups, form, theta, reml, state, step)
        if moved is None:
            near = float(np.max(np.abs(state.gradient))) < 1e-4
            note = "" if near else "no step lowers the deviance any further, yet its gradient is not nil"
            return _finished(state, form, theta, reml, near, note)
        theta, state = moved
    return _finished(state, form, theta, reml, False, f"not converged in {_STEPS} steps")


def _printed(groups: list[Pattern], form: Structure, size: int, reml: bool) -> MMRMFit:
    """The fit at which R's mmrm ends. ValueError where its first search fails."""

    def half(theta: Floats) -> tuple[float, Floats]:
        state = _state(groups, form, theta, reml)
        return (math.inf, np.zeros(size)) if state is None else (state.deviance / 2, state.gradient / 2)

    theta = printed_mmrm.stopped(half, size)
    state = None if theta is None else _state(groups, form, theta, reml)
    if theta is None or state is None:
        raise ValueError("R's first search fails here, and its next ones are not followed.")
    return _finished(state, form, theta, reml, True, "")


def _direction(state: _State) -> Floats:
    """Newton's step where the Hessian is positive definite, else one along the average information."""
    for matrix in (state.hessian, 2 * state.average):
        try:
            root = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            continue
        if np.min(np.diag(root)) > 1e-8:
            step = -np.linalg.solve(matrix, state.gradient)
            longest = float(np.max(np.abs(step)))
            return np.asarray(step * min(1.0, 2.0 / longest))
    values, vectors = np.linalg.eigh(state.hessian)
    step = -vectors @ ((vectors.T @ state.gradient) / np.maximum(np.abs(values), 1e-3 * np.abs(values).max()))
    longest = float(np.max(np.abs(step)))
    return np.asarray(step * min(1.0, 1.0 / max(longest, 1e-300)))


def _search(
    groups: list[Pattern], form: Structure, theta: Floats, reml: bool, state: _State, step: Floats
) -> tuple[Floats, _State] | None:
    scale, slope = 1.0, float(step @ state.gradient)
    for _ in range(30):
        new = _state(groups, form, theta + scale * step, reml)
        if new is not None and new.deviance <= state.deviance + 1e-4 * scale * slope + 1e-11 * abs(
            state.deviance
        ):
            return theta + scale * step, new
        scale *= 0.5
    return None


def _spread(x: Floats, y: Floats, visit: Integers, m: int) -> Floats:
    """(m,) residual variance at each visit, by least squares."""
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    overall = float(np.mean(residual**2))
    found = np.full(m, overall)
    for k in range(m):
        there = residual[visit == k]
        if len(there) > 1:
            found[k] = max(float(np.mean(there**2)), 1e-3 * overall)
    return np.asarray(np.maximum(found, 1e-12))


def _widened(phi: Floats, inner: Floats) -> Floats:
    return np.asarray(phi + 2 * phi @ (0.5 * (inner + inner.T)) @ phi)


def _finished(
    state: _State, form: Structure, theta: Floats, reml: bool, converged: bool, note: str
) -> MMRMFit:
    phi, w = state.phi, None
    values = np.linalg.eigvalsh(state.hessian)
    if values.min() > 1e-9 * values.max():
        w = np.asarray(2 * np.linalg.inv(state.hessian), dtype=np.float64)
    elif not note:
        note = "the likelihood is flat in a covariance parameter: no degrees of freedom"
    by_theta = phi @ state.first @ phi
    adjusted = linear = phi
    if w is not None:
        turned = np.einsum("kpq,qr,lrs->klps", state.first, phi, state.first, optimize=True)
        linear = _widened(phi, np.einsum("kl,klpq->pq", w, state.cross - turned))
        adjusted = linear - _widened(phi, 0.25 * np.einsum("kl,klpq->pq", w, state.curved)) + phi
    v = form.derivatives(theta)[0]
    return MMRMFit(
        state.b, phi, adjusted, linear, theta, w, v, state.deviance, by_theta, converged, note, reml
    )  # fmt: skip
