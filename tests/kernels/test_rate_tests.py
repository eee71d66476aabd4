"""Tests of rates: restricted likelihood, exact tests, Simon's designs."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import barnard_exact, binom, boschloo_exact

from trialwright.kernels import one_sample_binomial, rate_tests, restricted_rates, two_stage, unconditional

RATE = st.floats(0.05, 0.95)
NULLS = {"difference": st.floats(-0.6, 0.6), "ratio": st.floats(0.3, 3), "odds ratio": st.floats(0.2, 5)}


def log_likelihood(p1, p2, share1, q1, q2):
    return share1 * (p1 * math.log(q1) + (1 - p1) * math.log(1 - q1)) + (1 - share1) * (
        p2 * math.log(q2) + (1 - p2) * math.log(1 - q2)
    )


@pytest.mark.parametrize("measure", NULLS)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), p1=RATE, p2=RATE, share1=st.floats(0.1, 0.9))
def test_no_rates_the_null_allows_are_likelier_than_the_restricted_ones(measure, data, p1, p2, share1):
    null = data.draw(NULLS[measure])
    q1, q2 = (float(q) for q in restricted_rates.restricted(p1, p2, share1, null, measure))
    assert float(restricted_rates.gap(q1, q2, null, measure)) == pytest.approx(0, abs=1e-7)
    best = log_likelihood(p1, p2, share1, q1, q2)
    for step in (-1e-4, 1e-4):
        near2 = q2 + step
        near1 = {
            "difference": near2 + null,
            "ratio": near2 * null,
            "odds ratio": null * near2 / (1 + near2 * (null - 1)),
        }[measure]
        if 0 < near1 < 1 and 0 < near2 < 1:
            assert log_likelihood(p1, p2, share1, near1, near2) <= best + 1e-12


@settings(max_examples=50, deadline=None)
@given(p1=RATE, p2=RATE, allocation=st.floats(0.3, 3), target=st.floats(0.5, 0.95))
def test_size_then_power_returns_and_the_arms_may_be_swapped(p1, p2, allocation, target):
    if abs(p1 - p2) < 0.02:
        return
    errors = rate_tests.unit_errors(p1, p2, allocation, 0.0, "difference")
    n = rate_tests.size(abs(p1 - p2), errors, 0.025, target)
    assert rate_tests.power(abs(p1 - p2), errors, n, 0.025) == pytest.approx(target, abs=1e-9)
    swapped = rate_tests.unit_errors(p2, p1, 1 / allocation, 0.0, "difference")
    assert swapped == pytest.approx(errors, rel=1e-10)


def test_a_rate_without_variance_rejects_always_or_never():
    assert rate_tests.power(0.5, rate_tests.one_sample_errors(1.0, 0.5), 20, 0.025) == 1.0
    assert rate_tests.power(0.5, rate_tests.one_sample_errors(1.0, 0.5), 2, 0.025) == 0.0


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 400), null=RATE, alpha=st.floats(0.001, 0.2))
@example(n=1, null=0.05, alpha=0.05)  # the tail is alpha itself, which is within it
@example(n=2, null=0.2, alpha=0.04)
def test_the_exact_critical_count_is_the_least_within_alpha(n, null, alpha):
    x = int(one_sample_binomial.critical(n, null, alpha)[0])
    within = alpha * (1 + 1e-11)  # of a tail that is alpha itself, to the last digits
    assert x == n + 1 or binom.sf(x - 1, n, null) <= within
    assert x == 0 or binom.sf(x - 2, n, null) > alpha
    low = int(one_sample_binomial.critical(n, null, alpha, upper=False)[0])
    assert low == -1 or binom.cdf(low, n, null) <= within
    assert low == n or binom.cdf(low + 1, n, null) > alpha


def test_the_saw_tooth_has_a_first_and_a_lasting_size():
    """0.4 against 0.2, alpha 0.05, power 0.8: 35 and 36 are enough, 37 are not, 38 and more are."""
    assert one_sample_binomial.first_size(0.4, 0.2, 0.05, 0.8) == 35
    assert one_sample_binomial.lasting_size(0.4, 0.2, 0.05, 0.8) == 38
    shown = one_sample_binomial.power(np.arange(35, 200), 0.4, 0.2, 0.05) >= 0.8
    assert shown[:3].tolist() == [True, True, False]
    assert shown[3:].all()


@pytest.mark.parametrize(
    ("p0", "p1", "optimal", "minimax"),
    # Simon 1989, Control Clin Trials 10:1, Tables 1 and 2: alpha 0.05, beta 0.20: r1/n1 r/n, expected size, P(stop)
    [
        (0.05, 0.25, (0, 9, 2, 17, 12.0, 0.63), (0, 12, 2, 16, 13.8, 0.54)),
        (0.10, 0.30, (1, 10, 5, 29, 15.0, 0.74), (1, 15, 5, 25, 19.5, 0.55)),
        (0.20, 0.40, (3, 13, 12, 43, 20.6, 0.75), (4, 18, 10, 33, 22.3, 0.72)),
        (0.30, 0.50, (5, 15, 18, 46, 23.6, 0.72), (6, 19, 16, 39, 25.7, 0.67)),
    ],
)
def test_simons_designs_are_those_of_his_tables(p0, p1, optimal, minimax):
    found = two_stage.admissible(p0, p1, 0.05, 0.2, two_stage.search_limit(p0, p1, 0.05, 0.2))
    for design, (r1, n1, r, n, expected, stop) in ((found[-1], optimal), (found[0], minimax)):
        assert (design.r1, design.n1, design.r, design.n) == (r1, n1, r, n)
        assert design.expected_null == pytest.approx(expected, abs=0.051)
        assert design.stop_null == pytest.approx(stop, abs=0.0051)
        assert design.level <= 0.05
        assert design.power >= 0.8
    assert [d.n for d in found] == sorted({d.n for d in found})


def test_two_stages_that_never_stop_are_one_stage():
    one = two_stage.characteristics(-1, 10, 4, 25, 0.1, 0.3)
    assert one.level == pytest.approx(binom.sf(4, 25, 0.1), abs=1e-12)
    assert one.expected_null == 25
    assert two_stage.admissible(0.1, 0.12, 0.05, 0.1, 20) == []


@pytest.mark.parametrize(("n1", "n2"), [(7, 6), (5, 9)])
def test_the_region_is_where_scipys_unconditional_tests_reject(n1, n2):
    ours = {o: unconditional.rejection_region(n1, n2, 0.05, o) for o in ("boschloo", "pooled")}
    for x in range(n1 + 1):
        for y in range(n2 + 1):
            table = [[x, y], [n1 - x, n2 - y]]
            p = boschloo_exact(table, alternative="greater", n=256).pvalue
            assert ours["boschloo"][x, y] == (p <= 0.05)
            if x * n2 > y * n1:
                p = barnard_exact(table, alternative="greater", n=256).pvalue
                assert ours["pooled"][x, y] == (p <= 0.05)


@pytest.mark.parametrize("ordering", ["boschloo", "pooled", "unpooled", "fisher"])
@settings(max_examples=15, deadline=None)
@given(n1=st.integers(2, 25), n2=st.integers(2, 25), alpha=st.sampled_from([0.01, 0.025, 0.05]))
def test_the_level_is_kept_at_every_common_rate(ordering, n1, n2, alpha):
    region = unconditional.rejection_region(n1, n2, alpha, ordering)
    rates = np.linspace(0, 1, 777)
    assert max(unconditional.power(region, p, p) for p in rates) <= alpha + 1e-9
    fisher = unconditional.rejection_region(n1, n2, alpha, "fisher")
    if ordering == "boschloo":  # uniformly at least as powerful: Boschloo 1970
        assert not np.any(fisher & ~region)


def test_suissa_and_shusters_test_needs_no_more_than_fishers():
    shown = {
        o: unconditional.power(unconditional.rejection_region(20, 20, 0.05, o), 0.6, 0.2)
        for o in ("pooled", "fisher")
    }
    assert shown["pooled"] > shown["fisher"]


def test_a_level_that_is_alpha_itself_counts_as_within_it():
    """1 / 20 is Fisher's p of 3 of 3 against none of 3, and 1 / 64 the level of that table alone."""
    corner = np.zeros((4, 4), bool)
    corner[3, 0] = True
    assert np.array_equal(unconditional.rejection_region(3, 3, 0.05, "fisher"), corner)
    assert np.array_equal(unconditional.rejection_region(3, 3, 1 / 64, "pooled"), corner)


