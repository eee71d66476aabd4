"""Random numbers by address: published outputs, and laws checked against their distributions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri

from trialwright.kernels import addressed as a
from trialwright.kernels import ziggurat

N = 200_000


def hashes(n=N, slot=a.OUTCOME, key=99):
    return [a.number(np.uint64(key), i, slot) for i in range(n)]


def test_splitmix64_matches_its_published_outputs():
    """First outputs of SplitMix64 from seed 1234567, as printed by Rosetta Code and by Vigna's splitmix64.c."""
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert [a.number(np.uint64(1234567), 0, np.uint64(slot)) for slot in range(4)] == published
    assert a.uniform(np.uint64(1234567), 0, np.uint64(0)) == ((published[0] >> 11) + 0.5) * 2.0**-53


def test_numbers_of_one_patient_and_of_neighbours_are_uniform_and_unrelated():
    key = np.uint64(99)
    u = np.array([[a.uniform(key, i, np.uint64(slot)) for slot in range(8)] for i in range(20_000)])
    assert all(stats.kstest(u[:, slot], "uniform").pvalue > 1e-4 for slot in range(8))
    together = np.corrcoef(np.hstack([u[:-1], u[1:]]).T) - np.eye(16)
    assert np.abs(together).max() < 5 / np.sqrt(len(u))


def test_chains_beside_one_another_are_unrelated():
    u = np.array(
        [[a.open_unit(np.uint64(f(np.uint64(h)))) for f in (a.mix, a.after, a.aside)] for h in hashes(20_000)]
    )
    assert np.abs(np.corrcoef(u.T) - np.eye(3)).max() < 5 / np.sqrt(len(u))


def test_the_layers_of_the_ziggurat_close_on_the_mode():
    x = ziggurat.edges()
    area = x[1:-1] * (np.exp(-0.5 * x[2:] ** 2) - np.exp(-0.5 * x[1:-1] ** 2))
    assert area == pytest.approx(np.full(255, ziggurat.AREA), rel=1e-9)


def test_normals_are_normal_to_their_tails_and_fourth_moments():
    z = np.array([a.normal(np.uint64(h)) for h in hashes()])
    assert stats.kstest(z, "norm").pvalue > 1e-4
    for power, expected, variance in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert (z**power).mean() == pytest.approx(expected, abs=4.5 * np.sqrt(variance / N))
    beyond = np.abs(z) > ziggurat.TAIL  # they come from the tail's own law
    assert beyond.mean() == pytest.approx(2 * stats.norm.sf(ziggurat.TAIL), abs=4.5 * np.sqrt(2.6e-4 / N))


@pytest.mark.parametrize("shape", [0.4, 1.0, 2.5, 60.0])
def test_gammas_are_gamma(shape):
    g = np.array([a.gamma(np.uint64(h), shape) for h in hashes(40_000)])
    assert stats.kstest(g, stats.gamma(shape).cdf).pvalue > 1e-4


def chi_square(seen, law, n):
    low, high = seen.min(), seen.max()
    k = np.arange(low, high + 1)
    expected = n * law.pmf(k)
    expected[0] += n * law.cdf(low - 1)
    expected[-1] += n * law.sf(high)
    counts = np.bincount(seen - low, minlength=len(k)).astype(float)
    kept = expected >= 5
    rest = expected[~kept].sum()
    observed = np.append(counts[kept], counts[~kept].sum()) if rest > 0 else counts
    wanted = np.append(expected[kept], rest) if rest > 0 else expected
    return stats.chisquare(observed, wanted * observed.sum() / wanted.sum()).pvalue


@pytest.mark.parametrize("mean", [0.3, 4.0, 9.9, 10.1, 80.0])
def test_poissons_are_poisson(mean):
    seen = np.array([a.poisson(np.uint64(h), mean) for h in hashes(60_000)])
    assert chi_square(seen, stats.poisson(mean), len(seen)) > 1e-4


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (15, 0.2), (15, 0.85), (67, 0.3), (200, 0.5), (1000, 0.93)])
def test_binomials_are_binomial(n, p):
    seen = np.array([a.binomial(np.uint64(h), n, p) for h in hashes(60_000)])
    assert seen.min() >= 0
    assert seen.max() <= n
    assert chi_square(seen, stats.binom(n, p), len(seen)) > 1e-4


@pytest.mark.parametrize(("n", "p", "expected"), [(0, 0.5, 0), (9, 0.0, 0), (9, 1.0, 9)])
def test_binomials_at_their_ends(n, p, expected):
    assert a.binomial(np.uint64(5), n, p) == expected


def test_whole_numbers_below_n_are_even():
    seen = np.array([a.below(np.uint64(h), 6) for h in hashes(60_000)])
    assert stats.chisquare(np.bincount(seen, minlength=6)).pvalue > 1e-4


@settings(deadline=None)
@given(st.floats(min_value=1e-300, max_value=1 - 1e-16, exclude_min=True))
def test_normal_quantile_is_scipys(p):
    assert a.normal_quantile(p) == pytest.approx(float(ndtri(p)), rel=4e-15, abs=1e-15)
