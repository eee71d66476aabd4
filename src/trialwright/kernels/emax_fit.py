"""The Emax curve e0 + emax d / (ed50 + d) through the levels of several doses, for many trials at once.

Given ed50 the curve is a straight line in d / (ed50 + d), so that least squares has e0 and emax in closed form and ed50
alone is searched; and the deviance is then a parabola in emax, so that the profile interval of anything made of emax and
ed50 is the range of it over all ed50 whose parabola stays below one limit.
Sources: Golub & Pereyra 1973, SIAM J Numer Anal 10:413 (variable projection); Bates & Watts 1988, section 6.1 (profile t);
Bretz, Pinheiro & Branson 2005, Biometrics 61:738 (the target dose).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOWEST, HIGHEST = (
    1e-3,
    1.5,
)  # range of ed50 in units of the largest dose: beyond, the doses cannot tell curves apart
_COARSE, _FINE, _ZOOMS = 61, 41, 2
_HALVINGS = 40
_GOLDEN = (5**0.5 - 1) / 2
_AT_ONCE = 2048  # trials


class Emax(NamedTuple):
    """(m,) the fitted curve, and `lack`: the weighted squares that it leaves of the levels."""

    e0: Floats
    emax: Floats
    ed50: Floats
    lack: Floats

    def effect(self, dose: Floats | float) -> Floats:
        """(m,) what a dose, one or (m,), adds to no dose."""
        return np.asarray(self.emax * dose / (self.ed50 + dose))

    def dose(self, target: float) -> Floats:
        """(m,) the dose that adds `target` > 0; infinite where none does."""
        return _dose(self.emax, self.ed50, target)


class Profile(NamedTuple):
    """The curves within a limit of the best: (m, k) nodes in ed50, with the least and the largest emax at each; NaN where
    none is."""

    ed50: Floats
    low: Floats
    high: Floats

    def effect(self, dose: Floats) -> tuple[Floats, Floats]:
        """(m,) ends of the interval of what a dose (m,) adds to no dose."""
        share = dose[:, None] / (self.ed50 + dose[:, None])
        return -_largest(-share * self.low), _largest(share * self.high)

    def dose(self, target: float) -> tuple[Floats, Floats]:
        """(m,) ends of the interval of the dose that adds `target`; infinite where a curve that never does is within.

        Worked out as one over the dose, which is finite for every curve."""
        most, least = self.high / target - 1, self.low / target - 1
        inverse_high, inverse_low = _largest(most / self.ed50), -_largest(-least / self.ed50)
        with np.errstate(divide="ignore"):
            return (
                np.where(inverse_high > 0, 1 / inverse_high, np.inf),
                np.where(inverse_low > 0, 1 / inverse_low, np.inf),
            )


def fit(doses: Floats, levels: Floats, weights: Floats) -> Emax:
    """doses : (g,) rising from 0, g >= 3. levels, weights : (m, g), one over a level's variance or in proportion to it."""
    parts = [_fit(doses, levels[i : i + _AT_ONCE], weights[i : i + _AT_ONCE]) for i in _pieces(levels)]
    return Emax(*(np.concatenate(p) for p in zip(*parts, strict=True)))


def profile(doses: Floats, levels: Floats, weights: Floats, fitted: Emax, allowed: Floats) -> Profile:
    """allowed : (m,) weighted squares beyond `fitted.lack` that a curve within the interval may leave."""
    parts = [
        _profile(doses, levels[s], weights[s], fitted.ed50[s], (fitted.lack + allowed)[s])
        for s in (slice(i, i + _AT_ONCE) for i in _pieces(levels))
    ]
    return Profile(*(np.concatenate(p) for p in zip(*parts, strict=True)))


def _pieces(levels: Floats) -> range:
    return range(0, max(1, len(levels)), _AT_ONCE)


