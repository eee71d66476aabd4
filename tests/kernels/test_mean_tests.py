"""Tests of means and equivalence: R's own functions, invariants, boundaries."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels import equivalence, mean_tests


@pytest.mark.parametrize(
    ("effect", "expected"),
    # R 4.2.2: power.t.test(delta = d, sd = 1, sig.level = .05, power = .8)$n, per group, two-sided, strict = FALSE
    [(0.5, 63.76576), (1.0, 16.71477), (0.2, 393.4057)],
)
def test_the_t_tests_size_is_that_of_rs_power_t_test(effect, expected):
    n = mean_tests.size(effect, mean_tests.unit_variance(1.0), 2, 0.05, 0.8, 2)
    assert n / 2 == pytest.approx(expected, rel=5e-6)  # R stops within 1e-3 patients


def test_the_two_arm_z_size_is_the_textbooks():
    """Chow, Shao & Wang 2008, formula 3.2.3: n2 = (1 + 1/k)(z_a + z_b)^2 sigma^2 / delta^2."""
    z = 1.9599639845 + 0.8416212336
    expected = (1 + 1 / 2) * z**2 / 0.3**2 * 3  # n2 (1 + k), k = 2
    assert mean_tests.size(0.3, mean_tests.unit_variance(2.0), None, 0.025, 0.8) == pytest.approx(
        expected, rel=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(
    effect=st.floats(0.1, 2),
    allocation=st.floats(0.2, 5),
    target=st.floats(0.3, 0.99),
    alpha=st.floats(0.005, 0.1),
    sided=st.sampled_from([1, 2]),
    known=st.booleans(),
)
def test_power_at_the_size_is_the_power_asked_for(effect, allocation, target, alpha, sided, known):
    unit, lost = mean_tests.unit_variance(allocation), None if known else 2
    n = mean_tests.size(effect, unit, lost, alpha, target, sided)
    reached = mean_tests.power(effect, n, unit, lost, alpha, sided, both_sides=False)
    if lost is not None and n == lost + 1:
        # The fewest that leave a degree of freedom may have more than is asked for.
        assert reached >= target - 1e-9
    else:
        assert reached == pytest.approx(target, abs=1e-9)
    assert mean_tests.power(effect, n * 1.1, unit, lost, alpha, sided) > target


@given(allocation=st.floats(0.1, 10), null=st.floats(0.3, 3))
def test_swapping_the_arms_of_a_ratio_only_rescales_it(allocation, null):
    swapped = mean_tests.unit_variance(1 / allocation, 1 / null) * null**2
    assert mean_tests.unit_variance(allocation, null) == pytest.approx(swapped, rel=1e-12)
    assert mean_tests.unit_variance(mean_tests.best_allocation(null), null) <= swapped + 1e-12


def test_without_an_effect_power_is_the_level_and_no_size_reaches_more():
    unit = mean_tests.unit_variance(1.0)
    assert mean_tests.power(0.0, 50, unit, 2, 0.05, 2) == pytest.approx(0.05, abs=1e-12)
    assert mean_tests.size(0.0, unit, 2, 0.025, 0.9) == math.inf


@pytest.mark.parametrize(
    ("cv", "n", "expected"),
    # R's PowerTOST, sampleN.TOST(CV, theta0 = 0.95), 2x2 crossover, as its reference manual prints it
    [(0.20, 20, 0.834680), (0.30, 40, 0.815845)],
)
def test_bioequivalence_of_a_crossover_is_powertosts(cv, n, expected):
    sd = math.sqrt(math.log(1 + cv**2))
    limits = math.log(0.8), math.log(1.25)
    shown = equivalence.tost_power(math.log(0.95), *limits, sd * math.sqrt(2 / n), n - 2, 0.05)
    assert shown == pytest.approx(expected, abs=1e-6)
    assert n - 2 < equivalence.tost_size(math.log(0.95), *limits, sd, 2.0, 2, 0.05, 0.8) <= n


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.15, 0.15), st.floats(0.03, 0.2), st.floats(3, 200))
def test_tost_is_symmetric_and_at_most_either_test(effect, se, df):
    shown = equivalence.tost_power(effect, -0.2, 0.2, se, df, 0.05)
    assert shown == pytest.approx(equivalence.tost_power(-effect, -0.2, 0.2, se, df, 0.05), abs=1e-10)
    near = mean_tests.t_power((0.2 - abs(effect)) / se, df, 0.05)
    assert -1e-12 <= shown <= near + 1e-10


def test_tost_never_passes_where_the_margins_are_narrower_than_the_critical_error():
    assert equivalence.tost_power(0.0, -0.1, 0.1, 5.0, 4, 0.05) < 1e-6
    assert equivalence.tost_power(0.0, -0.1, 0.1, 1.0, 4, 0.05, known_sd=True) == 0.0
    # On the margin itself the test has its level, for a large trial.
    assert equivalence.tost_power(0.2, -0.2, 0.2, 0.001, 1000, 0.05) == pytest.approx(0.05, abs=1e-9)
