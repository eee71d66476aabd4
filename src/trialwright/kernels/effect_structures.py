"""What dependent effects share: a random effect of groups, or of what is told apart within them, with its covariance.

A Component adds to the covariance of effects (k, k), for any two of one group, an entry of G (m, m) of the levels that
they are of: variances on its diagonal, correlations by its structure. Its parameters, in their natural order: the
variances (one, or m), then the correlations (none, one, or the m (m - 1) / 2 below the diagonal, column by column).
Sources: van Houwelingen, Arends & Stijnen 2002, Stat Med 21:589; Ishak et al. 2007, Clin Trials 4:525.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from trialwright.kernels.heterogeneity import Floats

Labels = NDArray[np.int64]
# Structure → whether each level has a variance of its own, and how correlations go: one of all pairs, one of each pair,
# a power of the steps between levels ("steps", of either sign; "time", a power of any distance, above 0), or none.
STRUCTURES: dict[str, tuple[bool, str]] = {
    "UN": (True, "each"),
    "HCS": (True, "one"),
    "CS": (False, "one"),
    "DIAG": (True, ""),
    "ID": (False, ""),
    "HAR": (True, "steps"),
    "AR": (False, "steps"),
    "CAR": (False, "time"),
}


class Component(NamedTuple):
    """groups : (k,) labels. levels : (k,) 0 to m - 1 within them; all 0 of an effect of the groups alone. times : (m,) of
    the levels, for correlations that fade with distance. known : natural parameters, nan where they are estimated."""

    groups: Labels
    levels: Labels
    structure: str = "ID"
    times: Floats | None = None
    known: Floats | None = None

    @property
    def m(self) -> int:
        return int(self.levels.max()) + 1

    @property
    def variances(self) -> int:
        return self.m if STRUCTURES[self.structure][0] else 1

    @property
    def correlations(self) -> int:
        kind = STRUCTURES[self.structure][1]
        return self.m * (self.m - 1) // 2 if kind == "each" else int(bool(kind) and self.m > 1)


def size(of: Component) -> int:
    """How many parameters it has, known or not."""
    return of.variances + of.correlations


def natural(of: Component, at: Floats) -> Floats:
    """Natural parameters at a point of the search, (size,): known ones as they are."""
    found = _by_roots(of, at) if _has_roots(of) else _plain(of, at)
    return found if of.known is None else np.where(np.isnan(of.known), found, of.known)


def _has_roots(of: Component) -> bool:
    """Several correlations are searched through a triangular root, so that G stays a covariance."""
    return of.correlations > 1


def _plain(of: Component, at: Floats) -> Floats:
    variances = np.exp(at[: of.variances])
    if not of.correlations:
        return np.asarray(variances)
    apart = STRUCTURES[of.structure][1] == "time"
    rho = float(expit(at[-1])) if apart else math.tanh(at[-1])
    return np.array([*variances, rho])


def _by_roots(of: Component, at: Floats) -> Floats:
    """at : logarithms of m standard deviations, then the rows below the diagonal of a root with unit diagonal."""
    m = of.m
    root = np.eye(m)
    root[np.tril_indices(m, -1)] = at[m:]
    root /= np.linalg.norm(root, axis=1, keepdims=True)
    r = root @ root.T
    return np.concatenate([np.exp(at[:m]), r.T[np.triu_indices(m, 1)]])


def start(of: Component, scale: float) -> Floats:
    """Where the search starts: variances of `scale`."""
    shared = 0.3 if _has_roots(of) else 0.5
    return np.array([math.log(scale)] * of.variances + [shared] * of.correlations)


def between(of: Component, parameters: Floats) -> Floats:
    """G, (m, m), of natural parameters."""
    m, kind = of.m, STRUCTURES[of.structure][1]
    sd = np.sqrt(np.broadcast_to(parameters[: of.variances], m))
    return np.asarray(np.outer(sd, sd) * _correlations(of, kind, parameters[of.variances :]))


def _correlations(of: Component, kind: str, rho: Floats) -> Floats:
    out = np.eye(of.m)
    if len(rho) == 0:
        return out
    if kind in ("steps", "time"):
        steps = np.arange(of.m, dtype=np.float64)
        times = of.times if kind == "time" and of.times is not None else steps
        return _power(rho[0], np.abs(times[:, None] - times[None, :]))
    out[np.triu_indices(of.m, 1)] = rho
    return out + np.triu(out, 1).T


def _power(rho: float, distance: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.where(distance == 0, 1.0, np.power(rho, distance))


def contribution(of: Component, parameters: Floats) -> Floats:
    """What it adds to the covariance of effects, (k, k)."""
    same = of.groups[:, None] == of.groups[None, :]
    return np.asarray(same * between(of, parameters)[np.ix_(of.levels, of.levels)])
