"""The front, held to every pair compared one by one, and to Monte Carlo error."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from trialwright.design.search import Objective, front, ranks
from trialwright.design.search.pareto import ERRORS


def objectives(n: int, seed: int, mcse: float) -> list[Objective]:
    rng = np.random.default_rng(seed)
    error = np.full(n, mcse)
    return [
        Objective("power", rng.integers(0, 12, n) / 10, error, higher=True),
        Objective("months", rng.integers(0, 12, n) / 10, error),
        Objective("shut out", rng.integers(0, 3, n) / 10, np.zeros(n)),
    ]


def one_by_one(of: list[Objective]) -> list[bool]:
    """Designs that no other dominates, by the words of the definition."""
    n = len(of[0].value)

    def beats(a: int, b: int) -> bool:
        some = False
        for o in of:
            lead = (o.value[a] - o.value[b]) * (1 if o.higher else -1)
            if lead == 0:
                continue
            if lead <= ERRORS * (o.mcse[a] ** 2 + o.mcse[b] ** 2) ** 0.5:
                return False
            some = True
        return some

    return [not any(beats(a, b) for a in range(n) if a != b) for b in range(n)]


@given(n=st.integers(1, 25), seed=st.integers(0, 10**6), mcse=st.sampled_from([0.0, 0.02, 0.08, 0.5]))
def test_the_front_is_that_of_every_pair_compared(n: int, seed: int, mcse: float) -> None:
    of = objectives(n, seed, mcse)
    assert front(of).tolist() == one_by_one(of)


@given(n=st.integers(1, 25), seed=st.integers(0, 10**6))
def test_without_the_designs_of_the_front_the_next_rank_is_the_front(n: int, seed: int) -> None:
    of = objectives(n, seed, 0.03)
    rank = ranks(of)
    for r in range(int(rank.max()) + 1):
        left = rank >= r
        part = [o._replace(value=o.value[left], mcse=o.mcse[left]) for o in of]
        assert (front(part) == (rank[left] == r)).all()


def test_a_design_is_dominated_only_by_more_than_the_error_of_the_difference() -> None:
    power = np.array([0.80, 0.80 + 2.01 * 0.01 * 2**0.5, 0.80 + 1.99 * 0.01 * 2**0.5])
    of = [
        Objective("power", power, np.full(3, 0.01), higher=True),
        Objective("months", np.ones(3), np.zeros(3)),
    ]
    assert front(of).tolist() == [False, True, True]
    assert front(of[:1], errors=0.0).tolist() == [False, True, False]
