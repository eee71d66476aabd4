import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels import rounding as k


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_what_python_prints_is_accepted_and_its_neighbours_are_not(a, b, decimals):
    exact = 100.0 * a / b
    printed = float(f"{exact:.{decimals}f}")
    step = 10.0**-decimals
    assert k.rounds_to(exact, printed, decimals)
    assert not k.rounds_to(exact, printed + 1.5 * step, decimals)
    assert not k.rounds_to(exact, printed - 1.5 * step, decimals)


@pytest.mark.parametrize(
    ("exact", "printed", "decimals", "rounded", "cut"),
    [
        (94.1176, 94.0, 0, True, True),
        (66.6667, 66.0, 0, False, True),
        (66.6667, 67.0, 0, True, False),
        (87.5, 88.0, 0, True, False),  # a tie may go either way
        (87.5, 87.0, 0, True, True),
        (-66.6667, -66.0, 0, False, True),
        (12.34, 12.4, 1, False, False),
    ],
)
def test_rounding_and_truncation_are_told_apart(exact, printed, decimals, rounded, cut):
    assert k.rounds_to(exact, printed, decimals) is rounded
    assert k.truncates_to(exact, printed, decimals) is cut


def test_sizes_that_fit():
    assert k.sizes_that_fit(35, 87.5, 1, 200) == (40,)
    assert k.sizes_that_fit(16, 94.0, 0, 200) == (17,)
    assert k.sizes_that_fit(0, 0.0, 0, 3) == (1, 2, 3)
    assert k.sizes_that_fit(5, 120.0, 0, 200) == ()


@settings(deadline=None)
@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 2))
def test_the_true_size_and_count_are_among_those_that_fit(xn, decimals):
    x, n = xn
    percent = float(f"{100 * x / n:.{decimals}f}")
    assert n in k.sizes_that_fit(x, percent, decimals, 300)
    assert x in k.counts_that_fit(n, percent, decimals)
