"""The largest of nested populations' scores, against independent integrals and every intersection written out."""

import itertools

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from trialwright.kernels.intersection_tests import spiessens_debois
from trialwright.kernels.nested_maximum import adjusted, reaches


def correlation(information):
    return np.sqrt(np.minimum.outer(information, information) / np.maximum.outer(information, information))


@pytest.mark.parametrize("h", [-1.0, 0.5, 2.2, 3.5])
@pytest.mark.parametrize("information", [(1, 0.7, 0.5, 0.3, 0.1), (1, 0.95, 0.9), (1, 0.5, 0.49, 0.02)])
def test_it_is_the_multivariate_normal_probability(h, information):
    information = np.array(information, float)
    law = multivariate_normal(cov=correlation(information), maxpts=2_000_000, abseps=1e-8, releps=1e-8)
    expected = 1 - law.cdf(np.full(len(information), h), rng=np.random.default_rng(1))
    assert reaches(np.array([h]), information[None])[0] == pytest.approx(expected, abs=1.5e-6)


def test_two_populations_are_spiessens_and_debois():
    rng = np.random.default_rng(2)
    h, share = rng.normal(1, 1.2, 200), rng.uniform(0.02, 0.98, 200)
    theirs = spiessens_debois(np.stack([h, np.full(200, -20.0)], 1), np.sqrt(share))[:, 0]
    assert np.allclose(reaches(h, np.stack([np.ones(200), share], 1)), theirs, atol=1e-9)


def test_many_equally_spaced_looks_of_a_brownian_motion():
    """Constant boundaries of Pocock at five looks, one-sided 2.5 %: 2.413 (two-sided 5 %: Jennison & Turnbull 2000,
    table 2.1, where the other side adds less than 1e-6)."""
    p = reaches(np.array([2.413]), np.array([[1.0, 0.8, 0.6, 0.4, 0.2]]))[0]
    assert p == pytest.approx(0.025, abs=2e-5)


def test_populations_of_the_same_patients_are_one_and_close_ones_err_on_the_safe_side():
    same = reaches(np.array([2.0]), np.array([[1.0, 1.0, 0.5, 0.5]]))[0]
    assert same == pytest.approx(reaches(np.array([2.0]), np.array([[1.0, 0.5]]))[0], abs=1e-12)
    close = reaches(np.array([2.0]), np.array([[1.0, 0.999]]))[0]
    exact = spiessens_debois(np.array([[2.0, -20.0]]), np.sqrt([0.999]))[0, 0]
    assert exact < close < exact + 3e-3


def test_a_population_without_patients_counts_for_nothing():
    assert reaches(np.array([1.5]), np.array([[1.0, 0.4, 0.0]]))[0] == pytest.approx(
        reaches(np.array([1.5]), np.array([[1.0, 0.4]]))[0], abs=1e-12
    )
    assert adjusted(np.array([[1.5, -np.inf]]), np.array([[1.0, 0.0]]))[0].tolist() == [
        pytest.approx(norm.sf(1.5)),
        1.0,
    ]


def test_adjusted_is_the_largest_p_over_every_intersection():
    rng = np.random.default_rng(3)
    information = np.array([1.0, 0.72, 0.5, 0.31, 0.12])
    z = rng.multivariate_normal(np.array([0.3, 0.5, 0.8, 1.0, 1.5]), correlation(information), 40)
    found = adjusted(z, np.tile(information, (40, 1)))
    for t, s in itertools.product(range(40), range(5)):
        families = (f for size in range(1, 6) for f in itertools.combinations(range(5), size) if s in f)
        worst = max(reaches(np.array([z[t, list(f)].max()]), information[list(f)][None])[0] for f in families)
        assert found[t, s] == pytest.approx(worst, abs=2e-6)
