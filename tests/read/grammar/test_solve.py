"""Denominators from counts and percentages: against brute force, and always containing the truth."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from trialwright.model.number import Printed
from trialwright.read.grammar.solve import MOST_CHOICES, splits, totals


def rounded(count: int, total: int, decimals: int, way: str) -> Decimal:
    return (Decimal(100 * count) / Decimal(total)).quantize(Decimal(1).scaleb(-decimals), rounding=way)


@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.integers(0, 2),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
)
def test_the_true_total_is_always_a_candidate(a: int, b: int, decimals: int, way: str) -> None:
    count, total = sorted((a, b))
    shown = rounded(count, total, decimals, way)
    assert total in totals(count, Printed(value=float(shown), decimals=decimals), 400) or shown == 0


@given(st.integers(1, 60), st.integers(0, 1000), st.integers(0, 1))
def test_candidates_are_those_of_brute_force(count: int, tenths: int, decimals: int) -> None:
    value = tenths / 10 if decimals else float(tenths // 10)
    half = Decimal(5).scaleb(-decimals - 1)
    low, high = Decimal(str(value)) - half, Decimal(str(value)) + half
    brute = tuple(n for n in range(count, 201) if low * n <= 100 * count <= high * n) if value else ()
    assert tuple(totals(count, Printed(value=value, decimals=decimals), 200)) == brute


def test_counts_and_percents_with_one_decimal_settle_forty() -> None:
    assert tuple(totals(35, Printed(value=87.5, decimals=1), 80)) == (40,)
    assert tuple(totals(37, Printed(value=92.5, decimals=1), 80)) == (40,)


def test_whole_percents_of_large_counts_do_not_settle() -> None:
    assert len(totals(300, Printed(value=60.0, decimals=0), 1000)) > 1


def test_no_total_gives_an_impossible_percent() -> None:
    assert tuple(totals(16, Printed(value=97.0, decimals=0), 100)) == ()


def test_what_is_not_exact_bounds_nothing() -> None:
    assert tuple(totals(3, Printed(value=8.0, relation="~"), 100)) == ()
    assert tuple(totals(0, Printed(value=0.0), 100)) == ()


def test_the_sum_of_arms_settles_what_percents_leave_open() -> None:
    first, second = totals(150, Printed(value=60.0), 498), totals(100, Printed(value=41.0), 498)
    assert (first[0], first[-1], second[0], second[-1]) == (248, 252, 241, 246)
    assert splits([first, second], 498) == ((252, 246),)
    assert len(splits([first, second], 497)) == 2


def test_two_ways_to_add_up_are_reported_as_two() -> None:
    assert len(splits([(49, 50), (50, 51)], 100)) == 2
    assert splits([(10,), ()], 20) == ()


def test_too_many_choices_are_not_tried() -> None:
    many = tuple(range(1, MOST_CHOICES + 2))
    assert splits([many, (1,)], 2) == ()
