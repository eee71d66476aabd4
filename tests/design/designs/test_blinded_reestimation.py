"""Blinded re-estimation: the size that the truth would have asked for, power kept where the plan was wrong, alpha kept."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels import blinded_sizes
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

# Control parameters, the effect on the scenario's scale and on the measure's.
CASES = {
    "continuous": ({"mean": 0.0, "sd": 1.4}, 0.5, 0.5),
    "binary": ({"rate": 0.2}, 0.6, 0.6),
    "ordinal": ({"probabilities": (0.6, 0.2, 0.1, 0.1)}, 0.6, 0.6),
    "count": ({"rate": 0.05, "dispersion": 1.0, "exposure": 12.0}, 0.4, 0.4),
    "ancova": ({"mean": 0.0, "sd": 1.6, "correlation": 0.5}, 0.5, 0.5),
    "slope": (
        {"slope": -1.0, "sd_slope": 1.2, "sd_residual": 2.0, "visits": (0.0, 3.0, 6.0, 9.0), "leaving": 0.3},
        0.5,
        0.5,
    ),
}
TRIALS = 4000


def streams(block):
    return np.random.default_rng([61, block])


def a_design(endpoint="continuous", better="higher", patients=3000, **stated):
    options = {"effect": CASES[endpoint][2], "target": 0.8, "increase": 20.0} | stated.pop("options", {})
    return Design(
        name="d", type="blinded_reestimation", endpoint=endpoint, better=better, patients=patients, options=options, **stated
    )  # fmt: skip


def a_scenario(endpoint="continuous", level=None, **stated):
    control, effect, _ = CASES[endpoint]
    return Scenario(
        name="s", control=control, effect=EffectCurve(level=effect if level is None else level), screened_per_month=20, **stated
    )  # fmt: skip


def run(d, s):
    setting = Setting(d, s, Limits())
    return setting.kind.run(d, Trials(setting, drawn(s, 0, TRIALS, streams)))


@pytest.mark.parametrize("endpoint", CASES)
@pytest.mark.parametrize("allocation", [1.0, 2.0])
def test_power_is_the_target_where_the_planned_size_was_far_too_small(endpoint, allocation):
    """150 were planned; variance, rate and spread are what the interim finds."""
    found = run(a_design(endpoint, allocation=allocation), a_scenario(endpoint))
    assert found.account.patients.mean() > 160
    assert found.rejected.mean() == pytest.approx(0.8, abs=0.04)


def test_lower_is_better_and_dropout_is_made_up_for():
    found = run(a_design(better="lower"), a_scenario(level=-0.5, dropout=0.25))
    whole = run(a_design(), a_scenario())
    assert found.account.patients.mean() == pytest.approx(whole.account.patients.mean() / 0.75, rel=0.02)
    assert found.rejected.mean() == pytest.approx(0.8, abs=0.03)


def test_the_size_is_the_formulas_for_the_pooled_variance():
    found = run(a_design(), a_scenario())
    pooled = 1.4**2 + 0.5**2 / 4  # the effect adds to the spread about one mean
    expected = blinded_sizes.of_means(np.array([pooled]), 0.5, 1.0, 0.025, 0.8)[0]
    assert found.account.patients.mean() == pytest.approx(expected, rel=0.02)


def test_a_difference_of_rates_is_sized_on_its_own_scale():
    d = a_design("binary", test="risk_difference", options={"effect": 0.12})
    found = run(d, a_scenario("binary", level=float(np.log(0.32 / 0.68) - np.log(0.2 / 0.8))))
    assert found.rejected.mean() == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("endpoint", CASES)
def test_without_an_effect_alpha_is_kept(endpoint):
    d = a_design(endpoint, patients=240, options={"increase": 2.0}, alpha=0.05)
    found = design.evaluate([d], a_scenario(endpoint, level=0.0), Limits(), 10_000, streams)[0]
    assert abs(found.figures["type_one_error"].value - 0.05) < 4 * found.figures["type_one_error"].mcse


def test_rates_are_parted_by_the_odds_ratio():
    p0, p1 = blinded_sizes.rates_of_odds(np.array([0.3, 0.7]), 0.8, 2.0)
    assert (p0 + 2 * p1) / 3 == pytest.approx([0.3, 0.7])
    assert np.log(p1 / (1 - p1)) - np.log(p0 / (1 - p0)) == pytest.approx([0.8, 0.8])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"options": {"effect": None}}, "no effect to size the trial for"),
        ({"looks": (0.3, 0.6, 1.0)}, "has 3 looks"),
        ({"test": "z"}, "whose size no blinded data set"),
        ({"options": {"increase": 1.0}, "looks": (0.9999, 1.0)}, "when all its patients are enrolled"),
    ],
)
def test_what_cannot_be_sized_is_refused(changes, words):
    with pytest.raises(DesignError, match=words):
        run(a_design(**changes), a_scenario())


def test_times_to_an_event_are_refused():
    d = Design(
        name="d", type="blinded_reestimation", endpoint="time_to_event", better="lower", patients=200, events=100,
        options={"effect": 0.3},
    )  # fmt: skip
    s = Scenario(name="s", control={"median": 12.0}, effect=EffectCurve(level=0.0), screened_per_month=20)
    with pytest.raises(DesignError, match="whose size no blinded data set"):
        design.evaluate([d], s, Limits(), 100, streams)
