"""Effect measures and outcome laws of the endpoints, against numbers worked out elsewhere."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.endpoints import binary, continuous, dose_response, ordinal
from trialwright.errors import DesignError

CHALLENGE = {
    "e0": 3.1,
    "emax": 4.5,
    "ed50": 8.0,
    "doses": (2.5, 5.0, 10.0),
    "sd_between": 0.8,
    "sd_within": 0.4,
}


def test_log_odds_ratio_of_a_published_table():
    """35 of 40 against 37 of 40: odds ratio (35 * 3) / (5 * 37) = 0.5676."""
    assert math.exp(binary.estimate(np.array([3.0, 37]), np.array([5.0, 35]))) == pytest.approx(105 / 185)


def test_an_empty_cell_gets_half_a_patient_in_each():
    got = binary.estimate(np.array([10.0, 0]), np.array([8.0, 2]))
    assert got == pytest.approx(math.log(2.5 * 10.5 / (8.5 * 0.5)))


def test_binary_tests_differ_and_are_chosen_by_name():
    c, e = np.array([11.0, 29]), np.array([3.0, 37])
    assert binary.p_value(c, e, test="fisher") > binary.p_value(c, e)


def test_continuous_tests_differ_and_are_chosen_by_name():
    c, e = np.array([8.0, 0.0, 4.0]), np.array([20.0, 14.0, 90.0])
    assert continuous.p_value(c, e, test="pooled") != continuous.p_value(c, e)


def test_an_ordinal_estimate_of_two_categories_is_the_score_estimate():
    """For a 2 x 2 table score over information is Peto's log odds ratio, (O - E) / V, with V without Peto's n - 1."""
    c, e = np.array([30.0, 10.0]), np.array([20.0, 20.0])
    o_minus_e = 20 - 30 * 40 / 80
    v = 40 * 40 * 30 * 50 / 80**3
    assert ordinal.estimate(c, e) == pytest.approx(o_minus_e / v, rel=0.02)


def test_ordinal_shares_may_be_rounded_but_not_wrong():
    assert len(ordinal.latent({"probabilities": (0.333, 0.333, 0.333)}).cuts) == 2
    with pytest.raises(DesignError, match=r"add to 0\.9"):
        ordinal.latent({"probabilities": (0.5, 0.4)})
    with pytest.raises(DesignError, match="outside its range"):
        ordinal.latent({"probabilities": (0.5, 0.5, 0.0)})


def test_mean_response_over_the_doses_by_hand():
    by_hand = 3.1 + 4.5 * (2.5 / 10.5 + 5 / 13 + 10 / 18) / 3
    assert dose_response.mean_response(CHALLENGE, np.zeros(1))[0] == pytest.approx(by_hand)
    halved = 3.1 + 4.5 * (2.5 / 6.5 + 5 / 9 + 10 / 14) / 3
    assert dose_response.mean_response(CHALLENGE, np.array([-math.log(2)]))[0] == pytest.approx(halved)


def test_residuals_average_over_doses_and_patients_do_not():
    scale = dose_response.latent(CHALLENGE).sd
    assert scale == pytest.approx(math.sqrt(0.8**2 + 0.4**2 / 3))


def test_a_patients_mean_over_doses_has_that_law_when_drawn_dose_by_dose():
    rng = np.random.default_rng(2)
    doses = np.array(CHALLENGE["doses"])
    curve = 3.1 + 4.5 * doses / (8.0 * math.exp(-0.5) + doses)
    drawn = (curve + 0.8 * rng.standard_normal((50_000, 1)) + 0.4 * rng.standard_normal((50_000, 3))).mean(1)
    outcome = dose_response.latent(CHALLENGE)
    mean = dose_response.mean_response(CHALLENGE, np.array([-0.5]))[0]
    assert drawn.mean() == pytest.approx(mean, abs=4 * outcome.sd / math.sqrt(50_000))
    assert drawn.std() == pytest.approx(outcome.sd, rel=0.02)


@settings(deadline=None)
@given(st.floats(-2, 2), st.floats(0.01, 1))
def test_a_lower_ed50_means_a_larger_response(difference, less):
    shift = dose_response.latent(CHALLENGE).shifted_by(np.array([difference - less, difference, 0.0]))
    assert shift[0] > shift[1]
    assert shift[2] == 0


@settings(deadline=None)
@given(st.floats(0.01, 0.99))
def test_a_binary_rate_is_the_chance_to_pass_the_threshold(rate):
    cut = binary.latent({"rate": rate}).cuts[0]
    assert 1 / (1 + math.exp(cut)) == pytest.approx(rate)


@pytest.mark.parametrize("rate", [0.0, 1.0, float("nan"), -0.2])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(DesignError, match="outside its range"):
        binary.latent({"rate": rate})


@pytest.mark.parametrize("doses", [(), (2.5, -1.0)])
def test_doses_that_are_none_are_refused(doses):
    with pytest.raises(DesignError, match="outside its range"):
        dose_response.latent(CHALLENGE | {"doses": doses})
