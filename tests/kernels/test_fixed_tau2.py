"""The error of a between-trial variance that is taken, beside metafor's (tests/reference/fixed_tau2.R)."""

import numpy as np
import pytest

from trialwright.kernels import heterogeneity as kernel

Y, V = np.array([0.1, 0.5, -0.2, 0.8, 0.3, 1.1]), np.array([0.04, 0.09, 0.02, 0.1, 0.05, 0.2])
ONE = np.ones((6, 1))
MODERATED = np.column_stack([np.ones(6), [1.0, 2, 3, 5, 8, 13]])
# metafor 3.8.1, R 4.2.2: method, without and with a moderator, tau2 = 0.07. Printed to nine decimals.
METAFOR = {
    "dl": (0.084094352, 0.092384165), "he": (0.102571384, 0.100760526), "hs": (0.062460282, 0.056567176),
    "sj": (0.065787426, 0.071375623), "pm": (0.085522033, 0.095616539), "eb": (0.085522033, 0.095616539),
    "ml": (0.074234339, 0.074234339), "reml": (0.083685540, 0.091872161),
    "hsk": (0.074952339, 0.084850764), "pmm": (0.085522033, 0.095616539),
}  # fmt: skip


def test_every_method_has_a_reference():
    assert set(METAFOR) == set(kernel.METHODS)


@pytest.mark.parametrize("method", METAFOR)
def test_errors_of_a_taken_variance_are_metafors(method):
    found = [kernel.error_at(Y, V, x, 0.07, method) for x in (ONE, MODERATED)]
    assert found == pytest.approx(METAFOR[method], abs=6e-10)


@pytest.mark.parametrize("method", kernel.METHODS)
@pytest.mark.parametrize("x", [ONE, MODERATED], ids=["one", "moderated"])
def test_at_the_estimate_it_is_the_estimates_own(method, x):
    estimate = kernel.between_variance(Y, V, x, method)
    assert kernel.error_at(Y, V, x, estimate.tau2, method) == pytest.approx(estimate.se, rel=1e-12)


def test_trials_that_agree_have_no_crude_variance():
    assert np.isnan(kernel.error_at(np.ones(6), V, ONE, 0.07, "sj"))
