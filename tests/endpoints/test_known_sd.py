"""A continuous outcome tested with its SD taken as known."""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from trialwright import design
from trialwright.endpoints import continuous, endpoint, known_sd
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

SCENARIO = Scenario(
    name="s", control={"mean": 4, "sd": 2}, effect=EffectCurve(level=0.6), screened_per_month=20
)


def streams(block):
    return np.random.default_rng([5, block])


def run(level, **changes):
    stated = {
        "name": "d",
        "type": "group_sequential",
        "endpoint": "continuous",
        "better": "higher",
        "patients": 300,
        "looks": (0.4, 0.7, 1.0),
        "test": "z",
    }
    return design.evaluate([Design(**(stated | changes))], SCENARIO, Limits(), 20_000, streams, level=level)[
        0
    ].figures


def test_score_and_error_by_hand():
    control, treated = np.array([[50.0, 10.0, 50 * 4.0]]), np.array([[40.0, 40.0, 40 * 4.0]])
    error = 2 * np.sqrt(1 / 50 + 1 / 40)
    assert known_sd.score(control, treated)[0] == pytest.approx(0.8 / error)
    assert known_sd.estimate_and_error(control, treated)[1][0] == pytest.approx(error)
    assert known_sd.standard_error(control, treated)[0] == pytest.approx(error)
    assert known_sd.estimate(control, treated)[0] == pytest.approx(0.8)
    assert known_sd.score(np.zeros((1, 3)), treated)[0] == -np.inf


def test_closed_form_by_hand():
    outcome = known_sd.latent({"mean": 4, "sd": 2})
    found = known_sd.power(outcome, np.array([0.6]), np.array([1.0]), 150, 150, 0.025)
    assert found == pytest.approx(ndtr(0.6 / (2 * np.sqrt(2 / 150)) - ndtri(0.975)))


def test_both_levels_are_the_closed_form_and_keep_alpha():
    made = [run(level) for level in ("patient", "statistic")]
    for figures in made:
        assert abs(figures["power"].value - figures["power_analytic"].value) < 4 * figures["power"].mcse
        assert abs(figures["type_one_error"].value - 0.025) < 4 * figures["type_one_error"].mcse
    one, other = made
    for figure in ("bias", "rmse", "coverage", "patients"):
        error = np.hypot(one[figure].mcse, other[figure].mcse)
        assert abs(one[figure].value - other[figure].value) < 4.2 * error


def test_an_unknown_test_names_those_there_are():
    with pytest.raises(DesignError, match="no test `median`") as caught:
        run("patient", test="median")
    assert "welch" in caught.value.fix
    assert "z" in caught.value.fix
    assert endpoint("continuous") is continuous
    assert endpoint("continuous", "welch").score is continuous.score
