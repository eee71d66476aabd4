"""Deaths and dropouts in a comparison with external controls: ranked jointly, or made worse until the benefit is gone."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from trialwright.errors import EvidenceError
from trialwright.kernels import balancing
from trialwright.kernels.heterogeneity import Floats
from trialwright.pool import given
from trialwright.pool.external import Balanced


def joint_ranks(outcome: ArrayLike, death_month: ArrayLike) -> Floats:
    """Ranks 1..n, higher is better: the dead below the living and by the month of death, the living by outcome.

    outcome : higher is better; not looked at for the dead. death_month : nan for the living. Ties share their mean rank.
    Everyone must have been followed as long. Raises EvidenceError. Source: Berry et al. 2013, Amyotroph Lateral Scler
    Frontotemporal Degener 14:162 (combined assessment of function and survival).
    """
    month = np.atleast_1d(np.asarray(death_month, dtype=np.float64))
    dead = ~np.isnan(month)
    y = given.numbers("outcome", np.where(dead, 0.0, np.asarray(outcome, dtype=np.float64)))
    if np.any(month[dead] < 0):
        raise EvidenceError(
            "A month of death is negative.", where="death_month", fix="Count months from the start."
        )
    ranks = np.empty(len(y))
    ranks[dead] = rankdata(month[dead])
    ranks[~dead] = dead.sum() + rankdata(y[~dead])
    return ranks


def joint_wins(
    outcome: ArrayLike, death_month: ArrayLike, followed: ArrayLike, treated: ArrayLike
) -> tuple[Floats, float]:
    """Who of each pair does better, (treated, controls): 1 the treated person, -1 the control, 0 tied; and the share of
    the pairs that are tied because too little is known.

    outcome : higher is better; not looked at for the dead. death_month : nan for the living. followed : month to which a
    living person is known to live; not looked at for the dead. The later of two deaths is better; the living are better
    than those who died while they were followed, and are compared by outcome with each other. Who left before the other's
    death may have died first: such a pair is tied. Raises EvidenceError. Source: Finkelstein & Schoenfeld 1999, Stat Med 18:1341.
    """
    ranks = joint_ranks(outcome, death_month)
    month = np.atleast_1d(np.asarray(death_month, dtype=np.float64))
    dead, of = ~np.isnan(month), np.asarray(treated, dtype=bool)
    seen = np.where(
        dead, np.inf, given.numbers("followed", np.where(dead, 0.0, np.asarray(followed, dtype=float)))
    )
    # A comparison with nan, the month of death of the living, is false: the living leave nothing unknown by themselves.
    unknown = (seen[of][:, None] < month[~of][None, :]) | (seen[~of][None, :] < month[of][:, None])
    wins = np.sign(ranks[of][:, None] - ranks[~of][None, :])
    return np.where(unknown, 0.0, wins), float(unknown.mean())


class AtDelta(NamedTuple):
    """delta : by which dropouts of the treated were made worse. difference : treated less control."""

    delta: float
    difference: float


def delta_adjusted(
    outcome: ArrayLike, dropped: ArrayLike, treated: ArrayLike, balanced: Balanced, deltas: ArrayLike
) -> tuple[tuple[AtDelta, ...], float]:
    """The weighted comparison with the outcomes of treated dropouts lowered by each delta, and the delta at which no
    benefit is left (inf where no treated person dropped out, 0 where there is none to lose).

    outcome : with dropouts' as imputed, higher is better. Raises EvidenceError. Source: Carpenter, Roger & Kenward 2013,
    J Biopharm Stat 23:1352, for the idea.
    """
    y, steps = given.numbers("outcome", outcome), given.numbers("deltas", deltas)
    of, out = np.asarray(treated, dtype=bool), np.asarray(dropped, dtype=bool)
    given.same_length(
        {"outcome": y, "dropped": out.astype(float), "treated": of.astype(float), "weights": balanced.weights}
    )
    hit = out & of
    rows = tuple(AtDelta(float(d), balancing.difference(y - d * hit, of, balanced.weights)) for d in steps)
    benefit = balancing.difference(y, of, balanced.weights)
    share = float(balanced.weights[hit].sum() / balanced.weights[of].sum())
    return rows, (0.0 if benefit <= 0 else benefit / share if share > 0 else math.inf)
