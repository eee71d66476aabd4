"""Against exact arithmetic in rational numbers, and what defines the limits."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels.conditional_table import ConditionalTable

sizes = st.integers(1, 60)
tables = st.tuples(sizes, sizes).flatmap(
    lambda n: st.builds(ConditionalTable, st.just(n[0]), st.just(n[1]), st.integers(0, sum(n)))
)


@given(tables)
@settings(deadline=None, max_examples=50)
def test_null_probabilities_are_the_hypergeometric_ones(table):
    every = math.comb(table.n1 + table.n2, table.events)
    exact = [
        Fraction(math.comb(table.n1, x) * math.comb(table.n2, table.events - x), every)
        for x in range(table.low, table.high + 1)
    ]
    assert table.null_probabilities() == pytest.approx([float(p) for p in exact], rel=1e-11)


@pytest.mark.parametrize("table", [ConditionalTable(9000, 9100, 7000), ConditionalTable(3, 40000, 20000)])
def test_large_tables_stay_exact(table):
    x = (table.low + table.high) // 2 if table.n1 > 3 else 2
    exact = Fraction(
        math.comb(table.n1, x) * math.comb(table.n2, table.events - x),
        math.comb(table.n1 + table.n2, table.events),
    )
    prob = table.null_probabilities()
    assert prob[x - table.low] == pytest.approx(float(exact), rel=1e-10)
    assert prob.sum() == pytest.approx(1.0)


@given(tables.filter(lambda t: t.high > t.low), st.floats(0, 1))
@settings(deadline=None, max_examples=50)
def test_limits_leave_a_tail_each_and_the_estimate_expects_what_was_seen(table, share):
    x1 = table.low + round(share * (table.high - table.low))
    estimate, lower, upper = table.odds_ratio(x1, 90.0)
    x, logs = table.support(), table.logs()

    def chances(ratio):
        weights = np.exp(logs + x * math.log(ratio) - (logs + x * math.log(ratio)).max())
        return weights / weights.sum()

    if x1 == table.low:
        assert (estimate, lower) == (0.0, 0.0)
    else:
        assert chances(lower)[x >= x1].sum() == pytest.approx(0.05, rel=1e-6)
    if x1 == table.high:
        assert (estimate, upper) == (math.inf, math.inf)
    else:
        assert chances(upper)[x <= x1].sum() == pytest.approx(0.05, rel=1e-6)
    if table.low < x1 < table.high:
        assert chances(estimate) @ x == pytest.approx(x1, rel=1e-9)
        assert lower < estimate < upper
