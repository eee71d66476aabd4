"""Responses by category stated for an arm, and patients lost by their category: what a scenario says is what trials see."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.kernels.power import wilcoxon_test
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

CONTROL, ARM = (
    (0.25, 0.30, 0.25, 0.20),
    (0.30, 0.15, 0.20, 0.35),
)  # no common odds ratio: more of the worst and of the best
TRIALS = 4000


def streams(block):
    return np.random.default_rng([53, block])


def scenario(**changes):
    usual = {
        "responses": {"experimental": ARM},
        "control": {"probabilities": CONTROL},
        "effect": EffectCurve(),
    }
    return Scenario(
        name="s",
        screened_per_month=20,
        **(usual | changes),
    )


def a_design(**changes):
    usual = {"name": "d", "type": "fixed", "endpoint": "ordinal", "better": "higher", "patients": 300}
    return Design(**(usual | changes))


def evaluated(d, s, level="patient", nulls=True, trials=TRIALS):
    return design.evaluate([d], s, Limits(), trials, streams, level=level, nulls=nulls)[0]


@pytest.mark.parametrize("level", ["patient", "statistic"])
def test_patients_respond_as_stated(level):
    setting = Setting(a_design(), scenario(), Limits(), level)
    look = Trials(setting, drawn(setting.scenario, 0, 1000, streams)).enrol(300)
    for arm, shares in enumerate((CONTROL, ARM)):
        found = look.tally(arm).sum(0)
        error = np.sqrt(np.array(shares) * (1 - np.array(shares)) / found.sum())
        assert np.abs(found / found.sum() - shares).max() < 4 * error.max()


def test_each_arm_has_its_own_and_the_others_their_effect():
    d = a_design(type="multi_arm", arms=("low", "high"), patients=600)
    s = scenario(responses={"high": ARM}, arms={"low": EffectCurve(level=0.8)})
    setting = Setting(d, s, Limits())
    look = Trials(setting, drawn(s, 0, 1000, streams)).enrol(600)
    low, high = (look.tally(a).sum(0) / look.tally(a).sum() for a in (1, 2))
    assert high == pytest.approx(ARM, abs=0.005)
    assert np.log(low[2:].sum() / low[:2].sum()) - np.log(0.45 / 0.55) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("endpoint", ["ordinal", "win_odds"])
def test_power_levels_and_truth_agree_with_the_shares(endpoint):
    one, other = (
        evaluated(a_design(endpoint=endpoint), scenario(), level) for level in ("patient", "statistic")
    )
    p, q = one.figures["power"], other.figures["power"]
    assert abs(p.value - q.value) < 4 * np.hypot(p.mcse, q.mcse)
    assert p.value == pytest.approx(
        wilcoxon_test(np.array(CONTROL), np.array(ARM), 150, 150, 0.025), abs=0.04
    )
    assert abs(one.figures["bias"].value) < 4 * one.figures["bias"].mcse + 0.01
    assert abs(one.figures["coverage"].value - 0.95) < 0.015
    assert "power_analytic" not in one.figures
    assert abs(one.figures["type_one_error"].value - 0.025) < 4 * one.figures["type_one_error"].mcse


def test_responses_of_one_odds_ratio_are_an_effect():
    above = 1 - np.cumsum(CONTROL)[:-1]
    raised = 1 / (1 + np.exp(-0.6) * (1 - above) / above)
    same = tuple(-np.diff([1.0, *raised, 0.0]))
    by_shares = evaluated(a_design(), scenario(responses={"experimental": same}), nulls=False)
    by_effect = evaluated(a_design(), scenario(responses={}, effect=EffectCurve(level=0.6)), nulls=False)
    assert by_shares.figures["power"] == by_effect.figures["power"]
    # The effect that is told is what the endpoint's one-step estimate comes to.
    assert by_shares.figures["effect_enrolled"].value == pytest.approx(0.6, abs=0.02)


@pytest.mark.parametrize(
    ("endpoint", "control"), [("ordinal", {"probabilities": CONTROL}), ("binary", {"rate": 0.4})]
)
def test_patients_are_lost_by_their_category(endpoint, control):
    lost = (0.4, 0.1, 0.0, 0.2) if endpoint == "ordinal" else (0.3, 0.0)
    s = scenario(responses={}, dropout_by_category=lost, control=control)
    setting = Setting(a_design(endpoint=endpoint), s, Limits())
    look = Trials(setting, drawn(s, 0, 1000, streams)).enrol(300)
    shares = np.array(CONTROL if endpoint == "ordinal" else (0.6, 0.4))
    found = (look.tally(0) + look.tally(1)).mean(0)
    assert found == pytest.approx(300 * shares * (1 - np.array(lost)), rel=0.02)


def test_losing_the_worst_of_a_better_arm_biases_its_estimate():
    lost = evaluated(a_design(), scenario(dropout_by_category=(0.5, 0.0, 0.0, 0.0)))
    whole = evaluated(a_design(), scenario())
    assert abs(whole.figures["bias"].value) < 0.02 < abs(lost.figures["bias"].value)
    assert abs(lost.figures["type_one_error"].value - 0.025) < 4 * lost.figures["type_one_error"].mcse


def test_an_opened_trial_tells_the_very_losses():
    d, s = a_design(patients=80), scenario(dropout_by_category=(0.5, 0.1, 0.0, 0.3))
    one = design.open_trial(d, s, Limits(), 17, 1000, streams)
    setting = Setting(d, s, Limits())
    look = Trials(setting, drawn(s, 0, 1000, streams)).enrol(80)
    seen = sum(p.outcome is not None for p in one.patients)
    assert seen == (look.tally(0) + look.tally(1))[16].sum()
    assert 0 < seen < 80


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"responses": {"experimental": (0.5, 0.5)}}, "2 responses of `experimental`"),
        ({"responses": {"experimental": (0.1, 0.2, 0.3, 0.1)}}, "add to 0.7"),
        ({"responses": {"experimental": (0.0, 0.3, 0.3, 0.4)}}, "the least being 0"),
        ({"dropout_by_category": (0.1, 0.2)}, "the dropout of 2 categories"),
        ({"dropout_by_category": (0.1, 0.1, 0.1, 0.1), "dropout": 0.1}, "both by category and not"),
    ],
)
def test_what_does_not_fit_the_categories_is_refused(changes, words):
    with pytest.raises(DesignError, match=words):
        evaluated(a_design(), scenario(**changes), trials=10)


def test_losses_by_category_are_not_drawn_as_tallies_and_need_categories():
    with pytest.raises(DesignError, match="who is lost hangs on the outcome"):
        evaluated(a_design(), scenario(dropout_by_category=(0.1, 0.0, 0.0, 0.0)), "statistic", trials=10)
    s = scenario(responses={}, control={"mean": 0.0, "sd": 1.0}, dropout_by_category=(0.1, 0.1))
    with pytest.raises(DesignError, match="endpoint has none"):
        evaluated(a_design(endpoint="continuous"), s, trials=10)
