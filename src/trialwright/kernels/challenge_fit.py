"""One Emax curve for two arms whose patients are each measured at every dose, the arms differing in ED50 alone.

Means by dose follow e0 + emax d / (ed50 + d). A patient's measurements share the patient's own level, so that means by dose
are correlated: generalised least squares, with the two variances from the spread within and between patients. The test is the
score test at the one curve for both arms: that curve rests on both arms' common means, of which their differences are
independent, so that it holds in small trials and where the doses tell little of the curve's shape, as Wald's does not.
Tallies are (..., 3 + 2 d): n, sums of responses at each dose, n times each dose, sum of all squares, sum over patients of
their squared total over d.
Sources: Vonesh & Chinchilli 1997, section 8.2 (generalised nonlinear least squares); Cox & Hinkley 1974, section 9.3 (the score
test).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOWEST, HIGHEST = 1e-3, 20.0  # range of ED50 in units of the largest dose
_GRID, _STEPS = 7, 40
_CLOSE = 1e-10  # of the squares: no trial gains more by a step
_AT_ONCE = 1000  # trials
FEWEST = 3  # doses


class _Means(NamedTuple):
    """(m, 2, d) means by arm and dose, whitened; (2, m) roots of n over the SD within, and of it over that between."""

    doses: Floats
    y: Floats
    within: Floats
    between: Floats


def potency(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """(m,) log of the control arm's ED50 over the experimental arm's, and its standard error; NaN where an arm has fewer than
    two patients. control, experimental : (m, k) tallies."""
    return _of_usable(_estimate, control, experimental)


def score_test(control: Floats, experimental: Floats) -> tuple[Floats, Floats]:
    """(m,) t statistic, large where the experimental arm's ED50 is the lower, and its degrees of freedom; as potency."""
    return _of_usable(_score, control, experimental)


def _of_usable(
    of: Callable[[Floats], tuple[Floats, Floats]], control: Floats, experimental: Floats
) -> tuple[Floats, Floats]:
    """of : of (trials, 2, k) tallies, some at a time."""
    one, other = np.full(len(control), np.nan), np.full(len(control), np.nan)
    usable = np.flatnonzero((control[:, 0] >= 2) & (experimental[:, 0] >= 2))
    for start in range(0, len(usable), _AT_ONCE):
        part = usable[start : start + _AT_ONCE]
        one[part], other[part] = of(np.stack([control[part], experimental[part]], 1))
    return one, other


def _estimate(tally: Floats) -> tuple[Floats, Floats]:
    given = _means(tally)
    same = _descended(given, _start(given, False), False)
    full = _descended(given, _better(given, _start(given, True), same), True)
    precision = _normal_matrix(_jacobian(given, full, True))
    return -full[:, 3], np.sqrt(np.linalg.inv(precision)[:, 3, 3])


