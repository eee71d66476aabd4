"""Who died or left in a comparison with past controls: deaths and slopes ranked together, and those who left made worse."""

from __future__ import annotations

import numpy as np

from trialwright.errors import EvidenceError
from trialwright.kernels.heterogeneity import Floats
from trialwright.model.external import ExternalSpec
from trialwright.pool import external
from trialwright.pool.external_people import WEIGHTS, People, both
from trialwright.pool.missing_outcomes import joint_wins


def _last(people: People) -> Floats:
    """(n,) month of each person's last visit."""
    last = np.full(len(people.treated), -np.inf)
    np.maximum.at(last, people.of, people.month)
    return last


def _own_slopes(people: People, sign: float) -> Floats:
    """(n,) least-squares slope of each person, nan with one visit: higher is better."""
    n = len(people.treated)
    count = np.bincount(people.of, minlength=n)
    mean = np.bincount(people.of, people.month, n) / np.maximum(count, 1)
    away = people.month - mean[people.of]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(
            sign * np.bincount(people.of, away * people.value, n) / np.bincount(people.of, away**2, n)
        )


def win(
    people: People, spec: ExternalSpec, sign: float, weights: Floats, rng: np.random.Generator
) -> tuple[float, tuple[float, float], float] | None:
    """P(a treated person does better than a control), its interval, and the share of pairs of which the one left before
    the other's death, who count as tied. The dead rank below the living by when they died, the living by their slope.
    None where nobody died or deaths are not told. Resamples are weighted anew where that is valid."""
    if np.isnan(people.died).all():
        return None
    slope = _own_slopes(people, sign)
    known = ~np.isnan(slope) | ~np.isnan(people.died)
    x, of, died, slope = people.covariates[known], people.treated[known], people.died[known], slope[known]
    wins, unknown = joint_wins(slope, died, _last(people)[known], of)
    place = np.empty(len(of), dtype=np.int64)  # of each person in their group, a row or column of `wins`
    place[of], place[~of] = np.arange(of.sum()), np.arange((~of).sum())
    win = _win_of(wins, weights[known][of], weights[known][~of])
    again = list[float]()
    groups = [np.flatnonzero(of), np.flatnonzero(~of)]
    for _ in range(spec.resamples):
        rows = np.concatenate([rng.choice(g, len(g)) for g in groups])
        try:
            w = (
                external.balance(x[rows], of[rows], spec.method).weights
                if spec.method in WEIGHTS
                else weights[known][rows]
            )
            one, other = place[rows[of[rows]]], place[rows[~of[rows]]]
            again.append(_win_of(wins[np.ix_(one, other)], w[of[rows]], w[~of[rows]]))
        except EvidenceError:
            continue
    low, high = np.quantile(again, [0.025, 0.975])
    return win, (float(low), float(high)), unknown


def _win_of(wins: Floats, treated: Floats, control: Floats) -> float:
    """The weighted share of wins (treated, controls), a tie half of one; the weights of each group's people."""
    return float(treated @ ((wins + 1) / 2) @ control / (treated.sum() * control.sum()))


def made_worse(
    people: People, spec: ExternalSpec, effect: float, weights: Floats
) -> tuple[tuple[int, int], float | None]:
    """Who left alive before `until`, and how many points a month worse those treated would have to be, after leaving, for
    the benefit to be gone; None where no treated person left, or there is no benefit."""
    left = (_last(people) < 0.9 * spec.until) & np.isnan(people.died)
    share = float(weights[left & people.treated].sum() / weights[people.treated].sum())
    return both(people, left), effect / share if share > 0 and effect > 0 else None