def test_an_endless_statistic_is_tied_with_no_finite_one():
    """5 of 5 against none of 5 has no unpooled error; alone it has a level of 1 / 1024, with the next table one above 1 %."""
    region = unconditional.rejection_region(5, 5, 0.01, "unpooled")
    assert region[5, 0]
    assert region.sum() == 1


@pytest.mark.parametrize(("n1", "n2", "null"), [(12, 9, -0.15), (9, 14, 0.1), (16, 16, -0.3)])
def test_with_a_margin_the_level_is_kept_anywhere_under_the_null(n1, n2, null):
    region = unconditional.rejection_region(n1, n2, 0.05, "score", null)
    grid = np.linspace(0, 1, 201)
    shown = (
        binom.pmf(np.arange(n1 + 1), n1, grid[:, None])
        @ region
        @ binom.pmf(np.arange(n2 + 1), n2, grid[:, None]).T
    )
    assert shown[grid[:, None] - grid <= null + 1e-12].max() <= 0.05
    assert region[n1, 0]
    rest = np.where(region, -np.inf, unconditional.statistic(n1, n2, "score", null))
    more = region | (rest >= rest.max() - 1e-9)
    assert unconditional.level_of(more, null) > 0.05


def test_no_size_below_the_least_has_the_power():
    for p, null, alpha, target in [(0.45, 0.3, 0.025, 0.9), (0.03, 0.1, 0.05, 0.8), (0.999, 0.5, 0.1, 0.5)]:
        powers = one_sample_binomial.power(np.arange(1, 600), p, null, alpha, p > null)
        first = int(np.argmax(powers >= target)) + 1
        assert one_sample_binomial.least_size(p, null, alpha, target, 10**7) <= first
        assert one_sample_binomial.first_size(p, null, alpha, target) == first