def _score(tally: Floats) -> tuple[Floats, Floats]:
    given = _means(tally)
    same = _descended(given, _start(given, False), False)
    j = _jacobian(given, same, True)
    of_curve, of_ratio = j[..., :3], j[..., 3:]
    explained = np.linalg.solve(_normal_matrix(of_curve), np.swapaxes(of_curve, 1, 2) @ of_ratio)
    left = (of_ratio - of_curve @ explained)[..., 0]
    higher = (left * _residuals(given, same).reshape(len(left), -1)).sum(1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(-higher / np.sqrt((left**2).sum(1))), tally[..., 0].sum(1) - 2


def _means(tally: Floats) -> _Means:
    """tally : (m, 2, k)."""
    d = (tally.shape[2] - 3) // 2
    n = tally[..., 0]
    doses = tally[0, 0, 1 + d : 1 + 2 * d] / n[0, 0]
    means = tally[..., 1 : 1 + d] / n[..., None]
    level = means.mean(2)
    between = (tally[..., -1] - n * d * level**2).sum(1) / (n.sum(1) - 2)
    apart = ((means - level[..., None]) ** 2).sum(2)
    within = (tally[..., -2] - tally[..., -1] - n * apart).sum(1) / ((n.sum(1) - 2) * (d - 1))
    of_level = np.sqrt(n / np.maximum(between, 1e-300)[:, None])
    of_shape = np.sqrt(n / np.maximum(within, 1e-300)[:, None])
    given = _Means(doses, np.empty(0), of_shape, of_level)
    return given._replace(y=_whitened(means, given))


def _whitened(x: Floats, given: _Means) -> Floats:
    """(m, 2, d) of unit variance and uncorrelated, had x the means' covariance."""
    level = x.mean(-1, keepdims=True)
    return np.asarray((x - level) * given.within[..., None] + level * given.between[..., None])


def _share(given: _Means, p: Floats) -> Floats:
    """(m, 2, d) of emax reached. p : (m, 4) e0, emax, log ED50 of control, log ratio of ED50."""
    log_ed50 = np.stack([p[:, 2], p[:, 2] + p[:, 3]], 1)
    return given.doses / (np.exp(log_ed50)[..., None] + given.doses)


def _residuals(given: _Means, p: Floats) -> Floats:
    return given.y - _whitened(p[:, 0, None, None] + p[:, 1, None, None] * _share(given, p), given)


def _squares(given: _Means, p: Floats) -> Floats:
    return np.asarray((_residuals(given, p) ** 2).sum((1, 2)))


def _jacobian(given: _Means, p: Floats, differ: bool) -> Floats:
    """(m, 2 d, 3 or 4) of the whitened curve."""
    share = _share(given, p)
    steep = -p[:, 1, None, None] * share * (1 - share)  # by the log of an arm's ED50
    columns = [np.ones_like(share), share, steep]
    if differ:
        columns.append(steep * np.array([0.0, 1.0])[:, None])
    white = [_whitened(c, given).reshape(len(p), -1) for c in columns]
    return np.stack(white, -1)


def _normal_matrix(j: Floats) -> Floats:
    """(m, k, k) from a Jacobian, with a trace of a ridge for curves that the data leave open."""
    a = np.swapaxes(j, 1, 2) @ j
    size = np.einsum("mii->mi", a)
    return np.asarray(a + np.eye(a.shape[1]) * (1e-10 * size + 1e-12)[:, None, :])


def _start(given: _Means, differ: bool) -> Floats:
    """(m, 4) the best of a grid of ED50, with the line through the means at each."""
    nodes = _GRID if differ else 3 * _GRID
    grid = np.log(given.doses.max()) + np.linspace(np.log(0.01), np.log(0.9 * HIGHEST), nodes)
    best, found = np.full(len(given.y), np.inf), np.zeros((len(given.y), 4))
    for control in grid:
        for experimental in grid if differ else (control,):
            p = np.broadcast_to([0.0, 1.0, control, experimental - control], found.shape).copy()
            ones, share = (_whitened(c, given) for c in (np.ones_like(given.y), _share(given, p)))
            oo, os, ss = ((a * b).sum((1, 2)) for a, b in ((ones, ones), (ones, share), (share, share)))
            oy, sy = ((a * given.y).sum((1, 2)) for a in (ones, share))
            p[:, 1] = (sy * oo - oy * os) / (ss * oo - os**2)
            p[:, 0] = (oy - p[:, 1] * os) / oo
            squares = _squares(given, p)
            better = squares < best
            best, found[better] = np.where(better, squares, best), p[better]
    return found


def _better(given: _Means, one: Floats, other: Floats) -> Floats:
    return np.where((_squares(given, one) < _squares(given, other))[:, None], one, other)


def _descended(given: _Means, p: Floats, differ: bool) -> Floats:
    """Levenberg and Marquardt's steps. Source: Marquardt 1963, J Soc Ind Appl Math 11:431."""
    low, high = np.log(given.doses.max() * np.array([LOWEST, HIGHEST]))
    k, damping, squares = 4 if differ else 3, np.full(len(p), 1e-2), _squares(given, p)
    for _ in range(_STEPS):
        j = _jacobian(given, p, differ)
        a = _normal_matrix(j)
        damped = a + np.eye(k) * (damping[:, None] * np.einsum("mii->mi", a))[:, None, :]
        slope = np.swapaxes(j, 1, 2) @ _residuals(given, p).reshape(len(p), -1, 1)
        new = p.copy()
        new[:, :k] += np.linalg.solve(damped, slope)[..., 0]
        new[:, 2] = np.clip(new[:, 2], low, high)
        new[:, 3] = np.clip(new[:, 2] + new[:, 3], low, high) - new[:, 2]
        if not differ:
            new[:, 3] = 0.0
        tried = _squares(given, new)
        better = tried < squares
        gained = np.where(better, squares - tried, 0.0)
        p, squares = np.where(better[:, None], new, p), np.where(better, tried, squares)
        damping = np.clip(np.where(better, 0.2 * damping, 6.0 * damping), 1e-9, 1e9)
        if (gained <= _CLOSE * squares).all() and (better | (damping > 1e6)).all():
            break
    return p