def _dose(emax: Floats, ed50: Floats, target: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(emax > target, ed50 * target / (emax - target), np.inf)


def _line(doses: Floats, levels: Floats, weights: Floats, ed50: Floats) -> tuple[Floats, Floats, Floats]:
    """(m, k) emax, its precision and the squares left, at nodes ed50 (m, k)."""
    total = weights.sum(1)[:, None]
    centre = (weights * levels).sum(1)[:, None] / total
    about = levels - centre
    share = doses / (ed50[..., None] + doses)
    x = np.einsum("mg,mkg->mk", weights, share) / total
    xx = np.einsum("mg,mkg,mkg->mk", weights, share, share) - total * x**2
    xy = np.einsum("mg,mkg->mk", weights * about, share)
    yy = (weights * about**2).sum(1)[:, None]
    emax = xy / xx
    return emax, xx, np.maximum(yy - emax * xy, 0.0)


def _fit(doses: Floats, levels: Floats, weights: Floats) -> Emax:
    nodes = doses.max() * np.geomspace(LOWEST, HIGHEST, _COARSE)
    left = _line(doses, levels, weights, np.broadcast_to(nodes, (len(levels), _COARSE)))[2]
    at = left.argmin(1)
    low, high = np.log(nodes[np.maximum(at - 1, 0)]), np.log(nodes[np.minimum(at + 1, _COARSE - 1)])
    ed50 = np.exp(_least(lambda x: _line(doses, levels, weights, np.exp(x)[:, None])[2][:, 0], low, high))
    emax, _, lack = (a[:, 0] for a in _line(doses, levels, weights, ed50[:, None]))
    total = weights.sum(1)
    share = doses / (ed50[:, None] + doses)
    e0 = ((weights * levels).sum(1) - emax * (weights * share).sum(1)) / total
    return Emax(e0, emax, ed50, lack)


def _least(of: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """(m,) where `of` is least between low and high, by golden sections."""
    a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_a, at_b = of(a), of(b)
    for _ in range(_HALVINGS):
        left = at_a <= at_b
        low, high = np.where(left, low, a), np.where(left, b, high)
        new = np.where(left, high - _GOLDEN * (high - low), low + _GOLDEN * (high - low))
        at_new = of(new)
        a, b = np.where(left, new, b), np.where(left, a, new)
        at_a, at_b = np.where(left, at_new, at_b), np.where(left, at_a, at_new)
    return 0.5 * (low + high)


def _profile(doses: Floats, levels: Floats, weights: Floats, best: Floats, limit: Floats) -> Profile:
    """Nodes close in on the ed50 that the limit allows, so that intervals far narrower than the whole range are exact."""
    most = doses.max()
    low, high = np.full(len(levels), np.log(LOWEST * most)), np.full(len(levels), np.log(HIGHEST * most))
    steps = np.linspace(0, 1, _FINE)
    for _ in range(_ZOOMS):
        nodes = low[:, None] + (high - low)[:, None] * steps
        within = _line(doses, levels, weights, np.exp(nodes))[2] <= limit[:, None]
        near = np.abs(nodes - np.log(best)[:, None])
        within |= near <= near.min(1, keepdims=True)
        first, last = within.argmax(1), _FINE - 1 - within[:, ::-1].argmax(1)
        of = np.arange(len(nodes))
        low, high = nodes[of, np.maximum(first - 1, 0)], nodes[of, np.minimum(last + 1, _FINE - 1)]
    ed50 = np.exp(
        np.sort(np.column_stack([low[:, None] + (high - low)[:, None] * steps, np.log(best)]), axis=1)
    )
    emax, precision, left = _line(doses, levels, weights, ed50)
    with np.errstate(invalid="ignore"):
        half = np.sqrt((limit[:, None] - left) / precision)
    return Profile(ed50, emax - half, emax + half)


def _largest(values: Floats) -> Floats:
    """(m,) the largest of (m, k) values at nodes, between them by the parabola through the largest and its neighbours;
    NaN where all are."""
    known = np.where(np.isnan(values), -np.inf, values)
    of, at = np.arange(len(known)), known.argmax(1)
    inner = np.clip(at, 1, known.shape[1] - 2)
    before, here, after = (known[of, inner + i] for i in (-1, 0, 1))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        bend = before - 2 * here + after
        top = here - (after - before) ** 2 / (8 * bend)
    found = known[of, at]
    smooth = (inner == at) & np.isfinite(top) & (bend < 0)
    return np.where(np.isneginf(found), np.nan, np.where(smooth, np.maximum(top, found), found))
