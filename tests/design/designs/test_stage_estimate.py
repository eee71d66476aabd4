"""Estimates by stages after an adaptation: centred on the truth, and their intervals cover, where plain ones do not."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

TRIALS = 20_000
ARMS = ("low", "middle", "high")
MARKER = Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, float(np.exp(1.0))))


def streams(block):
    return np.random.default_rng([83, block])


def made(type_, better="higher", **options):
    stated = {
        "multi_arm": {"arms": ARMS},
        "enrichment": {"marker": "m", "cutoff": float(np.exp(0.5))},
        "reestimation": {},
    }[type_]
    return Design(
        name="d", type=type_, endpoint="continuous", better=better, patients=600, looks=(0.5, 1.0),
        options={"adjusted": True} | options, **stated,
    )  # fmt: skip


def scenario(type_, level=0.1):
    effect = EffectCurve(level=level)
    return Scenario(
        name="s", control={"mean": 0.0, "sd": 1.0}, screened_per_month=20, effect=effect,
        arms=dict.fromkeys(ARMS, effect) if type_ == "multi_arm" else {},
        marker=MARKER if type_ == "enrichment" else None,
    )  # fmt: skip


def figures(a_design, level=0.1):
    of = scenario(a_design.type, level)
    return design.evaluate(
        [a_design], of, Limits(), TRIALS, streams, level="statistic", nulls=False
    )[0].figures  # fmt: skip


def decided(a_design, level=0.1):
    of = scenario(a_design.type, level)
    setting = Setting(a_design, of, Limits(), "statistic")
    return setting.kind.run(a_design, Trials(setting, drawn(of, 0, TRIALS, streams)))


@pytest.mark.parametrize("type_", ["multi_arm", "enrichment"])
@pytest.mark.parametrize(("better", "sign"), [("higher", 1), ("lower", -1)])
def test_the_last_stage_is_unbiased_for_what_was_chosen(type_, better, sign):
    found = figures(made(type_, better, boundaries="no_early_efficacy"), 0.1 * sign)
    assert sign * found["bias"].value > 10 * found["bias"].mcse
    assert abs(found["bias_adjusted"].value) < 4 * found["bias_adjusted"].mcse
    assert abs(found["coverage_adjusted"].value - 0.95) < 4 * found["coverage_adjusted"].mcse


@pytest.mark.parametrize("type_", ["multi_arm", "enrichment"])
def test_an_interim_that_may_end_the_trial_leaves_it_unbiased(type_):
    found = figures(made(type_, boundaries="pocock"), 0.2)
    assert abs(found["bias_adjusted"].value) < 4 * found["bias_adjusted"].mcse
    assert abs(found["coverage_adjusted"].value - 0.95) < 4 * found["coverage_adjusted"].mcse


@pytest.mark.parametrize("type_", ["multi_arm", "enrichment"])
def test_none_where_the_last_stage_may_choose_what_is_estimated(type_):
    assert "bias_adjusted" not in figures(made(type_, selection="all", boundaries="no_early_efficacy"))


def test_trials_that_end_early_have_none():
    found = decided(made("multi_arm", boundaries="pocock"), 0.3)
    early = found.look == 0
    assert 0.1 < early.mean() < 0.9
    assert np.isnan(found.adjusted.value[early]).all()


@pytest.mark.parametrize("looks", [(0.5, 1.0), (0.3, 0.6, 1.0)])
def test_fixed_weights_are_median_unbiased_where_the_plain_estimate_is_not(looks):
    d = made("reestimation", boundaries="no_early_efficacy", rule="conditional power", increase=4.0)
    found = decided(d.model_copy(update={"looks": looks}), 0.2)
    error = np.sqrt(0.25 / TRIALS)
    assert abs((found.adjusted.value > found.truth).mean() - 0.5) < 4 * error
    assert abs((found.naive.value > found.truth).mean() - 0.5) > 4 * error
    for miss in (found.adjusted.low > found.truth, found.adjusted.high < found.truth):
        assert abs(miss.mean() - 0.025) < 4 * np.sqrt(0.025 * 0.975 / TRIALS)


def test_its_lower_limit_is_above_zero_where_the_test_rejects():
    found = decided(made("reestimation", boundaries="no_early_efficacy"), 0.2)
    agree = (found.adjusted.low > 0) == found.rejected[:, 0]
    assert agree.mean() > 0.995  # the test's score is exact t, the interval's normal


@pytest.mark.parametrize(
    "options", [{}, {"combination": "fisher"}, {"boundaries": "no_early_efficacy", "futility": 0.1}]
)
def test_reestimation_that_may_stop_has_no_adjusted_estimate(options):
    with pytest.raises(DesignError, match="no adjusted estimate"):
        decided(made("reestimation", **options))


def test_times_to_an_event_have_none():
    d = Design(
        name="d", type="multi_arm", endpoint="time_to_event", better="lower", patients=200, events=100,
        looks=(0.5, 1.0), options={"adjusted": True},
    )  # fmt: skip
    of = Scenario(name="s", control={"median": 12.0}, effect=EffectCurve(level=0.0), screened_per_month=20)
    with pytest.raises(DesignError, match="no adjusted estimate"):
        design.evaluate([d], of, Limits(), 100, streams)
